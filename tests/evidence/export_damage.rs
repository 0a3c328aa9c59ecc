//! Exports with something missing, cut, broken or foreign: a clear sentence, and the rest is used.

use super::{
    collected::{Collected, open_path, read, read_path},
    made_export::*,
};
use phs_doctor::evidence::{Kind, SourceError, open};
use std::fs;

fn names(out: &Collected) -> Vec<&str> {
    out.of(Kind::ADSyncConnector).iter().map(|p| p.text("Name").unwrap()).collect()
}

fn refusal(path: &std::path::Path) -> String {
    match open::path(path.to_str().unwrap()) {
        Err(e) => e.to_string(),
        Ok(mut opened) => read(opened[0].source.as_mut()).unwrap_err().to_string(),
    }
}

#[test]
fn a_missing_file_is_named_with_what_it_costs() {
    let made = Made::two_forests();
    made.remove("GlobalSettings/MV.xml");
    let out = read_path(made.path());
    assert!(out.of(Kind::Header).is_empty() && out.of(Kind::Server).is_empty());
    assert_eq!(names(&out).len(), 3);
    assert!(out.complains("", "GlobalSettings/MV.xml is missing"), "{:?}", out.problems);
    assert!(out.complains("", "staging mode"));

    let made = Made::two_forests();
    made.remove(&connector_file(ENTRA));
    let out = read_path(made.path());
    assert!(out.complains("", &format!("the connector {{{ENTRA}}} is named by others and has no file")));
    let state = out.one(Kind::ADSyncAADPasswordSyncConfiguration, "SourceConnector", "north.example");
    assert_eq!((state.text("TargetConnector"), state.bool("Enabled")), (Some(ENTRA), Some(true)));

    let made = Made::two_forests();
    made.remove(&connector_file(SOUTH));
    assert!(read_path(made.path()).complains("", &format!("{{{SOUTH}}}")), "the rule names it");

    let made = Made::two_forests();
    fs::remove_dir_all(made.path().join("Connectors")).unwrap();
    let out = read_path(made.path());
    assert!(out.complains("", "no connector in Connectors can be read"));
    assert_eq!(out.of(Kind::ADSyncRule).len(), 2);

    let made = Made::two_forests();
    fs::remove_dir_all(made.path().join("SynchronizationRules")).unwrap();
    assert!(read_path(made.path()).complains("", "no rule in SynchronizationRules can be read"));
}

#[test]
fn a_file_that_is_cut_gives_what_stood_before_the_cut() {
    let made = Made::two_forests();
    let whole = forest_xml(&north());
    let cut_at = |text: &str| &whole[..whole.find(text).unwrap()];

    made.put(&connector_file(NORTH), cut_at("</enabled>"));
    let out = read_path(made.path());
    assert!(out.complains(
        &connector_file(NORTH),
        "the file ends in the middle of <enabled>; what stands before is used"
    ));
    assert_eq!(
        out.problems.iter().find(|p| p.file.ends_with(&connector_file(NORTH))).unwrap().line,
        Some(10)
    );
    assert_eq!(names(&out).len(), 3);
    let state = out.one(Kind::ADSyncAADPasswordSyncConfiguration, "SourceConnector", "north.example");
    assert_eq!(state.bool("Enabled"), None, "a value without an end is not known");

    made.put(&connector_file(NORTH), cut_at("<target>"));
    let out = read_path(made.path());
    let state = out.one(Kind::ADSyncAADPasswordSyncConfiguration, "SourceConnector", "north.example");
    assert_eq!((state.bool("Enabled"), state.text("TargetConnector")), (Some(true), None));
    assert!(out.one(Kind::ADSyncConnector, "Name", "north.example").get("Partitions").is_none());

    // Half a partition would seem to leave nothing out.
    made.put(&connector_file(NORTH), cut_at("<exclusions>"));
    let out = read_path(made.path());
    let partitions = out.one(Kind::ADSyncConnector, "Name", "north.example").get("Partitions").unwrap();
    assert_eq!(partitions.as_array().unwrap().len(), 0);

    let rule = rule_xml(1, "Cut", NORTH, "true", "<conditions><scope>");
    made.put(&rule_file(1), &rule[..rule.find("</synchronizationCriteria>").unwrap()]);
    let rule = read_path(made.path());
    let rule = rule.one(Kind::ADSyncRule, "Name", "Cut");
    assert!(rule.get("ScopeFilter").is_none(), "half a filter lets in too much");
    assert_eq!(rule.bool("EnablePasswordSync"), Some(true));
}

#[test]
fn empty_foreign_and_random_files_cost_only_themselves() {
    let random: Vec<u8> = (0u32..4000).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    for (content, said) in [
        (&b""[..], "the file is empty"),
        (b"\r\n  \r\n", "there is no XML element in it"),
        (b"<html><body>401</body></html>", "<html> is no part of a configuration export"),
        (b"<ma-data></ma-data>", "a connector without <id> and <name>"),
        (b"<ma-data><id>{1}</id></oops>", "it is no XML from here on"),
        (b"{\"json\":1}", "there is no XML element in it"),
        (&random, "connector"),
    ] {
        let made = Made::two_forests();
        made.put(&connector_file(NORTH), content);
        let out = read_path(made.path());
        assert_eq!(names(&out).len(), 2, "{said}");
        let file = if said == "connector" { "" } else { &connector_file(NORTH) };
        assert!(out.complains(file, said), "{said}: {:?}", out.problems);
        assert!(out.problems.iter().any(|p| p.file.ends_with(&connector_file(NORTH))), "{said}");
        // The rules still name the connector whose file is of no use.
        assert!(out.complains("", NORTH), "{said}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told_of() {
    let made = Made::two_forests();
    let mut bytes = forest_xml(&Forest { name: "n@rth.example", ..north() }).into_bytes();
    bytes.iter_mut().filter(|b| **b == b'@').for_each(|b| *b = 0xf6);
    made.put(&connector_file(NORTH), bytes);
    let out = read_path(made.path());
    assert!(out.complains(&connector_file(NORTH), "bytes that are not text were replaced"));
    assert!(names(&out).contains(&"n\u{fffd}rth.example"));
}

#[test]
fn a_folder_without_anything_of_use_says_so() {
    let folder = tempfile::TempDir::new().unwrap();
    let said = refusal(folder.path());
    assert!(said.contains("there is no file in this folder"), "{said}");
    assert!(said.contains("Get-ADSyncServerConfiguration -Path"), "{said}");

    fs::create_dir(folder.path().join("Connectors")).unwrap();
    fs::write(folder.path().join("Connectors/a.xml"), "").unwrap();
    fs::write(folder.path().join("Connectors/b.xml"), "<html/>").unwrap();
    let said = refusal(folder.path());
    assert!(said.contains("none of the 2 files in this folder is evidence"), "{said}");
    assert!(said.contains("a.xml") && said.contains("accepted are"), "{said}");

    fs::write(folder.path().join("Connectors/b.xml"), "<ma-data><id/></ma-data>").unwrap();
    let said = refusal(folder.path());
    assert!(said.contains("nothing in it can be used; accepted are"), "{said}");
    assert!(said.starts_with(folder.path().to_str().unwrap()), "{said}");
}

#[test]
fn a_file_that_vanishes_after_opening_costs_only_itself() {
    let made = Made::two_forests();
    let mut opened = open_path(made.path());
    made.remove(&connector_file(NORTH));
    let out = read(opened[0].source.as_mut()).unwrap();
    assert!(out.complains(&connector_file(NORTH), "it cannot be opened"));
    assert_eq!(names(&out).len(), 2);
    fs::remove_dir_all(made.path()).unwrap();
    assert!(matches!(read(opened[0].source.as_mut()), Err(SourceError::Unusable { .. })));
}
