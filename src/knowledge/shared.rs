//! Steps that several remedies take stand once in the texts; here they are put where they are named.

use super::docs::{Library, StepDoc};
use std::collections::BTreeMap;

/// Puts every shared step where a remedy or a topic names it.
pub(super) fn settle(library: &mut Library) {
    let shared = std::mem::take(&mut library.step);
    let remedies = library.cause.iter_mut().filter_map(|cause| cause.fix.as_mut()).map(|fix| &mut fix.steps);
    for steps in remedies.chain(library.topic.iter_mut().map(|topic| &mut topic.steps)) {
        *steps = std::mem::take(steps).into_iter().flat_map(|step| settled(step, &shared)).collect();
    }
    library.step = shared;
}

/// A step, or the shared one that it names with all that always follow it. What the remedy says itself
/// of place, rights and result counts.
fn settled(own: StepDoc, shared: &BTreeMap<String, StepDoc>) -> Vec<StepDoc> {
    let Some(doc) = own.shared.as_ref().and_then(|name| shared.get(name)).cloned() else { return vec![own] };
    let next = doc.then.clone().map(|name| StepDoc { shared: Some(name), ..StepDoc::default() });
    let step = StepDoc {
        shared: own.shared,
        place: own.place.or(doc.place),
        rights: own.rights.or(doc.rights),
        expect: own.expect.or(doc.expect),
        ..doc
    };
    std::iter::once(step).chain(next.into_iter().flat_map(|next| settled(next, shared))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> StepDoc {
        StepDoc { shared: Some(name.to_owned()), ..StepDoc::default() }
    }

    #[test]
    fn a_shared_step_brings_what_follows_it_and_leaves_the_last_word_to_the_remedy() {
        let one = |text: &str, then: Option<&str>| StepDoc {
            text: text.to_owned(),
            expect: Some("the usual".to_owned()),
            then: then.map(str::to_owned),
            ..StepDoc::default()
        };
        let shared = BTreeMap::from([
            ("a".to_owned(), one("first", Some("b"))),
            ("b".to_owned(), one("second", None)),
        ]);
        let own = StepDoc { expect: Some("its own".to_owned()), ..named("a") };
        let steps = settled(own, &shared);
        let said: Vec<_> = steps.iter().map(|s| (s.text.as_str(), s.expect.as_deref().unwrap())).collect();
        assert_eq!(said, [("first", "its own"), ("second", "the usual")]);
        assert_eq!(steps[1].shared.as_deref(), Some("b"));
        assert_eq!(settled(named("nowhere"), &shared)[0].text, "", "a test finds names that lead nowhere");
    }
}
