//! One thing that records describe: its properties, each with the newest observation.

use super::{Fact, Seen};
use crate::evidence::{Gap, Kind, Props, Stamp, Why};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// One thing: the scheduler, a service, a connector.
#[derive(Clone, Debug)]
pub struct Entity {
    kind: Kind,
    held: BTreeMap<String, Held>,
    /// Properties that were asked for and had no value.
    blank: BTreeSet<String>,
    seen: Option<Seen>,
    gap: Option<Gap>,
}

#[derive(Clone, Debug)]
enum Held {
    Value(Value, Seen),
    Bad(String),
    /// Older than the operator accepts.
    Old(Value, Seen),
}

/// A key in the form it is compared in.
pub(super) fn key(parts: &[&str]) -> String {
    parts.join("\u{1f}").to_lowercase()
}

impl Entity {
    pub(super) const fn missing(kind: Kind, gap: Gap) -> Entity {
        Entity { kind, held: BTreeMap::new(), blank: BTreeSet::new(), seen: None, gap: Some(gap) }
    }

    pub(super) const fn new(kind: Kind) -> Entity {
        Entity { kind, held: BTreeMap::new(), blank: BTreeSet::new(), seen: None, gap: None }
    }

    /// Takes what a newer record says; what it does not say stays.
    pub(super) fn put(&mut self, props: &Props, seen: &Seen, too_old: bool) {
        for (name, reason) in props.bad() {
            self.held.entry(name.clone()).or_insert_with(|| Held::Bad(reason.clone()));
        }
        for (name, value) in props.iter() {
            let held = if too_old { Held::Old } else { Held::Value };
            self.held.insert(name.clone(), held(value.clone(), seen.clone()));
        }
        for name in props.blank() {
            // An empty answer is an answer.
            if !too_old {
                self.held.remove(name);
            }
            self.blank.insert(name.clone());
        }
        self.seen = Some(seen.clone());
        self.gap = None;
    }

    /// True for a property that was asked for and has no value.
    #[must_use]
    pub fn is_blank(&self, property: &str) -> bool {
        self.blank.contains(property) && !self.held.contains_key(property)
    }

    /// Where it was seen last; none for a thing that no record describes.
    #[must_use]
    pub const fn seen(&self) -> Option<&Seen> {
        self.seen.as_ref()
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Every value that is held, whatever its age.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.held.iter().filter_map(|(name, held)| match held {
            Held::Value(value, _) | Held::Old(value, _) => Some((name.as_str(), value)),
            Held::Bad(_) => None,
        })
    }

    /// The value of a property whatever its age: for names and structure, which are not judged.
    #[must_use]
    pub fn stored(&self, property: &str) -> Option<&Value> {
        match self.held.get(property) {
            Some(Held::Value(value, _) | Held::Old(value, _)) => Some(value),
            _ => None,
        }
    }

    /// All values, whatever their age.
    pub(super) fn stored_all(&self) -> Map<String, Value> {
        let value = |held: &Held| match held {
            Held::Value(value, _) | Held::Old(value, _) => Some(value.clone()),
            Held::Bad(_) => None,
        };
        self.held.iter().filter_map(|(name, held)| Some((name.clone(), value(held)?))).collect()
    }

    /// An error where all that is known of the thing is older than the operator accepts.
    pub fn young_enough(&self) -> Result<(), Gap> {
        let old = self.held.values().find_map(|h| match h {
            Held::Old(_, seen) => Some(seen),
            _ => None,
        });
        match (old, self.held.values().any(|h| matches!(h, Held::Value(..)))) {
            (Some(seen), false) => {
                let last = Some(("it was there".to_owned(), seen.at));
                Err(Gap { record: self.kind, property: None, why: Why::TooOld, last })
            }
            _ => Ok(()),
        }
    }

    /// The value of a property, as its shape has it.
    #[must_use]
    pub fn value(&self, property: &str) -> Fact<Value> {
        let gap = |why, last| Gap { record: self.kind, property: Some(property.to_owned()), why, last };
        match self.held.get(property) {
            Some(Held::Value(value, seen)) => Fact::Known(value.clone(), seen.clone()),
            Some(Held::Bad(reason)) => Fact::Unknown(gap(Why::Unreadable(reason.clone()), None)),
            Some(Held::Old(value, seen)) => Fact::Unknown(gap(Why::TooOld, Some((plain(value), seen.at)))),
            None => match &self.gap {
                Some(whole) => Fact::Unknown(Gap { property: Some(property.to_owned()), ..whole.clone() }),
                None => Fact::Unknown(gap(Why::NotInRecord, None)),
            },
        }
    }

    fn typed<T>(&self, property: &str, read: impl Fn(&Value) -> Option<T>) -> Fact<T> {
        match self.value(property) {
            Fact::Known(value, seen) => match read(&value) {
                Some(value) => Fact::Known(value, seen),
                None => Fact::Unknown(Gap {
                    record: self.kind,
                    property: Some(property.to_owned()),
                    why: Why::Unreadable(format!("found {value}")),
                    last: None,
                }),
            },
            Fact::Absent(kind, seen) => Fact::Absent(kind, seen),
            Fact::Unknown(gap) => Fact::Unknown(gap),
        }
    }

    /// Yes or no.
    #[must_use]
    pub fn bool(&self, property: &str) -> Fact<bool> {
        self.typed(property, Value::as_bool)
    }

    /// A text.
    #[must_use]
    pub fn text(&self, property: &str) -> Fact<String> {
        self.typed(property, |v| v.as_str().map(str::to_owned))
    }

    /// A whole number.
    #[must_use]
    pub fn int(&self, property: &str) -> Fact<i64> {
        self.typed(property, Value::as_i64)
    }

    /// A time.
    #[must_use]
    pub fn time(&self, property: &str) -> Fact<Stamp> {
        self.typed(property, |v| v.as_str().and_then(Stamp::from_text))
    }

    /// Several texts.
    #[must_use]
    pub fn list(&self, property: &str) -> Fact<Vec<String>> {
        self.typed(property, |v| {
            v.as_array().map(|items| items.iter().filter_map(|i| i.as_str().map(str::to_owned)).collect())
        })
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
