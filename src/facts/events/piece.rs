//! Events of ten minutes: how many, and when, near enough to say what came after a moment among them.

use chrono::{DateTime, TimeDelta, Utc};

/// How long a piece is, in seconds.
pub(super) const PIECE: i64 = 600;
/// So many runs are told apart in a piece: a cycle comes every two minutes.
const RUNS: usize = 6;

/// Events that follow one another, in seconds since the piece began.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    first: u16,
    last: u16,
    count: u32,
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    pub count: u64,
    /// In order; those that are in use come first.
    runs: [Run; RUNS],
    used: u8,
}

impl Piece {
    /// The number of the piece that a time is in.
    pub fn number(time: DateTime<Utc>) -> i64 {
        time.timestamp().div_euclid(PIECE)
    }

    /// Without an event yet; the first comes then.
    pub fn new(time: DateTime<Utc>) -> Piece {
        Piece { first: time, last: time, count: 0, runs: [Run::default(); RUNS], used: 0 }
    }

    /// Takes an event, in any order.
    pub fn add(&mut self, time: DateTime<Utc>) {
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        self.count += 1;
        let second = u16::try_from(time.timestamp().rem_euclid(PIECE)).unwrap_or_default();
        let used = usize::from(self.used);
        let at = self.runs[..used].iter().rposition(|run| run.first <= second);
        if let Some(run) = at.map(|at| &mut self.runs[at]).filter(|run| second <= run.last) {
            run.count = run.count.saturating_add(1);
            return;
        }
        self.insert(at.map_or(0, |at| at + 1), Run { first: second, last: second, count: 1 });
    }

    /// Puts a run in this place. One more than are told apart makes one of the two that are closest.
    fn insert(&mut self, at: usize, run: Run) {
        let used = usize::from(self.used);
        let mut all = [Run::default(); RUNS + 1];
        all[..at].copy_from_slice(&self.runs[..at]);
        all[at] = run;
        all[at + 1..=used].copy_from_slice(&self.runs[at..used]);
        if used < RUNS {
            self.used += 1;
        } else {
            let length = |at: &usize| all[at + 1].last - all[*at].first;
            let at = (0..RUNS).min_by_key(length).unwrap_or_default();
            all[at].last = all[at + 1].last;
            all[at].count = all[at].count.saturating_add(all[at + 1].count);
            all.copy_within(at + 2.., at + 1);
        }
        self.runs.copy_from_slice(&all[..RUNS]);
    }

    /// First and number of those after `moment`, where there are any. Of a run around it, only its last is
    /// known to be.
    pub fn after(&self, moment: DateTime<Utc>) -> Option<(DateTime<Utc>, u64)> {
        if self.last <= moment {
            return None;
        }
        if self.first > moment {
            return Some((self.first, self.count));
        }
        let begin = DateTime::from_timestamp(Piece::number(moment) * PIECE, 0)?;
        let second = (moment - begin).num_seconds();
        let (mut first, mut count) = (self.last, 0);
        for run in self.runs[..usize::from(self.used)].iter().rev() {
            let (from, to) = (i64::from(run.first), i64::from(run.last));
            if to <= second {
                break;
            }
            let whole = from > second;
            first = first.min(begin + TimeDelta::seconds(if whole { from } else { to }));
            count += if whole { u64::from(run.count) } else { 1 };
        }
        Some((first, count.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap_or_default()
    }

    fn of(seconds: impl IntoIterator<Item = i64>) -> Piece {
        let mut piece = Piece::new(at(0));
        let mut seconds = seconds.into_iter().peekable();
        if let Some(first) = seconds.peek() {
            piece = Piece::new(at(*first));
        }
        seconds.for_each(|second| piece.add(at(second)));
        piece
    }

    #[test]
    fn what_comes_after_a_moment_is_counted_from_it() {
        for seconds in [[0, 30, 60, 180, 300, 540], [540, 30, 180, 0, 60, 300]] {
            let piece = of(seconds);
            assert_eq!((piece.first, piece.last, piece.count), (at(0), at(540), 6));
            for (moment, want) in [
                (-1, Some((at(0), 6))),
                (0, Some((at(30), 5))),
                (120, Some((at(180), 3))),
                (180, Some((at(300), 2))),
                (539, Some((at(540), 1))),
                (540, None),
            ] {
                assert_eq!(piece.after(at(moment)), want, "{moment}");
            }
        }
    }

    #[test]
    fn of_more_than_are_told_apart_first_and_count_fit_together() {
        let piece = of((0..PIECE).chain(0..PIECE));
        assert_eq!(piece.runs.iter().map(|run| run.count).sum::<u32>(), 1200);
        for moment in 0..PIECE - 1 {
            let Some((first, count)) = piece.after(at(moment)) else { panic!("{moment}") };
            let missed = (first - at(moment + 1)).num_seconds();
            assert!((0..200).contains(&missed), "{moment}: {first}");
            let later = u64::try_from((at(PIECE) - first).num_seconds()).unwrap_or_default();
            assert!(count >= 1 && count <= 2 * later, "{moment}: {count} since {first}");
        }
    }

    #[test]
    fn within_a_second_the_last_is_known() {
        let mut piece = of([5]);
        let late = at(5) + TimeDelta::milliseconds(700);
        piece.add(late);
        assert_eq!(piece.after(at(5) + TimeDelta::milliseconds(300)), Some((late, 1)));
    }
}
