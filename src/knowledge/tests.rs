//! The texts as a whole: nothing missing, nothing unused, nothing said twice.

use super::{
    docs::{Library, StepDoc},
    fill::places,
    library::library,
    *,
};
use crate::{
    catalog::{CAUSES, CHECKS, Cause, Severity},
    diagnosis::{Finding, Scope, Status},
    evidence::{Kind, Why},
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn steps(library: &Library) -> impl Iterator<Item = &StepDoc> {
    let own = library.cause.iter().filter_map(|c| c.fix.as_ref()).flat_map(|f| &f.steps);
    own.chain(library.step.values()).chain(library.topic.iter().flat_map(|t| &t.steps))
}

/// Every text, with a name to find it by; true for commands.
pub(super) fn texts(library: &Library) -> Vec<(String, String, bool)> {
    let mut out = Vec::new();
    let mut put = |name: &str, text: &str| out.push((name.to_owned(), text.to_owned(), false));
    for check in &library.check {
        for text in [&check.title, &check.question, &check.why, &check.expected] {
            put(&check.id, text);
        }
        for said in std::iter::once(&check.pass).chain(check.variants.values()) {
            put(&check.id, &said.short);
            put(&check.id, &said.summary);
        }
    }
    for cause in &library.cause {
        for text in [&cause.title, &cause.short, &cause.summary] {
            put(&cause.cause, text);
        }
        for other in cause.variants.values() {
            for text in [&other.title, &other.short, &other.summary].into_iter().flatten() {
                put(&cause.cause, text);
            }
        }
        cause.places.values().for_each(|text| put(&cause.cause, text));
        if let Some(fix) = &cause.fix {
            for text in [&fix.title, &fix.why, &fix.risk_text, &fix.takes] {
                put(&cause.cause, text);
            }
        }
    }
    for step in steps(library) {
        let name = &step.text.chars().take(40).collect::<String>();
        for text in [Some(&step.text), step.expect.as_ref(), step.undo.as_ref()].into_iter().flatten() {
            put(name, text);
        }
    }
    for text in library.word.values() {
        put("word", text);
    }
    for doc in &library.event {
        let said = [&doc.meaning, &doc.advice, &doc.because].into_iter().flatten();
        for text in std::iter::once(&doc.title).chain(said) {
            put(&format!("event {:?}", doc.ids), text);
        }
    }
    for text in library.event_source.values().filter_map(|source| source.note.as_ref()) {
        put("event source", text);
    }
    for doc in &library.legend {
        put(&doc.word, &doc.text);
    }
    for doc in &library.code {
        for text in [&doc.title, &doc.meaning, &doc.advice] {
            put(&doc.name, text);
        }
    }
    for doc in &library.topic {
        put(&doc.id, &doc.title);
        doc.text.iter().for_each(|text| put(&doc.id, text));
    }
    for said in library.ended.values() {
        put("ended", &said.short);
        put("ended", &said.summary);
    }
    let commands = steps(library).filter_map(|s| s.command.clone()).map(|c| ("command".to_owned(), c, true));
    out.extend(commands);
    out
}

#[test]
fn every_check_and_every_cause_has_texts_and_no_text_is_left_over() {
    let checks: BTreeSet<&str> = library().check.iter().map(|c| c.id.as_str()).collect();
    let wanted: BTreeSet<&str> = CHECKS.iter().map(|r| r.id.0).collect();
    assert_eq!(checks, wanted);
    assert_eq!(checks.len(), library().check.len(), "a check stands twice");
    let causes: BTreeSet<(&str, &str)> =
        library().cause.iter().map(|c| (c.check.as_str(), c.cause.as_str())).collect();
    let wanted: BTreeSet<(&str, &str)> = CAUSES.iter().map(|r| (r.check.0, r.cause.0)).collect();
    assert_eq!(causes, wanted);
    assert_eq!(causes.len(), library().cause.len(), "a cause stands twice");
}

#[test]
fn everything_that_warns_or_fails_has_a_remedy() {
    for row in CAUSES.iter().filter(|r| r.severity != Severity::Info) {
        let doc = library().cause(row.check.0, row.cause.0).unwrap();
        let fix = doc.fix.as_ref().unwrap_or_else(|| panic!("{}: no remedy", row.cause.0));
        assert!(!fix.steps.is_empty(), "{}", row.cause.0);
    }
}

#[test]
fn no_two_causes_say_the_same_or_take_the_same_steps() {
    let mut summaries = BTreeMap::new();
    let mut plans = BTreeMap::new();
    for cause in &library().cause {
        if let Some(other) = summaries.insert(&cause.summary, &cause.cause) {
            panic!("{} and {other} share a summary", cause.cause);
        }
        let Some(fix) = &cause.fix else { continue };
        let plan: Vec<String> = fix.steps.iter().map(|s| format!("{s:?}")).collect();
        if let Some(other) = plans.insert(plan, &cause.cause) {
            panic!("{} and {other} take the same steps", cause.cause);
        }
    }
}

#[test]
fn every_remedy_has_an_id_of_its_own() {
    let mut ids = BTreeSet::new();
    for cause in &library().cause {
        let Some(fix) = &cause.fix else { continue };
        assert!(ids.insert(fix.id.as_ref().unwrap_or(&cause.cause)), "{}", cause.cause);
    }
}

#[test]
fn every_place_is_known_and_every_known_place_is_used() {
    let mut used = BTreeSet::new();
    for (name, text, _) in texts(library()) {
        for place in places(&text) {
            assert!(library().places.contains_key(&place), "{name}: {{{place}}}");
            used.insert(place);
        }
    }
    // Places that checks may fill and that texts of other flows use.
    let later = ["date", "entra_connector", "start_type"];
    for place in library().places.keys() {
        assert!(used.contains(place) || later.contains(&place.as_str()), "{{{place}}} is used nowhere");
    }
}

#[test]
fn every_shared_step_and_word_is_there_and_used() {
    let mut steps_used = BTreeSet::new();
    let mut words_used = BTreeSet::from(["server", "admin"]);
    for step in steps(library()) {
        for name in step.shared.iter().chain(&step.then) {
            assert!(library().step.contains_key(name), "no step {name}");
            steps_used.insert(name.as_str());
        }
        for word in [&step.place, &step.rights].into_iter().flatten() {
            if let Some(name) = word.strip_prefix('@') {
                assert!(library().word.contains_key(name), "no word {name}");
                words_used.insert(name);
            }
        }
    }
    assert_eq!(steps_used, library().step.keys().map(String::as_str).collect());
    assert_eq!(words_used, library().word.keys().map(String::as_str).collect());
}

#[test]
fn what_verifies_a_remedy_is_a_check() {
    for cause in &library().cause {
        for id in cause.fix.iter().flat_map(|f| &f.verify) {
            assert!(CHECKS.iter().any(|r| r.id.0 == id), "{}: {id}", cause.cause);
        }
    }
}

#[test]
fn links_lead_to_microsoft_without_a_locale() {
    let own = library().cause.iter().filter_map(|c| c.fix.as_ref()).flat_map(|f| &f.links);
    for link in own.chain(library().check.iter().filter_map(|c| c.link.as_ref())) {
        let path = link.strip_prefix("https://learn.microsoft.com/").unwrap_or_else(|| panic!("{link}"));
        let first = path.split('/').next().unwrap();
        let locale = first.len() == 5 && first.as_bytes()[2] == b'-';
        assert!(!locale && !path.contains('?') && !path.contains(' ') && !path.ends_with('/'), "{link}");
    }
}

#[test]
fn titles_and_lines_are_short_and_sentences_end() {
    for check in &library().check {
        assert!(check.title.chars().count() <= 24, "{}", check.title);
        assert!(check.question.ends_with('?'), "{}", check.question);
        assert!(check.why.ends_with('.'), "{}", check.why);
    }
    for cause in &library().cause {
        assert!(cause.title.chars().count() <= 74, "{}", cause.title);
        assert!(cause.short.chars().count() <= 48, "{}", cause.short);
        assert!(cause.summary.ends_with('.'), "{}", cause.summary);
    }
    for (name, text, command) in texts(library()) {
        assert!(!text.trim().is_empty() && text.trim() == text || command, "{name}: {text:?}");
        assert!(
            text.chars().all(|c| c.is_ascii() && (c == '\n' || !c.is_ascii_control())),
            "{name}: {text:?}"
        );
    }
}

/// Checks name wordings by a word; every such word has to lead to texts, and every text to a word.
#[test]
fn every_wording_that_a_check_asks_for_is_there() {
    let source = source("src/checks");
    let checks = library().check.iter().flat_map(|c| c.variants.keys());
    let causes = library().cause.iter().flat_map(|c| c.variants.keys());
    let there: BTreeSet<&String> = checks.chain(causes).chain(library().ended.keys()).collect();
    for name in &there {
        assert!(source.contains(&format!("\"{name}\"")), "no check asks for the wording {name}");
    }
    for part in source.split(".variant(\"").skip(1) {
        let name = part.split('"').next().unwrap().to_owned();
        assert!(there.contains(&name), "the wording {name} has no text");
    }
}

#[test]
fn every_kind_of_record_has_a_way_to_it() {
    let named: BTreeSet<&str> = library().how.keys().map(String::as_str).collect();
    let kinds: BTreeSet<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
    assert_eq!(named, kinds);
    for (kind, doc) in &library().how {
        assert!(!doc.steps.is_empty(), "{kind}");
    }
}

/// What is missing is asked for by names that evidence can have of a thing, and by no others.
#[test]
fn the_way_to_a_record_has_no_place_that_nothing_fills() {
    for (name, doc) in library().how.iter().chain(&library().how_property) {
        for place in doc.command.iter().flat_map(|c| places(c)) {
            assert!(
                ["connector", "domain", "user", "upn", "dn"].contains(&place.as_str()),
                "{name}: {place}"
            );
        }
        let texts = doc.steps.iter().chain(&doc.command);
        assert!(texts.into_iter().all(|t| !t.contains("'<") && !t.contains("contoso")), "{name}");
        assert!(doc.steps.iter().all(|t| places(t).is_empty()), "{name}");
    }
}

#[test]
fn a_property_has_a_way_of_its_own_where_the_record_does_not_show_it() {
    let of = |record, property: &str| Gap {
        record,
        property: Some(property.to_owned()),
        why: Why::NotInRecord,
        last: None,
    };
    let command = |property: &str| how_to(&of(Kind::Server, property), &Names::new()).command.unwrap();
    assert!(command("FipsPolicyEnabled").contains("FipsAlgorithmPolicy"));
    assert!(command("ComputerName").contains("CSName"));
    let read = source("src/checks") + &source("src/facts") + &source("src/front");
    for (name, doc) in &library().how_property {
        let (kind, property) = name.split_once('.').unwrap();
        assert!(Kind::ALL.iter().any(|k| k.name() == kind), "{name}");
        assert!(read.contains(&format!("\"{property}\"")), "{name} is read by nothing");
        assert!(doc.command.is_some() && !doc.steps.is_empty(), "{name}");
    }
}

/// All sources below a folder.
fn source(folder: &str) -> String {
    let mut source = String::new();
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { source += &std::fs::read_to_string(path).unwrap() }
        }
    }
    source
}

fn bare(check: &'static str, cause: &'static str) -> Finding {
    Finding::bare(CheckId(check), Cause(cause))
}

#[test]
fn nothing_is_left_in_braces_when_no_name_is_known() {
    for row in CAUSES {
        let of = bare(row.check.0, row.cause.0);
        let said = finding(&of);
        let mut all = vec![said.title, said.short, said.summary];
        if let Some(remedy) = remedy(&of) {
            for step in remedy.steps {
                all.extend([step.text, step.place, step.rights]);
                all.extend(step.expect.into_iter().chain(step.undo).chain(step.command));
            }
        }
        for text in all {
            assert!(places(&text).is_empty(), "{}: {text}", row.cause.0);
        }
    }
}

#[test]
fn names_from_the_evidence_stand_in_texts_and_commands() {
    let mut of = bare("connector.phs-enabled", "connector-phs-disabled");
    of.scope = Scope::connector("O'Brien.com");
    assert!(finding(&of).title.ends_with("O'Brien.com"));
    let command = remedy(&of).unwrap().steps.iter().find_map(|s| s.command.clone()).unwrap();
    assert!(command.contains("-SourceConnector 'O''Brien.com' "), "{command}");
}

#[test]
fn what_is_accepted_has_no_remedy() {
    let accepted = Finding {
        accepted: true,
        status: Status::Info,
        ..bare("server.staging-mode", "staging-mode-enabled")
    };
    assert_eq!(remedy(&accepted), None);
    assert!(finding(&accepted).summary.contains("You accept this"));
}

#[test]
fn what_articles_name_is_there() {
    let causes: BTreeSet<String> =
        CAUSES.iter().map(|row| format!("{}/{}", row.check.0, row.cause.0)).collect();
    let events = library().event.iter().map(|doc| (&doc.title, &doc.causes));
    let codes = library().code.iter().map(|doc| (&doc.name, &doc.causes));
    for (name, list) in events.chain(codes) {
        for cause in list {
            assert!(causes.contains(cause), "{name}: {cause}");
        }
    }
    for doc in &library().event {
        let source = library().event_source.get(&doc.source).unwrap_or_else(|| panic!("{}", doc.source));
        let said = doc.meaning.is_some() && doc.advice.is_some();
        assert!(said || source.note.is_some(), "{:?}: what it means and what to do", doc.ids);
    }
    let topics: BTreeSet<&str> = library().topic.iter().map(|t| t.id.as_str()).collect();
    for topic in &library().topic {
        for other in &topic.see {
            assert!(topics.contains(other.as_str()) && *other != topic.id, "{}: {other}", topic.id);
        }
    }
}

#[test]
fn every_entry_is_there_once_and_has_an_article() {
    let mut seen = BTreeSet::new();
    for entry in entries() {
        assert!(seen.insert((entry.sort, &entry.of, &entry.name)), "{entry:?} stands twice");
        let article = article(entry, &Names::new());
        assert!(!article.title.is_empty() && !article.parts.is_empty(), "{}", article.name);
        assert!(lookup(&entry.name).contains(&entry), "{}", article.name);
    }
}
