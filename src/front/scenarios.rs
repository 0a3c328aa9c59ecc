//! The built-in cases: one healthy server, and small files that each change it into a broken one.

mod files;
mod overlay;

use crate::evidence::open::{self, Opened};
use chrono::{DateTime, TimeZone, Utc};
use files::OVERLAYS;
use overlay::Overlay;
use std::sync::OnceLock;

/// The case that a bare `demo` shows.
pub const FIRST: &str = "tenant-feature-off";
/// The case without a fault.
pub const HEALTHY: &str = "healthy";

const BASE: &str = include_str!("../../assets/scenarios/healthy.jsonl");

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
    /// What changes the healthy server into this one.
    overlay: Option<Overlay>,
    /// Made when they are asked for.
    lines: OnceLock<String>,
}

impl Scenario {
    /// Its evidence, as JSON Lines.
    #[must_use]
    pub fn lines(&self) -> &str {
        self.lines.get_or_init(|| match &self.overlay {
            Some(overlay) => apply(overlay, BASE.to_owned()),
            None => BASE.to_owned(),
        })
    }

    /// Its evidence, to be read.
    #[must_use]
    pub fn open(&self) -> Opened {
        let name = format!("built-in case {}", self.name);
        open::memory(&name, "built-in case", self.lines().as_bytes().to_vec())
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
            overlay: None,
            lines: OnceLock::new(),
        };
        let broken = OVERLAYS.iter().filter_map(|(name, _)| {
            let overlay = overlay(name)?;
            Some(Scenario {
                name: (*name).to_owned(),
                title: overlay.title.clone()?,
                story: overlay.story.clone(),
                root: overlay.root.clone(),
                user: overlay.user.clone(),
                overlay: Some(overlay),
                lines: OnceLock::new(),
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
