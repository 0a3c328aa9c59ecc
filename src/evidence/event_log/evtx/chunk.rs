//! One chunk: checked, then read in place where all its templates are trusted, else by the library.

use super::{
    classic::{Basics, FIRST, Instance, Window, text, window},
    frame::{CHUNK, Frame, Numbers},
    piece::{InPlace, Piece, Said},
    rendered,
    templates::Templates,
};
use crate::evidence::{
    event_log::{Coverage, is_judged, is_ours},
    source::Ask,
};
use evtx::{ChunkFlags, EvtxChunkData, ParserSettings};
use std::sync::Arc;

/// So many faults are named one by one.
const MOST_NAMED: usize = 20;

/// One pass over a log.
pub struct Reading<'a> {
    ask: &'a Ask,
    /// True where everything is read by the library.
    library: bool,
    said: Vec<Said>,
    /// The strings of events that were read in place: one piece of memory for all of them.
    texts: Vec<u8>,
    coverage: Coverage,
    settings: Arc<ParserSettings>,
    templates: Templates,
    buffer: Vec<u8>,
    windows: Vec<(Window, Basics, usize)>,
    numbers: Numbers,
    /// The last number in the log itself, and whether numbers were left out between events.
    last: Option<u64>,
    selected: bool,
    named: usize,
    /// True once there was a chunk without checksums.
    unchecked: bool,
}

impl<'a> Reading<'a> {
    pub fn new(ask: &'a Ask, library: bool) -> Reading<'a> {
        Reading {
            ask,
            library,
            said: Vec::new(),
            texts: Vec::new(),
            coverage: Coverage::default(),
            settings: Arc::new(ParserSettings::default()),
            templates: Templates::default(),
            buffer: Vec::new(),
            windows: Vec::new(),
            numbers: Numbers::default(),
            last: None,
            selected: false,
            named: 0,
            unchecked: false,
        }
    }

    /// What was said since it was last asked.
    pub fn piece(&mut self, done: u64) -> Piece {
        let said = Vec::with_capacity(self.said.len());
        // The next piece is about as long.
        let texts = Vec::with_capacity(self.texts.len() + self.texts.len() / 8);
        let said = std::mem::replace(&mut self.said, said);
        let texts = text(std::mem::replace(&mut self.texts, texts));
        Piece::new(said, texts, self.templates.roots(), done)
    }

    /// Where the next chunk is read to.
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Says what is broken or missing.
    pub fn damage(&mut self, what: String) {
        self.named += 1;
        if self.named <= MOST_NAMED {
            self.said.push(Said::Problem(what.clone()));
        }
        self.coverage.damage(what);
    }

    /// What the header and the length of the file tell.
    pub fn frame(&mut self, frame: &Frame, size: u64) {
        for wrong in frame.wrong.iter().cloned().chain(frame.cut(size)) {
            self.damage(wrong);
        }
        if frame.dirty {
            let note = "it was copied while Windows had it open: the newest events may be missing; wevtutil epl exports all of them";
            self.note(note);
        }
    }

    /// Says what is no damage and worth knowing.
    fn note(&mut self, note: &str) {
        self.said.push(Said::Problem(note.to_owned()));
        self.coverage.note(note.to_owned());
    }

    /// Reads the chunk in the buffer.
    pub fn chunk(&mut self, number: u64, frame: &Frame) {
        let expected = frame.expects(number);
        if !expected && !frame.looks_behind() {
            return;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        if buffer.iter().all(|b| *b == 0) {
            // Windows sets room aside in advance; only among the chunks that are counted is it a loss.
            if expected && !buffer.is_empty() {
                self.damage(format!("chunk {number} is empty: its events are lost"));
            }
            self.buffer = buffer;
            return;
        }
        let cut = buffer.len() < CHUNK;
        buffer.resize(CHUNK, 0);
        let Ok(mut data) = EvtxChunkData::new(buffer, false) else {
            self.damage(format!("chunk {number} cannot be read: its events are lost"));
            return;
        };
        data.number = Some(number);
        let checked = !data.header.flags.contains(ChunkFlags::NO_CRC32);
        if !checked && !std::mem::replace(&mut self.unchecked, true) {
            self.note("it holds chunks without checksums: damage within their events cannot be noticed");
        }
        let sound = !cut && data.validate_header_checksum() && data.validate_data_checksum();
        if cut {
            let what = "it is cut off, so damage within what is left of its events cannot be noticed";
            self.damage(format!("chunk {number}: {what}"));
        } else if !sound {
            self.damage(format!(
                "chunk {number} does not match its checksum: what can be read of its events is used"
            ));
        }
        let free = data.header.free_space_offset as usize;
        if sound && checked && !self.library && self.survey(&data.data, free) {
            self.in_place(&data.data);
        } else {
            self.by_library(&mut data, number);
        }
        self.buffer = data.data;
    }

    /// Looks through the frames; true where everything in the chunk can be read in place.
    fn survey(&mut self, chunk: &[u8], free: usize) -> bool {
        self.windows.clear();
        let mut at = FIRST;
        while at < free {
            let Some(found) = window(chunk, at, free.min(chunk.len())) else { return false };
            let Some(root) = Instance::at(chunk, found.at) else { return false };
            let Some((place, names)) = self.templates.names(&root.guid) else { return false };
            let ours = names.ours;
            let Some(basics) = root.basics() else { return false };
            if ours && !self.is_payload_known(chunk, &basics) {
                return false;
            }
            self.windows.push((found, basics, place));
            at = found.end;
        }
        !self.windows.is_empty()
    }

    fn is_payload_known(&mut self, chunk: &[u8], basics: &Basics) -> bool {
        let payload = basics.payload.and_then(|at| Instance::at(chunk, at));
        payload.is_some_and(|p| self.templates.is_trusted_payload(&p.guid))
    }

    fn in_place(&mut self, chunk: &[u8]) {
        let windows = std::mem::take(&mut self.windows);
        for (window, basics, place) in &windows {
            self.count(window.number, basics.number);
            let Some(names) = self.templates.at(*place) else { continue };
            self.coverage.count(&names.channel, names.ours, basics.time, basics.number);
            if names.ours && self.wants(&names.provider, basics) {
                let from = self.texts.len();
                let payload = basics.payload.and_then(|at| Instance::at(chunk, at));
                payload.and_then(|payload| payload.put_strings(&mut self.texts));
                self.said.push(Said::InPlace(InPlace::new(*basics, *place, from..self.texts.len())));
            }
        }
        self.windows = windows;
    }

    fn by_library(&mut self, data: &mut EvtxChunkData, number: u64) {
        let (first, last) = (data.header.first_event_record_id, data.header.last_event_record_id);
        let copy = &self.settings;
        let mut parsed = match data.parse(Arc::clone(copy)) {
            Ok(parsed) => parsed,
            Err(e) => {
                self.damage(format!("chunk {number} cannot be read: its events are lost ({e})"));
                return;
            }
        };
        let before = self.coverage.holes.last();
        let (mut read, mut unread) = (0_u64, 0_u64);
        for record in parsed.iter() {
            let Ok(record) = record else {
                unread += 1;
                continue;
            };
            let (at, id) = (record.binxml_offset, record.event_record_id);
            let chunk = record.chunk.data;
            let said = record.into_json_value().ok().and_then(|r| rendered::logged(&r.data));
            let Some(logged) = said else {
                unread += 1;
                continue;
            };
            read += 1;
            if let Ok(at) = usize::try_from(at) {
                self.templates.learn(chunk, at, &logged);
            }
            self.count(id, logged.number);
            self.coverage.saw(&logged);
            let basics = Basics { id: logged.id, time: logged.time, ..Basics::default() };
            if is_ours(&logged.provider) && self.wants(&logged.provider, &basics) {
                self.said.push(Said::Event(logged));
            }
        }
        let expected = last.checked_sub(first).map_or(read, |n| n.saturating_add(1));
        if unread > 0 || read < expected {
            let unread = unread.max(expected.saturating_sub(read).min(CHUNK as u64 / 32));
            self.damage(format!("{unread} events in chunk {number} cannot be read"));
            self.coverage.holes.since(before);
        }
    }

    /// Whether an event is asked for: those that are judged, or those of the query.
    fn wants(&self, provider: &str, basics: &Basics) -> bool {
        match &self.ask.events {
            None => is_judged(provider, basics.id),
            Some(query) => query.admits(basics.id, basics.time),
        }
    }

    /// Takes the number in the file and the number in the log that it came from.
    fn count(&mut self, in_file: u64, in_log: Option<u64>) {
        self.numbers.put(in_file, in_file);
        if let (Some(before), Some(now)) = (self.last, in_log) {
            self.selected |= now > before.saturating_add(1) && now != in_file;
        }
        self.last = in_log.or(self.last);
    }

    /// What is left to be said, with what only the whole file tells.
    pub fn end(mut self, done: u64) -> Piece {
        let (missing, places, twice) = std::mem::take(&mut self.numbers).gaps();
        if missing > 0 {
            let shown = if places == 1 { String::new() } else { format!(" in {places} places") };
            self.damage(format!("{missing} events are missing{shown}, by the numbers of the others"));
        }
        if twice {
            self.damage(
                "some events are there twice: chunks of another time are among those of the log".to_owned(),
            );
        }
        if self.selected {
            self.coverage.selected();
        }
        let unnamed = self.named.saturating_sub(MOST_NAMED);
        if unnamed > 0 {
            let reason = format!("{unnamed} more faults of this kind were left out of this list");
            self.said.push(Said::Problem(reason));
        }
        let coverage = std::mem::take(&mut self.coverage);
        if coverage.count == 0 {
            self.said.push(Said::Problem("there is no event in it".to_owned()));
        }
        self.said.push(Said::Coverage(coverage));
        self.piece(done)
    }
}
