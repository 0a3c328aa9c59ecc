//! Every page at 80x25, as a picture, and in every other size without a panic.

use super::stage::{COLOUR, Stage, all, events, hostile, press};
use phs_doctor::wizard::{Effect, Key, Msg, page, update};

#[test]
fn every_page_at_80_by_25() {
    for (name, model) in all() {
        let mut stage = Stage::new(80, 25, COLOUR);
        stage.draw(&model, &page(&model));
        insta::assert_snapshot!(name, stage.text());
    }
}

#[test]
fn below_two_hundred_events_there_are_more() {
    let mut model = events(200);
    let mut stage = Stage::new(80, 25, COLOUR);
    stage.draw(&model, &page(&model));
    press(&mut model, &[Key::End]);
    stage.draw(&model, &page(&model));
    insta::assert_snapshot!("events-many", stage.text());
    let effects = update(&mut model, Msg::Key(Key::Enter));
    assert!(matches!(effects.as_slice(), [Effect::Events { most: 400, .. }]), "{effects:?}");
    let effects = update(&mut model, Msg::Key(Key::Esc));
    assert!(matches!(effects.as_slice(), [Effect::Cancel(_)]), "Esc stops: {effects:?}");
}

#[test]
fn every_size_draws() {
    let mut models = all();
    models.push(("hostile", hostile()));
    let half = models.len() / 2;
    let draw = |models: &[(&str, phs_doctor::wizard::Model)]| {
        for (_, model) in models {
            let page = page(model);
            for width in 60..=120 {
                for height in 20..=40 {
                    Stage::new(width, height, COLOUR).draw(model, &page);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| draw(&models[..half]));
        scope.spawn(|| draw(&models[half..]));
    });
}

#[test]
fn every_size_too_small_draws() {
    let model = hostile();
    let page = page(&model);
    for width in 1..=120 {
        for height in 1..=if width < 60 { 40 } else { 19 } {
            Stage::new(width, height, COLOUR).draw(&model, &page);
        }
    }
}

#[test]
fn a_window_that_is_too_small_says_so_in_one_line() {
    let model = &all()[0].1;
    let mut stage = Stage::new(59, 20, COLOUR);
    stage.draw(model, &page(model));
    let lines = stage.lines();
    assert!(lines[0].contains("needs 60x20"), "{}", lines[0]);
    assert!(lines[1..].iter().all(|l| l.trim().is_empty()));
}
