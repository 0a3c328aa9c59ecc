//! Event XML. Events stand one after the other, with or without an element around them, so each is cut
//! out by its own tags and read by itself: one that is broken costs itself, and one at a time is held.

use super::{Pass, around::Around};
use crate::evidence::{
    Stamp,
    config_export::xml::{self, Node},
    event_log::Logged,
};
use std::{
    io::{BufRead, Read},
    ops::ControlFlow,
};

/// The longest event that is held, in bytes; Windows writes none over 64 KB.
const MAX_EVENT: usize = 4 * 1024 * 1024;
const END: &[u8] = b"</Event>";
/// So much of a reason is told, in characters.
const LONGEST_REASON: usize = 160;

/// True for the start of such an export.
pub(super) fn looks_like(start: &str) -> bool {
    (start.contains("<Event ") || start.contains("<Event>"))
        && (start.contains("<System>") || start.contains("schemas.microsoft.com/win/2004/08/events"))
}

/// Reads every event.
pub(super) fn read(text: impl BufRead, pass: &mut Pass<'_>) -> ControlFlow<()> {
    let mut cut = Cutter { text, held: Vec::new(), line: 1, around: Around::default(), ended: false };
    loop {
        match cut.next() {
            Ok(Some(Piece::Event(line, bytes))) => match event(&bytes) {
                Ok(logged) => pass.event(logged, Some(line))?,
                Err(reason) => {
                    cut.around.excuse();
                    pass.lost(Some(line), format!("an event cannot be read ({reason})"));
                }
            },
            Ok(Some(Piece::Broken(line, reason))) => pass.lost(Some(line), reason),
            Ok(None) => return ControlFlow::Continue(()),
            Err(e) => {
                pass.lost(Some(cut.line), format!("reading broke off ({e}); what came before is used"));
                return ControlFlow::Continue(());
            }
        }
    }
}

enum Piece {
    Event(u64, Vec<u8>),
    Broken(u64, String),
}

/// Cuts a text into events.
struct Cutter<R> {
    text: R,
    held: Vec<u8>,
    line: u64,
    around: Around,
    ended: bool,
}

impl<R: Read> Cutter<R> {
    fn next(&mut self) -> std::io::Result<Option<Piece>> {
        let mut from = 0;
        loop {
            let start = begin(&self.held);
            // The start of a tag may be cut in two by the block.
            let keep = if self.ended { 0 } else { self.held.len().min(8) };
            let between = start.unwrap_or(self.held.len() - keep);
            self.around.see(&self.held[..between], self.line);
            self.drop_front(between);
            if start.is_some() {
                if let Some(strange) = self.strange() {
                    return Ok(Some(strange));
                }
                if let Some(piece) = self.piece(&mut from) {
                    return Ok(Some(piece));
                }
            } else {
                from = 0;
            }
            if self.ended {
                return Ok(self.rest());
            }
            self.more()?;
        }
    }

    /// The event that begins here, or why it is none; nothing while its end is not held. Up to `from` its
    /// end was looked for.
    fn piece(&mut self, from: &mut usize) -> Option<Piece> {
        let (begun, looked) = (self.line, (*from).max(1));
        if let Some(end) = find(self.held.get(looked..).unwrap_or_default(), END) {
            let end = end + looked + END.len();
            if let Some(next) = begin(&self.held[1..end]).map(|at| at + 1) {
                self.drop_front(next);
                return Some(Piece::Broken(begun, "an event has no end before the next begins".to_owned()));
            }
            let bytes = self.held[..end].to_vec();
            self.drop_front(end);
            return Some(Piece::Event(begun, bytes));
        }
        if self.held.len() > MAX_EVENT {
            self.drop_front(MAX_EVENT);
            self.around.excuse();
            let reason = format!("an event of over {} MB was passed over", MAX_EVENT >> 20);
            return Some(Piece::Broken(begun, reason));
        }
        *from = self.held.len().saturating_sub(END.len());
        None
    }

    /// What stands before this place and is no event.
    fn strange(&mut self) -> Option<Piece> {
        let reason = "what stands here is no event, so one may be lost";
        self.around.ends(self.line).map(|line| Piece::Broken(line, reason.to_owned()))
    }

    /// What is to be said at the end of the text, one after the other.
    fn rest(&mut self) -> Option<Piece> {
        if let Some(strange) = self.strange() {
            return Some(strange);
        }
        if !std::mem::take(&mut self.held).is_empty() {
            self.around.open();
            let reason = "the file ends in the middle of an event; it may be cut short";
            return Some(Piece::Broken(self.line, reason.to_owned()));
        }
        let open = self.around.open()?;
        let reason = format!("the file ends though <{open}> is not closed; it may be cut short");
        Some(Piece::Broken(self.line, reason))
    }

    fn more(&mut self) -> std::io::Result<()> {
        let before = self.held.len();
        self.held.resize(before + (1 << 16), 0);
        let got = self.text.read(&mut self.held[before..])?;
        self.held.truncate(before + got);
        self.ended = got == 0;
        Ok(())
    }

    fn drop_front(&mut self, count: usize) {
        self.line += self.held.drain(..count).filter(|b| *b == b'\n').count() as u64;
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, what)
}

/// Where the next event begins.
fn begin(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"<Event")
        .find(|at| matches!(bytes.get(at + 6), Some(b' ' | b'>' | b'\r' | b'\n' | b'\t')))
}

/// One event.
fn event(bytes: &[u8]) -> Result<Logged, String> {
    let document = xml::read(bytes, &["Bookmark"]);
    if let Some((_, reason)) = document.broken {
        // It may cite what it found to any length.
        return Err(reason.chars().take(LONGEST_REASON).collect());
    }
    let root = document.root.ok_or("it is empty")?;
    let system = root.child("System").ok_or("it has no <System>")?;
    let provider =
        system.child("Provider").and_then(|p| p.attribute("Name").or(p.attribute("EventSourceName")));
    let number = |name: &str| system.text(&[name]).and_then(|t| t.parse::<u64>().ok());
    let text = |name: &str| system.text(&[name]).unwrap_or_default().into();
    let time = system.child("TimeCreated").and_then(|t| t.attribute("SystemTime"));
    let time = time.and_then(Stamp::from_text).and_then(Stamp::moment);
    let id = number("EventID").and_then(|id| u32::try_from(id).ok());
    Ok(Logged {
        provider: provider.filter(|p| !p.trim().is_empty()).ok_or("it names no provider")?.into(),
        id: id.ok_or("its EventID is no number")?,
        level: number("Level").and_then(|n| u8::try_from(n).ok()),
        time: Some(time.ok_or("it names no time that can be read")?),
        number: number("EventRecordID"),
        channel: text("Channel"),
        computer: text("Computer"),
        data: root.child("EventData").map(data).unwrap_or_default(),
        message: root.text(&["RenderingInfo", "Message"]).map(str::to_owned),
        ..Logged::default()
    })
}

fn data(event_data: &Node) -> Vec<String> {
    let texts = event_data.children.iter().filter(|c| c.is("Data"));
    texts.map(|d| d.text(&[]).unwrap_or_default().to_owned()).collect()
}
