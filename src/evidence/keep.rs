//! Evidence as it may be kept: line by line, without what no record may hold.

use super::{
    coerce,
    input::PEEK,
    jsonl, open,
    text::{Line, Lines},
};
use serde_json::Value;

/// Stands where a line was no JSON object. What such a line holds cannot be told, so it is not kept; read
/// again, its place is named as it was before.
const NO_OBJECT: &str = "(a line that was no JSON object)";

/// Evidence in the program's own format, JSON Lines, without properties that hold secrets. None of what is
/// in any other format: there what is secret cannot be told from what is not.
#[must_use]
pub fn without_secrets(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(usize::try_from(PEEK).unwrap_or(usize::MAX))];
    open::recognise(start).filter(|format| format.kind == jsonl::KIND)?;
    let mut lines = Lines::new(bytes);
    let mut kept = String::new();
    // Memory can be read to its end.
    while let Ok(Some((_, line))) = lines.next_line() {
        let ended = !matches!(line, Line::Text { ended: false, .. });
        kept.push_str(&one(&line));
        kept.push_str(if ended { "\n" } else { "" });
    }
    Some(kept)
}

/// A line, on which nothing is left as it was written: a value that is given twice stands there once.
fn one(line: &Line<'_>) -> String {
    let Line::Text { text, .. } = line else { return NO_OBJECT.to_owned() };
    match jsonl::trim(text) {
        "" => String::new(),
        text => match serde_json::from_str(text) {
            Ok(Value::Object(line)) => coerce::without_secrets(Value::Object(line)).to_string(),
            _ => NO_OBJECT.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out_wherever_they_stand_and_lines_stay_where_they_were() {
        let lines = concat!(
            "\u{feff}{\"record\":\"Header\",\"schema\":\"phs-evidence/1\",\"clientSecret\":\"geheim\"}\r\n",
            "\n",
            "{\"record\":\"ADUser\",\"data\":{\"unicodePwd\":\"geheim\",\"unicodePwd\":\"geheim\",\"adminCount\":1}}\n",
            "{\"record\":\"ADSyncConnector\",\"data\":{\"List\":[{\"Name\":\"Password\",\"Value\":\"geheim\"}]}}\n",
            "{\"record\":\"ADSyncConnector\",\"data\":{\"Name\":{\"value\":\"password\"},\"Value\":\"geheim\"}}\n",
            "{\"record\":\"Later\",\"data\":{\"Deep\":[{\"token\":{\"of\":\"geheim\"}}],\"PasswordHashSync\":true}}\n",
            "password: geheim\n",
            "\"geheim\"\n",
            "{\"record\":\"ADUser\",\"data\":{\"unicodePwd\":\"geheim"
        );
        let utf16 = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [lines.as_bytes().to_vec(), utf16] {
            let kept = without_secrets(&bytes).unwrap();
            assert!(!kept.contains("geheim"), "{kept}");
            let kept: Vec<&str> = kept.split('\n').collect();
            assert_eq!(kept.len(), 9, "{kept:?}");
            assert_eq!(kept[1], "");
            assert_eq!(kept[2], r#"{"record":"ADUser","data":{"adminCount":1}}"#);
            assert_eq!(kept[5], r#"{"record":"Later","data":{"Deep":[{}],"PasswordHashSync":true}}"#);
            assert_eq!(kept[6..], [NO_OBJECT; 3], "the last one has no end, as before");
        }
    }

    #[test]
    fn other_formats_are_not_kept() {
        for text in ["", "Name : Ada\nPassword : geheim\n", "<a/>", "[{\"DisplayName\":\"Ada\"}]", "hello"] {
            assert_eq!(without_secrets(text.as_bytes()), None, "{text}");
        }
    }
}
