//! Each form is what its readers take it for.

use super::made;
use phs_doctor::report::{
    Format, file_name, json,
    model::{Report, Status},
    nagios, schema,
};
use quick_xml::{Reader, events::Event};
use serde_json::Value;
use std::{fs, path::Path};

fn schemas(name: &str) -> (String, String) {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schema").join(name);
    let kept = fs::read_to_string(&at).unwrap_or_else(|e| panic!("{}: {e}", at.display()));
    (name.to_owned(), kept.replace("\r\n", "\n"))
}

#[test]
fn schemas_change_with_their_revision() {
    use phs_doctor::{evidence::schema as evidence, report::model};
    let report = schemas(&format!("report-1.{}.json", model::REVISION));
    let evidence_file = schemas(&format!("evidence-1.{}.json", evidence::REVISION));
    for ((name, kept), now) in [(report, schema::schema()), (evidence_file, evidence::schema())] {
        assert!(
            kept == now,
            "the types say something else than assets/schema/{name}: raise the revision and commit the new schema"
        );
    }
}

#[test]
fn reports_and_evidence_fit_their_schemas() {
    let report: Value = serde_json::from_str(&schema::schema()).unwrap();
    let validator = jsonschema::validator_for(&report).unwrap();
    for made in [made::everything(), made::scenario("healthy"), made::scenario("entra-busy")] {
        let mut document: Value = serde_json::from_str(&json::write(&made)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        // Open to what later revisions add, closed to what is wrong.
        document["later"] = Value::from(1);
        assert!(validator.is_valid(&document));
        document["findings"] = Value::from("none");
        assert!(!validator.is_valid(&document));
    }
    let line: Value = serde_json::from_str(&phs_doctor::evidence::schema::schema()).unwrap();
    let validator = jsonschema::validator_for(&line).unwrap();
    for case in phs_doctor::front::scenarios::all() {
        for text in case.lines().lines() {
            let errors: Vec<String> =
                validator.iter_errors(&serde_json::from_str(text).unwrap()).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{}: {text}: {errors:?}", case.name);
        }
    }
    let wrong = serde_json::json!({"record": "Service", "data": {"Status": "Sleeping"}});
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn what_is_written_reads_back() {
    let made = made::everything();
    assert_eq!(json::read(&json::write(&made)).unwrap(), made);
}

#[test]
fn junit_adds_up() {
    let report = made::everything();
    let text = Format::Junit.write(&report);
    let mut reader = Reader::from_str(&text);
    let (mut cases, mut bad, mut skipped) = (0, 0, 0);
    let mut said = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(e) | Event::Empty(e) => match e.name().as_ref() {
                "testcase" => cases += 1,
                "failure" | "error" => bad += 1,
                "skipped" => skipped += 1,
                "testsuites" => {
                    for name in ["tests", "failures", "errors", "skipped"] {
                        let value = e.try_get_attribute(name).unwrap().unwrap();
                        said.push(value.value.parse::<usize>().unwrap());
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!(cases, report.findings.len());
    assert_eq!(said, [cases, count(&report, Status::Fail), count(&report, Status::Unknown), skipped]);
    assert_eq!(bad, said[1] + said[2]);
    assert_eq!(skipped, count(&report, Status::Skipped));
}

fn count(report: &Report, status: Status) -> usize {
    report.findings.iter().filter(|f| f.status == status).count()
}

#[test]
fn prometheus_can_be_read() {
    let report = made::everything();
    let text = Format::Prometheus.write(&report);
    assert!(text.ends_with('\n'));
    let mut typed = String::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            rest.split(' ').next().unwrap().clone_into(&mut typed);
        } else if !line.starts_with('#') {
            let (series, value) = line.rsplit_once(' ').unwrap();
            assert!(value.parse::<i64>().is_ok(), "{line}");
            let name = series.split('{').next().unwrap();
            assert_eq!(name, typed, "a series stands under its type");
            assert!(name.starts_with("phs_") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            if let Some(labels) = series.strip_prefix(name).filter(|l| !l.is_empty()) {
                assert!(
                    labels.starts_with('{') && labels.ends_with('}') && !labels.contains("user="),
                    "{line}"
                );
            }
        }
    }
    let mut all: Vec<&str> = text.lines().filter_map(|l| l.rsplit_once(' ')).map(|(s, _)| s).collect();
    let before = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), before, "no series twice");
}

#[test]
fn a_plugin_says_it_in_one_line_with_figures() {
    for (name, word, state) in
        [("healthy", "OK", 0), ("entra-busy", "WARNING", 1), ("rights-missing", "CRITICAL", 2)]
    {
        let report = made::scenario(name);
        let text = Format::Nagios.write(&report);
        let first = text.lines().next().unwrap();
        assert!(first.starts_with(&format!("PHS {word} - ")), "{first}");
        assert_eq!(first.matches('|').count(), 1, "{first}");
        assert_eq!(text.matches('|').count(), 1, "figures only in the first line");
        assert!(first.contains(&format!(" failed={};", count(&report, Status::Fail))), "{first}");
        assert_eq!(nagios::state(&report), state);
    }
    assert_eq!(nagios::state(&made::many(0)), 2, "the verdict decides");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for format in Format::ALL {
        assert_eq!(format.write(&made::everything()), format.write(&made::everything()), "{format:?}");
        assert!(!format.write(&made::everything()).contains('\r'), "{format:?}");
    }
}

#[test]
fn files_are_named_for_server_and_time() {
    assert_eq!(file_name(&made::scenario("healthy"), Format::Html), "phs-doctor-AADC01-2026-11-20-0912.html");
    let mut report = made::scenario("healthy");
    report.environment.computer = Some("../a:b\\c".to_owned());
    assert_eq!(file_name(&report, Format::Text), "phs-doctor-a-b-c-2026-11-20-0912.txt");
}

#[test]
fn junit_names_what_was_accepted() {
    let mut report = made::scenario("staging-mode");
    let accepted = report.findings.iter_mut().find(|f| f.check == "server.staging-mode").unwrap();
    (accepted.status, accepted.accepted) = (Status::Info, true);
    let text = Format::Junit.write(&report);
    assert!(text.contains("accepted: This server is in staging mode"), "{text}");
    assert_eq!(text.matches("accepted: ").count(), 1);
}

/// One event is no span of time.
#[test]
fn what_was_seen_once_is_said_to_be_so() {
    let mut report = made::scenario("rights-missing");
    let one = report.findings.iter_mut().find(|f| f.count.is_some()).unwrap();
    one.count = Some(1);
    one.first_seen = one.last_seen;
    report.findings = vec![one.clone()];
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let text = format.write(&report);
        assert!(text.contains("Seen once, at ") && !text.contains("1 time"), "{text}");
    }
}

#[test]
fn where_nothing_could_be_judged_it_is_as_old_as_what_was_read() {
    let mut made = made::scenario("healthy");
    made.evaluated_at = None;
    made.findings.iter_mut().for_each(|f| f.evidence.clear());
    made.generated_at += chrono::TimeDelta::days(3);
    for format in [Format::Nagios, Format::Text] {
        let text = format.write(&made);
        assert!(text.contains("as of 2026-11-20 09:12 UTC, 3 days old"), "{text}");
        assert_eq!(text.matches("as of 2026-11-20").count(), 1, "each line need not say it: {text}");
    }
    assert!(Format::Prometheus.write(&made).contains("phs_evaluated_timestamp_seconds 1795"));
}
