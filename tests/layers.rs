//! Who may use whom: every `use crate::…` and every inline `crate::…` path of a folder must name a
//! folder that it may know, and only the edges touch the screen, processes, sockets and files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use syn::visit::{self, Visit};

/// What a folder may use, itself aside. `diagnosis` takes types of `evidence`: gaps and classes.
const MAY_USE: &[(&str, &[&str])] = &[
    ("catalog", &[]),
    ("evidence", &[]),
    ("facts", &["evidence"]),
    ("diagnosis", &["catalog", "evidence"]),
    ("checks", &["facts", "diagnosis", "catalog", "evidence"]),
    ("knowledge", &["diagnosis", "catalog", "evidence"]),
    ("session", &["diagnosis", "catalog", "evidence"]),
    ("report", &["session", "knowledge", "diagnosis", "catalog", "evidence"]),
    ("wizard", &["report", "session", "knowledge", "diagnosis", "catalog", "evidence"]),
    (
        "front",
        &[
            "cli",
            "wizard",
            "report",
            "session",
            "knowledge",
            "checks",
            "diagnosis",
            "facts",
            "catalog",
            "evidence",
        ],
    ),
    ("cli", &["report", "evidence"]),
    ("lib", &[]),
    ("main", &["cli", "front"]),
];

/// Crates and parts of std that only these files may touch.
const EDGES: &[(&str, &[&str])] = &[
    ("ratatui", &["front/tui", "front/terminal"]),
    ("crossterm", &["front/tui", "front/terminal"]),
    ("ratatui_crossterm", &["front/tui", "front/terminal"]),
    ("std::process::Command", &["evidence", "front/runtime"]),
    // Addresses are values; sockets are not.
    ("std::net::TcpStream", &["evidence", "front/runtime"]),
    ("std::net::TcpListener", &["evidence", "front/runtime"]),
    ("std::net::UdpSocket", &["evidence", "front/runtime"]),
    ("std::net::ToSocketAddrs", &["evidence", "front/runtime"]),
];

struct Paths(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(path.segments.iter().map(|s| s.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        fn walk(tree: &syn::UseTree, before: &[String], out: &mut Vec<Vec<String>>) {
            match tree {
                syn::UseTree::Path(p) => {
                    let mut path = before.to_vec();
                    path.push(p.ident.to_string());
                    walk(&p.tree, &path, out);
                }
                syn::UseTree::Group(g) => g.items.iter().for_each(|t| walk(t, before, out)),
                syn::UseTree::Name(n) => out.push([before, &[n.ident.to_string()]].concat()),
                syn::UseTree::Rename(r) => out.push([before, &[r.ident.to_string()]].concat()),
                syn::UseTree::Glob(_) => out.push(before.to_vec()),
            }
        }
        walk(&item.tree, &[], &mut self.0);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        // Paths inside macros are tokens only; what matters is written out.
        self.0.extend(
            mac.tokens
                .to_string()
                .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':' || c == ' '))
                .filter(|t| t.contains("crate ::"))
                .map(|t| {
                    t.split("::").map(|s| s.trim().to_owned()).skip_while(|s| !s.ends_with("crate")).collect()
                }),
        );
        visit::visit_macro(self, mac);
    }
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn sources() -> BTreeMap<String, Vec<Vec<String>>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    all.into_iter()
        .map(|file| {
            let name = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            let parsed = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap();
            let mut paths = Paths(Vec::new());
            paths.visit_file(&parsed);
            (name, paths.0)
        })
        .collect()
}

fn folder(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

#[test]
fn every_folder_uses_only_what_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, paths) in sources() {
        let own = folder(&file).to_owned();
        let may = allowed.get(own.as_str()).unwrap_or_else(|| panic!("{own} is not in the table"));
        for path in paths.iter().filter(|p| p.first().is_some_and(|s| s == "crate") && p.len() > 1) {
            seen += 1;
            if path[1] != own && !may.contains(&path[1].as_str()) {
                wrong.push(format!("{file}: {}", path.join("::")));
            }
        }
    }
    assert!(seen > 50, "the search for paths found only {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_edges_touch_the_world() {
    let mut wrong = Vec::new();
    for (file, paths) in sources() {
        for (what, places) in EDGES {
            let uses = paths.iter().any(|p| {
                let joined = p.join("::");
                joined == *what || joined.starts_with(&format!("{what}::"))
            });
            if uses && !places.iter().any(|place| file.starts_with(place)) {
                wrong.push(format!("{file}: {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short_and_are_named_for_what_they_hold() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for (dir, most) in [("src", 400), ("tests", 600)] {
        let mut all = Vec::new();
        files(&src.join(dir), &mut all);
        for file in all {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            if lines > most
                || ["util", "utils", "helper", "helpers", "common", "misc"].contains(&stem.as_str())
            {
                wrong.push(format!("{}: {lines} lines", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
