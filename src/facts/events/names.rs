//! Names and numbers in the text of an event, whatever language stands around them.

use crate::evidence::guid;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// How far behind a marker its number may stand: room for a word and a colon.
const NEAR: usize = 18;
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

/// The whole numbers that stand shortly behind each occurrence of `marker`; `lower` is in lower case.
pub(super) fn numbers_after(lower: &str, marker: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for (at, _) in lower.match_indices(marker) {
        let rest = lower.get(at + marker.len()..).unwrap_or_default();
        let Some(start) = rest.char_indices().take(NEAR).find(|(_, c)| c.is_ascii_digit()) else { continue };
        let between = rest.get(..start.0).unwrap_or_default();
        if between.contains('\n') {
            continue;
        }
        let digits: String =
            rest.chars().skip(between.chars().count()).take_while(char::is_ascii_digit).collect();
        found.extend(digits.parse::<u32>());
    }
    found
}

/// The numbers written as `0x…`, with the facility of `0x8007….` taken off.
pub(super) fn hex_codes(lower: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for (at, _) in lower.match_indices("0x") {
        let digits: String = lower
            .get(at + 2..)
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_hexdigit)
            .take(8)
            .collect();
        if let Ok(number) = u32::from_str_radix(&digits, 16) {
            found.push(if number >> 16 == 0x8007 { number & 0xffff } else { number });
        }
    }
    found
}

/// The connector that a text names, and whether it says so in so many words.
pub(super) fn connector(text: &str) -> Option<(String, bool)> {
    if let Some(named) = element(text, &CONNECTOR).and_then(guid::from_text) {
        return Some((named, true));
    }
    guids(text).find(|(at, _)| !follows_a_call(text, *at)).map(|(_, guid)| (guid, false))
}

/// The GUID of a call, for Microsoft's support.
pub(super) fn tracking_id(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("tracking")?;
    guids(text.get(at..)?).find(|(near, _)| *near < 40).map(|(_, guid)| guid)
}

/// What stands behind "Server Name", up to the end of the line or the next comma.
pub(super) fn server_name(text: &str) -> Option<String> {
    let at = text.to_ascii_lowercase().find("server name")?;
    let rest = text.get(at + 11..)?.trim_start_matches([' ', ':', '\t']);
    let name: String =
        rest.chars().take_while(|c| !matches!(c, ',' | '\n' | '\r' | ';' | ' ')).take(64).collect();
    (!name.is_empty()).then_some(name)
}

/// Where `what` begins.
fn find(text: &str, what: &Finder<'_>) -> Option<usize> {
    what.find(text.as_bytes())
}

/// The text between a tag and the next that closes one.
pub(super) fn element<'a>(text: &'a str, tag: &Finder<'_>) -> Option<&'a str> {
    let start = find(text, tag)? + tag.needle().len();
    let rest = text.get(start..)?;
    rest.get(..rest.find("</")?).map(str::trim)
}

/// The domains that a text names, in lower case, each once, in order: those of distinguished names
/// anywhere in it, and DNS names in its head.
pub(super) fn domains(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut put = |name: String| {
        if !found.contains(&name) && found.len() < 8 {
            found.push(name);
        }
    };
    if let Some(partition) = element(text, &PARTITION) {
        put(super::super::domain_of_dn(partition).unwrap_or_else(|| partition.to_lowercase()));
    }
    dns_names(head(text)).into_iter().for_each(&mut put);
    dn_domains(text).into_iter().for_each(&mut put);
    found
}

/// The domains of the distinguished names in a text, in lower case.
pub(super) fn dn_domains(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut before = "";
    let mut from = 0;
    while let Some(at) = next_dc(text, from) {
        let mut tail = text.get(at..).unwrap_or_default();
        let mut labels: Vec<&str> = Vec::new();
        while let Some(label) = dc(tail.trim_start()) {
            let end =
                label.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(label.len());
            labels.push(label.get(..end).unwrap_or_default());
            tail = label.get(end..).unwrap_or_default();
            tail = tail.strip_prefix(',').unwrap_or(tail);
        }
        from = text.len() - tail.len();
        // One after the other, users are of the same domain.
        let written = text.get(at..from).unwrap_or_default();
        if written != before {
            before = written;
            let name = labels.join(".").to_lowercase();
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// Where the next `dc=` stands.
fn next_dc(text: &str, from: usize) -> Option<usize> {
    let equals = memchr::memchr_iter(b'=', text.as_bytes().get(from..)?).map(|at| at + from);
    equals
        .filter_map(|at| at.checked_sub(2))
        .find(|at| *at >= from && text.get(*at..).is_some_and(|t| dc(t).is_some()))
}

/// What stands behind `dc=`.
fn dc(text: &str) -> Option<&str> {
    let (kind, rest) = text.split_at_checked(3)?;
    kind.eq_ignore_ascii_case("dc=").then_some(rest)
}

/// What comes before exceptions, elements and stack frames.
fn head(text: &str) -> &str {
    let most = text.len().min(HEAD);
    let mut head = (0..=most).rev().find_map(|end| text.get(..end)).unwrap_or_default();
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
fn guids(text: &str) -> impl Iterator<Item = (usize, String)> {
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
    fn numbers_behind_words_in_any_language() {
        assert_eq!(numbers_after("rpc error 8453 : replication", "rpc"), [8453]);
        assert_eq!(numbers_after("rpc-fehler:8453", "rpc"), [8453]);
        assert_eq!(numbers_after("error code: 90. tracking", "code"), [90]);
        assert_eq!(numbers_after("creating the rpc binding handle for host 17", "rpc"), Vec::<u32>::new());
        assert_eq!(hex_codes("(0x6ba) and 0x8007052e"), [1722, 1326]);
    }

    #[test]
    fn domains_are_whole_names() {
        let text = "Kennwortsynchronisierung fehlgeschlagen: emea.contoso.com, DC: dc1.emea.contoso.com. Details: \
                    System.DirectoryServices.Foo ---> x.y.Exception a.b.c";
        assert_eq!(domains(text).first().map(String::as_str), Some("emea.contoso.com"));
        assert!(!domains(text).contains(&"contoso.com".to_owned()));
        assert_eq!(dn_domains("Dn : CN=Byron\\, Ada,OU=Staff,DC=contoso,DC=com, Result"), ["contoso.com"]);
    }

    #[test]
    fn the_connector_and_not_the_call() {
        let text = "ping end. TrackingID : 11111111-2222-3333-4444-555555555555 \n<forest-info> <connector-id>\
                    AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D</connector-id> </forest-info>";
        assert_eq!(connector(text), Some(("ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d".into(), true)));
        assert_eq!(tracking_id(text).as_deref(), Some("11111111-2222-3333-4444-555555555555"));
        assert_eq!(connector("TrackingID:11111111-2222-3333-4444-555555555555"), None);
    }
}
