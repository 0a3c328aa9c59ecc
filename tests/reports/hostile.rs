//! Evidence written by an attacker: nothing of it acts in any form.

use super::made;
use phs_doctor::{
    front::scenarios,
    report::{self, Format},
};
use proptest::prelude::*;
use serde_json::Value;

const BAD: &str = "\u{1b}[2J\u{7}\u{202e}<script>alert(1)</script><img src=x onerror=y>@team #1 `x` |a| \
                   =1+1 ![i](http://evil/x.png) \"'&\u{0}\u{9b}";

/// Every text of the evidence, with `bad` behind it.
fn planted(bad: &str) -> String {
    fn into(value: &mut Value, bad: &str) {
        match value {
            Value::String(text) if text.len() > 3 && !text.starts_with("20") && !is_plain(text) => {
                text.push_str(bad);
            }
            Value::Array(items) => items.iter_mut().for_each(|i| into(i, bad)),
            Value::Object(map) => map.values_mut().for_each(|v| into(v, bad)),
            _ => {}
        }
    }
    let lines = scenarios::find("rights-missing").unwrap().lines();
    let changed = lines.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        if let Some(data) = line.get_mut("data") {
            into(data, bad);
        }
        format!("{line}\n")
    });
    changed.collect()
}

/// What has to stay for a record to be of use.
fn is_plain(text: &str) -> bool {
    let words = ["Directory Synchronization", "ADSync", "Application", "Running", "Automatic", "AD"];
    words.contains(&text) || text.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '-' | ':' | '.'))
}

fn check(text: &str, format: Format) -> Result<(), String> {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}' | '\u{2028}' | '\u{feff}')
    };
    if let Some(c) = text.chars().find(|c| acts(*c)) {
        return Err(format!("{format:?}: U+{:04X} survives", u32::from(c)));
    }
    let lower = text.to_lowercase();
    match format {
        Format::Html | Format::Junit if lower.contains("<script") || lower.contains("<img") => {
            Err(format!("{format:?}: markup survives"))
        }
        Format::Text | Format::Markdown | Format::Nagios
            if text.lines().any(|l| l.starts_with(['=', '@', '+', '\t'])) =>
        {
            Err(format!("{format:?}: a line starts as a formula does"))
        }
        _ => Ok(()),
    }
}

#[test]
fn nothing_of_it_acts() {
    let case = made::case_of(&planted(BAD)).expect("there is still a record to use");
    let report = report::build(&case, &made::meta());
    assert!(report::json::write(&report).contains("alert(1)"), "the text was planted");
    for format in Format::ALL {
        check(&format.write(&report), format).unwrap();
    }
    let markdown = Format::Markdown.write(&report);
    let mut in_block = false;
    for line in markdown.lines() {
        // A command stands in a block of code of its own.
        let fence = line.trim_start().starts_with("```");
        in_block ^= fence;
        if in_block || fence {
            continue;
        }
        // Outside of code spans nothing pings, links or is markup.
        let outside: String = line.split('`').step_by(2).collect();
        assert!(line.contains("``") || !outside.contains('@'), "{line}");
        assert!(!outside.replace("<https://learn.microsoft.com", "").contains("](http"), "{line}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_it_is(bad in "[\\x00-\\x1f<>&\"'`|@=+#*_a-z\u{202e}\u{200b}\u{9b}\u{feff}{}\\[\\]()!\\\\-]{1,24}") {
        if let Some(case) = made::case_of(&planted(&bad)) {
            let report = report::build(&case, &made::meta());
            for format in Format::ALL {
                let made = check(&format.write(&report), format);
                prop_assert!(made.is_ok(), "{made:?}");
            }
        }
    }
}
