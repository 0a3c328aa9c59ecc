//! A real export, where it is at hand.

use super::collected::{at, read_path};
use phs_doctor::evidence::Kind;
use serde_json::json;
use std::path::PathBuf;

fn export() -> Option<PathBuf> {
    let shared = std::env::var_os("PHS_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("corpora/adsync-export-contoso-Pilot");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("not run: there is no {}", folder.display());
    None
}

#[test]
fn the_real_export_says_what_its_server_would() {
    let Some(folder) = export() else { return };
    let out = read_path(&folder);
    assert_eq!(out.problems, []);
    assert_eq!(out.not_understood, [""; 0]);

    let header = out.of(Kind::Header)[0];
    assert_eq!(header.text("computer"), Some("CONTOSO-SYNC01"));
    assert_eq!(header.text("collected_at"), Some("2016-05-03T14:28:09.784Z"));
    let server = out.of(Kind::Server)[0];
    assert_eq!(server.text("ConnectVersion"), Some("1.1.130.0"));
    let setting = |name| out.one(Kind::ADSyncGlobalSettingsParameter, "Name", name).text("Value");
    assert_eq!(setting("Microsoft.Synchronize.StagingMode"), Some("False"));
    assert_eq!(setting("Microsoft.Synchronize.NextStartTime"), Some("Tue, 03 May 2016 14:39:16 GMT"));
    assert_eq!(out.of(Kind::ADSyncGlobalSettingsParameter).len(), 37);

    assert_eq!(out.of(Kind::ADSyncConnector).len(), 2);
    let ad = out.one(Kind::ADSyncConnector, "Name", "contoso.com");
    assert_eq!(ad.text("Identifier"), Some("ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d"));
    assert_eq!(ad.text("ConnectorTypeName"), Some("AD"));
    assert_eq!(at(ad, "ConnectivityParameters/forest-login-user"), "MSOL_d1edb676ca03");
    assert_eq!(at(ad, "GlobalParameters/Forest.Netbios"), "CONTOSO");
    assert_eq!(at(ad, "Partitions/0/DN"), "DC=contoso,DC=com");
    assert_eq!(at(ad, "Partitions/0/Name"), "contoso.com");
    assert_eq!(at(ad, "Partitions/0/Selected"), &json!(true));
    assert_eq!(at(ad, "Partitions/0/IsDomain"), &json!(true));
    assert_eq!(at(ad, "Partitions/0/PreferredDCs"), &json!([]));
    assert_eq!(at(ad, "Partitions/0/Parameters/last-dc"), "CONTOSO-DC01.contoso.com");
    assert_eq!(at(ad, "Partitions/0/Parameters/dc-failover"), "1");
    assert_eq!(at(ad, "Partitions/0/Parameters/Domain.FQDN"), "contoso.com");
    let scope = "Partitions/0/ConnectorPartitionScope";
    assert_eq!(at(ad, &format!("{scope}/ContainerInclusionList")), &json!(["OU=CORP,DC=contoso,DC=com"]));
    assert_eq!(at(ad, &format!("{scope}/ContainerExclusionList")), &json!(["DC=contoso,DC=com"]));
    assert_eq!(at(ad, &format!("{scope}/ObjectClasses")).as_array().unwrap().len(), 10);

    let entra = out.one(Kind::ADSyncConnector, "Name", "contoso.onmicrosoft.com - AAD");
    assert_eq!(entra.text("Subtype"), Some("Windows Azure Active Directory (Microsoft)"));
    assert_eq!(
        at(entra, "ConnectivityParameters/UserName"),
        "Sync_CONTOSO-SYNC01_e3c03195e061@contoso.onmicrosoft.com"
    );

    let passwords = out.of(Kind::ADSyncAADPasswordSyncConfiguration);
    assert_eq!(passwords.len(), 1);
    assert_eq!(passwords[0].text("SourceConnector"), Some("contoso.com"));
    assert_eq!(passwords[0].text("TargetConnector"), Some("contoso.onmicrosoft.com - AAD"));
    assert_eq!(passwords[0].bool("Enabled"), Some(false));

    let rules = out.of(Kind::ADSyncRule);
    assert_eq!(rules.len(), 62);
    let mut with_passwords: Vec<_> = rules
        .iter()
        .filter(|r| r.bool("EnablePasswordSync") == Some(true))
        .map(|r| r.text("Name").unwrap())
        .collect();
    with_passwords.sort_unstable();
    println!("{with_passwords:?}");
    assert_eq!(with_passwords.len(), 2);
}

#[test]
fn what_is_kept_of_the_real_export_is_small() {
    let Some(folder) = export() else { return };
    let out = read_path(&folder);
    let all = out.everything();
    for never in ["cookie", "water-mark", "msExchMessageHygieneBlockedDomain", "IIF("] {
        assert!(!all.contains(never), "{never}");
    }
    let connector = out.one(Kind::ADSyncConnector, "Name", "contoso.com");
    assert!(format!("{connector:?}").len() < 10_000, "{}", format!("{connector:?}").len());
}
