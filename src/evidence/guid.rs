//! GUIDs in all the spellings that exports use, to one: lower case, dashes, no braces.

use ::base64::Engine as _;

/// The 36-character form of a GUID written with or without braces or dashes, or as the base64 of
/// its 16 bytes in Windows' order; `None` for anything else.
#[must_use]
pub fn from_text(text: &str) -> Option<String> {
    if is_plain(text.as_bytes()) {
        return Some(text.to_ascii_lowercase());
    }
    let bare = text.trim().trim_start_matches(['{', '(']).trim_end_matches(['}', ')']);
    let hex: String = bare.chars().filter(|c| *c != '-').collect();
    if hex.len() == 32 && hex.chars().all(|c| c.is_ascii_hexdigit()) {
        let hex = hex.to_ascii_lowercase();
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        return Some([part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"));
    }
    let bytes = ::base64::engine::general_purpose::STANDARD.decode(bare).ok()?;
    from_bytes(&bytes)
}

/// True for 32 digits with dashes where they belong.
#[must_use]
pub fn is_plain(text: &[u8]) -> bool {
    let fits = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.iter().enumerate().all(fits)
}

/// The text form of 16 bytes in Windows' mixed-endian order.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Option<String> {
    let b: [u8; 16] = bytes.try_into().ok()?;
    Some(format!(
        "{:02x}{:02x}{:02x}{:02x}-{:02x}{:02x}-{:02x}{:02x}-{:02x}{:02x}-{:02x}{:02x}{:02x}{:02x}{:02x}{:02x}",
        b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
    ))
}

/// The base64 of a GUID's bytes in Windows' order: the form of an immutable id.
#[must_use]
pub fn base64(guid: &str) -> Option<String> {
    let hex: String = guid.chars().filter(char::is_ascii_hexdigit).collect();
    let mut bytes: Vec<u8> = Vec::new();
    for i in (0..hex.len()).step_by(2) {
        bytes.push(u8::from_str_radix(hex.get(i..i + 2)?, 16).ok()?);
    }
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let bytes: Option<Vec<u8>> = order.iter().map(|i| bytes.get(*i).copied()).collect();
    Some(::base64::engine::general_purpose::STANDARD.encode(bytes?))
}

/// True for the GUID of all zeros, which the sync engine writes for "none".
#[must_use]
pub fn is_empty(guid: &str) -> bool {
    guid.chars().all(|c| c == '0' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_give_one() {
        let want = Some("b891884f-051e-4a83-95af-2544101c9083".to_owned());
        assert_eq!(from_text("{B891884F-051E-4A83-95AF-2544101C9083}"), want);
        assert_eq!(from_text("b891884f051e4a8395af2544101c9083"), want);
        assert_eq!(from_text("T4iRuB4Fg0qVryVEEByQgw=="), want);
        assert_eq!(from_text("contoso.com"), None);
        assert_eq!(from_text(""), None);
    }
}
