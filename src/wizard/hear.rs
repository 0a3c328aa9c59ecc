//! What the workers say: how far they are, what was judged, what could not be used.

use super::{Judged, Model, Msg, Place, page::Text};
use std::sync::Arc;

impl Model {
    /// Takes what the workers say.
    pub(super) fn hear(&mut self, msg: Msg) {
        let job = match &msg {
            Msg::Progress(job, _)
            | Msg::Events(job, _)
            | Msg::People(job, _)
            | Msg::Several(job, _)
            | Msg::Judged(job, _)
            | Msg::Refused(job, _)
            | Msg::Failed(job, ..) => *job,
            _ => return,
        };
        if job != self.job {
            return;
        }
        match msg {
            Msg::Progress(_, progress) if self.work.is_some() => self.work = Some(progress),
            Msg::Refused(_, reason) => {
                self.status.clone_from(&reason);
                let is_it =
                    |name: &Text| reason.strip_prefix(name.as_str()).is_some_and(|r| r.starts_with(':'));
                self.given.retain(|name| !is_it(name));
                if let Some(path) = self.opening.take_if(|path| is_it(path)) {
                    // A path that was wrong is no source of the session.
                    self.specs.retain(|spec| spec.title() != path);
                    self.memory.entry(Place::Open).or_default().refused = true;
                }
                self.refused.push(reason);
            }
            Msg::Failed(_, what, said) => {
                self.work = None;
                self.person = None;
                self.asking.pending.clear();
                self.trouble = Some((what, said));
                self.show_trouble();
            }
            Msg::Events(_, hits) => {
                self.work = None;
                self.hits = Some(hits);
            }
            Msg::People(_, people) if people.done || !self.people.done => self.people = people,
            Msg::Several(_, several) => self.choose_among(several),
            Msg::Judged(_, judged) => self.take(judged),
            _ => {}
        }
    }

    fn take(&mut self, judged: Arc<Judged>) {
        let (done, stopped) = (judged.done, judged.stopped);
        if let Some((_, person)) = &mut self.person {
            *person = Some(judged);
            self.work = None;
            if *self.place() == Place::Running {
                self.instead(if self.asking.walks() { Place::Symptoms } else { Place::Person });
            }
            return;
        }
        let nothing = judged.case.sources.is_empty() && !stopped;
        if !done {
            // What was known stays on the page that waits for proof until all is read again.
            if !self.guide.looking {
                self.judged = Some(judged);
            }
            return;
        }
        self.work = None;
        // A path that is wrong stands in its field to be mended; one that is being typed stays as well.
        if self.refused.is_empty() && !nothing && *self.place() != Place::Open {
            self.memory.remove(&Place::Open);
        }
        if nothing {
            self.judged = None;
            self.given.clear();
            self.show_trouble();
            return;
        }
        self.status = match (stopped, self.refused.last()) {
            (true, _) => "Stopped. This is what the evidence read so far says.".to_owned(),
            (false, Some(reason)) => format!("Not used: {reason}"),
            (false, None) => String::new(),
        };
        let must_choose = !judged.choose.is_empty();
        self.judged = Some(judged);
        if *self.place() == Place::Running {
            let status = std::mem::take(&mut self.status);
            self.instead(if must_choose { Place::Servers } else { Place::Result });
            self.status = status;
        }
    }

    fn show_trouble(&mut self) {
        if *self.place() == Place::Running {
            self.stack.pop();
        }
        self.go(Place::Trouble);
    }
}
