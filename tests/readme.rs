//! The README says what the program does: its table of keys is the table of bindings, its commands
//! exist. `UPDATE_README=1` writes the table anew.

#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "a test that cannot go on has failed")]
use phs_doctor::{catalog::CHECKS, catalog::ScopeKind, wizard::keys::BINDINGS};
use std::{fs, path::Path};

fn readme() -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    (path, text)
}

#[test]
fn the_keys_are_those_of_the_bindings() {
    const START: &str = "<!-- keys -->\n";
    const END: &str = "<!-- end of keys -->";
    let (path, text) = readme();
    let mut table = String::from("| key | what it does |\n|---|---|\n");
    for binding in BINDINGS {
        table.push_str(&format!("| {} | {} |\n", binding.shown, binding.help));
    }
    let (before, rest) = text.split_once(START).unwrap();
    let (now, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        // The other test reads it at the same time.
        if now != table {
            fs::write(path, format!("{before}{START}{table}{END}{after}")).unwrap();
        }
        return;
    }
    assert_eq!(now, table, "run the tests once with UPDATE_README=1");
}

#[test]
fn the_number_of_checks_is_right() {
    let (_, text) = readme();
    let checks = CHECKS.iter().filter(|row| row.over != ScopeKind::User).count();
    assert!(text.contains(&format!("{checks} checks")), "there are {checks} checks");
}
