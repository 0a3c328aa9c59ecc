//! A source that holds still, and workers that fail.

use chrono::{DateTime, FixedOffset, Utc};
use phs_doctor::{
    checks::{self, Order},
    diagnosis::Judgement,
    evidence::{Ask, Origin, Sink, Source, SourceError, Stopper, Summary, open::Opened},
    facts::{Choices, Facts},
    front::{
        runtime::{Runtime, Tools},
        scenarios,
    },
    wizard::{Block, Clock, Key, Model, Msg, Place, SourceSpec, page, update},
};
use std::{
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

/// Gives nothing until it is released.
struct Held {
    release: Receiver<()>,
    stopper: Stopper,
}

impl Source for Held {
    fn read(&mut self, _: &Ask, _: &mut dyn Sink) -> Result<Summary, SourceError> {
        let _ = self.release.recv();
        Ok(Summary { records: 0, stopped: true })
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

struct Bed {
    model: Model,
    runtime: Runtime,
    said: Receiver<Msg>,
    release: Sender<()>,
}

impl Bed {
    fn new(judge: fn(&Facts, &Order) -> Judgement) -> Bed {
        let (say, said) = channel();
        let (release, held) = channel();
        let held = Mutex::new(Some(held));
        let open = move |spec: &SourceSpec| match spec {
            SourceSpec::BuiltIn(name) => Ok(vec![scenarios::find(name).unwrap().open()]),
            SourceSpec::Given(name) if name == "held" => {
                let origin = Origin { name: "held".into(), kind: "held source" };
                let release = held.lock().unwrap().take().unwrap();
                Ok(vec![Opened { origin, source: Box::new(Held { release, stopper: Stopper::default() }) }])
            }
            spec => panic!("cannot open {}", spec.name()),
        };
        let tools =
            Tools { open: Arc::new(open), judge, choices: Choices::default(), order: Order::default() };
        let runtime = Runtime::new(tools, Arc::new(move |msg| drop(say.send(msg)))).unwrap();
        let now: DateTime<Utc> = scenarios::time();
        let clock = Clock { now, offset: |_| FixedOffset::east_opt(0).unwrap() };
        Bed { model: Model::new(clock, Vec::new()), runtime, said, release }
    }

    fn start(&mut self, sources: &[SourceSpec]) {
        for effect in self.model.start(sources.to_vec()) {
            assert!(self.runtime.run(effect, &self.model));
        }
    }

    fn press(&mut self, key: Key) {
        for effect in update(&mut self.model, Msg::Key(key)) {
            assert!(self.runtime.run(effect, &self.model));
        }
    }

    /// Takes what the workers say until it is so.
    fn until(&mut self, so: impl Fn(&Model) -> bool) {
        while !so(&self.model) {
            let msg = self.said.recv_timeout(Duration::from_secs(20)).expect("the workers fell silent");
            update(&mut self.model, msg);
        }
    }
}

fn text(model: &Model) -> String {
    let page = page(model);
    format!("{}\n{:#?}", page.status, page.body)
}

fn case() -> SourceSpec {
    SourceSpec::BuiltIn("tenant-feature-off".into())
}

#[test]
fn the_first_findings_are_seen_while_a_source_holds_still_and_esc_keeps_them() {
    let mut bed = Bed::new(checks::judge);
    bed.start(&[case(), SourceSpec::Given("held".into())]);
    bed.press(Key::Char('1'));
    assert_eq!(*bed.model.place(), Place::Running);
    bed.until(|m| text(m).contains("[FAIL]") && page(m).status.contains("Reading held"));
    assert!(bed.model.busy());
    bed.press(Key::Esc);
    bed.until(|m| *m.place() == Place::Result);
    assert!(!bed.model.busy());
    let page = page(&bed.model);
    let labels: Vec<&str> = page
        .body
        .iter()
        .filter_map(|b| if let Block::Field(_, label, _) = b { Some(label.as_str()) } else { None })
        .collect();
    assert_eq!(labels, ["PROBLEM", "STOPPED"]);
    assert!(page.status.contains("Stopped"), "{}", page.status);
    // What comes late changes nothing.
    bed.release.send(()).unwrap();
    bed.press(Key::Esc);
    assert_eq!(*bed.model.place(), Place::Menu);
    bed.start(&[case()]);
    bed.until(|m| !m.busy());
    bed.press(Key::Char('1'));
    assert_eq!(*bed.model.place(), Place::Result);
}

#[test]
fn a_reader_that_panics_becomes_a_page_and_the_next_reading_works() {
    let mut bed = Bed::new(checks::judge);
    bed.start(&[SourceSpec::Given("nonsense".into())]);
    bed.until(|m| *m.place() == Place::Trouble);
    assert!(text(&bed.model).contains("cannot open nonsense"));
    bed.start(&[case()]);
    bed.until(|m| !m.busy());
    assert!(bed.model.case().is_some());
}

#[test]
fn a_judge_that_panics_becomes_a_page() {
    let mut bed = Bed::new(|_, _| panic!("no rule for this"));
    bed.start(&[case()]);
    bed.until(|m| *m.place() == Place::Trouble);
    assert!(text(&bed.model).contains("no rule for this"));
    assert!(!bed.model.busy());
}
