//! What every remedy has to say, whoever writes it.

use super::{
    Risk, StepKind,
    docs::StepDoc,
    library::library,
    tests::{steps, texts},
};

#[test]
fn what_needs_a_desktop_says_so_or_has_a_command_beside_it() {
    let screens = [
        "wizard",
        "Synchronization Service Manager",
        "services.msc",
        "Users and Computers",
        ".cpl",
        "Notepad",
        "Rules Editor",
        "secpol.msc",
    ];
    for step in steps(library()).filter(|s| s.kind == StepKind::Do) {
        if screens.iter().any(|s| step.text.contains(s)) {
            let place = step.place.as_deref().map_or("", |place| library().word(place));
            let said = format!("{} {place}", step.text).contains("desktop") || step.command.is_some();
            assert!(said, "{}", step.text);
        }
    }
}

#[test]
fn staging_asks_first_and_nothing_changes_the_policy_of_the_machine() {
    for cause in [
        "staging-mode-enabled",
        "version-1x-retired",
        "service-disabled",
        "no-ad-connector",
        "no-entra-connector",
        "os-unsupported",
        "enabled-in-cloud-not-locally",
    ] {
        let doc = library().cause.iter().find(|c| c.cause == cause).unwrap();
        assert_eq!(doc.fix.as_ref().unwrap().steps[0].shared.as_deref(), Some("other-server"), "{cause}");
    }
    for (name, text, _) in texts(library()) {
        assert!(!text.contains("Set-ExecutionPolicy") || text.contains("-Scope Process"), "{name}");
    }
}

#[test]
fn the_full_synchronization_ends_switched_on_and_refuses_on_staging() {
    let doc = library().cause("connector.heartbeat", "no-heartbeat").unwrap();
    let last = doc.fix.as_ref().unwrap().steps.last().unwrap();
    let command = last.command.as_ref().unwrap();
    for part in [
        "GlobalParameters.Remove(",
        "GlobalParameters.Add(",
        "try {",
        "} finally {",
        "StagingModeEnabled",
        "-cne",
    ] {
        assert!(command.contains(part), "{part}");
    }
    let (off, on) = (command.find("-Enable $false").unwrap(), command.rfind("-Enable $true").unwrap());
    assert!(off < on && command.find("throw").unwrap() < off);
}

/// One thing to look at, one thing to do, a result to expect, how long, how risky, how to take it back.
#[test]
fn every_remedy_says_what_to_expect_how_long_how_risky_and_how_to_undo_it() {
    let mut bad = Vec::new();
    for cause in &library().cause {
        let Some(fix) = &cause.fix else { continue };
        let steps: Vec<&StepDoc> = fix.steps.iter().collect();
        let name = format!("{}/{}", cause.check, cause.cause);
        for step in &steps {
            if step.expect.is_none() {
                bad.push(format!("{name}: nothing to expect of: {}", step.text));
            }
        }
        if fix.takes.is_empty() || fix.risk_text.is_empty() || fix.why.is_empty() {
            bad.push(format!("{name}: how long, how risky or why is not said"));
        }
        if !steps.iter().any(|s| s.command.is_some() || s.text.contains(", ")) {
            bad.push(format!("{name}: neither a command nor a way to click"));
        }
        let changes = matches!(fix.risk, Risk::Medium | Risk::High);
        if changes && !steps.iter().any(|s| s.undo.is_some()) {
            bad.push(format!("{name}: {:?}, and not a word on how to take it back", fix.risk));
        }
    }
    assert!(bad.is_empty(), "{} faults:\n{}", bad.len(), bad.join("\n"));
}

/// The account that reads a forest and the one that signs in to the tenant are two: where no name is
/// known, each is called by its own words.
#[test]
fn the_two_accounts_are_not_mixed_up() {
    for cause in &library().cause {
        let cloud = cause.check.starts_with("tenant.");
        let wrong = if cloud { "{account}" } else { "{sync_account}" };
        let steps = cause.fix.iter().flat_map(|fix| &fix.steps);
        let own = [&cause.title, &cause.short, &cause.summary].into_iter().cloned();
        for text in own.chain(steps.flat_map(|s| s.command.clone().into_iter().chain([s.text.clone()]))) {
            assert!(!text.contains(wrong), "{}: {text}", cause.cause);
        }
    }
}

/// A command for Microsoft Graph runs elsewhere than most, and only after a sign-in with the right scopes.
#[test]
fn commands_for_graph_sign_in_first_and_say_where_they_run() {
    let graph = |s: &&StepDoc| s.command.as_ref().is_some_and(|c| c.contains("-Mg"));
    let found: Vec<&StepDoc> = steps(library()).filter(graph).collect();
    assert!(found.len() > 8, "only {}", found.len());
    for step in found {
        let command = step.command.as_ref().unwrap();
        assert!(command.starts_with("Connect-MgGraph -Scopes '"), "{command}");
        assert!(step.place.is_some() && step.rights.is_some(), "{}", step.text);
    }
}

/// A change of the preferred controllers without a restart changes nothing.
#[test]
fn whoever_changes_the_preferred_controllers_restarts_the_service() {
    let mut met = 0;
    for fix in library().cause.iter().filter_map(|cause| cause.fix.as_ref()) {
        for (step, next) in fix.steps.iter().zip(fix.steps.iter().skip(1)) {
            if step.text.contains("tick Only use preferred domain controllers") {
                met += 1;
                assert_eq!(next.command.as_deref(), Some("Restart-Service -Name ADSync"), "{}", fix.title);
            }
        }
    }
    assert!(met > 9, "only {met}");
}
