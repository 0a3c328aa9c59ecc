//! Text that somebody else wrote, made safe to show: whatever a terminal would act on, or an eye
//! would not see, is spelled out.

use std::fmt::Write as _;

/// `text` on one line, with control characters, direction marks and invisible characters spelled as
/// `<U+202E>`; line ends and tabs become blanks.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.trim().chars() {
        match c {
            '\n' | '\r' | '\t' => {
                if !blank {
                    out.push(' ');
                }
                blank = true;
                continue;
            }
            c if hidden(c) => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c => out.push(c),
        }
        blank = false;
    }
    out
}

/// True for what must not reach a screen or a command as it is.
#[must_use]
pub(super) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_and_nothing_acts() {
        assert_eq!(visible("a\r\n\tb"), "a b");
        assert_eq!(visible("\u{1b}[2Jx\u{7}"), "<U+001B>[2Jx<U+0007>");
        assert_eq!(visible("com\u{202e}moc"), "com<U+202E>moc");
        assert_eq!(visible("Zürich 東京"), "Zürich 東京");
    }
}
