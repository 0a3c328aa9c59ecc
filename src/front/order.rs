//! What the command line asks to be judged.

use super::nearest::nearest;
use crate::{
    catalog::{CAUSES, CHECKS, Flow},
    checks::{self, Order},
    cli::Judging,
    diagnosis::Choice,
    evidence::user_list,
};
use std::collections::BTreeSet;

/// Everyone who was asked for, each once.
fn users(judging: &Judging) -> Result<Vec<String>, String> {
    let mut all = judging.user.clone();
    if all.iter().any(|u| u.trim().is_empty()) {
        return Err("--user: there is nothing in it; expected a user principal name, a distinguished name, \
                    DOMAIN\\name or another of a user's names"
            .to_owned());
    }
    if let Some(path) = &judging.users {
        let listed = user_list::file(path).map_err(|e| format!("--users {}: {e}", path.display()))?;
        if listed.is_empty() {
            return Err(format!("--users {}: no user in it; expected one a line", path.display()));
        }
        all.extend(listed);
    }
    let mut seen = BTreeSet::new();
    all.retain(|u| !u.trim().is_empty() && seen.insert(u.to_lowercase()));
    Ok(all)
}

/// The operator's choices, with every id known.
pub(super) fn order(judging: &Judging) -> Result<Order, String> {
    let checks = || CHECKS.iter().map(|r| r.id.0);
    let causes = || CAUSES.iter().map(|r| r.cause.0);
    Ok(Order {
        users: users(judging)?,
        only: known("--only", &judging.only, &checks)?,
        choice: Choice {
            accept: known("--accept", &judging.accept, &causes)?,
            skip: known("--skip", &judging.skip, &checks)?,
        },
    })
}

/// An error where a check that was chosen does not belong to the question: it would be left out in
/// silence, and what is not judged is not healthy.
pub(super) fn fits(order: &Order) -> Result<(), String> {
    let flow = order.flow();
    let mut chosen = CHECKS.iter().filter(|row| order.only.contains(row.id.0));
    let hint = match flow {
        Flow::All => "it is asked about a user; name one with --user ID",
        Flow::User => "it is not asked about a user; leave --user and --users out",
    };
    match chosen.find(|row| !checks::runs_in(row, flow)) {
        Some(row) => Err(format!("--only {}: {hint}", row.id.0)),
        None => Ok(()),
    }
}

fn known<I: Iterator<Item = &'static str>>(
    flag: &str,
    given: &[String],
    ids: &dyn Fn() -> I,
) -> Result<BTreeSet<String>, String> {
    given
        .iter()
        .map(|typed| {
            if let Some(id) = ids().find(|id| id.eq_ignore_ascii_case(typed)) {
                Ok(id.to_owned())
            } else {
                let near = nearest(typed, ids()).unwrap_or_default();
                Err(format!("{flag} {typed}: there is no such id; did you mean {near}?"))
            }
        })
        .collect()
}
