//! What each source says of its time and its computer, before its records are used.

use crate::{
    evidence::{Kind, Origin, Record, Stamp},
    facts::{computer::computers, events::Folds},
};
use chrono::{DateTime, Utc};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What is known of a source before its records are used.
#[derive(Default)]
pub(super) struct Clock {
    pub header: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
    fallback: Option<DateTime<Utc>>,
    pub computer: Option<String>,
}

impl Clock {
    pub fn as_of(&self) -> Option<DateTime<Utc>> {
        self.header.max(self.newest).or(self.fallback)
    }

    /// When a record of this source was observed.
    pub fn of(&self, record: &Record) -> Option<DateTime<Utc>> {
        record.at.or(self.header).or_else(|| self.as_of())
    }
}

/// All sources.
pub(super) struct Clocks(BTreeMap<Arc<Origin>, Clock>);

impl Clocks {
    /// What these records and events say of their sources.
    pub fn of(records: &[Record], folds: &Folds) -> Clocks {
        let mut clocks: BTreeMap<Arc<Origin>, Clock> = BTreeMap::new();
        for record in records {
            let clock = clocks.entry(Arc::clone(&record.from.origin)).or_default();
            clock.newest = clock.newest.max(record.at);
            let Some(props) = record.props() else { continue };
            let time = |name: &str| props.time(name).and_then(Stamp::moment);
            match record.kind {
                Kind::Header => {
                    clock.header = clock.header.max(time("collected_at"));
                    set(&mut clock.computer, props.text("computer"));
                }
                Kind::Server => set(&mut clock.computer, props.text("ComputerName")),
                Kind::ADSyncPartitionPasswordSyncState => {
                    clock.fallback = clock.fallback.max(time("PasswordSyncLastCycleEndTimestamp"));
                    clock.fallback = clock.fallback.max(time("PasswordSyncLastCycleStartTimestamp"));
                }
                Kind::ADSyncCSObjectLog => clock.fallback = clock.fallback.max(time("TimeStamp")),
                _ => {}
            }
        }
        for ((origin, _), fold) in &folds.all {
            let clock = clocks.entry(Arc::clone(origin)).or_default();
            clock.newest = clock.newest.max(Some(fold.newest));
        }
        Clocks(clocks)
    }

    /// Sources that only cycle and row times date: they may have been read any time after.
    pub fn undated(&self) -> BTreeSet<Arc<Origin>> {
        let undated = self.0.iter().filter(|(_, c)| c.header.max(c.newest).is_none());
        undated.map(|(origin, _)| Arc::clone(origin)).collect()
    }

    pub fn get(&self, origin: &Arc<Origin>) -> Option<&Clock> {
        self.0.get(origin)
    }

    /// The different computers, by the first spelling of each. A source that names its computer names
    /// that of its events too; a bare log goes by what its events name.
    pub fn computers(&self, folds: &Folds) -> Vec<String> {
        let bare = |origin: &Arc<Origin>| self.get(origin).is_none_or(|c| c.computer.is_none());
        let machines = folds.machines().into_iter().filter(|(origin, m)| bare(origin) && !m.is_empty());
        let own = self.0.values().filter_map(|c| c.computer.as_deref());
        computers(&own.chain(machines.map(|(_, machine)| machine)).collect::<Vec<_>>())
    }
}

fn set(place: &mut Option<String>, value: Option<&str>) {
    if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
        *place = Some(value.to_owned());
    }
}
