//! Why an object is not taken into the connector space.

use crate::{
    checks::shown::row,
    diagnosis::{Hit, Status, Value},
    evidence::Class,
    facts::{
        Connector, Domain, Facts, Partition,
        people::{Person, attribute, same_dn},
    },
};

/// The filter that keeps the person out, where the facts show one.
pub(super) fn of(facts: &Facts, person: &Person) -> Option<Hit> {
    let domain = facts.domains().iter().find(|d| Some(&d.name) == person.domain.as_ref());
    domain
        .and_then(|d| by_partition(d).or_else(|| by_container(d, person)))
        .or_else(|| by_group(facts, person))
        .or_else(|| by_attribute(person))
}

fn by_partition(domain: &Domain) -> Option<Hit> {
    let (partition, seen) = (domain.partition.as_ref()?, domain.seen.as_ref()?);
    (partition.selected == Some(false)).then(|| {
        Hit::cause(Status::Fail, "partition-not-selected").seen(row(
            "Selected",
            Some("True"),
            Value::public("False"),
            seen,
        ))
    })
}

/// The longest container of the lists that the object lies in decides.
fn by_container(domain: &Domain, person: &Person) -> Option<Hit> {
    let (partition, seen) = (domain.partition.as_ref()?, domain.seen.as_ref()?);
    let dn = person.dn.as_ref()?;
    let included = longest(&partition.included, dn);
    let Some(excluded) = longest(&partition.excluded, dn) else {
        // What is in no list is not synchronized, where there is a list of what is.
        let outside = !partition.included.is_empty() && included.is_none();
        return outside.then(|| {
            let own = Value::of(Class::Network, parent(dn).to_owned());
            let all = Value::of(Class::Network, partition.included.join("; "));
            let hit = Hit::cause(Status::Fail, "filtered-by-ou").with("found", own);
            hit.seen(row("ContainerInclusionList", Some("holds the user"), all, seen))
        });
    };
    if included.is_some_and(|i| same_dn(i).len() >= same_dn(excluded).len()) {
        return None;
    }
    let excluded = Value::of(Class::Network, excluded.clone());
    let hit = Hit::cause(Status::Fail, "filtered-by-ou").with("found", excluded.clone());
    Some(hit.seen(row("ContainerExclusionList", Some("does not hold the user"), excluded, seen)))
}

/// The container that an object lies in.
fn parent(dn: &str) -> &str {
    let commas = dn.match_indices(',').map(|(at, _)| at);
    let own = commas.into_iter().find(|at| !dn[..*at].ends_with('\\'));
    own.and_then(|at| dn.get(at + 1..)).unwrap_or(dn)
}

fn longest<'a>(containers: &'a [String], dn: &str) -> Option<&'a String> {
    let dn = same_dn(dn);
    let holds = |c: &&String| {
        let c = same_dn(c);
        dn == c || dn.strip_suffix(c.as_str()).is_some_and(|rest| rest.ends_with(','))
    };
    containers.iter().filter(holds).max_by_key(|c| same_dn(c).len())
}

/// Only direct members of the group are synchronized.
fn by_group(facts: &Facts, person: &Person) -> Option<Hit> {
    let connector: &Connector = facts.ad_connectors().find(|c| Some(&c.name) == person.connector.as_ref())?;
    let group = connector.parameter("GlobalParameters", "Connector.GroupFilteringGroupDn")?;
    let (groups, seen) = super::known(person.directory.as_ref(), |e| e.list("memberOf"))?;
    if groups.iter().any(|g| same_dn(g) == same_dn(&group)) {
        return None;
    }
    let group = Value::of(Class::Network, group);
    let found =
        Value::of(Class::Person, if groups.is_empty() { "none".to_owned() } else { groups.join("; ") });
    Some(Hit::cause(Status::Fail, "filtered-by-group").with("found", group.clone()).seen(row(
        "memberOf",
        Some(&group.text),
        found,
        &seen,
    )))
}

/// The default rule leaves out who has `User_` at the start of adminDescription.
fn by_attribute(person: &Person) -> Option<Hit> {
    let directory = super::known(person.directory.as_ref(), |e| e.text("adminDescription"));
    let (text, seen) = directory.or_else(|| {
        let source = person.source.as_ref()?;
        Some((attribute(source, "adminDescription").pop()?, source.seen()?.clone()))
    })?;
    text.to_lowercase().starts_with("user_").then(|| {
        let found = Value::of(Class::Person, text);
        Hit::cause(Status::Fail, "filtered-by-attribute").with("found", found.clone()).seen(row(
            "adminDescription",
            Some("does not start with User_"),
            found,
            &seen,
        ))
    })
}

/// The partition of the person's domain.
pub(super) fn partition<'a>(facts: &'a Facts, person: &Person) -> Option<&'a Partition> {
    facts.domains().iter().find(|d| Some(&d.name) == person.domain.as_ref())?.partition.as_ref()
}
