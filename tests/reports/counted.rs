//! Nothing that the JSON holds is missing where people read.

use super::made;
use phs_doctor::report::{Format, model::Report};

/// Without what each form adds to escape, wrap and mark.
fn bare(text: &str) -> String {
    let text = text
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&#34;", "\"")
        .replace("&#39;", "'");
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\\' | '`')).collect()
}

/// What has to be found, each as a reader would look for it.
fn wanted(report: &Report) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for finding in &report.findings {
        out.push(("finding", finding.title.clone()));
        out.push(("check", finding.check.clone()));
        for seen in &finding.evidence {
            out.push(("label", seen.label.clone()));
            out.push(("found", seen.found.clone()));
            out.push(("source of a row", seen.source.clone()));
        }
        out.extend(finding.needs.iter().map(|n| ("need", n.why.clone())));
    }
    for action in &report.actions {
        out.push(("who", action.by.clone()));
        out.extend(
            [&action.note, &action.before, &action.after]
                .into_iter()
                .flatten()
                .map(|t| ("action", t.clone())),
        );
    }
    for source in &report.sources {
        out.push(("source", source.name.clone()));
        out.extend(source.problems.iter().map(|p| ("problem", p.reason.clone())));
        out.extend(source.not_understood.iter().map(|n| ("not understood", n.clone())));
    }
    out
}

#[test]
fn everything_is_where_people_read() {
    let report = made::everything();
    assert!(report.sources[0].problems.len() >= 2, "the made source has damage");
    assert!(!report.sources[0].not_understood.is_empty());
    assert!(report.findings.iter().any(|f| !f.needs.is_empty()));
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let text = bare(&format.write(&report));
        for (what, value) in wanted(&report) {
            assert!(text.contains(&bare(&value)), "{format:?}: {what} {value:?} is missing");
        }
    }
}

#[test]
fn each_thing_is_counted() {
    let report = made::everything();
    let rows: usize = report.findings.iter().map(|f| f.evidence.len()).sum();
    let problems: usize = report.sources.iter().map(|s| s.problems.len()).sum();
    let html = Format::Html.write(&report);
    assert_eq!(html.matches("<article class=\"finding ").count(), report.findings.len());
    assert_eq!(html.matches("<tr class=\"row\">").count(), rows);
    assert_eq!(html.matches("<tr class=\"action\">").count(), report.actions.len());
    assert_eq!(html.matches("<li class=\"problem\">").count(), problems);
    let text = Format::Text.write(&report);
    assert_eq!(text.lines().filter(|l| l.starts_with("   - ")).count(), rows);
    let markdown = Format::Markdown.write(&report);
    assert_eq!(markdown.lines().filter(|l| l.starts_with("- **")).count(), report.findings.len());
    let jsonl = Format::Jsonl.write(&report);
    let part =
        |name: &str| jsonl.lines().filter(|l| l.starts_with(&format!("{{\"part\":\"{name}\""))).count();
    assert_eq!(part("finding"), report.findings.len());
    assert_eq!(part("action"), report.actions.len());
    assert_eq!(part("mark"), report.timeline.len());
}

#[test]
fn the_findings_of_a_domain_stand_together() {
    let text = Format::Text.write(&made::scenario("healthy"));
    for domain in ["contoso.com", "emea.contoso.com", "fabrikam.local"] {
        assert_eq!(text.lines().filter(|l| *l == format!("  {domain}")).count(), 1, "{domain}");
    }
}
