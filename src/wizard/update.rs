//! From what happens to what is so, and to what is to be done.

use super::{
    Action, Effect, Model, Msg, Place, SourceSpec,
    asking::Walk,
    field::typed,
    guide, keys,
    keys::{Command, Key, State},
    model::HITS,
    page,
};

/// Takes what happened; says what is to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => press(model, key),
        Msg::Text(text) => {
            if let Place::DirectoryField(field) = *model.place() {
                let line = text.trim_end_matches(['\r', '\n']);
                line.chars().for_each(|c| model.directory.push(field, c));
            } else if model.in_field() {
                if std::mem::take(&mut model.here().refused) {
                    model.here().text.clear();
                }
                // What is pasted may bring a line end along, and quotes where a path was copied.
                model.here().text.push_str(text.trim_end_matches(['\r', '\n']));
                return if *model.place() == Place::User { model.guess() } else { Vec::new() };
            }
            Vec::new()
        }
        Msg::Line(text) => {
            if let Place::DirectoryField(field) = *model.place() {
                model.directory.clear(field);
            } else if model.in_field() {
                model.here().text.clear();
            }
            update(model, Msg::Text(text))
        }
        Msg::Choose(offer) => {
            let page = page(model);
            model.select(offer, &page);
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
            match result {
                Ok(path) => {
                    // Form, names and path are done with: the way back leads to where the report was asked for.
                    while matches!(model.place(), Place::Save(_) | Place::Names(_) | Place::Report) {
                        model.back();
                    }
                    model.status = format!("Written: {path}");
                    model.guide.saved.push(path);
                }
                // The path stands in its field to be mended.
                Err(reason) => {
                    model.here().refused = matches!(model.place(), Place::Save(_) | Place::Collector);
                    model.status = format!("Not written: {reason}");
                }
            }
            Vec::new()
        }
        Msg::Judged(..) => {
            model.hear(msg);
            let kept = model.judged_answer();
            let opened = model.work.is_none().then(|| model.opening.take()).flatten();
            let mut effects: Vec<Effect> = kept.into_iter().chain(model.settle()).collect();
            // What was opened within a session is a source of it.
            effects.extend(opened.filter(|_| model.guide.session.is_some()).map(|_| Effect::Keep));
            model.arrived();
            effects
        }
        Msg::Mistyped(job, reason) => {
            if job == model.job {
                model.work = None;
                model.go(Place::EventFilter);
                model.status = reason;
            }
            Vec::new()
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
                model.select(offer, &page);
                choose(model, offer)
            });
        }
        Command::Enter => return choose(model, at),
        Command::Back => return back(model),
        Command::Up => model.select(at.saturating_sub(1), &page),
        Command::Down => model.select((at + 1).min(last), &page),
        Command::First => model.select(0, &page),
        Command::Last => model.select(last, &page),
        Command::Open | Command::Close => fold(model, binding.command == Command::Open),
        // The device scrolls: the model knows no height. What is typed is emptied where it is typed.
        Command::ScrollUp | Command::ScrollDown | Command::Clear => {}
        Command::Copy => return page.copies().map_or_else(Vec::new, |offer| choose(model, offer)),
        Command::Filter => model.filtering = true,
        Command::Help => model.go(Place::Help),
        Command::Ask => model.go(Place::Quit),
        Command::Quit if model.busy() => model.go(Place::Quit),
        Command::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

fn back(model: &mut Model) -> Vec<Effect> {
    if matches!(model.place(), Place::Running | Place::Events) && model.busy() {
        return vec![Effect::Cancel(model.job)];
    }
    if model.guessing() {
        return model.stop_guessing();
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
                model.asking.walk = Walk::Still;
            }
            if place == Place::Directory {
                model.fill_account();
            }
            if place == Place::EventFilter {
                let text = model.hits.as_ref().map_or_else(String::new, |hits| hits.filter.clone());
                model.memory.entry(place.clone()).or_default().text = text;
            }
            model.go(place);
        }
        Action::Diagnose if model.busy() => model.go(Place::Running),
        Action::Diagnose if !model.to_choose().is_empty() => model.go(Place::Servers),
        Action::Diagnose => {
            model.leave_person();
            if std::mem::take(&mut model.asking.stale) {
                model.go(Place::Running);
                return vec![model.judge_again(String::new())];
            }
            model.go(Place::Result);
        }
        Action::Read(spec) => {
            let fresh = matches!(spec, SourceSpec::BuiltIn(_)) || !model.has_evidence();
            model.go(Place::Menu);
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
        | Action::TakenAfter(_)
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
        Action::Ask => {
            // Who asks for questions where a cause was found already wants all of them.
            let beside = *model.place() == Place::Missing;
            model.asking.walk = if beside { Walk::ToTheEnd } else { Walk::ToACause };
            if model.user().is_some() && model.asking.symptom.is_none() {
                model.go(Place::Symptoms);
            } else {
                model.walk();
            }
        }
        Action::AskUser => {
            model.leave_person();
            model.asking.walk = Walk::ToACause;
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
