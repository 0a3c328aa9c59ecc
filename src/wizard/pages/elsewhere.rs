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

pub(super) fn page(model: &Model) -> Page {
    let healthy = model.case().is_some_and(|c| c.judgement.verdict == Verdict::Healthy);
    let user = model.user().filter(|_| healthy);
    let mut page = Page::titled(if user.is_some() {
        "This user is fine"
    } else {
        "It is not password hash synchronization"
    });
    super::caveats(model, &mut page);
    page.toned_field(Tone::Good, "FINE", vec![match user {
        Some(user) => format!("The newest password of {user} is in Entra ID, as far as is known. If sign-in still fails, the password is not the reason."),
        None => "Everything that password hash synchronization needs is as it should be. What still fails has another reason.".to_owned(),
    }]);
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
        if user.is_some() { "Another user" } else { "One user's password" },
        "",
        Action::Go(Place::User),
        None,
    );
    page.numbered("Write the report", "", Action::Go(Place::Report), None);
    page
}
