//! What an event is about, by the names in its text, whatever language stands around them.

use crate::evidence::guid;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// GUIDs that follow such a word name a call, not a connector.
const CALLS: [&str; 5] = ["track", "session", "request", "correl", "anchor"];
/// Words with dots that are programs' own names, not DNS names.
const CODE: [&str; 4] = ["system.", "microsoft.", "mscorlib.", "newtonsoft."];
/// How much of a text names what it is about, before exceptions and stack frames begin.
const HEAD: usize = 600;

/// Where an event names the connector and the partition that it is about.
static CONNECTOR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<connector-id>"));
static PARTITION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<partition-name>"));
/// What ends the head of a text.
static STOPS: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["--->", "Exception", "<forest-info", "\n   at "].map(Finder::new));

/// The connector and the domains that a text names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The connector's GUID.
    pub connector: Option<String>,
    /// True where the text says that it is a connector's.
    pub connector_is_explicit: bool,
    /// True where the text says which partition it is about; it is the first of the domains.
    pub partition: bool,
    /// In lower case, each once, in order: the partition, DNS names in the head of the text, and the
    /// domains of distinguished names anywhere in it; no more than eight.
    pub domains: Vec<String>,
}

impl Named {
    /// What this text names.
    #[must_use]
    pub fn of(text: &str) -> Named {
        // Elements stand at the end of a long text.
        let elements =
            memchr::memchr(b'<', text.as_bytes()).and_then(|at| text.get(at..)).unwrap_or_default();
        let found = connector(text, elements);
        let partition = element(elements, &PARTITION).filter(|name| !name.is_empty());
        Named {
            connector_is_explicit: found.as_ref().is_some_and(|(_, explicit)| *explicit),
            connector: found.map(|(guid, _)| guid),
            partition: partition.is_some(),
            domains: domains(text, elements, partition),
        }
    }
}

/// The connector that a text or the elements in it name, and whether it says so in so many words.
fn connector(text: &str, elements: &str) -> Option<(String, bool)> {
    if let Some(named) = element(elements, &CONNECTOR).and_then(guid::from_text) {
        return Some((named, true));
    }
    guids(text).find(|(at, _)| !follows_a_call(text, *at)).map(|(_, guid)| (guid, false))
}

/// Where `what` begins.
fn find(text: &str, what: &Finder<'_>) -> Option<usize> {
    what.find(text.as_bytes())
}

/// The text between a tag and the next that closes one.
fn element<'a>(text: &'a str, tag: &Finder<'_>) -> Option<&'a str> {
    let start = find(text, tag)? + tag.needle().len();
    let rest = text.get(start..)?;
    let end =
        memchr::memchr_iter(b'<', rest.as_bytes()).find(|at| rest.as_bytes().get(at + 1) == Some(&b'/'))?;
    rest.get(..end).map(str::trim)
}

/// The domains that a text names, in lower case, each once, in order: its partition, DNS names in its head,
/// and those of distinguished names anywhere in it.
fn domains(text: &str, elements: &str, partition: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut put = |name: String| {
        if !found.contains(&name) && found.len() < 8 {
            found.push(name);
        }
    };
    if let Some(partition) = partition {
        put(dn_domains(partition).pop().unwrap_or_else(|| partition.to_lowercase()));
    }
    // An element with a forest's names ends the head wherever it stands.
    let forest = elements.starts_with("<forest-info");
    let before = text.get(..text.len() - if forest { elements.len() } else { 0 });
    dns_names(head(before.unwrap_or(text))).into_iter().for_each(&mut put);
    dn_domains(text).into_iter().for_each(&mut put);
    found
}

/// The domains of the distinguished names in a text, in lower case.
fn dn_domains(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut found: Vec<String> = Vec::new();
    let mut before = "";
    let (mut from, mut next) = (0, 0);
    while let Some(equals) = memchr::memchr(b'=', &bytes[next..]).map(|at| next + at) {
        next = equals + 1;
        let Some(at) = equals.checked_sub(2).filter(|at| *at >= from) else { continue };
        if !bytes[at..equals].eq_ignore_ascii_case(b"dc") {
            continue;
        }
        let Some(rest) = text.get(at..) else { continue };
        // One after the other, users are of the same domain.
        if rest.strip_prefix(before).is_some_and(|behind| !before.is_empty() && !goes_on(before, behind)) {
            from = at + before.len();
        } else {
            let (labels, tail) = labels(rest);
            from = text.len() - tail.len();
            before = text.get(at..from).unwrap_or_default();
            let name = labels.join(".").to_lowercase();
            if !found.contains(&name) {
                found.push(name);
            }
        }
        next = from;
    }
    found
}

/// True where a domain that was read before has another part or a longer one here.
fn goes_on(before: &str, behind: &str) -> bool {
    let ended = before.ends_with(',') || !behind.starts_with(|c: char| c == ',' || is_label(c));
    !ended || dc(behind.trim_start()).is_some()
}

/// The labels of a domain, and what stands behind it.
fn labels(text: &str) -> (Vec<&str>, &str) {
    let mut tail = text;
    let mut labels: Vec<&str> = Vec::new();
    while let Some(label) = dc(tail.trim_start()) {
        let end = label.find(|c: char| !is_label(c)).unwrap_or(label.len());
        labels.push(label.get(..end).unwrap_or_default());
        tail = label.get(end..).unwrap_or_default();
        tail = tail.strip_prefix(',').unwrap_or(tail);
    }
    (labels, tail)
}

fn is_label(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// What stands behind `dc=`.
fn dc(text: &str) -> Option<&str> {
    let (kind, rest) = text.split_at_checked(3)?;
    kind.eq_ignore_ascii_case("dc=").then_some(rest)
}

/// What comes before exceptions, elements and stack frames; nothing where no dot in it could be a name's.
fn head(text: &str) -> &str {
    let most = text.len().min(HEAD);
    let mut head = (0..=most).rev().find_map(|end| text.get(..end)).unwrap_or_default();
    let within = |dot: usize| head.as_bytes().get(dot + 1).is_some_and(|b| !b.is_ascii_whitespace());
    if !memchr::memchr_iter(b'.', head.as_bytes()).any(within) {
        return "";
    }
    for stop in &*STOPS {
        head = find(head, stop).and_then(|end| head.get(..end)).unwrap_or(head);
    }
    head
}

fn dns_names(head: &str) -> Vec<String> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut found = Vec::new();
    let mut rest = head;
    while let Some(dot) = memchr::memchr(b'.', rest.as_bytes()) {
        let (before, behind) = rest.split_at(dot);
        // The end of a sentence.
        if !behind[1..].starts_with(part) {
            rest = &behind[1..];
            continue;
        }
        let start =
            before.char_indices().rev().take_while(|(_, c)| part(*c)).last().map_or(dot, |(at, _)| at);
        let end = dot + behind.find(|c| !part(c)).unwrap_or(behind.len());
        let word = rest.get(start..end).unwrap_or_default().trim_matches('.');
        if word.contains('.') {
            found.push(word.to_lowercase());
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    found.retain(|word| is_dns_name(word));
    found
}

fn is_dns_name(word: &str) -> bool {
    let last = word.rsplit('.').next().unwrap_or_default();
    word.contains('.')
        && last.chars().all(char::is_alphabetic)
        && last.chars().count() >= 2
        && word.split('.').all(|label| !label.is_empty())
        && !CODE.iter().any(|prefix| word.starts_with(prefix))
        && !last.ends_with("exception")
}

fn follows_a_call(text: &str, at: usize) -> bool {
    let before: String = text.get(..at).unwrap_or_default().chars().rev().take(24).collect();
    let before: String = before.chars().rev().collect::<String>().to_ascii_lowercase();
    CALLS.iter().any(|call| before.contains(call))
}

/// Every GUID in a text in dashed form, with its place.
pub fn guids(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut from = 0;
    memchr::memchr_iter(b'-', text.as_bytes()).filter_map(move |dash| {
        let at = dash.checked_sub(8).filter(|at| *at >= from)?;
        let guid = text.get(at..at + 36).filter(|guid| guid::is_plain(guid.as_bytes()))?;
        from = at + 36;
        Some((at, guid.to_ascii_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_whole_names() {
        let text = "Kennwortsynchronisierung fehlgeschlagen: emea.contoso.com, DC: dc1.emea.contoso.com. Details: \
                    System.DirectoryServices.Foo ---> x.y.Exception a.b.c";
        assert_eq!(domains(text, "", None).first().map(String::as_str), Some("emea.contoso.com"));
        assert!(!domains(text, "", None).contains(&"contoso.com".to_owned()));
        assert_eq!(dn_domains("Dn : CN=Byron\\, Ada,OU=Staff,DC=contoso,DC=com, Result"), ["contoso.com"]);
    }

    #[test]
    fn the_head_ends_where_elements_or_exceptions_begin() {
        let forest = "<forest-info>\n<partition-name>a.b.c</partition-name></forest-info> dc1.x.y";
        for (text, want) in [
            (format!("It ended. Then dc1.contoso.com answered. {forest}"), &["a.b.c", "dc1.contoso.com"][..]),
            (format!("<b>dc1.contoso.com</b> {forest}"), &["a.b.c", "dc1.contoso.com"]),
            (format!("It ended. Success. {forest}"), &["a.b.c"]),
            ("of emea.org ---> of y.com".to_owned(), &["emea.org"]),
            ("Success. Success.".to_owned(), &[]),
            (format!("{}. at x.org", "a".repeat(HEAD)), &[]),
        ] {
            assert_eq!(Named::of(&text).domains, want, "{text}");
        }
    }

    #[test]
    fn domains_one_after_the_other() {
        for (text, want) in [
            ("CN=a,DC=x,DC=y, Result\nCN=b,DC=x,DC=y, Result", &["x.y"][..]),
            ("CN=a,DC=x,DC=y, r\nCN=b,DC=x,DC=y,DC=z, r\nCN=c,DC=x,DC=y, r", &["x.y", "x.y.z"]),
            ("CN=a,DC=x,DC=y\nCN=b,DC=x,DC=yy\nCN=c,DC=x,DC=y", &["x.y", "x.yy"]),
            ("CN=a,DC=x,DC=y; CN=b,DC=x,DC=y, DC=z; CN=c,DC=x,DC=y", &["x.y", "x.y.z"]),
            ("cn=a,dc=X,dc=Y. cn=b,DC=x,DC=y.", &["x.y"]),
            ("Anchor : abc==, Dn : CN=a,DC=x,DC=y", &["x.y"]),
            ("=DC==dc", &[""]),
        ] {
            assert_eq!(dn_domains(text), want, "{text:?}");
        }
    }

    #[test]
    fn the_connector_and_not_the_call() {
        let text = "ping end. TrackingID : 11111111-2222-3333-4444-555555555555 \n<forest-info> <connector-id>\
                    AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D</connector-id> </forest-info>";
        assert_eq!(connector(text, text), Some(("ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d".into(), true)));
        assert_eq!(connector("TrackingID:11111111-2222-3333-4444-555555555555", ""), None);
    }
}
