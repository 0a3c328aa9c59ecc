//! Evidence of two days: what was read later is what is so, whatever the order of the sources.

use super::{
    made::is,
    users::{
        ANCHOR, CS, DN, ENTRA, MV, TARGET, UPN, drop, has, judge_as, judge_for, judged, of, person, server,
        wrong,
    },
};
use phs_doctor::diagnosis::Judgement;
use serde_json::{Value, json};

type Change = fn(&mut Vec<Value>);

/// The user of yesterday and of today, each changed, in both orders of the sources.
fn days(yesterday: Change, today: Change) -> Judgement {
    let header = json!({"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-19T09:12:00Z","computer":"AADC01"});
    let mut old = person();
    yesterday(&mut old);
    old.insert(0, header);
    let mut new = server();
    let mut now = person();
    today(&mut now);
    new.extend(now);
    let (old, new) = (("old".to_owned(), old), ("new".to_owned(), new));
    let (first, _) = judge_for(&[UPN], &[old.clone(), new.clone()]);
    let (second, _) = judge_for(&[UPN], &[new, old]);
    assert_eq!(wrong(&first), wrong(&second));
    first
}

fn fine(judgement: &Judgement) {
    assert_eq!(wrong(judgement), Vec::<String>::new());
}

fn nothing(record: &str, query: Value) -> Value {
    json!({"record": record, "data": null, "query": query})
}

/// An object that is joined to nothing.
fn set_apart(object: &mut Value) {
    object["data"]["IsConnector"] = json!(false);
    object["data"]["ConnectedMVObjectId"] = json!("00000000-0000-0000-0000-000000000000");
}

/// Entra ID refuses the export, with an error of this name.
fn refused(people: &mut [Value], error: &str) {
    let object = of(people, "ADSyncCSObject", 1);
    object["data"]["HasExportError"] = json!(true);
    object["data"]["ExportError"] = json!({"ErrorName": error});
}

#[test]
fn who_is_no_more_is_not_there() {
    let gone = days(|_| {}, |p| *of(p, "ADUser", 0) = nothing("ADUser", json!({"userPrincipalName": UPN})));
    has(&gone, "user.directory-object fail user-not-found");
    let gone = days(
        |_| {},
        |p| {
            let query = json!({"DistinguishedName": DN, "ConnectorName": "contoso.com"});
            *of(p, "ADSyncCSObject", 0) = nothing("ADSyncCSObject", query);
        },
    );
    has(&gone, "user.connector-space fail source-connector-not-present");
    // Of the Entra side it is known by the connector, or by the object that the metaverse leads to.
    for query in [
        json!({"ConnectorName": "contoso.onmicrosoft.com - AAD", "Identifier": MV}),
        json!({"Identifier": TARGET}),
    ] {
        let mut old = person();
        old.insert(0, json!({"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-19T09:12:00Z","computer":"AADC01"}));
        let mut new = server();
        new.extend(person().into_iter().filter(|l| l["data"]["ObjectId"] != TARGET));
        new.push(nothing("ADSyncCSObject", query.clone()));
        let (gone, _) = judge_for(&[UPN], &[("old".to_owned(), old), ("new".to_owned(), new)]);
        has(&gone, "user.entra-connector-space fail no-target-connection");
    }
    // Who was not found before and is there now is there; of another forest nobody was asked for.
    fine(&days(|p| *of(p, "ADUser", 0) = nothing("ADUser", json!({"userPrincipalName": UPN})), |_| {}));
    let elsewhere = || json!({"DistinguishedName": DN, "ConnectorName": "fabrikam.local"});
    let mut lines = server();
    lines.extend(person());
    let mut asked = nothing("ADSyncCSObject", elsewhere());
    asked["observed_at"] = json!("2026-11-20T09:12:30Z");
    lines.push(asked);
    fine(&judge_as(UPN, lines));
}

#[test]
fn who_was_moved_is_where_he_was_seen_last() {
    let elsewhere: Change = |p| {
        of(p, "ADUser", 0)["data"]["distinguishedName"] = json!("CN=Ada,OU=Archive,DC=contoso,DC=com");
        of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!("0");
    };
    fine(&days(elsewhere, |_| {}));
    let moved = days(|_| {}, elsewhere);
    assert!(wrong(&moved).iter().any(|l| l.starts_with("user.temporary-password")), "{:?}", wrong(&moved));
}

#[test]
fn an_object_that_was_made_anew_takes_the_place_of_the_old_one() {
    let apart: Change = |p| {
        let object = of(p, "ADSyncCSObject", 0);
        object["data"]["ObjectId"] = json!("11111111-0000-0000-0000-00000000000f");
        set_apart(object);
    };
    fine(&days(apart, |_| {}));
    has(&days(|_| {}, apart), "user.connector-space fail disconnected");
    // An account of the tenant that lost its anchor is the same account.
    let lost = days(
        |_| {},
        |p| {
            of(p, "CloudUser", 0)["data"]["onPremisesImmutableId"] = json!(null);
            of(p, "CloudUser", 0)["data"]["onPremisesSyncEnabled"] = json!(null);
        },
    );
    has(&lost, "user.cloud fail not-synchronized-object");
}

#[test]
fn an_empty_answer_is_an_answer() {
    let named: Change = |p| refused(p, "LargeObject");
    fine(&days(named, |_| {}));
    fine(&days(named, |p| of(p, "ADSyncCSObject", 1)["data"]["ExportError"] = json!(null)));
    has(&days(|_| {}, named), "user.export fail export-error");
    let kept_out: Change = |p| of(p, "ADUser", 0)["data"]["adminDescription"] = json!("User_NoSync");
    let out = |p: &mut Vec<Value>| {
        of(p, "ADUser", 0)["data"]["adminDescription"] = json!(null);
        *of(p, "ADSyncCSObject", 0) = nothing("ADSyncCSObject", json!({"DistinguishedName": DN}));
    };
    has(&days(kept_out, out), "user.connector-space fail source-connector-not-present");
}

#[test]
fn an_old_row_is_no_proof_that_the_object_is_not_there() {
    let rows = |old: &str, new: &str| {
        judged(|p| {
            p.retain(|l| !(is(l, "ADSyncCSObject") && l["data"]["ConnectorId"] != ENTRA));
            of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(new);
            p.push(json!({"record":"ADSyncCSObjectLog","data":{"ObjectId":CS,"Anchor":ANCHOR,"Status":old,"TimeStamp":"2026-11-16T08:02:00Z"}}));
        })
    };
    let cause = "user.connector-space fail source-connector-not-present";
    assert!(!wrong(&rows("SourceConnectorNotPresent", "Success")).contains(&cause.to_owned()));
    has(&rows("Success", "SourceConnectorNotPresent"), cause);
}

#[test]
fn the_answer_to_the_same_attempt_does_not_hide_its_status() {
    let judgement = judged(|p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("TargetNotExportedToDirectory");
        p.push(super::retries::put_off(605, "2026-11-20T08:02:18Z"));
    });
    has(&judgement, "user.export fail target-not-exported");
    assert_eq!(judgement.roots.len(), 1);
}

#[test]
fn what_comes_later_on_the_way_is_explained_by_what_comes_first() {
    let judgement = judged(|p| {
        *of(p, "ADSyncCSObject", 0) = nothing("ADSyncCSObject", json!({"DistinguishedName": DN}));
        of(p, "ADSyncMVObject", 0)["data"]["Lineage"].as_array_mut().unwrap().pop();
        refused(p, "LargeObject");
    });
    has(&judgement, "user.export fail export-error");
    let roots: Vec<_> = judgement.roots.iter().filter_map(|r| judgement.root(r)).map(|f| f.check.0).collect();
    assert_eq!(roots, ["user.connector-space"]);
}

#[test]
fn an_object_apart_leads_nowhere() {
    let judgement = judged(|p| {
        of(p, "ADSyncMVObject", 0)["data"]["Lineage"].as_array_mut().unwrap().pop();
        set_apart(of(p, "ADSyncCSObject", 1));
    });
    has(&judgement, "user.entra-connector-space fail no-target-connection");
}

#[test]
fn an_export_of_which_nothing_was_read_is_not_known() {
    let judgement = judged(|p| {
        of(p, "ADSyncCSObject", 1)["data"].as_object_mut().unwrap().remove("HasExportError");
        drop(p, "ADSyncCSObjectLog");
    });
    has(&judgement, "user.export unknown");
}

#[test]
fn who_is_in_no_list_of_containers_is_kept_out() {
    let judgement = |included: Value| {
        let mut lines = server();
        for line in lines.iter_mut().filter(|l| is(l, "ADSyncConnector")) {
            for partition in line["data"]["Partitions"].as_array_mut().into_iter().flatten() {
                partition["ConnectorPartitionScope"] =
                    json!({"ContainerInclusionList": included, "ContainerExclusionList": []});
            }
        }
        lines.extend(person().into_iter().filter(|l| !is(l, "ADSyncCSObject")));
        judge_as(UPN, lines)
    };
    let cause = "user.connector-space fail filtered-by-ou";
    has(&judgement(json!(["OU=Other,DC=contoso,DC=com"])), cause);
    for takes in [json!(["DC=contoso,DC=com"]), json!(["OU=Staff,DC=contoso,DC=com"]), json!([])] {
        let all = wrong(&judgement(takes.clone()));
        assert!(!all.contains(&cause.to_owned()), "{takes}: {all:?}");
    }
}

#[test]
fn an_export_error_explains_a_conflict_only_where_it_names_one() {
    let roots = |error: &str| {
        let judgement = judged(|p| {
            refused(p, error);
            of(p, "CloudUser", 0)["data"]["onPremisesProvisioningErrors"] =
                json!([{"category": "PropertyConflict", "propertyCausingError": "ProxyAddresses"}]);
        });
        has(&judgement, "user.cloud fail duplicate-attribute");
        judgement.roots.len()
    };
    assert_eq!(roots("AttributeValueMustBeUnique"), 1);
    assert_eq!(roots("LargeObject"), 2);
}
