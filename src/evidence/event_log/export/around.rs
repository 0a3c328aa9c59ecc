//! What stands around the events of an XML export: an element that holds them all, declarations and
//! comments. Whatever else stands there was part of an event once.

/// Elements that may be open around events; wevtutil and Event Viewer write one.
const MOST_OPEN: usize = 4;
/// So much of a tag is kept, in bytes: more than any name that is expected.
const MOST_KEPT: usize = 128;

/// Looks at what stands between one event and the next, in pieces of any size.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The elements that are open.
    open: Vec<Vec<u8>>,
    /// How many of them were when the event before ended.
    before: usize,
    /// The tag that is not closed yet, without its `<`.
    tag: Option<Tag>,
    /// The line of the first thing that has no place here.
    strange: Option<u64>,
    /// True where an event before it was broken: what is left of it is no news.
    excused: bool,
}

#[derive(Debug, Default)]
struct Tag {
    start: Vec<u8>,
    /// The last two bytes, newest last.
    end: [u8; 2],
}

impl Around {
    /// Takes the next bytes, the first of them in `line`.
    pub fn see(&mut self, bytes: &[u8], line: u64) {
        for (at, byte) in bytes.iter().enumerate() {
            if !self.byte(*byte) && self.strange.is_none() {
                let breaks = memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
                self.strange = Some(line + breaks as u64);
            }
        }
    }

    /// An event begins, or the text ends, in `line`: where something stood before it that has no place
    /// there.
    pub fn ends(&mut self, line: u64) -> Option<u64> {
        let unfinished = self.tag.take().map(|_| line);
        let excused = std::mem::take(&mut self.excused);
        let strange = self.strange.take().or(unfinished);
        if strange.is_some() {
            // What it opened belongs to what is broken.
            self.open.truncate(self.before);
        }
        self.before = self.open.len();
        strange.filter(|_| !excused)
    }

    /// The event before could not be read to its end.
    pub const fn excuse(&mut self) {
        self.excused = true;
    }

    /// The outermost element that is open, once.
    pub fn open(&mut self) -> Option<String> {
        let name = self.open.first().map(|name| String::from_utf8_lossy(name).into_owned());
        self.open.clear();
        name
    }

    /// False for what has no place here.
    fn byte(&mut self, byte: u8) -> bool {
        let Some(tag) = &mut self.tag else {
            // Files that were put together have byte order marks in the middle.
            let blank = byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf);
            self.tag = (byte == b'<').then(Tag::default);
            return blank || byte == b'<';
        };
        if byte == b'>' && tag.is_whole() {
            let tag = std::mem::take(tag);
            self.tag = None;
            return self.element(&tag);
        }
        if tag.start.len() < MOST_KEPT {
            tag.start.push(byte);
        }
        tag.end = [tag.end[1], byte];
        true
    }

    fn element(&mut self, tag: &Tag) -> bool {
        let name = |text: &[u8]| {
            text.split(|b| b.is_ascii_whitespace() || *b == b'/').next().unwrap_or_default().to_vec()
        };
        match tag.start.as_slice() {
            [b'?', ..] => true,
            [b'!', rest @ ..] => !rest.starts_with(b"[CDATA["),
            [b'/', rest @ ..] => self.open.pop_if(|open| *open == name(rest)).is_some(),
            // An element without anything in it holds no events.
            _ if tag.end[1] == b'/' || self.open.len() >= MOST_OPEN => false,
            start => {
                self.open.push(name(start));
                true
            }
        }
    }
}

impl Tag {
    /// True where `>` ends it.
    fn is_whole(&self) -> bool {
        match self.start.as_slice() {
            [b'!', b'-', b'-', ..] => self.start.len() > 4 && self.end == *b"--",
            [b'?', ..] => self.end[1] == b'?',
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of what has no place in `text`, and what is open behind it.
    fn seen(text: &str) -> (Option<u64>, Option<String>) {
        let (mut whole, mut drops) = (Around::default(), Around::default());
        whole.see(text.as_bytes(), 1);
        let mut line = 1;
        for byte in text.bytes() {
            drops.see(&[byte], line);
            line += u64::from(byte == b'\n');
        }
        let found = (whole.ends(line), whole.open());
        assert_eq!(found, (drops.ends(line), drops.open()), "{text:?}");
        found
    }

    #[test]
    fn what_may_stand_around_events() {
        let open = |name: &str| (None, Some(name.to_owned()));
        for text in ["", " \r\n\t", "<?xml version=\"1.0\"?>\n<!-- > -- a -->\u{feff}", "<Events></Events>"] {
            assert_eq!(seen(text), (None, None), "{text:?}");
        }
        assert_eq!(seen("<?xml version='1.0'?><Events xmlns=\"x\">"), open("Events"));
        assert_eq!(seen("<Log><Events>"), open("Log"));
    }

    #[test]
    fn what_was_an_event() {
        for text in ["\n<Evnt xmlns='x'><System><EventID>611", "\n\0\0\0", "\nC:\\> wevtutil", "\n</Events>"]
        {
            assert_eq!(seen(text).0, Some(2), "{text:?}");
        }
        assert_eq!(seen("<Evnt><System><Provider Name='x'/></System></Evnt>").0, Some(1));
        assert_eq!(seen("\n<Events").0, Some(2), "a tag without an end");
    }
}
