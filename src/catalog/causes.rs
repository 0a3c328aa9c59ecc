//! The table of causes: which check finds them, how bad they are, and whether seeing one needs
//! evidence of its own or only the absence of good news.

use super::{Cause, CheckId};
use Proof::{Absence, Own};
use Severity::{Fail, Info, Warn};

/// How bad a cause is where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// By design, or worth knowing.
    Info,
    /// Works now, or works partly.
    Warn,
    /// Broken.
    Fail,
}

/// What shows a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// An error event, a failed state, a refused probe: said even where the check would be skipped.
    Own,
    /// Something expected did not come: proves nothing while what it depends on is broken.
    Absence,
}

/// One cause.
#[derive(Clone, Copy, Debug)]
pub struct CauseRow {
    /// The check that finds it.
    pub check: CheckId,
    /// Its id.
    pub cause: Cause,
    /// How bad it is.
    pub severity: Severity,
    /// What shows it.
    pub proof: Proof,
    /// True where it takes its scope out of the question: what depends on the check is skipped and
    /// not required.
    pub closes_scope: bool,
}

const fn c(check: &'static str, cause: &'static str, severity: Severity, proof: Proof) -> CauseRow {
    CauseRow { check: CheckId(check), cause: Cause(cause), severity, proof, closes_scope: false }
}

/// Causes that one event proves. Every other cause seen in events may pass by itself, and fails only
/// from [`PERSISTENT`] events on.
pub const DEFINITE: &[Cause] = &[
    Cause("fips-blocks-md5"),
    Cause("entra-phs-not-activated"),
    Cause("entra-dirsync-not-activated"),
    Cause("entra-access-denied"),
    Cause("entra-account-missing"),
    Cause("entra-account-locked"),
    Cause("entra-account-old-password"),
    Cause("entra-account-disabled"),
    Cause("entra-account-bad-credentials"),
    Cause("entra-tenant-not-found"),
    Cause("entra-mfa-required"),
    Cause("entra-certificate-expired"),
    Cause("client-unsupported"),
    Cause("run-credentials-refused"),
    Cause("dc-name-not-resolvable"),
    Cause("dc-not-locatable"),
    Cause("account-bad-password"),
    Cause("account-not-found"),
    Cause("account-disabled"),
    Cause("account-locked"),
    Cause("account-expired"),
    Cause("account-password-expired"),
    Cause("account-must-change-password"),
    Cause("account-logon-restricted"),
    Cause("replication-rights-missing"),
];

/// From so many events in two hours on, a cause that may pass by itself is a failure.
pub const PERSISTENT: u64 = 5;

/// Every cause, in the order of the table of checks.
pub const CAUSES: &[CauseRow] = &[
    c("server.version", "version-1x-retired", Fail, Own),
    c("server.version", "version-below-minimum", Fail, Own),
    c("server.version", "version-recalled", Warn, Own),
    c("server.service", "service-stopped", Fail, Own),
    c("server.service", "service-disabled", Fail, Own),
    c("server.staging-mode", "staging-mode-enabled", Fail, Own),
    c("server.scheduler", "scheduler-disabled", Warn, Own),
    c("server.scheduler", "scheduler-suspended", Warn, Own),
    c("server.scheduler", "maintenance-disabled", Info, Own),
    c("server.initial-sync", "full-sync-not-completed", Fail, Own),
    c("server.fips", "fips-blocks-md5", Fail, Own),
    c("server.trace", "verbose-trace-left-on", Warn, Own),
    c("server.event-log", "log-covers-too-little", Warn, Own),
    c("server.event-log", "log-damaged", Warn, Own),
    c("server.platform", "os-unsupported", Warn, Own),
    c("server.tls", "tls12-disabled", Fail, Own),
    c("server.engine", "engine-database-unavailable", Fail, Own),
    c("server.engine", "engine-deadlock", Fail, Own),
    c("server.engine", "engine-utf8-locale", Fail, Own),
    c("server.engine", "engine-key-inaccessible", Fail, Own),
    c("server.engine", "engine-error", Fail, Own),
    c("connectors.ad", "no-ad-connector", Fail, Own),
    c("connectors.entra", "no-entra-connector", Fail, Own),
    c("connectors.entra", "several-entra-connectors", Fail, Own),
    c("tenant.phs-enabled", "tenant-phs-disabled", Fail, Own),
    c("tenant.cloud-channel", "entra-phs-not-activated", Fail, Own),
    c("tenant.cloud-channel", "entra-dirsync-not-activated", Fail, Own),
    c("tenant.cloud-channel", "entra-access-denied", Fail, Own),
    c("tenant.cloud-channel", "entra-busy", Warn, Own),
    c("tenant.cloud-channel", "entra-account-missing", Fail, Own),
    c("tenant.cloud-channel", "entra-account-locked", Fail, Own),
    c("tenant.cloud-channel", "entra-account-old-password", Fail, Own),
    c("tenant.cloud-channel", "entra-account-disabled", Fail, Own),
    c("tenant.cloud-channel", "entra-account-bad-credentials", Fail, Own),
    c("tenant.cloud-channel", "entra-tenant-not-found", Fail, Own),
    c("tenant.cloud-channel", "entra-mfa-required", Fail, Own),
    c("tenant.cloud-channel", "entra-endpoint-unreachable", Fail, Own),
    c("tenant.cloud-channel", "entra-security-negotiation", Fail, Own),
    c("tenant.cloud-channel", "entra-certificate-expired", Fail, Own),
    c("tenant.cloud-channel", "entra-certificate-expiring", Warn, Own),
    c("tenant.cloud-channel", "client-unsupported", Fail, Own),
    c("tenant.cloud-channel", "entra-channel-error", Fail, Own),
    c("connector.phs-enabled", "connector-phs-disabled", Fail, Own),
    c("tenant.local-cloud-agreement", "enabled-locally-not-in-cloud", Fail, Own),
    c("tenant.local-cloud-agreement", "enabled-in-cloud-not-locally", Fail, Own),
    c("connector.heartbeat", "no-heartbeat", Fail, Absence),
    c("connector.agent", "agent-stopped", Fail, Own),
    c("connector.agent", "agent-silent", Fail, Absence),
    c("connector.results", "results-failing", Fail, Own),
    c("connector.results", "full-password-sync-running", Info, Own),
    c("connector.results", "full-password-sync-failed", Fail, Own),
    c("connector.last-run", "run-credentials-refused", Fail, Own),
    c("connector.last-run", "run-failed", Warn, Own),
    c("domain.partition", "partition-not-domain", Fail, Own),
    CauseRow { closes_scope: true, ..c("domain.partition", "partition-not-selected", Info, Own) },
    c("domain.preferred-dcs", "preferred-dc-unreachable", Fail, Own),
    c("domain.preferred-dcs", "preferred-dcs-only", Info, Own),
    c("domain.reachable", "domain-unreachable", Fail, Own),
    c("domain.reachable", "dc-name-not-resolvable", Fail, Own),
    c("domain.reachable", "dc-not-locatable", Fail, Own),
    c("domain.reachable", "ports-blocked", Fail, Own),
    c("domain.reachable", "no-writable-dc", Fail, Own),
    c("domain.account-credentials", "account-bad-password", Fail, Own),
    c("domain.account-credentials", "account-not-found", Fail, Own),
    c("domain.account-credentials", "account-disabled", Fail, Own),
    c("domain.account-credentials", "account-locked", Fail, Own),
    c("domain.account-credentials", "account-expired", Fail, Own),
    c("domain.account-credentials", "account-password-expired", Fail, Own),
    c("domain.account-credentials", "account-must-change-password", Fail, Own),
    c("domain.account-credentials", "account-logon-restricted", Fail, Own),
    c("domain.account-permissions", "replication-rights-missing", Fail, Own),
    c("domain.replication", "rpc-5", Fail, Own),
    c("domain.replication", "rpc-6", Fail, Own),
    c("domain.replication", "rpc-14", Fail, Own),
    c("domain.replication", "rpc-1127", Fail, Own),
    c("domain.replication", "rpc-1130", Fail, Own),
    c("domain.replication", "rpc-1450", Fail, Own),
    c("domain.replication", "rpc-1722", Fail, Own),
    c("domain.replication", "rpc-1723", Fail, Own),
    c("domain.replication", "rpc-1726", Fail, Own),
    c("domain.replication", "rpc-1727", Fail, Own),
    c("domain.replication", "rpc-1728", Fail, Own),
    c("domain.replication", "rpc-1753", Fail, Own),
    c("domain.replication", "rpc-1818", Fail, Own),
    c("domain.replication", "rpc-1825", Fail, Own),
    c("domain.replication", "rpc-8333", Fail, Own),
    c("domain.replication", "rpc-8420", Fail, Own),
    c("domain.replication", "rpc-8439", Fail, Own),
    c("domain.replication", "rpc-8446", Fail, Own),
    c("domain.replication", "rpc-8451", Fail, Own),
    c("domain.replication", "rpc-8456", Fail, Own),
    c("domain.replication", "rpc-8457", Fail, Own),
    c("domain.replication", "rpc-8465", Fail, Own),
    c("domain.replication", "rpc-8593", Fail, Own),
    c("domain.replication", "rpc-8606", Fail, Own),
    c("domain.replication", "ldap-error", Fail, Own),
    c("domain.replication", "crypto-error", Fail, Own),
    c("domain.replication", "file-time-error", Fail, Own),
    c("domain.replication", "duplicate-key-error", Fail, Own),
    c("domain.replication", "replication-error", Fail, Own),
    c("domain.last-cycle", "never-tried", Fail, Absence),
    c("domain.last-cycle", "never-succeeded", Fail, Absence),
    c("domain.last-cycle", "last-cycle-failed", Fail, Own),
    c("domain.last-cycle", "last-cycle-interrupted", Fail, Own),
    c("domain.last-cycle", "last-success-stale", Fail, Absence),
    c("user.directory-object", "user-not-found", Fail, Own),
    c("user.directory-object", "inetorgperson-not-supported", Fail, Own),
    c("user.directory-object", "not-a-user", Fail, Own),
    c("user.connector-space", "source-connector-not-present", Fail, Own),
    c("user.connector-space", "filtered-by-ou", Fail, Own),
    c("user.connector-space", "filtered-by-group", Fail, Own),
    c("user.connector-space", "filtered-by-attribute", Fail, Own),
    c("user.connector-space", "partition-not-selected", Fail, Own),
    c("user.connector-space", "disconnected", Fail, Own),
    c("user.metaverse", "cloud-filtered", Fail, Own),
    c("user.metaverse", "domain-attributes-missing", Warn, Own),
    c("user.metaverse", "domain-attributes-wrong", Warn, Own),
    c("user.metaverse", "source-anchor-missing", Fail, Own),
    c("user.entra-connector-space", "no-target-connection", Fail, Absence),
    c("user.export", "target-not-exported", Fail, Own),
    c("user.export", "export-error", Fail, Own),
    c("user.inbound-rule", "no-inbound-phs-rule", Fail, Own),
    c("user.inbound-rule", "account-disabled", Fail, Own),
    c("user.inbound-rule", "inbound-rule-disabled", Fail, Own),
    c("user.outbound-rule", "no-outbound-phs-rule", Fail, Own),
    c("user.outbound-rule", "outbound-rule-disabled", Fail, Own),
    c("user.temporary-password", "temporary-password", Fail, Own),
    c("user.temporary-password", "temporary-password-synchronized", Info, Own),
    c("user.password-hash", "no-password-hash", Fail, Own),
    c("user.last-attempt", "filtered-by-target", Fail, Own),
    c("user.last-attempt", "no-target-connection", Fail, Own),
    c("user.last-attempt", "source-connector-not-present", Fail, Own),
    c("user.last-attempt", "target-not-exported", Fail, Own),
    c("user.last-attempt", "migrated-log-entry", Info, Own),
    c("user.last-attempt", "attempt-error", Fail, Own),
    c("user.last-attempt", "attempt-unknown", Fail, Own),
    c("user.last-attempt", "missing-attribute", Fail, Own),
    c("user.last-attempt", "retry-requested", Warn, Own),
    c("user.last-attempt", "no-code-reported", Warn, Own),
    c("user.last-attempt", "waiting-for-retry", Fail, Own),
    c("user.last-attempt", "hash-not-read", Fail, Absence),
    c("user.last-attempt", "no-history", Warn, Absence),
    c("user.freshness", "changed-after-last-success", Fail, Own),
    c("user.freshness", "just-changed", Info, Own),
    c("user.freshness", "stale-log-row", Fail, Own),
    c("user.cloud", "cloud-password-changed", Warn, Own),
    c("user.cloud", "not-synchronized-object", Fail, Own),
    c("user.cloud", "federated-domain", Info, Own),
    c("user.cloud", "sign-in-blocked", Info, Own),
    c("user.cloud", "account-expired-by-design", Info, Own),
    c("user.cloud", "password-expired-by-design", Info, Own),
    c("user.cloud", "moved-into-scope", Fail, Own),
    c("user.cloud", "duplicate-attribute", Fail, Own),
];
