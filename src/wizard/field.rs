//! Text fields: what is typed in them, and what Enter does with it.

use super::{Effect, Model, Place, keys::Key, model::HITS};
use crate::knowledge::questions::Said;

/// A key in a text field; none where the table of bindings is to be asked.
pub(super) fn typed(model: &mut Model, key: Key) -> Option<Vec<Effect>> {
    if let Place::DirectoryField(field) = *model.place() {
        match key {
            Key::Char(c) => model.directory.push(field, c),
            Key::Backspace => model.directory.pop(field),
            Key::Clear => model.directory.clear(field),
            Key::Enter => model.back(),
            Key::F1 => model.go(Place::Help),
            _ => return None,
        }
        return Some(Vec::new());
    }
    let edits = matches!(key, Key::Char(_) | Key::Backspace | Key::Clear);
    if edits {
        // What was said of the text before.
        model.status.clear();
        model.here().refused = false;
    }
    match key {
        Key::Char(c) => model.here().text.push(c),
        Key::Backspace => {
            model.here().text.pop();
        }
        Key::Clear => model.here().text.clear(),
        Key::F1 => model.go(Place::Help),
        Key::Enter if model.filtering => model.filtering = false,
        Key::Esc if model.filtering => {
            model.filtering = false;
            model.here().text.clear();
        }
        Key::Enter => return Some(confirm(model)),
        _ => return None,
    }
    if model.filtering {
        model.select_first();
    }
    let changed = edits && *model.place() == Place::User;
    Some(if changed { model.guess() } else { Vec::new() })
}

/// Enter in the field of a page.
fn confirm(model: &mut Model) -> Vec<Effect> {
    let mut text = unquoted(model.typed()).to_owned();
    if text.is_empty() && matches!(model.place(), Place::Save(_)) {
        ".".clone_into(&mut text);
    }
    if let Place::Gate(key) = model.place().clone() {
        return model.named(key, &text);
    }
    if text.is_empty() && *model.place() != Place::EventFilter {
        let what = match model.place() {
            Place::User => "a user",
            Place::Reason(..) => "a reason",
            Place::Typing(..) => "an answer",
            _ => "a path",
        };
        model.status = format!("Type or paste {what} first.");
        return Vec::new();
    }
    match model.place() {
        Place::Open => {
            if model.asks_for_output() {
                return model.read_output(text);
            }
            model.open(text)
        }
        Place::EventFilter => {
            model.back();
            model.memory.remove(&Place::Events);
            model.look(text, HITS)
        }
        Place::User => {
            let (user, stands) = model.picked().map_or((text, false), |picked| (picked, true));
            model.instead(Place::Running);
            model.asking.symptom = None;
            model.find(user, stands)
        }
        Place::Typing(id, scope) => {
            let (id, scope) = (*id, scope.clone());
            model.say(id, &scope, &Said::Typed(text))
        }
        Place::Collector => {
            model.status = format!("Writing {text}");
            vec![Effect::WriteCollector(text)]
        }
        Place::Reason(key, step, choice) => {
            let (key, step, choice) = (key.clone(), *step, *choice);
            model.here().text.clear();
            model.back();
            model.chose(key, step, choice, text)
        }
        Place::Save(how) => {
            let how = *how;
            model.status = format!("Writing {text}");
            vec![Effect::Save(how, text)]
        }
        _ => Vec::new(),
    }
}

/// Explorer's "Copy as path" and PowerShell's completion put quotes around a path.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    ['"', '\''].iter().find_map(|q| text.strip_prefix(*q).and_then(|t| t.strip_suffix(*q))).unwrap_or(text)
}
