//! `check` and `demo --check`: evidence in, a report out, no questions.

use super::{
    HEALTHY, INCOMPLETE, INTERNAL, PROBLEM, USAGE,
    case::case,
    directory, document, live,
    nearest::nearest,
    order::{fits, order},
    save,
    say::{print, refuse, tell},
    scenarios::{self, Scenario},
    signals,
};
use crate::{
    checks::{self, Order},
    cli::{Check, Demo, Described, FailOn, Printing},
    diagnosis::Value,
    evidence::{SourceError, directory::Access, open::Opened, who},
    facts::{Choices, Facts, FactsBuilder, Gather, people::Found},
    report::{
        self, Format, Meta,
        model::{Report, Verdict},
    },
    wizard::Names,
};
use chrono::TimeDelta;
use clap::CommandFactory;
use std::{ffi::OsString, ops::ControlFlow, sync::Arc};

const NAGIOS_CRITICAL: u8 = 2;
const NAGIOS_UNKNOWN: u8 = 3;

/// `phs-doctor check`; the exit code.
#[must_use]
pub fn check(args: &Check) -> u8 {
    ended(checked(args), args.printing.format)
}

fn checked(args: &Check) -> Result<u8, String> {
    let order = order(&args.judging)?;
    fits(&order)?;
    let meta = Meta::now();
    let choices = choices(args, &order.users, &meta);
    let access = Arc::new(directory::access(&args.directory)?);
    let mut refused = false;
    let mut opened = Vec::new();
    for given in &args.sources {
        match open_one(given, &access) {
            Ok(some) => opened.extend(some),
            Err(e) => refused |= tell(&e),
        }
    }
    let (mut gather, unread) = read(&mut opened, choices);
    refused |= unread;
    if gather.notes.is_empty() {
        return Err("none of the sources can be used".to_owned());
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    each_found(&facts)?;
    one_server(&facts, args.evidence.server.as_deref())?;
    let code = judge(&facts, &gather, &order, &meta, &args.printing)?;
    Ok(match args.printing.format {
        // A plugin has no code for this; what could not be read may have held anything.
        Format::Nagios if refused && code != NAGIOS_CRITICAL => NAGIOS_UNKNOWN,
        Format::Nagios => code,
        _ if refused => USAGE,
        _ => code,
    })
}

/// The exit code; where there is no report, why. A plugin says that in its own way.
fn ended(code: Result<u8, String>, format: Format) -> u8 {
    match (code, format) {
        (Ok(code), _) => code,
        (Err(reason), Format::Nagios) => {
            tell(&reason);
            let said = report::nagios::unknown(&reason);
            print(said.as_bytes()).map_or_else(|e| refuse(&e), |()| NAGIOS_UNKNOWN)
        }
        (Err(reason), _) => refuse(&reason),
    }
}

/// What is said of a command line that cannot be read, or asks for help or the version; the exit code.
/// Who reads the answers of plugins would take the code of a mistake for a state of the server.
#[must_use]
pub fn misused(said: &clap::Error, args: impl Iterator<Item = OsString>) -> u8 {
    let printed = said.print();
    if !said.use_stderr() {
        return if printed.is_ok() { HEALTHY } else { USAGE };
    }
    let args: Vec<OsString> = args.collect();
    let plugin = args.iter().any(|a| a == "--format=nagios")
        || args.windows(2).any(|two| two[0] == "--format" && two[1] == "nagios");
    if !plugin {
        return USAGE;
    }
    let text = said.render().to_string();
    let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let line = report::nagios::unknown(first);
    print(line.as_bytes()).map_or_else(|e| refuse(&e), |()| NAGIOS_UNKNOWN)
}

/// `phs-doctor demo --check`; the exit code. Judged as of the case's own time, or all built-in
/// evidence would be old.
#[must_use]
pub fn demo(args: &Demo) -> u8 {
    ended(shown(args), args.printing.format)
}

fn shown(args: &Demo) -> Result<u8, String> {
    let mut order = order(&args.judging)?;
    let scenario = scenario(args.scenario.as_deref().unwrap_or(scenarios::FIRST))?;
    if order.users.is_empty() {
        order.users.extend(scenario.user.clone());
    }
    fits(&order)?;
    let meta = Meta { generated_at: scenarios::time(), ..Meta::now() };
    let choices = Choices {
        at: Some(meta.generated_at),
        now: Some(meta.generated_at),
        users: order.users.clone(),
        ..Choices::default()
    };
    let mut opened = vec![scenario.open()];
    let (mut gather, unread) = read(&mut opened, choices);
    if unread {
        return Ok(INTERNAL);
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    each_found(&facts)?;
    judge(&facts, &gather, &order, &meta, &args.printing)
}

/// The built-in case with this name, or why there is none.
pub(super) fn scenario(name: &str) -> Result<&'static Scenario, String> {
    scenarios::find(name).ok_or_else(|| {
        let near = nearest(name, scenarios::all().iter().map(|s| s.name.as_str())).unwrap_or_default();
        format!("there is no built-in case {name}; did you mean {near}? phs-doctor demo --list names all")
    })
}

/// `phs-doctor demo --list`; the exit code.
#[must_use]
pub fn list() -> u8 {
    let cases = scenarios::all();
    let width = cases.iter().map(|s| s.name.len()).max().unwrap_or_default();
    let lines: Vec<String> = cases.iter().map(|s| format!("{:width$}  {}\n", s.name, s.title)).collect();
    print(lines.concat().as_bytes()).map_or_else(|e| refuse(&e), |()| HEALTHY)
}

/// `phs-doctor schema`; the exit code.
#[must_use]
pub fn schema(of: Described) -> u8 {
    let made = match of {
        Described::Evidence => crate::evidence::schema::schema(),
        Described::Report => report::schema::schema(),
    };
    print(made.as_bytes()).map_or_else(|e| refuse(&e), |()| HEALTHY)
}

/// `phs-doctor completions`; the exit code.
#[must_use]
pub fn completions(shell: clap_complete::Shell) -> u8 {
    let mut made = Vec::new();
    clap_complete::generate(shell, &mut crate::cli::Cli::command(), "phs-doctor", &mut made);
    print(&made).map_or_else(|e| refuse(&e), |()| HEALTHY)
}

fn choices(args: &Check, users: &[String], meta: &Meta) -> Choices {
    let given = &args.evidence;
    // Who asks by the clock must not be shown the same old evidence for ever.
    let monitored = matches!(args.printing.format, Format::Nagios | Format::Prometheus);
    let default = monitored.then(|| TimeDelta::hours(24));
    Choices {
        users: users.to_vec(),
        at: given.at,
        server: given.server.clone(),
        max_age: given.max_age.or(default),
        now: Some(meta.generated_at),
    }
}

fn open_one(given: &str, access: &Arc<Access>) -> Result<Vec<Opened>, SourceError> {
    if !live::is_meant(given) {
        return directory::open(given, access);
    }
    let opened = live::open()?;
    signals::end_on_interrupt();
    Ok(opened)
}

/// Reads all that could be opened; true where one of them turned out to be of no use.
fn read(opened: &mut [Opened], choices: Choices) -> (Gather, bool) {
    let mut gather = Gather::new(FactsBuilder::new(choices));
    let mut unread = false;
    directory::last(opened);
    for Opened { origin, source } in opened {
        let ask = gather.ask();
        let done = gather.read(origin, source.as_mut(), &ask, &mut |_| ControlFlow::Continue(()));
        if let Err(e) = done {
            unread |= tell(&e);
        }
    }
    (gather, unread)
}

/// A user that several match is not judged; of one that nobody is, that is said first.
fn each_found(facts: &Facts) -> Result<(), String> {
    let mut unheard = Vec::new();
    for (found, asked) in facts.people().iter().zip(facts.asked()) {
        match found {
            Found::Several(all) => {
                let exact = all.first().map_or("", |who| who.exact.as_str());
                return Err(format!(
                    "--user {asked}: {} users match: {}; be exact about the one you mean, such as --user \"{exact}\"",
                    all.len(),
                    who::told(all),
                ));
            }
            Found::One(person) if person.is_nobody() => unheard.push(asked.clone()),
            Found::One(_) => {}
        }
    }
    if !unheard.is_empty() {
        tell(&format!(
            "nobody in the evidence goes by {}; check the spelling, or give evidence that holds the user: the directory, or what collect writes with --user",
            who::few(&unheard, 5)
        ));
    }
    Ok(())
}

/// Evidence of two computers is never merged.
fn one_server(facts: &Arc<Facts>, wanted: Option<&str>) -> Result<(), String> {
    let names = facts.servers().join(", ");
    match wanted {
        Some(wanted) if facts.computer().is_none() => {
            let names = if names.is_empty() { "no computer by name".to_owned() } else { names };
            Err(format!("--server {wanted}: the evidence is of {names}"))
        }
        None if facts.must_choose() => Err(format!(
            "the evidence is of {} computers: {names}; choose one with --server NAME",
            facts.servers().len()
        )),
        _ => Ok(()),
    }
}

fn judge(
    facts: &Facts,
    gather: &Gather,
    order: &Order,
    meta: &Meta,
    printing: &Printing,
) -> Result<u8, String> {
    let judgement = checks::judge(facts, order);
    let case = case(facts, judgement, &gather.notes);
    deliver(report::build(&case, meta), &case.names, printing)
}

/// Writes a report where it is wanted, without names where that is wanted; the exit code.
pub(super) fn deliver(made: Report, known: &[Value], printing: &Printing) -> Result<u8, String> {
    let names = match (printing.redact, printing.redact_anyway) {
        (false, _) => Names::Stay,
        (true, false) => Names::Out,
        (true, true) => Names::OutAnyway,
    };
    let format = printing.format;
    let made = document::finish(made, known, names)?;
    let text = format.write(&made);
    match &printing.output {
        Some(path) => {
            let at = save::document(path, &report::file_name(&made, format), &text, printing.force)?;
            tell(&format!("written to {}", at.display()));
        }
        None => print(text.as_bytes())?,
    }
    Ok(match (format, printing.fail_on) {
        (Format::Nagios, FailOn::Never) => HEALTHY,
        (Format::Nagios, _) => report::nagios::state(&made),
        (_, fail_on) => code(&made, fail_on),
    })
}

fn code(made: &Report, fail_on: FailOn) -> u8 {
    let warns = made.findings.iter().any(|f| f.status == report::model::Status::Warn);
    match (fail_on, made.verdict) {
        (FailOn::Never, _) => HEALTHY,
        (_, Verdict::Problem) => PROBLEM,
        (FailOn::Warn, _) if warns => PROBLEM,
        (_, Verdict::Incomplete) => INCOMPLETE,
        (_, Verdict::Healthy) => HEALTHY,
    }
}
