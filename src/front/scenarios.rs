//! The built-in cases: one healthy server, and small files that each change it into a broken one.

mod overlay;

use crate::evidence::open::{self, Opened};
use chrono::{DateTime, TimeZone, Utc};
use overlay::Overlay;
use std::sync::OnceLock;

/// The case that a bare `demo` shows.
pub const FIRST: &str = "tenant-feature-off";
/// The case without a fault.
pub const HEALTHY: &str = "healthy";

const BASE: &str = include_str!("../../assets/scenarios/healthy.jsonl");

macro_rules! overlays {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../assets/scenarios/", $name, ".toml")))),+]
    };
}

/// In the order in which they are listed.
const OVERLAYS: &[(&str, &str)] = overlays![
    "cloud-fails",
    "emea-fails",
    "tenant-feature-off",
    "staging-mode",
    "forest-off",
    "failed-partition",
    "version-retired",
    "version-below-minimum",
    "version-recalled",
    "service-stopped",
    "service-disabled",
    "scheduler-disabled",
    "scheduler-suspended",
    "maintenance-disabled",
    "initial-sync-missing",
    "fips-policy",
    "trace-left-on",
    "log-too-short",
    "log-damaged",
    "os-unsupported",
    "tls-disabled",
    "database-full",
    "database-deadlock",
    "utf8-locale",
    "key-inaccessible",
    "agent-error",
    "no-forest",
    "no-entra-connector",
    "two-entra-connectors",
    "local-off-cloud-on",
    "entra-not-activated",
    "entra-dirsync-off",
    "entra-access-denied",
    "entra-busy",
    "entra-account-missing",
    "entra-account-locked",
    "entra-account-old-password",
    "entra-account-disabled",
    "entra-bad-credentials",
    "entra-tenant-not-found",
    "entra-mfa",
    "entra-unreachable",
    "entra-no-tls",
    "entra-client-refused",
    "entra-unknown-error",
    "certificate-expired",
    "certificate-expiring",
    "no-heartbeat",
    "agent-stopped",
    "agent-silent",
    "results-failing",
    "full-sync-running",
    "full-sync-failed",
    "run-refused",
    "run-failed",
    "partition-not-domain",
    "partition-not-selected",
    "preferred-dcs-only",
    "preferred-dc-down",
    "domain-unreachable",
    "ports-blocked",
    "no-writable-dc",
    "dc-name-unknown",
    "dc-not-found",
    "account-bad-password",
    "account-not-found",
    "account-disabled",
    "account-locked",
    "account-expired",
    "account-password-expired",
    "account-must-change-password",
    "account-logon-restricted",
    "rights-missing",
    "rpc-5",
    "rpc-6",
    "rpc-14",
    "rpc-1127",
    "rpc-1130",
    "rpc-1450",
    "rpc-1722",
    "rpc-1723",
    "rpc-1726",
    "rpc-1727",
    "rpc-1728",
    "rpc-1753",
    "rpc-1818",
    "rpc-1825",
    "rpc-8333",
    "rpc-8420",
    "rpc-8439",
    "rpc-8446",
    "rpc-8451",
    "rpc-8456",
    "rpc-8457",
    "rpc-8465",
    "rpc-8593",
    "rpc-8606",
    "ldap-error",
    "crypto-error",
    "file-time-error",
    "duplicate-key-error",
    "replication-error",
    "never-tried",
    "never-succeeded",
    "cycle-interrupted",
    "cycle-stale",
    "user-never-sent",
    "user-temporary-password",
    "user-filtered",
    "user-duplicate",
    "user-not-found",
    "user-inetorgperson",
    "user-is-contact",
    "user-not-imported",
    "user-group-filter",
    "user-attribute-filter",
    "user-disconnected",
    "user-partition-off",
    "user-cloud-filtered",
    "user-no-anchor",
    "user-domain-missing",
    "user-domain-wrong",
    "user-not-provisioned",
    "user-not-exported",
    "user-no-inbound-rule",
    "user-inbound-rule-off",
    "user-disabled",
    "user-no-outbound-rule",
    "user-outbound-rule-off",
    "user-temporary-synchronized",
    "user-without-password",
    "user-attempt-filtered",
    "user-attempt-no-target",
    "user-attempt-no-source",
    "user-attempt-migrated",
    "user-attempt-error",
    "user-attempt-unknown",
    "user-attempt-attribute",
    "user-attempt-retry",
    "user-waits-for-retry",
    "user-attempt-no-code",
    "user-hash-not-read",
    "user-no-history",
    "user-changed-since",
    "user-just-changed",
    "user-changed-in-cloud",
    "user-cloud-only",
    "user-name-taken",
    "user-federated",
    "user-sign-in-blocked",
    "user-account-expired",
    "user-password-expired",
    "user-moved-into-scope",
    "user-conflict",
];

/// A built-in case.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: String,
    /// What is wrong, as a headline.
    pub title: String,
    /// How it came about.
    pub story: String,
    /// What has to be found, as `check/cause`; the first root cause where it is a failure. None where
    /// nothing is wrong.
    pub root: Option<String>,
    /// Whom it is about, where it is about one user.
    pub user: Option<String>,
    lines: String,
}

impl Scenario {
    /// Its evidence, as JSON Lines.
    #[must_use]
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// Its evidence, to be read.
    #[must_use]
    pub fn open(&self) -> Opened {
        let name = format!("built-in case {}", self.name);
        open::memory(&name, "built-in case", self.lines.clone().into_bytes())
    }
}

/// The time at which every case was collected.
#[must_use]
pub fn time() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 12, 0).single().unwrap_or_default()
}

/// Every case that is listed, the healthy one first.
#[must_use]
pub fn all() -> &'static [Scenario] {
    static ALL: OnceLock<Vec<Scenario>> = OnceLock::new();
    ALL.get_or_init(|| {
        let healthy = Scenario {
            name: HEALTHY.to_owned(),
            title: "Two forests, everything works".to_owned(),
            story: "A server as it should be: nothing is wrong.".to_owned(),
            root: None,
            user: None,
            lines: BASE.to_owned(),
        };
        let broken = OVERLAYS.iter().filter_map(|(name, _)| {
            let overlay = overlay(name)?;
            Some(Scenario {
                name: (*name).to_owned(),
                title: overlay.title.clone()?,
                story: overlay.story.clone(),
                root: overlay.root.clone(),
                user: overlay.user.clone(),
                lines: apply(&overlay, BASE.to_owned()),
            })
        });
        std::iter::once(healthy).chain(broken).collect()
    })
}

/// The case with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Scenario> {
    all().iter().find(|s| s.name.eq_ignore_ascii_case(name))
}

fn overlay(name: &str) -> Option<Overlay> {
    let (_, text) = OVERLAYS.iter().find(|(n, _)| *n == name)?;
    toml::from_str(text).ok()
}

/// What an overlay stands on comes first.
fn apply(overlay: &Overlay, lines: String) -> String {
    let under = overlay.on.as_deref().and_then(self::overlay);
    let lines = match under {
        Some(under) => apply(&under, lines),
        None => lines,
    };
    overlay.apply(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::CAUSES;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_can_be_read_and_changes_something() {
        for (name, text) in OVERLAYS {
            let overlay: Overlay = toml::from_str(text).unwrap_or_else(|e| panic!("{name}.toml: {e}"));
            if let Some(under) = &overlay.on {
                assert!(super::overlay(under).is_some(), "{name}: there is no {under}");
            }
            let under = overlay.on.as_deref().and_then(super::overlay);
            let before = under.map_or(BASE.to_owned(), |u| apply(&u, BASE.to_owned()));
            for (what, count) in overlay.effects(&before) {
                assert!(count > 0, "{name}: {what} changes nothing");
            }
        }
    }

    #[test]
    fn every_case_is_a_whole_server() {
        for case in all() {
            let lines = case.lines().lines().count();
            assert!(lines >= 25, "{} has {lines} records", case.name);
            for line in case.lines().lines() {
                serde_json::from_str::<serde_json::Value>(line).unwrap();
            }
            assert!(
                case.title.chars().count() <= 52 && case.title.is_ascii(),
                "{}: title too long",
                case.name
            );
            assert!(!case.story.is_empty());
        }
    }

    #[test]
    fn every_root_is_a_cause() {
        let known: BTreeSet<String> = CAUSES.iter().map(|r| format!("{}/{}", r.check.0, r.cause.0)).collect();
        for case in all().iter().filter(|c| c.name != HEALTHY) {
            let root = case.root.as_ref().unwrap_or_else(|| panic!("{} names no root", case.name));
            assert!(known.contains(root), "{}: {root}", case.name);
        }
    }
}
