//! Connect versions and what is known of them.

use chrono::{DateTime, NaiveDate, Utc};

/// A product version of four numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(pub [u32; 4]);

/// The oldest build whose services still work, and since when that is so (Microsoft's notice on
/// hardening; facts V2).
pub(super) const MINIMUM: Version = Version([2, 5, 79, 0]);
const MINIMUM_SINCE: (i32, u32, u32) = (2026, 9, 30);
/// 1.x stopped working on this day (version history; facts V1).
const V1_RETIRED: (i32, u32, u32) = (2023, 10, 1);
/// A build that was taken back (facts V5).
const RECALLED: Version = Version([2, 6, 79, 0]);
/// From here on the Connect wizard has a troubleshooting task (seed 002).
const HAS_TASK: Version = Version([1, 1, 614, 0]);
/// From here on there is `Invoke-ADSyncDiagnostics` (seed 001).
const HAS_CMDLET: Version = Version([1, 1, 524, 0]);

impl Version {
    /// Reads "2.5.79.0"; missing parts are 0.
    pub(super) fn parse(text: &str) -> Option<Version> {
        let mut parts = [0; 4];
        let mut given = text.trim().split('.');
        for (i, part) in given.by_ref().take(4).enumerate() {
            parts[i] = part.parse().ok()?;
        }
        (given.next().is_none() && text.contains('.')).then_some(Version(parts))
    }

    pub(super) fn retired(self, as_of: Option<DateTime<Utc>>) -> bool {
        self.0[0] == 1 && since(V1_RETIRED, as_of)
    }

    pub(super) fn below_minimum(self) -> bool {
        self < MINIMUM && self.0[0] > 1
    }

    pub(super) fn recalled(self) -> bool {
        self == RECALLED
    }

    /// Which of Microsoft's own tools this version has.
    pub(super) fn route(self) -> &'static str {
        if self >= HAS_TASK {
            "task"
        } else if self >= HAS_CMDLET {
            "cmdlet"
        } else {
            "manual"
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}.{}", self.0[0], self.0[1], self.0[2], self.0[3])
    }
}

/// True where builds below the minimum no longer work.
pub(super) fn minimum_in_force(as_of: Option<DateTime<Utc>>) -> bool {
    since(MINIMUM_SINCE, as_of)
}

/// Evidence without a time is younger than this program's rules, as far as anyone can tell.
fn since((year, month, day): (i32, u32, u32), as_of: Option<DateTime<Utc>>) -> bool {
    let day = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    as_of.is_none_or(|t| t.date_naive() >= day)
}
