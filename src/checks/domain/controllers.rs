//! What the domain's controllers answered. One that is writable, answers LDAP and has every port open
//! is enough; the others are shown.

use super::probe::Probe;
use crate::{
    checks::shown::row,
    diagnosis::{Evidence, Hit, Status, Value},
    evidence::{Class, Kind},
    facts::{Domain, Entity, Fact, Facts, Seen},
};
use serde_json::Value as Json;

/// Ports that password synchronization needs: Kerberos, the RPC mapper, LDAP, SMB.
const NEEDED: [&str; 4] = ["88", "135", "389", "445"];
/// Where Windows' dynamic ports begin.
const DYNAMIC: u32 = 49152;

struct Controller {
    name: String,
    answered: Option<bool>,
    writable: Option<bool>,
    /// Ports that are not open.
    blocked: Vec<String>,
    /// True where every needed port was looked at.
    all_tested: bool,
    /// What else was noticed.
    notes: Vec<String>,
    seen: Seen,
}

/// What is known by looking, controllers first; the sync engine's own test where it is newer.
pub(super) fn look(facts: &Facts, domain: &Domain) -> Option<Probe> {
    let own = controllers(facts, domain);
    let status = status(facts, domain);
    match (controllers_probe(&own), status) {
        (Some(own), Some(status)) if status.at > own.at => Some(status),
        (Some(own), _) => Some(own),
        (None, status) => status,
    }
}

fn status(facts: &Facts, domain: &Domain) -> Option<Probe> {
    let fits = |e: &&Entity| {
        let named = e.text("ValidatedDomain").value().is_some_and(|d| d.eq_ignore_ascii_case(&domain.name));
        let connector = e.text("ConnectorName").value();
        named && connector.zip(domain.connector.as_ref()).is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    let status = facts.all(Kind::ADSyncDomainReachabilityStatus).find(fits)?;
    let (reachable, seen) = status.bool("IsReachable").known().ok()?;
    let mut evidence = vec![crate::checks::shown::flag("IsReachable", true, reachable, &seen)];
    if let Fact::Known(message, seen) = status.text("ExceptionMessage")
        && !message.trim().is_empty()
    {
        evidence.push(row("ExceptionMessage", None, Value::of(Class::Network, message), &seen));
    }
    let mut trouble = Vec::new();
    if !reachable {
        trouble.push(Hit { evidence: evidence.clone(), ..Hit::cause(Status::Fail, "domain-unreachable") });
    }
    Some(Probe { at: seen.at, trouble, evidence })
}

fn controllers(facts: &Facts, domain: &Domain) -> Vec<Controller> {
    let mine = |e: &&Entity| e.text("Domain").value().is_some_and(|d| d.eq_ignore_ascii_case(&domain.name));
    facts.all(Kind::DomainController).filter(mine).filter_map(read).collect()
}

fn read(entity: &Entity) -> Option<Controller> {
    let ports = match entity.value("Ports").value() {
        Some(Json::Object(ports)) => ports,
        _ => serde_json::Map::new(),
    };
    let open = |v: &Json| v.as_str().is_some_and(|s| s.eq_ignore_ascii_case("open"));
    let counts = |port: &str| NEEDED.contains(&port) || port.parse::<u32>().is_ok_and(|p| p >= DYNAMIC);
    let blocked = ports
        .iter()
        .filter(|(port, state)| counts(port) && !open(state))
        .map(|(port, state)| format!("{port} {}", state.as_str().unwrap_or("?")))
        .collect();
    Some(Controller {
        name: entity.text("HostName").value().or_else(|| entity.text("Address").value())?,
        answered: entity.bool("LdapAnswered").value(),
        writable: entity.bool("Writable").value(),
        blocked,
        all_tested: NEEDED.iter().all(|p| ports.contains_key(*p)),
        notes: entity.list("Notes").value().unwrap_or_default(),
        seen: entity.seen()?.clone(),
    })
}

impl Controller {
    fn good(&self) -> bool {
        self.answered == Some(true)
            && self.writable == Some(true)
            && self.blocked.is_empty()
            && self.all_tested
    }

    fn certainly_bad(&self) -> bool {
        self.answered == Some(false) || self.writable == Some(false) || !self.blocked.is_empty()
    }

    fn row(&self) -> Evidence {
        let answered = match self.answered {
            Some(true) => "answers LDAP",
            Some(false) => "does not answer LDAP",
            None => "LDAP not tested",
        };
        let writable = match self.writable {
            Some(true) => ", writable",
            Some(false) => ", read-only",
            None => "",
        };
        let ports = if self.blocked.is_empty() {
            String::new()
        } else {
            format!(", port {}", self.blocked.join(", "))
        };
        let notes: String = self.notes.iter().map(|note| format!("; {note}")).collect();
        let found = Value::of(Class::Host, format!("{}: {answered}{writable}{ports}{notes}", self.name));
        row("domain controller", Some("writable, answers LDAP, all ports open"), found, &self.seen)
    }
}

fn controllers_probe(controllers: &[Controller]) -> Option<Probe> {
    let at = controllers.iter().map(|c| c.seen.at).max()?;
    let evidence: Vec<Evidence> = controllers.iter().map(Controller::row).collect();
    if controllers.iter().any(Controller::good) {
        return Some(Probe { at, trouble: Vec::new(), evidence });
    }
    if !controllers.iter().all(Controller::certainly_bad) {
        return None;
    }
    let answering: Vec<&Controller> = controllers.iter().filter(|c| c.answered != Some(false)).collect();
    let writable: Vec<&Controller> =
        answering.iter().copied().filter(|c| c.writable != Some(false)).collect();
    let (cause, about) = if answering.is_empty() {
        ("domain-unreachable", controllers.iter().collect())
    } else if writable.is_empty() {
        ("no-writable-dc", answering)
    } else {
        ("ports-blocked", writable)
    };
    let names: Vec<&str> = about.iter().map(|c| c.name.as_str()).collect();
    let mut ports: Vec<&str> =
        about.iter().flat_map(|c| &c.blocked).filter_map(|p| p.split(' ').next()).collect();
    ports.sort_by_key(|p| p.parse::<u32>().unwrap_or(u32::MAX));
    ports.dedup();
    let mut hit = Hit::cause(Status::Fail, cause).with("dcs", Value::of(Class::Host, names.join(", ")));
    if let Some(dc) = names.first() {
        hit = hit.with("dc", Value::of(Class::Host, *dc));
    }
    if !ports.is_empty() {
        hit = hit.with("ports", Value::public(ports.join(", ")));
    }
    hit.evidence.clone_from(&evidence);
    Some(Probe { at, trouble: vec![hit], evidence })
}
