//! Whose password: people are looked up while a name is typed, one of several is chosen, and back.

use chrono::FixedOffset;
use phs_doctor::{
    checks::{self, Order},
    evidence::{
        Ask, Kind, Locator, Origin, Sink, Source, SourceError, Stopper, Summary, give,
        open::{self, Opened},
    },
    facts::Choices,
    front::{
        runtime::{Runtime, Tools},
        scenarios,
    },
    wizard::{Clock, Key, Model, Msg, Place, SourceSpec, page, update},
};
use serde_json::json;
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

/// A directory without end, in which nobody is called as one thinks.
struct Endless(Stopper);

impl Source for Endless {
    fn read(&mut self, _: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let origin = Arc::new(Origin { name: "endless".into(), kind: "evidence file" });
        let mut records = 0;
        loop {
            records += 1;
            let data = json!({"distinguishedName": format!("CN=Nobody {records},DC=contoso,DC=com"), "userPrincipalName": "nobody@contoso.com"});
            let from = Locator { origin: Arc::clone(&origin), file: None, line: Some(records) };
            let data = data.as_object().unwrap().clone();
            let flow = out.take(give::record(Kind::ADUser, data, None, from).record);
            if flow.is_break() || self.0.stopped() {
                return Ok(Summary { records, stopped: true });
            }
        }
    }

    fn stopper(&self) -> Stopper {
        self.0.clone()
    }
}

fn evidence() -> Vec<u8> {
    let user = |name: &str, domain: &str, nth: u32| {
        let dc = domain.replace('.', ",DC=");
        let dn = format!("CN={name},OU=Staff,DC={dc}");
        let account = name.split(' ').next().unwrap().to_lowercase();
        json!({"record": "ADUser", "data": {"distinguishedName": dn, "objectGUID": format!("6f0c1d2e-3a4b-4c5d-8e9f-0a1b2c3d4e{nth:02}"),
            "objectClass": ["user"], "userPrincipalName": format!("{account}@{domain}"), "sAMAccountName": account,
            "mail": "shared@example.com", "displayName": "The Countess", "userAccountControl": 512, "pwdLastSet": "2026-11-20T07:41:03Z"}})
    };
    let lines = [
        json!({"record": "Header", "schema": "phs-evidence/1", "collected_at": "2026-11-20T09:12:00Z", "computer": "AADC01"}),
        user("Ada Byron", "contoso.com", 1),
        user("Adam Ries", "fabrikam.local", 2),
        user("Lise Meitner", "emea.contoso.com", 3),
    ];
    lines.iter().map(|l| format!("{l}\n")).collect::<String>().into_bytes()
}

struct Bed {
    model: Model,
    runtime: Runtime,
    said: Receiver<Msg>,
}

impl Bed {
    fn new(name: &str) -> Bed {
        let (say, said) = channel();
        let open = |spec: &SourceSpec| {
            Ok(vec![if spec.name() == "endless" {
                let origin = Origin { name: "endless".into(), kind: "evidence file" };
                Opened { origin, source: Box::new(Endless(Stopper::default())) }
            } else {
                open::memory("people", "evidence file", evidence())
            }])
        };
        let tools = Tools {
            open: Arc::new(open),
            judge: checks::judge,
            choices: Choices::default(),
            order: Order::default(),
        };
        let runtime = Runtime::new(tools, Arc::new(move |msg| drop(say.send(msg)))).unwrap();
        let clock = Clock { now: scenarios::time(), offset: |_| FixedOffset::east_opt(0).unwrap() };
        let mut bed = Bed { model: Model::new(clock, Vec::new()), runtime, said };
        for effect in bed.model.start(vec![SourceSpec::Given(name.into())]) {
            bed.runtime.run(effect, &bed.model);
        }
        bed
    }

    fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            assert!(self.runtime.run(effect, &self.model));
        }
    }

    fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.tell(Msg::Key(*key));
        }
    }

    fn letters(&mut self, text: &str) {
        text.chars().for_each(|c| self.tell(Msg::Key(Key::Char(c))));
    }

    fn until(&mut self, so: impl Fn(&Model) -> bool) {
        while !so(&self.model) {
            let msg = self.said.recv_timeout(Duration::from_secs(20)).expect("the workers fell silent");
            self.tell(msg);
        }
    }

    /// On the page of users, everything read.
    fn asking(name: &str) -> Bed {
        let mut bed = Bed::new(name);
        if name == "endless" {
            bed.press(&[Key::Char('1'), Key::Esc]);
        }
        bed.until(|m| !m.busy() && m.case().is_some());
        while *bed.model.place() != Place::Menu {
            bed.press(&[Key::Esc]);
        }
        bed.press(&[Key::Char('2')]);
        assert_eq!(*bed.model.place(), Place::User);
        bed
    }
}

fn offers(model: &Model) -> Vec<String> {
    page(model).offers.into_iter().map(|o| o.label).collect()
}

fn says(model: &Model, text: &str) -> bool {
    format!("{:?}", page(model).body).contains(text)
}

#[test]
fn people_are_listed_while_one_types_and_enter_takes_the_selected_one() {
    let mut bed = Bed::asking("people");
    bed.letters("a");
    assert!(says(&bed.model, "Type more of the name"));
    bed.letters("d");
    bed.until(|m| says(m, "These are all"));
    assert_eq!(offers(&bed.model), ["ad", "ada@contoso.com", "adam@fabrikam.local"]);
    // What is longer is among what was found: nothing is read again.
    bed.letters("am");
    assert_eq!(offers(&bed.model), ["adam", "adam@fabrikam.local"]);
    assert!(says(&bed.model, "fabrikam.local, CN=Adam Ries"));
    bed.press(&[Key::Backspace]);
    bed.until(|m| says(m, "These are all"));
    bed.press(&[Key::Down, Key::Down, Key::Enter]);
    bed.until(|m| *m.place() == Place::Person);
    assert_eq!(page(&bed.model).title, "Password of adam@fabrikam.local");
    // One key leads back to the server as a whole, another to the next user.
    bed.press(&[Key::Char('4')]);
    assert_eq!((bed.model.user(), page(&bed.model).title.as_str()), (None, "PHS does not work at all"));
    let user = page(&bed.model).offers.iter().position(|o| o.label == "One user's password").unwrap();
    assert!(user < 9, "a digit leads to it");
    bed.tell(Msg::Choose(user));
    assert_eq!(
        (bed.model.place(), offers(&bed.model).len()),
        (&Place::User, 0),
        "nothing stands there any more"
    );
}

#[test]
fn the_next_user_is_read_from_the_top() {
    let mut bed = Bed::asking("people");
    let selected = |bed: &Bed| page(&bed.model).selected.unwrap();
    let mut seen = Vec::new();
    for user in ["ada@contoso.com", "adam@fabrikam.local"] {
        bed.tell(Msg::Text(user.into()));
        bed.press(&[Key::Enter]);
        bed.until(|m| *m.place() == Place::Person);
        assert_eq!(selected(&bed), 0, "{user}");
        let of = page(&bed.model).of;
        assert!(!seen.contains(&of), "{of}");
        seen.push(of);
        bed.press(&[Key::Down, Key::Down]);
        assert_eq!(offers(&bed.model)[selected(&bed)], "Another user");
        bed.press(&[Key::Enter]);
        assert_eq!(*bed.model.place(), Place::User);
    }
}

#[test]
fn names_of_any_kind_are_looked_for() {
    let mut bed = Bed::asking("people");
    for (typed, count) in
        [("countess", 3), ("CN=Lise", 1), ("3a4b-4c5d-8e9f-0a1b2c3d4e02", 1), ("SHARED@", 3), ("zz", 0)]
    {
        bed.letters(typed);
        bed.until(|m| says(m, "These are all") || says(m, "Nobody in the evidence"));
        assert_eq!(offers(&bed.model).len(), count + 1, "{typed}: {:?}", offers(&bed.model));
        bed.press(&vec![Key::Backspace; typed.len()]);
        assert!(offers(&bed.model).is_empty());
    }
}

#[test]
fn several_of_one_name_are_listed_and_one_is_chosen() {
    let mut bed = Bed::asking("people");
    bed.tell(Msg::Text("shared@example.com".into()));
    bed.press(&[Key::Enter]);
    bed.until(|m| *m.place() == Place::Matches);
    assert!(says(&bed.model, "3 users go by") && says(&bed.model, "emea.contoso.com, CN=Lise Meitner"));
    bed.press(&[Key::Char('3')]);
    bed.until(|m| *m.place() == Place::Person);
    assert_eq!(page(&bed.model).title, "Password of lise@emea.contoso.com");
}

#[test]
fn a_part_that_nobody_is_called_lists_who_has_it_in_a_name() {
    let mut bed = Bed::asking("people");
    bed.tell(Msg::Text("ries".into()));
    bed.press(&[Key::Enter]);
    bed.until(|m| *m.place() == Place::Matches);
    assert!(says(&bed.model, "as a whole"));
    assert_eq!(offers(&bed.model), ["adam@fabrikam.local", "None of them"]);
    bed.press(&[Key::Down, Key::Enter]);
    bed.until(|m| *m.place() == Place::Person);
    assert_eq!(page(&bed.model).title, "Password of ries");
}

#[test]
fn esc_stops_the_look_and_then_leaves() {
    let mut bed = Bed::asking("endless");
    bed.letters("ada");
    assert!(says(&bed.model, "Looking for names"));
    bed.press(&[Key::Esc]);
    bed.until(|m| says(m, "Stopped"));
    assert_eq!(*bed.model.place(), Place::User);
    bed.press(&[Key::Esc]);
    assert_eq!(*bed.model.place(), Place::Menu);
}
