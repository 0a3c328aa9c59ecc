//! One pass over an export: files to drafts, drafts to records in the order of the evidence table,
//! and a sentence for everything that is missing or could not be used.

use super::{
    Content, Draft, Part, connector, connector::Connector, content_of, global, missing, rule, xml,
    xml::Document, xml::Node,
};
use crate::evidence::{
    give,
    give::Giving,
    guid,
    input::Input,
    record::{Locator, Origin, Problem},
    source::Summary,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufReader,
    ops::ControlFlow,
    sync::Arc,
};

/// What is large and says nothing about password hash synchronization; `cookie` and `water-mark`
/// are the directory's bookkeeping, the rest is schema, attribute lists and run profiles.
const SKIP: &[&str] = &[
    "schema",
    "attribute-inclusion",
    "attribute-mappings",
    "relationshipCriteria",
    "ma-run-data",
    "parameter-definitions",
    "primary_class_mappings",
    "importing",
    "cookie",
    "water-mark",
];

/// What was read so far.
pub(super) struct Reading<'a> {
    /// Where it goes.
    pub giving: Giving<'a>,
    origin: &'a Arc<Origin>,
    settings: Vec<(Draft, From)>,
    connectors: Vec<(Connector, From)>,
    rules: Vec<(Draft, From)>,
    globals: usize,
}

/// Where a draft stood: the file within the export, and the name for messages.
#[derive(Clone)]
struct From {
    file: Option<Arc<str>>,
    name: String,
}

impl<'a> Reading<'a> {
    pub(super) fn new(origin: &'a Arc<Origin>, giving: Giving<'a>) -> Reading<'a> {
        let (settings, connectors, rules) = (Vec::new(), Vec::new(), Vec::new());
        Reading { giving, origin, settings, connectors, rules, globals: 0 }
    }

    /// Reads one file; whatever is wrong with it costs no other.
    pub(super) fn file(&mut self, part: &Part) {
        let input = &part.input;
        let from = From { file: part.file.clone(), name: input.name.clone() };
        let Some(root) = self.document(input) else { return };
        match content_of(&root.name) {
            Some(Content::Global) => self.global(&root, &from),
            Some(Content::Connector) => match connector::read(root.child("ma-data").unwrap_or(&root)) {
                Some(connector) => self.connectors.push((connector, from)),
                None => self.problem(input, "a connector without <id> and <name>; it is left out"),
            },
            Some(Content::Rule) => match rule::read(&root) {
                Some(rule) => self.rules.push((rule, from)),
                None => self.problem(input, "a rule without <id> and <name>; it is left out"),
            },
            None => {
                let name: String = root.name.chars().take(40).collect();
                let reason = format!(
                    "<{name}> is no part of a configuration export; expected are <ma-data>, <saved-mv-configuration> and <synchronizationRule>"
                );
                self.problem(input, &reason);
            }
        }
    }

    fn document(&mut self, input: &Input) -> Option<Node> {
        if input.size == 0 {
            self.problem(input, "the file is empty");
            return None;
        }
        let bytes = match (input.open)() {
            Ok(bytes) => bytes,
            Err(e) => {
                self.problem(input, &format!("it cannot be opened ({e})"));
                return None;
            }
        };
        let Document { root, broken, replaced } = xml::read(BufReader::new(bytes), SKIP);
        if replaced {
            let reason = "bytes that are not text were replaced; accepted are UTF-8, and UTF-16 with a byte order mark";
            self.problem(input, reason);
        }
        if let Some((line, reason)) = broken {
            let left =
                if root.is_some() { "what stands before is used" } else { "nothing of it can be used" };
            self.giving.out.problem(input.problem(Some(line), format!("{reason}; {left}")));
        } else if root.is_none() {
            self.problem(input, "there is no XML element in it");
        }
        root
    }

    fn global(&mut self, root: &Node, from: &From) {
        let (drafts, missing) = global::read(root);
        self.globals += 1;
        for what in missing {
            self.giving.out.problem(Problem { file: from.name.clone(), line: None, reason: what.into() });
        }
        self.settings.extend(drafts.into_iter().map(|d| (d, from.clone())));
    }

    fn problem(&mut self, input: &Input, reason: &str) {
        self.giving.out.problem(input.problem(None, reason));
    }

    /// Gives the records. Connectors come before what names them.
    pub(super) fn finish(mut self, folder: bool) -> Summary {
        if folder && !self.giving.summary.stopped {
            self.say_what_is_missing();
        }
        let names: BTreeMap<_, _> =
            self.connectors.iter().filter_map(|(c, _)| Some((c.id.clone()?, c.name.clone()))).collect();
        let passwords: Vec<_> = self
            .connectors
            .iter()
            .filter_map(|(c, from)| Some((connector::password_sync(c, &names)?, from.clone())))
            .collect();
        let settings = std::mem::take(&mut self.settings).into_iter();
        let connectors = std::mem::take(&mut self.connectors).into_iter().map(|(c, from)| (c.draft, from));
        let rules = std::mem::take(&mut self.rules).into_iter();
        for (draft, from) in settings.chain(connectors).chain(passwords).chain(rules) {
            if self.give(draft, &from).is_break() {
                break;
            }
        }
        self.giving.summary
    }

    fn give(&mut self, draft: Draft, from: &From) -> ControlFlow<()> {
        let locator = Locator { origin: Arc::clone(self.origin), file: from.file.clone(), line: None };
        self.giving.give(give::record(draft.kind, draft.data, None, locator), &from.name)
    }

    fn say_what_is_missing(&mut self) {
        let mut said = Vec::new();
        if self.globals == 0 {
            said.push("GlobalSettings/MV.xml is missing or cannot be read: the server's name, the date of the export, staging mode, scheduler and version stay unknown from this export".to_owned());
        }
        if self.connectors.is_empty() {
            said.push("no connector in Connectors can be read: which forests there are and whether password hash synchronization is on stays unknown from this export".to_owned());
        }
        if self.rules.is_empty() {
            said.push("no rule in SynchronizationRules can be read: whether a rule synchronizes passwords stays unknown from this export".to_owned());
        }
        if !self.connectors.is_empty() {
            for id in self.without_a_file() {
                said.push(format!("the connector {{{id}}} is named by others and has no file in Connectors: export the configuration again, or add the file"));
            }
        }
        for reason in said {
            self.giving.out.problem(missing(self.origin, &reason));
        }
    }

    /// Connectors that rules or other connectors name.
    fn without_a_file(&self) -> BTreeSet<String> {
        let known: BTreeSet<_> = self.connectors.iter().filter_map(|(c, _)| c.id.clone()).collect();
        let by_rules = self.rules.iter().filter_map(|(d, _)| d.data.get("Connector").and_then(Value::as_str));
        let by_connectors =
            self.connectors.iter().filter_map(|(c, _)| c.passwords.as_ref()?.target.as_deref());
        let named = by_rules.chain(by_connectors).filter_map(guid::from_text);
        named.filter(|id| !guid::is_empty(id) && !known.contains(id)).collect()
    }
}
