//! What a session holds, when the sources it was made from are gone.

use crate::{
    report::model::Verdict,
    wizard::{Action, Item, Model, Page, Place, Tone},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("What was judged");
    let Some(kept) = &model.guide.stored else {
        page.para("This session holds no result. Open evidence to get one.");
        page.blank();
        page.numbered("Open evidence", "type or paste a path", Action::Go(Place::Open), None);
        return page;
    };
    super::read_only(model, &mut page);
    page.toned_field(Tone::Warn, "GONE", kept.gone.clone());
    let report = &kept.report;
    let (tone, word) = match report.verdict {
        Verdict::Problem => (Tone::Bad, "PROBLEM"),
        Verdict::Incomplete => (Tone::Warn, "INCOMPLETE"),
        Verdict::Healthy => (Tone::Good, "HEALTHY"),
    };
    let said = report.root_causes.iter().map(|r| r.title.clone()).collect::<Vec<_>>();
    page.toned_field(tone, word, if said.is_empty() { vec!["nothing failed".to_owned()] } else { said });
    if let Some(at) = report.evaluated_at {
        page.field("Evidence", vec![model.clock.as_of(at)]);
    }
    page.blank();
    page.numbered("Open other evidence", "the session goes on with it", Action::Go(Place::Open), None);
    if !kept.left.is_empty() && !kept.gone.is_empty() {
        let names: Vec<&str> = kept.left.iter().map(super::super::SourceSpec::name).collect();
        page.numbered("Go on with what is there", names.join("; "), Action::WithoutGone, None);
    }
    page.numbered("Write the report", "nothing of the sources is needed", Action::Go(Place::Report), None);
    page.numbered("Other sessions", "", Action::Sessions, None);
    done(model, &mut page);
    page.blank();
    for finding in &report.findings {
        let place = [&finding.scope.user, &finding.scope.domain, &finding.scope.connector];
        let place = place.into_iter().flatten().next().map_or_else(String::new, |p| format!(" {p}"));
        page.item(Item {
            mark: Some((Tone::from(finding.status.judged()), finding.status.mark().to_owned())),
            text: format!("{}{place}", finding.name),
            note: finding.short.clone(),
            ..Item::default()
        });
    }
    page
}

/// What was done in it.
fn done(model: &Model, page: &mut Page) {
    let followed = model.followed();
    if !followed.is_empty() {
        page.blank();
        page.field("Done", followed.iter().map(|key| model.stands(key)).collect());
    }
}
