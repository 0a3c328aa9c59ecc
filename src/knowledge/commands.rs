//! Every command that is shown is PowerShell, whatever names the evidence has.

use super::{
    Names,
    docs::Library,
    fill::{HOSTS, command, quote},
    library::library,
};
use tree_sitter::{Node, Parser, Tree};

/// Names that somebody could give an object to make a command do something else.
const HOSTILE: [&str; 8] = [
    "O'Brien",
    "x'; Remove-Item C:\\ -Recurse -Force; '",
    "x\u{2019}; Stop-Computer; \u{2018}",
    "$(Stop-Computer)",
    "${env:PATH}`n\"",
    "a | Stop-Process & b && c ; d # e",
    "{ } ( ) [ ] @{ } <# #> --% ^ %PATH%",
    "-Force",
];

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).unwrap();
    parser
}

/// Every command, with a name to find it by.
fn commands(library: &Library) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut put = |name: &str, text: &Option<String>| {
        all.extend(text.iter().map(|text| (name.to_owned(), text.clone())));
    };
    for cause in &library.cause {
        for step in cause.fix.iter().flat_map(|fix| &fix.steps) {
            put(&format!("{}/{}", cause.check, cause.cause), &step.command);
        }
    }
    for (name, step) in &library.step {
        put(name, &step.command);
    }
    for topic in &library.topic {
        for step in &topic.steps {
            put(&topic.id, &step.command);
        }
    }
    for (name, how) in library.how.iter().chain(&library.how_property) {
        put(name, &how.command);
    }
    all.extend(super::questions::commands());
    all
}

/// The command with this name at every place; places that take only names of hosts are left open
/// where it is none.
fn filled(template: &str, value: &str, hosts: bool) -> String {
    let places = library().places.keys().filter(|place| hosts || !HOSTS.contains(&place.as_str()));
    let leak = |place: &String| -> &'static str { Box::leak(place.clone().into_boxed_str()) };
    let names: Names = places.map(|place| (leak(place), value.to_owned())).collect();
    command(template.trim(), &names).0
}

fn faults(tree: &Tree, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![tree.root_node()];
    while let Some(node) = open.pop() {
        if node.is_error() || node.is_missing() {
            found.push(format!("{}: {}", node.start_position(), &text[node.byte_range()]));
        }
        open.extend((0..node.child_count()).filter_map(|i| node.child(u32::try_from(i).unwrap())));
    }
    found
}

/// The kinds of all nodes, in order: what the command is made of, without the words in it.
fn shape(node: Node<'_>, out: &mut Vec<&'static str>) {
    out.push(node.kind());
    for i in 0..node.child_count() {
        shape(node.child(u32::try_from(i).unwrap()).unwrap(), out);
    }
}

#[test]
fn every_command_is_powershell_and_no_name_changes_what_it_does() {
    let mut parser = parser();
    let mut bad = Vec::new();
    for (name, template) in commands(library()) {
        // A connector of which only the identifier is known is asked for its name.
        for known in ["contoso", "cd613e30-d8f1-4adf-91b7-584a2265b1f5"] {
            let plain = filled(&template, known, true);
            let tree = parser.parse(&plain, None).unwrap();
            bad.extend(faults(&tree, &plain).into_iter().map(|fault| format!("{name}: {fault}")));
        }
        let mut want = Vec::new();
        shape(parser.parse(filled(&template, "contoso", false), None).unwrap().root_node(), &mut want);
        for value in HOSTILE {
            let text = filled(&template, value, true);
            let tree = parser.parse(&text, None).unwrap();
            let mut got = Vec::new();
            shape(tree.root_node(), &mut got);
            if got != want {
                bad.push(format!("{name}: {value} changes it to {text}"));
            }
        }
    }
    assert!(bad.is_empty(), "{} faults:\n{}", bad.len(), bad.join("\n"));
}

/// The names above are worth something only if they would do harm without the quotes.
#[test]
fn the_hostile_names_would_be_commands_without_quotes() {
    let mut parser = parser();
    let mut shapes = |text: &str| {
        let tree = parser.parse(text, None).unwrap();
        let mut got = Vec::new();
        shape(tree.root_node(), &mut got);
        got
    };
    let plain = shapes("Get-X -Name 'contoso'");
    for value in HOSTILE {
        assert_ne!(shapes(&format!("Get-X -Name {value}")), plain, "{value}");
        assert_eq!(shapes(&format!("Get-X -Name {}", quote(value).unwrap())), plain, "{value}");
    }
}

/// Without `-Server` the directory's cmdlets ask the domain of the computer that they run on.
#[test]
fn a_command_that_names_somebody_in_the_directory_says_in_which_domain() {
    let named = ["-Identity {", "-Members {dn}", "-Object {dn}", "-Filter {"];
    let mut met = 0;
    for (name, text) in commands(library()) {
        let one = |part: &&str| {
            part.contains("-AD") && !part.contains("-ADSync") && named.iter().any(|n| part.contains(n))
        };
        for part in text.split(['\n', '|', ';']).filter(one) {
            met += 1;
            assert!(part.contains("-Server "), "{name}: {part}");
        }
    }
    assert!(met > 20, "only {met}");
}

#[test]
fn a_broken_command_is_found() {
    let text = "Get-X -Name 'a' } | (";
    assert!(!faults(&parser().parse(text, None).unwrap(), text).is_empty());
}

/// What was once written from memory and is not documented must not come back.
#[test]
fn only_parameters_that_are_documented() {
    for (name, text) in commands(library()) {
        for wrong in
            ["Sync-ADSyncCSObject * -Preview", "Start-ADSyncPurgeRunHistory * -PurgeRunHistoryInterval"]
        {
            let (command, parameter) = wrong.split_once(" * ").unwrap();
            let found = text.lines().any(|line| line.contains(command) && line.contains(parameter));
            assert!(!found, "{name}: {command} has no {parameter}");
        }
        if text.contains("throw ") {
            assert!(
                text.trim().starts_with("& {"),
                "{name}: pasted into a console, the lines after a throw still run"
            );
        }
    }
}
