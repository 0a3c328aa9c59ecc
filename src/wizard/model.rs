//! What the wizard knows: where the operator is and was, what was typed, what was read and judged.

use super::{
    Action, Clock, Effect, FindingKey, Judged, Place, Preview, Progress, SourceSpec, guide::Guide, msg::Job,
    page::Text,
};
use crate::{
    diagnosis::{Finding, OPERATOR},
    report::Case,
};
use std::{collections::BTreeMap, sync::Arc};

/// What a built-in case is called in the list of sources.
const BUILT_IN: &str = "built-in case";

/// So many events are looked for at once.
pub(super) const HITS: usize = 200;

/// A built-in case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// The name that `demo` takes.
    pub name: Text,
    /// What is wrong in it.
    pub title: Text,
}

/// What a page remembers while the operator is elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The place of the selected offer.
    pub cursor: usize,
    /// What it does: others may come and go before it.
    pub chosen: Option<Action>,
    /// What was typed there.
    pub text: Text,
    /// True where it was refused, and stands there to be mended: what is pasted now stands in its place.
    pub refused: bool,
}

/// The whole state of the wizard.
#[derive(Clone, Debug)]
pub struct Model {
    /// The clock on the wall and the zone.
    pub clock: Clock,
    /// The built-in cases.
    pub scenarios: Vec<Scenario>,
    pub(super) stack: Vec<Place>,
    pub(super) memory: BTreeMap<Place, Memory>,
    /// Groups of the tree that were opened or closed by hand.
    pub(super) folds: BTreeMap<Text, bool>,
    /// True while a filter is typed.
    pub(super) filtering: bool,
    pub(super) job: Job,
    /// What is being read.
    pub(super) work: Option<Progress>,
    pub(super) judged: Option<Arc<Judged>>,
    /// Whom the operator asked about, and what came of it; the pages show it while it is there.
    pub(super) person: Option<(Text, Option<Arc<Judged>>)>,
    /// What was given to read.
    pub(super) specs: Vec<SourceSpec>,
    /// The computer that was chosen.
    pub(super) server: Option<Text>,
    /// What was given to read, by name.
    pub(super) given: Vec<Text>,
    /// What the operator has opened and is being read.
    pub(super) opening: Option<Text>,
    /// Sources that could not be used, in words.
    pub(super) refused: Vec<Text>,
    /// What went wrong last: what was being done, and what it said.
    pub(super) trouble: Option<(Text, Text)>,
    /// What taking the names out of the report would do, once it was looked at.
    pub(super) preview: Option<Result<Preview, Text>>,
    /// Who uses the program, as it stands in the session.
    pub operator: Text,
    /// The remedy that is being followed, and its session.
    pub(super) guide: Guide,
    pub(super) status: Text,
    /// How the directory is to be asked, as far as it was filled in.
    pub(super) directory: super::pages::directory::Form,
    /// Events that were looked for.
    pub(super) hits: Option<super::Hits>,
    /// What the operator answered.
    pub(super) asking: super::asking::Asking,
    /// Who may be meant by what is being typed.
    pub(super) people: super::People,
    /// Several who may be meant by what was typed.
    pub(super) several: super::Several,
}

impl Model {
    /// The wizard before anything was read.
    #[must_use]
    pub fn new(clock: Clock, scenarios: Vec<Scenario>) -> Model {
        Model {
            clock,
            scenarios,
            stack: Vec::new(),
            memory: BTreeMap::new(),
            folds: BTreeMap::new(),
            filtering: false,
            job: 0,
            work: None,
            judged: None,
            person: None,
            specs: Vec::new(),
            server: None,
            given: Vec::new(),
            opening: None,
            refused: Vec::new(),
            trouble: None,
            preview: None,
            operator: "operator".to_owned(),
            guide: Guide::default(),
            status: Text::new(),
            directory: super::pages::directory::Form::default(),
            hits: None,
            asking: super::asking::Asking::default(),
            people: super::People::default(),
            several: super::Several::default(),
        }
    }

    /// Starts reading these, in place of what was read before.
    pub fn start(&mut self, sources: Vec<SourceSpec>) -> Vec<Effect> {
        self.forget();
        self.read(sources, true)
    }

    /// Forgets what was read, and begins another session.
    pub(super) fn forget(&mut self) {
        self.given.clear();
        self.specs.clear();
        self.server = None;
        self.judged = None;
        self.person = None;
        self.folds.clear();
        self.asking = super::asking::Asking::default();
        self.guide = self.guide.next();
    }

    /// Starts reading these beside what was read before.
    pub(super) fn read(&mut self, sources: Vec<SourceSpec>, fresh: bool) -> Vec<Effect> {
        // What was forgotten is read with the answers, which are kept.
        let answers = if fresh { self.answers() } else { None };
        if sources.is_empty() && answers.is_none() {
            return Vec::new();
        }
        self.person = None;
        // Another result is read from the top.
        for place in [Place::Menu, Place::Result] {
            self.memory.remove(&place);
        }
        self.asking.output = false;
        self.specs.extend(sources.iter().cloned());

        self.job += 1;
        self.refused.clear();
        self.trouble = None;
        self.given.extend(sources.iter().map(|s| s.title().to_owned()));
        let sources: Vec<SourceSpec> = sources.into_iter().chain(answers).collect();
        let source = sources.first().map(|s| s.title().to_owned()).unwrap_or_default();
        self.work = Some(Progress { source, ..Progress::default() });
        self.status.clear();
        vec![Effect::Read { job: self.job, sources, fresh }]
    }

    /// Reads what was typed on the page for that. What is opened for proof leads back to the proof.
    pub(super) fn open(&mut self, path: Text) -> Vec<Effect> {
        self.opening = Some(path.clone());
        let below = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at));
        if matches!(below, Some(Place::Proof(_))) {
            self.back();
            self.guide.looked = Some(self.clock.now);
            self.guide.looking = true;
            // What was said of the time of what was there says nothing of this.
            self.guide.taken = None;
            // Who the proof is about is looked for again once all of it is judged.
            self.guide.user = self.user().map(str::to_owned);
            return self.read(vec![SourceSpec::Given(path)], false);
        }
        self.go(Place::Menu);
        let fresh = !self.has_evidence();
        self.read(vec![SourceSpec::Given(path)], fresh)
    }

    /// Looks for so many events that fit, in everything that was read.
    pub(super) fn look(&mut self, filter: String, most: usize) -> Vec<Effect> {
        self.job += 1;
        self.trouble = None;
        self.work = Some(Progress { source: "events".to_owned(), ..Progress::default() });
        let newest = self.case().and_then(|c| c.judgement.evaluated_at).unwrap_or(self.clock.now);
        let called = self.whole().map_or_else(BTreeMap::new, |case| case.environment.called.clone());
        vec![Effect::Events { job: self.job, sources: self.specs.clone(), filter, called, newest, most }]
    }

    /// Whom the pages are about, as typed; none for the server as a whole.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.person.as_ref().map(|(user, _)| user.as_str())
    }

    /// Where the operator is.
    #[must_use]
    pub fn place(&self) -> &Place {
        self.stack.last().unwrap_or(&Place::Menu)
    }

    /// True while something is being read or judged.
    #[must_use]
    pub const fn busy(&self) -> bool {
        self.work.is_some()
    }

    /// The clock by which evidence is fresh or old. A built-in case is never old: it plays in its own time.
    pub(super) fn evidence_clock(&self) -> Clock {
        let read = |c: &&Case| c.sources.iter().filter(|s| s.kind != OPERATOR).count();
        let invented =
            |c: &&Case| read(c) > 0 && c.sources.iter().all(|s| s.kind == BUILT_IN || s.kind == OPERATOR);
        let own = self.case().filter(invented).and_then(|c| c.judgement.evaluated_at);
        Clock { now: own.unwrap_or(self.clock.now), ..self.clock }
    }

    /// True where letters are text.
    #[must_use]
    pub fn in_field(&self) -> bool {
        self.filtering
            || matches!(
                self.place(),
                Place::Open
                    | Place::Save(_)
                    | Place::User
                    | Place::Reason(..)
                    | Place::DirectoryField(_)
                    | Place::EventFilter
                    | Place::Collector
                    | Place::Typing(..)
            )
            || self.is_named(self.place())
    }

    /// The result, once something was judged.
    #[must_use]
    pub fn case(&self) -> Option<&Case> {
        self.shown().map(|j| &j.case)
    }

    /// The judgement that the pages are about: of the user, else of the server.
    pub(super) fn shown(&self) -> Option<&Judged> {
        match &self.person {
            Some((_, judged)) => judged.as_deref(),
            None => self.judged.as_deref(),
        }
    }

    /// The judgement of the server, whatever the pages are about.
    pub(super) fn whole(&self) -> Option<&Case> {
        self.judged.as_ref().map(|j| &j.case)
    }

    /// True where evidence came that can be judged, or is coming.
    pub(super) fn has_evidence(&self) -> bool {
        self.judged.is_some() || self.work.is_some()
    }

    /// The computers to choose from, where one must be chosen first.
    pub(super) fn to_choose(&self) -> &[Text] {
        self.judged.as_ref().map_or(&[], |j| j.choose.as_slice())
    }

    /// A finding of the result and its place in it.
    pub(super) fn finding(&self, key: &FindingKey) -> Option<(usize, &Finding)> {
        let findings = &self.case()?.judgement.findings;
        findings.iter().enumerate().find(|(_, f)| FindingKey::from(*f) == *key)
    }

    /// Fills in the connector account that the evidence names, unless something stands there.
    pub(super) fn fill_account(&mut self) {
        if let Some(account) = super::pages::directory::account_of(self) {
            self.directory.suggest(account);
        }
    }

    /// What was given to read.
    #[must_use]
    pub fn specs(&self) -> &[SourceSpec] {
        &self.specs
    }

    /// What was judged: the server, then the user.
    pub fn cases(&self) -> impl Iterator<Item = (Option<&str>, &Case)> {
        let server = self.judged.iter().map(|j| (None, &j.case));
        let user = self.person.iter().filter_map(|(user, j)| Some((Some(user.as_str()), &j.as_ref()?.case)));
        server.chain(user)
    }

    /// The number of the newest reading: what is judged changes with it.
    #[must_use]
    pub const fn reading(&self) -> Job {
        self.job
    }

    /// The result with everything that the operator did.
    #[must_use]
    pub fn told(&self) -> Option<Case> {
        let case = self.case()?.clone();
        Some(Case { actions: self.guide.actions.clone(), ..case })
    }
}
