use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

const GUID: &str = "b891884f-051e-4a83-95af-254410aa0001";

fn seek(names: &[&str]) -> Seek {
    let users = names.iter().map(|n| (*n).to_owned()).collect();
    Seek::new(&Ask { users, ..Ask::default() }).unwrap()
}

fn line(value: &Value) -> String {
    json!({"record":"ADUser","data":{"sAMAccountName":"someone","x":value,"memberOf":[]}}).to_string()
}

fn passed(names: &[&str], value: &Value) -> bool {
    seek(names).passes_over(&line(value))
}

#[test]
fn who_is_sought_is_read_however_it_is_written() {
    for (name, value) in [
        ("cn=byron\\, ada,dc=contoso,dc=com", json!("CN=Byron\\, Ada,DC=contoso,DC=com")),
        ("ada@contoso.com", json!(["smtp:x@y.z", "SMTP:Ada@contoso.com"])),
        ("ada", json!("ADA")),
        ("a@b.de", json!("smtp:A@b.de")),
        ("4711", json!(4711)),
        ("çelik@contoso.com", json!("Çelik@contoso.com")),
        ("o'hara@contoso.com", json!("O'Hara@contoso.com")),
        (GUID, json!(GUID.to_uppercase())),
        (GUID, json!(format!("{{{GUID}}}"))),
        (GUID, json!(GUID.replace('-', ""))),
        (GUID, json!("T4iRuB4Fg0qVryVEEKoAAQ==")),
        (GUID, json!([79, 136, 145, 184, 30, 5, 131, 74, 149, 175, 37, 68, 16, 170, 0, 1])),
        ("T4iRuB4Fg0qVryVEEKoAAQ==", json!({"Guid": GUID})),
    ] {
        assert!(!passed(&[name], &value), "{name} in {value}");
        assert!(!passed(&["nobody@contoso.com", name], &value), "{name} among others in {value}");
    }
    let escaped = line(&json!("ada@contoso.com")).replace("ada@", "\\u0061da\\u0040");
    assert!(!seek(&["ada@contoso.com"]).passes_over(&escaped));
}

#[test]
fn who_is_not_sought_is_passed_over() {
    for value in [
        json!("CN=Adam,DC=contoso,DC=com"),
        json!("ada.adams@contoso.com"),
        json!("O\u{2019}Hara \"quoted\" \u{1}"),
        json!([1, 2, 3]),
        json!(null),
        json!({"deep": [[{"deeper": "ada "}]]}),
    ] {
        let names = ["ada@contoso.com", "adam", GUID, "12"];
        assert!(passed(&names, &value), "{value}");
    }
    assert!(passed(&["çelik"], &json!("Ölmez")));
}

#[test]
fn what_is_in_doubt_is_read() {
    let seek = seek(&["ada@contoso.com"]);
    let whole = line(&json!("eve@contoso.com"));
    assert!(seek.passes_over(&whole));
    for cut in 1..whole.len() {
        assert!(!seek.passes_over(&whole[..cut]), "{}", &whole[..cut]);
    }
    for other in [
        r#"{"record":"ADSyncScheduler","data":{"StagingModeEnabled":false}}"#,
        r#"{"record":"ADUser","data":null,"query":{"Identity":"eve"}}"#,
        r#"{"record":"ADUser","error":{"kind":"timeout","message":"x"}}"#,
        r#"{"record":"ADUser","data":{"mail":"x"},"error":{"kind":"timeout"}}"#,
        r#"{"record":"ADUser","data":"x"}"#,
        r#"{"data":{"mail":"x"}}"#,
        r#"{"record":"ADUser","data":{"mail":"x}}"#,
        r#"{"record":"ADUser","data":{"mail":"x"}}{"record":"ADUser","data":{"mail":"y"}}"#,
    ] {
        assert!(!seek.passes_over(other), "{other}");
    }
    // In another order it is gone through, and passed over all the same.
    let turned =
        r#"{"source":"x","data":{"mail":"x"},"record":"aduser","observed_at":"2026-11-20T08:00:00Z"}"#;
    assert!(seek.passes_over(turned));
}

proptest! {
    #[test]
    fn nobody_who_is_sought_is_passed_over(
        name in "[a-zA-Z0-9@.,=\\\\'\"/ _\u{e0}-\u{ff}-]{1,40}",
        before in ".{0,20}",
        others in prop::collection::vec("[a-z0-9@.=,]{1,30}", 0..20),
    ) {
        let name = name.trim();
        prop_assume!(!name.is_empty());
        let mut names: Vec<&str> = others.iter().map(String::as_str).collect();
        names.push(name);
        let upper = name.to_uppercase();
        // Some letters have no way back from their upper case.
        prop_assume!(upper.to_lowercase() == name.to_lowercase());
        prop_assert!(!passed(&names, &json!([before, upper])));
    }
}
