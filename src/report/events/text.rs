//! For reading: plain text of 80 columns.

use super::{ChannelLine, EventOverview, EventRow, FailureLine, LogLine};
use crate::{diagnosis::length, knowledge::visible, report::wrap::wrap};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;

/// So many silences of a connector are named one by one.
const MOST: usize = 10;
/// How much of a text is shown.
const LONGEST: usize = 600;

fn at(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// The part above the list.
#[must_use]
pub fn overview(overview: &EventOverview) -> String {
    let mut out = String::new();
    for log in &overview.logs {
        out.push_str(&log_lines(log));
    }
    let several = overview.computers.len() > 1;
    if several {
        let said = format!(
            "The events are of {} computers: {}. What each did is told apart.",
            overview.computers.len(),
            overview.computers.join(", ")
        );
        out.push_str(&wrap("", 2, &said));
    }
    if let (Some(from), Some(to)) = (overview.from, overview.to) {
        let said = format!("{} events of the sync server, {} to {}", overview.events, at(from), at(to));
        out.push_str(&wrap("", 2, &said));
    } else {
        out.push_str("No event of the sync server in this span.\n");
    }
    if !overview.connectors.is_empty() {
        out.push_str("\nSigns of life\n");
        overview.connectors.iter().for_each(|c| out.push_str(&channel(c, several)));
    }
    if !overview.failures.is_empty() {
        out.push_str("\nFailures, and since when\n");
        overview.failures.iter().for_each(|f| out.push_str(&failure(f, several)));
    }
    visible_lines(&out)
}

fn log_lines(log: &LogLine) -> String {
    let covers = match (log.oldest, log.newest) {
        (Some(from), Some(to)) => format!("covers {} to {}", at(from), at(to)),
        _ => "does not say which time it covers".to_owned(),
    };
    let events = log.events.map(|n| format!(", {n} events of all providers")).unwrap_or_default();
    let damaged = if log.damaged { " [DAMAGED]" } else { "" };
    let mut out = wrap("", 2, &format!("{} log of {}: {covers}{events}{damaged}", log.log, log.source));
    log.notes.iter().for_each(|note| out.push_str(&wrap("  - ", 4, note)));
    out
}

/// Which computer, where there are several.
fn on(computer: Option<&str>, several: bool) -> String {
    computer.filter(|_| several).map(|name| format!(" on {name}")).unwrap_or_default()
}

fn channel(c: &ChannelLine, several: bool) -> String {
    let name = c.connector.as_deref().unwrap_or("events that name no connector");
    let on = on(c.computer.as_deref(), several);
    let domains = if c.domains.is_empty() { String::new() } else { format!(" ({})", c.domains.join(", ")) };
    let mut out = wrap("  ", 4, &format!("{name}{domains}{on}"));
    let mut beats = c.heartbeats.map_or_else(
        || "none answered (654)".to_owned(),
        |b| format!("{} answered (654), {} to {}", b.count, at(b.first), at(b.last)),
    );
    if c.heartbeats_refused > 0 {
        let _ = write!(beats, "; {} refused (655)", c.heartbeats_refused);
    }
    let _ = write!(out, "{}", wrap("    Heartbeats  ", 16, &beats));
    let _ = write!(
        out,
        "{}",
        wrap("    Batches     ", 16, &format!("{} sent, {} taken, {} refused", c.sent, c.taken, c.refused))
    );
    let users = format!("{} passwords taken, {} refused", c.users_taken, c.users_refused);
    let _ = write!(out, "{}", wrap("    Users       ", 16, &users));
    for silence in c.silent.iter().take(MOST) {
        let said = match silence.to {
            Some(to) => format!("{} to {}: {}", at(silence.from), at(to), length(to - silence.from)),
            None => format!("since {}, up to the end of the log", at(silence.from)),
        };
        let _ = write!(out, "{}", wrap("    Silent      ", 16, &said));
    }
    if c.silent.len() > MOST {
        let _ = writeln!(out, "    Silent      {} more times", c.silent.len() - MOST);
    }
    out
}

fn failure(f: &FailureLine, several: bool) -> String {
    let of = f.domain.as_deref().or(f.connector.as_deref()).map(|d| format!(", {d}")).unwrap_or_default();
    let cause = f.cause.as_deref().map(|c| format!(" ({c})")).unwrap_or_default();
    let title = f.meaning.as_deref().unwrap_or("An event that is not in the reference");
    let on = on(f.computer.as_deref(), several);
    let mut out = wrap("  ", 4, &format!("{} {}: {title}{cause}{of}{on}", f.provider, f.id));
    let times = if f.times.count == 1 {
        format!("once, at {}", at(f.times.first))
    } else {
        format!("{} times, since {}, last {}", f.times.count, at(f.times.first), at(f.times.last))
    };
    let after =
        f.success_after.map_or_else(String::new, |t| format!("; a success came after it, last {}", at(t)));
    out.push_str(&wrap("    ", 4, &format!("{times}{after}")));
    out
}

/// One event of the list; `several` where the list is of more than one computer.
#[must_use]
pub fn row(row: &EventRow, several: bool) -> String {
    let meaning = row.meaning.as_deref().unwrap_or("not in the reference");
    let mut out = wrap("", 2, &format!("{}  {} {}  {meaning}", at(row.time), row.provider, row.id));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&wrap(&format!("  {name:<10}  "), 14, value));
        }
    };
    field("Computer", row.computer.as_deref().filter(|_| several).unwrap_or_default());
    field("Domain", row.domain.as_deref().unwrap_or_default());
    field("Connector", row.connector.as_deref().unwrap_or_default());
    for user in row.users.iter().take(MOST) {
        field("User", user);
    }
    if row.users.len() > MOST {
        field("User", &format!("and {} more", row.users.len() - MOST));
    }
    field("Outcome", row.outcome.as_deref().unwrap_or_default());
    field("Cause", row.cause.as_deref().unwrap_or_default());
    field("Inner", row.inner.as_deref().unwrap_or_default());
    field("Tracking", row.tracking_id.as_deref().unwrap_or_default());
    if row.users.is_empty() && row.inner.is_none() {
        let text: String = row.text.chars().take(LONGEST).collect();
        field("Text", text.split("<forest-info").next().unwrap_or_default());
    }
    visible_lines(&out)
}

/// Line ends are ours, everything else that is no printable character is shown.
fn visible_lines(text: &str) -> String {
    let shown = |line: &str| {
        let bare = line.trim_start();
        format!("{}{}\n", " ".repeat(line.len() - bare.len()), visible(bare))
    };
    text.lines().map(shown).collect()
}
