//! What explains what. A failed finding that a failed finding of another check explains is no root
//! cause. Scopes must touch: the same, or one encloses the other.

use super::{Cause, CheckId};

/// One rule of explanation.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The check whose failure explains.
    pub by: CheckId,
    /// Only these causes of it; empty for any.
    pub causes: &'static [Cause],
    /// Only where the cause names one of these; empty for any.
    pub codes: &'static [&'static str],
    /// The check whose failure is explained.
    pub of: CheckId,
    /// Only these causes of it; empty for any.
    pub of_causes: &'static [Cause],
}

const fn e(by: &'static str, of: &'static str) -> Explanation {
    only(by, &[], of, &[])
}

const fn only(
    by: &'static str,
    causes: &'static [Cause],
    of: &'static str,
    of_causes: &'static [Cause],
) -> Explanation {
    Explanation { by: CheckId(by), causes, codes: &[], of: CheckId(of), of_causes }
}

/// What an export says of a value that another object holds.
pub const IN_CONFLICT: &[&str] =
    &["AttributeValueMustBeUnique", "InvalidSoftMatch", "QuarantinedAttributeValueMustBeUnique"];

/// Every rule.
pub const EXPLANATIONS: &[Explanation] = &[
    // The server and the tenant explain what the channel does not do.
    e("server.service", "connector.heartbeat"),
    e("server.service", "connector.agent"),
    e("server.service", "domain.last-cycle"),
    e("server.service", "user.last-attempt"),
    e("server.service", "user.freshness"),
    e("server.staging-mode", "connector.heartbeat"),
    e("server.staging-mode", "connector.agent"),
    e("server.staging-mode", "domain.last-cycle"),
    e("server.staging-mode", "user.last-attempt"),
    e("server.staging-mode", "user.freshness"),
    e("server.initial-sync", "connector.heartbeat"),
    e("server.initial-sync", "connector.agent"),
    e("server.initial-sync", "domain.last-cycle"),
    e("server.initial-sync", "user.last-attempt"),
    e("server.initial-sync", "user.freshness"),
    e("server.version", "connector.heartbeat"),
    e("server.version", "connector.agent"),
    e("server.version", "domain.last-cycle"),
    e("server.version", "user.last-attempt"),
    e("server.version", "user.freshness"),
    only("server.version", &[], "tenant.cloud-channel", &[Cause("client-unsupported")]),
    e("server.fips", "connector.heartbeat"),
    e("server.fips", "connector.agent"),
    e("server.fips", "domain.replication"),
    e("server.fips", "domain.last-cycle"),
    e("server.fips", "user.last-attempt"),
    e("server.fips", "user.freshness"),
    e("server.engine", "connector.heartbeat"),
    e("server.engine", "connector.agent"),
    e("server.engine", "domain.replication"),
    e("server.engine", "domain.last-cycle"),
    e("server.engine", "server.service"),
    only(
        "server.tls",
        &[],
        "tenant.cloud-channel",
        &[
            Cause("entra-endpoint-unreachable"),
            Cause("entra-security-negotiation"),
            Cause("entra-channel-error"),
        ],
    ),
    e("tenant.phs-enabled", "connector.heartbeat"),
    e("tenant.phs-enabled", "connector.agent"),
    e("tenant.phs-enabled", "connector.results"),
    e("tenant.phs-enabled", "domain.last-cycle"),
    e("tenant.phs-enabled", "user.last-attempt"),
    e("tenant.phs-enabled", "user.freshness"),
    e("tenant.phs-enabled", "tenant.local-cloud-agreement"),
    only("tenant.phs-enabled", &[], "tenant.cloud-channel", &[Cause("entra-phs-not-activated")]),
    e("tenant.cloud-channel", "connector.heartbeat"),
    e("tenant.cloud-channel", "connector.agent"),
    e("tenant.cloud-channel", "connector.results"),
    e("tenant.cloud-channel", "domain.last-cycle"),
    e("tenant.cloud-channel", "user.last-attempt"),
    e("tenant.cloud-channel", "user.freshness"),
    e("connector.phs-enabled", "connector.heartbeat"),
    e("connector.phs-enabled", "connector.agent"),
    e("connector.phs-enabled", "domain.last-cycle"),
    e("connector.phs-enabled", "user.last-attempt"),
    e("connector.phs-enabled", "user.freshness"),
    e("connector.phs-enabled", "tenant.local-cloud-agreement"),
    only("connector.phs-enabled", &[], "tenant.cloud-channel", &[Cause("entra-phs-not-activated")]),
    // The channel itself.
    only("connector.agent", &[Cause("agent-stopped")], "connector.heartbeat", &[]),
    only("connector.agent", &[Cause("agent-stopped")], "domain.last-cycle", &[]),
    only("connector.heartbeat", &[], "connector.agent", &[Cause("agent-silent")]),
    // A domain, in the order in which a cycle meets its controllers.
    e("domain.partition", "domain.reachable"),
    e("domain.partition", "domain.account-credentials"),
    e("domain.partition", "domain.account-permissions"),
    e("domain.partition", "domain.replication"),
    e("domain.partition", "domain.last-cycle"),
    e("domain.preferred-dcs", "domain.reachable"),
    e("domain.preferred-dcs", "domain.account-credentials"),
    e("domain.preferred-dcs", "domain.account-permissions"),
    e("domain.preferred-dcs", "domain.replication"),
    e("domain.preferred-dcs", "domain.last-cycle"),
    e("domain.reachable", "domain.account-credentials"),
    e("domain.reachable", "domain.account-permissions"),
    e("domain.reachable", "domain.replication"),
    e("domain.reachable", "domain.last-cycle"),
    e("domain.account-credentials", "domain.account-permissions"),
    e("domain.account-credentials", "domain.replication"),
    e("domain.account-credentials", "domain.last-cycle"),
    e("domain.account-credentials", "connector.last-run"),
    e("domain.account-permissions", "domain.replication"),
    e("domain.account-permissions", "domain.last-cycle"),
    e("domain.replication", "domain.last-cycle"),
    only("connector.last-run", &[Cause("run-credentials-refused")], "domain.last-cycle", &[]),
    // A user, in the order in which the object travels.
    e("user.directory-object", "user.connector-space"),
    e("user.directory-object", "user.metaverse"),
    e("user.directory-object", "user.entra-connector-space"),
    e("user.directory-object", "user.export"),
    e("user.directory-object", "user.inbound-rule"),
    e("user.directory-object", "user.outbound-rule"),
    e("user.directory-object", "user.last-attempt"),
    e("user.directory-object", "user.freshness"),
    e("user.connector-space", "user.metaverse"),
    e("user.connector-space", "user.entra-connector-space"),
    e("user.connector-space", "user.export"),
    e("user.connector-space", "user.inbound-rule"),
    e("user.connector-space", "user.outbound-rule"),
    e("user.connector-space", "user.last-attempt"),
    e("user.connector-space", "user.freshness"),
    e("user.metaverse", "user.entra-connector-space"),
    e("user.metaverse", "user.export"),
    e("user.metaverse", "user.outbound-rule"),
    e("user.metaverse", "user.last-attempt"),
    e("user.metaverse", "user.freshness"),
    e("user.entra-connector-space", "user.export"),
    e("user.entra-connector-space", "user.outbound-rule"),
    e("user.entra-connector-space", "user.last-attempt"),
    e("user.entra-connector-space", "user.freshness"),
    e("user.export", "user.last-attempt"),
    e("user.export", "user.freshness"),
    Explanation {
        codes: IN_CONFLICT,
        ..only("user.export", &[Cause("export-error")], "user.cloud", &[Cause("duplicate-attribute")])
    },
    only("user.cloud", &[Cause("moved-into-scope")], "user.last-attempt", &[Cause("no-history")]),
    e("user.inbound-rule", "user.last-attempt"),
    e("user.inbound-rule", "user.freshness"),
    e("user.outbound-rule", "user.last-attempt"),
    e("user.outbound-rule", "user.freshness"),
    e("user.temporary-password", "user.last-attempt"),
    e("user.freshness", "user.last-attempt"),
    e("user.password-hash", "user.last-attempt"),
];
