//! Lines of a list put together: properties, and values that were wrapped.

use std::cmp::Ordering;

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `Name   : value`; the column is where values begin.
    Property { name: &'a str, column: usize, value: &'a str },
    /// An indented line: more of the value above.
    More(usize),
    /// Nothing.
    Blank,
    /// Anything else: a prompt, a command, a title.
    Strange,
}

/// The longest name of a property.
const LONGEST: usize = 100;

/// What a line is.
pub(super) fn piece(line: &str) -> Piece<'_> {
    if line.trim().is_empty() {
        return Piece::Blank;
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    if indent > 0 {
        return Piece::More(indent);
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    let end = line.find(|c| !is_name(c)).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let behind = rest.trim_start_matches(' ');
    match behind.strip_prefix(':') {
        Some(value)
            if !name.is_empty() && name.len() <= LONGEST && (value.is_empty() || value.starts_with(' ')) =>
        {
            let column = line.len() - value.len() + 1;
            Piece::Property { name, column, value: value.strip_prefix(' ').unwrap_or(value) }
        }
        _ => Piece::Strange,
    }
}

/// One object, line by line.
pub(super) struct Object {
    /// Where it begins.
    pub line: u64,
    column: usize,
    properties: Vec<Property>,
    window: Window,
    lines: usize,
}

struct Property {
    name: String,
    /// The value's lines, and how wide each line was.
    lines: Vec<(String, usize)>,
}

/// What the lines tell of the window that they were printed in.
#[derive(Default)]
struct Window {
    /// The longest line, and how many are as long.
    widest: (usize, usize),
    /// True where lines end in blanks: nobody cut them off.
    blanks: bool,
}

impl Object {
    pub fn begin(line: u64, column: usize) -> Object {
        Object { line, column, properties: Vec::new(), window: Window::default(), lines: 0 }
    }

    pub const fn lines(&self) -> usize {
        self.lines
    }

    /// True where a property is not of this object.
    pub fn is_of_another(&self, name: &str, column: usize) -> bool {
        column != self.column || self.properties.iter().any(|p| p.name.eq_ignore_ascii_case(name))
    }

    pub fn put(&mut self, name: &str, value: &str, line: &str) {
        let width = self.measure(line);
        self.properties.push(Property { name: name.to_owned(), lines: vec![(value.to_owned(), width)] });
    }

    /// Takes a line that goes on with the value above; false where it does not stand below it.
    pub fn more(&mut self, line: &str) -> bool {
        let Some(rest) = line.get(self.column..).filter(|_| line[..self.column].trim().is_empty()) else {
            return false;
        };
        let width = self.measure(line);
        if let Some(property) = self.properties.last_mut() {
            property.lines.push((rest.to_owned(), width));
        }
        true
    }

    fn measure(&mut self, line: &str) -> usize {
        let width = line.chars().count();
        let (widest, count) = self.window.widest;
        self.window.widest = match width.cmp(&widest) {
            Ordering::Greater => (width, 1),
            Ordering::Equal => (widest, count + 1),
            Ordering::Less => (widest, count),
        };
        self.window.blanks |= line.ends_with(' ');
        self.lines += 1;
        width
    }

    /// Every property with its value in one piece, or why it cannot be put together.
    pub fn texts(self) -> Vec<(String, Result<String, String>)> {
        let (window, column) = (self.window, self.column);
        self.properties.into_iter().map(|p| (p.name, joined(&p.lines, &window, column))).collect()
    }
}

/// A value is broken behind a blank, which stays at the end of the line; a word longer than the line is
/// broken where the line is full. Who pasted the text may have cut blanks off: then only a word that is too
/// long for a line that others are as long as is known to be one word.
fn joined(lines: &[(String, usize)], window: &Window, column: usize) -> Result<String, String> {
    let (widest, as_long) = window.widest;
    let mut out = String::new();
    let mut before: Option<usize> = None;
    for (text, width) in lines {
        if let Some(width) = before
            && !out.ends_with(' ')
            && !window.blanks
        {
            let tail = out.rsplit(' ').next().unwrap_or_default().chars().count();
            let head = text.split(' ').next().unwrap_or_default().chars().count();
            let one_word = tail + head > widest.saturating_sub(column) && as_long > 1;
            if width < widest {
                out.push(' ');
            } else if !one_word {
                return Err("it is broken over two lines where a blank may have been lost".to_owned());
            }
        }
        out.push_str(text);
        before = Some(*width);
    }
    Ok(out.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(String, Result<String, String>)> {
        let mut object: Option<Object> = None;
        for line in text.lines() {
            match piece(line) {
                Piece::Property { name, column, value } => {
                    object.get_or_insert_with(|| Object::begin(1, column)).put(name, value, line);
                }
                Piece::More(_) => assert!(object.as_mut().unwrap().more(line), "{line}"),
                other => panic!("{other:?}"),
            }
        }
        object.unwrap().texts()
    }

    #[test]
    fn what_a_line_is() {
        assert_eq!(piece("DN         : CN=a"), Piece::Property { name: "DN", column: 13, value: "CN=a" });
        assert_eq!(piece("mail : "), Piece::Property { name: "mail", column: 7, value: "" });
        assert_eq!(piece("mail :"), Piece::Property { name: "mail", column: 7, value: "" });
        assert_eq!(piece("PS C:\\> Get-ADUser ada"), Piece::Strange);
        assert_eq!(piece("http://x"), Piece::Strange);
        assert_eq!(piece("   more"), Piece::More(3));
        assert_eq!(piece("  "), Piece::Blank);
    }

    #[test]
    fn a_word_longer_than_the_line_and_words_broken_at_a_blank() {
        let long = texts("DN : CN=Ada,OU=Staff,OU=\n     Berlin,DC=contoso,D\n     C=com\nx  : 1");
        assert_eq!(long[0].1.as_deref(), Ok("CN=Ada,OU=Staff,OU=Berlin,DC=contoso,DC=com"));
        let kept = texts("DN : CN=Ada \n     Byron,OU=Staff,DC=com");
        assert_eq!(kept[0].1.as_deref(), Ok("CN=Ada Byron,OU=Staff,DC=com"));
        let cut = texts("DN : CN=Ada\n     Byron,OU=Staff,DC=com");
        assert_eq!(cut[0].1.as_deref(), Ok("CN=Ada Byron,OU=Staff,DC=com"));
    }

    #[test]
    fn where_a_blank_may_be_lost_nothing_is_guessed() {
        let room = texts("DN : CN=Ada\n     Byron\nx  : 123456789");
        assert_eq!(room[0].1.as_deref(), Ok("CN=Ada Byron"), "the line had room for more of a word");
        let unsure = texts("DN : CN=Ada x\n     Byron\nx  : 1");
        assert!(unsure[0].1.is_err(), "{unsure:?}");
        let kept = texts("DN : CN=Ada,OU\n     =Staff\nx  : ");
        assert_eq!(kept[0].1.as_deref(), Ok("CN=Ada,OU=Staff"), "blanks were kept, so there was none");
    }
}
