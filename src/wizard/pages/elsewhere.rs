//! When it is not password hash synchronization: what else stops a sign-in.

use crate::{
    diagnosis::Verdict,
    knowledge::Sort,
    wizard::{Action, Model, Page, Place, Tone},
};

/// What stops a sign-in beside the password, and where that is seen.
const ELSE: [(&str, &str); 6] = [
    (
        "Federated domain",
        "Entra admin center, Settings, Domain names: Federated. Sign-in then never uses the synchronized password.",
    ),
    ("Blocked sign-in", "Entra admin center, Users, the user, Properties: Account enabled; and Risky users."),
    (
        "Conditional Access",
        "Entra admin center, the user, Sign-in logs: the failed sign-in, tab Conditional Access.",
    ),
    (
        "Another account",
        "The sign-in name belongs to a second account, or to one that only lives in the cloud: compare the user principal names.",
    ),
    (
        "Kept password",
        "A device, a mail program or a saved credential goes on with the old one: sign in at https://myaccount.microsoft.com in a private window.",
    ),
    (
        "By design",
        "A lock, logon hours and an expired account in Active Directory do not count in the cloud.",
    ),
];

/// Title, and in a word and a sentence what is known of the password: fine is said only where it is in
/// Entra ID.
fn state(model: &Model) -> (&'static str, Tone, &'static str, String) {
    let case = model.case();
    let healthy = case.is_some_and(|c| c.judgement.verdict == Verdict::Healthy);
    let fine = case.is_some_and(super::arrived);
    match model.user() {
        Some(user) if healthy && fine => (
            "This user is fine",
            Tone::Good,
            "FINE",
            format!("The newest password of {user} is in Entra ID. If sign-in still fails, the password is not the reason."),
        ),
        Some(user) => (
            "What else stops a sign-in",
            Tone::Warn,
            "NOT SURE",
            format!("It is not known that the newest password of {user} is in Entra ID. Look at that first; what follows stops a sign-in as well."),
        ),
        None if healthy && case.is_some_and(|c| super::result::warnings(c).next().is_some()) => (
            "What else stops a sign-in",
            Tone::Warn,
            "NOT SURE",
            "Nothing failed, and there are warnings. Look at them first; what follows stops a sign-in as well.".to_owned(),
        ),
        None if healthy => (
            "It is not password hash synchronization",
            Tone::Good,
            "FINE",
            "Everything that password hash synchronization needs is as it should be. What still fails has another reason.".to_owned(),
        ),
        None => (
            "What else stops a sign-in",
            Tone::Warn,
            "NOT SURE",
            "It is not known that password hash synchronization works. Look at that first; what follows stops a sign-in as well.".to_owned(),
        ),
    }
}

pub(super) fn page(model: &Model) -> Page {
    let (title, tone, word, said) = state(model);
    let mut page = Page::titled(title);
    super::caveats(model, &mut page);
    page.toned_field(tone, word, vec![said]);
    let clock = model.evidence_clock();
    let stories = model.case().map_or(&[][..], |c| c.stories.as_slice());
    for story in stories.iter().take(1) {
        let at = |t| clock.at(t);
        page.field("Password", story.changes.iter().map(|change| change.told(&at)).collect());
        page.field("Sign-in", story.sign_in.clone());
    }
    page.blank();
    page.heading("Look at");
    for (what, how) in ELSE {
        page.field(what, vec![how.to_owned()]);
    }
    page.blank();
    for (label, topic) in [
        ("When the password arrived and sign-in still fails", "not-the-password"),
        ("Federated domains", "federation"),
        ("Only Entra Domain Services refuses it", "domain-services"),
    ] {
        page.numbered(label, "", Action::Go(Place::Article(Sort::Topic, topic.to_owned())), None);
    }
    page.numbered(
        if model.user().is_some() { "Another user" } else { "One user's password" },
        "",
        Action::Go(Place::User),
        None,
    );
    page.numbered("Write the report", "", Action::Go(Place::Report), None);
    page
}
