//! The way through the pages: where the operator is, was, and what he typed there.

use super::{Action, Model, Page, Place, model::Memory, page::Offer};

impl Model {
    /// What was typed on this page.
    pub(super) fn typed(&self) -> &str {
        self.memory.get(self.place()).map_or("", |m| m.text.as_str())
    }

    /// What the selected offer of this page does, where one was selected.
    pub(super) fn chosen(&self) -> Option<&Action> {
        self.memory.get(self.place())?.chosen.as_ref()
    }

    /// The place of the selected offer: it is known by what it does, and else by where it was.
    pub(super) fn selected(&self, offers: &[Offer]) -> Option<usize> {
        let last = offers.len().checked_sub(1)?;
        let at = self.memory.get(self.place()).map_or(0, |m| m.cursor).min(last);
        let Some(chosen) = self.chosen() else { return Some(at) };
        let is = |offer: &Offer| offer.action == *chosen;
        if offers.get(at).is_some_and(is) { Some(at) } else { offers.iter().position(is).or(Some(at)) }
    }

    /// Selects an offer of the page.
    pub(super) fn select(&mut self, at: usize, page: &Page) {
        let chosen = page.offers.get(at).map(|offer| offer.action.clone());
        let here = self.here();
        (here.cursor, here.chosen) = (at, chosen);
    }

    /// Selects the first offer, whatever it is.
    pub(super) fn select_first(&mut self) {
        let here = self.here();
        (here.cursor, here.chosen) = (0, None);
    }

    pub(super) fn here(&mut self) -> &mut Memory {
        let place = self.place().clone();
        self.memory.entry(place).or_default()
    }

    pub(super) fn go(&mut self, place: Place) {
        self.filtering = false;
        self.status.clear();
        if matches!(place, Place::Gate(_)) {
            // Every time the answer is No unless something else is chosen, and a name is typed anew.
            self.memory.remove(&place);
        }
        if place == Place::Menu {
            self.stack.clear();
        } else if *self.place() != place {
            self.stack.push(place);
        }
    }

    /// Goes where a page leads that has done its work: the way back does not lead through it.
    pub(super) fn instead(&mut self, place: Place) {
        self.stack.pop();
        self.go(place);
    }

    pub(super) fn back(&mut self) {
        self.filtering = false;
        self.status.clear();
        let left = self.stack.pop();
        if left == Some(Place::Person) && *self.place() == Place::Result {
            // Back from one user to the server as a whole.
            self.person = None;
        }
    }

    /// The result that the pages are about.
    pub(super) fn result(&self) -> Place {
        if self.person.is_some() { Place::Person } else { Place::Result }
    }

    /// Leaves whom the pages are about; the way back leads to the server as a whole.
    pub(super) fn leave_person(&mut self) {
        self.person = None;
        self.stack.retain(|place| *place != Place::Person);
    }
}
