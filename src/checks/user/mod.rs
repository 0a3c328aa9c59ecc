//! What is asked of each user: the object on its way to Entra ID, and its password on the same way.
//! No check stops at the first problem of another.

mod attempt;
mod cloud;
mod filter;
mod freshness;
mod newest;
mod object;
mod password;
mod rules;

pub(super) use attempt::last_attempt;
pub(super) use cloud::cloud;
pub(super) use freshness::freshness;
pub(super) use object::{connector_space, directory_object, entra_connector_space, export, metaverse};
pub(super) use password::{password_hash, temporary_password};
pub(super) use rules::{inbound_rule, outbound_rule};

use crate::{
    diagnosis::{Hit, Need, Scope, Value},
    evidence::{Class, Gap, Kind, Stamp, Why},
    facts::{
        Entity, Fact, Facts, Seen,
        people::{Found, Person},
    },
};

/// The scopes of the users who were asked for.
pub(super) fn scopes(facts: &Facts) -> Vec<Scope> {
    let found = facts.people().iter().filter_map(|f| match f {
        Found::One(person) => Some(person),
        Found::Several(_) => None,
    });
    found.map(|p| Scope::user(p.connector.as_deref(), p.domain.as_deref(), &p.name)).collect()
}

/// The person that a scope names.
fn person<'a>(facts: &'a Facts, scope: &Scope) -> Result<&'a Person, Need> {
    let found = scope
        .user
        .as_ref()
        .and_then(|name| facts.person(scope.connector.as_deref(), scope.domain.as_deref(), name));
    found.ok_or_else(|| Need::from(facts.gap(Kind::ADUser)))
}

/// With the person's names in it.
fn named(person: &Person, hit: Hit) -> Hit {
    let mut hit = hit.with("user", Value::of(Class::Person, person.name.clone()));
    if let Some(dn) = &person.dn {
        hit = hit.with("dn", Value::of(Class::Person, dn.clone()));
    }
    if let Some(connector) = &person.connector {
        hit = hit.with("connector", Value::of(Class::Network, connector.clone()));
    }
    if let Some(domain) = &person.domain {
        hit = hit.with("domain", Value::of(Class::Network, domain.clone()));
    }
    hit
}

/// What of a connector-space object is lacking where only that of the forest is there.
const ENTRA_SIDE: &str = "Entra side";

/// What is lacking where a kind of record is not there for this person; `target` for the object in the
/// connector space of Entra ID.
fn missing(facts: &Facts, person: &Person, kind: Kind, target: bool) -> Need {
    let gap = facts.gap(kind);
    let why = match gap.why {
        _ if person.found_none(kind, target).is_some() => Why::NotFound,
        Why::NotFound => Why::NotCollected,
        Why::NotCollected if target && person.source.is_some() => {
            Why::NotEnough("only the object of the forest's connector is there".to_owned())
        }
        why => why,
    };
    let property = target.then(|| ENTRA_SIDE.to_owned());
    Gap { property, why, ..facts.gap(kind) }.into()
}

/// What is lacking where nobody knows when the password was set.
fn unset(facts: &Facts, person: &Person) -> Need {
    match person.directory.as_ref().map(|d| d.time("pwdLastSet").known()) {
        Some(Err(gap)) => gap.into(),
        _ => missing(facts, person, Kind::ADUser, false),
    }
}

/// When the password was set; `Never` for "must be changed at next sign-in". From the directory, else
/// the copy that the metaverse keeps.
fn password_set(person: &Person) -> Option<(Stamp, Seen)> {
    let directory = person.directory.as_ref().and_then(|e| e.time("pwdLastSet").known().ok());
    directory.or_else(|| {
        let mv = person.metaverse.as_ref()?;
        let stamp =
            crate::facts::people::attribute(mv, "pwdLastSet").pop().and_then(|t| Stamp::from_text(&t))?;
        Some((stamp, mv.seen()?.clone()))
    })
}

/// True where the account is disabled in the directory; none where nothing says so.
fn disabled(person: &Person) -> Option<(bool, Seen)> {
    const ACCOUNT_DISABLED: i64 = 2;
    let directory = person.directory.as_ref().and_then(|e| e.int("userAccountControl").known().ok());
    directory.map(|(flags, seen)| (flags & ACCOUNT_DISABLED != 0, seen)).or_else(|| {
        let source = person.source.as_ref()?;
        let flags: i64 = crate::facts::people::attribute(source, "userAccountControl").pop()?.parse().ok()?;
        Some((flags & ACCOUNT_DISABLED != 0, source.seen()?.clone()))
    })
}

/// A known fact, or nothing.
fn known<T>(entity: Option<&Entity>, read: impl Fn(&Entity) -> Fact<T>) -> Option<(T, Seen)> {
    entity.and_then(|e| read(e).known().ok())
}
