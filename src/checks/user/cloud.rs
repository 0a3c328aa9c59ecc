//! The account in the tenant, and what else can stand between a synchronized password and a sign-in.

use super::{known, missing, named, newest::newest, password_set, person};
use crate::{
    catalog::IN_CONFLICT,
    checks::shown::{flag, moment, row},
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Stamp},
    facts::{
        Entity, Facts, Seen,
        people::{Person, attribute, same_anchor},
    },
};
use chrono::TimeDelta;

/// Later than this after the change in the directory, the tenant's password was set by someone else.
const APART: TimeDelta = TimeDelta::minutes(5);
const OLD: TimeDelta = TimeDelta::days(7);

/// user.cloud
pub(crate) fn cloud(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let found = [
        not_synchronized(person),
        blocked(person),
        federated(facts, person),
        account_expired(person),
        password_expired(person),
        moved_into_scope(person),
        duplicate(person),
        changed_in_cloud(person),
    ];
    let mut hits: Vec<Hit> = found.into_iter().flatten().collect();
    if hits.is_empty() {
        hits.push(synchronized(facts, person)?);
    }
    Ok(hits.into_iter().map(|h| named(person, h)).collect())
}

/// Nothing stands in the way, and the account is proven to be synchronized from here: by its anchor, or
/// because it says so.
fn synchronized(facts: &Facts, person: &Person) -> Result<Hit, Need> {
    let there = person.cloud.as_ref().and_then(|c| Some((c, c.seen()?)));
    let Some((cloud, seen)) = there else {
        return Err(missing(facts, person, Kind::CloudUser, false));
    };
    let mut hit = Hit::pass().seen(row("user in the tenant", None, Value::public("there"), seen));
    if let Some(anchors) = anchors(person) {
        let found = Value::of(Class::Person, anchors.its);
        hit = hit.seen(row("onPremisesImmutableId", Some(&anchors.ours), found, &anchors.seen));
    } else {
        let (on, seen) = cloud.bool("onPremisesSyncEnabled").known()?;
        hit = hit.seen(flag("onPremisesSyncEnabled", true, on, &seen));
    }
    // What was looked at and does not stand in the way.
    let enabled = known(Some(cloud), |e| e.bool("accountEnabled"));
    hit.evidence.extend(enabled.map(|(on, seen)| flag("accountEnabled", true, on, &seen)));
    let kind = authentication(facts, person);
    hit.evidence
        .extend(kind.map(|(_, k, s)| row("authenticationType", Some("Managed"), Value::public(k), &s)));
    Ok(hit)
}

/// The anchor of the metaverse object, and that of the account in the tenant.
struct Anchors {
    ours: String,
    its: String,
    seen: Seen,
}

fn anchors(person: &Person) -> Option<Anchors> {
    let (its, seen) = known(person.cloud.as_ref(), |e| e.text("onPremisesImmutableId"))
        .filter(|(its, _)| !its.trim().is_empty())?;
    let mut objects = [&person.metaverse, &person.target].into_iter().flatten();
    let ours = objects.find_map(|object| attribute(object, "sourceAnchor").pop())?;
    Some(Anchors { ours, its, seen })
}

fn not_synchronized(person: &Person) -> Option<Hit> {
    let cloud = person.cloud.as_ref()?;
    if let Some(hit) = name_taken(person) {
        return Some(hit);
    }
    if let Some(Anchors { ours, its, seen }) = anchors(person).filter(|a| !same_anchor(&a.ours, &a.its)) {
        let hit = Hit::cause(Status::Fail, "not-synchronized-object").variant("other-anchor");
        return Some(hit.seen(row(
            "onPremisesImmutableId",
            Some(&ours),
            Value::of(Class::Person, its),
            &seen,
        )));
    }
    let synchronized = known(Some(cloud), |e| e.bool("onPremisesSyncEnabled"));
    let anchor = cloud.stored("onPremisesImmutableId").is_some();
    let (found, seen) = match synchronized {
        Some((false, seen)) => ("False", seen),
        // A cloud-only account has neither; and where nobody asked for more than the defaults, nothing is known.
        None if !anchor && cloud.stored("accountEnabled").is_some() => ("none", cloud.seen()?.clone()),
        Some((true, _)) | None => return None,
    };
    let hit = Hit::cause(Status::Fail, "not-synchronized-object");
    Some(hit.seen(row("onPremisesSyncEnabled", Some("True"), Value::public(found), &seen)))
}

/// The account with the user's anchor gets the password, and another has the name that the user signs in with.
fn name_taken(person: &Person) -> Option<Hit> {
    let (own, seen) = known(person.cloud.as_ref(), |e| e.text("userPrincipalName"))?;
    let (holds, other) = known(person.namesake.as_ref(), |e| e.text("userPrincipalName"))?;
    let own = Value::of(Class::Person, own);
    let hit = Hit::cause(Status::Fail, "not-synchronized-object").variant("name-taken");
    let synchronized = row("userPrincipalName", Some(&person.name), own.clone(), &seen);
    let taken = row("another account", None, Value::of(Class::Person, holds), &other);
    Some(hit.with("account", own).seen(synchronized).seen(taken))
}

/// No password helps where the tenant blocks the account.
fn blocked(person: &Person) -> Option<Hit> {
    let (enabled, seen) = known(person.cloud.as_ref(), |e| e.bool("accountEnabled"))?;
    (!enabled)
        .then(|| Hit::cause(Status::Info, "sign-in-blocked").seen(flag("accountEnabled", true, false, &seen)))
}

/// The domain of the sign-in name in the tenant, and who decides a sign-in there.
fn authentication(facts: &Facts, person: &Person) -> Option<(String, String, Seen)> {
    let upn = known(person.cloud.as_ref(), |e| e.text("userPrincipalName"))
        .map_or_else(|| person.name.clone(), |(u, _)| u);
    let (_, domain) = upn.rsplit_once('@')?;
    let entity = facts.keyed(Kind::CloudDomain, &[domain]);
    let (kind, seen) = entity.text("authenticationType").known().ok()?;
    Some((domain.to_owned(), kind, seen))
}

fn federated(facts: &Facts, person: &Person) -> Option<Hit> {
    let (domain, kind, seen) = authentication(facts, person)?;
    kind.eq_ignore_ascii_case("Federated").then(|| {
        Hit::cause(Status::Info, "federated-domain")
            .with("other", Value::of(Class::Network, domain))
            .seen(row("authenticationType", Some("Managed"), Value::public(kind), &seen))
    })
}

/// A password is sent for an expired account too; Entra ID does not know that it expired.
fn account_expired(person: &Person) -> Option<Hit> {
    let (stamp, seen) = known(person.directory.as_ref(), |e| e.time("accountExpires"))?;
    let ends = stamp.moment().filter(|t| seen.as_of.is_some_and(|now| *t < now))?;
    let found = Value::public(moment(ends));
    Some(Hit::cause(Status::Info, "account-expired-by-design").with("since", found.clone()).seen(row(
        "accountExpires",
        None,
        found,
        &seen,
    )))
}

fn password_expired(person: &Person) -> Option<Hit> {
    let (property, found, seen) = person.password_expired()?;
    let hit = Hit::cause(Status::Info, "password-expired-by-design");
    Some(hit.seen(row(property, None, Value::public(found), &seen)))
}

/// In scope since a while, with a password older than the log and never one in the tenant.
fn moved_into_scope(person: &Person) -> Option<Hit> {
    let cloud = person.cloud.as_ref()?;
    let (stamp, set) = password_set(person)?;
    let old = stamp.moment().zip(set.as_of).is_some_and(|(t, now)| now - t > OLD);
    // Said to have no value: what nobody asked for is not in the record at all.
    let none_in_cloud = cloud.is_blank("lastPasswordChangeDateTime");
    let synchronized = cloud.bool("onPremisesSyncEnabled").value() == Some(true);
    if !(old && none_in_cloud && synchronized && no_rows(person)) {
        return None;
    }
    let hit = Hit::cause(Status::Fail, "moved-into-scope");
    Some(hit.seen(row("lastPasswordChangeDateTime", Some("a time"), Value::public("none"), cloud.seen()?)))
}

/// True where the log was asked for and holds nothing of the user.
fn no_rows(person: &Person) -> bool {
    person.attempts.is_empty()
        && person.found_none(Kind::ADSyncCSObjectLog, false).is_some()
        && person.source.as_ref().and_then(Entity::seen).is_some()
}

fn duplicate(person: &Person) -> Option<Hit> {
    let in_cloud = known(person.cloud.as_ref(), |e| e.value("onPremisesProvisioningErrors")).and_then(
        |(errors, seen)| {
            let error = errors.as_array()?.iter().find(|e| {
                e.get("category")
                    .and_then(|c| c.as_str())
                    .is_some_and(|c| c.eq_ignore_ascii_case("PropertyConflict"))
            })?;
            let property =
                error.get("propertyCausingError").and_then(|p| p.as_str()).unwrap_or("One attribute");
            Some((None, property.to_owned(), seen))
        },
    );
    let in_export = || {
        let (error, seen) = known(person.target.as_ref(), |e| e.value("ExportError"))?;
        let name = error.get("ErrorName").and_then(|n| n.as_str())?;
        IN_CONFLICT.contains(&name).then(|| (Some("export"), name.to_owned(), seen))
    };
    // The tenant names the attribute; the export's error has a name of its own.
    let (variant, property, seen) = in_cloud.or_else(in_export)?;
    let found = Value::public(property);
    let hit = Hit { variant, ..Hit::cause(Status::Fail, "duplicate-attribute") };
    Some(hit.with("code", found.clone()).seen(row("conflict", Some("none"), found, &seen)))
}

/// Set in the tenant, after the change in the directory and after the last attempt.
fn changed_in_cloud(person: &Person) -> Option<Hit> {
    let (stamp, seen) = known(person.cloud.as_ref(), |e| e.time("lastPasswordChangeDateTime"))?;
    let Stamp::At(in_cloud) = stamp else { return None };
    let (set, _) = password_set(person)?;
    let set = set.moment()?;
    let later = |t: chrono::DateTime<chrono::Utc>| in_cloud - t > APART;
    (later(set) && newest(person).is_none_or(|a| later(a.time))).then(|| {
        let found = Value::public(moment(in_cloud));
        Hit::cause(Status::Warn, "cloud-password-changed")
            .with("last", found.clone())
            .with("since", Value::public(moment(set)))
            .seen(row("lastPasswordChangeDateTime", None, found, &seen))
    })
}
