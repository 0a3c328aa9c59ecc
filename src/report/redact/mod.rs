//! Names are taken out of a report: by the class that came with each value from the reader, then by
//! value through all free text in every spelling, then a look for what still looks like one.
//!
//! A mark stands for the same thing all through a report, and for another in the next.

mod scan;
mod spelling;

pub use scan::Leak;

use super::model::{Redaction, Report};
use crate::{diagnosis::Value, evidence::Class};
use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Fields that hold words of ours, by their name; nothing of the evidence ever stands there.
const OURS: [&str; 23] = [
    "schema",
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
];
/// From this length on a name is also found within a longer word.
const LONG: usize = 8;

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
    /// For each spelling: its mark, and how long it is.
    by_spelling: Vec<(String, Class)>,
    lengths: Vec<usize>,
}

/// Takes `names` out of a report.
pub fn redact(report: &Report, names: &[Value]) -> Result<Redacted, String> {
    let marks = Marks::of(report, names)?;
    let mut json = serde_json::to_value(report).map_err(|e| e.to_string())?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    walk(&mut json, "", &mut |text| marks.replace(text, &mut counts));
    let mut made: Report = serde_json::from_value(json).map_err(|e| e.to_string())?;
    made.redaction = Redaction { applied: true, counts };
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
        let mut known: BTreeMap<String, (String, Class)> = BTreeMap::new();
        let mut next: BTreeMap<Class, u32> = BTreeMap::new();
        for name in ordered(&all(report, names)) {
            let spellings = spelling::all(&name);
            // Another spelling of somebody who has a mark gets the same one.
            let held = spellings.iter().find_map(|s| known.get(s)).filter(|(_, c)| *c == name.class).cloned();
            let mark = held.unwrap_or_else(|| {
                let n = next.entry(name.class).or_default();
                *n += 1;
                (format!("[{}-{n}]", word(name.class)), name.class)
            });
            for spelling in spellings {
                known.entry(spelling).or_insert_with(|| mark.clone());
            }
        }
        for source in &report.sources {
            // Folders name people; the file's own name is enough.
            if let Some((folder, _)) = source.name.rsplit_once(['/', '\\']) {
                known.entry(folder.to_lowercase()).or_insert_with(|| ("[folder]".to_owned(), Class::Person));
            }
        }
        let lengths = known.keys().map(|s| s.chars().count()).collect();
        let find = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(known.keys())
            .map_err(|e| e.to_string())?;
        Ok(Marks { find, by_spelling: known.into_values().collect(), lengths })
    }

    fn replace(&self, text: &str, counts: &mut BTreeMap<String, u64>) -> String {
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
            let whole = self.lengths[hit.pattern()] >= LONG || stands_alone(&lower, hit.start(), hit.end());
            if !whole || at[hit.start()] < done {
                // Step to the next character, not to the next byte.
                from = hit.start() + lower[hit.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let (mark, class) = &self.by_spelling[hit.pattern()];
            out.push_str(&text[done..at[hit.start()]]);
            out.push_str(mark);
            *counts.entry(word(*class).to_owned()).or_default() += 1;
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
    all
}

/// Each once, the longest of a class first: a whole name gives the mark, a part of it follows.
fn ordered(names: &[Value]) -> Vec<Value> {
    let mut out: Vec<Value> =
        names.iter().filter(|n| n.class != Class::Public && spelling::is_a_name(&n.text)).cloned().collect();
    out.sort_by(|a, b| {
        let key =
            |v: &Value| (v.class, std::cmp::Reverse(v.text.len()), v.text.to_lowercase(), v.text.clone());
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
