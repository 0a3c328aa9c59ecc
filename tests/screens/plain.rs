//! The same pages as numbered questions.

use super::stage::{all, events, hostile, judged, on};
use phs_doctor::{
    front::plain::Plain,
    knowledge::visible,
    wizard::{Block, Place, page},
};

#[test]
fn a_walk_to_the_cause_and_back() {
    let mut model = on(judged("tenant-feature-off"));
    let mut plain = Plain::new(Vec::new());
    for line in ["1", "1", "b", "nonsense", "/service", "b", "q"] {
        plain.show(&model).unwrap();
        plain.line(&mut model, line);
    }
    let text = String::from_utf8(plain.into_inner()).unwrap();
    insta::assert_snapshot!("transcript", text);
}

#[test]
fn every_page_has_all_its_words_in_order() {
    let mut models = all();
    models.push(("hostile", hostile()));
    for (name, model) in models {
        let mut plain = Plain::new(Vec::new());
        plain.show(&model).unwrap();
        let text = String::from_utf8(plain.into_inner()).unwrap();
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{name}");
        let mut rest = text.as_str();
        let mut body = page(&model).body;
        if *model.place() == Place::Help {
            // It has answers of its own in place of the keys of the screen.
            let marks = body.iter().position(|block| *block == Block::Blank).unwrap();
            body.drain(..marks);
            assert!(rest.contains("a number:") && !rest.contains("PgDn"), "{rest}");
        }
        for block in &body {
            let wanted: Vec<&str> = match block {
                Block::Blank | Block::Rule => vec![],
                Block::Para(_, text) | Block::Command(text) => vec![text],
                Block::Field(_, label, lines) => {
                    std::iter::once(label).chain(lines).map(String::as_str).collect()
                }
                Block::Item(item) => vec![&item.text, &item.note],
            };
            for text in wanted {
                let text = visible(text);
                let at = rest.find(&text).unwrap_or_else(|| panic!("{name}: {text:?} is not in {rest:?}"));
                rest = &rest[at + text.len()..];
            }
        }
    }
}

#[test]
fn events_as_numbered_lines() {
    let mut model = events(3);
    let mut plain = Plain::new(Vec::new());
    for line in ["6", "b", "nonsense", "1", "b", "q"] {
        plain.show(&model).unwrap();
        plain.line(&mut model, line);
    }
    let text = String::from_utf8(plain.into_inner()).unwrap();
    insta::assert_snapshot!("events", text);
}
