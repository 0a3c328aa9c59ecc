//! The script is read, not run: its grammar, every command, parameter and member in it, and that none
//! of them writes.

use phs_doctor::evidence::{
    connect_server::{SECTIONS, script::SCRIPT},
    shape,
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use tree_sitter::{Node, Parser, Tree};

#[derive(Deserialize)]
struct Table {
    adsync: BTreeMap<String, Vec<String>>,
    windows: BTreeMap<String, Vec<String>>,
    members: Members,
    verbs: Verbs,
}

#[derive(Deserialize)]
struct Members {
    adsync: BTreeSet<String>,
    windows: BTreeSet<String>,
    own: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Verbs {
    reading: BTreeSet<String>,
    exceptions: BTreeSet<String>,
}

fn table() -> Table {
    toml::from_str(include_str!("table.toml")).unwrap()
}

fn parsed() -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).unwrap();
    parser.parse(SCRIPT, None).unwrap()
}

fn walk<'a>(node: Node<'a>, visit: &mut dyn FnMut(Node<'a>)) {
    visit(node);
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        walk(child, visit);
    }
}

fn text(node: Node<'_>) -> &'static str {
    &SCRIPT[node.byte_range()]
}

/// All nodes of a kind.
fn all<'a>(tree: &'a Tree, kind: &str) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    walk(tree.root_node(), &mut |node| {
        if node.kind() == kind {
            found.push(node);
        }
    });
    found
}

fn at(node: Node<'_>) -> String {
    format!("line {}: {}", node.start_position().row + 1, text(node))
}

/// The functions that the script defines itself.
fn own(tree: &Tree) -> BTreeSet<&'static str> {
    all(tree, "function_name").into_iter().map(text).collect()
}

#[test]
fn it_parses() {
    let tree = parsed();
    let mut wrong = Vec::new();
    walk(tree.root_node(), &mut |node| {
        if node.is_error() || node.is_missing() {
            wrong.push(at(node));
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n---\n"));
}

#[test]
fn every_command_and_parameter_is_in_the_table_and_none_writes() {
    let (table, tree) = (table(), parsed());
    let own = own(&tree);
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for command in all(&tree, "command") {
        let Some(name) = command.child_by_field_name("command_name") else { continue };
        let name = text(name);
        if own.contains(name) {
            continue;
        }
        // A block or a variable that is called: what is in it is looked at by itself.
        if name.starts_with('$') || name.starts_with('{') {
            continue;
        }
        let Some(parameters) = table.adsync.get(name).or_else(|| table.windows.get(name)) else {
            wrong.push(at(command));
            continue;
        };
        used.insert(name.to_owned());
        let verb = name.split_once('-').map_or("", |(verb, _)| verb);
        if !table.verbs.reading.contains(verb) && !table.verbs.exceptions.contains(name) {
            wrong.push(format!("{name} may write"));
        }
        let mut inner = Vec::new();
        let Some(elements) = command.child_by_field_name("command_elements") else { continue };
        let mut cursor = elements.walk();
        inner.extend(elements.children(&mut cursor).filter(|c| c.kind() == "command_parameter"));
        for parameter in inner {
            let parameter_name = text(parameter).trim_start_matches('-');
            if !parameters.iter().any(|p| p == parameter_name) {
                wrong.push(format!("{name} -{parameter_name}: {}", at(parameter)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let listed: BTreeSet<String> = table.adsync.keys().chain(table.windows.keys()).cloned().collect();
    assert_eq!(listed.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "listed and not used");
}

#[test]
fn every_member_is_in_the_table() {
    let (table, tree) = (table(), parsed());
    let known: BTreeSet<&String> =
        table.members.adsync.iter().chain(&table.members.windows).chain(&table.members.own).collect();
    let mut used = BTreeSet::new();
    for member in all(&tree, "member_name") {
        used.insert(text(member).to_owned());
    }
    assert!(used.len() > 100, "the search for members found only {}", used.len());
    let wrong: Vec<_> = used.iter().filter(|m| !known.contains(m)).collect();
    assert!(wrong.is_empty(), "not in the table: {wrong:?}");
    let idle: Vec<_> = known.into_iter().filter(|m| !used.contains(*m)).collect();
    assert!(idle.is_empty(), "listed and not used: {idle:?}");
}

#[test]
fn no_alias_and_no_expression_is_run_as_text() {
    let forbidden = ["Invoke-Expression", "iex ", "Add-Type", "DownloadString", "Start-Process", "FromXml"];
    for word in forbidden {
        assert!(!SCRIPT.contains(word), "{word}");
    }
    assert!(SCRIPT.is_ascii(), "a script that is read in any code page is ASCII");
}

#[test]
fn its_sections_are_those_that_are_asked_for() {
    let titles: Vec<&str> = SCRIPT
        .lines()
        .filter_map(|l| l.strip_prefix("$Sections['"))
        .filter_map(|l| l.split_once('\'').map(|(name, _)| name))
        .collect();
    let asked: BTreeSet<&str> = SECTIONS.iter().map(|s| s.name).collect();
    assert_eq!(titles.iter().copied().collect::<BTreeSet<_>>(), asked);
    for section in SECTIONS {
        let (_, rest) = SCRIPT.split_once(&format!("$Sections['{}']", section.name)).unwrap();
        let (head, _) = rest.split_once("Body").unwrap();
        let (_, head) = head.split_once("Records = ").unwrap();
        let (kinds, flags) = head.split_once(';').unwrap();
        let kinds: Vec<&str> = kinds.split(',').map(|k| k.trim().trim_matches('\'')).collect();
        let expected: Vec<&str> = section.kinds.iter().map(|k| k.name()).collect();
        assert_eq!(kinds, expected, "{}", section.name);
        assert_eq!(flags.contains("ForUser = $true"), section.for_user, "{}", section.name);
    }
}

fn names(props: &[shape::Prop], known: &mut BTreeSet<String>) {
    for prop in props {
        known.insert(prop.name.to_owned());
        if let shape::Type::Objects(inner) | shape::Type::Object(inner) = prop.ty {
            names(inner, known);
        }
    }
}

/// What a section writes into a record is a property of that record.
#[test]
fn every_key_that_is_written_is_understood() {
    let tree = parsed();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for section in SECTIONS {
        for kind in section.kinds {
            names(shape::of(*kind).props, &mut known);
        }
    }
    // The line around the data, the header, a question, the table of sections, marks.
    let around = [
        "record",
        "observed_at",
        "data",
        "query",
        "error",
        "kind",
        "message",
        "schema",
        "collected_at",
        "computer",
        "collector",
        "user",
        "section",
        "state",
        "Records",
        "Sync",
        "ForUser",
        "Tools",
        "Body",
        "Connector",
        "Partition",
    ];
    let wrong: Vec<String> = all(&tree, "key_expression")
        .into_iter()
        .map(text)
        .filter(|k| !known.contains(*k) && !around.contains(k))
        .map(str::to_owned)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// The public facts that the table of the engine's names was taken from, where they are at hand.
#[test]
fn the_table_agrees_with_the_facts_it_was_taken_from() {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/domain.md");
    let Ok(facts) = fs::read_to_string(facts) else {
        eprintln!("not compared: the facts are not at hand");
        return;
    };
    let table = table();
    for name in table.adsync.keys() {
        let short = name.trim_start_matches("Get-");
        assert!(facts.contains(short), "{name}");
    }
    for member in &table.members.adsync {
        // Columns of the run history stand in the description of the format only.
        let of_runs = ["RunProfileName", "Result", "StartDate", "EndDate"].contains(&member.as_str());
        assert!(of_runs || facts.contains(member.as_str()), "{member}");
    }
}
