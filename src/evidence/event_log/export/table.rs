//! The properties of `Get-WinEvent`'s objects, in JSON and CSV alike.

use crate::evidence::{Stamp, event_log::Logged};
use chrono::{DateTime, NaiveDateTime, Utc};

/// The names an export is known by.
pub(super) const NEEDED: [&str; 2] = ["ProviderName", "TimeCreated"];

/// One event from its properties; `get` finds one whatever the case of its name.
pub(super) fn logged(get: &dyn Fn(&str) -> Option<String>, data: Vec<String>) -> Result<Logged, String> {
    let provider = get("ProviderName").or_else(|| get("Source")).filter(|p| !p.is_empty());
    let id = get("Id").or_else(|| get("EventID")).or_else(|| get("InstanceId"));
    let provider = provider.ok_or("it has no ProviderName")?;
    let id = id.and_then(|id| id.trim().parse().ok()).ok_or("it has no Id that is a number")?;
    let written = get("TimeCreated").or_else(|| get("TimeGenerated")).unwrap_or_default();
    let time = time(&written).ok_or_else(|| {
        format!(
            "its TimeCreated is \"{written}\", which names no time that is sure; export it as XML or JSON"
        )
    })?;
    Ok(Logged {
        provider: provider.into(),
        id,
        level: get("Level").and_then(|l| l.trim().parse().ok()),
        time: Some(time),
        number: get("RecordId").and_then(|n| n.trim().parse().ok()),
        channel: get("LogName").unwrap_or_default().into(),
        computer: get("MachineName").unwrap_or_default().into(),
        data,
        message: get("Message"),
    })
}

/// A time as PowerShell writes it: ISO, `/Date(ms)/`, or the form of a culture in which day and month
/// cannot be mixed up.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(time) = Stamp::from_text(text).and_then(Stamp::moment) {
        return Some(time);
    }
    let forms = ["%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"];
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    forms.iter().find_map(read).map(|t| t.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_cultures() {
        let said = |text: &str| time(text).map(|t| t.to_rfc3339());
        let want = Some("2026-11-20T21:12:00+00:00".to_owned());
        for text in [
            "2026-11-20T21:12:00Z",
            "20.11.2026 21:12:00",
            "11/20/2026 9:12:00 PM",
            "2026-11-20 21:12:00",
            "/Date(1795209120000)/",
        ] {
            assert_eq!(said(text), want, "{text}");
        }
        // 11 December or 12 November?
        assert_eq!(said("11/12/2026 21:12:00"), None);
    }
}
