//! For reading: plain text of 80 columns.

use super::{ChannelLine, EventOverview, EventRow, FailureLine, LogLine};
use crate::{knowledge::visible, report::wrap::wrap};
use chrono::{DateTime, TimeDelta, Utc};
use std::fmt::Write as _;

/// So many silences of a connector are named one by one.
const MOST: usize = 10;
/// How much of a text is shown.
const LONGEST: usize = 600;

fn at(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn span(time: TimeDelta) -> String {
    let minutes = time.num_minutes();
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m} min"),
        (h, m) if h < 48 => format!("{h} h {m} min"),
        (h, _) => format!("{} days", h / 24),
    }
}

/// The part above the list.
#[must_use]
pub fn overview(overview: &EventOverview) -> String {
    let mut out = String::new();
    for log in &overview.logs {
        out.push_str(&log_lines(log));
    }
    if let (Some(from), Some(to)) = (overview.from, overview.to) {
        let said = format!("{} events of the sync server, {} to {}", overview.events, at(from), at(to));
        out.push_str(&wrap("", 2, &said));
    } else {
        out.push_str("No event of the sync server in this span.\n");
    }
    if !overview.connectors.is_empty() {
        out.push_str("\nSigns of life\n");
        overview.connectors.iter().for_each(|c| out.push_str(&channel(c)));
    }
    if !overview.failures.is_empty() {
        out.push_str("\nFailures, and since when\n");
        overview.failures.iter().for_each(|f| out.push_str(&failure(f)));
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

fn channel(c: &ChannelLine) -> String {
    let name = c.connector.as_deref().unwrap_or("events that name no connector");
    let domains = if c.domains.is_empty() { String::new() } else { format!(" ({})", c.domains.join(", ")) };
    let mut out = wrap("  ", 4, &format!("{name}{domains}"));
    let beats = c.heartbeats.map_or_else(
        || "none answered (654)".to_owned(),
        |b| format!("{} answered (654), {} to {}", b.count, at(b.first), at(b.last)),
    );
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
            Some(to) => format!("{} to {}: {}", at(silence.from), at(to), span(to - silence.from)),
            None => format!("since {}, up to the end of the log", at(silence.from)),
        };
        let _ = write!(out, "{}", wrap("    Silent      ", 16, &said));
    }
    if c.silent.len() > MOST {
        let _ = writeln!(out, "    Silent      {} more times", c.silent.len() - MOST);
    }
    out
}

fn failure(f: &FailureLine) -> String {
    let of = f.domain.as_deref().or(f.connector.as_deref()).map(|d| format!(", {d}")).unwrap_or_default();
    let cause = f.cause.as_deref().map(|c| format!(" ({c})")).unwrap_or_default();
    let title = f.meaning.as_deref().unwrap_or("An event that is not in the reference");
    let mut out = wrap("  ", 4, &format!("{} {}: {title}{cause}{of}", f.provider, f.id));
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

/// One event of the list.
#[must_use]
pub fn row(row: &EventRow) -> String {
    let meaning = row.meaning.as_deref().unwrap_or("not in the reference");
    let mut out = wrap("", 2, &format!("{}  {} {}  {meaning}", at(row.time), row.provider, row.id));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&wrap(&format!("  {name:<10}  "), 14, value));
        }
    };
    field("Domain", row.domain.as_deref().unwrap_or_default());
    field("Connector", row.connector.as_deref().unwrap_or_default());
    for user in row.users.iter().take(MOST) {
        field("User", user);
    }
    if row.users.len() > MOST {
        field("User", &format!("and {} more", row.users.len() - MOST));
    }
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
