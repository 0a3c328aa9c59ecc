//! Numbers of errors, however a log or a person writes them.

/// Words that stand before a number and say nothing of it.
const AROUND: [&str; 5] = ["error", "code", "win32", "windows", "hresult"];

/// The kind that is named before the number, where one is, and the number: `1722`, `RPC Error 1722`,
/// `0x6ba`, and `0x8007052e`, in which Windows wraps an error of its own. None for anything else.
pub(super) fn number(name: &str) -> Option<(Option<&str>, u32)> {
    let mut words = name.split([' ', ':', '-']).filter(|word| !word.is_empty());
    let number = plain(words.next_back()?)?;
    let of = |word: &str| !AROUND.iter().any(|a| a.eq_ignore_ascii_case(word));
    let mut kinds = words.filter(|word| of(word));
    let kind = kinds.next();
    kinds.next().is_none().then_some((kind, number))
}

fn plain(word: &str) -> Option<u32> {
    let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) else {
        return word.parse().ok();
    };
    let number = u32::from_str_radix(hex, 16).ok()?;
    // 0x8007 marks an error number of Windows.
    Some(if number >> 16 == 0x8007 { number & 0xffff } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for name in ["1326", "0x52e", "0X8007052E", "error 1326", "Win32 error code: 1326"] {
            assert_eq!(number(name), Some((None, 1326)), "{name}");
        }
        assert_eq!(number("RPC Error 1722"), Some((Some("RPC"), 1722)));
        for name in ["", "rpc", "staging", "a b 1722", "1722 a", "0xzz", "-"] {
            assert_eq!(number(name), None, "{name}");
        }
    }
}
