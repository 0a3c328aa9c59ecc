//! The shape of the JSON, and the text as a person reads it.

use phs_doctor::{
    checks::{self, Order},
    diagnosis::Choice,
    evidence::Ask,
    facts::{Choices, FactsBuilder, Gather},
    front::{case::case, scenarios},
    report::{self, Meta, json, model::Report, text},
};
use std::ops::ControlFlow;

fn report(name: &str) -> Report {
    let at = Some(scenarios::time());
    let mut gather = Gather::new(FactsBuilder::new(Choices { at, now: at, ..Choices::default() }));
    let mut opened = scenarios::find(name).unwrap().open();
    gather
        .read(&opened.origin, opened.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap();
    let facts = gather.builder.finish().0;
    let judgement = checks::judge(&facts, &Order { choice: Choice::default(), ..Order::default() });
    let meta =
        Meta { generated_at: scenarios::time(), id: "01890000-0000-7000-8000-000000000000".to_owned() };
    report::build(&case(&facts, judgement, &gather.notes), &meta)
}

#[test]
fn json_reads_back_as_it_was_written() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        assert_eq!(json::read(&json::write(&made)).unwrap(), made, "{}", scenario.name);
    }
}

#[test]
fn readers_stay_open_to_new_fields() {
    let mut value: serde_json::Value = serde_json::from_str(&json::write(&report("healthy"))).unwrap();
    value["later"] = serde_json::json!({ "field": 1 });
    value["findings"][0]["later"] = serde_json::json!(true);
    json::read(&value.to_string()).unwrap();
}

#[test]
fn remedies_are_those_that_findings_name_and_checks_verify_them() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        let named: Vec<&String> = made.findings.iter().filter_map(|f| f.remedy.as_ref()).collect();
        for remedy in &made.remedies {
            assert!(named.contains(&&remedy.id), "{}: {}", scenario.name, remedy.id);
        }
        for id in named {
            assert_eq!(made.remedies.iter().filter(|r| r.id == *id).count(), 1, "{}: {id}", scenario.name);
        }
    }
}

#[test]
fn lines_fit_eighty_columns_unless_they_are_commands_or_links() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        let needs = made.findings.iter().flat_map(|f| &f.needs).filter_map(|n| n.how.as_deref());
        let steps = made.remedies.iter().flat_map(|r| &r.steps).filter_map(|s| s.command.as_deref());
        let commands: Vec<&str> = needs.chain(steps).flat_map(str::lines).collect();
        for line in text::write(&made).lines().filter(|l| l.chars().count() > 80) {
            let whole = commands.contains(&line) || line.trim_start().starts_with("https://");
            assert!(whole, "{}: {line}", scenario.name);
        }
    }
}

#[test]
fn every_finding_stands_in_the_text() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        let text = text::write(&made);
        let marks = ["[ OK ] ", "[INFO] ", "[WARN] ", "[FAIL] ", "[ ?? ] ", "[SKIP] "];
        let marked = |l: &&str| marks.iter().any(|m| l.trim_start().starts_with(m));
        let marks = text.lines().filter(marked).count();
        assert_eq!(marks, made.findings.len(), "{}", scenario.name);
    }
}

#[test]
fn text_of_a_healthy_server() {
    insta::assert_snapshot!(text::write(&report("healthy")));
}

#[test]
fn text_of_a_forest_that_is_off() {
    insta::assert_snapshot!(text::write(&report("forest-off")));
}

/// Several facts of one record are missing, each with a command of its own: every command is there, once.
#[test]
fn every_missing_fact_has_its_command_and_no_command_stands_twice() {
    let case = scenarios::find("healthy").unwrap();
    let lines: String = case
        .lines()
        .lines()
        .filter(|l| {
            !["CompanyFeature", "PartitionPasswordSyncState", "ReplicationRights"]
                .iter()
                .any(|r| l.contains(r))
        })
        .map(|l| {
            let bare = l.replace("\"FipsPolicyEnabled\":false,", "").replace(",\"Tls12Enabled\":true", "");
            format!("{bare}\n")
        })
        .collect();
    let made = report::build(&super::made::case_of(&lines).unwrap(), &super::made::meta());
    let hows: std::collections::BTreeSet<&String> =
        made.findings.iter().flat_map(|f| &f.needs).filter_map(|n| n.how.as_ref()).collect();
    assert!(hows.iter().filter(|h| h.contains("HKLM:")).count() == 2, "{hows:?}");
    for written in [text::write(&made), report::markdown::write(&made)] {
        for how in &hows {
            let lines = written.lines().filter(|line| line.trim() == how.as_str());
            assert_eq!(lines.count(), 1, "{how}\n{written}");
        }
    }
}

/// With many domains the command is shown for a few of them, and the rest is counted.
#[test]
fn commands_that_differ_by_a_name_are_shown_for_a_few() {
    let mut made = super::made::many(9);
    for (i, finding) in made.findings.iter_mut().enumerate() {
        finding.needs = vec![report::model::Need {
            record: "ADReplicationRights".to_owned(),
            property: None,
            why: "Not known.".to_owned(),
            how: Some(format!("Get-X -Server 'd{i}'")),
        }];
    }
    for written in [text::write(&made), report::markdown::write(&made), report::html::write(&made)] {
        assert_eq!(written.matches("Get-X -Server").count(), report::COMMANDS);
        assert!(written.contains("The same with other names: 6 more."));
    }
}
