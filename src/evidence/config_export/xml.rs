//! XML to a small tree: what is not wanted is passed over as it streams by, and of a file that
//! breaks off everything that was complete before the break is kept.

use crate::evidence::text::Utf8;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};
use std::io::{BufReader, Read};

/// The most that is read of one file. A connector of a forest with Exchange has 2 MB.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// The most elements that are kept of one file; ten thousand containers are a large selection.
const MAX_NODES: usize = 200_000;
/// The deepest nesting that is kept; an export has ten levels.
const MAX_DEPTH: usize = 64;
const BLOCK: usize = 64 * 1024;

/// One element that was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name, without a namespace prefix.
    pub name: String,
    /// Its children, in order.
    pub children: Vec<Node>,
    attributes: Vec<(String, String)>,
    text: String,
    /// False where the file ended before the element did.
    whole: bool,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub struct Document {
    /// The first element and what was kept of it.
    pub root: Option<Node>,
    /// Where and why reading ended early: line and reason.
    pub broken: Option<(u64, String)>,
    /// True where bytes that are no text had to be replaced.
    pub replaced: bool,
}

impl Node {
    /// The first child of this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|c| c.is(name))
    }

    /// The element at the end of a path of names.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text at the end of a path; none where the element was cut off in the middle.
    #[must_use]
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        self.at(path).filter(|n| n.whole).map(|n| n.text.trim())
    }

    /// The texts of all leaves below that hold one, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let own = self.text(&[]).filter(|t| self.children.is_empty() && !t.is_empty());
        own.into_iter().chain(self.children.iter().flat_map(Node::texts)).collect()
    }

    /// An attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// True where this is its name.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// True where the element ended before the file did.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }
}

/// Reads a file in any encoding that PowerShell writes, without the elements named in `skip`.
#[must_use]
pub fn read(bytes: impl Read, skip: &[&str]) -> Document {
    let text = BufReader::with_capacity(BLOCK, Utf8::new(bytes.take(MAX_BYTES)));
    let mut reader = Reader::from_reader(text);
    // A lone "&" costs nothing that was said before or after it.
    reader.config_mut().allow_dangling_amp = true;
    let mut tree = Tree { skip, line: 1, ..Tree::default() };
    let mut block = Vec::new();
    loop {
        block.clear();
        let event = match reader.read_event_into(&mut block) {
            Ok(Event::Eof) => {
                if let Some(open) = tree.stack.last() {
                    tree.fail(format!("the file ends in the middle of <{}>", shown(&open.name)));
                } else if reader.buffer_position() >= MAX_BYTES {
                    tree.fail(format!("only the first {} MB were read", MAX_BYTES >> 20));
                }
                break;
            }
            Ok(event) => event,
            Err(e) => {
                tree.fail(format!("it is no XML from here on ({})", shown(&e.to_string())));
                break;
            }
        };
        tree.take(&event);
        tree.line += event.bytes().filter(|b| *b == b'\n').count() as u64;
        if tree.done.root.is_some() || tree.done.broken.is_some() {
            break;
        }
    }
    tree.finish()
}

/// The name of the first element in the start of a file, without a namespace prefix.
#[must_use]
pub fn root_name(start: &str) -> Option<String> {
    let mut reader = Reader::from_str(start);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => return Some(local(&e)),
            Ok(Event::Text(t)) if !t.trim().is_empty() => return None,
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

#[derive(Default)]
struct Tree<'a> {
    skip: &'a [&'a str],
    stack: Vec<Node>,
    /// How deep we are within something that is not kept.
    skipping: usize,
    nodes: usize,
    line: u64,
    done: Document,
}

impl Tree<'_> {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(_) if self.skipping > 0 => self.skipping += 1,
            Event::End(_) if self.skipping > 0 => self.skipping -= 1,
            _ if self.skipping > 0 => {}
            Event::Start(e) => self.start(e),
            Event::Empty(e) if !self.unwanted(&local(e)) => {
                self.start(e);
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(t) => self.text(t),
            Event::CData(t) => self.text(t),
            Event::GeneralRef(r) => {
                let resolved = resolve(r);
                self.text(&resolved);
            }
            _ => {}
        }
    }

    fn unwanted(&self, name: &str) -> bool {
        self.stack.len() >= MAX_DEPTH || self.skip.iter().any(|s| s.eq_ignore_ascii_case(name))
    }

    fn start(&mut self, e: &BytesStart<'_>) {
        let name = local(e);
        if self.unwanted(&name) {
            self.skipping = 1;
            return;
        }
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            self.fail(format!("it has over {MAX_NODES} elements; no export has so many"));
            return;
        }
        let mut node = Node { name, ..Node::default() };
        for attribute in e.attributes().flatten() {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let Ok(value) = value else { continue };
            let key = attribute.key.local_name().as_ref().to_owned();
            self.done.replaced |= value.contains('\u{fffd}');
            node.attributes.push((key, value.into_owned()));
        }
        self.stack.push(node);
    }

    fn text(&mut self, text: &str) {
        if let Some(node) = self.stack.last_mut() {
            self.done.replaced |= text.contains('\u{fffd}');
            node.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let Some(mut node) = self.stack.pop() else { return };
        node.whole = true;
        self.put(node);
    }

    fn put(&mut self, node: Node) {
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.done.root = Some(node),
        }
    }

    fn fail(&mut self, reason: String) {
        self.done.broken.get_or_insert((self.line, reason));
    }

    fn finish(mut self) -> Document {
        while let Some(node) = self.stack.pop() {
            self.put(node);
        }
        self.done
    }
}

fn local(e: &BytesStart<'_>) -> String {
    e.local_name().as_ref().to_owned()
}

/// The character that a reference stands for; one that is not known stays as it was written.
fn resolve(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference)
        .map_or_else(|| format!("&{};", &**reference), str::to_owned)
}

/// A piece of the file for a message: short.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    if short.len() < text.len() { short + "..." } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_wanted_and_no_more() {
        let doc = read(
            &b"<?xml version='1.0'?><!-- <x> --><a k='1 &amp; 2'><skip><b>no</b></skip><b>R&amp;D &#x41;<![CDATA[<c>]]></b>\n<skip/><b/></a>"[..],
            &["skip"],
        );
        let root = doc.root.unwrap();
        assert!(doc.broken.is_none() && root.is_whole());
        assert_eq!(root.attribute("K"), Some("1 & 2"));
        assert_eq!(root.children.len(), 2);
        assert_eq!(root.text(&["b"]), Some("R&D A<c>"));
        assert_eq!(root.texts(), ["R&D A<c>"]);
    }

    #[test]
    fn what_was_complete_before_the_break_is_kept() {
        let doc = read(&b"<a><b>one</b>\n<c><d>two</d><e>thr"[..], &[]);
        let root = doc.root.unwrap();
        assert_eq!(doc.broken.unwrap(), (2, "the file ends in the middle of <e>".to_owned()));
        assert_eq!(root.text(&["b"]), Some("one"));
        assert_eq!(root.text(&["c", "d"]), Some("two"));
        assert_eq!(root.text(&["c", "e"]), None, "half a value is no value");
        let doc = read(&b"<a>\n\n<b>one</b></c>"[..], &[]);
        assert_eq!(doc.broken.unwrap().0, 3);
        assert_eq!(doc.root.unwrap().text(&["b"]), Some("one"));
    }

    #[test]
    fn nesting_without_end_is_not_followed() {
        let deep = "<a>".repeat(500_000) + &"</a>".repeat(500_000);
        let doc = read(deep.as_bytes(), &[]);
        let mut node = &doc.root.unwrap();
        let mut depth = 1;
        while let Some(child) = node.child("a") {
            node = child;
            depth += 1;
        }
        assert_eq!((depth, doc.broken), (MAX_DEPTH, None));
    }

    #[test]
    fn the_first_element_names_a_file() {
        assert_eq!(root_name("<?xml version=\"1.0\"?>\r\n<!-- c -->\r\n<ma-data>\n<id>").unwrap(), "ma-data");
        assert_eq!(root_name("{\"record\":\"<a>\"}"), None);
        assert_eq!(root_name(""), None);
    }
}
