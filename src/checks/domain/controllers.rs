//! What the domain's controllers answered. One that is writable, answers LDAP and has every port open
//! is enough; the others are shown.

use super::probe::Probe;
use crate::{
    checks::shown::{flag, row},
    diagnosis::{Evidence, Hit, Need, Status, Value},
    evidence::{Class, Gap, Kind, Why},
    facts::{Domain, Entity, Fact, Facts, Seen, events::Trouble},
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

/// What is known by looking: the controllers, or the sync engine's own test where it is newer. What
/// the other says stands beside it.
pub(super) fn look(facts: &Facts, domain: &Domain) -> Option<Probe> {
    let own = controllers(facts, domain);
    let rows: Vec<Evidence> = own.iter().map(Controller::row).collect();
    let engine = Engine::of(facts, domain);
    match (controllers_probe(&own), engine) {
        (Some(own), Some(engine)) if engine.seen.at > own.at => Some(engine.probe().beside(&rows)),
        (Some(own), Some(engine)) => Some(own.beside(&engine.rows)),
        (Some(own), None) => Some(own),
        (None, engine) => engine.map(|e| e.probe().beside(&rows)),
    }
}

/// Why looking told nothing: what the record of a controller lacks.
pub(super) fn lacking(facts: &Facts, domain: &Domain) -> Need {
    let name = |e: &Entity| e.stored("Domain").and_then(Json::as_str).map(str::to_lowercase);
    let mine = |e: &&Entity| name(e).as_deref() == Some(&domain.name);
    let gap = facts.all(Kind::DomainController).filter(mine).find_map(|e| {
        let answers = ["LdapAnswered", "Writable"].map(|p| e.bool(p).known().err());
        answers.into_iter().flatten().next().or_else(|| untested(e))
    });
    gap.unwrap_or_else(|| facts.gap(Kind::DomainController)).into()
}

/// A port that has to be open and that nobody looked at.
fn untested(controller: &Entity) -> Option<Gap> {
    let ports = match controller.value("Ports").known() {
        Ok((ports, _)) => ports,
        Err(gap) => return Some(gap),
    };
    let port = NEEDED.iter().find(|p| ports.get(p).is_none())?;
    let why = Why::NotEnough(format!("it does not say whether port {port} is open"));
    Some(Gap { record: Kind::DomainController, property: Some("Ports".into()), why, last: None })
}

/// What kept the connector account out when the sync engine tried the domain, and when it did.
pub(super) fn refused(facts: &Facts, domain: &Domain) -> Option<(u32, Probe)> {
    let engine = Engine::of(facts, domain)?;
    let Some(Trouble::SignIn(code)) = engine.trouble else { return None };
    Some((code, Probe { at: engine.seen.at, trouble: Vec::new(), evidence: engine.rows }))
}

/// The sync engine's own test of a domain.
struct Engine {
    /// What its message says where it did not reach the domain.
    trouble: Option<Trouble>,
    rows: Vec<Evidence>,
    seen: Seen,
}

impl Engine {
    fn of(facts: &Facts, domain: &Domain) -> Option<Engine> {
        let fits = |e: &&Entity| {
            let named =
                e.text("ValidatedDomain").value().is_some_and(|d| d.eq_ignore_ascii_case(&domain.name));
            let connector = e.text("ConnectorName").value();
            named && connector.zip(domain.connector.as_ref()).is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let status = facts.all(Kind::ADSyncDomainReachabilityStatus).find(fits)?;
        let (reachable, seen) = status.bool("IsReachable").known().ok()?;
        let mut rows = vec![flag("IsReachable", true, reachable, &seen)];
        let mut trouble = None;
        if let Fact::Known(message, seen) = status.text("ExceptionMessage")
            && !message.trim().is_empty()
        {
            trouble = Some(Trouble::of_domain(&message));
            rows.push(row("ExceptionMessage", None, Value::of(Class::Network, message), &seen));
        }
        let trouble = (!reachable).then(|| trouble.unwrap_or(Trouble::Other));
        Some(Engine { trouble, rows, seen })
    }

    /// What it says of the way to the domain. Who refused the account was reached.
    fn probe(self) -> Probe {
        let cause = match self.trouble {
            None | Some(Trouble::SignIn(_)) => None,
            Some(Trouble::ResolveDc) => Some("dc-name-not-resolvable"),
            Some(Trouble::LocateDc) => Some("dc-not-locatable"),
            Some(_) => Some("domain-unreachable"),
        };
        let hit = |cause| {
            let told = cause != "domain-unreachable";
            let hit = Hit { evidence: self.rows.clone(), ..Hit::cause(Status::Fail, cause) };
            if told { hit.variant("engine") } else { hit }
        };
        Probe { at: self.seen.at, trouble: cause.map(hit).into_iter().collect(), evidence: self.rows }
    }
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
