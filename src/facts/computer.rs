//! When two names are of one computer.

use std::collections::BTreeSet;

/// `AADC01` and `aadc01.contoso.com` are one computer, `aadc01.contoso.com` and `aadc01.fabrikam.com` are two.
#[must_use]
pub fn same_computer(a: &str, b: &str) -> bool {
    if a.contains('.') && b.contains('.') {
        return a.trim_end_matches('.').eq_ignore_ascii_case(b.trim_end_matches('.'));
    }
    label(a).eq_ignore_ascii_case(label(b))
}

/// The computers that these names are of, by the first spelling of each. A name without a domain is none
/// of its own beside others that begin with it.
pub(super) fn computers(names: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut put = |name: &str| {
        if !out.iter().any(|known| same_computer(known, name)) {
            out.push(name.to_owned());
        }
    };
    let whole: BTreeSet<String> = names
        .iter()
        .filter(|n| n.contains('.'))
        .map(|n| n.trim_end_matches('.').to_ascii_lowercase())
        .collect();
    for name in names {
        let of = whole.iter().filter(|whole| same_computer(whole, name)).count();
        if name.contains('.') || of < 2 {
            put(name);
        }
    }
    out
}

fn label(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_computer_or_two() {
        assert_eq!(computers(&["AADC01", "aadc01.contoso.com"]), ["AADC01"]);
        assert_eq!(
            computers(&["aadc01.contoso.com", "AADC01", "AADC01.CONTOSO.COM."]),
            ["aadc01.contoso.com"]
        );
        assert_eq!(computers(&["a.contoso.com", "a.fabrikam.com"]).len(), 2);
        assert_eq!(computers(&["A", "a.contoso.com", "a.fabrikam.com"]), ["a.contoso.com", "a.fabrikam.com"]);
        assert_eq!(computers(&["A", "b"]), ["A", "b"]);
    }
}
