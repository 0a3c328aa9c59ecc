//! Answers beside evidence, in a session, and in a file.

use super::operator::*;
use assert_cmd::Command;
use chrono::TimeDelta;
use phs_doctor::{
    diagnosis::{Evidence, Finding, Judgement, OPERATOR, Status},
    front::scenarios,
    session::{Choice, Entry, SCHEMA, replay},
    wizard::{Msg, Place, Reopened, update},
};
use std::fmt::Write;

/// A record of an answer, a minute after everything in the built-in cases.
fn answer(question: &str, value: &str) -> String {
    let at = "2026-11-20T11:00:00Z";
    let data = serde_json::json!({ "Question": question, "Value": value, "Note": "Running, and starts by itself", "By": "grace", "At": at });
    let record = serde_json::json!({ "record": "OperatorAnswer", "observed_at": at, "data": data });
    format!("{record}\n")
}

fn judged(case: &str, answers: &str) -> Judgement {
    let lines = scenarios::find(case).unwrap().lines().to_owned();
    let sources = [("evidence", "evidence file", lines), ("answers", OPERATOR, answers.to_owned())];
    judge(&sources, None).case.judgement
}

fn finding<'a>(judgement: &'a Judgement, check: &str) -> &'a Finding {
    judgement.findings.iter().find(|f| f.check.0 == check).unwrap()
}

fn row(finding: &Finding) -> &Evidence {
    finding.hit.evidence.iter().find(|e| e.is_operators()).unwrap()
}

#[test]
fn evidence_counts_and_an_answer_that_says_otherwise_stands_beside_it_in_words() {
    let stopped = judged("service-stopped", &answer("server.service", "pass"));
    let service = finding(&stopped, "server.service");
    assert_eq!((service.status, service.cause().unwrap().0), (Status::Fail, "service-stopped"));
    let text = &row(service).found.text;
    assert!(text.contains("operator grace said \"Running, and starts by itself\""), "{text}");
    assert!(text.contains("the evidence says Status = Stopped"), "{text}");
    assert_eq!(row(service).source, "operator's answer");
    // The same the other way round: what is well is not broken by an answer.
    let healthy = judged("healthy", &answer("server.staging-mode", "staging-mode-enabled"));
    let staging = finding(&healthy, "server.staging-mode");
    assert_eq!(staging.status, Status::Pass);
    assert!(row(staging).found.text.contains("the evidence says"), "{:?}", staging.hit.evidence);
    // Nothing else moves, the time that it is judged as of least of all.
    let without = judged("healthy", "");
    assert_eq!((healthy.verdict, healthy.evaluated_at), (without.verdict, without.evaluated_at));
}

/// What names no time gets none by an answer; answers alone are as of when they were given.
#[test]
fn an_answer_dates_nothing_but_itself() {
    let feature = r#"{"record":"ADSyncAADCompanyFeature","data":{"PasswordHashSync":true}}"#;
    let said = answer("server.staging-mode", "staging-mode-enabled");
    let alone = ("answers", OPERATOR, said);
    let both = [("feature.txt", "printed list", feature.to_owned()), alone.clone()];
    assert_eq!(judge(&both, None).case.judgement.evaluated_at, None);
    assert!(judge(&[alone], None).case.judgement.evaluated_at.is_some());
}

#[test]
fn an_answer_that_agrees_is_a_second_row() {
    let stopped = judged("service-stopped", &answer("server.service", "service-stopped"));
    let service = finding(&stopped, "server.service");
    assert!(service.hit.evidence.len() > 1);
    let text = &row(service).found.text;
    assert!(text.starts_with("grace said") && !text.contains("the evidence says"), "{text}");
}

#[test]
fn an_answer_decides_what_evidence_leaves_open_and_the_newest_of_two_counts() {
    let only = |answers: &str| judge(&[("answers", OPERATOR, answers.to_owned())], None).case.judgement;
    let open = only(&answer("server.service", "unknown"));
    let service = finding(&open, "server.service");
    assert_eq!(service.status, Status::Unknown);
    assert!(service.needs.iter().any(|g| g.record.name() == "OperatorAnswer"), "{:?}", service.needs);
    let earlier = answer("server.service", "service-stopped").replace("T11:00:00Z", "T10:59:00Z");
    let both = only(&(answer("server.service", "pass") + &earlier));
    assert_eq!(finding(&both, "server.service").status, Status::Pass);
    // What no evidence names comes with the answer; what this version does not know is passed over.
    let named = only(&(answer("domain.reachable emea.contoso.com", "ports-blocked") + &answer("x.y", "z")));
    let reachable = finding(&named, "domain.reachable");
    assert_eq!(reachable.scope.domain.as_deref(), Some("emea.contoso.com"));
    assert_eq!(reachable.cause().unwrap().0, "ports-blocked");
    let unsaid = only(&answer("server.service", "no-such-cause"));
    assert_eq!(finding(&unsaid, "server.service").status, Status::Unknown);
}

#[test]
fn a_file_of_answers_is_judged_by_check_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answers.jsonl");
    let lines = answer("server.service", "service-stopped") + &answer("server.version", "2.6.84.0");
    std::fs::write(&file, lines).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_phs-doctor"))
        .args(["check", file.to_str().unwrap(), "--format", "json"])
        .assert()
        .code(1);
    let report: serde_json::Value = serde_json::from_slice(&made.get_output().stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let of = |check: &str| findings.iter().find(|f| f["check"] == check).unwrap();
    assert_eq!(of("server.service")["cause"], "service-stopped");
    assert_eq!(of("server.service")["evidence"][0]["source"], "operator's answer");
    assert!(of("server.service")["evidence"][0]["found"].as_str().unwrap().contains("grace said"));
    assert_eq!(of("server.version")["status"], "pass");
}

#[test]
fn names_are_taken_out_of_answers_and_their_words_stay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answers.jsonl");
    std::fs::write(&file, answer("server.service", "service-stopped")).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_phs-doctor"))
        .args(["check", file.to_str().unwrap(), "--format", "json", "--redact"])
        .assert()
        .code(1);
    let text = String::from_utf8(made.get_output().stdout.clone()).unwrap();
    assert!(!text.contains("grace") && text.contains("Running, and starts by itself"), "{text}");
}

/// What was found, whatever it rests on.
fn key(judgement: &Judgement) -> Vec<String> {
    let one = |f: &Finding| format!("{} {:?} {:?} {:?}", f.check.0, f.scope.name(), f.status, f.cause());
    judgement.findings.iter().map(one).collect()
}

/// The journal that these lines make.
fn journal(kept: &[Entry]) -> String {
    let at = scenarios::time();
    let opened =
        Entry::Opened { schema: SCHEMA.into(), id: "a".into(), at, tool: String::new(), built_in: false };
    let mut text = String::new();
    for entry in std::iter::once(&opened).chain(kept) {
        writeln!(text, "{}", serde_json::to_string(entry).unwrap()).unwrap();
    }
    text
}

#[test]
fn a_session_of_answers_goes_on_where_it_was_left() {
    for user in [false, true] {
        let mut operator = Operator::new(keys);
        operator.begin(user);
        if user {
            operator.choose("Only some users, all others are fine");
            operator.choose("It is there, and joined to the metaverse");
            operator.choose("I cannot tell");
        } else {
            operator.answer(DOMAIN);
            operator.choose("Failed, and it began earlier");
            operator.choose("I cannot tell");
        }
        let asked = operator.model.place().clone();
        assert!(matches!(asked, Place::Question(..)), "{asked:?}");
        let session = replay(&journal(&operator.kept)).unwrap();
        assert!(session.damaged.is_empty());
        let reopened = Reopened { session, ..Reopened::default() };
        let mut later = Operator::new(keys);
        let effects = update(&mut later.model, Msg::Resumed(Ok(Box::new(reopened))));
        later.work(effects);
        assert_eq!(*later.model.place(), Place::Result, "{:?}", later.page());
        assert_eq!(later.model.user(), user.then_some(USER));
        assert_eq!(key(later.judgement()), key(operator.judgement()));
        // What was answered is not asked again, and what is asked next is what would have been.
        later.choose("Get the missing evidence");
        let questions =
            later.page().offers.iter().find(|o| o.label.starts_with("Answer")).unwrap().label.clone();
        later.choose(&questions);
        assert_eq!(*later.model.place(), asked);
    }
}

#[test]
fn from_no_evidence_to_a_remedy_that_the_operator_verifies() {
    for device in [keys as Device, lines] {
        let mut operator = Operator::new(device);
        operator.begin(false);
        operator.answer(DOMAIN);
        while let Place::Question(id, _) = operator.model.place().clone() {
            operator.choose(if id == "scheduler" { "StagingModeEnabled is True" } else { "I cannot tell" });
        }
        assert_eq!(*operator.model.place(), Place::Result);
        assert!(operator.says("staging mode") && operator.says("PROBLEM"), "{:?}", operator.page());
        operator.choose("What to do, step by step");
        operator.choose("Begin, one step a page");
        for _ in 0..12 {
            let typed = operator.page().input.map(|input| input.label.replace(" [ticket]", ""));
            match operator.model.place() {
                Place::Gate(_) => operator.answer(typed.as_deref().unwrap_or("2")),
                Place::Step(..) => operator.answer("1"),
                _ => break,
            }
        }
        assert!(matches!(operator.model.place(), Place::Proof(_)), "{:?}", operator.page());
        operator.model.clock.now += TimeDelta::hours(1);
        // Every check that the remedy names is asked about.
        for good in [
            "StagingModeEnabled False, SyncCycleEnabled True, nothing suspended",
            "654, 651 or 657 with Success, within the last 3 hours",
            "Successful, within the last 30 minutes",
        ] {
            operator.choose("Answer by hand");
            operator.choose(good);
        }
        let choices: Vec<Choice> = operator
            .kept
            .iter()
            .filter_map(|e| if let Entry::Action(a) = e { Some(a.choice) } else { None })
            .collect();
        assert_eq!(choices.last(), Some(&Choice::VerifiedByOperator), "{:?}", operator.page());
        assert!(
            operator.says("SOLVED") && operator.says("You have seen that it works"),
            "{:?}",
            operator.page()
        );
    }
}

#[test]
fn what_is_typed_wrong_is_said_and_kept_in_the_field() {
    let mut operator = Operator::new(keys);
    operator.begin(false);
    operator.answer("contoso");
    assert!(operator.page().status.contains("is no DNS name"), "{}", operator.page().status);
    assert!(operator.kept.is_empty());
    operator.answer(".com");
    assert!(matches!(operator.model.place(), Place::Question(..)), "{:?}", operator.model.place());
}

#[test]
fn one_finding_is_answered_by_hand_and_the_server_takes_part() {
    let healthy = scenarios::find("healthy").unwrap().lines();
    let without: String = healthy
        .lines()
        .filter(|l| !l.contains("ADSyncScheduler") && !l.contains("StagingMode"))
        .map(|l| format!("{l}\n"))
        .collect();
    let mut operator = Operator::with(keys, without);
    operator.answer("2");
    operator.answer(USER);
    let key = operator.judgement().findings.iter().find(|f| f.check.0 == "server.staging-mode").unwrap();
    assert_eq!(key.status, Status::Unknown);
    let place = Place::Finding(phs_doctor::wizard::FindingKey::from(key));
    let to = |o: &phs_doctor::wizard::Offer| o.action == phs_doctor::wizard::Action::Go(place.clone());
    let at = operator.page().offers.iter().position(to).unwrap();
    operator.answer(&(at + 1).to_string());
    operator.choose("Answer by hand");
    operator.choose("StagingModeEnabled is True");
    assert_eq!(*operator.model.place(), Place::Person);
    assert!(operator.says("PROBLEM") && operator.says("staging"), "{:?}", operator.page());
    operator.choose("The server as a whole");
    assert_eq!((operator.model.place(), operator.model.user()), (&Place::Result, None));
    let staging = finding(operator.judgement(), "server.staging-mode");
    assert_eq!(staging.status, Status::Fail, "what was said on the way of a user holds for the server");
}

#[test]
fn an_answer_that_could_not_be_judged_leads_nowhere_later() {
    let mut operator = Operator::new(keys);
    operator.begin(false);
    let job = operator.model.reading();
    for c in DOMAIN.chars() {
        update(&mut operator.model, Msg::Key(phs_doctor::wizard::Key::Char(c)));
    }
    drop(update(&mut operator.model, Msg::Key(phs_doctor::wizard::Key::Enter)));
    assert!(operator.model.busy());
    drop(update(&mut operator.model, Msg::Failed(job + 1, "judging the answer".into(), "no reason".into())));
    assert_eq!(*operator.model.place(), Place::Trouble);
    assert!(!operator.model.busy());
}
