//! Which records of a group are the person's. Somebody who is joined in two forests has two objects there,
//! and each has a user of its own in its directory and attempts of its own.

use super::{
    asked::Asked,
    dn::same_dn,
    graph::{Graph, Node},
};
use crate::{
    evidence::Kind,
    facts::{Entity, Facts, domain_of_dn},
};
use std::collections::BTreeSet;

/// Places of nodes.
#[derive(Default)]
pub(super) struct Chosen {
    pub directory: Option<usize>,
    pub source: Option<usize>,
    pub metaverse: Option<usize>,
    pub target: Option<usize>,
    pub cloud: Option<usize>,
    /// Users and objects of other forests, of the same person.
    beside: Vec<usize>,
}

/// The records that were asked for, of a group.
pub(super) fn choose(facts: &Facts, asked: &Asked, graph: &Graph<'_>, group: &[usize]) -> Chosen {
    let node = |i: &usize| &graph.nodes[*i];
    let of = |kind: Kind, entra: bool| -> Vec<usize> {
        group.iter().copied().filter(|i| node(i).kind == kind && node(i).entra == entra).collect()
    };
    let named = |i: &usize| asked.is_named(&node(i).names) && lies_in(facts, asked, &[node(i)]);
    let first = |all: &[usize]| all.iter().copied().find(named).or_else(|| all.first().copied());
    // Of what was there before and what is there now, in one forest, the latter.
    let at = |i: &usize| node(i).entity.seen().and_then(|seen| seen.at);
    let latest = |all: &[usize], one: usize| {
        let beside = all.iter().copied().filter(|i| forest(facts, node(i)) == forest(facts, node(&one)));
        beside.fold(one, |best, i| if at(&i) > at(&best) { i } else { best })
    };
    let last = |all: &[usize]| first(all).map(|one| latest(all, one));
    let (directories, sources) = (of(Kind::ADUser, false), of(Kind::ADSyncCSObject, false));
    let same = |a: &usize, b: &usize| {
        let dn = node(a).dn();
        dn.is_some() && dn == node(b).dn()
    };
    let near = |a: &usize, b: &usize| match (forest(facts, node(a)), forest(facts, node(b))) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let beside = |of: &[usize], node: &usize| {
        let fits = |fit: &dyn Fn(&usize, &usize) -> bool| of.iter().copied().find(|other| fit(node, other));
        fits(&same).or_else(|| fits(&near))
    };
    // Of two objects that share the name it is the one whose user in the directory has it too.
    let of_user = directories.iter().filter(|d| named(d)).find_map(|d| beside(&sources, d));
    let source = of_user.or_else(|| first(&sources).filter(|s| named(s) || !directories.iter().any(named)));
    let source = source.map(|one| latest(&sources, one));
    let directory = match &source {
        Some(source) => beside(&directories, source),
        None => first(&directories),
    };
    let directory = directory.map(|one| latest(&directories, one));
    let both = directories.iter().chain(&sources).copied();
    Chosen {
        beside: both.filter(|i| Some(*i) != directory && Some(*i) != source).collect(),
        directory,
        source,
        metaverse: last(&of(Kind::ADSyncMVObject, false)),
        target: last(&of(Kind::ADSyncCSObject, true)),
        cloud: last(&of(Kind::CloudUser, false)),
    }
}

impl Chosen {
    /// Links by which attempts are the person's, and those by which they are of an object beside it.
    pub fn links(
        &self,
        graph: &Graph<'_>,
        group: &[usize],
        dn: Option<&str>,
    ) -> (BTreeSet<String>, BTreeSet<String>) {
        let of = |i: &usize| graph.nodes[*i].links.iter().cloned();
        let mut own: BTreeSet<String> = [self.directory, self.source].iter().flatten().flat_map(of).collect();
        own.extend(dn.map(|dn| format!("dn:{}", same_dn(dn))));
        let beside: BTreeSet<String> = self.beside.iter().flat_map(of).filter(|l| !own.contains(l)).collect();
        // An object says best what it is called; what it has in common with others are its anchors.
        let common = |link: &String| self.source.is_none() || !is_of_one(link);
        let rest = [self.metaverse, self.target, self.cloud];
        let rest: Vec<String> = rest.iter().flatten().flat_map(of).filter(common).collect();
        own.extend(rest.into_iter().filter(|link| !beside.contains(link)));
        let others = group.iter().flat_map(of).filter(|l| is_of_one(l) && !own.contains(l)).collect();
        (own, others)
    }
}

/// True for a link that names one object of one forest.
fn is_of_one(link: &str) -> bool {
    link.starts_with("cs:") || link.starts_with("dn:")
}

impl Node<'_> {
    /// Its distinguished name in a forest, where it has one alone.
    fn dn(&self) -> Option<&str> {
        let own = matches!(self.kind, Kind::ADUser | Kind::ADSyncCSObject);
        self.links.iter().filter(|_| own).find_map(|l| l.strip_prefix("dn:"))
    }
}

/// The connector that a user or an object belongs to; its domain where no connector is known.
fn forest(facts: &Facts, node: &Node<'_>) -> Option<String> {
    let domain = node.dn().and_then(domain_of_dn)?;
    let connector = facts.domains().iter().find(|d| d.name == domain).and_then(|d| d.connector.clone());
    Some(connector.unwrap_or(domain))
}

/// `DOMAIN\name`: the NetBIOS name of the domain that these lie in, of its partition, else as the metaverse
/// has it, else the first label of the DNS name; the whole DNS name will do too.
pub(super) fn lies_in(facts: &Facts, asked: &Asked, nodes: &[&Node<'_>]) -> bool {
    let Some(wanted) = &asked.domain else { return true };
    let said: Vec<String> = nodes.iter().flat_map(|n| said(n.entity)).collect();
    let is = |name: &str| name.eq_ignore_ascii_case(wanted);
    let named_by_metaverse = || said.iter().any(|name| is(name));
    let domains: BTreeSet<String> = nodes.iter().filter_map(|n| n.dn().and_then(domain_of_dn)).collect();
    if domains.is_empty() {
        return named_by_metaverse() || (said.is_empty() && nodes.iter().all(|n| n.kind != Kind::ADUser));
    }
    domains.iter().any(|name| {
        let partition = facts.domains().iter().find(|d| d.name == *name).and_then(|d| d.partition.as_ref());
        match partition.and_then(|p| p.netbios.as_deref()) {
            _ if is(name) => true,
            Some(netbios) => is(netbios),
            None if !said.is_empty() => named_by_metaverse(),
            None => name.split('.').next().is_some_and(is),
        }
    })
}

fn said(entity: &Entity) -> Vec<String> {
    super::attribute(entity, "domainNetBios").into_iter().filter(|name| !name.trim().is_empty()).collect()
}
