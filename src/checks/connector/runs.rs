//! What became of the passwords that were sent, and of the connector's runs.

use crate::{
    checks::{
        heard::{self, Since, is, is_engine, of_connector},
        server::short,
        shown::{self, moment, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Stamp},
    facts::{
        Connector, Entity, Facts, Seen,
        events::{Key, Log, WINDOW},
    },
};
use chrono::{DateTime, Utc};

/// connector.results
pub(crate) fn results(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let connector = shown::connector(facts, scope)?;
    let log = facts.log()?;
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
            None => return Err(short(log.as_of)),
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
    let (first, _) = failures.after(Some(from));
    let count = failures.in_window(log.as_of);
    let mut hit = Hit::cause(status, "results-failing");
    if some_taken {
        hit = hit.variant("some");
    }
    hit.first_seen = Some(first);
    hit.last_seen = Some(failures.last);
    hit.count = Some(count);
    hit = hit
        .with("since", Value::public(moment(first)))
        .with("last", Value::public(moment(failures.last)))
        .with("count", Value::public(count.to_string()));
    if !users.is_empty() {
        hit = hit.with("users", heard::few(&users));
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

/// A full password synchronization that runs or failed.
fn full(log: &Log, mine: &dyn Fn(&Key) -> bool) -> Option<Hit> {
    let newest = |ids: &[u32]| log.newest(|k| is(k, ids) && mine(k));
    let (running, failed, done) = (newest(&[617, 618, 619]), newest(&[621]), newest(&[622, 623]));
    let newest_of_all = running.max(failed).max(done)?;
    let (cause, status, ids): (_, _, &[u32]) = if failed == Some(newest_of_all) {
        ("full-password-sync-failed", Status::Fail, &[621])
    } else if running == Some(newest_of_all) && done != running && newest_of_all >= log.as_of - WINDOW {
        ("full-password-sync-running", Status::Info, &[617, 618, 619])
    } else {
        return None;
    };
    let events = log.find(|k| is(k, ids) && mine(k))?;
    let (first, count) = events.after(done);
    let mut hit = Hit::cause(status, cause);
    hit.first_seen = Some(first);
    hit.last_seen = Some(events.last);
    hit.count = Some(count);
    hit = hit.with("since", Value::public(moment(first))).with("last", Value::public(moment(events.last)));
    for (key, sample) in events.samples() {
        let label = format!("Directory Synchronization event {}", key.id);
        hit = hit.seen(row(&label, None, Value::public(moment(sample.time)), &sample.seen));
    }
    Some(hit)
}

struct Run {
    profile: String,
    result: String,
    ended: Option<DateTime<Utc>>,
    seen: Seen,
}

fn runs(facts: &Facts, connector: &Connector) -> Vec<Run> {
    let read = |e: &Entity| {
        let name = e.text("ConnectorName").value()?;
        let (result, seen) = e.text("Result").known().ok()?;
        let time = |p: &str| e.time(p).value().and_then(Stamp::moment);
        let ended = time("EndDate").or_else(|| time("StartDate"));
        let profile = e.text("RunProfileName").value().unwrap_or_default();
        name.eq_ignore_ascii_case(&connector.name).then_some(Run { profile, result, ended, seen })
    };
    facts.each(Kind::ADSyncRunProfileResult).iter().filter_map(read).collect()
}

/// connector.last-run
pub(crate) fn last_run(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let connector = shown::connector(facts, scope)?;
    let runs = runs(facts, connector);
    let newest = runs.iter().max_by_key(|r| r.ended);
    let finish = |hit: Hit| hit.with("connector", Value::of(Class::Network, connector.name.clone()));
    let account = connector.account().map(|a| Value::of(Class::Person, a));
    let heard = complaints(facts, connector, newest.and_then(|r| r.ended.filter(|_| good(&r.result))));
    if let Some(run) = newest.filter(|r| !good(&r.result)) {
        let (status, cause) = if run.result.eq_ignore_ascii_case("no-start-credentials") {
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
        None => Err(facts.gap(Kind::ADSyncRunProfileResult).into()),
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
fn complaints(facts: &Facts, connector: &Connector, success: Option<DateTime<Utc>>) -> Vec<Hit> {
    let Ok(log) = facts.log() else { return Vec::new() };
    let since =
        Since { success, life: log.newest(|k| heard::is_life(k) && of_connector(facts, connector, k)) };
    [("run-credentials-refused", &[6000][..]), ("run-failed", &[6020, 6050, 6056, 6100, 6801, 6803])]
        .into_iter()
        .filter_map(|(cause, ids)| {
            let events = log.find(|k| is_engine(k, ids) && of_connector(facts, connector, k))?;
            heard::hit("connector.last-run", cause, log, &events, since)
        })
        .collect()
}
