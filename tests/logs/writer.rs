//! Writes small `.evtx` files: header, chunks of 64 KB with their checksums, records with templates that
//! stand in the chunk once.

use std::collections::HashMap;

pub const HEADER: usize = 4096;
pub const CHUNK: usize = 65536;
const NAMESPACE: &str = "http://schemas.microsoft.com/win/2004/08/events/event";

/// One classic event.
#[derive(Clone, Debug)]
pub struct Event {
    pub provider: String,
    pub id: u16,
    pub level: u8,
    /// Seconds since 1970.
    pub time: u64,
    pub strings: Vec<String>,
    /// The number in the log, where it is not that in the file.
    pub number: Option<u64>,
}

impl Event {
    pub fn new(provider: &str, id: u16, time: u64, text: &str) -> Event {
        Event {
            provider: provider.to_owned(),
            id,
            level: 4,
            time,
            strings: vec![text.to_owned()],
            number: None,
        }
    }
}

/// A log of these events.
pub fn log(events: &[Event]) -> Vec<u8> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (event, number) in events.iter().zip(1..) {
        if !chunks.last_mut().is_some_and(|c| c.add(event, number)) {
            let mut chunk = Chunk::new(number);
            assert!(chunk.add(event, number), "an event is too long for a chunk");
            chunks.push(chunk);
        }
    }
    let count = chunks.len();
    let mut out = header(count, events.len() as u64 + 1, 0);
    for chunk in chunks {
        out.extend(chunk.finish());
    }
    out
}

/// The header of a file.
pub fn header(chunks: usize, next: u64, flags: u32) -> Vec<u8> {
    let mut h = vec![0; HEADER];
    h[..8].copy_from_slice(b"ElfFile\0");
    put(&mut h, 16, &(chunks as u64).saturating_sub(1).to_le_bytes());
    put(&mut h, 24, &next.to_le_bytes());
    put(&mut h, 32, &128_u32.to_le_bytes());
    put(&mut h, 36, &[2, 0, 3, 0, 0, 0x10]);
    put(&mut h, 42, &u16::try_from(chunks).unwrap().to_le_bytes());
    put(&mut h, 120, &flags.to_le_bytes());
    let sum = checksum(&h[..120]);
    put(&mut h, 124, &sum.to_le_bytes());
    h
}

fn put(at: &mut [u8], from: usize, bytes: &[u8]) {
    at[from..from + bytes.len()].copy_from_slice(bytes);
}

/// One chunk as it fills.
pub struct Chunk {
    b: Vec<u8>,
    names: HashMap<String, usize>,
    templates: HashMap<String, usize>,
    first: u64,
    last: u64,
    last_at: usize,
}

impl Chunk {
    pub fn new(first: u64) -> Chunk {
        let (names, templates) = (HashMap::new(), HashMap::new());
        Chunk { b: vec![0; 512], names, templates, first, last: first, last_at: 512 }
    }

    /// False where it does not fit any more.
    pub fn add(&mut self, event: &Event, number: u64) -> bool {
        let (b, names, templates) = (self.b.len(), self.names.clone(), self.templates.clone());
        self.record(event, number);
        if self.b.len() > CHUNK - 8 {
            self.b.truncate(b);
            (self.names, self.templates) = (names, templates);
            return false;
        }
        (self.last, self.last_at) = (number, b);
        true
    }

    fn record(&mut self, event: &Event, number: u64) {
        let start = self.b.len();
        let filetime = ((event.time + 11_644_473_600) * 10_000_000).to_le_bytes();
        self.p(&[0x2a, 0x2a, 0, 0, 0, 0, 0, 0]);
        self.p(&number.to_le_bytes());
        self.p(&filetime);
        self.p(&[0x0f, 1, 1, 0]);
        self.template(&event.provider.clone(), |chunk| chunk.system(&event.provider));
        let in_log = event.number.unwrap_or(number).to_le_bytes();
        let (id, keywords) = (event.id.to_le_bytes(), 0x0080_0000_0000_0000_u64.to_le_bytes());
        let values: [(u8, &[u8]); 19] = [
            (4, &[event.level]),
            (4, &[0]),
            (6, &[0, 0]),
            (6, &id),
            (6, &[0, 0]),
            (0x15, &keywords),
            (0x11, &filetime),
            (0, &[]),
            (8, &[0; 4]),
            (8, &[0; 4]),
            (0x0a, &in_log),
            (4, &[0]),
            (0, &[]),
            (0, &[]),
            (0, &[]),
            (0, &[]),
            (0, &[]),
            (0, &[]),
            (0, &[]),
        ];
        self.p(&20_u32.to_le_bytes());
        for (kind, raw) in values {
            self.descriptor(raw.len(), kind);
        }
        let size_at = self.b.len();
        self.descriptor(0, 0x21);
        for (_, raw) in &values {
            self.p(raw);
        }
        let body = self.b.len();
        self.payload(&event.strings);
        let length = u16::try_from(self.b.len() - body).unwrap();
        put(&mut self.b, size_at, &length.to_le_bytes());
        self.p(&[0]);
        while !(self.b.len() - start + 4).is_multiple_of(8) {
            self.p(&[0]);
        }
        let size = u32::try_from(self.b.len() - start + 4).unwrap().to_le_bytes();
        self.p(&size);
        put(&mut self.b, start + 4, &size);
    }

    fn payload(&mut self, strings: &[String]) {
        self.p(&[0x0f, 1, 1, 0]);
        self.template("", Chunk::data);
        let array: Vec<u8> = strings.iter().flat_map(|s| utf16(s).into_iter().chain([0, 0])).collect();
        self.p(&1_u32.to_le_bytes());
        self.descriptor(array.len(), if strings.is_empty() { 0 } else { 0x81 });
        self.p(&array);
        self.p(&[0]);
    }

    fn descriptor(&mut self, length: usize, kind: u8) {
        self.p(&u16::try_from(length).unwrap().to_le_bytes());
        self.p(&[kind, 0]);
    }

    fn p(&mut self, bytes: &[u8]) {
        self.b.extend_from_slice(bytes);
    }

    /// An instance; the definition stands inline where the chunk has none yet.
    fn template(&mut self, key: &str, define: impl FnOnce(&mut Chunk)) {
        let hash = key.bytes().fold(7_u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b)));
        self.p(&[0x0c, 1]);
        self.p(&hash.to_le_bytes());
        let known = self.templates.get(key).copied();
        let place = known.unwrap_or(self.b.len() + 4);
        self.p(&u32::try_from(place).unwrap().to_le_bytes());
        if known.is_some() {
            return;
        }
        self.templates.insert(key.to_owned(), place);
        self.p(&[0; 4]);
        let guid: Vec<u8> = hash.to_le_bytes().repeat(4);
        self.p(&guid);
        let length_at = self.b.len();
        self.p(&[0; 4]);
        self.p(&[0x0f, 1, 1, 0]);
        define(self);
        self.p(&[0]);
        let length = u32::try_from(self.b.len() - length_at - 4).unwrap();
        put(&mut self.b, length_at, &length.to_le_bytes());
    }

    fn name(&mut self, name: &str) {
        let known = self.names.get(name).copied();
        let place = known.unwrap_or(self.b.len() + 4);
        self.p(&u32::try_from(place).unwrap().to_le_bytes());
        if known.is_none() {
            self.names.insert(name.to_owned(), place);
            let units = utf16(name);
            self.p(&[0; 4]);
            let hash = units.chunks(2).fold(0_u32, |h, u| {
                h.wrapping_mul(65599).wrapping_add(u32::from(u16::from_le_bytes([u[0], u[1]])))
            });
            self.p(&hash.to_le_bytes()[..2]);
            self.p(&u16::try_from(units.len() / 2).unwrap().to_le_bytes());
            self.p(&units);
            self.p(&[0, 0]);
        }
    }

    /// An element; `inside` is none for an empty one.
    fn element(&mut self, name: &str, attributes: &[(&str, Value)], inside: Option<&dyn Fn(&mut Chunk)>) {
        self.p(&[if attributes.is_empty() { 0x01 } else { 0x41 }, 0xff, 0xff]);
        let size_at = self.b.len();
        self.p(&[0; 4]);
        self.name(name);
        if !attributes.is_empty() {
            let list_at = self.b.len();
            self.p(&[0; 4]);
            for (i, (name, value)) in attributes.iter().enumerate() {
                self.p(&[if i + 1 < attributes.len() { 0x46 } else { 0x06 }]);
                self.name(name);
                self.value(value);
            }
            self.patch(list_at);
        }
        match inside {
            Some(inside) => {
                self.p(&[0x02]);
                inside(self);
                self.p(&[0x04]);
            }
            None => self.p(&[0x03]),
        }
        self.patch(size_at);
    }

    fn patch(&mut self, at: usize) {
        let length = u32::try_from(self.b.len() - at - 4).unwrap();
        put(&mut self.b, at, &length.to_le_bytes());
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => {
                let units = utf16(text);
                self.p(&[0x05, 0x01]);
                self.p(&u16::try_from(units.len() / 2).unwrap().to_le_bytes());
                self.p(&units);
            }
            Value::Place(id, kind) => self.p(&[0x0e, *id, 0, *kind]),
        }
    }

    fn system(&mut self, provider: &str) {
        let text = |t: &str| Value::Text(t.to_owned());
        let leaf = |chunk: &mut Chunk, name: &str, value: Value| {
            chunk.element(name, &[], Some(&|c: &mut Chunk| c.value(&value)));
        };
        self.element(
            "Event",
            &[("xmlns", text(NAMESPACE))],
            Some(&|c: &mut Chunk| {
                c.element(
                    "System",
                    &[],
                    Some(&|c: &mut Chunk| {
                        c.element("Provider", &[("Name", text(provider))], None);
                        leaf(c, "EventID", Value::Place(3, 6));
                        leaf(c, "Level", Value::Place(0, 4));
                        c.element("TimeCreated", &[("SystemTime", Value::Place(6, 0x11))], None);
                        leaf(c, "EventRecordID", Value::Place(10, 0x0a));
                        leaf(c, "Channel", text("Application"));
                        leaf(c, "Computer", text("AADC01.contoso.com"));
                    }),
                );
                c.value(&Value::Place(19, 0x21));
            }),
        );
    }

    fn data(&mut self) {
        self.element(
            "EventData",
            &[],
            Some(&|c: &mut Chunk| {
                c.element("Data", &[], Some(&|c: &mut Chunk| c.value(&Value::Place(0, 0x81))));
            }),
        );
    }

    pub fn finish(mut self) -> Vec<u8> {
        let free = self.b.len();
        self.b.resize(CHUNK, 0);
        let b = &mut self.b;
        put(b, 0, b"ElfChnk\0");
        for (at, number) in [(8, self.first), (16, self.last), (24, self.first), (32, self.last)] {
            put(b, at, &number.to_le_bytes());
        }
        put(b, 40, &128_u32.to_le_bytes());
        put(b, 44, &u32::try_from(self.last_at).unwrap().to_le_bytes());
        put(b, 48, &u32::try_from(free).unwrap().to_le_bytes());
        let sum = checksum(&b[512..free]);
        put(b, 52, &sum.to_le_bytes());
        put(b, 120, &1_u32.to_le_bytes());
        let head: Vec<u8> = b[..120].iter().chain(&b[128..512]).copied().collect();
        let sum = checksum(&head);
        put(b, 124, &sum.to_le_bytes());
        self.b
    }
}

/// CRC-32 as in zip files: of its own, so that this needs no crate.
pub fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut at = 0_u32;
        while at < 256 {
            let (mut sum, mut bit) = (at, 0);
            while bit < 8 {
                sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
                bit += 1;
            }
            table[at as usize] = sum;
            at += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |sum, byte| (sum >> 8) ^ TABLE[usize::from(sum.to_le_bytes()[0] ^ byte)])
}

enum Value {
    Text(String),
    Place(u8, u8),
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
