//! Can the domain be reached, does the connector account sign in, may it replicate, does it?

use super::{
    controllers,
    probe::{Probe, Question, answer, since},
};
use crate::{
    catalog::CAUSES,
    checks::{
        heard::{self, is, of_domain},
        server::short,
        shown::{self, flag, lacking, moment, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Why},
    facts::{
        Domain, Entity, Fact, Facts,
        events::{Key, Trouble, WINDOW},
    },
};

/// Events that carry the trouble of a domain.
fn trouble(key: &Key) -> Option<Trouble> {
    key.trouble.filter(|_| is(key, &[611, 612]))
}

/// domain.reachable
pub(crate) fn reachable(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    answer(Question {
        check: "domain.reachable",
        facts,
        domain,
        cause: &|key| match trouble(key)? {
            Trouble::ResolveDc => Some("dc-name-not-resolvable"),
            Trouble::LocateDc => Some("dc-not-locatable"),
            _ => None,
        },
        causes: &["dc-name-not-resolvable", "dc-not-locatable"],
        passed_by_8453: true,
        probe: controllers::look(facts, domain),
        lacking: controllers::lacking(facts, domain),
    })
}

const SIGN_IN: &[&str] = &[
    "account-bad-password",
    "account-not-found",
    "account-disabled",
    "account-locked",
    "account-expired",
    "account-password-expired",
    "account-must-change-password",
    "account-logon-restricted",
];

/// What a refused sign-in means, by its Win32 error.
fn sign_in(code: u32) -> &'static str {
    match code {
        1317 => "account-not-found",
        1327..=1329 => "account-logon-restricted",
        1330 => "account-password-expired",
        1331 => "account-disabled",
        1793 => "account-expired",
        1907 => "account-must-change-password",
        1909 => "account-locked",
        _ => "account-bad-password",
    }
}

/// domain.account-credentials
pub(crate) fn account_credentials(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    let account = of_domain_record(facts, Kind::ADConnectorAccount, domain);
    let bound = bind(&account);
    let engine = controllers::refused(facts, domain).map(|(code, probe)| {
        let hit = Hit { evidence: probe.evidence.clone(), ..Hit::cause(Status::Fail, sign_in(code)) };
        Probe { trouble: vec![hit], ..probe }
    });
    // The sync engine's own try counts where nobody tried later.
    let (probe, lacking) = match (bound, engine) {
        (Ok(bound), Some(engine)) if engine.at <= bound.at => (Some(bound.beside(&engine.evidence)), None),
        (bound, Some(engine)) => (Some(engine), bound.err()),
        (Ok(bound), None) => (Some(bound), None),
        (Err(lacking), None) => (None, Some(lacking)),
    };
    answer(Question {
        check: "domain.account-credentials",
        facts,
        domain,
        cause: &|key| match trouble(key)? {
            Trouble::SignIn(code) => Some(sign_in(code)),
            _ => None,
        },
        causes: SIGN_IN,
        passed_by_8453: true,
        probe,
        lacking: lacking.unwrap_or_else(|| facts.gap(Kind::ADConnectorAccount).into()),
    })
}

/// What came of signing in as the account; what is lacking where nobody tried.
fn bind(account: &Entity) -> Result<Probe, Need> {
    let (bind, seen) = account.text("Bind").known()?;
    let known = SIGN_IN.iter().find(|c| c.eq_ignore_ascii_case(bind.trim()));
    if known.is_none() && !bind.trim().eq_ignore_ascii_case("ok") {
        let why = Why::Unreadable(format!("expected ok or a cause such as account-locked, found \"{bind}\""));
        return Err(lacking(Kind::ADConnectorAccount, Some("Bind"), why));
    }
    let evidence = row("Bind", Some("ok"), Value::public(bind), &seen);
    let beside = ["State", "Notes"].iter().filter_map(|name| match account.list(name) {
        Fact::Known(said, seen) => Some(row(name, None, Value::public(said.join("; ")), &seen)),
        _ => None,
    });
    let evidence: Vec<_> = std::iter::once(evidence).chain(beside).collect();
    let user = account.text("UserName").value();
    let trouble = known.map(|cause| {
        let hit = Hit { evidence: evidence.clone(), ..Hit::cause(Status::Fail, cause) };
        user.map_or(hit.clone(), |u| hit.with("account", Value::of(Class::Person, u)))
    });
    Ok(Probe { at: seen.at, trouble: trouble.into_iter().collect(), evidence })
}

/// domain.account-permissions: both replication rights, on this domain.
pub(crate) fn account_permissions(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    let rights = of_domain_record(facts, Kind::ADReplicationRights, domain);
    let probe = match (rights.bool("GetChanges"), rights.bool("GetChangesAll")) {
        (Fact::Known(changes, seen), Fact::Known(all, _)) => Some(rights_probe(&rights, changes, all, &seen)),
        (Fact::Known(false, seen), _) => Some(rights_probe(&rights, false, true, &seen)),
        (_, Fact::Known(false, seen)) => Some(rights_probe(&rights, true, false, &seen)),
        _ => None,
    };
    let gaps = ["GetChanges", "GetChangesAll"].map(|right| rights.bool(right).known().err());
    let gap = gaps.into_iter().flatten().next();
    answer(Question {
        check: "domain.account-permissions",
        facts,
        domain,
        cause: &|key| (trouble(key)? == Trouble::Rpc(8453)).then_some("replication-rights-missing"),
        causes: &["replication-rights-missing"],
        passed_by_8453: false,
        probe,
        lacking: gap.unwrap_or_else(|| facts.gap(Kind::ADReplicationRights)).into(),
    })
}

fn rights_probe(rights: &Entity, changes: bool, all: bool, seen: &crate::facts::Seen) -> Probe {
    let mut evidence = vec![flag("GetChanges", true, changes, seen), flag("GetChangesAll", true, all, seen)];
    if let Fact::Known(via, seen) = rights.list("Via")
        && !via.is_empty()
    {
        evidence.push(row("Via", None, Value::of(Class::Person, via.join("; ")), &seen));
    }
    let missing: Vec<&str> =
        [(changes, "Replicating Directory Changes"), (all, "Replicating Directory Changes All")]
            .iter()
            .filter(|(there, _)| !there)
            .map(|(_, name)| *name)
            .collect();
    let mut trouble = Vec::new();
    if !missing.is_empty() {
        let mut hit = Hit::cause(Status::Fail, "replication-rights-missing")
            .variant("which")
            .with("rights", Value::public(missing.join(" and ")));
        if let Some(account) = rights.text("Account").value() {
            hit = hit.with("account", Value::of(Class::Person, account));
        }
        hit.evidence.clone_from(&evidence);
        trouble.push(hit);
    }
    Probe { at: seen.at, trouble, evidence }
}

/// The record of a kind that is about the domain; of the domain's connector where it names one.
fn of_domain_record(facts: &Facts, kind: Kind, domain: &Domain) -> Entity {
    let fits = |e: &&Entity| {
        let named = e.text("Domain").value().is_some_and(|d| d.eq_ignore_ascii_case(&domain.name));
        let connector = e.text("ConnectorName").value();
        named && connector.zip(domain.connector.as_ref()).is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    // What was looked at directly may name no connector, and is a record of its own.
    let newest = facts.all(kind).filter(fits).max_by_key(|e| e.seen().and_then(|s| s.at));
    newest.cloned().unwrap_or_else(|| facts.keyed(kind, &[]))
}

/// The cause in domain.replication that a trouble shows; one 611 counts for one check.
fn replication_cause(key: &Key) -> Option<&'static str> {
    let whole_domain = is(key, &[621, 665, 666]);
    if !is(key, &[611, 612]) && !whole_domain {
        return None;
    }
    match key.trouble? {
        Trouble::Rpc(8453) | Trouble::SignIn(_) | Trouble::ResolveDc | Trouble::LocateDc | Trouble::Fips
            if !whole_domain =>
        {
            None
        }
        Trouble::Rpc(code) if !whole_domain => {
            let id = format!("rpc-{code}");
            let known = CAUSES.iter().find(|r| r.check.0 == "domain.replication" && r.cause.0 == id);
            Some(known.map_or("replication-error", |r| r.cause.0))
        }
        Trouble::Ldap => Some("ldap-error"),
        Trouble::Crypto => Some("crypto-error"),
        Trouble::FileTime => Some("file-time-error"),
        Trouble::DuplicateKey => Some("duplicate-key-error"),
        _ => Some("replication-error"),
    }
}

/// domain.replication
pub(crate) fn replication(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    let log = facts.log()?;
    let since = since(facts, domain, None);
    let rows = CAUSES.iter().filter(|r| r.check.0 == "domain.replication");
    let hits: Vec<Hit> = rows
        .filter_map(|r| {
            let mine = |k: &Key| replication_cause(k) == Some(r.cause.0) && of_domain(facts, domain, k);
            let events = log.find(mine)?;
            heard::hit("domain.replication", r.cause.0, log, &events, &since)
        })
        .map(|hit| super::named(facts, domain, hit))
        .collect();
    if !hits.is_empty() {
        return Ok(hits);
    }
    if let Some((when, seen)) = crate::checks::proof::fresh_cycle(facts, domain) {
        let found = Value::public(moment(when));
        let hit = Hit::pass().variant("cycle").with("last", found.clone());
        return Ok(vec![super::named(
            facts,
            domain,
            hit.seen(row("last successful cycle", None, found, &seen)),
        )]);
    }
    if !log.spans(WINDOW) {
        return Err(short(log));
    }
    Ok(vec![super::named(facts, domain, Hit::pass()).seen(heard::span(log))])
}
