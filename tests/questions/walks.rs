//! Both flows, from no evidence to every cause that an answer names.

use super::operator::*;
use phs_doctor::{
    catalog::{Cause, EXPLANATIONS},
    wizard::Place,
};

/// An operator on whose server this is so, and everything else as good as can be.
struct Truth<'a> {
    table: &'a [Question],
    check: String,
    cause: String,
    /// Whether what it breaks shows, too.
    shows: bool,
}

impl Truth<'_> {
    /// What is answered to a question.
    fn answer(&self, operator: &mut Operator, id: &str) {
        let question = self.table.iter().find(|q| q.id == id).unwrap();
        let named = |c: &&Choice| c.decides.get(&self.check) == Some(&self.cause);
        if let Some(choice) = question.options.iter().find(named) {
            if choice.typed {
                operator.choose("Type it");
                operator.answer(&choice.words[0]);
            } else {
                operator.choose(&choice.label);
            }
            return;
        }
        // Whatever does not speak against it; of that what finds most in order.
        let against = |(check, says): (&String, &String)| {
            *check == self.check || self.shows && says == "pass" && self.breaks(check, None)
        };
        let fits = |c: &&Choice| !c.typed && !c.decides.iter().any(against);
        // What fails fails because of it.
        let fits = |c: &&Choice| {
            fits(c) && c.decides.iter().all(|(check, says)| says == "pass" || self.breaks(check, Some(says)))
        };
        let causes = |c: &&Choice| c.decides.values().filter(|v| *v != "pass").count();
        let label = question.options.iter().filter(fits).min_by_key(causes).map(|c| c.label.clone());
        operator.choose(label.as_deref().unwrap_or("I cannot tell"));
    }
}

impl Truth<'_> {
    /// True where this cause explains that the check fails; by that cause, where one is given.
    fn breaks(&self, check: &str, by: Option<&str>) -> bool {
        let among = |causes: &[Cause], cause: &str| causes.is_empty() || causes.iter().any(|c| c.0 == cause);
        EXPLANATIONS
            .iter()
            .filter(|e| e.by.0 == self.check && e.of.0 == check && among(e.causes, &self.cause))
            .any(|e| by.is_none_or(|by| among(e.of_causes, by)))
    }
}

/// Walks to a cause; how many questions it took.
fn walk(device: Device, truth: &Truth<'_>) -> Result<usize, String> {
    let user = truth.check.starts_with("user.");
    let mut operator = Operator::new(device);
    operator.begin(user);
    if user {
        operator.choose("Something else, or I cannot tell");
    }
    for asked in 0..40 {
        let found = operator.model.case().is_some_and(|case| {
            let mut findings = case.judgement.findings.iter();
            findings.any(|f| f.check.0 == truth.check && f.cause().is_some_and(|c| c.0 == truth.cause))
        });
        if found {
            return Ok(asked);
        }
        match operator.model.place().clone() {
            Place::Typing(..) => operator.answer(DOMAIN),
            Place::Question(id, _) => truth.answer(&mut operator, id),
            place => {
                return Err(format!("{}/{}: after {asked} questions at {place:?}", truth.check, truth.cause));
            }
        }
    }
    Err(format!("{}/{}: no end", truth.check, truth.cause))
}

fn walk_all(device: Device, shows: bool) -> Vec<usize> {
    let table = table();
    let mut counts = Vec::new();
    let mut wrong = Vec::new();
    let mut causes: Vec<(String, String)> = table
        .iter()
        .flat_map(|q| &q.options)
        .flat_map(|c| &c.decides)
        .filter(|(_, says)| *says != "pass")
        .map(|(check, says)| (check.clone(), says.clone()))
        .collect();
    causes.sort();
    causes.dedup();
    for (check, cause) in causes {
        let truth = Truth { table: &table, check, cause, shows };
        match walk(device, &truth) {
            Ok(count) if count <= 12 => counts.push(count),
            Ok(count) => wrong.push(format!("{}/{}: {count} questions", truth.check, truth.cause)),
            Err(reason) => wrong.push(reason),
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    counts.sort_unstable();
    counts
}

fn told(how: &str, counts: &[usize]) {
    println!(
        "{how}: {} causes, median {}, most {}",
        counts.len(),
        counts[counts.len() / 2],
        counts[counts.len() - 1]
    );
    assert!(counts.len() > 120, "only {}", counts.len());
}

#[test]
fn every_cause_is_reached_by_keys_in_at_most_twelve_questions() {
    told("by keys", &walk_all(keys, false));
}

#[test]
fn every_cause_is_reached_among_what_it_breaks() {
    told("by keys, with what it breaks", &walk_all(keys, true));
}

#[test]
fn every_cause_is_reached_by_numbers_in_plain_mode() {
    told("in plain mode", &walk_all(lines, true));
}
