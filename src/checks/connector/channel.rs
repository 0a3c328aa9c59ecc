//! Is the channel of a connector alive?

use crate::{
    checks::{
        heard::{self, is, of_connector},
        server::short,
        shown::{self, moment, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value, length},
    evidence::Class,
    facts::{
        Connector, Facts,
        events::{Key, Log, Streak},
    },
};
use chrono::TimeDelta;

/// A heartbeat is written every 30 minutes when there is nothing to send; so many hours without one
/// are a dead channel (as Microsoft's task has it).
const HEARTBEAT: TimeDelta = TimeDelta::hours(3);
const ACTIVITY: TimeDelta = TimeDelta::hours(2);
/// Signs of work without a heartbeat: there was something to send.
const BUSY: [u32; 2] = [651, 657];
const ABOUT_AGENT: [u32; 22] = [
    601, 602, 609, 610, 611, 615, 617, 618, 619, 620, 621, 650, 651, 652, 653, 654, 655, 656, 657, 660, 661,
    662,
];
const MANAGER_ALIVE: u32 = 663;
const STOPPED: [u32; 4] = [602, 609, 610, 615];

/// connector.heartbeat
pub(crate) fn heartbeat(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let (connector, log) = shown::heard(facts, scope)?;
    let mine = |k: &Key| of_connector(facts, connector, k);
    let ping = log.find(|k| is(k, &[654]) && mine(k));
    let busy = log.find(|k| is(k, &BUSY) && mine(k));
    let manager = log.find(|k| is(k, &[MANAGER_ALIVE]) && mine(k));
    // What shows most, first.
    let signs = [(&ping, None), (&busy, Some("busy")), (&manager, Some("alive"))];
    let mut fresh = signs.into_iter().filter_map(|(sign, variant)| Some((sign.as_ref()?, variant)));
    if let Some((events, variant)) = fresh.find(|(sign, _)| sign.last >= log.as_of - HEARTBEAT) {
        if !log.dated {
            return Err(undated());
        }
        let hit = Hit { variant, ..Hit::pass() };
        return Ok(vec![told(named(connector, hit), log, events)]);
    }
    if !log.spans(HEARTBEAT) {
        return Err(short(log));
    }
    let mut hit = named(connector, Hit::cause(Status::Fail, "no-heartbeat"));
    if let Some(events) = &ping {
        hit = told(hit, log, events);
    } else {
        let from = log.oldest.map(moment).unwrap_or_default();
        hit = hit.variant("never").with("since", Value::public(from));
    }
    Ok(vec![hit.seen(heard::span(log))])
}

/// connector.agent: by the newest event about the agent.
pub(crate) fn agent(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let (connector, log) = shown::heard(facts, scope)?;
    let about =
        |k: &Key| (is(k, &ABOUT_AGENT) || is(k, &[MANAGER_ALIVE])) && of_connector(facts, connector, k);
    let newest = log.find(about).filter(|s| s.last >= log.as_of - ACTIVITY);
    let Some(events) = newest else {
        if !log.spans(ACTIVITY) {
            return Err(short(log));
        }
        let hit = Hit::cause(Status::Fail, "agent-silent");
        return Ok(vec![named(connector, hit).seen(heard::span(log))]);
    };
    let stopped = heard::newest(&events).is_some_and(|(key, _)| is(key, &STOPPED));
    if !stopped && !log.dated {
        return Err(undated());
    }
    let hit = if stopped { Hit::cause(Status::Fail, "agent-stopped") } else { Hit::pass() };
    let mut hit = told(named(connector, hit), log, &events);
    if stopped {
        hit.last_seen = Some(events.last);
    }
    Ok(vec![hit])
}

fn named(connector: &Connector, hit: Hit) -> Hit {
    hit.with("connector", Value::of(Class::Network, connector.name.clone()))
}

fn told(hit: Hit, log: &Log, events: &Streak<'_>) -> Hit {
    let Some((key, seen)) = heard::newest(events) else { return hit };
    let label = format!("{} event {}", key.family.provider(), key.id);
    let found = Value::public(moment(events.last));
    hit.with("last", found.clone())
        .with("event", Value::public(key.id.to_string()))
        .with("age", Value::public(length((log.as_of - events.last).max(TimeDelta::zero()))))
        .seen(row(&label, None, found, seen))
}

fn undated() -> Need {
    heard::silent(
        "the newest part of the log holds only events of the synchronization itself: nothing shows when it ends",
    )
}
