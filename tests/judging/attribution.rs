//! Whose event is it?

use super::made::{
    CONTOSO, block, event, facts, healthy, is, judge, judge_all, line, of, one, place, without_events,
};
use phs_doctor::{
    diagnosis::{Judgement, Status},
    facts::Choices,
};
use serde_json::{Value, json};

fn quiet() -> Vec<Value> {
    let mut lines = without_events(healthy(), &[622, 650, 656]);
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!("2026-11-20T05:00:00Z");
        state["data"]["PasswordSyncLastSuccessfulCycleStartTimestamp"] = json!("2026-11-20T05:00:00Z");
    }
    lines
}

fn domains_with(judgement: &Judgement, cause: &str) -> Vec<String> {
    let hit =
        of(judgement, "domain.replication").into_iter().filter(|f| f.cause().is_some_and(|c| c.0 == cause));
    hit.filter_map(|f| f.scope.domain.clone()).collect()
}

#[test]
fn a_domain_is_a_whole_name() {
    for (named, want) in [
        ("contoso.com", "contoso.com"),
        ("emea.contoso.com", "emea.contoso.com"),
        ("EMEA.Contoso.COM", "emea.contoso.com"),
    ] {
        let mut lines = quiet();
        lines.push(event(
            611,
            "2026-11-20T09:00:00Z",
            &format!(
                "failed for domain: {named}, domain controller hostname: dc7.{named}. RPC Error 8439 : x"
            ),
        ));
        assert_eq!(domains_with(&judge(lines), "rpc-8439"), [want], "{named}");
    }
}

#[test]
fn a_domain_of_another_forest_is_left_alone() {
    let mut lines = quiet();
    lines.push(event(
        611,
        "2026-11-20T09:00:00Z",
        "failed for domain: contoso.com.evil.example. RPC Error 8439 : x",
    ));
    assert!(domains_with(&judge(lines), "rpc-8439").is_empty());
}

#[test]
fn the_guid_decides_and_the_tracking_id_does_not() {
    let text = format!(
        "failed. Error Code: 15. TrackingID : {CONTOSO}0 {}",
        block("0c2ad1c2-0000-0000-0000-000000000000")
    );
    let mut lines = healthy();
    lines.push(event(655, "2026-11-20T09:11:59Z", &text));
    // A connector that is not of this server: nobody's.
    let judgement = judge(lines);
    assert!(of(&judgement, "tenant.cloud-channel").iter().all(|f| f.status == Status::Pass));
    let mut lines = healthy();
    lines.push(event(
        655,
        "2026-11-20T09:11:59Z",
        &format!("Error Code: 15 {}", block(&CONTOSO.to_uppercase())),
    ));
    let judgement = judge(lines);
    let finding = one(&judgement, "tenant.cloud-channel", "");
    assert_eq!((finding.status, finding.cause().unwrap().0), (Status::Fail, "entra-dirsync-not-activated"));
    assert_eq!(finding.hit.values["connector"].text, "contoso.com");
}

#[test]
fn an_event_that_names_nobody_belongs_to_all() {
    let mut lines = healthy();
    lines.push(event(655, "2026-11-20T09:11:59Z", "Error Code: 15"));
    let judgement = judge(lines);
    assert_eq!(
        one(&judgement, "tenant.cloud-channel", "").hit.values["connector"].text,
        "contoso.com, fabrikam.local"
    );
}

#[test]
fn ids_of_other_providers_are_theirs() {
    let mut lines = healthy();
    for id in [609, 612, 902, 906, 6000, 6003, 105, 0, 611, 655] {
        for provider in ["ESENT", "Microsoft-Windows-Winlogon", "Directory Synchronization Helper", "ADSyncX"]
        {
            let mut line = event(id, "2026-11-20T09:11:59Z", "contoso.com RPC Error 8453 : Error Code: 90");
            line["data"]["ProviderName"] = json!(provider);
            lines.push(line);
        }
    }
    assert!(judge(lines).findings.iter().all(|f| f.status == Status::Pass));
}

#[test]
fn the_level_of_an_event_says_nothing() {
    for level in [0, 2, 4] {
        let mut lines = healthy();
        let mut line =
            event(115, "2026-11-20T09:11:59Z", "Access to Windows Azure Active Directory has been denied.");
        line["data"]["Level"] = json!(level);
        lines.push(line);
        let judgement = judge(lines);
        assert_eq!(one(&judgement, "tenant.cloud-channel", "").cause().unwrap().0, "entra-access-denied");
    }
}

/// A 611 with all that newer builds say, without the block that names the connector.
fn refused(domain: &str, controller: &str) -> Value {
    event(
        611,
        "2026-11-20T09:11:30Z",
        &format!(
            "Password hash synchronization failed for domain: {domain}, domain controller hostname: {controller}, domain controller IP address: 192.0.2.10. Details: X ---> RPC Error 8453 : Replication access was denied."
        ),
    )
}

/// A server with contoso.com and nothing else, and nothing that answers for its rights.
fn one_domain() -> Vec<Value> {
    let mut lines = without_events(healthy(), &[622, 650, 656]);
    let probes = ["ADSyncPartitionPasswordSyncState", "ADReplicationRights", "ADConnectorAccount"];
    lines.retain(|l| {
        let text = l.to_string();
        let other = ["fabrikam", "a3d27b90"].iter().any(|name| text.contains(name))
            || text.contains("emea") && !is(l, "ADSyncConnector");
        !probes.iter().any(|p| is(l, p)) && !other
    });
    let connector = lines.iter_mut().find(|l| is(l, "ADSyncConnector")).unwrap();
    let partitions = connector["data"]["Partitions"].as_array_mut().unwrap();
    partitions.retain(|p| !p["DN"].as_str().unwrap().contains("emea"));
    lines
}

fn rights(lines: Vec<Value>) -> Vec<String> {
    of(&judge(lines), "domain.account-permissions").into_iter().map(line).collect()
}

#[test]
fn what_names_another_domain_is_not_the_only_one_s() {
    let missing = ["domain.account-permissions contoso.com fail replication-rights-missing"];
    for (named, mine) in [
        ("contoso.com", true),
        ("Contoso.COM.", true),
        ("CONTOSO", true),
        ("emea.contoso.com", false),
        ("other.net", false),
        ("corp.lan2", false),
        ("xcontoso.com", false),
        ("contoso.com.au", false),
    ] {
        let mut lines = one_domain();
        lines.push(refused(named, "<not available>"));
        let judgement = judge(lines);
        let found: Vec<String> = of(&judgement, "domain.account-permissions").into_iter().map(line).collect();
        assert_eq!(found == missing, mine, "{named}: {found:?}");
        // What belongs to nobody is said nevertheless.
        let engine = one(&judgement, "server.engine", "");
        let told = engine.hit.evidence.iter().any(|row| row.found.text == named.to_lowercase());
        assert_eq!(told, !mine, "{named}: {:?}", engine.hit.evidence);
        assert!(mine || engine.status == Status::Warn);
    }
    let mut lines = one_domain();
    lines.push(refused("<not available>", "<not available>"));
    assert_eq!(rights(lines), missing, "it names none, so it is the only one's");
    let mut lines = one_domain();
    lines.push(refused("contoso.com", "<not available>"));
    lines.push(event(622, "2026-11-20T09:11:50Z", "Full synchronization done for domain emea.contoso.com."));
    assert_eq!(rights(lines), missing, "another domain's success is not its own");
}

#[test]
fn a_domain_known_from_its_event_alone() {
    for (named, controller) in [
        ("contoso", "dc1.contoso.com"),
        ("corp.lan2", "dc1.other.com"),
        ("corp.xn--p1ai", "dc1.corp.xn--p1ai"),
        ("EMEA.contoso.com", "dc7.emea.contoso.com"),
    ] {
        let judgement =
            judge_all(&[("log".to_owned(), vec![refused(named, controller)])], Choices::default());
        let domains: Vec<String> =
            of(&judgement, "domain.account-permissions").into_iter().map(place).collect();
        assert_eq!(domains, [named.to_lowercase()], "{controller} is a controller");
    }
}

#[test]
fn a_616_is_of_the_domain_of_its_controller() {
    let lost = |text: &str| -> Vec<String> {
        let mut lines = healthy();
        let connector = lines.iter_mut().find(|l| is(l, "ADSyncConnector")).unwrap();
        connector["data"]["Partitions"][1]["PreferredDCs"] = json!(["DC19.emea.contoso.com"]);
        lines.push(event(616, "2026-11-20T09:11:59Z", text));
        let judgement = judge(lines);
        let found = of(&judgement, "domain.preferred-dcs").into_iter().filter(|f| f.status == Status::Warn);
        found.map(|f| format!("{} {}", place(f), f.hit.values["dc"].text)).collect()
    };
    let said = |dc: &str| format!("Connection to preferred domain controller {dc} failed.");
    assert_eq!(lost(&said("dc9.contoso.com")), ["contoso.com dc9.contoso.com"]);
    assert_eq!(lost(&said("DC19")), ["emea.contoso.com dc19"]);
    assert_eq!(lost(&(said("DC19") + &block(CONTOSO))), ["emea.contoso.com dc19"]);
    assert!(lost(&said("DC77")).is_empty());
    // Alone in a log, beside a heartbeat that names the domain, five of them fail.
    let mut log: Vec<Value> =
        (0..5).map(|m| event(616, &format!("2026-11-20T08:{m}0:00Z"), &said("dc9.contoso.com"))).collect();
    log.push(event(654, "2026-11-20T07:50:00Z", &block(CONTOSO)));
    let judgement = judge_all(&[("log".to_owned(), log)], Choices::default());
    assert_eq!(
        line(one(&judgement, "domain.preferred-dcs", "")),
        "domain.preferred-dcs contoso.com fail preferred-dc-unreachable"
    );
}

#[test]
fn the_connectors_that_fail_are_named_and_their_failures_added_up() {
    let fabrikam = "a3d27b90-1c44-4e0e-8a5f-6b9f0c2e7722";
    let failed = |minute: u32, connector: &str| {
        let text = format!("System.ServiceModel.EndpointNotFoundException: x {}", block(connector));
        event(655, &format!("2026-11-20T09:{minute:02}:30Z"), &text)
    };
    let mut lines = healthy();
    lines.push(failed(11, fabrikam));
    let judgement = judge(lines);
    let finding = one(&judgement, "tenant.cloud-channel", "");
    let named = |f: &phs_doctor::diagnosis::Finding| -> Vec<String> {
        let rows = f.hit.evidence.iter().filter(|row| row.label == "connector");
        rows.map(|row| row.found.text.clone()).collect()
    };
    assert_eq!((finding.status, named(finding)), (Status::Warn, vec!["fabrikam.local".to_owned()]));
    assert!(phs_doctor::knowledge::finding(finding).summary.contains("fabrikam.local"));
    // Three of each are six of the tenant's.
    let mut lines = without_events(healthy(), &[651, 654, 657]);
    for minute in [1, 3, 5] {
        lines.push(failed(minute, CONTOSO));
        lines.push(failed(minute + 1, fabrikam));
    }
    let judgement = judge(lines);
    let finding = one(&judgement, "tenant.cloud-channel", "");
    assert_eq!((finding.status, finding.hit.count), (Status::Fail, Some(6)));
    assert_eq!(named(finding), ["contoso.com", "fabrikam.local"]);
}

/// Builds write the domain and the controller in more than one order; the controller is never the domain.
#[test]
fn a_controller_behind_the_first_colon_is_not_the_domain() {
    for text in [
        "Password hash synchronization failed for domain emea.contoso.com, domain controller hostname: DC11.emea.contoso.com. Details: x RPC Error 8453 : y",
        "Server: AADC01.contoso.com. It failed for domain: emea.contoso.com, x. Details: RPC Error 8453 : y",
    ] {
        let mut lines = healthy();
        lines.retain(|l| !is(l, "ADReplicationRights") && l["data"]["DN"] != "DC=emea,DC=contoso,DC=com");
        lines.push(event(611, "2026-11-20T09:05:00Z", text));
        let judgement = judge(lines);
        let finding = one(&judgement, "domain.account-permissions", "emea.contoso.com");
        assert_eq!(finding.status, Status::Fail, "{text}");
    }
}

#[test]
fn a_domain_that_only_heartbeats_name_is_known_with_its_connector() {
    let known = |lines: &[Value]| {
        let facts = facts(&[("log".to_owned(), lines.to_vec())], Choices::default());
        let domains = facts.domains().iter();
        domains
            .map(|d| format!("{} {}", d.name, d.connector_id.as_deref().unwrap_or("-")))
            .collect::<Vec<_>>()
    };
    let of = |id: u32, text: &str| event(id, "2026-11-20T09:00:00Z", &format!("{text} {}", block(CONTOSO)));
    let refused = "failed: login.example.net did not answer. Error Code: 90.";
    for id in [652, 653, 655, 662, 663] {
        assert_eq!(known(&[of(id, refused)]), [format!("contoso.com {CONTOSO}")], "{id}");
    }
    let bare = event(611, "2026-11-20T08:59:00Z", "failed for domain: contoso.com. RPC Error 8453 : x");
    assert_eq!(known(&[bare, of(655, refused)]), [format!("contoso.com {CONTOSO}")]);
    // Of themselves they name hosts.
    let nameless = format!("{refused} <connector-id>{CONTOSO}</connector-id>");
    assert!(known(&[event(655, "2026-11-20T09:00:00Z", &nameless)]).is_empty());
}
