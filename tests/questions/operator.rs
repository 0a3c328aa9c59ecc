//! An operator at the wizard, without evidence or with some, who answers by keys or by numbers.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use phs_doctor::{
    checks::{self, Order},
    diagnosis::{Judgement, OPERATOR},
    evidence::{Ask, open},
    facts::{Choices, FactsBuilder, Gather},
    front::{case::case, plain::Plain, scenarios},
    session::Entry,
    wizard::{Block, Clock, Effect, Judged, Key, Model, Msg, Page, Place, SourceSpec, page, update},
};
use serde::Deserialize;
use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

pub const USER: &str = "ada@contoso.com";
pub const DOMAIN: &str = "contoso.com";

/// Does one thing at the wizard: a digit chooses, in a field the text is typed.
pub type Device = fn(&mut Model, &str) -> Vec<Effect>;

/// By keys: a line without a digit is gone to with the arrows.
pub fn keys(model: &mut Model, answer: &str) -> Vec<Effect> {
    if model.in_field() {
        answer.chars().for_each(|c| drop(update(model, Msg::Key(Key::Char(c)))));
        return update(model, Msg::Key(Key::Enter));
    }
    let number: usize = answer.parse().unwrap();
    let digit = u8::try_from(number).ok().filter(|n| page(model).digit(*n) == Some(number - 1));
    if let Some(digit) = digit {
        return update(model, Msg::Key(Key::Char(char::from(b'0' + digit))));
    }
    update(model, Msg::Key(Key::Home));
    (1..number).for_each(|_| drop(update(model, Msg::Key(Key::Down))));
    update(model, Msg::Key(Key::Enter))
}

/// By lines, as plain mode takes them.
pub fn lines(model: &mut Model, answer: &str) -> Vec<Effect> {
    let mut plain = Plain::new(Vec::new());
    plain.show(model).unwrap();
    plain.line(model, answer)
}

/// What came of these sources, for this user.
pub fn judge(sources: &[(&str, &'static str, String)], user: Option<&str>) -> Judged {
    let users: Vec<String> = user.map(str::to_owned).into_iter().collect();
    let choices = Choices { users: users.clone(), ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    let of = |(name, kind, lines): &(&str, &'static str, String)| {
        open::memory(name, kind, lines.clone().into_bytes())
    };
    let mut opened: Vec<_> = sources.iter().filter(|s| !s.2.is_empty()).map(of).collect();
    for one in &mut opened {
        gather
            .read(&one.origin, one.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
            .unwrap();
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    let judgement = checks::judge(&facts, &Order { users, ..Order::default() });
    Judged { case: case(&facts, judgement, &gather.notes), choose: Vec::new(), done: true, stopped: false }
}

pub struct Operator {
    pub model: Model,
    device: Device,
    /// Evidence beside the answers.
    pub evidence: String,
    /// The answers, as records.
    pub answers: String,
    /// What a session would hold.
    pub kept: Vec<Entry>,
    /// A file that cannot be read.
    pub unreadable: Option<&'static str>,
}

impl Operator {
    pub fn new(device: Device) -> Operator {
        let now: DateTime<Utc> = scenarios::time() + TimeDelta::minutes(1);
        let clock = Clock { now, offset: |_| FixedOffset::east_opt(0).unwrap() };
        let model = Model::new(clock, Vec::new());
        Operator {
            model,
            device,
            evidence: String::new(),
            answers: String::new(),
            kept: Vec::new(),
            unreadable: None,
        }
    }

    /// With this evidence, at the first page.
    pub fn with(device: Device, evidence: String) -> Operator {
        let mut operator = Operator { evidence, ..Operator::new(device) };
        let effects = operator.model.start(vec![SourceSpec::Given("evidence".to_owned())]);
        operator.work(effects);
        operator
    }

    pub fn answer(&mut self, answer: &str) {
        let before = self.page().title;
        let effects = (self.device)(&mut self.model, answer);
        if effects.iter().any(|e| matches!(e, Effect::Answer { lines, .. } if !lines.is_empty())) {
            assert_eq!(self.page().title, before, "an answer counts once it is judged");
        }
        self.work(effects);
    }

    pub fn work(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let more = match effect {
                Effect::Append(entry) => {
                    self.kept.push(entry);
                    update(&mut self.model, Msg::Appended(Ok(())))
                }
                Effect::Answer { job, lines, user, .. } => {
                    self.answers.push_str(&lines);
                    self.judged(job, user.as_deref())
                }
                Effect::Read { job, sources, .. } => {
                    self.again(&sources);
                    let unreadable = sources.iter().find(|s| Some(s.name()) == self.unreadable);
                    let refused =
                        unreadable.map(|s| format!("{}: there is nothing under this name", s.name()));
                    refused.map(|reason| update(&mut self.model, Msg::Refused(job, reason)));
                    self.judged(job, None)
                }
                Effect::Find { job, user, sources, .. } => {
                    self.again(&sources);
                    self.judged(job, Some(&user))
                }
                Effect::Guess { .. } | Effect::Cancel(_) => Vec::new(),
                other => panic!("{other:?}"),
            };
            self.work(more);
        }
    }

    /// What is read again brings the answers along.
    fn again(&mut self, sources: &[SourceSpec]) {
        if let Some(SourceSpec::Answers(_, lines)) = sources.last() {
            self.answers.clone_from(lines);
        }
    }

    fn judged(&mut self, job: u64, user: Option<&str>) -> Vec<Effect> {
        let sources = [
            ("evidence", "evidence file", self.evidence.clone()),
            ("answers", OPERATOR, self.answers.clone()),
        ];
        let judged = judge(&sources, user);
        update(&mut self.model, Msg::Judged(job, Arc::new(judged)))
    }

    pub fn page(&self) -> Page {
        page(&self.model)
    }

    pub fn judgement(&self) -> &Judgement {
        &self.model.case().unwrap().judgement
    }

    /// The number of the line with this text: its place among what can be chosen.
    pub fn number(&self, text: &str) -> String {
        let page = self.page();
        let at = page.offers.iter().position(|o| o.label == text);
        (at.unwrap_or_else(|| panic!("no \"{text}\" among {:?}", page.offers)) + 1).to_string()
    }

    /// Chooses the line with this text.
    pub fn choose(&mut self, text: &str) {
        let number = self.number(text);
        self.answer(&number);
    }

    /// Opens a file with this in it where the output of a question's command is wanted.
    pub fn open_output(&mut self, evidence: &str) {
        self.choose("Open its output");
        evidence.clone_into(&mut self.evidence);
        self.answer("output.jsonl");
    }

    pub fn says(&self, text: &str) -> bool {
        self.page().body.iter().any(|block| match block {
            Block::Field(_, label, lines) => label.contains(text) || lines.iter().any(|l| l.contains(text)),
            Block::Para(_, said) => said.contains(text),
            Block::Item(item) => item.text.contains(text),
            _ => false,
        })
    }

    /// Goes without evidence, to the first question.
    pub fn begin(&mut self, user: bool) {
        self.choose("Go without evidence");
        if user {
            self.choose("Password is not synchronized for a specific user account");
            self.answer(USER);
            assert_eq!(*self.model.place(), Place::Symptoms);
        } else {
            self.choose("It does not work at all");
        }
    }
}

/// The table of questions, read here once more.
#[derive(Deserialize)]
pub struct Question {
    pub id: String,
    #[serde(default)]
    pub options: Vec<Choice>,
}

#[derive(Deserialize)]
pub struct Choice {
    pub label: String,
    #[serde(default)]
    pub typed: bool,
    #[serde(default)]
    pub words: Vec<String>,
    pub decides: BTreeMap<String, String>,
}

pub fn table() -> Vec<Question> {
    #[derive(Deserialize)]
    struct Doc {
        question: Vec<Question>,
    }
    let files = [
        include_str!("../../assets/knowledge/questions/server.toml"),
        include_str!("../../assets/knowledge/questions/user.toml"),
    ];
    files.iter().flat_map(|text| toml::from_str::<Doc>(text).unwrap().question).collect()
}
