//! The table of checks, in the order in which findings are shown.

use super::CheckId;
use ScopeKind::{Connector, Domain, Server, Tenant, User};

/// What a check is run for, once each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScopeKind {
    /// The Connect server.
    Server,
    /// The tenant.
    Tenant,
    /// Each connector to a forest.
    Connector,
    /// Each domain of a connector.
    Domain,
    /// Each user who was asked for.
    User,
}

/// The two questions that the program answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// Password hash synchronization does not work at all.
    All,
    /// A password is not synchronized for a specific user account.
    User,
}

/// One check.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its id.
    pub id: CheckId,
    /// What it is run for.
    pub over: ScopeKind,
    /// Checks that must not have failed in the same scope or one that encloses it.
    pub after: &'static [CheckId],
    /// Whether the verdict needs it.
    pub required: bool,
    /// Whether flow `user` runs it as well.
    pub explains_users: bool,
}

const fn row(id: &'static str, over: ScopeKind, after: &'static [CheckId], required: bool) -> Row {
    Row { id: CheckId(id), over, after, required, explains_users: false }
}

const fn both(row: Row) -> Row {
    Row { explains_users: true, ..row }
}

const ENTRA: &[CheckId] = &[CheckId("connectors.entra")];
const AD: &[CheckId] = &[CheckId("connectors.ad")];
const CHANNEL: &[CheckId] =
    &[CheckId("server.service"), CheckId("server.staging-mode"), CheckId("connector.phs-enabled")];
const PARTITION: &[CheckId] = &[CheckId("domain.partition")];
const NEEDED: bool = true;
const OPTIONAL: bool = false;

/// Every check.
pub const CHECKS: &[Row] = &[
    row("server.version", Server, &[], NEEDED),
    both(row("server.service", Server, &[], NEEDED)),
    both(row("server.staging-mode", Server, &[], NEEDED)),
    row("server.scheduler", Server, &[], OPTIONAL),
    row("server.initial-sync", Server, &[], NEEDED),
    row("server.fips", Server, &[], NEEDED),
    row("server.trace", Server, &[], OPTIONAL),
    row("server.event-log", Server, &[], OPTIONAL),
    row("server.platform", Server, &[], OPTIONAL),
    row("server.tls", Server, &[], OPTIONAL),
    row("server.engine", Server, &[], OPTIONAL),
    row("connectors.ad", Server, &[], NEEDED),
    row("connectors.entra", Server, &[], NEEDED),
    both(row("tenant.phs-enabled", Tenant, ENTRA, NEEDED)),
    row("tenant.cloud-channel", Tenant, ENTRA, NEEDED),
    both(row("connector.phs-enabled", Connector, AD, NEEDED)),
    row("tenant.local-cloud-agreement", Tenant, &[], NEEDED),
    row("connector.heartbeat", Connector, CHANNEL, NEEDED),
    row("connector.agent", Connector, CHANNEL, OPTIONAL),
    row("connector.results", Connector, CHANNEL, OPTIONAL),
    row("connector.last-run", Connector, AD, OPTIONAL),
    row("domain.partition", Domain, &[], NEEDED),
    row("domain.preferred-dcs", Domain, PARTITION, OPTIONAL),
    row("domain.reachable", Domain, &[CheckId("connector.phs-enabled"), CheckId("domain.partition")], NEEDED),
    row("domain.account-credentials", Domain, &[CheckId("domain.reachable")], NEEDED),
    row("domain.account-permissions", Domain, &[CheckId("domain.account-credentials")], NEEDED),
    row("domain.replication", Domain, &[CheckId("domain.account-permissions")], OPTIONAL),
    row(
        "domain.last-cycle",
        Domain,
        &[
            CheckId("server.service"),
            CheckId("server.staging-mode"),
            CheckId("connector.phs-enabled"),
            CheckId("domain.partition"),
        ],
        NEEDED,
    ),
    row("user.directory-object", User, &[], NEEDED),
    row("user.connector-space", User, &[CheckId("user.directory-object")], NEEDED),
    row("user.metaverse", User, &[CheckId("user.connector-space")], NEEDED),
    row("user.entra-connector-space", User, &[CheckId("user.metaverse")], NEEDED),
    row("user.export", User, &[CheckId("user.entra-connector-space")], NEEDED),
    row("user.inbound-rule", User, &[CheckId("user.connector-space")], NEEDED),
    row("user.outbound-rule", User, &[CheckId("user.entra-connector-space")], NEEDED),
    row("user.temporary-password", User, &[CheckId("user.directory-object")], NEEDED),
    row("user.password-hash", User, &[CheckId("user.directory-object")], OPTIONAL),
    row("user.last-attempt", User, &[CheckId("user.connector-space")], NEEDED),
    row("user.freshness", User, &[], NEEDED),
    row("user.cloud", User, &[], OPTIONAL),
];
