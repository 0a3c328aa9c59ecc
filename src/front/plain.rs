//! The same pages as numbered questions, for screen readers and simple terminals: text that only
//! grows, no cursor movement, nothing drawn.

use super::wake::Wake;
use crate::{
    knowledge::visible,
    wizard::{Block, Effect, Item, Key, Model, Msg, Page, Place, page, summary, update},
};
use std::{
    io::{self, BufRead, Write},
    sync::mpsc::Sender,
    thread,
};

/// A line shows what is typed, so no password is taken from one.
const SEEN: &str = "Not taken: in plain mode a password would be seen while it is typed. Start with --bind-as USER --password-fd N instead.";

/// What can be answered besides what a page asks for, as its help says it.
const WAYS: [(&str, &str); 6] = [
    ("a number", "Choose the line with this number."),
    (
        "/text",
        "Show only the lines that hold the text; / alone shows all again. On the result and in the reference.",
    ),
    ("b", "Go back one page; nothing is lost. While evidence is read: stop, and keep what came."),
    ("?", "Show this page."),
    ("q", "Leave the program; asks first while evidence is read."),
    ("Ctrl+C", "Leave the program at once; what was chosen is saved."),
];

/// Prints pages, and takes lines for answers.
pub struct Plain<W: Write> {
    out: W,
    shown: Option<(Place, bool, usize, Vec<String>)>,
    said: String,
    asked: bool,
}

impl<W: Write> Plain<W> {
    /// Prints to this.
    pub const fn new(out: W) -> Plain<W> {
        Plain { out, shown: None, said: String::new(), asked: false }
    }

    /// What was printed to.
    pub fn into_inner(self) -> W {
        self.out
    }

    /// Prints the page if it is another one than before, else what is new on it.
    pub fn show(&mut self, model: &Model) -> io::Result<()> {
        // While an answer is judged there is nothing to read; what comes of it is the next page.
        if model.busy() && matches!(model.place(), Place::Question(..) | Place::Typing(..)) {
            return Ok(());
        }
        let page = page(model);
        // Who waits for proof hears what is new, not the whole page at every look.
        let busy = model.busy() && !matches!(model.place(), Place::Proof(_));
        let now = (model.place().clone(), busy, model.recorded(), stand(model, &page));
        if self.asked || self.shown.as_ref() != Some(&now) {
            self.whole(model, &page)?;
            self.shown = Some(now);
        } else if page.status != self.said && !page.status.is_empty() {
            writeln!(self.out, "{}", visible(&page.status))?;
        }
        self.said.clone_from(&page.status);
        self.asked = false;
        self.out.flush()
    }

    fn whole(&mut self, model: &Model, page: &Page) -> io::Result<()> {
        let out = &mut self.out;
        let stop = if page.title.ends_with('?') { "" } else { "." };
        writeln!(out, "\n{}{stop} {}", visible(&page.title), visible(&page.context))?;
        let numbers = numbers(page);
        let mut body = page.body.iter().peekable();
        if *model.place() == Place::Help {
            // Keys of the full screen are none here.
            for (word, does) in WAYS {
                writeln!(out, "{word}: {does}")?;
            }
            while body.next_if(|block| **block != Block::Blank).is_some() {}
        }
        for block in body {
            match block {
                Block::Blank | Block::Rule => {}
                // A command is by itself on its line, so that it is read and copied as it is.
                Block::Para(_, text) | Block::Command(text) => writeln!(out, "{}", visible(text))?,
                Block::Field(_, label, lines) => {
                    for (i, line) in lines.iter().enumerate() {
                        let label = if i == 0 { format!("{}: ", visible(label)) } else { "  ".to_owned() };
                        writeln!(out, "{label}{}", visible(line))?;
                    }
                }
                Block::Item(item) => writeln!(out, "{}", entry(item, &numbers))?,
            }
        }
        if matches!(model.place(), Place::DirectoryField(field) if field.hidden()) {
            writeln!(
                out,
                "Do not type it here: in plain mode it would be seen. Start with --bind-as USER --password-fd N instead; b goes back."
            )?;
        }
        if !page.status.is_empty() {
            writeln!(out, "{}", visible(&page.status))?;
        }
        writeln!(out, "{}", prompt(page, &numbers))
    }

    /// Prints what stays when the program ends.
    pub fn farewell(&mut self, model: &Model) {
        // Who listened may be gone by now.
        let _ = summary(model).iter().try_for_each(|line| writeln!(self.out, "{}", visible(line)));
    }

    /// Takes a line: a number, a word of the prompt, or the text that the page asks for.
    pub fn line(&mut self, model: &mut Model, line: &str) -> Vec<Effect> {
        self.asked = true;
        let now = page(model);
        let answer = line.trim();
        match answer.to_ascii_lowercase().as_str() {
            "b" | "back" => return update(model, Msg::Key(Key::Esc)),
            "q" | "quit" => return quit(model),
            "?" | "help" => return update(model, Msg::Key(Key::F1)).into_iter().chain(help(model)).collect(),
            _ => {}
        }
        if let Place::DirectoryField(field) = model.place()
            && field.hidden()
        {
            let _ = writeln!(self.out, "{SEEN}");
            return update(model, Msg::Key(Key::Esc));
        }
        if now.input.is_some() && model.in_field() {
            let mut effects = update(model, Msg::Line(answer.to_owned()));
            effects.extend(update(model, Msg::Key(Key::Enter)));
            return effects;
        }
        if let Some(text) = answer.strip_prefix('/') {
            return filter(model, text);
        }
        let numbers = numbers(&now);
        let chosen = answer.parse::<usize>().ok().and_then(|n| numbers.iter().position(|m| *m == n));
        if let Some(offer) = chosen {
            return update(model, Msg::Choose(offer));
        }
        let _ = writeln!(self.out, "{} is not one of the answers.", quoted(answer));
        Vec::new()
    }
}

/// How the lines of a page that waits for proof stand: what is printed of them must not be out of date.
fn stand(model: &Model, page: &Page) -> Vec<String> {
    let lines = page.body.iter().filter(|_| matches!(model.place(), Place::Proof(_)));
    let lines = lines.filter_map(|block| if let Block::Item(item) = block { Some(item) } else { None });
    let numbers = numbers(page);
    // A note can hold when it is looked at again: that is nothing new.
    lines.map(|item| entry(&Item { note: String::new(), ..item.clone() }, &numbers)).collect()
}

fn quit(model: &mut Model) -> Vec<Effect> {
    if model.in_field() { vec![Effect::Quit] } else { update(model, Msg::Key(Key::Char('q'))) }
}

fn quoted(answer: &str) -> String {
    if answer.is_empty() { "An empty line".to_owned() } else { format!("\"{}\"", visible(answer)) }
}

fn help(model: &mut Model) -> Vec<Effect> {
    if *model.place() == Place::Help { Vec::new() } else { update(model, Msg::Key(Key::Char('?'))) }
}

/// Sets the filter of a page to a text; an empty one takes it away.
fn filter(model: &mut Model, text: &str) -> Vec<Effect> {
    let mut effects = update(model, Msg::Key(Key::Char('/')));
    if model.in_field() {
        effects.extend(update(model, Msg::Key(Key::Esc)));
        effects.extend(update(model, Msg::Key(Key::Char('/'))));
        effects.extend(update(model, Msg::Text(text.trim().to_owned())));
        effects.extend(update(model, Msg::Key(Key::Enter)));
    }
    effects
}

/// The number of each offer: its digit where it has one; the others follow.
fn numbers(page: &Page) -> Vec<usize> {
    let mut numbers = vec![0; page.offers.len()];
    let mut last = 0;
    for block in &page.body {
        if let Block::Item(Item { number: Some(digit), offer: Some(offer), .. }) = block {
            numbers[*offer] = usize::from(*digit);
            last = last.max(usize::from(*digit));
        }
    }
    for number in numbers.iter_mut().filter(|n| **n == 0) {
        last += 1;
        *number = last;
    }
    numbers
}

fn entry(item: &Item, numbers: &[usize]) -> String {
    let number =
        item.offer.and_then(|i| numbers.get(i)).map_or_else(|| "  ".to_owned(), |n| format!("{n}. "));
    let mark = item.mark.as_ref().map_or_else(String::new, |(_, mark)| format!("{} ", visible(mark)));
    let note = if item.note.is_empty() { String::new() } else { format!(": {}", visible(&item.note)) };
    format!("{number}{mark}{}{note}", visible(&item.text))
}

/// What may be answered.
fn prompt(page: &Page, numbers: &[usize]) -> String {
    let mut ways = Vec::new();
    if let Some(input) = &page.input {
        ways.push(visible(&input.label));
    }
    match numbers.iter().max() {
        Some(1) => ways.push("1".to_owned()),
        Some(last) => ways.push(format!("1 to {last}")),
        None => {}
    }
    for hint in &page.keys {
        let word = match hint.keys.as_str() {
            "Esc" => "b",
            "?" => "?",
            "Q" => "q",
            "/" => "/text",
            _ => continue,
        };
        ways.push(format!("{word} {}", hint.label));
    }
    format!("[{}]", ways.join(", "))
}

/// Reads lines on a thread of its own.
pub(super) fn lines(wake: Sender<Wake>) {
    let read = move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            if wake.send(Wake::Line(line)).is_err() {
                return;
            }
        }
        let _ = wake.send(Wake::NoInput);
    };
    // Without the thread nothing can be answered; signals still end the program.
    let _ = thread::Builder::new().name("lines".to_owned()).spawn(read);
}
