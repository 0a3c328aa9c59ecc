//! Reads the sources again for events that the operator wants to see.

use super::{Running, Say, Tools, said};
use crate::{
    cli::age,
    evidence::{Ask, Kind, KindSet, Problem, Record, Sink, Stamp, Stopper, open::Opened},
    facts::events::Once,
    front::events::{
        is_in_events, names_of,
        rows::{Labels, Wanted},
    },
    report::events::EventRow,
    wizard::{Hits, Job, Msg, Progress, SourceSpec},
};
use chrono::{DateTime, Utc};
use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// One look.
pub(super) struct Look {
    pub job: Job,
    pub filter: String,
    /// What connectors are called: a log can be read before what names them.
    pub called: BTreeMap<String, String>,
    pub newest: DateTime<Utc>,
    pub most: usize,
    pub tools: Tools,
    pub say: Say,
    pub running: Running,
}

impl Look {
    /// Reads until there are enough; a fault of ours in it becomes a message.
    pub fn run(self, sources: &[SourceSpec]) {
        let msg = match catch_unwind(AssertUnwindSafe(|| self.look(sources))) {
            Ok(msg) => msg,
            Err(panic) => Msg::Failed(self.job, "looking for events".to_owned(), said(panic.as_ref())),
        };
        (self.say)(msg);
    }

    fn look(&self, sources: &[SourceSpec]) -> Msg {
        // What cannot be used was said when it was first read.
        let mut opened: Vec<Opened> =
            sources.iter().filter_map(|s| (self.tools.open)(s).ok()).flatten().collect();
        let stoppers: Vec<Stopper> = opened.iter().map(|one| one.source.stopper()).collect();
        for esc in &stoppers {
            self.running.add(self.job, esc.clone());
        }
        let wanted =
            parse(&self.filter, self.newest).and_then(|wanted| Look::with_names(wanted, &mut opened));
        let wanted = match wanted {
            Ok(wanted) => wanted,
            Err(reason) => return Msg::Mistyped(self.job, reason),
        };
        let kinds = KindSet::of(&[Kind::WinEvent, Kind::ADSyncConnector]);
        let ask = Ask { kinds, events: Some(wanted.query.clone()), ..Ask::default() };
        let mut found = Found {
            look: self,
            wanted: &wanted,
            labels: Labels::known(self.called.clone()),
            once: Once::default(),
            rows: Vec::new(),
            more: false,
        };
        let stopped = || stoppers.iter().any(Stopper::stopped);
        for one in &mut opened {
            if found.more || stopped() {
                break;
            }
            let doing = Progress { source: one.origin.name.clone(), ..Progress::default() };
            (self.say)(Msg::Progress(self.job, doing));
            let _ = one.source.read(&ask, &mut found);
        }
        let stopped = stopped();
        let Found { rows, more, .. } = found;
        Msg::Events(self.job, Hits { filter: self.filter.clone(), rows, more, stopped })
    }

    /// Events name users in a form of their own: what the sources know of whom is asked for is looked up.
    fn with_names(mut wanted: Wanted, opened: &mut [Opened]) -> Result<Wanted, String> {
        let Some(asked) = wanted.users.take() else { return Ok(wanted) };
        let mut names = Vec::new();
        for one in asked {
            names.extend(if is_in_events(&one) { vec![one] } else { names_of(&one, opened)? });
        }
        wanted.users = Some(names);
        Ok(wanted)
    }
}

struct Found<'a> {
    look: &'a Look,
    wanted: &'a Wanted,
    labels: Labels,
    once: Once,
    rows: Vec<EventRow>,
    more: bool,
}

impl Sink for Found<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        if let (Kind::ADSyncConnector, Some(props)) = (record.kind, record.props()) {
            self.labels.connector(props);
        }
        let row = self.wanted.row(&record, &self.labels).filter(|_| self.once.is_new(&record));
        let Some(row) = row else { return ControlFlow::Continue(()) };
        if self.rows.len() >= self.look.most {
            self.more = true;
            return ControlFlow::Break(());
        }
        self.rows.push(row);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
    fn not_understood(&mut self, _: &str) {}
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

/// Free words, then names with a colon; a value reaches up to the next name. Lengths of time are counted
/// back from the `newest` that was read.
fn parse(text: &str, newest: DateTime<Utc>) -> Result<Wanted, String> {
    const NAMES: [&str; 7] = ["id:", "cause:", "connector:", "domain:", "user:", "since:", "until:"];
    let mut parts: Vec<(&str, String)> = Vec::new();
    let mut wanted = Wanted::default();
    for word in text.split_whitespace() {
        let lower = word.to_lowercase();
        if let Some(name) = NAMES.iter().find(|n| lower.starts_with(**n)) {
            parts.push((name, word.get(name.len()..).unwrap_or_default().to_owned()));
        } else if lower == "failures" {
            wanted.failures = true;
        } else if let Some((_, value)) = parts.last_mut() {
            value.push(' ');
            value.push_str(word);
        } else {
            wanted.words.push(lower);
        }
    }
    let time = |text: &str| {
        let back = || age(text.trim()).ok().and_then(|back| newest.checked_sub_signed(back));
        Stamp::from_text(text).and_then(Stamp::moment).or_else(back).ok_or_else(|| {
            format!(
                "{text} is no time; expected is one such as 2026-11-20T09:12:00Z (no zone is UTC), or 30m, 2h, 3d before the newest evidence"
            )
        })
    };
    for (name, value) in parts {
        match name {
            "id:" => {
                let id = value
                    .trim()
                    .parse()
                    .map_err(|_| format!("{value} is no event id; expected is a number"))?;
                wanted.query.ids.push(id);
            }
            "since:" => wanted.query.since = Some(time(&value)?),
            "until:" => wanted.query.until = Some(time(&value)?),
            "cause:" => wanted.cause = Some(value.to_lowercase()),
            "connector:" => wanted.connector = Some(value.to_lowercase()),
            "domain:" => wanted.domain = Some(value.to_lowercase()),
            _ => wanted.users.get_or_insert_with(Vec::new).push(value),
        }
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Wanted, String> {
        super::parse(text, "2026-11-20T09:12:00Z".parse().unwrap())
    }

    #[test]
    fn times_are_counted_back_from_the_newest() {
        let query = parse("since:2h until:30m").unwrap().query;
        let at = |text: &str| Some(text.parse().unwrap());
        assert_eq!((query.since, query.until), (at("2026-11-20T07:12:00Z"), at("2026-11-20T08:42:00Z")));
        assert!(parse("since:0h").is_err() && parse("since:99999999999d").is_err());
    }

    #[test]
    fn what_is_typed_is_understood() {
        let wanted =
            parse("denied failures id:611 user:CN=Ada Byron,DC=x domain:Contoso.com since:2026-11-20")
                .unwrap();
        assert_eq!(wanted.words, ["denied"]);
        assert!(wanted.failures);
        assert_eq!(wanted.query.ids, [611]);
        assert_eq!(wanted.users.unwrap(), ["CN=Ada Byron,DC=x"]);
        assert_eq!(wanted.domain.unwrap(), "contoso.com");
        assert!(wanted.query.since.is_some());
        assert!(parse("id:x").unwrap_err().contains("a number"));
        assert!(parse("since:yesterday").unwrap_err().contains("such as"));
    }
}
