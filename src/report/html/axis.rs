//! Where the marks of the timeline stand: lanes from top to bottom, time from left to right.

use super::super::timeline::{Mark, MarkKind};
use chrono::{DateTime, TimeDelta, Utc};

/// Where the axis begins, in units of the drawing.
pub(super) const LEFT: f64 = 220.0;
/// How long it is.
pub(super) const WIDTH: f64 = 760.0;
const LANE: usize = 26;
const TOP: usize = 10;
/// What a moment is drawn as wide as.
const MOMENT: f64 = 3.0;
/// Lanes that are drawn; the table beneath has all.
const MOST_LANES: usize = 40;
const TICKS: i32 = 6;

/// A lane, by its name.
pub(super) struct Lane {
    pub name: String,
    pub y: usize,
}

/// A mark on the drawing.
pub(super) struct Drawn {
    pub x: String,
    pub y: usize,
    pub width: String,
    pub height: usize,
    pub class: &'static str,
    pub title: String,
}

/// A time written at the axis.
pub(super) struct Tick {
    pub x: String,
    pub label: String,
}

/// The drawing.
pub(super) struct Axis {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub height: usize,
    pub foot: usize,
    pub lanes: Vec<Lane>,
    pub marks: Vec<Drawn>,
    pub ticks: Vec<Tick>,
    pub left_out: usize,
}

/// Puts marks, oldest first, on an axis; none where there are none.
pub(super) fn axis(marks: &[Mark]) -> Option<Axis> {
    let from = marks.iter().map(|m| m.at).min()?;
    let to = marks.iter().map(Mark::end).max()?.max(from + TimeDelta::seconds(1));
    let mut names: Vec<&str> = marks.iter().map(|m| m.lane.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let left_out = names.len().saturating_sub(MOST_LANES);
    names.truncate(MOST_LANES);
    let y = |i: usize| TOP + i * LANE;
    let foot = y(names.len());
    let drawn = marks.iter().filter_map(|mark| {
        let lane = names.iter().position(|n| *n == mark.lane)?;
        let x = place(mark.at, from, to);
        let width = (place(mark.end(), from, to) - x).max(MOMENT);
        let inset = usize::from(!matches!(mark.kind, MarkKind::Covered | MarkKind::Gap)) * 3;
        Some(Drawn {
            x: format!("{x:.2}"),
            y: y(lane) + 3 + inset,
            width: format!("{width:.2}"),
            height: 18 - 2 * inset,
            class: class(mark.kind),
            title: title(mark),
        })
    });
    let ticks = (0..=TICKS).map(|i| {
        let at = from + (to - from) / TICKS * i;
        Tick { x: format!("{:.2}", place(at, from, to)), label: at.format("%m-%d %H:%M").to_string() }
    });
    Some(Axis {
        from,
        to,
        height: foot + 24,
        foot,
        marks: drawn.collect(),
        ticks: ticks.collect(),
        lanes: names.iter().enumerate().map(|(i, n)| Lane { name: short(n), y: y(i) + 16 }).collect(),
        left_out,
    })
}

/// Where a time stands on the axis.
#[expect(clippy::cast_precision_loss, reason = "seconds of some days; a float counts far beyond them")]
pub(super) fn place(at: DateTime<Utc>, from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    let part = (at - from).num_milliseconds() as f64 / (to - from).num_milliseconds().max(1) as f64;
    LEFT + WIDTH * part
}

fn short(name: &str) -> String {
    const MOST: usize = 30;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let kept: String = name.chars().take(MOST - 3).collect();
    format!("{kept}...")
}

/// A mark in words.
pub(super) fn title(mark: &Mark) -> String {
    let time = |t: DateTime<Utc>| t.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let until = mark.until.map_or(String::new(), |t| format!(" to {}", time(t)));
    let count = mark.count.map_or(String::new(), |n| format!(", {n} times"));
    format!("{}: {}, {}{until}{count}", mark.lane, mark.label, time(mark.at))
}

const fn class(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Heartbeat => "beat",
        MarkKind::Cycle => "cycle",
        MarkKind::Batch => "batch",
        MarkKind::Failure => "failure",
        MarkKind::Password => "password",
        MarkKind::Action => "action",
        MarkKind::Covered => "covered",
        MarkKind::Gap => "gap",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: i64, until: i64) -> Mark {
        let time = |s| DateTime::from_timestamp(1_800_000_000 + s, 0).unwrap();
        Mark {
            at: time(at),
            until: Some(time(until)),
            lane: "a".into(),
            kind: MarkKind::Cycle,
            label: "x".into(),
            count: None,
        }
    }

    #[test]
    fn a_place_reads_back_as_its_time() {
        let marks = [mark(0, 60), mark(3600, 7200), mark(86_399, 86_400)];
        let axis = axis(&marks).unwrap();
        let span = (axis.to - axis.from).num_seconds();
        for (mark, drawn) in marks.iter().zip(&axis.marks) {
            let x: f64 = drawn.x.parse().unwrap();
            #[expect(clippy::cast_precision_loss)]
            let seconds = (x - LEFT) / WIDTH * span as f64;
            #[expect(clippy::cast_precision_loss)]
            let want = (mark.at - axis.from).num_seconds() as f64;
            assert!((seconds - want).abs() < 1.0, "{seconds} {want}");
        }
    }
}
