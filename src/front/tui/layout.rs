//! Lays the body of a page out in lines of a width. Nothing is cut: what does not fit goes on below.

use super::{theme::Theme, wrap};
use crate::{
    knowledge::visible,
    wizard::{Block, Item, Page, Tone},
};

/// A line on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Pieces of text and what they mean.
    pub parts: Vec<(Tone, String)>,
    /// The offer that the line belongs to.
    pub offer: Option<usize>,
}

impl Row {
    fn of(tone: Tone, text: impl Into<String>) -> Row {
        Row { parts: vec![(tone, text.into())], offer: None }
    }

    /// The text alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_str()).collect()
    }
}

/// The widest label that texts are lined up behind.
const LABEL: usize = 18;
/// Before every line but commands and rules.
const MARGIN: &str = " ";

/// The body of a page in lines.
#[must_use]
pub fn body(page: &Page, width: usize, theme: Theme) -> Vec<Row> {
    let columns = Columns::of(page, width);
    let mut rows = Vec::new();
    for block in &page.body {
        match block {
            Block::Blank => rows.push(Row::default()),
            Block::Rule => rows.push(Row::of(Tone::Dim, theme.rule().to_string().repeat(width))),
            Block::Para(tone, text) => {
                let room = width.saturating_sub(2);
                let lines = wrap::words(&visible(text), room, room);
                rows.extend(lines.into_iter().map(|l| Row::of(*tone, format!("{MARGIN}{l}"))));
            }
            Block::Field(tone, label, lines) => field(*tone, label, lines, columns.label, width, &mut rows),
            Block::Item(item) => rows.extend(entry(page, item, columns.note, width)),
            Block::Command(text) => {
                rows.extend(
                    wrap::anywhere(&visible(text), width).into_iter().map(|l| Row::of(Tone::Plain, l)),
                );
            }
        }
    }
    rows
}

struct Columns {
    label: usize,
    note: usize,
}

impl Columns {
    fn of(page: &Page, width: usize) -> Columns {
        let mut columns = Columns { label: 0, note: 0 };
        for block in &page.body {
            match block {
                Block::Field(_, label, _) => {
                    columns.label = columns.label.max(wrap::width(&visible(label)).min(LABEL));
                }
                Block::Item(item) if !item.note.is_empty() => {
                    let used = wrap::width(&lead(item))
                        + mark(item).map_or(0, |m| wrap::width(&m))
                        + wrap::width(&visible(&item.text));
                    if used <= width * 45 / 100 {
                        columns.note = columns.note.max(used);
                    }
                }
                _ => {}
            }
        }
        // A space before the label and two behind it.
        columns.label += 3;
        columns.note += 2;
        columns
    }
}

fn field(tone: Tone, label: &str, lines: &[String], column: usize, width: usize, rows: &mut Vec<Row>) {
    let label = visible(label);
    let room = width.saturating_sub(column + 1).max(1);
    let texts = lines.iter().flat_map(|line| wrap::words(&visible(line), room, room));
    let wide = wrap::width(&label) + 3 > column;
    if wide {
        rows.push(Row::of(tone, format!("{MARGIN}{label}")));
    }
    for (i, text) in texts.enumerate() {
        if i == 0 && !wide {
            let pad = " ".repeat(column - 1 - wrap::width(&label));
            rows.push(Row {
                parts: vec![(tone, format!("{MARGIN}{label}")), (Tone::Plain, format!("{pad}{text}"))],
                offer: None,
            });
        } else {
            rows.push(Row::of(Tone::Plain, format!("{}{text}", " ".repeat(column))));
        }
    }
}

/// What stands before the mark: the pointer's place, the depth, the digit.
fn lead(item: &Item) -> String {
    let number = item.number.map_or_else(String::new, |n| format!("{n}  "));
    format!("{MARGIN}  {}{number}", "  ".repeat(usize::from(item.depth)))
}

fn mark(item: &Item) -> Option<String> {
    item.mark.as_ref().map(|(_, mark)| format!("{} ", visible(mark)))
}

fn entry(page: &Page, item: &Item, column: usize, width: usize) -> Vec<Row> {
    let selected = item.offer.is_some() && item.offer == page.selected;
    let off = item.offer.and_then(|i| page.offers.get(i)).is_some_and(|o| o.disabled.is_some());
    let tone = if off { Tone::Dim } else { Tone::Plain };
    let mut head = lead(item);
    if selected {
        head.replace_range(1..2, ">");
    }
    let mark = mark(item);
    let indent = wrap::width(&head) + mark.as_ref().map_or(0, |m| wrap::width(m));
    let room = width.saturating_sub(indent + 1).max(1);
    let mut parts = vec![(tone, head)];
    if let Some((mark, (tone, _))) = mark.zip(item.mark.as_ref()) {
        parts.push((*tone, mark));
    }
    let mut texts = wrap::words(&visible(&item.text), room, room).into_iter();
    parts.push((tone, texts.next().unwrap_or_default()));
    let mut rows = vec![Row { parts, offer: item.offer }];
    for text in texts {
        rows.push(Row { parts: vec![(tone, format!("{}{text}", " ".repeat(indent)))], offer: item.offer });
    }
    note(item, tone, column, indent, width, &mut rows);
    rows
}

/// Puts the note behind the text, lined up, or below it where there is no room.
fn note(item: &Item, tone: Tone, column: usize, indent: usize, width: usize, rows: &mut Vec<Row>) {
    let note = visible(&item.note);
    let Some(last) = rows.last_mut() else { return };
    if note.is_empty() {
        return;
    }
    let used = wrap::width(&last.text());
    let line_up = used + 2 <= column && width.saturating_sub(column + 1) >= 16;
    let behind = used + 3 + wrap::width(&note) <= width;
    let start = if line_up { column } else { indent.min(width / 2) };
    let room = width.saturating_sub(start + 1).max(1);
    let mut lines = wrap::words(&note, room, room).into_iter();
    if line_up || behind {
        let pad = if line_up { column - used } else { 2 };
        let first = if line_up {
            lines.next().unwrap_or_default()
        } else {
            lines.by_ref().collect::<Vec<_>>().join(" ")
        };
        last.parts.push((tone, format!("{}{first}", " ".repeat(pad))));
    }
    let rest = lines
        .map(|line| Row { parts: vec![(tone, format!("{}{line}", " ".repeat(start)))], offer: item.offer });
    rows.extend(rest.collect::<Vec<_>>());
}
