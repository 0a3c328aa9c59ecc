//! How a meaning looks: sixteen named colours or none, and lines or ASCII.

use crate::wizard::Tone;
use ratatui::style::{Color, Modifier, Style};

/// Looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// False: no colour is ever sent, only bold and reverse.
    pub colour: bool,
    /// True: no character outside ASCII is drawn by the program itself.
    pub ascii: bool,
}

impl Theme {
    /// The style of a meaning.
    #[must_use]
    pub fn style(self, tone: Tone) -> Style {
        let style = match tone {
            Tone::Strong | Tone::Bad => Style::new().add_modifier(Modifier::BOLD),
            _ => Style::new(),
        };
        if !self.colour {
            return style;
        }
        match tone {
            Tone::Plain | Tone::Strong => style,
            Tone::Dim => style.fg(Color::DarkGray),
            Tone::Good => style.fg(Color::Green),
            Tone::Note => style.fg(Color::Cyan),
            Tone::Warn => style.fg(Color::Yellow),
            Tone::Bad => style.fg(Color::Red),
        }
    }

    /// The line across.
    #[must_use]
    pub const fn rule(self) -> char {
        if self.ascii { '-' } else { '─' }
    }
}

/// Whether consoles of this code page draw lines and blocks two cells wide: those of Japanese, Chinese
/// (simplified, traditional) and Korean Windows, with fonts in which these characters are wide.
#[must_use]
pub const fn draws_lines_wide(code_page: u32) -> bool {
    matches!(code_page, 932 | 936 | 949 | 950)
}

#[cfg(test)]
mod tests {
    use super::draws_lines_wide;

    #[test]
    fn only_east_asian_consoles_draw_lines_wide() {
        assert!([932, 936, 949, 950].into_iter().all(draws_lines_wide));
        assert!(![0, 437, 850, 852, 866, 1252, 65001].into_iter().any(draws_lines_wide));
    }
}
