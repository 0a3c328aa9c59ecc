//! The page for a browser.

use super::made;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use phs_doctor::report::{Format, json, model::Report, timeline};
use quick_xml::{Reader, events::Event};
use sha2::{Digest, Sha256};

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = &text[text.find(from).unwrap_or_else(|| panic!("no {from}")) + from.len()..];
    &rest[..rest.find(to).unwrap()]
}

/// Every element is closed, every id is there once, every reference leads somewhere.
#[test]
fn a_strict_reader_takes_it() {
    for name in ["healthy", "rights-missing", "entra-busy"] {
        let page = Format::Html.write(&made::scenario(name));
        let body = page.strip_prefix("<!DOCTYPE html>\n").expect("the kind of document stands first");
        let mut reader = Reader::from_str(body);
        reader.config_mut().check_end_names = true;
        let (mut open, mut ids, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            let event = reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}"));
            let (element, stays) = match &event {
                Event::Eof => break,
                Event::Start(e) => (Some(e), true),
                Event::Empty(e) => (Some(e), false),
                Event::End(_) => {
                    open.pop().expect("nothing is closed that was not opened");
                    continue;
                }
                _ => (None, false),
            };
            let Some(element) = element else { continue };
            let tag = element.name().as_ref().to_owned();
            assert!(!["script", "iframe", "img", "link", "object", "form"].contains(&tag.as_str()), "{tag}");
            for attribute in element.attributes() {
                let attribute = attribute.unwrap();
                let key = attribute.key.as_ref().to_owned();
                let value = attribute.value.to_string();
                assert!(!key.starts_with("on") && key != "style" && key != "src", "{tag} {key}");
                match key.as_str() {
                    "id" => ids.push(value),
                    "aria-labelledby" => wanted.push(value),
                    "href" if value.starts_with('#') => wanted.push(value[1..].to_owned()),
                    "href" => assert!(value.starts_with("https://"), "{value}"),
                    _ => {}
                }
            }
            if stays {
                open.push(tag);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        let before = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), before, "an id stands once");
        for id in wanted {
            assert!(ids.contains(&id), "{id} leads nowhere");
        }
    }
}

#[test]
fn the_policy_allows_its_style_and_no_more() {
    let page = Format::Html.write(&made::scenario("rights-missing"));
    let style = between(&page, "<style>", "</style>");
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy =
        between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
    assert_eq!(
        policy,
        format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
    );
    assert!(page.find("Content-Security-Policy").unwrap() < page.find("<style>").unwrap());
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!style.contains("url(http") && !style.contains("@import"));
}

#[test]
fn it_names_its_twin() {
    let report = made::everything();
    let hash = Sha256::digest(json::write(&report).as_bytes());
    let hash: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    assert!(Format::Html.write(&report).contains(&hash));
}

fn places(report: &Report) -> Vec<DateTime<Utc>> {
    let page = Format::Html.write(report);
    let svg = between(&page, "<svg ", "</svg>");
    let time = |name: &str| between(svg, &format!("{name}=\""), "\"").parse::<DateTime<Utc>>().unwrap();
    let (from, to) = (time("data-from"), time("data-to"));
    let span = (to - from).num_seconds();
    let read = |rect: &str| {
        let x: f64 = between(rect, " x=\"", "\"").parse().unwrap();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a few days in seconds"
        )]
        let seconds = ((x - 220.0) / 760.0 * span as f64).round() as i64;
        from + chrono::TimeDelta::seconds(seconds)
    };
    svg.split("<rect ").skip(1).map(read).collect()
}

#[test]
fn places_on_the_axis_are_the_times_of_the_facts() {
    let report = made::everything();
    let marks = timeline::marks(&report);
    let read = places(&report);
    assert_eq!(read.len(), marks.len());
    for kind in ["Heartbeat", "Cycle", "Failure", "Action", "Covered"] {
        assert!(marks.iter().any(|m| format!("{:?}", m.kind) == kind), "no mark of kind {kind}");
    }
    for (mark, at) in marks.iter().zip(read) {
        // A drawing has hundredths of a unit; over three days that is some seconds.
        assert!((at - mark.at).num_seconds().abs() <= 3, "{mark:?} stands at {at}");
    }
    let newest =
        report.timeline.iter().filter(|m| m.lane == "Forest contoso.com").map(timeline::Mark::end).max();
    let said: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.check == "connector.heartbeat" && f.scope.connector.as_deref() == Some("contoso.com"))
        .map(|f| f.short.as_str())
        .collect();
    assert_eq!(said, [newest.unwrap().format("%Y-%m-%d %H:%M UTC").to_string()]);
}

#[test]
fn gaps_of_the_log_are_drawn() {
    let report = made::scenario("log-too-short");
    let page = Format::Html.write(&report);
    assert!(page.contains("<rect class=\"gap\"") && page.contains("Not covered by the event log"));
}
