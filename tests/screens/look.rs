//! Glyphs, colours, and what hostile text can do.

use super::stage::{ASCII, COLOUR, MONO, Stage, all, hostile};
use phs_doctor::wizard::{Input, Key, Page, Place, page};
use ratatui::style::{Color, Modifier};

const FRAMES: &str = "─│┌┐└┘├┤┬┴┼═║█▀▄░▒▓■";

#[test]
fn ascii_means_ascii() {
    for (name, model) in all() {
        let mut stage = Stage::new(80, 25, ASCII);
        stage.draw(&model, &page(&model));
        let odd: Vec<String> = stage.lines().into_iter().filter(|l| !l.is_ascii()).collect();
        assert!(odd.is_empty(), "{name}: {odd:?}");
    }
}

#[test]
fn nothing_but_the_frames_that_every_console_has() {
    for (name, model) in all() {
        let mut stage = Stage::new(80, 25, COLOUR);
        stage.draw(&model, &page(&model));
        let odd: String =
            stage.lines().concat().chars().filter(|c| !c.is_ascii() && !FRAMES.contains(*c)).collect();
        assert!(odd.is_empty(), "{name}: {odd}");
    }
}

#[test]
fn without_colour_the_selection_is_still_seen() {
    for (name, model) in all() {
        let page = page(&model);
        let mut stage = Stage::new(80, 25, MONO);
        stage.draw(&model, &page);
        let buffer = stage.terminal.backend().buffer();
        for cell in &buffer.content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
        }
        let lines = stage.lines();
        if let Some(y) = lines.iter().position(|l| l.starts_with(" > ")) {
            let y = u16::try_from(y).unwrap();
            assert!(buffer[(3, y)].modifier.contains(Modifier::REVERSED), "{name}");
        }
        if name == "menu" {
            assert!(
                lines.iter().any(|l| l.starts_with(" > 1")),
                "the pointer is there without any attribute"
            );
        }
    }
}

#[test]
fn colour_is_sixteen_names_and_no_background() {
    for (name, model) in all() {
        let mut stage = Stage::new(80, 25, COLOUR);
        stage.draw(&model, &page(&model));
        for cell in &stage.terminal.backend().buffer().content {
            assert_eq!(cell.bg, Color::Reset, "{name}");
            assert!(!matches!(cell.fg, Color::Rgb(..) | Color::Indexed(_)), "{name}");
        }
    }
}

#[test]
fn what_steers_a_terminal_is_written_out() {
    let model = hostile();
    let mut stage = Stage::new(80, 25, COLOUR);
    stage.draw(&model, &page(&model));
    let screen = stage.lines().concat();
    assert!(!screen.chars().any(char::is_control));
    assert!(screen.contains("<U+001B>[2J"), "{screen}");
}

#[test]
fn another_ones_page_is_read_from_its_top() {
    let mut long = Page::titled("Password of ada");
    (0..60).for_each(|line| long.para(format!("line {line}")));
    let of = |who: &str| Page { of: who.to_owned(), ..long.clone() };
    let mut stage = Stage::new(80, 25, COLOUR);
    let model = hostile();
    let mut seen = |page: &Page| {
        stage.draw(&model, page);
        let top = stage.text().contains("line 0 ");
        stage.screen.key(Key::PageDown, page);
        top
    };
    assert!(seen(&of("ada")) && !seen(&of("ada")), "it stays where it was left");
    assert!(seen(&of("bob")));
    assert!(!seen(&of("ada")));
}

#[test]
fn in_a_field_every_letter_is_text_however_long_the_page() {
    let mut long = Page::titled("Open");
    (0..60).for_each(|line| long.para(format!("line {line}")));
    let mut stage = Stage::new(80, 25, COLOUR);
    for input in [None, Some(Input { label: "Path".to_owned(), text: String::new() })] {
        long.input = input;
        stage.terminal.draw(|frame| stage.screen.draw(frame, &Place::Open, &long)).unwrap();
        for key in ['j', 'k', 'g', 'G'].map(Key::Char) {
            let passed = stage.screen.key(key, &long) == Some(key);
            let scrolls = matches!(key, Key::Char('j' | 'k'));
            assert_eq!(passed, long.input.is_some() || !scrolls, "{key:?}");
        }
        assert_eq!(stage.screen.key(Key::PageDown, &long), None);
    }
}
