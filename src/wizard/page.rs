//! What a page says and offers, without a width, a colour or a key in it. Both devices draw it.

use super::Action;
use crate::diagnosis::Status;

/// A text for the operator. It may hold what came from the evidence: a device makes control
/// characters visible before it shows one.
pub type Text = String;

/// One page: where the operator is, what is known there, and what can be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Where am I.
    pub title: Text,
    /// Which evidence, as of when.
    pub context: Text,
    /// Of what it is: the same page of something else is read from its top.
    pub of: Text,
    /// What there is to read, in order.
    pub body: Vec<Block>,
    /// What can be chosen; blocks refer to these by their place.
    pub offers: Vec<Offer>,
    /// The place of the chosen offer.
    pub selected: Option<usize>,
    /// The text field, where the page has one open.
    pub input: Option<Input>,
    /// What is running, or what just happened.
    pub status: Text,
    /// What the keys do here.
    pub keys: Vec<Hint>,
}

/// A key and what it does, for the key line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The keys as they are written.
    pub keys: Text,
    /// What they do.
    pub label: Text,
    /// Why not, where they do nothing now.
    pub off: Option<Text>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What it does.
    pub action: Action,
    /// What it is called.
    pub label: Text,
    /// Why it cannot be chosen now, where it cannot.
    pub disabled: Option<Text>,
}

/// A text field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// What is to be typed.
    pub label: Text,
    /// What was typed so far.
    pub text: Text,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// An empty line.
    Blank,
    /// A line across.
    Rule,
    /// Sentences.
    Para(Tone, Text),
    /// A label, and lines of text beside it.
    Field(Tone, Text, Vec<Text>),
    /// A line of a list.
    Item(Item),
    /// A command: from the first column, whole, with nothing put into it.
    Command(Text),
}

/// A line of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// How deep it stands.
    pub depth: u8,
    /// The digit that chooses it.
    pub number: Option<u8>,
    /// Its state in a word.
    pub mark: Option<(Tone, Text)>,
    /// What it is.
    pub text: Text,
    /// What is said about it.
    pub note: Text,
    /// The offer it stands for; an item without one can only be read.
    pub offer: Option<usize>,
}

/// What a text means. A device may colour it; nothing depends on that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// A headline or a name.
    Strong,
    /// Less important, or not to be chosen.
    Dim,
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// Works partly.
    Warn,
    /// Broken.
    Bad,
}

impl From<Status> for Tone {
    fn from(status: Status) -> Tone {
        match status {
            Status::Pass => Tone::Good,
            Status::Info => Tone::Note,
            Status::Warn | Status::Unknown => Tone::Warn,
            Status::Fail => Tone::Bad,
            Status::Skipped => Tone::Dim,
        }
    }
}

impl Page {
    /// A page with this title.
    #[must_use]
    pub fn titled(title: impl Into<Text>) -> Page {
        Page { title: title.into(), ..Page::default() }
    }

    /// Adds sentences.
    pub fn para(&mut self, text: impl Into<Text>) {
        self.body.push(Block::Para(Tone::Plain, text.into()));
    }

    /// Adds a headline.
    pub fn heading(&mut self, text: impl Into<Text>) {
        self.body.push(Block::Para(Tone::Strong, text.into()));
    }

    /// Adds a labelled text, unless there is none.
    pub fn field(&mut self, label: &str, lines: Vec<Text>) {
        self.toned_field(Tone::Strong, label, lines);
    }

    /// Adds a labelled text whose label has a meaning of its own.
    pub fn toned_field(&mut self, tone: Tone, label: &str, lines: Vec<Text>) {
        let lines: Vec<Text> = lines.into_iter().filter(|l| !l.is_empty()).collect();
        if !lines.is_empty() {
            self.body.push(Block::Field(tone, label.to_owned(), lines));
        }
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.body.push(Block::Blank);
    }

    /// Adds a command, a block for each of its lines.
    pub fn command(&mut self, text: &str) {
        self.body.extend(text.lines().map(|line| Block::Command(line.to_owned())));
    }

    /// Adds a line that copies a command that stands above it.
    pub fn copy(&mut self, text: &str) {
        let item = Item { text: "Copy this command".to_owned(), ..Item::default() };
        self.offer(item, Action::Copy(text.to_owned()), None);
    }

    /// Adds a line that can be chosen.
    pub fn offer(&mut self, item: Item, action: Action, disabled: Option<&str>) {
        let label = item.text.clone();
        self.offers.push(Offer { action, label, disabled: disabled.map(str::to_owned) });
        let mut item = Item { offer: Some(self.offers.len() - 1), ..item };
        if let Some(reason) = disabled {
            item.note =
                if item.note.is_empty() { reason.to_owned() } else { format!("{}; {reason}", item.note) };
        }
        self.body.push(Block::Item(item));
    }

    /// Adds a line that is chosen with the next free digit.
    pub fn numbered(&mut self, text: &str, note: impl Into<Text>, action: Action, disabled: Option<&str>) {
        let taken = self.digits().count();
        let number = u8::try_from(taken + 1).ok().filter(|n| *n <= 9);
        let item = Item { number, text: text.to_owned(), note: note.into(), ..Item::default() };
        self.offer(item, action, disabled);
    }

    /// Adds a line that is only read.
    pub fn item(&mut self, item: Item) {
        self.body.push(Block::Item(item));
    }

    /// The place of the offer that copies the command of the page: of several the selected one, else the
    /// first.
    #[must_use]
    pub fn copies(&self) -> Option<usize> {
        let copies = |o: &Offer| matches!(o.action, Action::Copy(_));
        let selected = self.selected.filter(|at| self.offers.get(*at).is_some_and(copies));
        selected.or_else(|| self.offers.iter().position(copies))
    }

    /// The place of the offer that a digit chooses.
    #[must_use]
    pub fn digit(&self, digit: u8) -> Option<usize> {
        self.digits().find(|(number, _)| *number == digit).map(|(_, offer)| offer)
    }

    fn digits(&self) -> impl Iterator<Item = (u8, usize)> {
        self.body.iter().filter_map(|block| match block {
            Block::Item(Item { number: Some(number), offer: Some(offer), .. }) => Some((*number, *offer)),
            _ => None,
        })
    }
}
