//! Does Entra ID take what the server sends?

use crate::{
    checks::{
        heard::{self, Since, State, Success, hit, is, is_engine, state},
        shown::{moment, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::Class,
    facts::{
        Connector, Facts,
        events::{Key, Log, Trouble},
    },
};
use chrono::TimeDelta;

const CHECK: &str = "tenant.cloud-channel";
/// A success no older than this proves the channel.
const PROOF: TimeDelta = TimeDelta::hours(3);
/// Causes in the order of the table. Certificates have their own rule.
const CAUSES: [&str; 14] = [
    "entra-phs-not-activated",
    "entra-dirsync-not-activated",
    "entra-access-denied",
    "entra-busy",
    "entra-account-missing",
    "entra-account-locked",
    "entra-account-old-password",
    "entra-account-disabled",
    "entra-account-bad-credentials",
    "entra-tenant-not-found",
    "entra-mfa-required",
    "entra-endpoint-unreachable",
    "entra-security-negotiation",
    "client-unsupported",
];
const OTHERWISE: &str = "entra-channel-error";

/// What a failed call to Entra ID means (facts: events.md 1c, domain.md 1.3b and A1 to A5).
fn cause(key: &Key) -> Option<&'static str> {
    if is(key, &[115, 106]) {
        return Some("entra-access-denied");
    }
    let certain = is(key, &[652, 655, 662, 109]) || is_engine(key, &[6900]);
    let maybe = is(key, &[0, 659, 906]);
    if !certain && !maybe {
        return None;
    }
    Some(match key.trouble? {
        Trouble::Cloud(90 | 92) => "entra-phs-not-activated",
        Trouble::Cloud(15) => "entra-dirsync-not-activated",
        Trouble::Cloud(7 | 106) => "entra-access-denied",
        Trouble::Cloud(81) => "entra-busy",
        Trouble::Aadsts(50034) => "entra-account-missing",
        Trouble::Aadsts(50053) => "entra-account-locked",
        Trouble::Aadsts(50054 | 50055) => "entra-account-old-password",
        Trouble::Aadsts(50057) => "entra-account-disabled",
        Trouble::Aadsts(50126 | 70002) | Trouble::CloudSignIn => "entra-account-bad-credentials",
        Trouble::Aadsts(90002) => "entra-tenant-not-found",
        Trouble::Aadsts(50072 | 50074 | 50076 | 50079 | 50158 | 53003) | Trouble::Mfa => "entra-mfa-required",
        Trouble::Endpoint => "entra-endpoint-unreachable",
        Trouble::Negotiation => "entra-security-negotiation",
        Trouble::Unsupported => "client-unsupported",
        // These ids have other meanings too; without a sign of trouble with Entra ID they are not it.
        Trouble::Other if maybe => return None,
        _ => OTHERWISE,
    })
}

/// tenant.cloud-channel: fails while any connector's newest result is a failure.
pub(crate) fn cloud_channel(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let log = facts.log()?;
    let connectors: Vec<Option<&Connector>> = match facts.ad_connectors().map(Some).collect::<Vec<_>>() {
        none if none.is_empty() => vec![None],
        some => some,
    };
    let mut hits: Vec<Hit> = Vec::new();
    for cause in CAUSES.into_iter().chain([OTHERWISE]) {
        hits.extend(of_cause(facts, log, &connectors, cause));
    }
    hits.extend(certificate(log));
    if hits.is_empty() {
        let quiet =
            || heard::silent("no ping, batch or password reached Entra ID in the last 3 h, and none failed");
        hits.push(proof(log).ok_or_else(quiet)?);
    }
    Ok(hits)
}

/// A cause over all connectors that it stands worst for: their events together, each once.
fn of_cause(
    facts: &Facts,
    log: &Log,
    connectors: &[Option<&Connector>],
    wanted: &'static str,
) -> Option<Hit> {
    let mine = |c: Option<&Connector>, k: &Key| c.is_none_or(|c| heard::of_connector(facts, c, k));
    let failed = |c, k: &Key| cause(k) == Some(wanted) && mine(c, k);
    let each = connectors.iter().filter_map(|c| {
        let last = log.newest(|k| failed(*c, k))?;
        let since = Since {
            success: Success::heard(log, |k| heard::is_cloud_success(k) && mine(*c, k)),
            life: log.newest(|k| heard::is_life(k) && mine(*c, k)),
        };
        Some((*c, state(log, last, &since)?, since))
    });
    let each: Vec<_> = each.collect();
    let worst = each.iter().map(|(_, state, _)| *state).max()?;
    let (those, others): (Vec<_>, Vec<_>) = each.into_iter().partition(|(_, state, _)| *state == worst);
    let mut successes: Vec<_> = those.iter().map(|(_, _, since)| since.success.clone()).collect();
    successes.sort_by_key(|success| success.as_ref().map(|s| s.time));
    let decides = if worst == State::Recovered { successes.pop() } else { successes.into_iter().next() };
    let since =
        Since { success: decides.flatten(), life: those.iter().map(|(_, _, since)| since.life).max()? };
    let events = log.find(|k| those.iter().any(|(c, ..)| failed(*c, k)))?;
    let mut hit = hit(CHECK, wanted, log, &events, &since)?;
    let of: Vec<&Connector> = those.iter().filter_map(|(c, ..)| *c).collect();
    for connector in &of {
        let own = log.find(|k| failed(Some(connector), k))?;
        let (_, seen) = heard::newest(&own)?;
        let found = Value::of(Class::Network, connector.name.clone());
        hit = hit.seen(row("connector", None, found, seen));
    }
    // What is over for one is not over for one that only fell silent.
    for (connector, ..) in others.iter().filter(|(_, state, _)| *state == State::Quiet) {
        let Some(connector) = connector else { continue };
        let own = log.find(|k| failed(Some(connector), k))?;
        let (_, seen) = heard::newest(&own)?;
        let found = Value::of(Class::Network, format!("{}, {}", connector.name, moment(own.last)));
        hit = hit.seen(row("connector without a success since", None, found, seen));
    }
    hit.connectors = of.iter().map(|c| c.name.clone()).collect();
    Some(match hit.connectors.join(", ") {
        none if none.is_empty() => hit,
        some => hit.with("connector", Value::of(Class::Network, some)),
    })
}

/// 1011 and 1012 count from the whole log; the newer of them decides.
fn certificate(log: &Log) -> Option<Hit> {
    let newest = |id: u32| log.newest(|k| k.id == id && (is(k, &[id]) || is_engine(k, &[id])));
    let (expiring, expired) = (newest(1011), newest(1012));
    let (id, cause, status) = if expired >= expiring {
        (1012, "entra-certificate-expired", Status::Fail)
    } else {
        (1011, "entra-certificate-expiring", Status::Warn)
    };
    let events = log.find(|k| is(k, &[id]) || is_engine(k, &[id]))?;
    let success = Success::heard(log, heard::is_cloud_success).filter(|s| id == 1012 && s.time > events.last);
    let (first, count) = events.after(None);
    let mut hit = if success.is_some() {
        Hit::cause(Status::Info, cause).variant("recovered")
    } else {
        Hit::cause(status, cause)
    };
    hit = heard::timed(hit, first, events.last, count);
    for (key, sample) in events.samples() {
        let label = format!("{} event {}", key.family.provider(), key.id);
        hit = hit.seen(row(&label, None, Value::public(moment(sample.time)), &sample.seen));
    }
    hit.evidence.extend(success.into_iter().flat_map(|s| s.rows));
    Some(hit)
}

/// A success of the last hours.
fn proof(log: &Log) -> Option<Hit> {
    let success = log.find(heard::is_cloud_success)?;
    if success.last < log.as_of - PROOF {
        return None;
    }
    let (key, seen) = heard::newest(&success)?;
    let label = format!("{} event {}", key.family.provider(), key.id);
    let found = Value::public(moment(success.last));
    Some(Hit::pass().with("last", found.clone()).seen(row(&label, None, found, seen)))
}

/// The events that say that the feature is off in the tenant, as further evidence of that.
pub(super) fn not_activated(facts: &Facts, hit: Hit) -> Hit {
    let Some(events) = facts.log().ok().and_then(|l| l.find(|k| cause(k) == Some("entra-phs-not-activated")))
    else {
        return hit;
    };
    let Some((key, seen)) = heard::newest(&events) else { return hit };
    let label = format!("{} event {}", key.family.provider(), key.id);
    let code = key.trouble.and_then(Trouble::code).unwrap_or_default();
    hit.seen(row(&label, None, Value::public(format!("code {code}, {}", moment(events.last))), seen))
}
