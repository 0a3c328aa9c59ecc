//! `Get-WinEvent | ConvertTo-Json`, of Windows PowerShell 5.1 and of 7.

use super::{Pass, table};
use crate::evidence::{
    cmdlet_output::{self, Found},
    coerce,
};
use serde_json::{Map, Value};
use std::{io::BufRead, ops::ControlFlow};

/// True for the start of such an export.
pub(super) fn looks_like(start: &str) -> bool {
    let names = cmdlet_output::names(start);
    table::NEEDED.iter().all(|needed| names.iter().any(|n| n.eq_ignore_ascii_case(needed)))
}

/// Reads every object.
pub(super) fn read(text: impl BufRead, pass: &mut Pass<'_>) -> ControlFlow<()> {
    let mut number = 0_u64;
    let mut ended = ControlFlow::Continue(());
    let read = cmdlet_output::each_object(text, |found| {
        let value = match found {
            Found::Alone(value) => Ok(value),
            Found::Element(text) => serde_json::from_str(text).map_err(|e| (None, e.to_string())),
            Found::Broken(line, why) => Err((Some(line), why)),
        };
        let value = match value {
            Ok(value) => value,
            Err((line, why)) => {
                number += 1;
                pass.lost(line, format!("object {number} cannot be read ({why})"));
                return ControlFlow::Continue(());
            }
        };
        for element in coerce::elements(value) {
            number += 1;
            ended = object(&element, number, pass);
            ended?;
        }
        ControlFlow::Continue(())
    });
    if let (Err((line, reason)), ControlFlow::Continue(())) = (read, ended) {
        pass.lost(Some(line), format!("{reason}; what stands before is used"));
    }
    ended
}

fn object(element: &Value, number: u64, pass: &mut Pass<'_>) -> ControlFlow<()> {
    let Value::Object(map) = element else {
        pass.lost(None, format!("object {number} is {}, no event", coerce::shown(element)));
        return ControlFlow::Continue(());
    };
    match table::logged(&|name| text(find(map, name)?), properties(map), None) {
        Ok(event) => pass.event(event, None),
        Err(reason) => {
            pass.lost(None, format!("object {number} is no event: {reason}"));
            ControlFlow::Continue(())
        }
    }
}

fn find<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    map.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

/// A plain value; 5.1 wraps dates in an object with `value` and `DateTime`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Object(map) => find(map, "value").and_then(text),
        _ => None,
    }
}

/// The inserted strings: `Properties` is a list of objects with a `Value`.
fn properties(map: &Map<String, Value>) -> Vec<String> {
    let list = find(map, "Properties").cloned().map(coerce::elements).unwrap_or_default();
    list.iter().filter_map(text).collect()
}
