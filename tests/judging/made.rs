//! Evidence made for a test: the healthy built-in case, with changes.

use phs_doctor::{
    checks::{self, Order},
    diagnosis::{Finding, Judgement, Status},
    evidence::{Ask, open},
    facts::{Choices, Facts, FactsBuilder, Gather},
    front::scenarios,
};
use serde_json::{Value, json};
use std::{ops::ControlFlow, sync::Arc};

pub const CONTOSO: &str = "5f1c9a52-7f0b-4b1e-9d39-2a6c7e0b1d11";

/// One source: its name and its lines.
pub type Lines = (String, Vec<Value>);

pub fn healthy() -> Vec<Value> {
    let case = scenarios::find(scenarios::HEALTHY).unwrap();
    case.lines().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

pub fn is(line: &Value, record: &str) -> bool {
    line["record"] == record
}

/// A healthy server without events of these ids.
pub fn without_events(mut lines: Vec<Value>, ids: &[u32]) -> Vec<Value> {
    lines.retain(|l| !(is(l, "WinEvent") && ids.iter().any(|id| l["data"]["Id"] == *id)));
    lines
}

/// A healthy server with a property changed in every record of a kind.
pub fn with(mut lines: Vec<Value>, record: &str, property: &str, value: &Value) -> Vec<Value> {
    let mut changed = 0;
    for line in lines.iter_mut().filter(|l| is(l, record)) {
        line["data"][property] = value.clone();
        changed += 1;
    }
    assert!(changed > 0, "no {record} to change");
    lines
}

pub fn event(id: u32, time: &str, message: &str) -> Value {
    json!({"record": "WinEvent", "data": {
        "ProviderName": "Directory Synchronization", "Id": id, "Level": 2, "LogName": "Application",
        "TimeCreated": time, "RecordId": 1, "MachineName": "AADC01.contoso.com", "Message": message}})
}

pub fn block(connector: &str) -> String {
    format!(
        "<forest-info> <partition-name>contoso.com</partition-name> <connector-id>{connector}</connector-id> </forest-info>"
    )
}

pub fn facts(sources: &[Lines], choices: Choices) -> Arc<Facts> {
    let mut gather = Gather::new(FactsBuilder::new(choices));
    for (name, lines) in sources {
        let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
        let mut opened = open::memory(name, "evidence file", text.into_bytes());
        gather
            .read(&opened.origin, opened.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
            .unwrap();
    }
    gather.builder.finish().0
}

pub fn judge(lines: Vec<Value>) -> Judgement {
    judge_all(&[("made".to_owned(), lines)], Choices::default())
}

pub fn judge_all(sources: &[Lines], choices: Choices) -> Judgement {
    checks::judge(&facts(sources, choices), &Order::default())
}

/// The findings of a check, as `scope status cause`.
pub fn of<'a>(judgement: &'a Judgement, check: &str) -> Vec<&'a Finding> {
    judgement.findings.iter().filter(|f| f.check.0 == check).collect()
}

/// The one finding of a check in a scope.
pub fn one<'a>(judgement: &'a Judgement, check: &str, scope: &str) -> &'a Finding {
    let all: Vec<&Finding> =
        of(judgement, check).into_iter().filter(|f| place(f) == scope || scope.is_empty()).collect();
    assert_eq!(all.len(), 1, "{check} {scope}: {:?}", all.iter().map(|f| line(f)).collect::<Vec<_>>());
    all[0]
}

pub fn place(finding: &Finding) -> String {
    let s = &finding.scope;
    s.user.clone().or(s.domain.clone()).or(s.connector.clone()).unwrap_or_default()
}

/// A finding in a line.
pub fn line(finding: &Finding) -> String {
    let cause = finding.cause().map_or("", |c| c.0);
    format!("{} {} {} {cause}", finding.check.0, place(finding), finding.status.word()).trim().to_owned()
}

/// Everything that is not as it should be, in lines, and the root causes.
pub fn wrong(judgement: &Judgement) -> (Vec<String>, Vec<String>) {
    let findings = judgement.findings.iter().filter(|f| f.status != Status::Pass).map(line).collect();
    let roots = judgement.roots.iter().filter_map(|r| judgement.root(r)).map(line).collect();
    (findings, roots)
}
