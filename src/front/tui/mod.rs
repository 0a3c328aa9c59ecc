//! Draws a page on a terminal, and keeps where it was scrolled to.

pub mod layout;
pub mod theme;
mod wrap;

pub use theme::Theme;

use crate::{
    knowledge::visible,
    wizard::{Key, Page, Place, Tone},
};
use layout::Row;
use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
};
use std::collections::BTreeMap;

/// The smallest window that pages are made for.
pub const SMALLEST: (u16, u16) = (60, 20);
/// More lines than this are not given to the status; all of it stands on a page as well.
const STATUS_LINES: usize = 6;

/// The screen: how it looks, and how far each page was scrolled.
#[derive(Debug)]
pub struct Screen {
    /// How meanings look.
    pub theme: Theme,
    /// The first line that is shown, by page and of what it is.
    tops: BTreeMap<(Place, String), usize>,
    shown: Option<((Place, String), Option<usize>)>,
    height: usize,
    blind: bool,
    lines: usize,
    /// The lines of the selected offer, from and to.
    selected: Option<(usize, usize)>,
}

impl Screen {
    /// A screen that has shown nothing yet.
    #[must_use]
    pub const fn new(theme: Theme) -> Screen {
        Screen {
            theme,
            tops: BTreeMap::new(),
            shown: None,
            height: 0,
            blind: false,
            lines: 0,
            selected: None,
        }
    }

    /// Draws a page.
    pub fn draw(&mut self, frame: &mut Frame<'_>, place: &Place, page: &Page) {
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            self.too_small(frame, area);
            return;
        }
        self.blind = false;
        let width = usize::from(area.width);
        let rule = Row { parts: vec![(Tone::Dim, self.theme.rule().to_string().repeat(width))], offer: None };
        let mut above = title(page, width);
        above.push(rule);
        let (below, cursor) = below(page, width);
        let rows = layout::body(page, width, self.theme);
        self.height = usize::from(area.height).saturating_sub(above.len() + below.len() + 1);
        self.lines = rows.len();
        self.selected = page.selected.and_then(|offer| {
            let of = |row: &Row| row.offer == Some(offer);
            Some((rows.iter().position(of)?, rows.iter().rposition(of)?))
        });
        let top = self.settle((place.clone(), page.of.clone()), page.selected);
        let more = self.more(top, width);
        let body = rows.into_iter().skip(top).chain(std::iter::repeat(Row::default())).take(self.height);
        let all: Vec<Row> = above.into_iter().chain(body).chain([more]).chain(below).collect();
        let count = all.len();
        for (y, row) in all.into_iter().enumerate().take(usize::from(area.height)) {
            self.line(frame, y, row, page.selected);
        }
        if let Some((x, up)) = cursor {
            let y = count.saturating_sub(up);
            frame.set_cursor_position(Position::new(
                cell(x).min(area.width - 1),
                cell(y).min(area.height - 1),
            ));
        }
    }

    /// True while the window is too small for a page: nobody sees what a key does.
    #[must_use]
    pub const fn is_blind(&self) -> bool {
        self.blind
    }

    /// What a key does to the scrolling; the key itself where the wizard is to have it.
    pub fn key(&mut self, key: Key, page: &Page) -> Option<Key> {
        let Some((place, _)) = self.shown.clone() else { return Some(key) };
        if page.input.is_some() && matches!(key, Key::Char(_)) {
            // In a text field every letter is text.
            return Some(key);
        }
        let top = self.tops.get(&place).copied().unwrap_or(0);
        let end = self.lines.saturating_sub(self.height);
        let bottom = top + self.height;
        let first = page.selected.is_none_or(|at| at == 0);
        let last = page.selected.is_none_or(|at| at + 1 >= page.offers.len());
        let above = self.selected.is_some_and(|(from, _)| from < top);
        let under = self.selected.is_some_and(|(_, to)| to >= bottom);
        let page_height = self.height.saturating_sub(1).max(1);
        let scroll = match key {
            Key::PageUp => Some(top.saturating_sub(page_height)),
            Key::PageDown => Some((top + page_height).min(end)),
            Key::Up | Key::Char('k') if (first && !under || above) && top > 0 => Some(top - 1),
            Key::Down | Key::Char('j') if (last && !above || under) && top < end => Some(top + 1),
            // Nothing is chosen that cannot be seen.
            Key::Enter if above || under => self.selected.map(|(from, to)| self.around(top, from, to)),
            _ => None,
        };
        if matches!(key, Key::Home | Key::Char('g')) && first {
            self.tops.insert(place, 0);
            return Some(key);
        }
        if matches!(key, Key::End | Key::Char('G')) && last {
            self.tops.insert(place, end);
            return Some(key);
        }
        let Some(scroll) = scroll else { return Some(key) };
        self.tops.insert(place, scroll);
        None
    }

    /// The first line to show: as it was left, but with the selected line in sight when it changed.
    fn settle(&mut self, place: (Place, String), selected: Option<usize>) -> usize {
        let mut top = self.tops.get(&place).copied().unwrap_or(0);
        let moved = self.shown.as_ref().is_some_and(|(was, at)| *was == place && *at != selected);
        if moved && let Some((from, to)) = self.selected {
            top = self.around(top, from, to);
        }
        top = top.min(self.lines.saturating_sub(self.height));
        self.tops.insert(place.clone(), top);
        self.shown = Some((place, selected));
        top
    }

    const fn around(&self, top: usize, from: usize, to: usize) -> usize {
        if from < top {
            from
        } else if to >= top + self.height {
            to + 1 - self.height
        } else {
            top
        }
    }

    /// The line below the body: it says when there is more.
    fn more(&self, top: usize, width: usize) -> Row {
        let below = self.lines.saturating_sub(top + self.height);
        let text = match (top, below) {
            (0, 0) => String::new(),
            (0, n) => format!(" {n} more below: PgDn "),
            (n, 0) => format!(" {n} more above: PgUp "),
            (a, b) => format!(" {a} more above, {b} below: PgUp PgDn "),
        };
        let line = self.theme.rule().to_string().repeat(width.saturating_sub(text.len() + 2));
        let end = self.theme.rule().to_string().repeat(if text.is_empty() { width.min(2) } else { 2 });
        Row { parts: vec![(Tone::Dim, line), (Tone::Plain, text), (Tone::Dim, end)], offer: None }
    }

    fn line(&self, frame: &mut Frame<'_>, y: usize, row: Row, selected: Option<usize>) {
        let area = frame.area();
        let chosen = row.offer.is_some() && row.offer == selected;
        let spans: Vec<Span<'static>> =
            row.parts.into_iter().map(|(tone, text)| Span::styled(text, self.theme.style(tone))).collect();
        let style = if chosen { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        let place = Rect::new(0, cell(y), area.width, 1);
        frame.buffer_mut().set_style(place, style);
        frame.render_widget(Line::from(spans), place);
    }

    fn too_small(&mut self, frame: &mut Frame<'_>, area: Rect) {
        (self.height, self.blind) = (0, true);
        let (width, height) = SMALLEST;
        let text = format!("Window {}x{}: needs {width}x{height}. Q quits.", area.width, area.height);
        if area.height > 0 {
            frame.render_widget(Line::from(text), Rect::new(0, 0, area.width, 1));
        }
    }
}

fn cell(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// Where am I, which evidence: side by side, or below each other.
fn title(page: &Page, width: usize) -> Vec<Row> {
    let (title, context) = (visible(&page.title), visible(&page.context));
    let used = wrap::width(&title) + wrap::width(&context);
    if used + 4 <= width {
        let gap = " ".repeat(width - used - 2);
        let parts = vec![(Tone::Strong, format!(" {title}{gap}")), (Tone::Plain, format!("{context} "))];
        return vec![Row { parts, offer: None }];
    }
    let room = width.saturating_sub(2);
    let lines = |tone, text: &str| {
        wrap::words(text, room, room)
            .into_iter()
            .take(STATUS_LINES)
            .map(move |l| Row { parts: vec![(tone, format!(" {l}"))], offer: None })
            .collect::<Vec<_>>()
    };
    let mut rows = lines(Tone::Strong, &title);
    rows.extend(lines(Tone::Plain, &context));
    rows
}

/// Field, status and keys; where the text cursor stands: its column, and lines from the end.
fn below(page: &Page, width: usize) -> (Vec<Row>, Option<(usize, usize)>) {
    let mut rows = Vec::new();
    let mut cursor = None;
    if let Some(input) = &page.input {
        let text = format!(" {}: {}", input.label, visible(&input.text));
        let lines = wrap::anywhere(&text, width.saturating_sub(1));
        // The end of what is typed is what one looks at.
        let skip = lines.len().saturating_sub(STATUS_LINES);
        rows.extend(
            lines.into_iter().skip(skip).map(|l| Row { parts: vec![(Tone::Strong, l)], offer: None }),
        );
        cursor = rows.last().map(|row| (wrap::width(&row.text()), rows.len()));
    }
    let room = width.saturating_sub(2);
    let status = wrap::words(&visible(&page.status), room, room);
    let cut = status.len() > STATUS_LINES;
    rows.extend(status.into_iter().take(STATUS_LINES).enumerate().map(|(i, line)| {
        let dots = if cut && i + 1 == STATUS_LINES { " ..." } else { "" };
        Row { parts: vec![(Tone::Note, format!(" {line}{dots}"))], offer: None }
    }));
    rows.extend(keys(page, width));
    let total = rows.len();
    (rows, cursor.map(|(x, line)| (x, total + 1 - line)))
}

/// The key line, broken between hints.
fn keys(page: &Page, width: usize) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    let mut used = 0;
    for hint in &page.keys {
        let why = hint.off.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
        let text = format!("{} {}{why}", hint.keys, hint.label);
        let wide = wrap::width(&text) + 3;
        if used > 0 && used + wide > width {
            rows.push(Row::default());
            used = 0;
        }
        if let Some(row) = rows.last_mut() {
            let gap = if used == 0 { " " } else { "   " };
            row.parts.push((Tone::Strong, format!("{gap}{}", hint.keys)));
            row.parts.push((
                if hint.off.is_some() { Tone::Dim } else { Tone::Plain },
                format!(" {}{why}", hint.label),
            ));
        }
        used += wide;
    }
    rows
}
