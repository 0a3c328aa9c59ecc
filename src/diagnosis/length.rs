//! Lengths of time as people say them.

use chrono::TimeDelta;

/// "less than a minute", "90 min", "2 h 5 min", "2 days 3 h", "12 days": in two units at most.
#[must_use]
pub fn length(time: TimeDelta) -> String {
    let minutes = time.num_minutes().max(0);
    let (hours, days) = (minutes / 60, minutes / 1440);
    let with = |rest: i64, unit: &str| if rest == 0 { String::new() } else { format!(" {rest} {unit}") };
    match minutes {
        0 => "less than a minute".to_owned(),
        1..120 => format!("{minutes} min"),
        120..2880 => format!("{hours} h{}", with(minutes % 60, "min")),
        2880..10080 => format!("{days} days{}", with(hours % 24, "h")),
        _ => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough() {
        let said = [
            (-5, "less than a minute"),
            (0, "less than a minute"),
            (1, "1 min"),
            (119, "119 min"),
            (120, "2 h"),
            (125, "2 h 5 min"),
            (1500, "25 h"),
            (2880, "2 days"),
            (2880 + 185, "2 days 3 h"),
            (10080 + 185, "7 days"),
        ];
        for (minutes, text) in said {
            assert_eq!(length(TimeDelta::minutes(minutes)), text, "{minutes}");
        }
    }
}
