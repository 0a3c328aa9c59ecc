//! The account in the tenant, and what else can stand between a synchronized password and a sign-in.

use super::{
    attempt::{newest_row, no_rows},
    known, missing, named, password_set, person,
};
use crate::{
    checks::shown::{flag, moment, row},
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Stamp},
    facts::{Facts, Seen, people::Person},
};
use chrono::TimeDelta;

/// Later than this after the change in the directory, the tenant's password was set by someone else.
const APART: TimeDelta = TimeDelta::minutes(5);
const OLD: TimeDelta = TimeDelta::days(7);
const PASSWORD_EXPIRED: i64 = 0x0080_0000;

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
        let Some(seen) = person.cloud.as_ref().and_then(|c| c.seen()) else {
            return Err(missing(facts, person, Kind::CloudUser, false));
        };
        let mut hit = Hit::pass().seen(row("user in the tenant", None, Value::public("there"), seen));
        // What was looked at and does not stand in the way.
        let enabled = known(person.cloud.as_ref(), |e| e.bool("accountEnabled"));
        hit.evidence.extend(enabled.map(|(on, seen)| flag("accountEnabled", true, on, &seen)));
        let kind = authentication(facts, person);
        hit.evidence
            .extend(kind.map(|(_, k, s)| row("authenticationType", Some("Managed"), Value::public(k), &s)));
        hits.push(hit);
    }
    Ok(hits.into_iter().map(|h| named(person, h)).collect())
}

fn not_synchronized(person: &Person) -> Option<Hit> {
    let cloud = person.cloud.as_ref()?;
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
    let (flags, seen) = known(person.directory.as_ref(), |e| e.int("userAccountControl"))?;
    (flags & PASSWORD_EXPIRED != 0).then(|| {
        let found = Value::public(format!("{flags:#x}"));
        Hit::cause(Status::Info, "password-expired-by-design").seen(row(
            "userAccountControl",
            None,
            found,
            &seen,
        ))
    })
}

/// In scope since a while, with a password older than the log and never one in the tenant.
fn moved_into_scope(person: &Person) -> Option<Hit> {
    let cloud = person.cloud.as_ref()?;
    let (stamp, seen) = password_set(person)?;
    let old = stamp.moment().zip(seen.as_of).is_some_and(|(t, now)| now - t > OLD);
    let none_in_cloud = cloud.stored("lastPasswordChangeDateTime").is_none();
    let synchronized = cloud.bool("onPremisesSyncEnabled").value() == Some(true);
    (old && none_in_cloud && synchronized && no_rows(person)).then(|| {
        let hit = Hit::cause(Status::Fail, "moved-into-scope");
        hit.seen(row("lastPasswordChangeDateTime", Some("a time"), Value::public("none"), &seen))
    })
}

fn duplicate(person: &Person) -> Option<Hit> {
    let in_cloud = known(person.cloud.as_ref(), |e| e.value("onPremisesProvisioningErrors")).and_then(
        |(errors, seen)| {
            let error = errors.as_array()?.iter().find(|e| {
                e.get("category")
                    .and_then(|c| c.as_str())
                    .is_some_and(|c| c.eq_ignore_ascii_case("PropertyConflict"))
            })?;
            Some((error.get("propertyCausingError")?.as_str()?.to_owned(), seen))
        },
    );
    let in_export = || {
        let (error, seen) = known(person.target.as_ref(), |e| e.value("ExportError"))?;
        let name = error.get("ErrorName").and_then(|n| n.as_str())?;
        ["AttributeValueMustBeUnique", "InvalidSoftMatch", "QuarantinedAttributeValueMustBeUnique"]
            .contains(&name)
            .then(|| (name.to_owned(), seen))
    };
    let (property, seen) = in_cloud.or_else(in_export)?;
    let found = Value::public(property);
    Some(Hit::cause(Status::Fail, "duplicate-attribute").with("code", found.clone()).seen(row(
        "conflict",
        Some("none"),
        found,
        &seen,
    )))
}

/// Set in the tenant, after the change in the directory and after the last attempt.
fn changed_in_cloud(person: &Person) -> Option<Hit> {
    let (stamp, seen) = known(person.cloud.as_ref(), |e| e.time("lastPasswordChangeDateTime"))?;
    let Stamp::At(in_cloud) = stamp else { return None };
    let (set, _) = password_set(person)?;
    let set = set.moment()?;
    let later = |t: chrono::DateTime<chrono::Utc>| in_cloud - t > APART;
    (later(set) && newest_row(person).is_none_or(|a| later(a.time))).then(|| {
        let found = Value::public(moment(in_cloud));
        Hit::cause(Status::Warn, "cloud-password-changed")
            .with("last", found.clone())
            .with("since", Value::public(moment(set)))
            .seen(row("lastPasswordChangeDateTime", None, found, &seen))
    })
}
