//! Names and numbers in the text of an event, whatever language stands around them.

use crate::evidence::event_log::guids;
use core::net::IpAddr;

/// How far behind a marker its number may stand: room for a word and a colon.
const NEAR: usize = 18;

/// The whole numbers that stand shortly behind each occurrence of `marker`; `lower` is in lower case. A
/// number is a word of its own: `rpc17.contoso.com` is a host, and the 0 of `0x6ba` is none.
pub(super) fn numbers_after(lower: &str, marker: &str) -> Vec<u32> {
    let places = lower.match_indices(marker);
    places.filter_map(|(at, _)| number_behind(lower.get(at + marker.len()..)?)).collect()
}

fn number_behind(rest: &str) -> Option<u32> {
    let (at, _) = rest.char_indices().take(NEAR).find(|(_, c)| c.is_ascii_digit())?;
    let (between, number) = rest.split_at(at);
    let apart = between.ends_with(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | '=' | '#'));
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let (digits, behind) = number.split_at(end);
    let goes_on = behind.trim_start_matches('-').starts_with(|c: char| c.is_alphanumeric());
    (apart && !between.contains('\n') && !goes_on).then(|| digits.parse().ok())?
}

/// The whole numbers that are written as one word with `marker`, such as `aadsts50034`.
pub(super) fn numbers_of(lower: &str, marker: &str) -> Vec<u32> {
    let digits = |at: usize| {
        let rest = lower.get(at + marker.len()..)?;
        rest.get(..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))
    };
    lower.match_indices(marker).filter_map(|(at, _)| digits(at)?.parse().ok()).collect()
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

/// The domain that a 611 is about, in lower case, and whether the text calls it one: what stands behind a
/// word for "domain" and a colon, where it may have one label only; else what stands behind the first colon,
/// before the details.
pub(super) fn domain(text: &str) -> Option<(String, bool)> {
    let head = text.get(..text.find("--->").unwrap_or(text.len()))?.lines().next()?;
    let mut places = head.match_indices(':').map(|(at, _)| (&head[..at], &head[at + 1..]));
    let first = places.next()?;
    let said = std::iter::once(first).chain(places).find_map(|(before, behind)| {
        let last = before.split_whitespace().last().unwrap_or_default().to_lowercase();
        let said = last.starts_with("dom") || last.starts_with("дом");
        said.then(|| name_behind(behind)).flatten()
    });
    if let Some(name) = said {
        return Some((name, true));
    }
    name_behind(first.1).filter(|name| name.contains('.')).map(|name| (name, false))
}

/// The name at the start of a text, in lower case; none where no computer or domain can be called so.
fn name_behind(behind: &str) -> Option<String> {
    let word = behind.split([',', ';']).next()?.split_whitespace().next()?;
    let name = word.trim_matches(['\'', '"', '`']).trim_end_matches('.').to_lowercase();
    let labels = || name.split('.');
    let is_label =
        |l: &str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let is_name = labels().all(is_label) && name.contains(char::is_alphabetic);
    let is_code =
        name.starts_with("system.") || name.starts_with("microsoft.") || name.ends_with("exception");
    (is_name && !is_code).then_some(name)
}

/// The preferred controller that a 616 names by one label; in lower case.
pub(super) fn short_controller(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let rest = lower.get(lower.find("controller")? + "controller".len()..)?;
    let word = rest.trim_start_matches([' ', ':', '\'', '"']).split_whitespace().next()?;
    let name = word.trim_end_matches(['.', ',', '\'', '"']);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (!name.is_empty() && name.chars().all(part)).then(|| name.to_owned())
}

/// The domain controller that a 611 names, by host name and by address; older builds name none. They
/// stand before the details (facts of Microsoft's own sample texts), behind "hostname" and "IP address".
pub(super) fn controller(text: &str) -> (Option<String>, Option<IpAddr>) {
    let lower = text.to_ascii_lowercase();
    let head = lower.find("--->").unwrap_or(lower.len());
    let behind = |markers: &[&str]| -> Option<&str> {
        let at = markers.iter().find_map(|m| Some(lower.get(..head)?.find(m)? + m.len()))?;
        let rest = text.get(at..)?.trim_start_matches([' ', ':', '\t']);
        let end = rest.find(|c: char| matches!(c, ',' | ';') || c.is_whitespace()).unwrap_or(rest.len());
        Some(rest.get(..end)?.trim_end_matches('.'))
    };
    let is_host = |name: &&str| {
        name.len() <= 255
            && name.starts_with(|c: char| c.is_alphanumeric())
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    let host = behind(&["hostname", "host name", "dc host"]).filter(is_host).map(str::to_owned);
    let address = behind(&["ip address", "dc ip"]).and_then(|ip| ip.parse().ok());
    (host, address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_behind_words_in_any_language() {
        let none: Vec<u32> = Vec::new();
        assert_eq!(numbers_after("rpc error 8453 : replication", "rpc"), [8453]);
        assert_eq!(numbers_after("rpc-fehler:8453", "rpc"), [8453]);
        assert_eq!(numbers_after("error code: 90. tracking", "code"), [90]);
        assert_eq!(numbers_after("creating the rpc binding handle for host 17", "rpc"), none);
        assert_eq!(numbers_after("hostname: rpc17.contoso.com, rpc-17.contoso.com, rpc 17-a", "rpc"), none);
        assert_eq!(numbers_after("rpc error 0x6ba", "rpc"), none);
        assert_eq!(numbers_of("aadsts70002: x. aadsts50054 (aadsts)", "aadsts"), [70002, 50054]);
        assert_eq!(hex_codes("(0x6ba) and 0x8007052e"), [1722, 1326]);
    }

    #[test]
    fn the_domain_of_a_611() {
        for (text, want) in [
            ("failed for domain: Contoso.com., domain controller hostname: dc1.x.y", Some("contoso.com")),
            ("failed for domain: contoso.com. Details: X ---> a: b.c", Some("contoso.com")),
            ("failed for domain: CONTOSO, domain controller hostname: dc1.contoso.com", Some("contoso")),
            ("failed for domain : corp.lan2, domain controller hostname: <not available>", Some("corp.lan2")),
            ("Fehler in Domäne: corp.xn--p1ai, DC: dc1.corp.xn--p1ai", Some("corp.xn--p1ai")),
            ("fehlgeschlagen: emea.contoso.com, DC: dc1.contoso.com", Some("emea.contoso.com")),
            ("failed for domain: <not available>, x", None),
            ("failed: RPC Error 1722 : x", None),
            ("failed: System.Exception: x", None),
            ("failed: 192.0.2.1, x", None),
            ("failed", None),
        ] {
            assert_eq!(domain(text).map(|(name, _)| name).as_deref(), want, "{text}");
        }
        let beside = "Server: AADC01.contoso.com. It failed for domain: emea.contoso.com, x";
        assert_eq!(domain(beside), Some(("emea.contoso.com".to_owned(), true)));
        let host = "failed for domain emea.contoso.com, domain controller hostname: DC11.emea.contoso.com.";
        assert_eq!(domain(host), Some(("dc11.emea.contoso.com".to_owned(), false)));
        assert_eq!(short_controller("preferred domain controller DC9 failed").as_deref(), Some("dc9"));
        assert_eq!(short_controller("domain controller: 'dc9'.").as_deref(), Some("dc9"));
        assert_eq!(short_controller("domain controller dc9.contoso.com failed"), None);
    }

    #[test]
    fn the_controller_of_a_611() {
        let new = "failed for domain: a.example, domain controller hostname: DC1.a.example, domain controller IP address: 192.0.2.10. Details: X ---> hostname: no";
        assert_eq!(controller(new), (Some("DC1.a.example".to_owned()), "192.0.2.10".parse().ok()));
        let short = "DC hostname dc2, DC IP fd00::1. Details: X";
        assert_eq!(controller(short), (Some("dc2".to_owned()), "fd00::1".parse().ok()));
        let none =
            "domain controller hostname: <not available>, domain controller IP address: <not available>.";
        assert_eq!(controller(none), (None, None));
        assert_eq!(
            controller("failed for domain: a.example. Details: hidden ---> hostname: X"),
            (None, None)
        );
    }

    #[test]
    fn the_call_for_support() {
        let text = "ping end. TrackingID : 11111111-2222-3333-4444-555555555555 \nServer Name: A1.";
        assert_eq!(tracking_id(text).as_deref(), Some("11111111-2222-3333-4444-555555555555"));
        assert_eq!(server_name(text).as_deref(), Some("A1."));
    }
}
