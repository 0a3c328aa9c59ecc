//! Times for people: local, with the offset from UTC, and how long ago.

use crate::diagnosis::length;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

/// The wall clock and the zone of whoever reads the screen.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Now, as far as the pages are concerned.
    pub now: DateTime<Utc>,
    /// The offset from UTC that held at a time.
    pub offset: fn(DateTime<Utc>) -> FixedOffset,
}

/// Evidence up to this age is not remarked on.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// Evidence over this age is remarked on, on every page of the result.
const OLD: TimeDelta = TimeDelta::days(1);

impl Clock {
    /// Time of day with the offset, and the day where it is not today.
    #[must_use]
    pub fn at(&self, t: DateTime<Utc>) -> String {
        let local = t.with_timezone(&(self.offset)(t));
        let today = self.now.with_timezone(&(self.offset)(self.now)).date_naive();
        let form = if local.date_naive() == today { "%H:%M:%S %:z" } else { "%Y-%m-%d %H:%M:%S %:z" };
        local.format(form).to_string()
    }

    /// "as of" a time, with its age where that is over an hour.
    #[must_use]
    pub fn as_of(&self, t: DateTime<Utc>) -> String {
        let age = self.now - t;
        let old = if age > FRESH { format!(" ({} old)", length(age)) } else { String::new() };
        format!("as of {}{old}", self.at(t))
    }

    /// What is to be said where the evidence is over a day old.
    #[must_use]
    pub fn stale(&self, t: DateTime<Utc>) -> Option<String> {
        let age = self.now - t;
        (age > OLD).then(|| {
            format!(
                "This evidence is {} old. What is said here held then; collect again to know how it is now.",
                length(age)
            )
        })
    }

    /// A time and how long it lasts since.
    #[must_use]
    pub fn since(&self, t: DateTime<Utc>, until: DateTime<Utc>) -> String {
        format!("{} ({})", self.at(t), length(until - t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        let now = "2026-11-20T09:12:44Z".parse().unwrap();
        Clock { now, offset: |_| FixedOffset::east_opt(3600).unwrap() }
    }

    #[test]
    fn today_is_a_time_and_other_days_have_a_date() {
        let clock = clock();
        assert_eq!(clock.at("2026-11-20T09:12:44Z".parse().unwrap()), "10:12:44 +01:00");
        assert_eq!(clock.at("2026-11-19T22:30:00Z".parse().unwrap()), "2026-11-19 23:30:00 +01:00");
    }

    #[test]
    fn age_is_said_from_an_hour_on_and_remarked_on_from_a_day_on() {
        let clock = clock();
        let ago = |minutes| clock.now - TimeDelta::minutes(minutes);
        assert_eq!(clock.as_of(ago(60)), "as of 09:12:44 +01:00");
        assert_eq!(clock.as_of(ago(91)), "as of 08:41:44 +01:00 (91 min old)");
        assert!(clock.stale(ago(1440)).is_none());
        assert!(clock.stale(ago(1441 + 60)).unwrap().starts_with("This evidence is 25 h 1 min old."));
        assert!(clock.stale(ago(60 * 24 * 3847)).unwrap().starts_with("This evidence is 3847 days old."));
    }
}
