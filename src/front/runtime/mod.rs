//! Does what the wizard wants done: reads on one thread, judges on another, and says what comes of it.

mod bench;
mod desk;
mod guess;
mod hits;
mod people;
mod reader;

use super::{collect, document, save};
use crate::{
    checks::Order,
    diagnosis::{Judgement, Value},
    evidence::{SourceError, Stopper, open::Opened},
    facts::{Choices, Facts},
    report::{self, Meta, model::Report},
    wizard::{Effect, Job, Model, Msg, SaveAs, SourceSpec},
};
use bench::Fed;
use desk::Desk;
use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

/// Where messages go.
pub type Say = Arc<dyn Fn(Msg) + Send + Sync>;
/// How a source is opened.
pub type Open = Arc<dyn Fn(&SourceSpec) -> Result<Vec<Opened>, SourceError> + Send + Sync>;

/// What the work is done with. Tests put others in.
#[derive(Clone)]
pub struct Tools {
    /// Opens a source.
    pub open: Open,
    /// Judges what was read.
    pub judge: fn(&Facts, &Order) -> Judgement,
    /// What of the evidence counts.
    pub choices: Choices,
    /// What is judged.
    pub order: Order,
}

/// Records that may wait to be judged; a reader that is faster than that waits.
const WAITING: usize = 4096;

/// The readings that run, and what ends them.
#[derive(Clone, Default)]
pub(super) struct Running(Arc<Mutex<Vec<(Job, Stopper)>>>);

impl Running {
    fn add(&self, job: Job, stopper: Stopper) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((job, stopper));
    }

    fn stop(&self) {
        for (_, stopper) in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            stopper.stop();
        }
    }
}

/// The workers.
pub struct Runtime {
    tools: Tools,
    say: Say,
    bench: SyncSender<Fed>,
    running: Running,
    desk: Desk,
    /// What was read of the user who was asked for last.
    found: people::Kept,
}

impl Runtime {
    /// Starts the thread that judges.
    pub fn new(tools: Tools, say: Say) -> std::io::Result<Runtime> {
        let (bench, fed) = sync_channel(WAITING);
        let (judge_tools, judge_say) = (tools.clone(), Arc::clone(&say));
        thread::Builder::new()
            .name("judge".to_owned())
            .spawn(move || bench::run(&judge_tools, &judge_say, &fed))?;
        Ok(Runtime {
            tools,
            say,
            bench,
            running: Running::default(),
            desk: Desk::default(),
            found: people::Kept::default(),
        })
    }

    /// Does all of these; false where one of them ends the program.
    pub fn run_all(&mut self, effects: Vec<Effect>, model: &Model) -> bool {
        effects.into_iter().all(|effect| self.run(effect, model))
    }

    /// Does one thing; false where the program is to end.
    pub fn run(&mut self, effect: Effect, model: &Model) -> bool {
        match effect {
            Effect::Read { job, sources, fresh } => {
                self.running.stop();
                self.feed(Fed::Begin { job, fresh });
                let reader = reader::Reader {
                    job,
                    tools: self.tools.clone(),
                    bench: self.bench.clone(),
                    running: self.running.clone(),
                };
                self.start(job, "reader", move || reader.run(&sources));
            }
            Effect::Find { job, sources, user, server, most } => {
                self.running.stop();
                let search = people::Search {
                    job,
                    user,
                    server,
                    most,
                    tools: self.tools.clone(),
                    say: Arc::clone(&self.say),
                    running: self.running.clone(),
                    found: self.found.clone(),
                };
                self.start(job, "search", move || search.run(&sources));
            }
            Effect::Guess { job, sources, part, most } => {
                self.running.stop();
                let guess = self.guess(job, part, most);
                self.start(job, "users", move || guess.run(&sources));
            }
            Effect::Events { job, sources, filter, called, newest, most } => {
                self.running.stop();
                let look = hits::Look {
                    job,
                    filter,
                    called,
                    newest,
                    most,
                    tools: self.tools.clone(),
                    say: Arc::clone(&self.say),
                    running: self.running.clone(),
                };
                self.start(job, "events", move || look.run(&sources));
            }
            Effect::Answer { job, lines, by, user } => self.answer(job, lines, by, user),
            Effect::Judge { job, server } => self.feed(Fed::Choose { job, server }),
            Effect::Cancel(job) => {
                self.running.stop();
                // A reader that holds still is not waited for: what came is judged at once.
                self.feed(Fed::Stop(job));
            }
            Effect::Append(entry) => {
                let written = self.desk.append(&entry, model);
                if let Some(id) = self.desk.session().filter(|_| written.is_ok()) {
                    (self.say)(Msg::Begun(id.to_owned()));
                }
                (self.say)(Msg::Appended(written));
            }
            Effect::Keep => {
                // Whether it is there is asked about with the next choice.
                let _ = self.desk.keep(model);
            }
            Effect::Sessions => (self.say)(Msg::Sessions(Desk::list())),
            Effect::Resume(id) => (self.say)(Msg::Resumed(self.desk.resume(&id).map(Box::new))),
            Effect::Copy(text) => (self.say)(Msg::Copied(Desk::copy(&text))),
            Effect::Preview => {
                self.of_report(model, |made, names| Msg::Previewed(document::preview(&made, names)));
            }
            Effect::Save(how, path) => {
                self.of_report(model, |made, names| Msg::Saved(write(made, names, how, &path)));
            }
            Effect::WriteCollector(path) => {
                let written = collect::script_to(Path::new(&path), false);
                (self.say)(Msg::Saved(written.map(|at| at.display().to_string())));
            }
            Effect::Quit => {
                self.running.stop();
                return false;
            }
        }
        true
    }

    /// Judges with answers: the server's evidence, and the user's where the pages are about one.
    fn answer(&self, job: Job, lines: String, by: String, user: Option<String>) {
        let of_server = user.is_none().then_some(job);
        self.feed(Fed::Answer { job: of_server, lines: lines.clone(), by: by.clone() });
        let Some(user) = user else { return };
        let again =
            people::Again { job, user, lines, by, tools: self.tools.clone(), found: self.found.clone() };
        let say = Arc::clone(&self.say);
        self.start(job, "answer", move || say(again.run()));
    }

    /// Works on a thread of this name; says so where there is none to be had.
    fn start(&self, job: Job, name: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(e) = thread::Builder::new().name(name.to_owned()).spawn(work) {
            (self.say)(Msg::Failed(job, format!("starting the thread \"{name}\""), e.to_string()));
        }
    }

    /// A look for people; it can be ended before its thread begins.
    fn guess(&self, job: Job, part: String, most: usize) -> guess::Guess {
        let (stopper, running) = (Stopper::default(), self.running.clone());
        running.add(job, stopper.clone());
        guess::Guess {
            job,
            part,
            most,
            tools: self.tools.clone(),
            say: Arc::clone(&self.say),
            stopper,
            running,
        }
    }

    /// Says what comes of the report, where there is one.
    fn of_report(&self, model: &Model, make: impl FnOnce(Report, &[Value]) -> Msg) {
        let none = || Msg::Saved(Err("there is no result yet".to_owned()));
        (self.say)(model.written(&Meta::now()).map_or_else(none, |(made, names)| make(made, &names)));
    }

    fn feed(&self, fed: Fed) {
        // The judging thread ends only with this side of the channel.
        let _ = self.bench.send(fed);
    }
}

fn write(made: Report, names: &[Value], how: SaveAs, path: &str) -> Result<String, String> {
    let report = document::finish(made, names, how.names)?;
    let name = report::file_name(&report, how.format);
    let at = save::document(Path::new(path), &name, &how.format.write(&report), false)
        .map_err(|why| why.replace("; --force replaces it", "; choose another name"))?;
    Ok(at.display().to_string())
}

/// What a panic said.
pub(super) fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "nothing".to_owned())
}
