//! What makes a broken server out of a healthy one.

use super::time;
use chrono::{DateTime, NaiveTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One file of `assets/scenarios`. A file without a title is not listed; others stand on it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Overlay {
    pub title: Option<String>,
    #[serde(default)]
    pub story: String,
    /// `check/cause` that has to be found first.
    pub root: Option<String>,
    /// Whom it is about.
    pub user: Option<String>,
    /// Another overlay that is applied before.
    pub on: Option<String>,
    #[serde(default)]
    remove: Vec<Remove>,
    #[serde(default)]
    change: Vec<Change>,
    #[serde(default)]
    add: Vec<Add>,
    #[serde(default)]
    event: Vec<Event>,
}

/// Which records.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    record: String,
    /// Properties and what they must be.
    #[serde(default)]
    key: Map<String, Value>,
    /// Event ids.
    #[serde(default)]
    ids: Vec<i64>,
    /// A text that must stand somewhere in the record.
    contains: Option<String>,
    /// Events no older than this time of day.
    from: Option<NaiveTime>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remove {
    at: Which,
}

/// A property is set; `path` is a JSON pointer into the data. Without `to` the property has no value, and an
/// item of a list goes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    at: Which,
    path: String,
    to: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    record: String,
    data: Option<Value>,
    error: Option<Value>,
}

/// The same event, once at each time of the day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    id: i64,
    provider: Option<String>,
    level: Option<i64>,
    times: Vec<NaiveTime>,
    message: String,
}

impl Which {
    fn fits(&self, line: &Value) -> bool {
        let data = line.get("data").unwrap_or(line);
        line["record"] == self.record.as_str()
            && self.key.iter().all(|(name, value)| data.get(name) == Some(value))
            && (self.ids.is_empty() || data["Id"].as_i64().is_some_and(|id| self.ids.contains(&id)))
            && self.contains.as_ref().is_none_or(|text| data.to_string().contains(text.as_str()))
            && self.from.is_none_or(|from| {
                let at = data["TimeCreated"].as_str().and_then(|t| t.parse::<DateTime<Utc>>().ok());
                at.is_some_and(|t| t >= on_the_day(from))
            })
    }
}

fn on_the_day(at: NaiveTime) -> DateTime<Utc> {
    time().date_naive().and_time(at).and_utc()
}

impl Overlay {
    /// The changed evidence.
    pub(super) fn apply(&self, lines: &str) -> String {
        let mut records: Vec<Value> = lines.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        records.retain(|r| !self.remove.iter().any(|remove| remove.at.fits(r)));
        for change in &self.change {
            for record in records.iter_mut().filter(|r| change.at.fits(r)) {
                if let Some(data) = record.get_mut("data") {
                    change.make(data);
                }
            }
        }
        records.extend(self.add.iter().map(Add::line));
        for (i, event) in self.event.iter().enumerate() {
            records.extend(event.lines(i));
        }
        let mut lines: Vec<String> = records.iter().map(Value::to_string).collect();
        lines.push(String::new());
        lines.join("\n")
    }

    /// How many records each removal and change meets.
    #[cfg(test)]
    pub(super) fn effects(&self, lines: &str) -> Vec<(String, usize)> {
        let records: Vec<Value> = lines.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        let met = |at: &Which| records.iter().filter(|r| at.fits(r)).count();
        let removed = self.remove.iter().map(|r| (format!("{:?}", r.at), met(&r.at)));
        let changed = self.change.iter().map(|c| {
            let different = records.iter().filter(|r| c.at.fits(r)).filter(|r| {
                let mut after = r["data"].clone();
                c.make(&mut after);
                after != r["data"]
            });
            (format!("{} of {:?}", c.path, c.at), different.count())
        });
        removed.chain(changed).collect()
    }
}

impl Change {
    fn make(&self, data: &mut Value) {
        let Some((parent, name)) = self.path.rsplit_once('/') else { return };
        match (data.pointer_mut(parent), &self.to) {
            (Some(Value::Object(map)), to) => {
                map.insert(name.to_owned(), to.clone().unwrap_or_default());
            }
            (Some(Value::Array(items)), to) => {
                let Ok(i) = name.parse::<usize>() else { return };
                match to {
                    Some(to) if i < items.len() => items[i] = to.clone(),
                    Some(to) => items.push(to.clone()),
                    None if i < items.len() => drop(items.remove(i)),
                    None => {}
                }
            }
            _ => {}
        }
    }
}

impl Add {
    fn line(&self) -> Value {
        match &self.error {
            Some(error) => json!({ "record": self.record, "error": error }),
            None => json!({ "record": self.record, "data": self.data }),
        }
    }
}

impl Event {
    fn lines(&self, place: usize) -> impl Iterator<Item = Value> {
        self.times.iter().enumerate().map(move |(i, at)| {
            json!({ "record": "WinEvent", "data": {
                "ProviderName": self.provider.as_deref().unwrap_or("Directory Synchronization"),
                "Id": self.id,
                "Level": self.level.unwrap_or(2),
                "LogName": "Application",
                "TimeCreated": on_the_day(*at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                "RecordId": 90_000 + 100 * place + i,
                "MachineName": "AADC01.contoso.com",
                "Message": self.message.trim(),
            }})
        })
    }
}
