//! What a direct look at the domain found, weighed against what its events and its last cycle say.

use super::named;
use crate::{
    checks::{
        heard::{self, Since, Success, hit, is, of_domain},
        proof,
        shown::{moment, row},
    },
    diagnosis::{Evidence, Hit, Need, Status, Value},
    facts::{
        Domain, Facts,
        events::{Key, Trouble, WINDOW},
    },
};
use chrono::{DateTime, Utc};

/// What one look found.
pub(super) struct Probe {
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// What is wrong; none where all is well.
    pub trouble: Vec<Hit>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

impl Probe {
    /// With rows that say more of the same.
    pub fn beside(mut self, rows: &[Evidence]) -> Probe {
        for evidence in self.trouble.iter_mut().map(|hit| &mut hit.evidence).chain([&mut self.evidence]) {
            evidence.extend_from_slice(rows);
        }
        self
    }
}

/// A check that a look, a cycle or an error of a later stage can answer.
pub(super) struct Question<'a> {
    pub check: &'static str,
    pub facts: &'a Facts,
    pub domain: &'a Domain,
    /// The cause that an event of this trouble shows in this check.
    pub cause: &'a dyn Fn(&Key) -> Option<&'static str>,
    /// All causes that `cause` can give, in the order of the table.
    pub causes: &'a [&'static str],
    /// True where a refused replication shows that this stage was passed.
    pub passed_by_8453: bool,
    pub probe: Option<Probe>,
    /// What is lacking where nothing answers.
    pub lacking: Need,
}

/// Events, probe, cycle, in this order: a failure of any is said; else what passes; else what ended.
pub(super) fn answer(question: Question<'_>) -> Result<Vec<Hit>, Need> {
    let Question { facts, domain, .. } = question;
    let heard = heard(&question);
    let cycle = proof::fresh_cycle(facts, domain);
    let probe = question.probe;
    let probe_counts =
        |at: Option<DateTime<Utc>>| cycle.as_ref().is_none_or(|(t, _)| at.is_none_or(|at| at >= *t));
    let mut hits: Vec<Hit> = heard.iter().filter(|h| h.status > Status::Info).cloned().collect();
    if let Some(probe) = probe.as_ref().filter(|p| probe_counts(p.at)) {
        for trouble in &probe.trouble {
            // The same cause seen twice is one finding with both pieces of evidence.
            match hits.iter_mut().find(|h| h.cause == trouble.cause) {
                Some(hit) => {
                    // The look says more than the code of an event.
                    hit.evidence.splice(0..0, trouble.evidence.iter().cloned());
                    hit.variant = trouble.variant.or(hit.variant);
                    hit.status = hit.status.max(trouble.status);
                    for (name, value) in &trouble.values {
                        hit.values.insert(name, value.clone());
                    }
                }
                None => hits.push(trouble.clone()),
            }
        }
    }
    if !hits.is_empty() {
        return Ok(named_all(facts, domain, hits));
    }
    let ended: Vec<Hit> = heard.into_iter().filter(|h| h.status == Status::Info).collect();
    if !ended.is_empty() {
        return Ok(named_all(facts, domain, ended));
    }
    if let Some(probe) = probe.filter(|p| p.trouble.is_empty()) {
        let hit = Hit { evidence: probe.evidence, ..Hit::pass() };
        return Ok(vec![named(facts, domain, hit)]);
    }
    if let Some((when, seen)) = cycle {
        let found = Value::public(moment(when));
        let hit = Hit::pass().variant("cycle").with("last", found.clone());
        return Ok(vec![named(facts, domain, hit.seen(row("last successful cycle", None, found, &seen)))]);
    }
    if question.passed_by_8453
        && let Some(hit) = refused_later(facts, domain)
    {
        return Ok(vec![named(facts, domain, hit)]);
    }
    Err(question.lacking)
}

fn named_all(facts: &Facts, domain: &Domain, hits: Vec<Hit>) -> Vec<Hit> {
    hits.into_iter().map(|h| named(facts, domain, h)).collect()
}

/// The causes that events show.
fn heard(question: &Question<'_>) -> Vec<Hit> {
    let Question { facts, domain, .. } = *question;
    let Ok(log) = facts.log() else { return Vec::new() };
    let well = question.probe.as_ref().filter(|p| p.trouble.is_empty());
    let looked = well.and_then(|p| Some(Success { time: p.at?, rows: p.evidence.clone() }));
    let since = since(facts, domain, looked);
    question
        .causes
        .iter()
        .filter_map(|cause| {
            let events = log.find(|k| (question.cause)(k) == Some(*cause) && of_domain(facts, domain, k))?;
            hit(question.check, cause, log, &events, &since)
        })
        .collect()
}

/// What ends a domain's failures: a successful cycle, a 622, a look that found all well, or, unless
/// its newest cycle failed, a batch or passwords that name it.
pub(super) fn since(facts: &Facts, domain: &Domain, looked: Option<Success>) -> Since {
    let state = facts.partition_state(domain);
    let failed = state.text("PasswordSyncLastCycleStatus").value().as_deref() == Some("Failed");
    let cycle = Success::cycle(&state);
    let Ok(log) = facts.log() else { return Since { success: Success::newest([cycle, looked]), life: None } };
    let mine = |k: &Key| of_domain(facts, domain, k);
    let done = Success::heard(log, |k| is(k, &[622]) && mine(k));
    let sent = Success::heard(log, |k| is(k, &[650, 656]) && mine(k)).filter(|_| !failed);
    let connector = facts.ad_connectors().find(|c| Some(&c.name) == domain.connector.as_ref());
    let of_mine = |k: &Key| connector.is_none_or(|c| heard::of_connector(facts, c, k));
    Since {
        success: Success::newest([cycle, looked, done, sent]),
        life: log.newest(|k| heard::is_life(k) && of_mine(k)),
    }
}

/// A refused replication of the last two hours: the controller was reached and took the credentials.
fn refused_later(facts: &Facts, domain: &Domain) -> Option<Hit> {
    let log = facts.log().ok()?;
    let events = log.find(|k| k.trouble == Some(Trouble::Rpc(8453)) && of_domain(facts, domain, k))?;
    if events.last < log.as_of - WINDOW {
        return None;
    }
    let (key, seen) = heard::newest(&events)?;
    let label = format!("{} event {}", key.family.provider(), key.id);
    let found = Value::public(format!("code 8453, {}", moment(events.last)));
    Some(Hit::pass().variant("refused-later").seen(row(&label, None, found, seen)))
}
