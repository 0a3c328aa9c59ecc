//! The kinds of records, named after the nouns of the cmdlets that print them.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// What a record describes. The names are public: files hold on to them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* $name),+ }

        impl Kind {
            /// Every kind, in the order of the evidence table.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),+];

            /// The name as it stands in the `record` property.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$name => stringify!($name)),+ }
            }
        }
    };
}

kinds! {
    /// When and by whom a file was collected.
    Header,
    /// The Connect server itself.
    Server,
    /// A Windows service.
    Service,
    /// `Get-ADSyncScheduler`.
    ADSyncScheduler,
    /// One parameter of `Get-ADSyncGlobalSettings`.
    ADSyncGlobalSettingsParameter,
    /// `Get-ADSyncConnector`.
    ADSyncConnector,
    /// `Get-ADSyncAADCompanyFeature`.
    ADSyncAADCompanyFeature,
    /// `Get-ADSyncAADPasswordSyncConfiguration`.
    ADSyncAADPasswordSyncConfiguration,
    /// `Get-ADSyncPartitionPasswordSyncState`.
    ADSyncPartitionPasswordSyncState,
    /// `Get-ADSyncDomainReachabilityStatus`.
    ADSyncDomainReachabilityStatus,
    /// `Get-ADSyncRule`.
    ADSyncRule,
    /// `Get-ADSyncRunProfileResult`.
    ADSyncRunProfileResult,
    /// One event of a Windows event log.
    WinEvent,
    /// What span a log covers, and whether it is whole.
    EventLogCoverage,
    /// `Get-ADSyncCSObject`.
    ADSyncCSObject,
    /// `Get-ADSyncMVObject`.
    ADSyncMVObject,
    /// One row of `Get-ADSyncCSObjectLog`.
    ADSyncCSObjectLog,
    /// A user in Active Directory.
    ADUser,
    /// The connector account's sign-in to a domain.
    ADConnectorAccount,
    /// The connector account's replication rights on a domain.
    ADReplicationRights,
    /// One domain controller as probed.
    DomainController,
    /// A user in Microsoft Entra ID.
    CloudUser,
    /// A domain of the tenant.
    CloudDomain,
    /// What the operator answered.
    OperatorAnswer,
}

impl Kind {
    /// True for what there is one of for each person: a file may hold a million.
    #[must_use]
    pub const fn is_of_people(self) -> bool {
        matches!(
            self,
            Kind::ADUser
                | Kind::ADSyncCSObject
                | Kind::ADSyncMVObject
                | Kind::ADSyncCSObjectLog
                | Kind::CloudUser
        )
    }

    /// The kind with this name, whatever its case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Kind> {
        Self::ALL.iter().copied().find(|k| k.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of kinds; empty means "no preference", that is: all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSet(u32);

impl KindSet {
    /// The set of these kinds.
    #[must_use]
    pub const fn of(kinds: &[Kind]) -> KindSet {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u32;
            i += 1;
        }
        KindSet(bits)
    }

    /// True for a kind that is named, or for every kind when none is.
    #[must_use]
    pub const fn wants(self, kind: Kind) -> bool {
        self.0 == 0 || self.0 & (1 << kind as u32) != 0
    }

    /// True when no kind is named.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds that are named.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |k| self.0 & (1 << *k as u32) != 0)
    }
}
