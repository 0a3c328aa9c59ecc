//! `Get-WinEvent | Export-Csv`: commas, semicolons or tabs; messages go over several lines in quotes.

use super::{Pass, table};
use std::{io::BufRead, ops::ControlFlow};

/// True for the start of such an export.
pub(super) fn looks_like(start: &str) -> bool {
    let Some(line) = start.lines().find(|l| !l.trim().is_empty() && !l.starts_with("#TYPE")) else {
        return false;
    };
    let lower = line.to_ascii_lowercase();
    delimiter(line).is_some() && table::NEEDED.iter().all(|n| lower.contains(&n.to_ascii_lowercase()))
}

fn delimiter(line: &str) -> Option<u8> {
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|d| line.bytes().filter(|b| b == d).count())
        .filter(|d| line.as_bytes().contains(d))
}

/// Reads every row.
pub(super) fn read(mut text: impl BufRead, pass: &mut Pass<'_>) -> ControlFlow<()> {
    let mut first = String::new();
    let mut skipped = 0;
    loop {
        first.clear();
        match text.read_line(&mut first) {
            Ok(0) => return ControlFlow::Continue(()),
            Ok(_) if first.trim().is_empty() || first.starts_with("#TYPE") => skipped += 1,
            Ok(_) => break,
            Err(e) => {
                pass.lost(None, format!("reading broke off ({e})"));
                return ControlFlow::Continue(());
            }
        }
    }
    let mark = delimiter(&first).unwrap_or(b',');
    let names: Vec<String> = first
        .trim_end()
        .split(char::from(mark))
        .map(|n| n.trim().trim_matches(['"', '\u{feff}']).to_ascii_lowercase())
        .collect();
    let mut rows =
        csv::ReaderBuilder::new().delimiter(mark).has_headers(false).flexible(true).from_reader(text);
    pass.note(
        None,
        "times in a CSV export carry no zone and are taken as UTC; XML and JSON exports say it exactly",
    );
    let mut row = csv::StringRecord::new();
    loop {
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return ControlFlow::Continue(()),
            Err(e) => {
                pass.lost(None, format!("reading broke off ({e}); what came before is used"));
                return ControlFlow::Continue(());
            }
        }
        let line = row.position().map(|p| p.line() + skipped + 1);
        let get = |name: &str| {
            let at = names.iter().position(|n| n.eq_ignore_ascii_case(name))?;
            row.get(at).map(str::to_owned)
        };
        match table::logged(&get, Vec::new()) {
            Ok(event) => pass.event(event, line)?,
            Err(reason) => pass.lost(line, format!("a row is no event: {reason}")),
        }
    }
}
