//! Times as a culture writes them: `20/11/2026 11:50:00`, `11/20/2026 11:50:00 AM`. Which of the first two
//! numbers is the day is the same in a whole export, and only some of its dates show it.

use crate::evidence::Stamp;
use chrono::{DateTime, NaiveDateTime, Utc};

/// Which of the first two numbers of a date is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// What a text says of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// This one: a form in which day and month cannot be mixed up.
    Time(DateTime<Utc>),
    /// This one, by a date that is none in the other order.
    Ordered(Order, DateTime<Utc>),
    /// Day first, or month first.
    Either([DateTime<Utc>; 2]),
    Nothing,
}

/// Forms in which day and month cannot be mixed up.
const SURE: [&str; 3] = ["%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S"];
const DAY_FIRST: [&str; 2] = ["%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S"];
const MONTH_FIRST: [&str; 2] = ["%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S"];

impl Said {
    /// What `text` says.
    pub fn of(text: &str) -> Said {
        let text = text.trim();
        if let Some(time) = Stamp::from_text(text).and_then(Stamp::moment) {
            return Said::Time(time);
        }
        let text = text.replace(['\u{a0}', '\u{202f}'], " ").to_lowercase().replace(".m.", "m");
        let read = |forms: &[&str], text: &str| {
            let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
            forms.iter().find_map(read).map(|t| t.and_utc())
        };
        if let Some(time) = read(&SURE, &text) {
            return Said::Time(time);
        }
        let slashes = text.replace('-', "/");
        match (read(&DAY_FIRST, &slashes), read(&MONTH_FIRST, &slashes)) {
            (Some(day), Some(month)) => Said::Either([day, month]),
            (Some(day), None) => Said::Ordered(Order::DayFirst, day),
            (None, Some(month)) => Said::Ordered(Order::MonthFirst, month),
            (None, None) => Said::Nothing,
        }
    }

    /// The time in an export with dates of this order, or why there is none.
    pub fn in_order(self, order: Option<Order>) -> Result<DateTime<Utc>, &'static str> {
        match (self, order) {
            (Said::Time(time), _) => Ok(time),
            (Said::Ordered(own, time), order) if order.is_none_or(|of_all| of_all == own) => Ok(time),
            (Said::Either([day, month]), _) if day == month => Ok(day),
            (Said::Either([day, _]), Some(Order::DayFirst)) => Ok(day),
            (Said::Either([_, month]), Some(Order::MonthFirst)) => Ok(month),
            (Said::Either(_), None) => Err(
                "which may be day or month first, and no date in the file says which; export it as XML or JSON",
            ),
            (Said::Ordered(..), _) => Err(
                "which has day and month in another order than the dates before; export it as XML or JSON",
            ),
            (Said::Nothing, _) => Err("which is no time that can be read; export it as XML or JSON"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_cultures() {
        let want = Ok("2026-11-20T21:12:00+00:00".to_owned());
        for text in [
            "2026-11-20T21:12:00Z",
            "20.11.2026 21:12:00",
            "11/20/2026 9:12:00 PM",
            "11/20/2026 9:12:00\u{202f}PM",
            "20/11/2026 21:12:00",
            "20/11/2026 9:12:00 pm",
            "20/11/2026 9:12:00 p.m.",
            "20-11-2026 21:12:00",
            "2026-11-20 21:12:00",
            "/Date(1795209120000)/",
        ] {
            assert_eq!(Said::of(text).in_order(None).map(|t| t.to_rfc3339()), want, "{text}");
        }
        assert!(Said::of("yesterday").in_order(None).is_err());
    }

    #[test]
    fn the_order_is_that_of_the_file() {
        let day = |text: &str, order| Said::of(text).in_order(order).map(|t| t.format("%d %b").to_string());
        let either = "5/11/2026 11:50:00 am";
        assert_eq!(day(either, Some(Order::DayFirst)), Ok("05 Nov".to_owned()));
        assert_eq!(day(either, Some(Order::MonthFirst)), Ok("11 May".to_owned()));
        assert!(day(either, None).unwrap_err().contains("day or month first"));
        assert_eq!(day("11/11/2026 11:50:00", None), Ok("11 Nov".to_owned()));
        assert!(day("20/11/2026 11:50:00", Some(Order::MonthFirst)).unwrap_err().contains("another order"));
    }
}
