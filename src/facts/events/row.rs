//! Values by whole numbers that nearly always grow, such as times in a log: the newest is found at once.

use std::collections::VecDeque;

/// Values in the order of their numbers.
#[derive(Clone, Debug)]
pub(super) struct Row<V>(VecDeque<(i64, V)>);

impl<V> Default for Row<V> {
    fn default() -> Row<V> {
        Row(VecDeque::new())
    }
}

impl<V> Row<V> {
    /// Changes the value of this number, after making it where there is none.
    pub fn change(&mut self, number: i64, new: impl FnOnce() -> V, change: impl FnOnce(&mut V)) {
        let at = match self.0.back() {
            Some((last, _)) if *last == number => self.0.len() - 1,
            Some((last, _)) if *last > number => self.0.partition_point(|(n, _)| *n < number),
            _ => self.0.len(),
        };
        if self.0.get(at).is_none_or(|(n, _)| *n != number) {
            self.0.insert(at, (number, new()));
        }
        if let Some((_, value)) = self.0.get_mut(at) {
            change(value);
        }
    }

    /// Drops what comes before this number.
    pub fn forget_before(&mut self, number: i64) {
        while self.0.front().is_some_and(|(n, _)| *n < number) {
            self.0.pop_front();
        }
    }

    /// Drops the first until no more than so many are left.
    pub fn bound(&mut self, most: usize) {
        while self.0.len() > most {
            self.0.pop_front();
        }
    }

    /// Every value, in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The numbers from this one on with their values, in order.
    pub fn from(&self, number: i64) -> impl Iterator<Item = (i64, &V)> {
        self.0.range(self.0.partition_point(|(n, _)| *n < number)..).map(|(number, value)| (*number, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_any_order_are_counted_each_once() {
        let mut row = Row::default();
        for number in [5, 7, 7, 6, 5, 9, 1, 9] {
            row.change(number, || 0, |count| *count += 1);
        }
        assert_eq!(row.values().copied().collect::<Vec<_>>(), [1, 2, 1, 2, 2]);
        assert_eq!(row.from(6).collect::<Vec<_>>(), [(6, &1), (7, &2), (9, &2)]);
        assert_eq!(row.from(10).count(), 0);
        row.forget_before(6);
        assert_eq!(row.values().count(), 3);
        row.bound(1);
        assert_eq!(row.from(0).collect::<Vec<_>>(), [(9, &2)], "the last stays");
    }
}
