//! The first reading: what the events come to, what the logs cover, and what connectors are called.

use super::{
    super::say,
    rows::{Labels, cause_of, fails, label, meaning},
    server::{Server, Servers},
};
use crate::{
    evidence::{EventQuery, Kind, Problem, Props, Record, Sink, Stamp, jsonl},
    facts::events::{Channel, Count, Failure, Once, Told},
    report::events::{ChannelLine, EventOverview, FailureLine, LogLine, Silence, Times},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{collections::BTreeSet, ops::ControlFlow};

/// So many problems are told one by one.
const MOST: usize = 50;
/// So far back the collector reads events (assets/collector/4-events.ps1).
const COLLECTED: TimeDelta = TimeDelta::hours(168);
/// The log that the sync server writes to.
const LOG: &str = "Application";

/// What is gathered.
pub(super) struct Glance<'a> {
    span: &'a EventQuery,
    servers: Servers,
    once: Once,
    logs: Vec<LogLine>,
    /// Sources that are collected evidence.
    collected: BTreeSet<String>,
    labels: Labels,
    problems: usize,
    /// The first problem of the source that is being read.
    first_problem: Option<Problem>,
}

impl<'a> Glance<'a> {
    pub(super) fn new(span: &'a EventQuery) -> Glance<'a> {
        Glance {
            span,
            servers: Servers::default(),
            once: Once::default(),
            logs: Vec::new(),
            collected: BTreeSet::new(),
            labels: Labels::default(),
            problems: 0,
            first_problem: None,
        }
    }

    /// Another source is read.
    pub(super) fn begin(&mut self) {
        self.first_problem = None;
    }

    /// The first thing in the last source that could not be used.
    pub(super) const fn first_problem(&self) -> Option<&Problem> {
        self.first_problem.as_ref()
    }

    /// What goes on top, and the names for the list.
    pub(super) fn finish(mut self) -> (EventOverview, Labels) {
        if self.problems > MOST {
            say::tell(&format!("{} more problems were left out of this list", self.problems - MOST));
        }
        let servers = &self.servers.all;
        for (id, channel) in servers.iter().flat_map(|server| &server.overview.channels) {
            self.labels.learn(id, &channel.domains);
        }
        let mut overview = EventOverview {
            computers: servers.iter().map(|s| s.name.clone()).filter(|name| !name.is_empty()).collect(),
            events: servers.iter().map(|s| s.overview.events).sum(),
            from: servers.iter().filter_map(|s| s.overview.span).map(|span| span.0).min(),
            to: servers.iter().filter_map(|s| s.overview.span).map(|span| span.1).max(),
            ..EventOverview::default()
        };
        for server in servers {
            overview.connectors.extend(channels(server, self.covered(server), &self.labels));
            overview.failures.extend(failures(server, &self.labels));
        }
        overview.failures.sort_by_key(|f| std::cmp::Reverse(f.times.last));
        overview.logs = self.logs;
        (overview, self.labels)
    }

    /// What the logs of a computer cover of the span that is looked at, as far as they say it.
    fn covered(&self, server: &Server) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        // Who is alone owns also the logs without an event of his.
        let own = |log: &&LogLine| self.servers.all.len() == 1 || server.sources.contains(&log.source);
        let logs = self.logs.iter().filter(|log| log.log.eq_ignore_ascii_case(LOG)).filter(own);
        let from = logs.clone().filter_map(|l| self.from(l)).min();
        let to = logs.filter_map(|l| l.newest).max();
        let until = self.span.until;
        (
            from.map(|from| self.span.since.map_or(from, |s| s.max(from))),
            to.map(|to| until.map_or(to, |u| u.min(to))),
        )
    }

    /// From when on events of a log are here: collected evidence holds those of a week, and says what the
    /// whole log covers.
    fn from(&self, log: &LogLine) -> Option<DateTime<Utc>> {
        let week = log.newest.map(|newest| newest - COLLECTED);
        if self.collected.contains(&log.source) { log.oldest.max(week) } else { log.oldest }
    }

    fn log(&mut self, props: &Props, record: &Record) {
        if record.from.origin.kind == jsonl::KIND {
            self.collected.insert(record.from.origin.name.clone());
        }
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
                if let Some(told) = wanted.filter(|_| self.once.is_new(&record))
                    && let Some(server) = self.servers.of(&told, &record.from.origin.name)
                {
                    server.overview.add(&told, fails(&told));
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
        self.first_problem.get_or_insert(problem);
    }

    fn not_understood(&mut self, _: &str) {}
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

fn times(count: Count) -> Times {
    Times { count: count.count, first: count.first, last: count.last }
}

fn computer(server: &Server) -> Option<String> {
    (!server.name.is_empty()).then(|| server.name.clone())
}

fn channels(
    server: &Server,
    covered: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    labels: &Labels,
) -> Vec<ChannelLine> {
    let shown = server.overview.channels.iter().filter(|(_, c)| c.is_connector());
    let line = |(id, channel): (&String, &Channel)| ChannelLine {
        connector: (!id.is_empty()).then(|| labels.name(id)),
        computer: computer(server),
        domains: channel.domains.iter().cloned().collect(),
        heartbeats: channel.beats.map(times),
        heartbeats_refused: channel.beats_refused,
        last_sign: channel.last_sign(),
        silent: channel
            .silences(covered.0, covered.1)
            .into_iter()
            .map(|(from, to)| Silence { from, to })
            .collect(),
        sent: channel.batches[0],
        taken: channel.batches[1],
        refused: channel.batches[2],
        users_taken: channel.users.0,
        users_refused: channel.users.1,
    };
    shown.map(line).collect()
}

fn failures(server: &Server, labels: &Labels) -> Vec<FailureLine> {
    let overview = &server.overview;
    let line = |(failure, count): (&Failure, &Count)| FailureLine {
        provider: failure.family.provider().to_owned(),
        id: failure.id,
        meaning: meaning(failure.family.provider(), failure.id),
        cause: failure
            .trouble
            .map(|trouble| cause_of(failure.id, trouble))
            .or_else(|| failure.refusal.clone()),
        domain: failure.domain.clone(),
        connector: failure.connector.as_deref().map(|id| label(id, labels)),
        computer: computer(server),
        times: times(*count),
        success_after: overview.success_of(failure).filter(|t| *t > count.last),
    };
    overview.failures.iter().map(line).collect()
}
