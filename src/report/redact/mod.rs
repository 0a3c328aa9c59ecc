//! Names are taken out of a report: by the class that came with each value from the reader, then by
//! value through all free text in every spelling, then a look for what still looks like one.
//!
//! A mark stands for the same thing all through a report, and for another in the next.

mod free;
mod scan;
mod spelling;

pub use free::{certain, names};
pub use scan::Leak;

use super::model::{Redaction, Report};
use crate::{diagnosis::Value, evidence::Class};
use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Fields that hold words of ours, by their name; nothing of the evidence ever stands there.
const OURS: [&str; 29] = [
    "schema",
    "choice",
    "id",
    "tool",
    "generated_at",
    "evaluated_at",
    "observed_at",
    "judged_at",
    "observed_from",
    "observed_to",
    "first_seen",
    "last_seen",
    "at",
    "until",
    "flow",
    "verdict",
    "check",
    "cause",
    "status",
    "blocked_by",
    "remedy",
    "verify",
    "risk",
    "links",
    "state",
    "what",
    "changed_at",
    "waiting_since",
    "missing",
];
/// From this length on a name is also found within a longer word.
const LONG: usize = 8;

/// Of a text that is named by several classes, the first holds.
const RANKS: [Class; 4] = [Class::Tenant, Class::Host, Class::Network, Class::Person];

/// A report without names.
#[derive(Clone, Debug)]
pub struct Redacted {
    /// The report.
    pub report: Report,
    /// What in it still looks like a name.
    pub leaks: Vec<Leak>,
}

/// What is looked for, and what stands for it.
struct Marks {
    find: AhoCorasick,
    /// For each spelling: who it is, and how long it is.
    spellings: Vec<(Known, usize)>,
    /// The number of each who was met, in the order in which they were.
    met: BTreeMap<Known, u32>,
}

/// Somebody or something, by class and a number of our own.
type Known = (Class, u32);

/// Takes `names` out of a report.
pub fn redact(report: &Report, names: &[Value]) -> Result<Redacted, String> {
    let mut marks = Marks::of(report, names)?;
    let mut json = serde_json::to_value(report).map_err(|e| e.to_string())?;
    walk(&mut json, "", &mut |text| marks.replace(text));
    let mut made: Report = serde_json::from_value(json).map_err(|e| e.to_string())?;
    made.redaction = Redaction { applied: true, counts: marks.counts() };
    let leaks = scan::scan(&serde_json::to_value(&made).map_err(|e| e.to_string())?);
    Ok(Redacted { report: made, leaks })
}

/// Every text that could hold a name.
fn walk(json: &mut Json, field: &str, change: &mut impl FnMut(&str) -> String) {
    match json {
        Json::String(text) if !OURS.contains(&field) => *text = change(text),
        Json::Array(items) => items.iter_mut().for_each(|i| walk(i, field, change)),
        Json::Object(map) => {
            for (name, value) in map.iter_mut().filter(|(n, _)| *n != "tool" && *n != "redaction") {
                walk(value, name, change);
            }
        }
        _ => {}
    }
}

impl Marks {
    fn of(report: &Report, names: &[Value]) -> Result<Marks, String> {
        // What a name is, goes before what could be a part of another.
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        let mut parts: BTreeMap<String, Known> = BTreeMap::new();
        let mut next = 0;
        for name in ordered(&all(report, names)) {
            let whole = name.text.trim().to_lowercase();
            let spellings = spelling::all(&name);
            // Another spelling of somebody who is known is the same one.
            let same = |s: &String| known.get(s).or_else(|| parts.get(s)).filter(|k| k.0 == name.class);
            let who = known.get(&whole).or_else(|| spellings.iter().find_map(same)).copied();
            let who = who.unwrap_or_else(|| {
                next += 1;
                (name.class, next)
            });
            known.entry(whole).or_insert(who);
            for spelling in spellings {
                parts.entry(spelling).or_insert(who);
            }
        }
        for source in report.sources.iter().filter_map(|s| spelling::of_a_source(&s.name)) {
            next += 1;
            parts.entry(source.to_lowercase()).or_insert((Class::Person, next));
        }
        parts.extend(known);
        let find = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(parts.keys())
            .map_err(|e| e.to_string())?;
        let spellings = parts.into_iter().map(|(text, who)| (who, text.chars().count())).collect();
        Ok(Marks { find, spellings, met: BTreeMap::new() })
    }

    /// The mark of somebody: the first who is met is number one of the class.
    fn mark(&mut self, who: Known) -> String {
        let next = self.met.keys().filter(|k| k.0 == who.0).count() + 1;
        let n = *self.met.entry(who).or_insert(u32::try_from(next).unwrap_or(u32::MAX));
        format!("[{}-{n}]", word(who.0))
    }

    fn counts(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for (class, _) in self.met.keys() {
            *counts.entry(word(*class).to_owned()).or_default() += 1;
        }
        counts
    }

    fn replace(&mut self, text: &str) -> String {
        // Compared in lower case; `at` leads back to the text as it is.
        let mut lower = String::with_capacity(text.len());
        let mut at = Vec::with_capacity(text.len() + 1);
        for (i, c) in text.char_indices() {
            let before = lower.len();
            lower.extend(c.to_lowercase());
            at.resize(at.len() + lower.len() - before, i);
        }
        at.push(text.len());
        let mut out = String::with_capacity(text.len());
        let (mut done, mut from) = (0, 0);
        while let Some(hit) = self.find.find(aho_corasick::Input::new(&lower).range(from..)) {
            let (who, length) = self.spellings[hit.pattern()];
            let whole = length >= LONG || stands_alone(&lower, hit.start(), hit.end());
            if !whole || at[hit.start()] < done {
                // Step to the next character, not to the next byte.
                from = hit.start() + lower[hit.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            out.push_str(&text[done..at[hit.start()]]);
            out.push_str(&self.mark(who));
            done = at[hit.end()];
            from = hit.end();
        }
        out.push_str(&text[done..]);
        out
    }
}

/// The names of the evidence, and those that stand in fields of their own.
fn all(report: &Report, names: &[Value]) -> Vec<Value> {
    let environment = &report.environment;
    let mut all = names.to_vec();
    let mut put =
        |class, names: Vec<&String>| all.extend(names.into_iter().map(|n| Value::of(class, n.clone())));
    put(Class::Host, environment.computer.iter().collect());
    put(Class::Tenant, environment.tenant.iter().collect());
    put(Class::Network, environment.connectors.iter().chain(&environment.domains).collect());
    for finding in &report.findings {
        put(Class::Network, finding.scope.connector.iter().chain(&finding.scope.domain).collect());
        put(Class::Person, finding.scope.user.iter().collect());
    }
    put(Class::Person, report.actions.iter().map(|a| &a.by).collect());
    for source in &report.sources {
        all.extend(source.problems.iter().flat_map(|p| free::names(&p.reason)));
        all.extend(source.not_understood.iter().flat_map(|name| certain(name)));
    }
    all
}

/// Each once: what says most of a name first, since accounts and domains stand together in many
/// fields; of a class the longest first, so that a whole name comes before a part of it.
fn ordered(names: &[Value]) -> Vec<Value> {
    let mut out: Vec<Value> =
        names.iter().filter(|n| n.class != Class::Public && spelling::is_a_name(&n.text)).cloned().collect();
    let rank = |class| RANKS.iter().position(|c| *c == class);
    out.sort_by(|a, b| {
        let key = |v: &Value| {
            (rank(v.class), std::cmp::Reverse(v.text.len()), v.text.to_lowercase(), v.text.clone())
        };
        key(a).cmp(&key(b))
    });
    out.dedup();
    out
}

/// True where no letter or digit stands right before or behind.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let behind = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
}

const fn word(class: Class) -> &'static str {
    match class {
        Class::Public => "public",
        Class::Person => "person",
        Class::Host => "host",
        Class::Network => "network",
        Class::Tenant => "tenant",
    }
}
