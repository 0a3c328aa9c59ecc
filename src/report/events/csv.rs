//! A row for each event, for a spreadsheet: a cell that a spreadsheet would take for a formula does not
//! begin as one, and control characters are shown.

use super::EventRow;
use crate::{evidence::stamp::rfc3339, knowledge::visible};

const HEAD: [&str; 15] = [
    "Time",
    "Provider",
    "Id",
    "Level",
    "Meaning",
    "Domain",
    "Connector",
    "Users",
    "Cause",
    "Inner",
    "TrackingId",
    "Computer",
    "RecordId",
    "Text",
    "Outcome",
];

/// The names of the columns.
#[must_use]
pub fn head() -> String {
    line(HEAD.iter().map(|h| (*h).to_owned()))
}

/// One event.
#[must_use]
pub fn row(row: &EventRow) -> String {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    line(
        [
            rfc3339(row.time),
            row.provider.clone(),
            row.id.to_string(),
            number(row.level),
            text(&row.meaning),
            text(&row.domain),
            text(&row.connector),
            row.users.join("; "),
            text(&row.cause),
            text(&row.inner),
            text(&row.tracking_id),
            text(&row.computer),
            number(row.number),
            row.text.clone(),
            text(&row.outcome),
        ]
        .into_iter(),
    )
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|c| format!("\"{}\"", cell(&c).replace('"', "\"\""))).collect();
    cells.join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = visible(&flat);
    if shown.starts_with(['=', '+', '-', '@']) { format!("'{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_out() {
        for text in ["=HYPERLINK(\"x\")", "+1", "-1", "@a", "\t=1", " =1", "\r\n@x"] {
            let made = row(&EventRow { text: text.to_owned(), ..EventRow::default() });
            let text = made.trim_end().rsplit(",\"").nth(1).unwrap();
            assert!(text.starts_with('\''), "{made}");
            assert_eq!(made.matches("\r\n").count(), 1);
        }
    }
}
