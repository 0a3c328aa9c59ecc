//! What an operator has to be able to learn here, statement by statement, and where it stands.
//!
//! `ledger/seeds.tsv`: the statements of five public documents (document, section, statement in our own
//! words, target, what the target has to say):
//! - `force-2019`: "How to force a full password sync", a community article of 2019 with its comments
//! - `troubleshoot-2017`, `troubleshoot`: Microsoft's page on troubleshooting, then and now
//! - `implementing`: Microsoft's page on how it works, of about 2017
//! - `kb2855271`: Microsoft's support article on passwords that do not arrive
//!
//! `ledger/facts.tsv`: the known ways to fail, by our own numbers, and what people complain about.
//!
//! A target is a kind and a key as `explain` knows them. Every row is resolved, read and walked to with keys.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::FixedOffset;
use phs_doctor::{
    front::scenarios,
    knowledge::{Article, Entry, Names, Part, article, entries},
    wizard::{Action, Block, Clock, Key, Model, Msg, Page, Place, page, update},
};
use std::collections::{BTreeMap, BTreeSet};

struct Row {
    /// Where the statement comes from, and what it is.
    statement: String,
    /// The number of a way to fail, or the document.
    of: String,
    /// Kind and key.
    target: String,
    /// What the target has to say.
    holds: Vec<String>,
}

fn rows() -> Vec<Row> {
    let seeds = include_str!("ledger/seeds.tsv").lines().map(|line| (line, 5));
    let facts = include_str!("ledger/facts.tsv").lines().map(|line| (line, 4));
    let row = |(line, columns): (&str, usize)| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), columns, "not {columns} columns: {line}");
        let holds = cells[columns - 1].split(" & ").filter(|part| !part.is_empty());
        Row {
            statement: cells[..columns - 2].join(": "),
            of: cells[0].to_owned(),
            target: cells[columns - 2].to_owned(),
            holds: holds.map(str::to_lowercase).collect(),
        }
    };
    seeds.chain(facts).map(row).collect()
}

fn entry(target: &str) -> Option<&'static Entry> {
    let (sort, key) = target.split_once(' ')?;
    entries().iter().find(|e| e.sort.word() == sort && e.key() == key)
}

fn text(article: &Article) -> String {
    let parts = article.parts.iter().map(|part| match part {
        Part::Text(text) | Part::Head(text) | Part::Command(text) => text.clone(),
        Part::Field(label, lines) => format!("{label} {}", lines.join("\n")),
        Part::See(_, name, title) => format!("{name} {title}"),
    });
    let text = std::iter::once(article.title.clone()).chain(parts).collect::<Vec<_>>().join("\n");
    text.to_lowercase()
}

#[test]
fn every_statement_stands_where_the_ledger_says() {
    let mut open = Vec::new();
    for row in rows() {
        let Some(entry) = entry(&row.target) else {
            open.push(format!("{}: there is no {}", row.statement, row.target));
            continue;
        };
        let text = text(&article(entry, &Names::new()));
        for part in row.holds.iter().filter(|part| !text.contains(part.as_str())) {
            open.push(format!("{}: {} does not say: {part}", row.statement, row.target));
        }
    }
    assert!(open.is_empty(), "{} open rows:\n{}", open.len(), open.join("\n"));
}

#[test]
fn no_way_to_fail_is_left_out() {
    let known: BTreeSet<String> = rows().into_iter().map(|row| row.of).collect();
    // How many there are of each kind, without those that nobody could confirm.
    let unconfirmed = ["N19", "A15", "R25", "R28", "R29", "R32"];
    let all = [("N", 20), ("P", 4), ("E", 15), ("A", 15), ("R", 32), ("V", 10)];
    let numbers = all.iter().flat_map(|(kind, last)| (1..=*last).map(move |n| format!("{kind}{n}")));
    for number in numbers.filter(|n| !unconfirmed.contains(&n.as_str())) {
        assert!(known.contains(&number), "{number} is not in the ledger");
    }
    let twice: BTreeMap<String, usize> = rows().into_iter().fold(BTreeMap::new(), |mut all, row| {
        *all.entry(format!("{} {}", row.statement, row.target)).or_default() += 1;
        all
    });
    assert!(twice.values().all(|n| *n == 1), "a row stands twice");
}

/// An operator at the first page, with a built-in clock and no evidence.
struct Operator(Model);

impl Operator {
    fn new() -> Operator {
        let clock = Clock { now: scenarios::time(), offset: |_| FixedOffset::east_opt(0).unwrap() };
        Operator(Model::new(clock, Vec::new()))
    }

    fn press(&mut self, key: Key) {
        assert!(update(&mut self.0, Msg::Key(key)).is_empty(), "reading up asks for nothing");
    }

    fn page(&self) -> Page {
        page(&self.0)
    }

    /// The place of the offer that leads to a page.
    fn offer(&self, to: &Place) -> Option<usize> {
        self.page().offers.iter().position(|offer| offer.action == Action::Go(to.clone()))
    }

    /// Presses the digit of the line that leads to a page.
    fn digit(&mut self, to: &Place) {
        let at = self.offer(to).unwrap_or_else(|| panic!("nothing leads to {to:?}"));
        let number = self.page().body.iter().find_map(|block| match block {
            Block::Item(item) if item.offer == Some(at) => item.number,
            _ => None,
        });
        let digit = number.and_then(|n| char::from_digit(u32::from(n), 10));
        self.press(Key::Char(digit.unwrap_or_else(|| panic!("{to:?} has no digit"))));
        assert_eq!(self.0.place(), to);
    }

    /// Goes down to the line that leads to a page, and opens it.
    fn walk(&mut self, to: &Place) -> bool {
        let Some(at) = self.offer(to) else { return false };
        self.press(Key::Home);
        for _ in 0..at {
            self.press(Key::Down);
        }
        self.press(Key::Enter);
        true
    }

    /// Searches for words.
    fn search(&mut self, words: &str) {
        self.press(Key::Char('/'));
        words.chars().for_each(|c| self.press(Key::Char(c)));
        self.press(Key::Enter);
    }
}

#[test]
fn every_target_is_reached_by_keys_from_the_first_page() {
    let targets: BTreeSet<String> = rows().into_iter().map(|row| row.target).collect();
    assert!(targets.len() > 150, "{} targets", targets.len());
    for target in targets {
        let entry = entry(&target).unwrap_or_else(|| panic!("there is no {target}"));
        let to = Place::Article(entry.sort, entry.key());
        let mut operator = Operator::new();
        operator.digit(&Place::Reference);
        operator.search(&entry.name);
        // A name such as 0 stands in too many texts: then the list of its kind.
        if !operator.walk(&to) {
            let mut other = Operator::new();
            other.digit(&Place::Reference);
            other.digit(&Place::Shelf(entry.sort));
            assert!(other.walk(&to), "{target} is on no page");
            operator = other;
        }
        assert_eq!(operator.0.place(), &to, "{target}");
        let title = article(entry, &Names::new()).title;
        let shown = operator.page().body.iter().any(|b| matches!(b, Block::Para(_, text) if *text == title));
        assert!(shown, "{target} is not what is shown");
    }
}
