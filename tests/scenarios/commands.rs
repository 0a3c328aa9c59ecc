//! What the commands of a remedy are run against: the domain that the thing lives in.

use super::judged;
use phs_doctor::{
    diagnosis::Status,
    front::scenarios,
    knowledge::{self, Known, Remedy},
};

/// The remedy of what a case was made for.
fn remedy(case: &str) -> Remedy {
    let case = scenarios::find(case).unwrap();
    let judgement = judged(case);
    let wanted = case.root.as_deref().unwrap();
    let named = |f: &&phs_doctor::diagnosis::Finding| {
        f.cause().is_some_and(|cause| wanted == format!("{}/{}", f.check.0, cause.0))
    };
    knowledge::remedy(judgement.findings.iter().find(named).unwrap()).unwrap()
}

/// The step of a remedy whose command has `word`: where, with which rights, and the command.
fn step(case: &str, word: &str) -> (String, String, String) {
    let steps = remedy(case).steps.into_iter();
    let mut with = steps.filter(|s| s.command.as_ref().is_some_and(|c| c.contains(word)));
    let step = with.next();
    assert!(step.is_some(), "{case}: no {word}");
    let step = step.unwrap();
    (step.place, step.rights, step.command.unwrap())
}

/// One account reads all domains of a forest; it is changed in the one that it lives in.
#[test]
fn the_connector_account_is_looked_for_in_its_own_domain() {
    let of_emea = [
        ("account-disabled", "Enable-ADAccount"),
        ("account-locked", "Unlock-ADAccount"),
        ("account-expired", "Clear-ADAccountExpiration"),
        ("account-not-found", "Get-ADObject"),
        ("account-bad-password", "Set-ADAccountPassword"),
        ("account-logon-restricted", "Set-ADUser"),
    ];
    for (case, word) in of_emea {
        let (place, rights, command) = step(case, word);
        assert!(command.contains("'MSOL_4f0c2d91ab37'") && !command.contains("CONTOSO"), "{command}");
        assert!(command.contains("-Server 'contoso.com'"), "{command}");
        assert!(place.ends_with("controller of contoso.com"), "{case}: {place}");
        assert_eq!(rights, "domain administrator of contoso.com", "{case}");
    }
    let (place, _, command) = step("run-refused", "Set-ADAccountPassword");
    assert!(command.contains("-Identity 'svc-entraconnect' -Server 'fabrikam.local'"), "{command}");
    assert_eq!(place, "a domain controller of fabrikam.local");
}

/// A distinguished name is known in its own domain only, wherever the command is run.
#[test]
fn a_user_is_looked_for_in_the_domain_of_the_user() {
    for case in scenarios::all().iter().filter(|c| c.user.is_some() && c.root.is_some()) {
        let judgement = judged(case);
        for remedy in judgement.findings.iter().filter_map(knowledge::remedy) {
            let commands = remedy.steps.into_iter().filter_map(|s| s.command);
            for command in commands.filter(|c| c.contains("Get-ADUser -Identity 'CN=")) {
                assert!(command.contains("-Server '"), "{}: {command}", case.name);
                assert!(!command.contains("-Server '<"), "{}: {command}", case.name);
            }
        }
    }
    let (_, _, command) = step("user-changed-since", "unicodePwd");
    assert!(command.contains("-Server 'DC0") && command.contains(".contoso.com'"), "{command}");
    let (_, _, command) = step("user-not-found", "Get-ADObject");
    assert!(command.contains(":3268") && command.contains("userPrincipalName="), "{command}");
}

/// Of a refused password only the distinguished name is known: it is taken where it fits, and nowhere else.
#[test]
fn who_was_refused_is_named_where_a_command_takes_the_name() {
    let (_, _, command) = step("results-failing", "--user");
    assert!(command.contains("--user 'CN="), "{command}");
    let (_, _, command) = step("results-failing", "Get-MgUser");
    assert!(command.contains("-UserId '<"), "{command}");
    let (_, _, command) = step("entra-unknown-error", "explain");
    assert_eq!(command, ".\\phs-doctor.exe explain '4711'");
    let (_, _, command) = step("agent-silent", "Group-Object");
    assert!(command.contains("Get-ADSyncConnector -Name 'fabrikam.local'"), "{command}");
}

/// What is missing of a thing is asked for by the names that are known of it.
#[test]
fn the_way_to_a_missing_fact_names_what_is_known() {
    let case = scenarios::find("user-filtered").unwrap();
    let gone = ["CloudUser", "ADReplicationRights", "ADSyncPartitionPasswordSyncState"];
    let kept = |line: &&str| !gone.iter().any(|record| line.contains(&format!("\"record\":\"{record}\"")));
    let lines: String = case.lines().lines().filter(kept).map(|line| format!("{line}\n")).collect();
    let users: Vec<String> = case.user.iter().cloned().collect();
    let ways = |users: &[String]| {
        let judgement = super::judged_of(&lines, users);
        let known = Known::of(&judgement.findings);
        let open = judgement.findings.iter().filter(|f| f.status == Status::Unknown);
        let ways = open.flat_map(|f| f.needs.iter().map(|gap| (known.names(&f.scope), gap)));
        ways.filter_map(|(names, gap)| knowledge::how_to(gap, &names).command).collect::<Vec<_>>().join("\n")
    };
    let of_user = ways(&users);
    assert!(of_user.contains("Get-MgUser -UserId 'ada@contoso.com'"), "{of_user}");
    assert!(of_user.contains("-ConnectorName 'contoso.com' -DistinguishedName 'CN="), "{of_user}");
    let of_all = ways(&[]);
    for domain in ["contoso.com", "emea.contoso.com", "fabrikam.local"] {
        assert!(of_all.contains(&format!("Get-ADDomain -Server '{domain}'")), "{of_all}");
    }
    assert!(!of_user.contains('<') && !of_all.contains('<'), "{of_user}\n{of_all}");
}
