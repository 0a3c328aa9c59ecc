//! The output of a question's command: a file in place of an answer.

use super::{Effect, Model, Place, SourceSpec, page::Text};

impl Model {
    /// True where a file is opened in place of an answer.
    pub(super) fn asks_for_output(&self) -> bool {
        let below = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at));
        matches!(below, Some(Place::Question(..) | Place::Typing(..)))
    }

    /// Reads a file in place of an answer; the questions go on when it was judged.
    pub(super) fn read_output(&mut self, path: Text) -> Vec<Effect> {
        let user = self.user().map(str::to_owned);
        self.instead(Place::Running);
        let fresh = !self.has_evidence();
        let effects = self.read(vec![SourceSpec::Given(path)], fresh);
        self.guide.user = user;
        self.asking.output = true;
        effects
    }

    /// What was opened in place of an answer is judged: on to the next question, or back to the path where
    /// nothing could be read.
    pub(super) fn judged_output(&mut self) {
        self.asking.output = false;
        let told = std::mem::take(&mut self.status);
        // Anywhere else something has to be chosen or read first.
        if matches!(self.place(), Place::Running | Place::Result | Place::Person | Place::Symptoms) {
            self.back();
            if self.refused.is_empty() {
                self.memory.remove(&Place::Open);
                self.go_on_asking();
            } else {
                self.go(Place::Open);
            }
        }
        self.status = told;
    }
}
