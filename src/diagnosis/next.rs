//! What to get next: of everything that could be asked, what decides most.

use super::{Finding, Judgement, Status};

/// How much an answer would decide: findings of `after` that are known and were not before.
#[must_use]
pub fn decides(before: &Judgement, after: &Judgement) -> usize {
    let known = |f: &&Finding| !matches!(f.status, Status::Unknown | Status::Skipped);
    let open = |f: &&Finding| {
        let mut same = before.findings.iter().filter(|b| b.check == f.check && b.scope == f.scope);
        same.all(|b| b.status == Status::Unknown)
    };
    after.findings.iter().filter(known).filter(open).count()
}

/// True where an answer changes what is shown.
#[must_use]
pub fn changes(before: &Judgement, after: &Judgement) -> bool {
    let key = |f: &Finding| (f.check, f.scope.clone(), f.status, f.cause());
    before.findings.len() != after.findings.len()
        || before.findings.iter().zip(&after.findings).any(|(b, a)| key(b) != key(a))
}

/// Orders what could be asked, each with what would come of its answers: what can decide most comes
/// first; what no answer of changes anything is left out. Equal ones keep their order.
#[must_use]
pub fn next<T>(now: &Judgement, asked: Vec<(T, Vec<Judgement>)>) -> Vec<(T, usize)> {
    let mut ordered: Vec<(T, usize)> = asked
        .into_iter()
        .filter(|(_, answers)| answers.iter().any(|after| changes(now, after)))
        .map(|(one, answers)| {
            let most = answers.iter().map(|after| decides(now, after)).max().unwrap_or(0);
            (one, most)
        })
        .filter(|(_, most)| *most > 0)
        .collect();
    ordered.sort_by_key(|(_, most)| std::cmp::Reverse(*most));
    ordered
}
