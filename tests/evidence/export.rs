//! Exports made here: what is read of them, and what is never kept.

use super::{
    collected::{Collected, ask, at, open_path, read, read_path},
    made_export::*,
};
use phs_doctor::evidence::{Ask, Kind, KindSet, open, record::Content};
use serde_json::json;
use std::fs;

fn enabled(out: &Collected, connector: &str) -> Option<bool> {
    out.one(Kind::ADSyncAADPasswordSyncConfiguration, "SourceConnector", connector).bool("Enabled")
}

#[test]
fn password_sync_is_told_per_forest_and_from_the_right_element() {
    // Every file here holds several elements called `enabled` that mean something else.
    let out = read_path(Made::two_forests().path());
    assert_eq!(out.problems, []);
    assert_eq!((enabled(&out, "north.example"), enabled(&out, "south.example")), (Some(true), Some(false)));
    assert_eq!(out.of(Kind::ADSyncAADPasswordSyncConfiguration).len(), 2, "the Entra connector has none");

    let other = Made::new(
        &[Forest { passwords: "0", ..north() }, Forest { passwords: "True", ..south() }],
        &[("Microsoft.OptionalFeature.PasswordHashSync", "True")],
    );
    let out = read_path(other.path());
    assert_eq!((enabled(&out, "north.example"), enabled(&out, "south.example")), (Some(false), Some(true)));
}

#[test]
fn a_state_that_is_not_there_is_not_known() {
    let made = Made::new(&[north(), south()], &[]);
    let xml = forest_xml(&north())
        .replace("<password-hash-sync-config>", "<x>")
        .replace("</password-hash-sync-config>", "</x>");
    made.put(&connector_file(NORTH), xml);
    made.put(&connector_file(SOUTH), forest_xml(&Forest { passwords: "perhaps", ..south() }));
    let out = read_path(made.path());
    let states = out.of(Kind::ADSyncAADPasswordSyncConfiguration);
    assert_eq!(states.len(), 1);
    assert_eq!((states[0].text("SourceConnector"), states[0].bool("Enabled")), (Some("south.example"), None));
    assert!(
        out.complains(&connector_file(SOUTH), "ADSyncAADPasswordSyncConfiguration.Enabled"),
        "{:?}",
        out.problems
    );
    assert!(out.complains(&connector_file(SOUTH), "\"perhaps\""));
}

#[test]
fn partitions_come_with_their_selection_and_controllers() {
    let mut forest = north();
    forest.partitions = vec![
        Partition {
            excluded: &["DC=north,DC=example", "OU=Old,OU=Staff,DC=north,DC=example"],
            included: &["OU=Staff,DC=north,DC=example", "OU=R&amp;D,DC=north,DC=example"],
            failover: "0",
            custom: "<preferred-dcs><preferred-dc>dc7.north.example</preferred-dc><preferred-dc>dc8.north.example</preferred-dc></preferred-dcs>",
            ..partition("DC=north,DC=example", "north.example")
        },
        Partition { is_domain: "0", ..partition("DC=app,DC=north,DC=example", "app.north.example") },
        Partition { selected: "0", ..partition("DC=emea,DC=north,DC=example", "emea.north.example") },
    ];
    let made = Made::new(&[forest], &[]);
    let out = read_path(made.path());
    let connector = out.one(Kind::ADSyncConnector, "Name", "north.example");
    let told = |path: &str| at(connector, &format!("Partitions/{path}")).clone();
    assert_eq!(at(connector, "Partitions").as_array().unwrap().len(), 3);
    assert_eq!(
        told("0/ConnectorPartitionScope/ContainerInclusionList"),
        json!(["OU=Staff,DC=north,DC=example", "OU=R&D,DC=north,DC=example"])
    );
    assert_eq!(
        told("0/ConnectorPartitionScope/ContainerExclusionList"),
        json!(["DC=north,DC=example", "OU=Old,OU=Staff,DC=north,DC=example"])
    );
    assert_eq!(told("0/PreferredDCs"), json!(["dc7.north.example", "dc8.north.example"]));
    // These two stand in the custom data only; Domain.FQDN stands in the parameters only.
    assert_eq!(told("0/Parameters/dc-failover"), "0");
    assert_eq!(told("0/Parameters/last-dc"), "DC01.north.example");
    assert_eq!(told("0/Parameters/Domain.FQDN"), "north.example");
    assert_eq!(told("1/Parameters/dc-failover"), "1");
    let flags = |n: u8| (told(&format!("{n}/Selected")), told(&format!("{n}/IsDomain")));
    assert_eq!(flags(0), (json!(true), json!(true)));
    assert_eq!(flags(1), (json!(true), json!(false)));
    assert_eq!(flags(2), (json!(false), json!(true)));
}

#[test]
fn parameters_outweigh_the_custom_data() {
    let mut forest = north();
    forest.partitions[0].parameters = r#"<parameter name="dc-failover" use="partition">0</parameter><parameter name="last-dc" use="partition">DC99.north.example</parameter>"#;
    let out = read_path(Made::new(&[forest], &[]).path());
    let connector = out.one(Kind::ADSyncConnector, "Name", "north.example");
    assert_eq!(at(connector, "Partitions/0/Parameters/dc-failover"), "0");
    assert_eq!(at(connector, "Partitions/0/Parameters/last-dc"), "DC99.north.example");
}

#[test]
fn preferred_controllers_in_every_spelling() {
    for (custom, parameters) in [
        (
            "<preferred-dcs><preferred-dc>a.x</preferred-dc><preferred-dc>b.x</preferred-dc></preferred-dcs>",
            "",
        ),
        ("<preferred-dc-list><dc>a.x</dc><dc>b.x</dc></preferred-dc-list>", ""),
        ("<Preferred-DCs>a.x, b.x</Preferred-DCs>", ""),
        ("<preferred-dc>a.x</preferred-dc><preferred-dc>b.x</preferred-dc>", ""),
        ("", r#"<parameter name="preferred-dcs" use="partition">a.x;b.x</parameter>"#),
        (
            "<preferred-dcs><preferred-dc>a.x</preferred-dc></preferred-dcs>",
            r#"<parameter name="PreferredDCs">A.X b.x</parameter>"#,
        ),
    ] {
        let mut forest = north();
        forest.partitions[0].custom = custom;
        forest.partitions[0].parameters = parameters;
        let out = read_path(Made::new(&[forest], &[]).path());
        let connector = out.one(Kind::ADSyncConnector, "Name", "north.example");
        assert_eq!(
            at(connector, "Partitions/0/PreferredDCs"),
            &json!(["a.x", "b.x"]),
            "{custom}{parameters}"
        );
    }
}

#[test]
fn the_server_its_settings_and_the_date() {
    let made = Made::new(
        &[north()],
        &[
            ("Microsoft.Synchronize.StagingMode", "True"),
            ("Microsoft.Synchronize.SchedulerSuspended", "False"),
            ("Microsoft.Synchronize.ServerConfigurationVersion", "2.4.18.0"),
            ("Microsoft.OptionalFeature.DirectoryExtensionAttributes", ""),
        ],
    );
    let out = read_path(made.path());
    assert_eq!(out.records[0].kind, Kind::Header);
    let header = out.of(Kind::Header)[0];
    assert_eq!(header.text("computer"), Some("SYNC01"));
    assert_eq!(header.text("collected_at"), Some("2026-11-20T09:12:00.500Z"));
    let server = out.of(Kind::Server)[0];
    assert_eq!(
        (server.text("ComputerName"), server.text("ConnectVersion")),
        (Some("SYNC01"), Some("2.4.18.0"))
    );
    let settings: Vec<_> = out
        .of(Kind::ADSyncGlobalSettingsParameter)
        .iter()
        .map(|p| (p.text("Name").unwrap().rsplit('.').next().unwrap(), p.text("Value").unwrap()))
        .collect();
    assert_eq!(
        settings,
        [
            ("StagingMode", "True"),
            ("SchedulerSuspended", "False"),
            ("ServerConfigurationVersion", "2.4.18.0"),
            ("DirectoryExtensionAttributes", "")
        ]
    );
}

#[test]
fn rules_come_with_their_filters() {
    let made = Made::new(&[north()], &[]);
    let scope = |a: &str, o: &str, v: &str| {
        format!(
            "<scope><csAttribute>{a}</csAttribute><csOperator>{o}</csOperator><csValue>{v}</csValue></scope>"
        )
    };
    let criteria = format!(
        "<conditions>{}{}</conditions><conditions>{}</conditions>",
        scope("department", "EQUAL", "Sales"),
        scope("mail", "ENDSWITH", "@north.example"),
        scope("title", "NOTEQUAL", "a &lt;b&gt;")
    );
    made.put(&rule_file(9), rule_xml(9, "Mine", NORTH, "false", &criteria));
    let out = read_path(made.path());
    let rule = out.one(Kind::ADSyncRule, "Name", "Mine");
    assert_eq!(rule.text("Identifier"), Some("00000000-0000-4000-8000-000000000009"));
    assert_eq!(rule.text("InternalId"), rule.text("Identifier"));
    assert_eq!(rule.text("Connector"), Some(NORTH));
    assert_eq!((rule.text("Direction"), rule.text("LinkType")), (Some("Inbound"), Some("Join")));
    assert_eq!((rule.int("Precedence"), rule.bool("Disabled")), (Some(109), Some(false)));
    assert_eq!(
        (rule.text("SourceObjectType"), rule.text("TargetObjectType")),
        (Some("user"), Some("person"))
    );
    assert_eq!(rule.bool("EnablePasswordSync"), Some(false));
    let condition =
        |a: &str, o: &str, v: &str| json!({"Attribute": a, "ComparisonOperator": o, "ComparisonValue": v});
    assert_eq!(
        at(rule, "ScopeFilter"),
        &json!([
            {"ScopeConditionList": [condition("department", "EQUAL", "Sales"), condition("mail", "ENDSWITH", "@north.example")]},
            {"ScopeConditionList": [condition("title", "NOTEQUAL", "a <b>")]},
        ])
    );
    let own = out.one(Kind::ADSyncRule, "Name", "In from AD - north.example");
    assert_eq!(own.bool("EnablePasswordSync"), Some(true));
    assert_eq!(at(own, "ScopeFilter"), &json!([]));
}

#[test]
fn secrets_schema_and_bookkeeping_are_not_kept() {
    let out = read_path(Made::two_forests().path());
    let all = out.everything();
    for never in ["S3cret", "cookie", "water-mark", "IIF(", "directory-schema", "Full Import", "unicodePwd"] {
        assert!(!all.contains(never), "{never}");
    }
    let connector = out.one(Kind::ADSyncConnector, "Name", "north.example");
    assert_eq!(at(connector, "ConnectivityParameters/forest-login-user"), "MSOL_north.example");
    assert_eq!(at(connector, "GlobalParameters/Forest.FQDN"), "north.example");
}

#[test]
fn every_record_says_which_file_it_stood_in() {
    let made = Made::two_forests();
    let out = read_path(made.path());
    for record in &out.records {
        let file = record.from.file.as_deref().unwrap();
        assert!(made.path().join(file).is_file(), "{file}");
        assert_eq!(record.from.origin.name, made.path().to_str().unwrap());
        assert_eq!(record.from.origin.kind, "configuration export");
        assert!(matches!(record.content, Content::Data(_)));
    }
    let south = out.records.iter().find(|r| r.props().and_then(|p| p.text("Name")) == Some("south.example"));
    assert_eq!(south.unwrap().from.file.as_deref(), Some(connector_file(SOUTH).as_str()));
}

#[test]
fn the_encodings_of_windows() {
    let made = Made::two_forests();
    let file = connector_file(NORTH);
    let want = read_path(made.path()).records;
    let text = fs::read_to_string(made.path().join(&file)).unwrap();
    let declared = format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n{}", text.replace('\n', "\r\n"));
    for bytes in [
        [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(),
        utf16(&declared),
        [vec![0xfe, 0xff], text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
    ] {
        made.put(&file, bytes);
        let out = read_path(made.path());
        assert_eq!(out.problems, []);
        assert_eq!(out.records, want);
    }
}

#[test]
fn one_level_above_and_a_file_alone_will_do() {
    let made = Made::two_forests();
    let above = tempfile::TempDir::new().unwrap();
    let inner = above.path().join("export of 20 November");
    fs::rename(made.path(), &inner).unwrap();
    let out = read_path(above.path());
    assert_eq!(out.problems, []);
    assert_eq!(out.of(Kind::ADSyncConnector).len(), 3);
    assert_eq!(out.records[0].from.origin.name, inner.to_str().unwrap());

    let alone = |file: &str| {
        // The name says nothing: the first element does.
        let renamed = above.path().join("something.txt");
        fs::copy(inner.join(file), &renamed).unwrap();
        let out = read_path(&renamed);
        assert_eq!(out.problems, [], "{file}");
        out
    };
    let connector = alone(&connector_file(SOUTH));
    assert_eq!(connector.of(Kind::ADSyncConnector).len(), 1);
    let passwords = connector.of(Kind::ADSyncAADPasswordSyncConfiguration);
    assert_eq!(passwords[0].text("TargetConnector"), Some(ENTRA), "the name is in a file that is not there");
    assert_eq!(alone("GlobalSettings/MV.xml").of(Kind::Server).len(), 1);
    assert_eq!(alone(&rule_file(1)).of(Kind::ADSyncRule).len(), 1);
}

#[test]
fn a_connector_exported_by_hand_stands_within_another_element() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("north.xml");
    fs::write(&file, format!("<saved-ma-configuration>{}</saved-ma-configuration>", forest_xml(&north())))
        .unwrap();
    let out = read_path(&file);
    assert_eq!(enabled(&out, "north.example"), Some(true));
}

#[test]
fn only_what_is_asked_for_is_given() {
    let made = Made::two_forests();
    let mut opened = open_path(made.path());
    let wanted = Ask { kinds: KindSet::of(&[Kind::ADSyncRule]), ..Ask::default() };
    let out = ask(opened[0].source.as_mut(), &wanted).unwrap();
    assert!(out.records.iter().all(|r| matches!(r.kind, Kind::Header | Kind::ADSyncRule)));
    assert_eq!(out.of(Kind::ADSyncRule).len(), 2);
    // It can be read again, and a question that it has no answer to does not make it useless.
    let wanted = Ask { kinds: KindSet::of(&[Kind::ADUser]), ..Ask::default() };
    made.remove("GlobalSettings/MV.xml");
    let mut opened = open::path(made.path().to_str().unwrap()).unwrap();
    let out = ask(opened[0].source.as_mut(), &wanted).unwrap();
    assert!(out.records.is_empty() && out.summary.records > 0);
}

#[test]
fn reading_ends_when_it_is_told_to() {
    let made = Made::two_forests();
    let mut opened = open_path(made.path());
    let mut out = Collected { most: Some(2), ..Collected::default() };
    let summary = opened[0].source.read(&Ask::default(), &mut out).unwrap();
    assert!(summary.stopped);
    assert_eq!(out.records.len(), 2);
    opened[0].source.stopper().stop();
    let out = read(opened[0].source.as_mut()).unwrap();
    assert!(out.summary.stopped && out.records.is_empty());
}
