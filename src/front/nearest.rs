//! What somebody meant to type.

/// The known id that is nearest to `typed`.
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    // The end of an id alone is often what people remember.
    known.min_by_key(|id| {
        let tail = id.rsplit('.').next().unwrap_or(id);
        distance(&typed, id).min(distance(&typed, tail))
    })
}

/// How many characters have to change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_one_that_was_meant() {
        let known = ["server.version", "server.staging-mode", "tenant.phs-enabled"];
        let near = |typed| nearest(typed, known.into_iter());
        assert_eq!(near("server.stagingmode"), Some("server.staging-mode"));
        assert_eq!(near("staging"), Some("server.staging-mode"));
        assert_eq!(near("phs-enable"), Some("tenant.phs-enabled"));
        assert_eq!(nearest("x", std::iter::empty()), None);
    }
}
