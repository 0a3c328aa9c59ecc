//! Lines of a bounded width.

/// The width of plain reports.
pub(super) const WIDTH: usize = 80;

/// `text` in lines of at most [`WIDTH`], the first after `first`, the others after as many blanks as
/// `indent` says. A word that is too long stands alone, uncut: a path or a command must stay whole.
pub(super) fn wrap(first: &str, indent: usize, text: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut bare = true;
    for word in text.split_whitespace() {
        if !bare && width(&line) + 1 + width(word) > WIDTH {
            push(&mut out, &line);
            line = " ".repeat(indent);
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line.push_str(word);
        bare = false;
    }
    push(&mut out, &line);
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Columns, one a character.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_wider_unless_one_word_is() {
        let text = "word ".repeat(60);
        let made = wrap("  - ", 4, &text);
        assert!(made.lines().all(|l| width(l) <= WIDTH));
        assert_eq!(made.split_whitespace().filter(|w| *w == "word").count(), 60);
        let long = "x".repeat(100);
        assert_eq!(wrap("", 2, &format!("a {long} b")), format!("a\n  {long}\n  b\n"));
    }
}
