//! What is kept of people, by the names and links that lead from one record to another: a list of a
//! thousand users is put together without looking through all of it for each.

use super::{
    asked::Asked,
    keep::{is_entra, names_of, upn_hint},
    told::{Told, told},
};
use crate::{
    evidence::Kind,
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
    hints: Vec<String>,
}

/// All of them.
pub(super) struct Graph<'a> {
    pub nodes: Vec<Node<'a>>,
    by_name: HashMap<String, Vec<usize>>,
    by_link: HashMap<String, Vec<usize>>,
    by_hint: HashMap<String, Vec<usize>>,
    /// Attempts, and by which links each is found.
    told: Vec<Told>,
    told_by_link: HashMap<String, Vec<usize>>,
    /// Rows of the object log that do not say whose they are.
    loose: Vec<usize>,
}

impl<'a> Graph<'a> {
    pub fn new(facts: &'a Facts) -> Graph<'a> {
        let kinds = [Kind::ADUser, Kind::ADSyncCSObject, Kind::ADSyncMVObject, Kind::CloudUser];
        let nodes: Vec<Node<'_>> =
            kinds.iter().flat_map(|kind| facts.all(*kind).map(|e| node(*kind, e))).collect();
        let told = told(facts);
        let loose = (0..told.len()).filter(|i| told[*i].links.is_empty()).collect();
        Graph {
            by_name: index(nodes.iter().map(|n| &n.names)),
            by_link: index(nodes.iter().map(|n| &n.links)),
            by_hint: index(nodes.iter().map(|n| &n.hints)),
            told_by_link: index(told.iter().map(|t| &t.links)),
            nodes,
            told,
            loose,
        }
    }

    /// Everyone who goes by one of someone's names: each with all that hangs together.
    pub fn people(&self, asked: &Asked) -> Vec<Vec<usize>> {
        let named: BTreeSet<usize> =
            asked.names().filter_map(|name| self.by_name.get(name)).flatten().copied().collect();
        let mut all: Vec<Vec<usize>> = Vec::new();
        for node in named {
            if !all.iter().any(|group| group.contains(&node)) {
                let group = self.with_account(self.owner(self.linked(node)));
                all.retain(|known| !known.iter().any(|i| group.contains(i)));
                all.push(group);
            }
        }
        all
    }

    /// All that is linked to a node, in order.
    fn linked(&self, start: usize) -> Vec<usize> {
        let mut found = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for next in self.nodes[node].links.iter().filter_map(|l| self.by_link.get(l)).flatten() {
                if found.insert(*next) {
                    open.push(*next);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Of an account in the tenant that no immutable id leads away from: the one person with its sign-in name.
    fn owner(&self, group: Vec<usize>) -> Vec<usize> {
        if !self.is_account(&group) {
            return group;
        }
        let person = self.hinted(&group).into_iter().find(|i| self.nodes[*i].kind != Kind::CloudUser);
        match person.map(|i| self.linked(i)) {
            Some(owner) if self.accounts(&owner).iter().any(|account| group.contains(account)) => owner,
            _ => group,
        }
    }

    /// With the account in the tenant that only the sign-in name leads to.
    fn with_account(&self, mut group: Vec<usize>) -> Vec<usize> {
        group.extend(self.accounts(&group));
        group
    }

    /// Accounts that are somebody's by the sign-in name alone: nobody else has the name, no immutable id
    /// leads to another account, and none leads from these to somebody else.
    fn accounts(&self, group: &[usize]) -> Vec<usize> {
        if group.iter().any(|i| self.nodes[*i].kind == Kind::CloudUser) {
            return Vec::new();
        }
        let (accounts, people): (Vec<usize>, Vec<usize>) =
            self.hinted(group).into_iter().partition(|i| self.nodes[*i].kind == Kind::CloudUser);
        if people.iter().any(|i| !group.contains(i)) {
            return Vec::new();
        }
        accounts.into_iter().filter(|i| self.is_account(&self.linked(*i))).collect()
    }

    /// Another account in the tenant with this sign-in name than the one that is somebody's.
    pub fn namesake(&self, upn: &str, own: usize) -> Option<usize> {
        let id = |i: usize| self.nodes[i].entity.stored("id");
        let other = |i: &usize| {
            let linked = !self.nodes[*i].links.is_disjoint(&self.nodes[own].links);
            // Read before and after it was renamed it is still one.
            *i != own && !linked && (id(*i).is_none() || id(*i) != id(own))
        };
        let named = self.by_hint.get(&upn_hint(upn)).into_iter().flatten().copied();
        named.filter(|i| self.nodes[*i].kind == Kind::CloudUser).find(other)
    }

    fn is_account(&self, group: &[usize]) -> bool {
        group.iter().all(|i| self.nodes[*i].kind == Kind::CloudUser)
    }

    /// Every node with one of the sign-in names of these, in order.
    fn hinted(&self, group: &[usize]) -> BTreeSet<usize> {
        let hints = group.iter().flat_map(|i| &self.nodes[*i].hints);
        hints.filter_map(|hint| self.by_hint.get(hint)).flatten().copied().collect()
    }

    /// What is told of whoever has one of these links, oldest first; nothing that names somebody else.
    pub fn told(&self, own: &BTreeSet<String>, others: &BTreeSet<String>) -> Vec<&Told> {
        let found: BTreeSet<usize> =
            own.iter().filter_map(|link| self.told_by_link.get(link)).flatten().copied().collect();
        let told = found.into_iter().map(|i| &self.told[i]);
        told.filter(|t| !t.links.iter().any(|link| others.contains(link))).collect()
    }

    /// Rows of the object log that do not say whose they are.
    pub fn loose(&self) -> impl Iterator<Item = &Told> {
        self.loose.iter().map(|i| &self.told[*i])
    }
}

/// Places by the keys that each has.
fn index<'k>(
    keys: impl Iterator<Item = impl IntoIterator<Item = &'k String>>,
) -> HashMap<String, Vec<usize>> {
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, keys) in keys.enumerate() {
        for key in keys {
            index.entry(key.clone()).or_default().push(place);
        }
    }
    index
}

fn node(kind: Kind, entity: &Entity) -> Node<'_> {
    let props = entity.props();
    let found = names_of(kind, &props);
    let entra = kind == Kind::ADSyncCSObject && is_entra(&props);
    let links = found.links.into_iter().collect();
    Node { entity, kind, entra, names: found.names, links, hints: found.hints }
}
