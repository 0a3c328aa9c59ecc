//! From what happens to what is so, and to what is to be done.

use super::{
    Action, Effect, Model, Msg, Place, SourceSpec, guide, keys,
    keys::{Command, Key, State},
    page,
};
use crate::knowledge::questions::Said;

/// So many events are looked for at once.
const HITS: usize = 200;

/// Takes what happened; says what is to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => press(model, key),
        Msg::Text(text) => {
            if let Place::DirectoryField(field) = *model.place() {
                let line = text.trim_end_matches(['\r', '\n']);
                line.chars().for_each(|c| model.directory.push(field, c));
            } else if model.in_field() {
                // What is pasted may bring a line end along, and quotes where a path was copied.
                model.here().text.push_str(text.trim_end_matches(['\r', '\n']));
                return if *model.place() == Place::User { model.guess() } else { Vec::new() };
            }
            Vec::new()
        }
        Msg::Choose(offer) => {
            model.here().cursor = offer;
            choose(model, offer)
        }
        Msg::Tick(now) => {
            model.clock.now = now;
            model.wait()
        }
        Msg::Appended(result) => {
            model.appended(result);
            Vec::new()
        }
        Msg::Begun(id) => {
            model.guide.session = Some(id);
            Vec::new()
        }
        Msg::Sessions(kept) => {
            model.guide.kept = kept;
            Vec::new()
        }
        Msg::Resumed(Ok(session)) => model.resume(*session),
        Msg::Resumed(Err(reason)) | Msg::Copied(Err(reason)) => {
            model.status = reason;
            Vec::new()
        }
        Msg::Copied(Ok(place)) => {
            model.status = format!("Copied: {place}");
            Vec::new()
        }
        Msg::Previewed(result) => {
            model.preview = Some(result);
            Vec::new()
        }
        Msg::Saved(result) => {
            model.status = match result {
                Ok(path) => {
                    let said = format!("Written: {path}");
                    model.guide.saved.push(path);
                    said
                }
                Err(reason) => format!("Not written: {reason}"),
            };
            Vec::new()
        }
        Msg::Judged(..) => {
            model.hear(msg);
            let kept = model.judged_answer();
            kept.into_iter().chain(model.settle()).collect()
        }
        Msg::Events(..)
        | Msg::People(..)
        | Msg::Several(..)
        | Msg::Progress(..)
        | Msg::Refused(..)
        | Msg::Failed(..) => {
            model.hear(msg);
            Vec::new()
        }
    }
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    if model.in_field()
        && let Some(effects) = typed(model, key)
    {
        return effects;
    }
    let Some(binding) = keys::of(key) else { return Vec::new() };
    let page = page(model);
    match (binding.state)(model, &page) {
        State::Away => return Vec::new(),
        State::Off(reason) => {
            reason.clone_into(&mut model.status);
            return Vec::new();
        }
        State::Ready | State::As(_) => {}
    }
    let last = page.offers.len().saturating_sub(1);
    let at = page.selected.unwrap_or(0);
    match binding.command {
        Command::Number => {
            let digit = if let Key::Char(c) = key { c.to_digit(10) } else { None };
            let offer = digit.and_then(|d| u8::try_from(d).ok()).and_then(|d| page.digit(d));
            return offer.map_or_else(Vec::new, |offer| {
                model.here().cursor = offer;
                choose(model, offer)
            });
        }
        Command::Enter => return choose(model, at),
        Command::Back => return back(model),
        Command::Up => model.here().cursor = at.saturating_sub(1),
        Command::Down => model.here().cursor = (at + 1).min(last),
        Command::First => model.here().cursor = 0,
        Command::Last => model.here().cursor = last,
        Command::Open | Command::Close => fold(model, binding.command == Command::Open),
        // The device scrolls: the model knows no height.
        Command::ScrollUp | Command::ScrollDown => {}
        Command::Copy => return page.copies().map_or_else(Vec::new, |offer| choose(model, offer)),
        Command::Filter => model.filtering = true,
        Command::Help => model.go(Place::Help),
        Command::Ask => model.go(Place::Quit),
        Command::Quit if model.busy() => model.go(Place::Quit),
        Command::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

/// A key in a text field; none where the table of bindings is to be asked.
fn typed(model: &mut Model, key: Key) -> Option<Vec<Effect>> {
    if let Place::DirectoryField(field) = *model.place() {
        match key {
            Key::Char(c) => model.directory.push(field, c),
            Key::Backspace => model.directory.pop(field),
            Key::Enter => model.back(),
            Key::F1 => model.go(Place::Help),
            _ => return None,
        }
        return Some(Vec::new());
    }
    match key {
        Key::Char(c) => model.here().text.push(c),
        Key::Backspace => {
            model.here().text.pop();
        }
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
        model.here().cursor = 0;
    }
    let changed = matches!(key, Key::Char(_) | Key::Backspace) && *model.place() == Place::User;
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
            model.here().text.clear();
            model.go(Place::Menu);
            let fresh = !model.has_evidence();
            model.memory.remove(&Place::Menu);
            model.read(vec![SourceSpec::Given(text)], fresh)
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
            // Form, names and path are done with: the way back leads to where the report was asked for.
            for _ in 0..3 {
                model.back();
            }
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

fn back(model: &mut Model) -> Vec<Effect> {
    if matches!(model.place(), Place::Running | Place::Events) && model.busy() {
        return vec![Effect::Cancel(model.job)];
    }
    if model.guessing() {
        return model.stop_guessing();
    }
    if let Place::Gate(_) = model.place() {
        // Who comes again has to type the name again.
        model.here().text.clear();
    }
    model.back();
    Vec::new()
}

fn fold(model: &mut Model, open: bool) {
    let page = page(model);
    let selected = page.selected.and_then(|at| page.offers.get(at));
    if let Some(Action::Toggle(group)) = selected.map(|o| &o.action) {
        model.folds.insert(group.clone(), open);
    }
}

fn choose(model: &mut Model, offer: usize) -> Vec<Effect> {
    let page = page(model);
    let Some(offer) = page.offers.get(offer) else { return Vec::new() };
    if let Some(reason) = &offer.disabled {
        model.status = format!("{}: {reason}", offer.label);
        return Vec::new();
    }
    act(model, offer.action.clone())
}

fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Go(place) => {
            // Typing another user leaves the one before; the way back leads to the server.
            if place == Place::User {
                model.ask_anew();
                model.asking.walking = false;
            }
            if place == Place::Directory {
                model.fill_account();
            }
            model.go(place);
        }
        Action::Diagnose if model.busy() => model.go(Place::Running),
        Action::Diagnose if !model.to_choose().is_empty() => model.go(Place::Servers),
        Action::Diagnose => {
            model.person = None;
            if std::mem::take(&mut model.asking.stale) {
                model.go(Place::Running);
                return vec![model.judge_again(String::new())];
            }
            model.go(Place::Result);
        }
        Action::Read(spec) => {
            let fresh = matches!(spec, SourceSpec::BuiltIn(_)) || !model.has_evidence();
            model.go(Place::Menu);
            model.memory.remove(&Place::Menu);
            return if fresh { model.start(vec![spec]) } else { model.read(vec![spec], false) };
        }
        Action::Choose(server) => {
            model.job += 1;
            model.server = Some(server.clone());
            model.work = Some(super::Progress { source: server.clone(), ..super::Progress::default() });
            model.instead(Place::Running);
            return vec![Effect::Judge { job: model.job, server }];
        }
        Action::Toggle(group) => {
            let open = super::tree::is_open(model, &group);
            model.folds.insert(group, !open);
        }
        Action::Preview(format) => {
            model.preview = None;
            model.go(Place::Names(format));
            return vec![Effect::Preview];
        }
        Action::Sessions => {
            model.go(Place::Sessions);
            return vec![Effect::Sessions];
        }
        Action::Begin(_)
        | Action::Enter(_)
        | Action::Chose(..)
        | Action::Again
        | Action::WithoutGone
        | Action::Finish
        | Action::Resume(_)
        | Action::Copy(_) => return guide::choose(model, action),
        Action::Events(filter) => {
            model.go(Place::Events);
            model.memory.remove(&Place::Events);
            return model.look(filter, HITS);
        }
        Action::MoreEvents => {
            let Some(hits) = &model.hits else { return Vec::new() };
            let (filter, most) = (hits.filter.clone(), hits.rows.len() + HITS);
            return model.look(filter, most);
        }
        Action::Ask if model.user().is_some() && model.asking.symptom.is_none() => {
            model.asking.walking = true;
            model.go(Place::Symptoms);
        }
        Action::Ask => model.walk(),
        Action::AskUser => {
            model.person = None;
            model.asking.walking = true;
            model.go(Place::User);
        }
        Action::Answer(id, scope, said) => return model.say(id, &scope, &said),
        Action::Symptom(symptom) => return model.see(symptom),
        Action::Pick(user) => {
            model.instead(Place::Running);
            return model.find(user, true);
        }
        Action::AsTyped(user) => {
            let stands = *model.place() == Place::Matches;
            model.instead(Place::Running);
            return model.find(user, stands);
        }
        Action::Stop => return vec![Effect::Cancel(model.job)],
        Action::Back => return back(model),
        Action::Leave => return vec![Effect::Quit],
    }
    Vec::new()
}
