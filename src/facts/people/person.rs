//! Everything the evidence holds of one person, put together.

use super::{
    asked::Asked,
    attempt::{Attempt, Retries, retries},
    graph::{Graph, Node},
    keep::Keep,
};
use crate::{
    evidence::{Kind, Props, Who},
    facts::{Connector, Domain, Entity, Facts, Seen, domain_of_dn},
};
use serde_json::{Map, Value};

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
    /// As the operator typed it.
    pub asked: String,
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
    /// Attempts from the object log and the event log, oldest first.
    pub attempts: Vec<Attempt>,
    /// Kinds that were asked for and not found; `target` for the Entra connector space.
    pub nothing: Vec<(Kind, bool, Seen)>,
}

impl Person {
    /// Retries of the newest password, where there were any.
    #[must_use]
    pub fn retries(&self) -> Option<Retries> {
        retries(&self.attempts)
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

/// The values of an attribute of a connector-space or metaverse object.
#[must_use]
pub fn attribute(entity: &Entity, name: &str) -> Vec<String> {
    values(entity.stored("Attributes"), name)
}

pub(super) fn values(attributes: Option<&Value>, name: &str) -> Vec<String> {
    let rows = attributes.and_then(Value::as_array).into_iter().flatten();
    rows.filter(|r| r.get("Name").and_then(Value::as_str).is_some_and(|n| n.eq_ignore_ascii_case(name)))
        .flat_map(|r| r.get("Values").and_then(Value::as_array).into_iter().flatten())
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect()
}

/// Everyone who was asked for.
pub(in crate::facts) fn find(
    facts: &Facts,
    keep: &Keep,
    nothing: &[(Kind, Map<String, Value>, Seen)],
) -> Vec<Found> {
    let graph = Graph::new(facts);
    let alone = keep.asked.len() == 1;
    keep.asked.iter().map(|asked| one(facts, asked, alone, &graph, nothing)).collect()
}

fn one(
    facts: &Facts,
    asked: &Asked,
    alone: bool,
    graph: &Graph<'_>,
    nothing: &[(Kind, Map<String, Value>, Seen)],
) -> Found {
    let nodes = &graph.nodes;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for i in graph.named(asked) {
        if in_domain(facts, asked, &nodes[i]) && !groups.iter().any(|g| g.contains(&i)) {
            groups.push(graph.linked(i));
        }
    }
    // A tenant's account that only shares a name with someone of the directory is no second person.
    if groups.iter().any(|g| g.iter().any(|i| nodes[*i].kind != Kind::CloudUser)) {
        groups.retain(|g| g.iter().any(|i| nodes[*i].kind != Kind::CloudUser));
    }
    if groups.len() > 1 {
        return Found::Several(groups.iter().map(|g| person(facts, asked, graph, g).who()).collect());
    }
    let mut person = person(facts, asked, graph, &groups.pop().unwrap_or_default());
    let own = own_names(asked, &person);
    person.nothing = nothing
        .iter()
        .filter(|(_, query, _)| about(query, &own) || (alone && query.values().all(|v| !v.is_string())))
        .map(|(kind, query, seen)| (*kind, asks_target(facts, query), seen.clone()))
        .collect();
    Found::One(Box::new(person))
}

/// `DOMAIN\name`: the NetBIOS name of the domain that the object lies in, or the first label of it;
/// its whole DNS name will do too.
fn in_domain(facts: &Facts, asked: &Asked, node: &Node<'_>) -> bool {
    let Some(wanted) = &asked.domain else { return true };
    let said = attribute(node.entity, "domainNetBios");
    if !said.is_empty() && !wanted.contains('.') {
        return said.iter().any(|n| n.eq_ignore_ascii_case(wanted));
    }
    let dn = node.links.iter().find_map(|l| l.strip_prefix("dn:"));
    let Some(name) = dn.and_then(domain_of_dn) else { return node.kind != Kind::ADUser };
    if name == *wanted {
        return true;
    }
    let netbios =
        facts.domains().iter().find(|d| d.name == name).and_then(|d| d.partition.as_ref()?.netbios.clone());
    netbios
        .map_or_else(|| name.split('.').next() == Some(wanted.as_str()), |n| n.eq_ignore_ascii_case(wanted))
}

fn person(facts: &Facts, asked: &Asked, graph: &Graph<'_>, group: &[usize]) -> Person {
    let nodes = &graph.nodes;
    let pick = |kind: Kind, entra: bool| {
        let mut fitting = group.iter().map(|i| &nodes[*i]).filter(|n| n.kind == kind && n.entra == entra);
        let first = fitting.clone().next();
        fitting.find(|n| asked.is_named(&n.names)).or(first).map(|n| n.entity.clone())
    };
    let directory = pick(Kind::ADUser, false);
    let source = pick(Kind::ADSyncCSObject, false);
    let metaverse = pick(Kind::ADSyncMVObject, false);
    let target = pick(Kind::ADSyncCSObject, true);
    let cloud = pick(Kind::CloudUser, false);
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
    let name = upn.or_else(|| dn.clone()).unwrap_or_else(|| asked.typed.clone());
    let mut person = Person {
        asked: asked.typed.clone(),
        name,
        dn,
        connector,
        domain,
        directory,
        source,
        metaverse,
        target,
        cloud,
        attempts: Vec::new(),
        nothing: Vec::new(),
    };
    person.attempts = graph.attempts(group, person.dn.as_deref(), person.source.is_some());
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
    own.extend(person.dn.iter().map(|d| d.to_lowercase()));
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
        let lower = v.to_lowercase();
        let guid = super::asked::guid_of(v).map(|g| super::asked::id(&g));
        own.contains(&lower) || guid.is_some_and(|g| own.contains(&g) || own.contains(&g[5..].to_owned()))
    })
}

/// True for a question to the connector space of Microsoft Entra ID.
fn asks_target(facts: &Facts, query: &Map<String, Value>) -> bool {
    query.values().filter_map(Value::as_str).any(|v| {
        v.to_lowercase().ends_with(" - aad")
            || super::asked::guid_of(v).as_deref() == Some(crate::facts::ENTRA_CONNECTOR)
            || facts.entra_connectors().any(|c| c.name.eq_ignore_ascii_case(v))
    })
}

/// The properties of an entity, for reading names off it.
impl Entity {
    pub(in crate::facts) fn props(&self) -> Props {
        Props::new(self.stored_all(), Vec::new())
    }
}
