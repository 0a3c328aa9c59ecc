//! What is missing, in words.

use super::visible;
use crate::evidence::{Gap, Kind, Why};

/// Why a fact is not known that was seen too long ago.
pub const TOO_OLD: &str = "it is older than --max-age allows";

/// A reason of so many characters fits a line in a list.
const FEW: usize = 60;

/// Which fact is missing and why, in one sentence that names record and property.
#[must_use]
pub fn gap(gap: &Gap) -> String {
    if let (Kind::OperatorAnswer, Why::NotEnough(reason)) = (gap.record, &gap.why) {
        return format!("The operator cannot tell either: {}.", visible(reason).trim_end_matches('.'));
    }
    let what = match &gap.property {
        Some(property) => format!("{} of {}", visible(property), gap.record),
        None => gap.record.to_string(),
    };
    let why = match &gap.why {
        Why::NotCollected => format!("{} was not collected", gap.record),
        Why::NotInRecord => "the record is there without it".to_owned(),
        Why::Failed(kind, message) => failed(kind, message),
        Why::Unreadable(reason) => format!("it cannot be read: {}", visible(reason)),
        Why::NotFound => "it was asked for and there is none".to_owned(),
        Why::TooOld => TOO_OLD.to_owned(),
        Why::TooNew => "all that the sources hold of it is newer than --at".to_owned(),
        Why::NotEnough(reason) => visible(reason),
    };
    let last = gap.last.as_ref().map_or(String::new(), |(value, at)| {
        let at = at.map_or(String::new(), |t| format!(" at {}", t.format("%Y-%m-%d %H:%M UTC")));
        format!(" It was last seen as {}{at}.", visible(value))
    });
    format!("{what} is not known: {}.{last}", why.trim_end_matches('.'))
}

fn failed(kind: &str, message: &str) -> String {
    let said = match kind {
        "not-available" => "the module or cmdlet is not there".to_owned(),
        "access-denied" => "access was denied when it was collected".to_owned(),
        "timeout" => "there was no answer in time".to_owned(),
        _ => "collecting it failed".to_owned(),
    };
    let message = visible(message);
    if message.is_empty() { said } else { format!("{said} ({})", message.trim_end_matches('.')) }
}

/// The same in a few words, for a line in a list.
pub(super) fn short(gap: &Gap) -> String {
    if let Why::NotEnough(reason) = &gap.why
        && reason.chars().count() <= FEW
    {
        return format!("not known: {}", visible(reason));
    }
    let whole = || if gap.record == Kind::WinEvent { "event log" } else { gap.record.name() }.to_owned();
    let name = gap.property.as_deref().map_or_else(whole, visible);
    let why = match &gap.why {
        Why::NotCollected => "not collected",
        Why::NotInRecord => "not in the record",
        Why::Failed(..) => "could not be collected",
        Why::Unreadable(_) => "cannot be read",
        Why::NotFound => "none found",
        Why::TooOld => "too old",
        Why::TooNew => "newer than --at",
        Why::NotEnough(_) => "says too little",
    };
    format!("not known: {name} {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(why: Why) -> Gap {
        Gap {
            record: Kind::ADSyncAADCompanyFeature,
            property: Some("PasswordHashSync".into()),
            why,
            last: None,
        }
    }

    #[test]
    fn a_gap_names_record_property_and_reason() {
        let all = [
            Why::NotCollected,
            Why::NotInRecord,
            Why::Failed("timeout".into(), "no answer in 60 s.".into()),
            Why::Failed("access-denied".into(), String::new()),
            Why::Unreadable("found \u{1b}[1m".into()),
            Why::NotFound,
            Why::TooOld,
            Why::TooNew,
            Why::NotEnough("the log ends at 08:00".into()),
        ];
        let mut said: Vec<String> = all.into_iter().map(|why| gap(&blank(why))).collect();
        for text in &said {
            assert!(text.contains("ADSyncAADCompanyFeature") && text.contains("PasswordHashSync"), "{text}");
            assert!(text.ends_with('.') && !text.contains("..") && !text.contains('\u{1b}'), "{text}");
        }
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count, "each reason in words of its own");
    }
}
