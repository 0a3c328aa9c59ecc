//! What is kept of people, by the names and links that lead from one record to another: a list of a
//! thousand users is put together without looking through all of it for each.

use super::{
    asked::Asked,
    attempt::{Attempt, Outcome},
    keep::{Names, is_entra, names_of},
};
use crate::{
    evidence::{Kind, Stamp},
    facts::{Entity, Facts},
};
use std::collections::{BTreeSet, HashMap};

/// An entity with what it is called and linked by.
pub(super) struct Node<'a> {
    pub entity: &'a Entity,
    pub kind: Kind,
    pub entra: bool,
    pub names: Vec<String>,
    pub links: BTreeSet<String>,
}

/// All of them.
pub(super) struct Graph<'a> {
    pub nodes: Vec<Node<'a>>,
    by_name: HashMap<String, Vec<usize>>,
    by_link: HashMap<String, Vec<usize>>,
    /// Attempts, and by which links each is found.
    attempts: Vec<Attempt>,
    attempts_by_link: HashMap<String, Vec<usize>>,
    /// Rows of the object log that do not say whose they are.
    loose: Vec<usize>,
}

impl<'a> Graph<'a> {
    pub fn new(facts: &'a Facts) -> Graph<'a> {
        let kinds = [Kind::ADUser, Kind::ADSyncCSObject, Kind::ADSyncMVObject, Kind::CloudUser];
        let nodes = kinds.iter().flat_map(|kind| facts.all(*kind).map(|e| node(*kind, e))).collect();
        let mut graph = Graph {
            nodes,
            by_name: HashMap::new(),
            by_link: HashMap::new(),
            attempts: Vec::new(),
            attempts_by_link: HashMap::new(),
            loose: Vec::new(),
        };
        for (i, node) in graph.nodes.iter().enumerate() {
            for name in &node.names {
                graph.by_name.entry(name.clone()).or_default().push(i);
            }
            for link in &node.links {
                graph.by_link.entry(link.clone()).or_default().push(i);
            }
        }
        graph.rows(facts);
        for (anchor, dn, attempt) in facts.heard_attempts() {
            graph.attempt(attempt.clone(), anchor.iter().chain([dn]).cloned());
        }
        graph
    }

    /// Rows of the object log.
    fn rows(&mut self, facts: &Facts) {
        for row in facts.each(Kind::ADSyncCSObjectLog) {
            let time = row.time("TimeStamp").value().and_then(Stamp::moment);
            let (Some(time), Ok((status, seen))) = (time, row.text("Status").known()) else { continue };
            let Names { links, .. } = names_of(Kind::ADSyncCSObjectLog, &row.props());
            if links.is_empty() {
                self.loose.push(self.attempts.len());
            }
            self.attempt(Attempt { time, outcome: Outcome::Logged(status), seen }, links.into_iter());
        }
    }

    fn attempt(&mut self, attempt: Attempt, links: impl Iterator<Item = String>) {
        for link in links {
            self.attempts_by_link.entry(link).or_default().push(self.attempts.len());
        }
        self.attempts.push(attempt);
    }

    /// Every node with one of someone's names, in order.
    pub fn named(&self, asked: &Asked) -> BTreeSet<usize> {
        asked.names().filter_map(|name| self.by_name.get(name)).flatten().copied().collect()
    }

    /// All that hangs together with a node; the node itself first.
    pub fn linked(&self, start: usize) -> Vec<usize> {
        let mut found = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for next in self.nodes[node].links.iter().filter_map(|l| self.by_link.get(l)).flatten() {
                if found.insert(*next) {
                    open.push(*next);
                }
            }
        }
        found.remove(&start);
        std::iter::once(start).chain(found).collect()
    }

    /// The attempts of whoever these nodes are, oldest first; `there` where the sync engine has them.
    pub fn attempts(&self, group: &[usize], dn: Option<&str>, there: bool) -> Vec<Attempt> {
        let own = dn.map(|dn| format!("dn:{}", dn.to_lowercase()));
        let links = group.iter().flat_map(|i| &self.nodes[*i].links).chain(&own);
        let mut found: BTreeSet<usize> =
            links.filter_map(|link| self.attempts_by_link.get(link)).flatten().copied().collect();
        if there {
            found.extend(&self.loose);
        }
        let mut all: Vec<Attempt> = found.iter().map(|i| self.attempts[*i].clone()).collect();
        all.sort_by_key(|a| a.time);
        all
    }
}

fn node(kind: Kind, entity: &Entity) -> Node<'_> {
    let props = entity.props();
    let found = names_of(kind, &props);
    let entra = kind == Kind::ADSyncCSObject && is_entra(&props);
    Node { entity, kind, entra, names: found.names, links: found.links.into_iter().collect() }
}
