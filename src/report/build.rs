//! From a [`Case`] to a [`Report`]: texts are filled in here, once for all formats.

use super::{Case, SourceEntry, model, story::Story};
use crate::{
    diagnosis::{self, Finding, Scope, Status, Verdict},
    evidence::Gap,
    knowledge::{self, Known, StepKind, visible},
    session,
};
use chrono::{DateTime, SubsecRound, Utc};
use model::Report;

/// What a report says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// When it is written.
    pub generated_at: DateTime<Utc>,
    /// Its id, a UUID of version 7.
    pub id: String,
}

impl Meta {
    /// Now, with a new id.
    #[must_use]
    pub fn now() -> Meta {
        Meta { generated_at: Utc::now().trunc_subsecs(0), id: uuid::Uuid::now_v7().to_string() }
    }
}

/// The report of a case.
#[must_use]
pub fn build(case: &Case, meta: &Meta) -> Report {
    let judgement = &case.judgement;
    let (remedies, named) = remedies(&judgement.findings);
    let known = Known::of(&judgement.findings);
    let findings: Vec<model::Finding> =
        judgement.findings.iter().zip(named).map(|(f, remedy)| finding(f, remedy, &known)).collect();
    let root = |root: &diagnosis::RootCause| {
        let of = findings.get(root.finding)?;
        let explains = root.explains.iter().filter_map(|i| findings.get(*i));
        Some(model::RootCause {
            check: of.check.clone(),
            scope: of.scope.clone(),
            cause: of.cause.clone(),
            title: of.title.clone(),
            explains: explains
                .map(|f| model::Place { check: f.check.clone(), scope: f.scope.clone() })
                .collect(),
        })
    };
    Report {
        schema: model::SCHEMA.to_owned(),
        id: meta.id.clone(),
        tool: model::Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        generated_at: meta.generated_at,
        evaluated_at: judgement.evaluated_at,
        flow: match judgement.flow {
            crate::catalog::Flow::All => model::Flow::All,
            crate::catalog::Flow::User => model::Flow::User,
        },
        verdict: match judgement.verdict {
            Verdict::Problem => model::Verdict::Problem,
            Verdict::Incomplete => model::Verdict::Incomplete,
            Verdict::Healthy => model::Verdict::Healthy,
        },
        sources: case.sources.iter().map(source).collect(),
        environment: environment(case),
        root_causes: judgement.roots.iter().filter_map(root).collect(),
        remedies,
        findings,
        actions: actions(&case.actions),
        timeline: case.timeline.iter().map(mark).collect(),
        passwords: case.stories.iter().map(story).collect(),
        redaction: model::Redaction::default(),
    }
}

/// What the operator did, as a report says it.
#[must_use]
pub fn actions(done: &[session::Action]) -> Vec<model::Action> {
    let text = |o: &Option<String>| o.as_deref().map(visible);
    let one = |a: &session::Action| model::Action {
        at: a.at,
        by: visible(&a.by),
        remedy: visible(&a.remedy),
        step: a.step,
        choice: a.choice.word().to_owned(),
        text: text(&a.text),
        note: text(&a.note),
        before: text(&a.before),
        after: text(&a.after),
    };
    done.iter().map(one).collect()
}

fn environment(case: &Case) -> model::Environment {
    let of = &case.environment;
    let name = |o: &Option<String>| o.as_deref().map(visible);
    model::Environment {
        computer: name(&of.computer),
        connect_version: name(&of.connect_version),
        tenant: name(&of.tenant),
        connectors: of.connectors.iter().map(|s| visible(s)).collect(),
        domains: of.domains.iter().map(|s| visible(s)).collect(),
    }
}

fn source(entry: &SourceEntry) -> model::Source {
    let problem = |p: &crate::evidence::Problem| model::Problem {
        file: visible(&p.file),
        line: p.line,
        reason: visible(&p.reason),
    };
    model::Source {
        name: visible(&entry.name),
        kind: entry.kind.clone(),
        observed_from: entry.from,
        observed_to: entry.to,
        records: entry.records,
        problems: entry.problems.iter().map(problem).collect(),
        not_understood: entry.not_understood.iter().map(|s| visible(s)).collect(),
    }
}

fn story(of: &Story) -> Story {
    let mut story = of.clone();
    let texts = [&mut story.user, &mut story.summary].into_iter().chain(&mut story.sign_in);
    texts.for_each(|text| *text = visible(text));
    for change in &mut story.changes {
        let details = change.steps.iter_mut().filter_map(|step| step.detail.as_mut());
        details.chain([&mut change.text]).for_each(|text| *text = visible(text));
    }
    story
}

fn mark(of: &model::Mark) -> model::Mark {
    model::Mark { lane: visible(&of.lane), label: visible(&of.label), ..of.clone() }
}

fn scope(scope: &Scope) -> model::Scope {
    let name = |o: &Option<String>| o.as_deref().map(visible);
    model::Scope { connector: name(&scope.connector), domain: name(&scope.domain), user: name(&scope.user) }
}

const fn status(status: Status) -> model::Status {
    match status {
        Status::Pass => model::Status::Pass,
        Status::Info => model::Status::Info,
        Status::Warn => model::Status::Warn,
        Status::Fail => model::Status::Fail,
        Status::Unknown => model::Status::Unknown,
        Status::Skipped => model::Status::Skipped,
    }
}

fn finding(of: &Finding, remedy: Option<String>, known: &Known<'_>) -> model::Finding {
    let text = knowledge::finding(of);
    model::Finding {
        check: of.check.0.to_owned(),
        scope: scope(&of.scope),
        status: status(of.status),
        cause: of.cause().map(|c| c.0.to_owned()),
        name: knowledge::check(of.check).title,
        title: text.title,
        short: text.short,
        summary: text.summary,
        first_seen: of.hit.first_seen,
        last_seen: of.hit.last_seen,
        count: of.hit.count,
        evidence: of.hit.evidence.iter().map(evidence).collect(),
        blocked_by: of.blocked_by.as_ref().map(|b| b.check.0.to_owned()),
        needs: needs(of, known),
        remedy,
        accepted: of.accepted,
        left_out: of.left_out,
    }
}

fn evidence(of: &diagnosis::Evidence) -> model::Evidence {
    model::Evidence {
        label: visible(&of.label),
        expected: of.expected.as_deref().map(visible),
        found: visible(&of.found.text),
        source: visible(&of.source),
        observed_at: of.observed_at,
        judged_at: of.judged_at,
    }
}

/// What is missing, and the command that gets it for the thing that the finding is about.
fn needs(of: &Finding, known: &Known<'_>) -> Vec<model::Need> {
    if of.needs.is_empty() {
        return Vec::new();
    }
    let names = known.names(&of.scope);
    let need = |gap: &Gap| model::Need {
        record: gap.record.name().to_owned(),
        property: gap.property.clone(),
        why: knowledge::gap(gap),
        how: knowledge::how_to(gap, &names).command,
    };
    of.needs.iter().map(need).collect()
}

/// The remedies that are named, each once, and which finding names which. The same remedy with other
/// names filled in (two forests) is another entry, told apart by a number behind its id.
fn remedies(findings: &[Finding]) -> (Vec<model::Remedy>, Vec<Option<String>>) {
    let mut out: Vec<model::Remedy> = Vec::new();
    let mut plain: Vec<String> = Vec::new();
    let named = findings.iter().map(|finding| {
        let made = remedy_of(knowledge::remedy(finding)?);
        let same = |(r, id): (&model::Remedy, &String)| {
            *id == made.id && model::Remedy { id: made.id.clone(), ..r.clone() } == made
        };
        if let Some(found) = out.iter().zip(&plain).position(same) {
            return Some(out[found].id.clone());
        }
        let before = plain.iter().filter(|id| **id == made.id).count();
        let id = if before == 0 { made.id.clone() } else { format!("{}-{}", made.id, before + 1) };
        plain.push(made.id.clone());
        out.push(model::Remedy { id: id.clone(), ..made });
        Some(id)
    });
    let named = named.collect();
    (out, named)
}

fn remedy_of(of: knowledge::Remedy) -> model::Remedy {
    let step = |s: knowledge::Step| model::Step {
        kind: match s.kind {
            StepKind::Do => model::StepKind::Do,
            StepKind::Run => model::StepKind::Run,
            StepKind::Ask => model::StepKind::Ask,
            StepKind::Wait => model::StepKind::Wait,
        },
        text: s.told(),
        place: s.place,
        rights: s.rights,
        command: s.command,
        expect: s.expect,
        undo: s.undo,
    };
    model::Remedy {
        id: of.id,
        title: of.title,
        risk: of.risk.word().to_owned(),
        risk_text: of.risk_text,
        why: of.why,
        takes: of.takes,
        steps: of.steps.into_iter().map(step).collect(),
        verify: of.verify,
        links: of.links,
    }
}
