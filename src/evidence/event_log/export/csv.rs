//! `Get-WinEvent | Export-Csv`: commas, semicolons or tabs; messages go over several lines in quotes.

use super::{
    Pass,
    culture::{Order, Said},
    table,
};
use std::{
    io::{self, BufRead},
    ops::ControlFlow,
};

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

/// The rows of an export, behind its line of names.
struct Table<R> {
    names: Vec<String>,
    rows: csv::Reader<R>,
    /// Lines above the rows.
    above: u64,
    row: csv::StringRecord,
}

impl<R: BufRead> Table<R> {
    /// Reads the line of names; none where there is no line at all.
    fn new(mut text: R) -> io::Result<Option<Table<R>>> {
        let (mut first, mut above) = (String::new(), 0);
        while first.trim().is_empty() || first.starts_with("#TYPE") {
            first.clear();
            if text.read_line(&mut first)? == 0 {
                return Ok(None);
            }
            above += 1;
        }
        let mark = delimiter(&first).unwrap_or(b',');
        let name = |n: &str| n.trim().trim_matches(['"', '\u{feff}']).to_ascii_lowercase();
        let names = first.trim_end().split(char::from(mark)).map(name).collect();
        let rows =
            csv::ReaderBuilder::new().delimiter(mark).has_headers(false).flexible(true).from_reader(text);
        Ok(Some(Table { names, rows, above, row: csv::StringRecord::new() }))
    }

    /// Goes to the next row; false at the end.
    fn next(&mut self) -> csv::Result<bool> {
        self.rows.read_record(&mut self.row)
    }

    fn line(&self) -> Option<u64> {
        self.row.position().map(|p| p.line() + self.above)
    }

    fn get(&self, name: &str) -> Option<String> {
        let at = self.names.iter().position(|n| n.eq_ignore_ascii_case(name))?;
        self.row.get(at).map(str::to_owned)
    }
}

/// The order of day and month in an export: that of the first date that shows it.
pub(super) fn order(text: impl BufRead) -> Option<Order> {
    let mut table = Table::new(text).ok()??;
    while table.next().is_ok_and(|more| more) {
        match Said::of(&table::written(&|name| table.get(name))) {
            Said::Ordered(order, _) => return Some(order),
            // Nothing has to be told apart.
            Said::Time(_) => return None,
            Said::Either(_) | Said::Nothing => {}
        }
    }
    None
}

/// Reads every row; `order` is that of the dates in them.
pub(super) fn read(text: impl BufRead, order: Option<Order>, pass: &mut Pass<'_>) -> ControlFlow<()> {
    let mut table = match Table::new(text) {
        Ok(Some(table)) => table,
        Ok(None) => return ControlFlow::Continue(()),
        Err(e) => {
            pass.lost(None, format!("reading broke off ({e})"));
            return ControlFlow::Continue(());
        }
    };
    loop {
        match table.next() {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                pass.lost(None, format!("reading broke off ({e}); what came before is used"));
                break;
            }
        }
        match table::logged(&|name| table.get(name), Vec::new(), order) {
            Ok(event) => pass.event(event, table.line())?,
            Err(reason) => pass.lost(table.line(), format!("a row is no event: {reason}")),
        }
    }
    if pass.done > 0 {
        let zone =
            "times in a CSV export carry no zone and are taken as UTC; XML and JSON exports say it exactly";
        pass.note(None, zone);
    }
    ControlFlow::Continue(())
}
