//! Places in texts and commands, and what is put there. Values are untrusted.

use super::{
    library::library,
    visible::{hidden, visible},
};
use crate::evidence::guid;
use std::collections::BTreeMap;

/// Values for the places of a text, by the name of the place.
pub type Names = BTreeMap<&'static str, String>;

/// Places that hold the name of a computer or a domain. In commands they also become arguments of
/// programs that split them by rules of their own, so nothing but a DNS name is let through.
pub(super) const HOSTS: [&str; 6] = ["computer", "domain", "dc", "last_dc", "other", "account_domain"];

/// Fills a text.
pub(super) fn text(template: &str, names: &Names) -> String {
    walk(template, |place, before| match names.get(place) {
        Some(value) if !value.trim().is_empty() => visible(value),
        _ if before.is_empty() || before.ends_with(". ") => capital(stand_in(place)),
        _ => stand_in(place).to_owned(),
    })
}

/// The names of the places themselves, in `< >`, for texts about no finding; `own` as for a command.
pub(super) fn blanks(own: &BTreeMap<String, String>) -> Names {
    let library = library();
    let word = |place: &'static String| {
        own.get(place).or_else(|| library.blanks.get(place)).cloned().unwrap_or(place.replace('_', " "))
    };
    library.places.keys().map(|place| (place.as_str(), format!("<{}>", word(place)))).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Fills a command. The second value is true where a name had to be left open.
pub(super) fn command(template: &str, names: &Names) -> (String, bool) {
    command_of(template, names, &BTreeMap::new())
}

/// As `command`; `own` says what a name that is left open is called, where it is not called as usual.
pub(super) fn command_of(template: &str, names: &Names, own: &BTreeMap<String, String>) -> (String, bool) {
    let mut open = false;
    let made = walk(template, |place, _| {
        let value = names.get(place).map(|v| v.trim()).filter(|v| !v.is_empty());
        let fits = |v: &&str| !HOSTS.contains(&place) || is_host(v);
        let quoted = value.filter(fits).and_then(quote).map(|quoted| match value {
            // Events alone know a connector by its identifier only, and no cmdlet takes that for a name.
            Some(value) if place == "connector" && guid::is_plain(value.as_bytes()) => {
                format!("(Get-ADSyncConnector | Where-Object Identifier -eq {quoted}).Name")
            }
            _ => quoted,
        });
        quoted.unwrap_or_else(|| {
            open = true;
            format!("'<{}>'", own.get(place).map_or_else(|| stand_in(place), String::as_str))
        })
    });
    (made, open)
}

/// True where every place of a text has a value.
pub(super) fn is_whole(template: &str, names: &Names) -> bool {
    let mut whole = true;
    walk(template, |place, _| {
        whole &= names.get(place).is_some_and(|v| !v.trim().is_empty());
        String::new()
    });
    whole
}

/// What a place without a value is called.
fn stand_in(place: &str) -> &str {
    library().places.get(place).map_or(place, String::as_str)
}

/// A PowerShell string that is `value` and nothing else; none for a value with characters that must
/// not be pasted into a console. PowerShell takes four characters beside `'` for a single quote.
#[must_use]
pub(super) fn quote(value: &str) -> Option<String> {
    if value.chars().any(hidden) {
        return None;
    }
    let mut out = String::with_capacity(value.len() + 2);
    out.push('\'');
    for c in value.chars() {
        if is_single_quote(c) {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    Some(out)
}

const fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

fn is_host(value: &str) -> bool {
    value.chars().next().is_some_and(char::is_alphanumeric)
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// Every place in a template, in order.
#[cfg(test)]
pub(super) fn places(template: &str) -> Vec<String> {
    let mut out = Vec::new();
    walk(template, |place, _| {
        out.push(place.to_owned());
        String::new()
    });
    out
}

/// A place is lower-case letters and `_` in braces; any other brace belongs to the text. `put` is
/// given the place and what stands before it.
fn walk(template: &str, mut put: impl FnMut(&str, &str) -> String) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = &from[1..];
        let end = inner.find(|c: char| !(c.is_ascii_lowercase() || c == '_'));
        match end {
            Some(end) if end > 0 && inner[end..].starts_with('}') => {
                let value = put(&inner[..end], &out);
                out.push_str(&value);
                rest = &inner[end + 1..];
            }
            _ => {
                out.push('{');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(place: &'static str, value: &str) -> Names {
        Names::from([(place, value.to_owned())])
    }

    #[test]
    fn names_are_filled_in_and_never_left_in_braces() {
        assert_eq!(text("off on {connector}", &names("connector", "contoso.com")), "off on contoso.com");
        assert!(!text("off on {connector}", &Names::new()).contains('{'));
        assert_eq!(text("{ $_.Name } {}", &Names::new()), "{ $_.Name } {}");
        assert_eq!(text("{domain} is off. {domain}", &Names::new()), "The domain is off. The domain");
        assert_eq!(text("{last} of {domain}", &blanks(&BTreeMap::new())), "<time> of <domain>");
    }

    #[test]
    fn a_command_with_a_name_that_must_not_be_pasted_has_a_gap() {
        let (made, open) = command("X -Name {connector}", &names("connector", "a\nRemove-Item C:\\"));
        assert!(open && made.starts_with("X -Name '<") && !made.contains("Remove-Item"));
        let (made, open) = command("nltest /dsgetdc:{domain}", &names("domain", "x /y"));
        assert!(open && !made.contains("/y"));
        assert_eq!(
            command("X {connector}", &names("connector", "O'Brien")),
            ("X 'O''Brien'".to_owned(), false)
        );
        assert_eq!(
            command("X -Name {connector} -Y", &names("connector", "cd613e30-d8f1-4adf-91b7-584a2265b1f5")).0,
            "X -Name (Get-ADSyncConnector | Where-Object Identifier -eq 'cd613e30-d8f1-4adf-91b7-584a2265b1f5').Name -Y"
        );
        let own = BTreeMap::from([("found".to_owned(), "the group".to_owned())]);
        assert_eq!(command_of("X {found}", &Names::new(), &own), ("X '<the group>'".to_owned(), true));
    }

    /// What PowerShell's own reader takes for the end of a single-quoted string.
    fn read_back(quoted: &str) -> Option<(String, String)> {
        let mut chars = quoted.chars().peekable();
        if !is_single_quote(chars.next()?) {
            return None;
        }
        let mut value = String::new();
        while let Some(c) = chars.next() {
            if is_single_quote(c) {
                if !chars.peek().is_some_and(|n| is_single_quote(*n)) {
                    return Some((value, chars.collect()));
                }
                chars.next();
            }
            value.push(c);
        }
        None
    }

    proptest! {
        #[test]
        fn no_value_breaks_out_of_its_quotes(value in "['‘’‚‛\"`$();{}|&a-z \\n\\x00-\\x1f\u{2028}\u{202e}]{0,40}") {
            match quote(&value) {
                Some(quoted) => prop_assert_eq!(read_back(&quoted), Some((value, String::new()))),
                None => prop_assert!(value.chars().any(hidden)),
            }
        }

        #[test]
        fn any_value_reads_back(value in any::<String>()) {
            if let Some(quoted) = quote(&value) {
                prop_assert_eq!(read_back(&quoted), Some((value, String::new())));
            }
        }

        #[test]
        fn no_value_adds_a_line_to_a_command(value in any::<String>()) {
            for place in ["connector", "domain", "account"] {
                let template = format!("Get-X -Name {{{place}}} -Y");
                let (made, _) = command(&template, &names(place, &value));
                prop_assert_eq!(made.lines().count(), 1);
                prop_assert!(made.ends_with("' -Y"));
            }
        }
    }
}
