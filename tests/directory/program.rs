//! The program itself against the controller.

use crate::real::{Real, real};
use assert_cmd::cargo::cargo_bin;
use std::{
    io::Write,
    process::{Command, Output},
};

/// Runs `check` with the reader's password on a descriptor.
fn check(real: &Real, more: &[&str]) -> Output {
    let mut password = tempfile::NamedTempFile::new().unwrap();
    writeln!(password, "{}", real.password).unwrap();
    // The shell opens the descriptors, as a script would.
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$@\" 3<\"$PASSWORD_FILE\" 4<\"$PASSWORD_FILE\"", "sh"])
        .arg(cargo_bin("phs-doctor"))
        .args(["check", &real.ldaps(), "--bind-as", &real.reader, "--password-fd", "3", "--ca"])
        .arg(real.issuer())
        .args(more)
        .env("PASSWORD_FILE", password.path());
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    // Lines are broken for reading.
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn missing_rights_are_a_finding_and_the_password_is_nowhere() {
    let Some(real) = real() else { return };
    let output =
        check(&real, &["--account", "CONTOSO\\MSOL_changes", "--only", "domain.account-permissions"]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("445"), "{said}");
    let all = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&all).contains(&real.password));
}

#[test]
fn a_user_is_judged_by_the_directory() {
    let Some(real) = real() else { return };
    let output = check(&real, &["--user", "temporary", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let of = |check: &str| findings.iter().find(|f| f["check"] == check).unwrap();
    assert_eq!(of("user.directory-object")["status"], "pass");
    assert_ne!(of("user.temporary-password")["status"], "pass");
    let several = check(&real, &["--user", "elsewhere@contoso.example"]);
    assert_eq!(several.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&several.stderr).contains("2 users match"));
}

#[test]
fn a_warning_comes_before_the_account_is_tried() {
    let Some(real) = real() else { return };
    let output = check(&real, &["--account", "MSOL_disabled", "--account-password-fd", "4"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("a wrong password counts towards its lockout"), "{told}");
}
