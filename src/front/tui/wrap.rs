//! Breaks text into lines by the width it takes on a screen. Nothing is cut and nothing put in.

use ratatui::{style::Style, text::Span};

/// The columns that a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { Span::raw(text).width() }
}

/// Breaks between words; a word wider than a line is broken where the line ends.
/// The first line may have another width than the rest.
#[must_use]
pub fn words(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let room = if lines.len() == 1 { first } else { rest }.max(1);
        let bare = word.trim_end_matches(' ');
        if used + width(bare) > room && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        let room = if lines.len() == 1 { first } else { rest }.max(1);
        if width(bare) > room {
            used = broken(bare, room, rest.max(1), &mut lines);
            let after = word.get(bare.len()..).unwrap_or_default();
            if let Some(line) = lines.last_mut() {
                line.push_str(after);
            }
            used += width(after);
            continue;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
        used += width(word);
    }
    for line in &mut lines {
        line.truncate(line.trim_end_matches(' ').len());
    }
    lines
}

/// Breaks wherever a line ends: for commands, into which nothing may come.
#[must_use]
pub fn anywhere(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    broken(text, room.max(1), room.max(1), &mut lines);
    lines
}

/// Adds a text to the last of the lines, and breaks it where they end; says how full the last one is.
fn broken(text: &str, first: usize, rest: usize, lines: &mut Vec<String>) -> usize {
    let mut used = lines.last().map_or(0, |l| width(l));
    let mut room = first;
    let span = Span::raw(text);
    for grapheme in span.styled_graphemes(Style::default()) {
        let wide = width(grapheme.symbol);
        if used + wide > room && used > 0 {
            lines.push(String::new());
            room = rest;
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme.symbol);
        }
        used += wide;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn between_words_and_inside_long_ones() {
        assert_eq!(words("one two three", 8, 8), ["one two", "three"]);
        assert_eq!(words("one two three", 3, 9), ["one", "two three"]);
        assert_eq!(words("abcdefghij kl", 4, 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(words("", 4, 4), [""]);
        assert_eq!(anywhere("Get-X -Y 'a  b'", 6), ["Get-X ", "-Y 'a ", " b'"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_too_wide(text in "[ a-zé世]{0,60}", first in 2usize..20, rest in 2usize..20) {
            let lines = words(&text, first, rest);
            let solid = |s: &str| s.replace(' ', "");
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
            for (i, line) in lines.iter().enumerate() {
                let room = if i == 0 { first } else { rest };
                prop_assert!(width(line) <= room);
            }
            prop_assert_eq!(anywhere(&text, rest).concat(), text);
        }
    }
}
