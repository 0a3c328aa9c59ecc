//! Leading through a remedy: what the operator chose at which step, and what proves that it helped.

use super::{
    Action, Effect, FindingKey, Model, Place,
    msg::SessionLine,
    page::Text,
    recorded::scope,
    resume::{News, Stored},
};
use crate::{
    diagnosis::Finding,
    knowledge::{self, Remedy, Risk},
    session::{self, Choice, Entry},
};
use chrono::{DateTime, TimeDelta, Utc};

/// What the wizard knows of the session.
#[derive(Clone, Debug, Default)]
pub(super) struct Guide {
    /// What the operator did, oldest first.
    pub actions: Vec<session::Action>,
    /// What is being written to disk; it does not count before it is there.
    pub writing: Option<(FindingKey, session::Action)>,
    /// True while it is being written that the session is done with.
    pub closing: bool,
    /// True where the session is done with.
    pub closed: bool,
    /// The session, once there is one.
    pub session: Option<Text>,
    /// Grows with every session that is begun or taken up.
    pub sitting: u64,
    /// Why nothing is recorded: another program writes the session.
    pub held: Option<Text>,
    /// What was judged when the session that is gone on with was written last.
    pub stored: Option<Stored>,
    /// What there is to know of the sources of a session that is gone on with, and the page that says so,
    /// once that is known.
    pub news: (Vec<News>, Option<Place>),
    /// What was typed behind the name at the gate of a remedy: the number of a change ticket.
    pub ticket: Option<(FindingKey, Text)>,
    /// Files that were written.
    pub saved: Vec<Text>,
    /// Why nothing is kept on disk, where that is so.
    pub unsaved: Option<Text>,
    /// The user whom the answers of a resumed session are about.
    pub user: Option<Text>,
    /// Where a resumed session goes on, once the evidence was read again.
    pub resuming: Option<(FindingKey, Place)>,
    /// The sessions that are kept.
    pub kept: Vec<SessionLine>,
    /// When evidence was taken that names no time, as the operator says, and for which remedy it counts.
    pub taken: Option<(FindingKey, DateTime<Utc>)>,
    /// True while it is read again for proof.
    pub looking: bool,
    /// When the evidence was last read again for proof.
    pub looked: Option<DateTime<Utc>>,
    /// How long it waits between two such looks, where that is not the usual.
    pub every: Option<TimeDelta>,
}

impl Guide {
    /// Another session; what is about the program stays.
    pub(super) fn next(&mut self) -> Guide {
        Guide {
            sitting: self.sitting + 1,
            kept: std::mem::take(&mut self.kept),
            saved: std::mem::take(&mut self.saved),
            every: self.every,
            ..Guide::default()
        }
    }
}

impl Model {
    /// The remedy of a finding, also when it does not show any more; of what is over where it was begun.
    pub(super) fn remedy(&self, key: &FindingKey) -> Option<Remedy> {
        if let Some((_, finding)) = self.finding(key) {
            let begun = self.done_about(key).next().is_some();
            return if begun { knowledge::begun_remedy(finding) } else { knowledge::remedy(finding) };
        }
        knowledge::remedy(&Finding { scope: key.scope.clone(), ..Finding::bare(key.check, key.cause?) })
    }

    /// Begins a remedy, or goes on where it was left.
    pub(super) fn begin(&mut self, key: FindingKey) {
        let last = self.done_about(&key).filter(|a| a.step > 0).last().map(|a| (a.step, a.choice));
        let last = last.filter(|_| self.risk(&key) < Risk::Never);
        let place = match last {
            Some((step, choice)) => self.after(&key, step, choice),
            None => self.first(key),
        };
        self.go(place);
    }

    /// Where a remedy begins: at the gate, unless it only looks.
    pub(super) fn first(&self, key: FindingKey) -> Place {
        if self.risk(&key) > Risk::Read { Place::Gate(key) } else { Place::Step(key, 1) }
    }

    /// Where a choice leads.
    pub(super) fn after(&self, key: &FindingKey, step: u32, choice: Choice) -> Place {
        // What is about the whole remedy has every step behind it.
        let steps = if step == 0 { 0 } else { self.remedy(key).map_or(0, |r| r.steps.len()) };
        match choice {
            Choice::Done | Choice::Skipped | Choice::Cannot if (step as usize) < steps => {
                Place::Step(key.clone(), step + 1)
            }
            Choice::Done | Choice::Skipped | Choice::Cannot if self.acted(key).is_some() => {
                Place::Proof(key.clone())
            }
            Choice::NotFixed => Place::Proof(key.clone()),
            _ => Place::End(key.clone()),
        }
    }

    /// The operator chose; it counts once it is on disk.
    pub(super) fn chose(&mut self, key: FindingKey, step: u32, choice: Choice, note: Text) -> Vec<Effect> {
        if self.pending() {
            return Vec::new();
        }
        if let Some(reason) = &self.guide.held {
            self.status = format!("Not recorded: {reason}.");
            return Vec::new();
        }
        let ticket = self.guide.ticket.take_if(|(of, _)| *of == key).map(|(_, ticket)| ticket);
        let note = [note, ticket.unwrap_or_default()].into_iter().filter(|n| !n.is_empty());
        let note = note.collect::<Vec<_>>().join("; ");
        let seen = self.seen(&key);
        let proven = matches!(choice, Choice::Verified | Choice::NotFixed | Choice::VerifiedByOperator);
        let first = self.done_about(&key).find_map(|a| a.before.clone());
        let action = session::Action {
            at: self.clock.now,
            by: self.operator.clone(),
            check: key.check.0.to_owned(),
            scope: scope(&key.scope),
            cause: key.cause.map(|c| c.0.to_owned()),
            remedy: self.remedy(&key).map_or_else(String::new, |r| r.id),
            step,
            as_of: self.case().and_then(|c| c.judgement.evaluated_at),
            choice,
            text: self.step_said(&key, step),
            note: (!note.is_empty()).then_some(note),
            before: if proven { first } else { seen.clone() },
            after: match choice {
                Choice::VerifiedByOperator => Some("works, as the operator says".to_owned()),
                _ if proven => seen,
                _ => None,
            },
        };
        self.guide.writing = Some((key, action.clone()));
        vec![Effect::Append(Entry::Action(action))]
    }

    /// What a step says.
    fn step_said(&self, key: &FindingKey, step: u32) -> Option<Text> {
        let at = (step as usize).checked_sub(1)?;
        self.remedy(key)?.steps.get(at).map(|step| step.text.clone())
    }

    /// How it looks now, in a few words.
    fn seen(&self, key: &FindingKey) -> Option<Text> {
        let findings = &self.case()?.judgement.findings;
        let same = |f: &&Finding| f.check == key.check && f.scope == key.scope;
        let finding = self.finding(key).map(|(_, f)| f).or_else(|| findings.iter().find(same))?;
        Some(format!("{}: {}", finding.status.word(), knowledge::finding(finding).short))
    }

    /// It is on disk, or it is not and why.
    pub(super) fn appended(&mut self, result: Result<(), Text>) {
        let told = self.status.clone();
        if self.asking.writing > 0 {
            // An answer: it counts all the same.
            self.asking.writing -= 1;
        } else if std::mem::take(&mut self.guide.closing) {
            self.guide.closed = result.is_ok();
            "The session is finished. It stays under Sessions, with its report.".clone_into(&mut self.status);
        } else if let Some((key, action)) = self.guide.writing.take() {
            let (step, choice) = (action.step, action.choice);
            self.guide.actions.push(action);
            self.guide.closed = false;
            let about = match self.place() {
                Place::Step(of, number) => *of == key && *number == step,
                Place::Gate(of) | Place::Proof(of) | Place::Seen(of) => *of == key,
                _ => false,
            };
            // Who went elsewhere in the meantime is not called back.
            if about {
                if matches!(self.place(), Place::Seen(_)) {
                    // It was asked over the page that waits for proof.
                    self.stack.pop();
                }
                let next = self.after(&key, step, choice);
                self.instead(next);
            }
            self.status = told;
        } else {
            return;
        }
        if let Err(reason) = result {
            self.unsaved(reason);
        }
    }

    fn unsaved(&mut self, reason: Text) {
        self.status = format!("Not kept on disk: {reason}. It counts only until you leave the program.");
        self.guide.unsaved = Some(reason);
    }
}

/// What a choice at a step does.
pub(super) fn choose(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Begin(key) => {
            model.begin(key);
            Vec::new()
        }
        Action::Enter(key) => {
            model.instead(Place::Step(key, 1));
            Vec::new()
        }
        Action::Finish => model.finish(),
        Action::WithoutGone => model.without_what_is_gone(),
        Action::Chose(key, step, choice @ (Choice::Cannot | Choice::Wrong)) => {
            model.go(Place::Reason(key, step, choice));
            Vec::new()
        }
        Action::Chose(key, step, choice) => model.chose(key, step, choice, Text::new()),
        Action::TakenAfter(key) => model.taken_after(key),
        Action::Again => model.look_again(),
        Action::Resume(id) => vec![Effect::Resume(id)],
        Action::Copy(text) => vec![Effect::Copy(text)],
        _ => Vec::new(),
    }
}
