//! One user: every cause by one change to a user who is fine, and who is found by what name.

use super::{
    made::{CONTOSO, Lines, event, facts, healthy, is, line},
    retries::put_off,
};
use phs_doctor::{
    checks::{self, Order},
    diagnosis::{Judgement, Status},
    evidence::open::{self, Opened},
    facts::{Choices, FactsBuilder, Gather, SourceNotes, people::Found},
};
use serde_json::{Value, json};
use std::ops::ControlFlow;

pub const GUID: &str = "b891884f-051e-4a83-95af-254410aa0001";
pub const ANCHOR: &str = "T4iRuB4Fg0qVryVEEKoAAQ==";
pub const DN: &str = "CN=Byron\\, Ada,OU=Staff,DC=contoso,DC=com";
pub const UPN: &str = "ada@contoso.com";
pub const CS: &str = "11111111-0000-0000-0000-000000000001";
pub const MV: &str = "22222222-0000-0000-0000-000000000001";
pub const TARGET: &str = "33333333-0000-0000-0000-000000000001";
const IN_RULE: &str = "44444444-0000-0000-0000-000000000001";
const OUT_RULE: &str = "44444444-0000-0000-0000-000000000002";
pub const ENTRA: &str = "b891884f-051e-4a83-95af-2544101c9083";

pub fn person() -> Vec<Value> {
    let attribute = |name: &str, value: &str| json!({"Name": name, "Type": "String", "Values": [value]});
    vec![
        json!({"record":"ADUser","data":{"distinguishedName":DN,"objectGUID":GUID,"objectClass":["top","person","organizationalPerson","user"],
            "userPrincipalName":UPN,"sAMAccountName":"ada","mail":"ada.byron@contoso.com","proxyAddresses":["SMTP:ada.byron@contoso.com","smtp:countess@contoso.com"],
            "userAccountControl":512,"pwdLastSet":"2026-11-20T08:00:00Z","whenCreated":"2020-01-01T00:00:00Z","accountExpires":"9223372036854775807","memberOf":[]}}),
        json!({"record":"ADSyncCSObject","data":{"ObjectId":CS,"ConnectorId":CONTOSO,"ConnectorName":"contoso.com","DistinguishedName":DN,"ObjectType":"user",
            "IsConnector":true,"HasSyncError":false,"ConnectedMVObjectId":MV,"Lineage":[{"SyncRuleInternalId":IN_RULE,"SyncRuleName":"x","Operation":"Join"}],
            "Attributes":[attribute("sAMAccountName","ada")]}}),
        json!({"record":"ADSyncMVObject","data":{"ObjectId":MV,
            "Lineage":[{"ConnectedCsObjectDN":DN,"ConnectedCsObjectId":CS,"ConnectorName":"contoso.com","ConnectorId":CONTOSO},
                       {"ConnectedCsObjectDN":"CN={5434}","ConnectedCsObjectId":TARGET,"ConnectorName":"contoso.onmicrosoft.com - AAD","ConnectorId":ENTRA}],
            "Attributes":[attribute("userPrincipalName",UPN),attribute("sourceAnchor",ANCHOR),attribute("domainFQDN","contoso.com"),attribute("domainNetBios","CONTOSO")]}}),
        json!({"record":"ADSyncCSObject","data":{"ObjectId":TARGET,"ConnectorId":ENTRA,"ConnectorName":"contoso.onmicrosoft.com - AAD","DistinguishedName":"CN={5434}",
            "ObjectType":"user","IsConnector":true,"HasExportError":false,"ConnectedMVObjectId":MV,"Lineage":[{"SyncRuleInternalId":OUT_RULE,"SyncRuleName":"y","Operation":"Provision"}],
            "Attributes":[attribute("sourceAnchor",ANCHOR)]}}),
        json!({"record":"ADSyncCSObjectLog","data":{"ObjectId":CS,"Anchor":ANCHOR,"Type":"PasswordSync","Status":"Success","TimeStamp":"2026-11-20T08:02:00Z"}}),
        json!({"record":"ADSyncRule","data":{"Identifier":IN_RULE,"InternalId":IN_RULE,"Name":"Custom in","Direction":"Inbound","Disabled":false,"Connector":CONTOSO,"EnablePasswordSync":true}}),
        json!({"record":"ADSyncRule","data":{"Identifier":OUT_RULE,"InternalId":OUT_RULE,"Name":"Custom out","Direction":"Outbound","Disabled":false,"Connector":ENTRA,"EnablePasswordSync":true}}),
        json!({"record":"CloudUser","data":{"userPrincipalName":UPN,"onPremisesImmutableId":ANCHOR,"onPremisesSyncEnabled":true,"accountEnabled":true,"lastPasswordChangeDateTime":"2026-11-20T08:02:10Z"}}),
        json!({"record":"CloudDomain","data":{"name":"contoso.com","authenticationType":"Managed"}}),
    ]
}

pub fn server() -> Vec<Value> {
    let mut lines = healthy();
    lines.retain(|l| {
        ![
            "ADSyncRule",
            "ADUser",
            "ADSyncCSObject",
            "ADSyncMVObject",
            "ADSyncCSObjectLog",
            "CloudUser",
            "CloudDomain",
        ]
        .iter()
        .any(|k| is(l, k))
    });
    lines
}

pub fn judge_as(user: &str, lines: Vec<Value>) -> Judgement {
    judge_for(&[user], &[("made".to_owned(), lines)]).0
}

/// What is found of these users in these sources, and what is noted on each source.
pub fn judge_for(users: &[&str], sources: &[Lines]) -> (Judgement, Vec<SourceNotes>) {
    let users: Vec<String> = users.iter().map(|u| (*u).to_owned()).collect();
    let choices = Choices { users: users.clone(), ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    let mut opened: Vec<Opened> = sources
        .iter()
        .map(|(name, lines)| {
            let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
            open::memory(name, "evidence file", text.into_bytes())
        })
        .collect();
    for one in &mut opened {
        let ask = gather.ask();
        gather
            .read(&one.origin.clone(), one.source.as_mut(), &ask, &mut |_| ControlFlow::Continue(()))
            .unwrap();
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    (checks::judge(&facts, &Order { users, ..Order::default() }), gather.notes)
}

pub fn judged(change: impl Fn(&mut Vec<Value>)) -> Judgement {
    let mut people = person();
    change(&mut people);
    let mut lines = server();
    lines.extend(people);
    judge_as(UPN, lines)
}

pub fn of<'a>(people: &'a mut [Value], record: &str, nth: usize) -> &'a mut Value {
    people.iter_mut().filter(|l| is(l, record)).nth(nth).unwrap()
}

pub fn drop(people: &mut Vec<Value>, record: &str) {
    people.retain(|l| !is(l, record));
}

pub fn wrong(judgement: &Judgement) -> Vec<String> {
    let not_fine = |f: &&phs_doctor::diagnosis::Finding| f.status != Status::Pass;
    judgement.findings.iter().filter(not_fine).map(|f| line(f).replace(&format!("{UPN} "), "")).collect()
}

pub fn has(judgement: &Judgement, want: &str) {
    let all = wrong(judgement);
    assert!(all.contains(&want.to_owned()), "{want} is not in {all:?}");
}

#[test]
fn a_user_who_is_fine() {
    let judgement = judged(|_| {});
    assert_eq!(wrong(&judgement), Vec::<String>::new());
    assert_eq!(judgement.verdict.word(), "healthy");
}

#[test]
fn found_by_every_name() {
    for name in [
        DN,
        UPN,
        "ADA",
        "CONTOSO\\ada",
        "ada.byron@contoso.com",
        "countess@contoso.com",
        GUID,
        ANCHOR,
        &GUID.to_uppercase(),
    ] {
        let mut lines = server();
        // The last first, so that links have to be found in a later pass.
        lines.extend(person().into_iter().rev());
        let judgement = judge_as(name, lines);
        assert_eq!(wrong(&judgement), Vec::<String>::new(), "{name}");
        let user = judgement.findings.iter().find_map(|f| f.scope.user.clone()).unwrap();
        assert_eq!(user, UPN, "{name}");
    }
}

#[test]
fn several_matches_are_named_and_not_judged() {
    let mut lines = server();
    lines.extend(person());
    let mut other = person().remove(0);
    other["data"]["distinguishedName"] = json!("CN=Ada,OU=X,DC=emea,DC=contoso,DC=com");
    other["data"]["objectGUID"] = json!("b891884f-051e-4a83-95af-254410aa0002");
    other["data"]["userPrincipalName"] = json!("ada@emea.contoso.com");
    other["data"]["mail"] = json!(null);
    other["data"]["proxyAddresses"] = json!([]);
    lines.push(other);
    let facts_of = |user: &str| {
        facts(&[("made".into(), lines.clone())], Choices { users: vec![user.into()], ..Choices::default() })
    };
    let exact = match &facts_of("ada").people()[0] {
        Found::Several(all) => {
            let names: Vec<&str> = all.iter().map(|who| who.name.as_str()).collect();
            assert_eq!(names, [UPN, "ada@emea.contoso.com"]);
            let other = "CN=Ada,OU=X,DC=emea,DC=contoso,DC=com";
            assert_eq!(all[1].place(), format!("emea.contoso.com, connector contoso.com, {other}"));
            assert_eq!(all[0].domain.as_deref(), Some("contoso.com"));
            all.iter().map(|who| who.exact.clone()).collect::<Vec<_>>()
        }
        Found::One(p) => panic!("{}", p.name),
    };
    for (asked, want) in [
        (exact[0].as_str(), UPN),
        (exact[1].as_str(), "ada@emea.contoso.com"),
        ("CONTOSO\\ada", UPN),
        ("contoso.com\\ada", UPN),
        ("EMEA\\ada", "ada@emea.contoso.com"),
        ("emea.contoso.com\\ada", "ada@emea.contoso.com"),
    ] {
        match &facts_of(asked).people()[0] {
            Found::One(p) => assert_eq!(p.name, want),
            Found::Several(all) => panic!("{asked}: {all:?}"),
        }
    }
}

#[test]
fn nobody_is_found() {
    let mut lines = server();
    lines.push(json!({"record":"ADUser","data":null,"query":{"userPrincipalName":"nobody@contoso.com"}}));
    let judgement = judge_as("nobody@contoso.com", lines);
    assert!(judgement.findings.iter().any(|f| f.cause().is_some_and(|c| c.0 == "user-not-found")));
}

type Change = fn(&mut Vec<Value>);

/// Each cause, by one change to a user who is fine, and whether it is among the root causes.
const CAUSES: &[(&str, Change)] = &[
    ("user.directory-object fail inetorgperson-not-supported", |p| {
        of(p, "ADUser", 0)["data"]["objectClass"] = json!(["top", "person", "user", "inetOrgPerson"]);
    }),
    ("user.directory-object fail not-a-user", |p| {
        of(p, "ADUser", 0)["data"]["objectClass"] = json!(["top", "contact"]);
    }),
    ("user.connector-space fail source-connector-not-present", |p| {
        *of(p, "ADSyncCSObject", 0) = json!({"record":"ADSyncCSObject","data":null,"query":{"DistinguishedName":DN,"ConnectorName":"contoso.com"}});
    }),
    ("user.connector-space fail disconnected", |p| {
        let o = of(p, "ADSyncCSObject", 0);
        o["data"]["IsConnector"] = json!(false);
        o["data"]["ConnectedMVObjectId"] = json!("00000000-0000-0000-0000-000000000000");
    }),
    ("user.connector-space fail filtered-by-attribute", |p| {
        of(p, "ADUser", 0)["data"]["adminDescription"] = json!("User_NoSync");
        let o = of(p, "ADSyncCSObject", 0);
        o["data"]["IsConnector"] = json!(false);
    }),
    ("user.metaverse fail cloud-filtered", |p| {
        of(p, "ADSyncMVObject", 0)["data"]["Attributes"]
            .as_array_mut()
            .unwrap()
            .push(json!({"Name":"cloudFiltered","Values":["True"]}));
    }),
    ("user.metaverse fail source-anchor-missing", |p| {
        of(p, "ADSyncMVObject", 0)["data"]["Attributes"]
            .as_array_mut()
            .unwrap()
            .retain(|a| a["Name"] != "sourceAnchor");
    }),
    ("user.metaverse warn domain-attributes-missing", |p| {
        of(p, "ADSyncMVObject", 0)["data"]["Attributes"]
            .as_array_mut()
            .unwrap()
            .retain(|a| a["Name"] != "domainNetBios");
    }),
    ("user.metaverse warn domain-attributes-wrong", |p| {
        of(p, "ADSyncMVObject", 0)["data"]["Attributes"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .filter(|a| a["Name"] == "domainFQDN")
            .for_each(|a| a["Values"] = json!(["old.example"]));
    }),
    ("user.entra-connector-space fail no-target-connection", |p| {
        of(p, "ADSyncMVObject", 0)["data"]["Lineage"].as_array_mut().unwrap().pop();
        p.retain(|l| l["data"]["ObjectId"] != TARGET);
    }),
    ("user.export fail export-error", |p| {
        let o = of(p, "ADSyncCSObject", 1);
        o["data"]["HasExportError"] = json!(true);
        o["data"]["ExportError"] = json!({"ErrorName":"AttributeValueMustBeUnique"});
    }),
    ("user.export fail target-not-exported", |p| of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(1)),
    ("user.inbound-rule fail no-inbound-phs-rule", |p| {
        of(p, "ADSyncRule", 0)["data"]["EnablePasswordSync"] = json!(false);
    }),
    ("user.inbound-rule fail account-disabled", |p| {
        of(p, "ADSyncRule", 0)["data"]["EnablePasswordSync"] = json!(false);
        of(p, "ADUser", 0)["data"]["userAccountControl"] = json!(514);
    }),
    ("user.inbound-rule fail inbound-rule-disabled", |p| {
        of(p, "ADSyncRule", 0)["data"]["Disabled"] = json!(true);
    }),
    ("user.outbound-rule fail no-outbound-phs-rule", |p| {
        of(p, "ADSyncRule", 1)["data"]["EnablePasswordSync"] = json!(false);
    }),
    ("user.outbound-rule fail outbound-rule-disabled", |p| {
        of(p, "ADSyncRule", 1)["data"]["Disabled"] = json!(true);
    }),
    ("user.password-hash fail no-password-hash", |p| of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!(null)),
    ("user.last-attempt fail filtered-by-target", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("FilteredByTarget");
    }),
    ("user.last-attempt fail no-target-connection", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(3);
    }),
    ("user.last-attempt fail source-connector-not-present", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(2);
    }),
    ("user.last-attempt fail target-not-exported", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(1);
    }),
    ("user.last-attempt info migrated-log-entry", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("MigratedCheckDetailsForMoreInfo");
    }),
    ("user.last-attempt fail attempt-error", |p| of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(9)),
    ("user.last-attempt fail attempt-unknown", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(0);
    }),
    ("user.last-attempt fail missing-attribute", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(8);
    }),
    ("user.last-attempt warn retry-requested", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(7);
    }),
    ("user.last-attempt warn no-code-reported", |p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(4);
    }),
    ("user.last-attempt fail waiting-for-retry", |p| {
        drop(p, "ADSyncCSObjectLog");
        p.extend(
            ["00", "10", "20", "30", "40"].map(|minute| put_off(605, &format!("2026-11-20T08:{minute}:00Z"))),
        );
    }),
    ("user.last-attempt fail hash-not-read", |p| {
        *of(p, "ADSyncCSObjectLog", 0) =
            json!({"record":"ADSyncCSObjectLog","data":null,"query":{"Identifier":CS}});
    }),
    ("user.last-attempt warn no-history", |p| {
        *of(p, "ADSyncCSObjectLog", 0) =
            json!({"record":"ADSyncCSObjectLog","data":null,"query":{"Identifier":CS}});
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("2026-10-01T00:00:00Z");
    }),
    ("user.freshness fail changed-after-last-success", |p| {
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("2026-11-20T08:30:00Z");
    }),
    ("user.freshness info just-changed", |p| {
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("2026-11-20T09:09:00Z");
    }),
    ("user.freshness fail stale-log-row", |p| {
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("2026-11-20T08:30:00Z");
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(5);
    }),
    ("user.cloud warn cloud-password-changed", |p| {
        of(p, "CloudUser", 0)["data"]["lastPasswordChangeDateTime"] = json!("2026-11-20T08:30:00Z");
    }),
    ("user.cloud fail not-synchronized-object", |p| {
        of(p, "CloudUser", 0)["data"]["onPremisesSyncEnabled"] = json!(false);
    }),
    ("user.cloud info federated-domain", |p| {
        of(p, "CloudDomain", 0)["data"]["authenticationType"] = json!("Federated");
    }),
    ("user.cloud info sign-in-blocked", |p| {
        of(p, "CloudUser", 0)["data"]["accountEnabled"] = json!(false);
    }),
    ("user.cloud info account-expired-by-design", |p| {
        of(p, "ADUser", 0)["data"]["accountExpires"] = json!("2026-11-01T00:00:00Z");
    }),
    ("user.cloud info password-expired-by-design", |p| {
        of(p, "ADUser", 0)["data"]["userAccountControl"] = json!(512 | 0x80_0000);
    }),
    ("user.cloud fail moved-into-scope", |p| {
        *of(p, "ADSyncCSObjectLog", 0) =
            json!({"record":"ADSyncCSObjectLog","data":null,"query":{"Identifier":CS}});
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("2026-10-01T00:00:00Z");
        of(p, "CloudUser", 0)["data"]["lastPasswordChangeDateTime"] = json!(null);
    }),
    ("user.cloud fail duplicate-attribute", |p| {
        of(p, "CloudUser", 0)["data"]["onPremisesProvisioningErrors"] =
            json!([{"category":"PropertyConflict","propertyCausingError":"UserPrincipalName"}]);
    }),
];

#[test]
fn every_cause_by_one_change() {
    for (want, change) in CAUSES {
        let judgement = judged(*change);
        has(&judgement, want);
    }
}

#[test]
fn every_cause_of_a_user_has_its_case() {
    let elsewhere = [
        "user-not-found",
        "filtered-by-ou",
        "filtered-by-group",
        "partition-not-selected",
        "temporary-password",
        "temporary-password-synchronized",
    ];
    for row in phs_doctor::catalog::CAUSES.iter().filter(|r| r.check.0.starts_with("user.")) {
        let there = CAUSES.iter().any(|(w, _)| {
            w.starts_with(&format!("{} ", row.check.0)) && w.ends_with(&format!(" {}", row.cause.0))
        });
        assert!(there || elsewhere.contains(&row.cause.0), "{} {}", row.check.0, row.cause.0);
    }
}

#[test]
fn temporary_passwords_by_feature_and_version() {
    let with = |feature: Value, version: &str| {
        let mut people = person();
        of(&mut people, "ADUser", 0)["data"]["pwdLastSet"] = json!(0);
        let mut lines = server();
        for line in &mut lines {
            if is(line, "ADSyncAADCompanyFeature") {
                line["data"]["ForcePasswordChangeOnLogOn"] = feature.clone();
            }
            if is(line, "Server") {
                line["data"]["ConnectVersion"] = json!(version);
            }
        }
        lines.extend(people);
        let judgement = judge_as(UPN, lines);
        let finding = judgement.findings.iter().find(|f| f.check.0 == "user.temporary-password").unwrap();
        (finding.status, finding.cause().map_or("", |c| c.0))
    };
    assert_eq!(with(json!(false), "2.6.84.0"), (Status::Fail, "temporary-password"));
    assert_eq!(with(json!(true), "2.0.2.9"), (Status::Fail, "temporary-password"));
    assert_eq!(with(json!(true), "2.6.84.0"), (Status::Info, "temporary-password-synchronized"));
    assert_eq!(with(json!(null), "2.6.84.0").0, Status::Unknown);
}

#[test]
fn filters_by_container_group_and_partition() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut people = person();
        people.retain(|l| is(l, "ADUser"));
        let mut lines = server();
        for line in
            lines.iter_mut().filter(|l| is(l, "ADSyncConnector") && l["data"]["Name"] == "contoso.com")
        {
            change(&mut line["data"]);
        }
        lines.extend(people);
        let judgement = judge_as(UPN, lines);
        let finding = judgement.findings.iter().find(|f| f.check.0 == "user.connector-space").unwrap();
        finding.cause().map_or(finding.status.word(), |c| c.0).to_owned()
    };
    let partition = |data: &mut Value, change: &dyn Fn(&mut Value)| {
        for p in data["Partitions"].as_array_mut().unwrap() {
            if p["DN"] == "DC=contoso,DC=com" {
                change(p);
            }
        }
    };
    let lists = |excluded: Value, included: Value| {
        move |p: &mut Value| {
            p["ConnectorPartitionScope"] =
                json!({"ContainerExclusionList": excluded, "ContainerInclusionList": included});
        }
    };
    assert_eq!(
        with(&|d| partition(d, &lists(json!(["OU=Staff,DC=contoso,DC=com"]), json!(["DC=contoso,DC=com"])))),
        "filtered-by-ou"
    );
    // The longest match wins.
    assert_eq!(
        with(&|d| partition(d, &lists(json!(["DC=contoso,DC=com"]), json!(["OU=Staff,DC=contoso,DC=com"])))),
        "unknown"
    );
    assert_eq!(
        with(&|d| partition(d, &lists(json!(["OU=taff,DC=contoso,DC=com"]), json!(["DC=contoso,DC=com"])))),
        "unknown"
    );
    assert_eq!(with(&|d| partition(d, &|p| p["Selected"] = json!(false))), "partition-not-selected");
    assert_eq!(
        with(&|d| d["GlobalParameters"]["Connector.GroupFilteringGroupDn"] =
            json!("CN=Pilot,DC=contoso,DC=com")),
        "filtered-by-group"
    );
}

#[test]
fn without_the_object_log_events_are_the_attempts() {
    let mut people = person();
    drop(&mut people, "ADSyncCSObjectLog");
    let mut lines = server();
    lines.extend(people);
    let told = |result: &str| {
        event(
            657,
            "2026-11-20T08:03:00Z",
            &format!(
                "Password Change Result - Anchor : {ANCHOR}, Dn : {DN}, PwdChangeOnLogon=False, Result : {result}\nPassword Change Result - Anchor : AAAAAAAAAAAAAAAAAAAAAA==, Dn : CN=Other,DC=contoso,DC=com, Result : Failed."
            ),
        )
    };
    let mut taken = lines.clone();
    taken.push(told("Success."));
    assert!(
        judge_as(UPN, taken)
            .findings
            .iter()
            .any(|f| f.check.0 == "user.last-attempt" && f.status == Status::Pass)
    );
    let mut refused = lines;
    refused.push(told("Failed., Extended Error : 8344"));
    has(&judge_as(UPN, refused), "user.last-attempt fail attempt-error");
}

#[test]
fn the_user_of_the_blog_created_disabled_and_enabled_later() {
    // FilteredByTarget although pwdLastSet is set: the row is older than the change.
    let judgement = judged(|p| {
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("2026-11-20T07:00:00Z");
        let row = of(p, "ADSyncCSObjectLog", 0);
        row["data"]["Status"] = json!("FilteredByTarget");
        row["data"]["TimeStamp"] = json!("2026-11-20T06:00:00Z");
    });
    let root = judgement.root(&judgement.roots[0]).unwrap();
    assert_eq!(line(root), format!("user.freshness {UPN} fail stale-log-row"));
    let explained: Vec<&str> =
        judgement.roots[0].explains.iter().map(|i| judgement.findings[*i].check.0).collect();
    assert!(explained.contains(&"user.last-attempt"), "{explained:?}");
}
