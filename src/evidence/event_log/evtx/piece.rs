//! What some chunks of a log came to, on its way from the thread that reads to the one that judges.
//! Nothing in it is counted by both while they run: what they share they share by the piece.

use super::{
    classic::{Basics, strings},
    templates::Roots,
};
use crate::evidence::event_log::{Coverage, Logged, Named};
use std::{ops::Range, sync::Arc};

/// What chunks say.
pub enum Said {
    /// An event that is wanted.
    Event(Logged),
    /// The same as it was read in place.
    InPlace(InPlace),
    /// Something is broken or missing.
    Problem(String),
    /// What the log covers; the last that is said.
    Coverage(Coverage),
}

/// An event that was read in place.
pub struct InPlace {
    pub basics: Basics,
    /// Which template it has.
    pub root: usize,
    /// Where among the texts its strings stand.
    pub texts: Range<usize>,
    /// Which of the names found it names, once they were looked for.
    named: Option<usize>,
}

impl InPlace {
    pub const fn new(basics: Basics, root: usize, texts: Range<usize>) -> InPlace {
        InPlace { basics, root, texts, named: None }
    }
}

/// What some chunks came to.
pub struct Piece {
    pub said: Vec<Said>,
    /// The strings of events that were read in place: one piece of memory for all of them.
    texts: String,
    /// The templates that they have.
    roots: Roots,
    /// How far the file is read.
    pub done: u64,
    /// What events name, each once.
    named: Vec<Arc<Named>>,
}

impl Piece {
    pub const fn new(said: Vec<Said>, texts: String, roots: Roots, done: u64) -> Piece {
        Piece { said, texts, roots, done, named: Vec::new() }
    }

    /// Looks for the names in its events, so that it is done when they are asked for.
    pub fn ease(&mut self) {
        for said in &mut self.said {
            let Said::InPlace(event) = said else { continue };
            let text = self.texts.get(event.texts.clone()).unwrap_or_default();
            let text = text.strip_suffix('\0').unwrap_or(text);
            let named = match memchr::memchr(0, text.as_bytes()) {
                Some(_) => Named::of(&text.replace('\0', "\n")),
                None => Named::of(text),
            };
            let known = self.named.iter().rposition(|known| **known == named);
            event.named = Some(known.unwrap_or(self.named.len()));
            if known.is_none() {
                self.named.push(Arc::new(named));
            }
        }
    }

    /// The whole event; none where its template is not known.
    pub fn event(&self, event: &InPlace) -> Option<Logged> {
        let names = self.roots.get(event.root)?.as_ref()?;
        Some(Logged {
            provider: Arc::clone(&names.provider),
            id: event.basics.id,
            level: event.basics.level,
            time: event.basics.time,
            number: event.basics.number,
            channel: Arc::clone(&names.channel),
            computer: Arc::clone(&names.computer),
            data: strings(self.texts.get(event.texts.clone()).unwrap_or_default()),
            message: None,
            named: event.named.and_then(|at| self.named.get(at)).map(Arc::clone),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::event_log::evtx::templates::Names;

    #[test]
    fn names_are_the_same_whoever_looks_for_them() {
        let connector = "<connector-id>1a2b3c4d-1111-4222-8333-abcdefabcdef</connector-id>";
        let texts =
            ["one.contoso.com\0two.contoso.com\0", "DC=contoso,DC=com\0", connector, "", "a\0\0b.c.de"];
        let names = Names { provider: "ADSync".into(), channel: "".into(), computer: "".into(), ours: true };
        let mut piece = Piece::new(Vec::new(), texts.concat(), Arc::new(vec![Some(Arc::new(names))]), 0);
        let mut places: Vec<Range<usize>> = Vec::new();
        for text in texts {
            let from = places.last().map_or(0, |last| last.end);
            places.push(from..from + text.len());
        }
        places.push(places[0].clone());
        for place in places {
            piece.said.push(Said::InPlace(InPlace::new(Basics::default(), 0, place)));
        }
        let all = |piece: &Piece| -> Vec<Logged> {
            let each = piece.said.iter().filter_map(|said| match said {
                Said::InPlace(event) => piece.event(event),
                _ => None,
            });
            each.collect()
        };
        let before = all(&piece);
        piece.ease();
        let after = all(&piece);
        assert_eq!((before.len(), after.len(), piece.named.len()), (6, 6, 5), "the same names stand once");
        for (before, after) in before.iter().zip(&after) {
            assert!(before.named.is_none() && after.named.is_some());
            assert_eq!(before.named(), after.named(), "{}", before.text());
        }
    }
}
