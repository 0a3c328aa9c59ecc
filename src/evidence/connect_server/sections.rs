//! What the collector can be asked for, part by part. The script holds the same table.

use crate::evidence::{Ask, Kind, KindSet};

/// One part of a collection. It runs apart from the others: what stops it stops nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name in the script.
    pub name: &'static str,
    /// What it is called while it runs.
    pub title: &'static str,
    /// The records it gives.
    pub kinds: &'static [Kind],
    /// True where it is asked once for each user, and not at all without one.
    pub for_user: bool,
}

const fn one(name: &'static str, title: &'static str, kinds: &'static [Kind]) -> Section {
    Section { name, title, kinds, for_user: false }
}

/// Every section, in the order in which the script runs them.
pub const SECTIONS: &[Section] = &[
    one("server", "Windows, version, policies", &[Kind::Server]),
    one("service", "the synchronization service", &[Kind::Service]),
    one("scheduler", "scheduler", &[Kind::ADSyncScheduler]),
    one("settings", "global settings", &[Kind::ADSyncGlobalSettingsParameter]),
    one("connectors", "connectors", &[Kind::ADSyncConnector]),
    one(
        "password-sync",
        "password synchronization of each forest",
        &[Kind::ADSyncAADPasswordSyncConfiguration],
    ),
    one("partitions", "last cycle of each domain", &[Kind::ADSyncPartitionPasswordSyncState]),
    one("rules", "synchronization rules", &[Kind::ADSyncRule]),
    one("runs", "run history", &[Kind::ADSyncRunProfileResult]),
    one("reachability", "reachability of each domain", &[Kind::ADSyncDomainReachabilityStatus]),
    one("log-coverage", "span of the event log", &[Kind::EventLogCoverage]),
    one("events", "events of password synchronization", &[Kind::WinEvent]),
    one("engine-events", "events of the sync engine", &[Kind::WinEvent]),
    one("service-events", "events of the service", &[Kind::WinEvent]),
    Section {
        name: "user",
        title: "the user",
        kinds: &[Kind::ADUser, Kind::ADSyncCSObject, Kind::ADSyncMVObject, Kind::ADSyncCSObjectLog],
        for_user: true,
    },
    one("company-features", "features of the tenant", &[Kind::ADSyncAADCompanyFeature]),
];

/// The section of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|s| s.name == name)
}

/// The sections that give any of these kinds; all for none.
pub(super) fn giving(kinds: KindSet) -> Vec<&'static Section> {
    SECTIONS.iter().filter(|s| s.kinds.iter().any(|k| kinds.wants(*k))).collect()
}

/// The sections that an ask needs where nothing was collected before.
#[must_use]
pub fn needed(ask: &Ask) -> Vec<&'static Section> {
    giving(ask.kinds).into_iter().filter(|s| !s.for_user || !ask.users.is_empty()).collect()
}
