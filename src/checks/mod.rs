//! The checks: pure functions of facts, one file a topic. [`judge`] runs those of a flow.

mod answers;
mod connector;
mod connectors;
mod domain;
mod heard;
mod proof;
mod server;
mod shown;
mod tenant;
mod user;
mod version;

pub use answers::{Unused, unused};

use crate::{
    catalog::{CHECKS, Flow, Row, ScopeKind},
    diagnosis::{Answer, Choice, Hit, Judgement, Need, Outcome, Scope, Value, assemble},
    evidence::Class,
    facts::{Connector, Domain, Facts},
};
use std::collections::BTreeSet;

/// A check: what it sees in the facts for a scope, or what it lacks.
pub type Run = fn(&Facts, &Scope) -> Result<Vec<Hit>, Need>;

/// Which function judges which row of the table.
pub const RUNS: &[(&str, Run)] = &[
    ("server.version", server::version),
    ("server.service", server::service),
    ("server.staging-mode", server::staging_mode),
    ("server.scheduler", server::scheduler),
    ("server.initial-sync", server::initial_sync),
    ("server.fips", server::fips),
    ("server.event-log", server::event_log),
    ("server.engine", server::engine),
    ("server.platform", server::platform),
    ("server.tls", server::tls),
    ("server.trace", server::trace),
    ("connectors.ad", connectors::ad),
    ("connectors.entra", connectors::entra),
    ("tenant.phs-enabled", tenant::phs_enabled),
    ("tenant.cloud-channel", tenant::cloud_channel),
    ("tenant.local-cloud-agreement", tenant::local_cloud_agreement),
    ("connector.phs-enabled", connector::phs_enabled),
    ("connector.heartbeat", connector::heartbeat),
    ("connector.agent", connector::agent),
    ("connector.results", connector::results),
    ("connector.last-run", connector::last_run),
    ("domain.partition", domain::partition),
    ("domain.preferred-dcs", domain::preferred_dcs),
    ("domain.reachable", domain::reachable),
    ("domain.account-credentials", domain::account_credentials),
    ("domain.account-permissions", domain::account_permissions),
    ("domain.replication", domain::replication),
    ("domain.last-cycle", domain::last_cycle),
    ("user.directory-object", user::directory_object),
    ("user.connector-space", user::connector_space),
    ("user.metaverse", user::metaverse),
    ("user.entra-connector-space", user::entra_connector_space),
    ("user.export", user::export),
    ("user.inbound-rule", user::inbound_rule),
    ("user.outbound-rule", user::outbound_rule),
    ("user.temporary-password", user::temporary_password),
    ("user.password-hash", user::password_hash),
    ("user.last-attempt", user::last_attempt),
    ("user.freshness", user::freshness),
    ("user.cloud", user::cloud),
];

/// What is to be judged.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Users as the operator typed them; with any, flow `user` is run for them.
    pub users: Vec<String>,
    /// Only these checks and what they depend on; empty for all.
    pub only: BTreeSet<String>,
    /// Accepted causes and checks that are left out.
    pub choice: Choice,
}

impl Order {
    /// The question that it puts.
    #[must_use]
    pub const fn flow(&self) -> Flow {
        if self.users.is_empty() { Flow::All } else { Flow::User }
    }
}

/// Runs the checks and puts what they say together.
#[must_use]
pub fn judge(facts: &Facts, order: &Order) -> Judgement {
    let flow = order.flow();
    let wanted = wanted(&order.only);
    let rows = CHECKS
        .iter()
        .filter(|row| runs_in(row, flow) && wanted.as_ref().is_none_or(|w| w.contains(row.id.0)));
    let told = answers::told(facts, flow);
    let mut outcomes = Vec::new();
    for row in rows {
        let named = answers::scopes(facts, row.over, &told);
        for scope in scopes(facts, row.over, flow).into_iter().chain(named) {
            let found = run(facts, row, &scope);
            let result = match answers::about(facts, &told, row, &scope) {
                Some(answer) => with_names(facts, answer).decide(found),
                None => found,
            };
            outcomes.push(Outcome { row, scope, result });
        }
    }
    assemble(flow, outcomes, &order.choice)
}

fn with_names(facts: &Facts, answer: Answer) -> Answer {
    Answer { hit: answer.hit.map(|hit| placed(facts, hit)), ..answer }
}

fn run(facts: &Facts, row: &Row, scope: &Scope) -> Result<Vec<Hit>, Need> {
    match RUNS.iter().find(|(id, _)| *id == row.id.0) {
        Some((_, run)) => run(facts, scope).map(|hits| hits.into_iter().map(|h| placed(facts, h)).collect()),
        None => Err(Need { gaps: Vec::new(), required: row.required }),
    }
}

/// With the names that every text may need: the server, the tenant and the connector to it, where the
/// account lives that it is about, and the controller that its domain was last asked on.
fn placed(facts: &Facts, mut hit: Hit) -> Hit {
    let text = |name: &str| hit.values.get(name).map(|value| value.text.as_str());
    let account = text("account").map(|written| facts.account(written, text("connector")));
    let account = account.unwrap_or_default();
    let of_domain = |d: &&Domain| {
        let own = text("connector").is_none_or(|c| d.connector.as_deref().is_none_or(|of| of == c));
        own && text("domain").is_some_and(|name| name.eq_ignore_ascii_case(&d.name))
    };
    let asked = facts.domains().iter().find(of_domain).and_then(|d| d.partition.as_ref()?.last_dc.clone());
    let names = [
        ("account_name", Class::Person, account.name),
        ("account_domain", Class::Network, account.domain),
        ("last_dc", Class::Host, asked),
        ("computer", Class::Host, facts.computer().map(str::to_owned)),
        ("tenant", Class::Tenant, facts.tenant()),
        ("sync_account", Class::Person, facts.sync_account()),
        ("entra_connector", Class::Tenant, facts.entra_connectors().next().map(|c| c.name.clone())),
    ];
    for (name, class, text) in names {
        if let Some(text) = text {
            hit.values.entry(name).or_insert_with(|| Value::of(class, text));
        }
    }
    hit
}

/// True for a check that answers this question.
#[must_use]
pub fn runs_in(row: &Row, flow: Flow) -> bool {
    match flow {
        Flow::All => row.over != ScopeKind::User,
        Flow::User => row.over == ScopeKind::User || row.explains_users,
    }
}

/// The chosen checks and all that they depend on.
fn wanted(only: &BTreeSet<String>) -> Option<BTreeSet<&'static str>> {
    if only.is_empty() {
        return None;
    }
    let mut wanted: BTreeSet<&'static str> = BTreeSet::new();
    let mut open: Vec<&Row> = CHECKS.iter().filter(|r| only.contains(r.id.0)).collect();
    while let Some(row) = open.pop() {
        if wanted.insert(row.id.0) {
            open.extend(CHECKS.iter().filter(|r| row.after.contains(&r.id)));
        }
    }
    Some(wanted)
}

/// What a check is run for, in the order in which findings are shown.
fn scopes(facts: &Facts, kind: ScopeKind, flow: Flow) -> Vec<Scope> {
    let people = if flow == Flow::User { user::scopes(facts) } else { Vec::new() };
    // For users, only their own connectors matter; all of them while nobody knows which.
    let theirs = |name: &str| {
        people.is_empty()
            || people.iter().any(|p| p.connector.as_deref().is_none_or(|c| c.eq_ignore_ascii_case(name)))
    };
    match kind {
        ScopeKind::Server => vec![Scope::server()],
        ScopeKind::Tenant => vec![Scope::tenant()],
        ScopeKind::Connector => {
            facts.ad_connectors().filter(|c| theirs(&c.name)).map(|c| Scope::connector(&c.name)).collect()
        }
        ScopeKind::Domain => {
            let domains = facts.domains().iter().map(|d| Scope::domain(d.connector.as_deref(), &d.name));
            // What no domain is known of is asked of the forest, or nobody would miss it.
            let bare =
                |c: &&Connector| !facts.domains().iter().any(|d| d.connector.as_ref() == Some(&c.name));
            domains.chain(facts.ad_connectors().filter(bare).map(|c| Scope::connector(&c.name))).collect()
        }
        ScopeKind::User => people,
    }
}
