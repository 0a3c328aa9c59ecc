//! The object: directory, connector space, metaverse, connector space of Entra ID, export.

use super::{filter, known, missing, named, newest::newest, person};
use crate::{
    checks::shown::{flag, lacking, row},
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Stamp, Why, guid},
    facts::{
        Entity, Facts, Seen,
        people::{Person, attribute, is_cut},
    },
};
use serde_json::Value as Json;

/// user.directory-object: is there a user, and is it of a kind whose password is synchronized?
pub(crate) fn directory_object(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    if let Some(seen) = person.found_none(Kind::ADUser, false).filter(|_| person.directory.is_none()) {
        return Ok(vec![named(person, nobody(person, seen))]);
    }
    let classes = known(person.directory.as_ref(), |e| e.list("objectClass")).filter(|(c, _)| !c.is_empty());
    let engine = known(person.source.as_ref(), |e| e.text("ObjectType"));
    let Some((classes, seen)) = classes.or_else(|| engine.map(|(t, seen)| (vec![t], seen))) else {
        if let Some(directory) = person.directory.as_ref().and_then(Entity::seen) {
            return Err(lacking(directory.kind, Some("objectClass"), Why::NotInRecord));
        }
        let mut need = missing(facts, person, Kind::ADUser, false);
        // The sync engine's own objects answer for it.
        need.required = person.source.is_none() && person.metaverse.is_none();
        return Err(need);
    };
    let has = |name: &str| classes.iter().any(|c| c.eq_ignore_ascii_case(name));
    let hit = if has("inetOrgPerson") {
        Hit::cause(Status::Fail, "inetorgperson-not-supported")
    } else if !has("user") || has("computer") {
        Hit::cause(Status::Fail, "not-a-user")
    } else {
        Hit::pass()
    };
    let last = classes.last().cloned().unwrap_or_default();
    let expected = (hit.status == Status::Fail).then_some("user");
    let hit = hit.with("found", Value::public(last.clone()));
    let mut hit =
        named(person, hit.seen(row("objectClass", expected, Value::public(classes.join(", ")), &seen)));
    for (name, class) in [("SharedNames", Class::Person), ("unicodePwdChangedAt", Class::Public)] {
        hit.evidence.extend(shown_beside(person, name, class));
    }
    hit.evidence.extend(set_apart(person));
    Ok(vec![hit])
}

/// The directory was asked and holds no such user; the sync engine may still have a copy.
fn nobody(person: &Person, seen: &Seen) -> Hit {
    let hit = Hit::cause(Status::Fail, "user-not-found");
    let hit = hit.seen(row("directory user", Some("one"), Value::public("none"), seen));
    match person.source.as_ref().and_then(Entity::seen) {
        Some(copy) => {
            hit.variant("copy").seen(row("connector-space object", None, Value::public("one"), copy))
        }
        None => hit,
    }
}

/// Something else that the directory said.
fn shown_beside(person: &Person, name: &str, class: Class) -> Option<crate::diagnosis::Evidence> {
    let directory = person.directory.as_ref()?;
    let (said, seen) = known(Some(directory), |e| e.list(name))
        .map(|(all, seen)| (all.join("; "), seen))
        .or_else(|| known(Some(directory), |e| e.text(name)))?;
    Some(row(name, None, Value::of(class, said), &seen))
}

/// Controllers that know of different times at which the password was set: it has not reached all.
fn set_apart(person: &Person) -> Option<crate::diagnosis::Evidence> {
    let (set, seen) = known(person.directory.as_ref(), |e| e.value("pwdLastSetByController"))?;
    let set = set.as_object()?;
    let mut times = set.values();
    let first = times.next()?;
    if times.all(|t| t == first) {
        return None;
    }
    let shown = |t: &Json| {
        let stamp = t.as_str().and_then(Stamp::from_text);
        stamp.map_or_else(|| "?".to_owned(), |s| s.to_string())
    };
    let all: Vec<String> = set.iter().map(|(host, t)| format!("{host}: {}", shown(t))).collect();
    let found = Value::of(Class::Host, all.join("; "));
    Some(row("pwdLastSet by controller", Some("the same on all"), found, &seen))
}

/// user.connector-space
pub(crate) fn connector_space(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let object = person.source.as_ref();
    if let Some((connected, seen)) = object.and_then(connected) {
        let hit = if connected {
            Hit::pass()
        } else {
            filter::of(facts, person).unwrap_or_else(|| Hit::cause(Status::Fail, "disconnected"))
        };
        return Ok(vec![named(person, hit.seen(flag("IsConnector", true, connected, &seen)))]);
    }
    if let Some(hit) = filter::of(facts, person).filter(|_| object.is_none()) {
        return Ok(vec![named(person, hit)]);
    }
    let logged = newest(person).filter(|a| a.is_logged("SourceConnectorNotPresent"));
    let absent = person.found_none(Kind::ADSyncCSObject, false).or_else(|| logged.map(|a| &a.seen));
    match absent {
        Some(seen) if object.is_none() => {
            let hit = Hit::cause(Status::Fail, "source-connector-not-present");
            Ok(vec![named(
                person,
                hit.seen(row("connector-space object", Some("one"), Value::public("none"), seen)),
            )])
        }
        _ => Err(missing(facts, person, Kind::ADSyncCSObject, false)),
    }
}

/// True where the object is joined to the metaverse.
fn connected(object: &Entity) -> Option<(bool, Seen)> {
    object.bool("IsConnector").known().ok().or_else(|| {
        let (id, seen) = object.text("ConnectedMVObjectId").known().ok()?;
        Some((!guid::is_empty(&id), seen))
    })
}

/// user.metaverse
pub(crate) fn metaverse(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let Some(object) = &person.metaverse else {
        return Err(missing(facts, person, Kind::ADSyncMVObject, false));
    };
    let (_, seen) = object.value("Attributes").known()?;
    if ["cloudFiltered", "sourceAnchor", "domainFQDN", "domainNetBios"].iter().any(|n| is_cut(object, n)) {
        let why =
            "the values of attributes were cut off when it was printed: ConvertTo-Json -Depth 6 keeps them";
        return Err(lacking(Kind::ADSyncMVObject, Some("Attributes"), Why::NotEnough(why.to_owned())));
    }
    let one = |name: &str| attribute(object, name).into_iter().next().filter(|v| !v.is_empty());
    let mut hits = Vec::new();
    if one("cloudFiltered").is_some_and(|v| v.eq_ignore_ascii_case("true")) {
        let hit = Hit::cause(Status::Fail, "cloud-filtered");
        let conflict = person.dn.as_deref().is_some_and(|dn| dn.to_uppercase().contains("ACNF:"));
        let hit = if conflict { hit.variant("conflict") } else { hit };
        hits.push(hit.seen(flag("cloudFiltered", false, true, &seen)));
    }
    if one("sourceAnchor").is_none() {
        const LINKED_MAILBOX: i64 = 2;
        let linked = known(person.directory.as_ref(), |e| e.int("msExchRecipientTypeDetails"))
            .is_some_and(|(t, _)| t == LINKED_MAILBOX);
        let hit = Hit::cause(Status::Fail, "source-anchor-missing");
        let hit = if linked { hit.variant("linked-mailbox") } else { hit };
        hits.push(hit.seen(row("sourceAnchor", Some("a value"), Value::public("none"), &seen)));
    }
    hits.extend(domain_attributes(facts, person, &seen, (one("domainFQDN"), one("domainNetBios"))));
    if hits.is_empty() {
        hits.push(Hit::pass().seen(row("metaverse object", None, Value::public("there"), &seen)));
    }
    Ok(hits.into_iter().map(|h| named(person, h)).collect())
}

/// The domain's names on the metaverse object must be those of its partition.
fn domain_attributes(
    facts: &Facts,
    person: &Person,
    seen: &Seen,
    (fqdn, netbios): (Option<String>, Option<String>),
) -> Option<Hit> {
    let partition = filter::partition(facts, person);
    let net = |v: String| Value::of(Class::Network, v);
    let (Some(fqdn), Some(netbios)) = (fqdn.clone(), netbios.clone()) else {
        let missing = if fqdn.is_none() { "domainFQDN" } else { "domainNetBios" };
        let hit =
            Hit::cause(Status::Warn, "domain-attributes-missing").with("missing", Value::public(missing));
        return Some(hit.seen(row(missing, Some("a value"), Value::public("none"), seen)));
    };
    let wanted_fqdn = partition.and_then(|p| p.domain.clone()).filter(|d| !d.eq_ignore_ascii_case(&fqdn));
    let wanted_netbios =
        partition.and_then(|p| p.netbios.clone()).filter(|n| !n.eq_ignore_ascii_case(&netbios));
    let (label, expected, found) = match (wanted_fqdn, wanted_netbios) {
        (Some(expected), _) => ("domainFQDN", expected, fqdn),
        (None, Some(expected)) => ("domainNetBios", expected, netbios),
        (None, None) => return None,
    };
    let hit = Hit::cause(Status::Warn, "domain-attributes-wrong")
        .with("missing", Value::public(label))
        .with("expected", net(expected.clone()))
        .with("found", net(found.clone()));
    Some(hit.seen(row(label, Some(&expected), net(found), seen)))
}

/// user.entra-connector-space
pub(crate) fn entra_connector_space(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let shown = |hit: Hit, found: &str, seen: &Seen| {
        named(person, hit.seen(row("connector to Entra ID", Some("one"), Value::public(found), seen)))
    };
    let joined = person.target.as_ref().and_then(connected);
    if let Some(seen) = person.target.as_ref().and_then(Entity::seen)
        && joined.as_ref().is_none_or(|(joined, _)| *joined)
    {
        return Ok(vec![shown(Hit::pass(), "one", seen)]);
    }
    if let Some(seen) = person.found_none(Kind::ADSyncCSObject, true) {
        return Ok(vec![shown(Hit::cause(Status::Fail, "no-target-connection"), "none", seen)]);
    }
    let apart = || {
        let (_, seen) = joined.as_ref()?;
        let hit = Hit::cause(Status::Fail, "no-target-connection");
        Some(named(person, hit.seen(flag("IsConnector", true, false, seen))))
    };
    let Some(object) = &person.metaverse else {
        return apart()
            .map(|hit| vec![hit])
            .ok_or_else(|| missing(facts, person, Kind::ADSyncMVObject, false));
    };
    let (lineage, seen) = object.value("Lineage").known()?;
    let entra = lineage.as_array().is_some_and(|rows| rows.iter().any(|r| leads_to_entra(facts, r)));
    let hit = if entra { Hit::pass() } else { Hit::cause(Status::Fail, "no-target-connection") };
    Ok(vec![shown(hit, if entra { "one" } else { "none" }, &seen)])
}

fn leads_to_entra(facts: &Facts, row: &Json) -> bool {
    let cell = |name: &str| row.get(name).and_then(Json::as_str);
    cell("ConnectorId") == Some(crate::facts::ENTRA_CONNECTOR)
        || cell("ConnectorName").is_some_and(|n| {
            n.to_lowercase().ends_with(" - aad")
                || facts.entra_connectors().any(|c| c.name.eq_ignore_ascii_case(n))
        })
}

/// What the error says, how often an export was tried again, since when and until when.
fn tried(hit: &mut Hit, error: &Json, seen: &Seen) {
    for name in ["ErrorLiteral", "ErrorExtraDetails"] {
        let said = error.get(name).and_then(Json::as_str).map(str::trim).filter(|s| !s.is_empty());
        hit.evidence.extend(said.map(|s| row(name, None, Value::of(Class::Person, s), seen)));
    }
    if let Some(count) = error.get("RetryCount").and_then(Json::as_i64) {
        hit.evidence.push(row("RetryCount", None, Value::public(count.to_string()), seen));
    }
    let time = |name: &str| error.get(name)?.as_str().and_then(Stamp::from_text).and_then(Stamp::moment);
    hit.first_seen = time("InitialOccurrence");
    hit.last_seen = time("LatestOccurrence");
}

/// user.export
pub(crate) fn export(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let not_exported = newest(person).filter(|a| a.is_logged("TargetNotExportedToDirectory"));
    if let Some(object) = &person.target {
        let flagged = known(Some(object), |e| e.bool("HasExportError"));
        // What was read later without an error ended it.
        let over = |of: &Seen| flagged.as_ref().is_some_and(|(on, seen)| !on && seen.at > of.at);
        let error = known(Some(object), |e| e.value("ExportError")).filter(|(_, seen)| !over(seen));
        let name = error.as_ref().and_then(|(e, _)| {
            ["ErrorName", "ErrorType", "ErrorCode"]
                .iter()
                .find_map(|p| e.get(*p)?.as_str().filter(|s| !s.is_empty()))
        });
        let seen = error.as_ref().map(|(_, s)| s).or(flagged.as_ref().map(|(_, s)| s)).or(object.seen());
        if let Some(seen) = seen.filter(|_| name.is_some() || flagged.as_ref().is_some_and(|(f, _)| *f)) {
            let name = name.unwrap_or("an error without a name").to_owned();
            let hit = Hit::cause(Status::Fail, "export-error").with("code", Value::public(name.clone()));
            let mut hit = hit.seen(row("ExportError", Some("none"), Value::public(name), seen));
            if let Some((error, seen)) = &error {
                tried(&mut hit, error, seen);
            }
            return Ok(vec![named(person, hit)]);
        }
    }
    if let Some(attempt) = not_exported {
        let hit = Hit::cause(Status::Fail, "target-not-exported");
        let found = Value::public("TargetNotExportedToDirectory");
        return Ok(vec![named(person, hit.seen(row("Status", Some("Success"), found, &attempt.seen)))]);
    }
    let pass = |label: &str, found: &str, seen: &Seen| {
        Ok(vec![named(person, Hit::pass().seen(row(label, None, Value::public(found), seen)))])
    };
    let told = |object: &&Entity| {
        object.is_blank("ExportError")
            || ["ExportError", "HasExportError"].iter().any(|p| object.stored(p).is_some())
    };
    if let Some(seen) = person.target.as_ref().filter(told).and_then(Entity::seen) {
        return pass("ExportError", "none", seen);
    }
    // A password that Entra ID took was of an object that is there.
    if let Some(taken) = person.attempts.iter().rev().find(|a| a.succeeded()) {
        return pass("a password that was taken", "yes", &taken.seen);
    }
    match &person.target {
        Some(object) => Err(object.value("HasExportError").known().map_or_else(Need::from, |_| {
            lacking(Kind::ADSyncCSObject, Some("HasExportError"), Why::NotInRecord)
        })),
        None => Err(missing(facts, person, Kind::ADSyncCSObject, true)),
    }
}
