//! The first reading: what the events come to, what the logs cover, and what connectors are called.

use super::{
    super::say,
    rows::{Labels, cause, label, meaning},
};
use crate::{
    evidence::{EventQuery, Kind, Problem, Props, Record, Sink, Stamp},
    facts::events::{Channel, Count, Failure, Once, Overview, Told},
    report::events::{ChannelLine, EventOverview, FailureLine, LogLine, Silence, Times},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::ops::ControlFlow;

/// So many problems are told one by one.
const MOST: usize = 50;
/// A channel that is silent this long before the log ends is silent up to its end.
const SILENCE: TimeDelta = TimeDelta::minutes(65);

/// What is gathered.
pub(super) struct Glance<'a> {
    span: &'a EventQuery,
    overview: Overview,
    once: Once,
    logs: Vec<LogLine>,
    labels: Labels,
    problems: usize,
}

impl<'a> Glance<'a> {
    pub(super) fn new(span: &'a EventQuery) -> Glance<'a> {
        Glance {
            span,
            overview: Overview::default(),
            once: Once::default(),
            logs: Vec::new(),
            labels: Labels::default(),
            problems: 0,
        }
    }

    /// What goes on top, and the names for the list.
    pub(super) fn finish(mut self) -> (EventOverview, Labels) {
        if self.problems > MOST {
            say::tell(&format!("{} more problems were left out of this list", self.problems - MOST));
        }
        self.labels.learn(&self.overview);
        let end = self.logs.iter().filter_map(|l| l.newest).max();
        let end = match (end, self.span.until) {
            (Some(end), Some(until)) => Some(end.min(until)),
            (end, _) => end,
        };
        let labels = &self.labels;
        let (channels, failures) = (&self.overview.channels, &self.overview.failures);
        let mut failed: Vec<FailureLine> =
            failures.iter().map(|(f, count)| failure(f, *count, &self.overview, labels)).collect();
        failed.sort_by_key(|f| std::cmp::Reverse(f.times.last));
        let overview = EventOverview {
            events: self.overview.events,
            from: self.overview.span.map(|s| s.0),
            to: self.overview.span.map(|s| s.1),
            logs: self.logs,
            connectors: channels
                .iter()
                .filter(|(_, c)| c.lives())
                .map(|(id, c)| channel(id, c, end, labels))
                .collect(),
            failures: failed,
        };
        (overview, self.labels)
    }

    fn log(&mut self, props: &Props, record: &Record) {
        let time = |name: &str| props.time(name).and_then(Stamp::moment);
        let notes = props.get("Notes").and_then(|n| n.as_array()).into_iter().flatten();
        self.logs.push(LogLine {
            source: record.from.origin.name.clone(),
            log: props.text("LogName").unwrap_or("Application").to_owned(),
            oldest: time("OldestRecord"),
            newest: time("NewestRecord"),
            events: props.int("RecordCount"),
            damaged: props.bool("Damaged") == Some(true),
            notes: notes.filter_map(|n| n.as_str()).map(str::to_owned).collect(),
        });
    }
}

impl Sink for Glance<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        match (record.kind, record.props()) {
            (Kind::WinEvent, Some(_)) => {
                let wanted = Told::of(&record).filter(|t| self.span.admits(t.id, Some(t.time)));
                if let Some(told) = wanted.filter(|_| self.once.is_new(&record)) {
                    self.overview.add(&told);
                }
            }
            (Kind::EventLogCoverage, Some(props)) => self.log(props, &record),
            (Kind::ADSyncConnector, Some(props)) => self.labels.connector(props),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems += 1;
        if self.problems <= MOST {
            let line = problem.line.map(|l| format!(", line {l}")).unwrap_or_default();
            say::tell(&format!("{}{line}: {}", problem.file, problem.reason));
        }
    }

    fn not_understood(&mut self, _: &str) {}
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

fn times(count: Count) -> Times {
    Times { count: count.count, first: count.first, last: count.last }
}

fn channel(id: &str, channel: &Channel, end: Option<DateTime<Utc>>, labels: &Labels) -> ChannelLine {
    let mut silent: Vec<Silence> =
        channel.gaps().into_iter().map(|(from, to)| Silence { from, to: Some(to) }).collect();
    let last = channel.last_sign();
    if let (Some(last), Some(end)) = (last, end)
        && end - last > SILENCE
    {
        silent.push(Silence { from: last, to: None });
    }
    ChannelLine {
        connector: (!id.is_empty()).then(|| labels.name(id)),
        domains: channel.domains.iter().cloned().collect(),
        heartbeats: channel.beats.map(times),
        last_sign: last,
        silent,
        sent: channel.batches[0],
        taken: channel.batches[1],
        refused: channel.batches[2],
        users_taken: channel.users.0,
        users_refused: channel.users.1,
    }
}

fn failure(failure: &Failure, count: Count, overview: &Overview, labels: &Labels) -> FailureLine {
    let success = overview.success_of(failure.connector.as_deref());
    FailureLine {
        provider: failure.family.provider().to_owned(),
        id: failure.id,
        meaning: meaning(failure.family.provider(), failure.id),
        cause: failure.trouble.map(cause),
        domain: failure.domain.clone(),
        connector: failure.connector.as_deref().map(|id| label(id, labels)),
        times: times(count),
        success_after: success.filter(|t| *t > count.last),
    }
}
