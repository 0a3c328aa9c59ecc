//! Everything the evidence holds of one person, put together.

use super::{
    asked::Asked,
    attempt::{Attempt, Outcome, Retries, once, retries},
    attributes::attribute,
    chosen::{choose, lies_in},
    dn::same_dn,
    graph::Graph,
    keep::Keep,
    told::{Told, Unread},
};
use crate::{
    evidence::{Gap, Kind, Props, Who, Why},
    facts::{Connector, Domain, Entity, Facts, Seen, domain_of_dn},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Who was found for what was asked.
#[derive(Clone, Debug)]
pub enum Found {
    /// One person; perhaps only by an answer that there is none.
    One(Box<Person>),
    /// Several: nothing is judged.
    Several(Vec<Who>),
}

/// One person.
#[derive(Clone, Debug)]
pub struct Person {
    /// As the operator typed it, each time.
    pub asked: Vec<String>,
    /// UPN, else distinguished name, else as typed: the name in reports.
    pub name: String,
    /// Distinguished name in the directory.
    pub dn: Option<String>,
    /// Connector to the forest, by name.
    pub connector: Option<String>,
    /// DNS name of the domain, in lower case.
    pub domain: Option<String>,
    /// The user in the directory.
    pub directory: Option<Entity>,
    /// The object in the forest's connector space.
    pub source: Option<Entity>,
    /// The object in the metaverse.
    pub metaverse: Option<Entity>,
    /// The object in the connector space of Microsoft Entra ID.
    pub target: Option<Entity>,
    /// The user in the tenant.
    pub cloud: Option<Entity>,
    /// Another user in the tenant, who holds the sign-in name of this one.
    pub namesake: Option<Entity>,
    /// Attempts from the object log and the event log, oldest first.
    pub attempts: Vec<Attempt>,
    /// Rows of the object log that are there and cannot be read.
    pub unread: Vec<Unread>,
    /// Kinds that were asked for and not found; `target` for the Entra connector space.
    pub nothing: Vec<(Kind, bool, Seen)>,
}

impl Person {
    /// Retries of the newest password, where there were any; none from before it was set.
    #[must_use]
    pub fn retries(&self, set: Option<DateTime<Utc>>) -> Option<Retries> {
        retries(&self.attempts, set)
    }

    /// Where this one is told from others.
    pub(in crate::facts) fn place(&self) -> Place {
        let lower = |text: &Option<String>| text.as_ref().map(|t| t.to_lowercase());
        (lower(&self.connector), lower(&self.domain), self.name.to_lowercase())
    }

    fn take(&mut self, told: Vec<&Told>) {
        for one in told {
            match &one.what {
                Ok(attempt) => self.attempts.push(attempt.clone()),
                Err(unread) => self.unread.push((**unread).clone()),
            }
        }
        // Of one second, what was sent comes before the answer.
        self.attempts.sort_by_key(|a| (a.time, a.outcome != Outcome::Sent));
        once(&mut self.attempts);
    }

    /// Rows that may be of this one and may be of another.
    fn passed_over(&mut self, loose: Option<&Told>) {
        if loose.is_some() && self.attempts.is_empty() && self.unread.is_empty() {
            let why = "there are rows that do not say whose they are; with one user they are taken to be of that one";
            let why = Why::NotEnough(why.to_owned());
            let gap = Gap { record: Kind::ADSyncCSObjectLog, property: None, why, last: None };
            self.unread.push(Unread { time: None, gap });
        }
    }

    /// What is no more: it was there, and was asked for later and not found.
    fn forget(&mut self) {
        for (kind, target, one) in [
            (Kind::ADUser, false, &mut self.directory),
            (Kind::ADSyncCSObject, false, &mut self.source),
            (Kind::ADSyncMVObject, false, &mut self.metaverse),
            (Kind::ADSyncCSObject, true, &mut self.target),
            (Kind::CloudUser, false, &mut self.cloud),
        ] {
            let Some(there) = one.as_ref().and_then(|entity| entity.seen()?.at) else { continue };
            let later = |seen: &Seen| seen.at.is_some_and(|at| at > there);
            if self.nothing.iter().any(|(k, t, seen)| *k == kind && *t == target && later(seen)) {
                *one = None;
            }
        }
    }

    /// True where nothing at all is known of anybody who is called so, not even that there is nobody.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        let records = [&self.directory, &self.source, &self.metaverse, &self.target, &self.cloud];
        records.iter().all(|r| r.is_none()) && self.attempts.is_empty() && self.nothing.is_empty()
    }

    /// Where it was asked for a kind and there was none; `target` for the Entra connector space.
    #[must_use]
    pub fn found_none(&self, kind: Kind, target: bool) -> Option<&Seen> {
        self.nothing.iter().find(|(k, t, _)| *k == kind && *t == target).map(|(_, _, seen)| seen)
    }
}

/// Everyone who was asked for, once each, with what was typed for them first.
pub(in crate::facts) fn find(
    facts: &Facts,
    keep: &Keep,
    nothing: &[(Kind, Map<String, Value>, Seen)],
) -> (Vec<String>, Vec<Found>) {
    let graph = Graph::new(facts);
    let alone = keep.asked.len() == 1;
    let mut all: Vec<(String, Found)> = Vec::new();
    let mut known: HashMap<(Vec<usize>, Place), usize> = HashMap::new();
    for asked in &keep.asked {
        let (group, found) = one(facts, asked, alone, &graph, nothing);
        if let Found::One(person) = &found {
            let place = known.entry((group, person.place())).or_insert(all.len());
            if let Some((_, Found::One(before))) = all.get_mut(*place) {
                before.asked.push(asked.typed.clone());
                continue;
            }
        }
        all.push((asked.typed.clone(), found));
    }
    told_apart(&mut all);
    all.into_iter().unzip()
}

/// Connector, domain and name: by these reports tell people apart.
pub(in crate::facts) type Place = (Option<String>, Option<String>, String);

/// Two who have one name in one domain go by their distinguished names.
fn told_apart(all: &mut [(String, Found)]) {
    let mut count: HashMap<Place, usize> = HashMap::new();
    let person = |found: &Found| match found {
        Found::One(person) => Some(person.place()),
        Found::Several(_) => None,
    };
    for place in all.iter().filter_map(|(_, found)| person(found)) {
        *count.entry(place).or_default() += 1;
    }
    for (typed, found) in all {
        if let Found::One(person) = found
            && count.get(&person.place()).is_some_and(|n| *n > 1)
        {
            person.name = person.dn.clone().unwrap_or_else(|| typed.clone());
        }
    }
}

fn one(
    facts: &Facts,
    asked: &Asked,
    alone: bool,
    graph: &Graph<'_>,
    nothing: &[(Kind, Map<String, Value>, Seen)],
) -> (Vec<usize>, Found) {
    let node = |i: &usize| &graph.nodes[*i];
    let mut groups = graph.people(asked);
    groups.retain(|g| lies_in(facts, asked, &g.iter().map(node).collect::<Vec<_>>()));
    // A tenant's account that only shares a name with someone of the directory is no second person.
    let of_directory = |g: &Vec<usize>| g.iter().any(|i| node(i).kind != Kind::CloudUser && !node(i).entra);
    if groups.iter().any(of_directory) {
        groups.retain(of_directory);
    }
    if groups.len() > 1 {
        let who = |g: &Vec<usize>| person(facts, asked, alone, graph, g).who();
        return (Vec::new(), Found::Several(groups.iter().map(who).collect()));
    }
    let group = groups.pop().unwrap_or_default();
    let mut person = person(facts, asked, alone, graph, &group);
    let mut own = own_names(asked, &person);
    own.extend(group.iter().flat_map(|i| node(i).names.iter().cloned()));
    person.nothing = nothing
        .iter()
        .filter(|(_, query, _)| about(query, &own) || (alone && query.values().all(|v| !v.is_string())))
        .filter(|(_, query, _)| asks_there(query, person.domain.as_deref()))
        .filter(|(kind, query, _)| *kind != Kind::ADSyncCSObject || asks_forest(facts, query, &person))
        .map(|(kind, query, seen)| (*kind, asks_target(facts, query, &person), seen.clone()))
        .collect();
    person.forget();
    (group, Found::One(Box::new(person)))
}

fn person(facts: &Facts, asked: &Asked, alone: bool, graph: &Graph<'_>, group: &[usize]) -> Person {
    let chosen = choose(facts, asked, graph, group);
    let entity = |place: Option<usize>| place.map(|i| graph.nodes[i].entity.clone());
    let [directory, source, metaverse, target, cloud] =
        [chosen.directory, chosen.source, chosen.metaverse, chosen.target, chosen.cloud].map(entity);
    let stored =
        |e: &Option<Entity>, p: &str| e.as_ref().and_then(|e| e.stored(p)?.as_str().map(str::to_owned));
    let typed_dn =
        asked.typed.contains('=').then(|| asked.typed.clone()).filter(|t| domain_of_dn(t).is_some());
    let dn =
        stored(&directory, "distinguishedName").or_else(|| stored(&source, "DistinguishedName")).or(typed_dn);
    let domain = dn.as_deref().and_then(domain_of_dn);
    let upn = stored(&directory, "userPrincipalName")
        .or_else(|| {
            [&source, &metaverse].into_iter().flatten().find_map(|e| attribute(e, "userPrincipalName").pop())
        })
        .or_else(|| stored(&cloud, "userPrincipalName"));
    let connector = stored(&source, "ConnectorName")
        .or_else(|| connector_by_id(facts, &stored(&source, "ConnectorId")?))
        .or_else(|| domain_connector(facts, domain.as_deref()?));
    let namesake = upn.as_deref().zip(chosen.cloud).and_then(|(upn, own)| {
        let called = stored(&cloud, "userPrincipalName");
        let differs = called.is_some_and(|called| !called.eq_ignore_ascii_case(upn));
        graph.namesake(upn, own).filter(|_| differs)
    });
    let name = upn.or_else(|| dn.clone()).unwrap_or_else(|| asked.typed.clone());
    let (own, others) = chosen.links(graph, group, dn.as_deref());
    let mut person = Person {
        asked: vec![asked.typed.clone()],
        name,
        dn,
        connector,
        domain,
        directory,
        source,
        metaverse,
        target,
        cloud,
        namesake: entity(namesake),
        attempts: Vec::new(),
        unread: Vec::new(),
        nothing: Vec::new(),
    };
    person.take(graph.told(&own, &others));
    // The output of the cmdlet for one object does not say for which.
    if person.source.is_some() {
        if alone { person.take(graph.loose().collect()) } else { person.passed_over(graph.loose().next()) }
    }
    person
}

fn connector_by_id(facts: &Facts, id: &str) -> Option<String> {
    facts.ad_connectors().find(|c: &&Connector| c.id.as_deref() == Some(id)).map(|c| c.name.clone())
}

fn domain_connector(facts: &Facts, domain: &str) -> Option<String> {
    facts.domains().iter().find(|d: &&Domain| d.name == domain).and_then(|d| d.connector.clone())
}

/// What a question about this person would name.
fn own_names(asked: &Asked, person: &Person) -> Vec<String> {
    let mut own: Vec<String> = asked.names().cloned().collect();
    own.push(asked.typed.to_lowercase());
    own.extend(person.dn.iter().map(|d| same_dn(d)));
    for entity in [&person.directory, &person.source, &person.metaverse, &person.target].into_iter().flatten()
    {
        for property in
            ["userPrincipalName", "sAMAccountName", "ObjectId", "objectGUID", "ConnectedMVObjectId"]
        {
            own.extend(entity.stored(property).and_then(Value::as_str).map(str::to_lowercase));
        }
        if let Some(Value::Array(rows)) = entity.stored("Lineage") {
            let id = |r: &Value| r.get("ConnectedCsObjectId").and_then(Value::as_str).map(str::to_lowercase);
            own.extend(rows.iter().filter_map(id));
        }
    }
    own
}

fn about(query: &Map<String, Value>, own: &[String]) -> bool {
    query.values().filter_map(Value::as_str).any(|v| {
        let lower = same_dn(v);
        let guid = super::asked::guid_of(v).map(|g| super::asked::id(&g));
        own.contains(&lower) || guid.is_some_and(|g| own.contains(&g) || own.contains(&g[5..].to_owned()))
    })
}

/// False for a question to another domain than the one that somebody is known to be in.
fn asks_there(query: &Map<String, Value>, domain: Option<&str>) -> bool {
    let asked = query.get("domain").and_then(Value::as_str);
    asked.zip(domain).is_none_or(|(asked, own)| asked.eq_ignore_ascii_case(own))
}

/// True for a question to the connector space of Microsoft Entra ID: by the connector, or by the object to
/// which the metaverse leads there.
fn asks_target(facts: &Facts, query: &Map<String, Value>, person: &Person) -> bool {
    let rows = person.metaverse.as_ref().and_then(|mv| mv.stored("Lineage")?.as_array());
    let cell = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_lowercase);
    let there = |row: &&Value| cell(row, "ConnectorId").as_deref() == Some(crate::facts::ENTRA_CONNECTOR);
    let objects: Vec<String> =
        rows.into_iter().flatten().filter(there).filter_map(|row| cell(row, "ConnectedCsObjectId")).collect();
    query.values().filter_map(Value::as_str).any(|v| {
        v.to_lowercase().ends_with(" - aad")
            || super::asked::guid_of(v).as_deref() == Some(crate::facts::ENTRA_CONNECTOR)
            || facts.entra_connectors().any(|c| c.name.eq_ignore_ascii_case(v))
            || objects.contains(&v.to_lowercase())
    })
}

/// False for a question to the connector space of another forest.
fn asks_forest(facts: &Facts, query: &Map<String, Value>, person: &Person) -> bool {
    let asked = query.get("ConnectorName").and_then(Value::as_str);
    let other = asked.zip(person.connector.as_deref()).is_some_and(|(a, own)| !a.eq_ignore_ascii_case(own));
    !other || asks_target(facts, query, person)
}

/// The properties of an entity, for reading names off it.
impl Entity {
    pub(in crate::facts) fn props(&self) -> Props {
        Props::new(self.stored_all(), Vec::new())
    }
}
