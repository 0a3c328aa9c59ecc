//! Nothing is cut: whatever the size and the looks, scrolling shows every word of the page in order.

use super::stage::{ASCII, COLOUR, MONO, Stage, all, hostile};
use phs_doctor::{
    front::tui::Theme,
    knowledge::visible,
    wizard::{Block, Key, Model, Page, page},
};
use std::collections::BTreeMap;

#[test]
fn the_same_words_in_every_size_and_look() {
    let mut models = all();
    models.push(("hostile", hostile()));
    for (name, model) in models {
        let page = page(&model);
        let wanted = solid(&words(&page));
        for (width, height, theme) in
            [(80, 25, COLOUR), (60, 20, COLOUR), (60, 20, MONO), (60, 20, ASCII), (120, 40, MONO)]
        {
            let shown = solid(&scrolled(&model, &page, width, height, theme));
            assert_eq!(shown, wanted, "{name} at {width}x{height}, {theme:?}");
        }
    }
}

#[test]
fn title_status_and_keys_are_whole_at_60_by_20() {
    for (name, model) in all() {
        let page = page(&model);
        let mut stage = Stage::new(60, 20, MONO);
        stage.draw(&model, &page);
        let screen = solid(&stage.lines().concat());
        assert!(screen.starts_with(&solid(&format!("{}{}", page.title, page.context))), "{name}");
        let keys: Vec<&str> = page.keys.iter().flat_map(|k| [k.keys.as_str(), k.label.as_str()]).collect();
        let keys = keys.concat();
        assert!(screen.ends_with(&solid(&format!("{}{keys}", page.status))), "{name}: {screen}");
    }
}

/// All that the model says in the body.
fn words(page: &Page) -> String {
    let mut all = String::new();
    for block in &page.body {
        match block {
            Block::Blank | Block::Rule => {}
            Block::Para(_, text) | Block::Command(text) => all.push_str(&visible(text)),
            Block::Field(_, label, lines) => {
                all.push_str(&visible(label));
                all.extend(lines.iter().map(|l| visible(l)));
            }
            Block::Item(item) => {
                all.extend(item.number.map(|n| n.to_string()));
                all.extend(item.mark.as_ref().map(|(_, m)| visible(m)));
                all.push_str(&visible(&item.text));
                all.push_str(&visible(&item.note));
            }
        }
    }
    all
}

/// All that is seen in the body while scrolling through it.
fn scrolled(model: &Model, page: &Page, width: u16, height: u16, theme: Theme) -> String {
    let mut stage = Stage::new(width, height, theme);
    let mut seen: BTreeMap<usize, String> = BTreeMap::new();
    for _ in 0..100 {
        stage.draw(model, page);
        let lines = stage.lines();
        let rule = theme.rule().to_string().repeat(10);
        let first = lines.iter().position(|l| l.starts_with(&rule)).unwrap();
        let last = lines.iter().rposition(|l| l.starts_with(&rule)).unwrap();
        let more = lines[last].trim_matches(theme.rule()).trim().to_owned();
        let top = more.split(" more above").next().and_then(|n| n.parse().ok()).unwrap_or(0);
        for (i, line) in lines[first + 1..last].iter().enumerate() {
            seen.insert(top + i, line.clone());
        }
        if !more.contains("below") {
            return seen.into_values().collect();
        }
        assert_eq!(stage.screen.key(Key::PageDown, page), None, "scrolling is the device's");
    }
    panic!("no end of the page");
}

/// Without blanks, lines across and the pointer.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '─' | '-' | '>')).collect()
}
