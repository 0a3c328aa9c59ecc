//! Times as Windows, PowerShell and the directory write them, to UTC.

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, TimeDelta, TimeZone, Utc};
use std::fmt;

/// A moment, or the directory's and .NET's way to say that there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stamp {
    /// Year 1, or FILETIME 0 or 9223372036854775807.
    Never,
    /// A moment in UTC.
    At(DateTime<Utc>),
}

/// 1601-01-01, where FILETIME begins, in Unix seconds.
const FILETIME_EPOCH: i64 = -11_644_473_600;
/// A FILETIME of the year 1632: smaller numbers are something else.
const SMALLEST_FILETIME: i64 = 10_000_000_000_000_000;

impl Stamp {
    /// Reads a text: ISO 8601 with up to nine fraction digits, with or without a zone (none is UTC),
    /// `/Date(ms)/`, generalized time, RFC 1123, or a FILETIME in digits.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Stamp> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("never") {
            return Some(Stamp::Never);
        }
        if let Some(ms) = text.strip_prefix("/Date(").and_then(|t| t.strip_suffix(")/")) {
            return from_ms(ms);
        }
        if let Ok(number) = text.parse::<i64>()
            && text.len() != 14
        {
            return Stamp::from_filetime(number);
        }
        iso(text).or_else(|| generalized(text)).or_else(|| rfc1123(text)).map(Stamp::of)
    }

    /// Reads a FILETIME: 100-nanosecond steps since 1601.
    #[must_use]
    pub fn from_filetime(number: i64) -> Option<Stamp> {
        if number == 0 || number == i64::MAX || number == -1 {
            return Some(Stamp::Never);
        }
        if number < SMALLEST_FILETIME {
            return None;
        }
        let seconds = number.div_euclid(10_000_000) + FILETIME_EPOCH;
        let nanos = u32::try_from(number.rem_euclid(10_000_000) * 100).ok()?;
        Utc.timestamp_opt(seconds, nanos).single().map(Stamp::of)
    }

    /// The moment, unless there was none.
    #[must_use]
    pub const fn moment(self) -> Option<DateTime<Utc>> {
        match self {
            Stamp::Never => None,
            Stamp::At(t) => Some(t),
        }
    }

    fn of(t: DateTime<Utc>) -> Stamp {
        // .NET's minimum is year 1; the directory's minimum is the start of FILETIME.
        if t.year() <= 1601 { Stamp::Never } else { Stamp::At(t) }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stamp::Never => f.write_str("never"),
            Stamp::At(t) => f.write_str(&rfc3339(*t)),
        }
    }
}

/// The one way times are written to files: UTC, RFC 3339, no more digits than needed.
#[must_use]
pub fn rfc3339(t: DateTime<Utc>) -> String {
    t.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn from_ms(text: &str) -> Option<Stamp> {
    // An offset behind the milliseconds ("+0100") says where it was written; the number is UTC.
    let cut =
        text.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-')).map_or(text.len(), |(i, _)| i);
    let ms: i64 = text.get(..cut)?.parse().ok()?;
    let t = DateTime::<Utc>::UNIX_EPOCH.checked_add_signed(TimeDelta::try_milliseconds(ms)?)?;
    Some(Stamp::of(t))
}

fn iso(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(t) = DateTime::parse_from_rfc3339(text) {
        return Some(t.to_utc());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), form).ok())
        .map(|t| t.and_utc())
        .or_else(|| {
            let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            Some(day.and_hms_opt(0, 0, 0)?.and_utc())
        })
}

/// Generalized time (X.680 46): minutes, seconds and a fraction of the last of them may be missing; the
/// zone is Z, an offset, or, behind seconds, none, which is UTC.
fn generalized(text: &str) -> Option<DateTime<Utc>> {
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let (body, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (text.get(..at)?, Some(offset(text.get(at..)?)?)),
        None => (text, None),
    };
    let (whole, fraction) = body.split_once(['.', ',']).map_or((body, None), |(w, f)| (w, Some(f)));
    if !digits(whole) || fraction.is_some_and(|f| f.is_empty() || f.len() > 9 || !digits(f)) {
        return None;
    }
    let (padded, unit) = match whole.len() {
        14 => (whole.to_owned(), TimeDelta::seconds(1)),
        12 => (format!("{whole}00"), TimeDelta::minutes(1)),
        10 => (format!("{whole}0000"), TimeDelta::hours(1)),
        _ => return None,
    };
    // Fewer digits without a zone are some other number.
    if offset.is_none() && whole.len() < 14 {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(&padded, "%Y%m%d%H%M%S").ok()?;
    let fraction = format!("{:0<9}", fraction.unwrap_or_default()).parse::<i64>().ok()?;
    let nanos = unit.num_seconds().checked_mul(fraction)?;
    let behind = TimeDelta::nanoseconds(nanos) - offset.unwrap_or_default();
    Some(local.checked_add_signed(behind)?.and_utc())
}

/// `Z`, `+02`, `+0200`, `+02:00`.
fn offset(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = text.split_at_checked(1)?;
    let number = |t: Option<&str>| t.filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse::<u8>().ok();
    let (hours, minutes) = match (sign, rest.len()) {
        ("Z" | "z", 0) => return Some(TimeDelta::zero()),
        ("+" | "-", 2) => (number(rest.get(..2))?, 0),
        ("+" | "-", 4) => (number(rest.get(..2))?, number(rest.get(2..))?),
        ("+" | "-", 5) if rest.get(2..3) == Some(":") => (number(rest.get(..2))?, number(rest.get(3..))?),
        _ => return None,
    };
    let length = TimeDelta::hours(i64::from(hours)) + TimeDelta::minutes(i64::from(minutes));
    (hours <= 14 && minutes < 60).then_some(if sign == "-" { -length } else { length })
}

fn rfc1123(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(text).ok().map(|t| t.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        Stamp::from_text(text).map_or_else(|| "none".to_owned(), |s| s.to_string())
    }

    #[test]
    fn every_spelling_of_a_time() {
        assert_eq!(at("/Date(1489425342000)/"), "2017-03-13T17:15:42Z");
        assert_eq!(at("/Date(1489425342000+0200)/"), "2017-03-13T17:15:42Z");
        assert_eq!(at("/Date(-62135596800000)/"), "never");
        assert_eq!(at("2026-11-20T09:12:00.123456789Z"), "2026-11-20T09:12:00.123456789Z");
        assert_eq!(at("2026-11-20T09:12:00"), "2026-11-20T09:12:00Z");
        assert_eq!(at("2026-11-20T10:12:00+01:00"), "2026-11-20T09:12:00Z");
        assert_eq!(at("2016-05-03 14:28:09.784"), "2016-05-03T14:28:09.784Z");
        assert_eq!(at("0001-01-01T00:00:00"), "never");
        assert_eq!(at("20261120091200.0Z"), "2026-11-20T09:12:00Z");
        assert_eq!(at("20261120091200Z"), "2026-11-20T09:12:00Z");
        assert_eq!(at("20261120091200"), "2026-11-20T09:12:00Z");
        assert_eq!(at("20261120091200.5Z"), "2026-11-20T09:12:00.500Z");
        assert_eq!(at("20261120091200,25Z"), "2026-11-20T09:12:00.250Z");
        assert_eq!(at("202611200912Z"), "2026-11-20T09:12:00Z");
        assert_eq!(at("202611200912.5Z"), "2026-11-20T09:12:30Z");
        assert_eq!(at("2026112009Z"), "2026-11-20T09:00:00Z");
        assert_eq!(at("20261120111200.0+0200"), "2026-11-20T09:12:00Z");
        assert_eq!(at("20261120111200+0200"), "2026-11-20T09:12:00Z");
        assert_eq!(at("20261120111200+02"), "2026-11-20T09:12:00Z");
        assert_eq!(at("20261120041200.0-0500"), "2026-11-20T09:12:00Z");
        assert_eq!(at("202611201112+0200"), "2026-11-20T09:12:00Z");
        for wrong in [
            "20261120091200.0+02000",
            "20261120091200.0+0261",
            "20261120091200.Z",
            "20261120091200.0Z0",
            "202611200912",
            "2026112009",
            "20261120Z",
            "20261320091200Z",
            "20261120091200.0+",
        ] {
            assert_eq!(at(wrong), "none", "{wrong}");
        }
        assert_eq!(at("Tue, 03 May 2016 14:39:16 GMT"), "2016-05-03T14:39:16Z");
        assert_eq!(at("9223372036854775807"), "never");
        assert_eq!(at("0"), "never");
        assert_eq!(at("131318613420000000"), "2017-02-18T03:15:42Z");
        assert_eq!(at("11/20/2026 9:12:00 AM"), "none");
        assert_eq!(at("1"), "none");
        assert_eq!(at(""), "none");
    }
}
