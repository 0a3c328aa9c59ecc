//! Events that the wizard looks for: what a finding is about is found, by the names that pages call it.

use super::story::{keys, open};
use phs_doctor::{
    checks::{self, Order},
    evidence::open::memory,
    facts::Choices,
    front::{
        runtime::{Runtime, Tools},
        scenarios,
    },
    wizard::{Action, Effect, Hits, Model, Msg, Place, SourceSpec, page, update},
};
use std::sync::{
    Arc,
    mpsc::{Receiver, channel},
};

/// Workers whose every source is one of these texts, by its place.
fn workers(texts: &[String]) -> (Runtime, Receiver<Msg>) {
    let (say, said) = channel();
    let texts = texts.to_vec();
    let open = move |spec: &SourceSpec| {
        let at: usize = spec.name().parse().unwrap_or_default();
        Ok(vec![memory(spec.name(), "evidence file", texts[at].clone().into_bytes())])
    };
    let tools = Tools {
        open: Arc::new(open),
        judge: checks::judge,
        choices: Choices::default(),
        order: Order::default(),
    };
    (Runtime::new(tools, Arc::new(move |msg| drop(say.send(msg)))).unwrap(), said)
}

/// What comes of a look.
fn found(effects: Vec<Effect>, model: &Model, texts: &[String]) -> Hits {
    let (mut runtime, said) = workers(texts);
    assert!(matches!(effects.as_slice(), [Effect::Events { .. }]), "{effects:?}");
    runtime.run_all(effects, model);
    loop {
        match said.recv().unwrap() {
            Msg::Events(_, hits) => return hits,
            Msg::Progress(..) => {}
            other => panic!("{other:?}"),
        }
    }
}

fn choose(model: &mut Model, wanted: &Action) -> Vec<Effect> {
    let offer = page(model).offers.iter().position(|o| o.action == *wanted).unwrap();
    update(model, Msg::Choose(offer))
}

#[test]
fn every_finding_that_counts_events_finds_them() {
    let mut looked = 0;
    for case in scenarios::all().iter().filter(|c| c.user.is_none()) {
        let mut story = open(case, keys);
        let findings = page(&story.model).offers.into_iter().map(|o| o.action);
        let findings: Vec<Action> = findings.filter(|a| matches!(a, Action::Go(Place::Finding(_)))).collect();
        for finding in findings {
            choose(&mut story.model, &finding);
            let mut its = page(&story.model).offers.into_iter().map(|o| o.action);
            let its = its.find(|a| matches!(a, Action::Events(_)));
            update(&mut story.model, Msg::Key(phs_doctor::wizard::Key::Esc));
            let Some(its) = its else { continue };
            choose(&mut story.model, &finding);
            let effects = choose(&mut story.model, &its);
            let hits = found(effects, &story.model, &[case.lines().to_owned()]);
            assert!(!hits.rows.is_empty(), "{}: {finding:?}: {}", case.name, hits.filter);
            looked += 1;
            let job = story.model.reading();
            update(&mut story.model, Msg::Events(job, hits));
            while !story.model.place().is_result() {
                update(&mut story.model, Msg::Key(phs_doctor::wizard::Key::Esc));
            }
        }
    }
    assert!(looked > 20, "{looked}");
}

/// The events of a server, and what else is known of it.
fn apart(name: &str) -> (String, String) {
    let event = |line: &&str| line.contains("\"WinEvent\"") || line.contains("\"EventLogCoverage\"");
    let (events, rest): (Vec<&str>, Vec<&str>) =
        scenarios::find(name).unwrap().lines().lines().partition(event);
    let text = |lines: Vec<&str>| lines.into_iter().map(|line| format!("{line}\n")).collect();
    (text(events), text(rest))
}

/// What the filter finds in these, opened in this order.
fn looked(texts: &[String], filter: &str) -> Hits {
    let case = scenarios::find("rights-missing").unwrap();
    let mut story = open(case, keys);
    let specs = (0..texts.len()).map(|at| SourceSpec::Given(at.to_string())).collect();
    let effects = story.model.start(specs);
    let all = texts.concat();
    let [Effect::Read { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    story.judged(*job, &all, None);
    while *story.model.place() != Place::Menu {
        update(&mut story.model, Msg::Key(phs_doctor::wizard::Key::Esc));
    }
    choose(&mut story.model, &Action::Go(Place::Evidence));
    choose(&mut story.model, &Action::Events(String::new()));
    let job = story.model.reading();
    update(&mut story.model, Msg::Events(job, Hits::default()));
    story.answer(&story.digit("Narrow it down"));
    let effects = keys(&mut story.model, filter);
    found(effects, &story.model, texts)
}

#[test]
fn a_connector_goes_by_its_name_whatever_was_opened_first() {
    let (events, rest) = apart("rights-missing");
    let named = |texts: &[String]| looked(texts, "connector:contoso.com id:654").rows.len();
    let before = named(&[rest.clone(), events.clone()]);
    assert!(before > 0);
    assert_eq!(named(&[events, rest]), before);
}

#[test]
fn a_user_is_found_by_the_name_that_people_use() {
    let (events, rest) = apart("rights-missing");
    let dn = "CN=Ada Byron,OU=Staff,DC=contoso,DC=com";
    let ada = serde_json::json!({"record": "ADUser", "data": {
        "distinguishedName": dn, "userPrincipalName": "byron@contoso.com", "sAMAccountName": "byron",
        "objectClass": ["top", "person", "organizationalPerson", "user"],
    }});
    let texts = [events, format!("{rest}{ada}\n")];
    let by_dn = looked(&texts, &format!("user:{dn}")).rows;
    assert!(!by_dn.is_empty());
    assert_eq!(looked(&texts, "user:byron@contoso.com").rows, by_dn);
    assert_eq!(looked(&texts, "user:byron").rows, by_dn);
}
