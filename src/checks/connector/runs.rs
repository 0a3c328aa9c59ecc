//! What became of the passwords that were sent, and of the connector's runs.

use crate::{
    checks::{
        heard::{self, Since, Success, is, is_engine, of_connector},
        server::short,
        shown::{self, moment, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Gap, Kind, Stamp},
    facts::{
        Connector, Entity, Facts, Seen,
        events::{Key, Log, WINDOW},
    },
};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

/// connector.results
pub(crate) fn results(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let (connector, log) = shown::heard(facts, scope)?;
    let mine = |k: &Key| of_connector(facts, connector, k);
    let mut hits: Vec<Hit> = refused(log, &mine).into_iter().chain(full(log, &mine)).collect();
    if hits.is_empty() {
        let results = log.find(|k| is(k, &[657]) && mine(k)).filter(|s| s.last >= log.as_of - WINDOW);
        let mut hit = Hit::pass();
        match results.as_ref().and_then(heard::newest) {
            Some((_, seen)) => {
                let last = results.as_ref().map(|s| moment(s.last)).unwrap_or_default();
                hit = hit.seen(row("Directory Synchronization event 657", None, Value::public(last), seen));
            }
            None if log.spans(WINDOW) => hit = hit.variant("none").seen(heard::span(log)),
            None => return Err(short(log)),
        }
        hits.push(hit);
    }
    Ok(hits
        .into_iter()
        .map(|h| h.with("connector", Value::of(Class::Network, connector.name.clone())))
        .collect())
}

/// Passwords that Entra ID did not take, in the last two hours.
fn refused(log: &Log, mine: &dyn Fn(&Key) -> bool) -> Option<Hit> {
    let from = log.as_of - WINDOW;
    let failures = log.find(|k| is(k, &[657]) && k.failed && mine(k)).filter(|s| s.last >= from)?;
    let some_taken = log.newest(|k| is(k, &[657]) && k.succeeded && mine(k)).is_some_and(|t| t >= from);
    let status = if some_taken { Status::Warn } else { Status::Fail };
    let users = heard::users(&failures);
    let (first, count) = failures.in_window(log.as_of);
    let mut hit = Hit::cause(status, "results-failing");
    if some_taken {
        hit = hit.variant("some");
    }
    hit = heard::timed(hit, first, failures.last, count);
    if let Some(one) = users.first() {
        hit = hit.with("user", Value::of(Class::Person, one.clone())).with("users", heard::few(&users));
    }
    for (_, sample) in failures.samples() {
        let found = if sample.users.is_empty() {
            Value::public(moment(sample.time))
        } else {
            heard::few(&sample.users)
        };
        hit = hit.seen(row("Directory Synchronization event 657", Some("Success"), found, &sample.seen));
    }
    Some(hit)
}

/// A full password synchronization that failed or runs.
fn full(log: &Log, mine: &dyn Fn(&Key) -> bool) -> Option<Hit> {
    let begun = log.newest(|k| is(k, &[617, 618, 619]) && mine(k));
    let failed = log.find(|k| is(k, &[621]) && mine(k)).filter(|s| begun.is_none_or(|t| t <= s.last));
    let Some(events) = failed else { return running(log, mine) };
    let since = Since {
        success: Success::heard(log, |k| is(k, &[622, 623]) && mine(k)),
        life: log.newest(|k| heard::is_life(k) && mine(k)),
    };
    let mut hit = heard::hit("connector.results", "full-password-sync-failed", log, &events, &since)?;
    if hit.variant.is_none() {
        hit.status = Status::Fail;
    }
    Some(hit)
}

/// A full password synchronization that began within the window and did not end. Each domain of a forest
/// ends by itself; the forest ends all of them.
fn running(log: &Log, mine: &dyn Fn(&Key) -> bool) -> Option<Hit> {
    let ends = |begun: &Key, end: &Key| {
        let same = is(begun, &[617]) || begun.names.last() == end.names.last();
        mine(end) && (is(end, &[623]) || is(end, &[621, 622]) && same)
    };
    let ended = |begun: &Key| log.newest(|end| ends(begun, end));
    let runs = |k: &Key| mine(k) && is(k, &[617, 618, 619]) && ended(k) < log.newest(|same| same == k);
    let events = log.find(runs).filter(|s| s.last >= log.as_of - WINDOW)?;
    let before = events.keys().filter_map(ended).max();
    let (first, count) = events.after(before);
    let hit = Hit::cause(Status::Info, "full-password-sync-running");
    let mut hit = heard::timed(hit, first, events.last, count);
    for (key, sample) in events.samples() {
        let label = format!("Directory Synchronization event {}", key.id);
        hit = hit.seen(row(&label, None, Value::public(moment(sample.time)), &sample.seen));
    }
    Some(hit)
}

/// What the last step of a run does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Import,
    Export,
    /// Works on what is on the server: signs in nowhere.
    Synchronization,
    /// Of a run profile with a name of its own.
    Other,
}

impl Step {
    fn of(profile: &str) -> Step {
        let profile = profile.to_ascii_lowercase();
        let steps = [("import", Step::Import), ("export", Step::Export), ("sync", Step::Synchronization)];
        steps.iter().find(|(word, _)| profile.contains(word)).map_or(Step::Other, |(_, step)| *step)
    }
}

struct Run {
    profile: String,
    result: String,
    ended: Option<DateTime<Utc>>,
    seen: Seen,
}

/// The connector's runs, whatever is known of them.
fn records<'a>(facts: &'a Facts, connector: &'a Connector) -> impl Iterator<Item = &'a Entity> {
    let name = |e: &Entity| e.stored("ConnectorName").and_then(Json::as_str).map(str::to_owned);
    let mine = move |e: &&Entity| name(e).is_some_and(|n| n.eq_ignore_ascii_case(&connector.name));
    facts.each(Kind::ADSyncRunProfileResult).iter().filter(mine)
}

/// Why the result of no run is known.
fn lacking(facts: &Facts, connector: &Connector) -> Gap {
    let newest = records(facts, connector).last();
    newest
        .and_then(|run| run.text("Result").known().err())
        .unwrap_or_else(|| facts.gap(Kind::ADSyncRunProfileResult))
}

fn runs(facts: &Facts, connector: &Connector) -> Vec<Run> {
    let read = |e: &Entity| {
        let (result, seen) = e.text("Result").known().ok()?;
        let time = |p: &str| e.time(p).value().and_then(Stamp::moment);
        let ended = time("EndDate").or_else(|| time("StartDate"));
        let profile = e.text("RunProfileName").value().unwrap_or_default();
        Some(Run { profile, result, ended, seen })
    };
    records(facts, connector).filter_map(read).collect()
}

impl Run {
    fn refused(&self) -> bool {
        self.result.eq_ignore_ascii_case("no-start-credentials")
    }

    /// True where a good run shows that what this one failed of is over: one that does the same, or, where
    /// it was refused, any that signs in.
    fn is_ended_by(&self, other: &Run) -> bool {
        let (step, later) = (Step::of(&self.profile), Step::of(&other.profile));
        let signs_in = later != Step::Synchronization;
        let same =
            step == later && (step != Step::Other || self.profile.eq_ignore_ascii_case(&other.profile));
        good(&other.result) && other.ended > self.ended && (same || self.refused() && signs_in)
    }
}

/// The newest run that failed and that nothing ended; one that was refused before others.
fn failed(runs: &[Run]) -> Option<&Run> {
    let stands = |run: &&Run| !good(&run.result) && !runs.iter().any(|other| run.is_ended_by(other));
    runs.iter().filter(stands).max_by_key(|run| (run.refused(), run.ended))
}

/// connector.last-run
pub(crate) fn last_run(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let connector = shown::connector(facts, scope)?;
    let runs = runs(facts, connector);
    let newest = runs.iter().max_by_key(|r| r.ended);
    let finish = |hit: Hit| hit.with("connector", Value::of(Class::Network, connector.name.clone()));
    let account = connector.account().map(|a| Value::of(Class::Person, a));
    let heard = complaints(facts, connector, &runs);
    if let Some(run) = failed(&runs) {
        let (status, cause) = if run.refused() {
            (Status::Fail, "run-credentials-refused")
        } else {
            (Status::Warn, "run-failed")
        };
        let mut hit = finish(Hit::cause(status, cause))
            .with("result", Value::public(run.result.clone()))
            .with("profile", Value::public(run.profile.clone()))
            .seen(row("Result", Some("success"), Value::public(run.result.clone()), &run.seen));
        if let Some(account) = account {
            hit = hit.with("account", account);
        }
        hit.last_seen = run.ended;
        return Ok(vec![hit]);
    }
    if !heard.is_empty() {
        return Ok(heard
            .into_iter()
            .map(|h| account.clone().map_or(h.clone(), |a| h.with("account", a)))
            .map(finish)
            .collect());
    }
    match newest {
        Some(run) => Ok(vec![
            finish(Hit::pass())
                .with("result", Value::public(run.result.clone()))
                .with("profile", Value::public(run.profile.clone()))
                .seen(row("Result", None, Value::public(run.result.clone()), &run.seen)),
        ]),
        None => Err(lacking(facts, connector).into()),
    }
}

/// Results that need nobody.
fn good(result: &str) -> bool {
    let result = result.to_ascii_lowercase();
    matches!(
        result.as_str(),
        "success" | "in-progress" | "completed-warnings" | "completed-sync-warnings" | ""
    ) || result.starts_with("completed-") && result.ends_with("-warnings")
}

/// The engine's events about a connector's runs.
fn complaints(facts: &Facts, connector: &Connector, runs: &[Run]) -> Vec<Hit> {
    let Ok(log) = facts.log() else { return Vec::new() };
    let life = log.newest(|k| heard::is_life(k) && of_connector(facts, connector, k));
    let succeeded = |of: fn(&Run) -> bool| {
        let good = runs.iter().filter(|r| good(&r.result) && of(r));
        let label = |run: &Run| format!("success: run {}", run.profile);
        Success::newest(good.map(|run| Some(Success::seen(&label(run), run.ended?, &run.seen))))
    };
    let signed_in = succeeded(|run| Step::of(&run.profile) != Step::Synchronization);
    let any = succeeded(|_| true);
    [
        ("run-credentials-refused", &[6000][..], signed_in),
        ("run-failed", &[6020, 6050, 6056, 6100, 6801, 6803], any),
    ]
    .into_iter()
    .filter_map(|(cause, ids, success)| {
        let events = log.find(|k| is_engine(k, ids) && of_connector(facts, connector, k))?;
        heard::hit("connector.last-run", cause, log, &events, &Since { success, life })
    })
    .collect()
}
