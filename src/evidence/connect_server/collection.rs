//! A whole collection: starts the script as often as it takes to get past sections that hang.

use super::{
    attempt::{self, Attempt, End, Order},
    host::{Host, Limits},
    sections::{Section, named},
    spool::Spool,
};
use crate::evidence::{Kind, Stopper};
use chrono::{SecondsFormat, Utc};
use serde_json::json;
use std::{collections::BTreeSet, time::Instant};

/// What is collected.
pub(super) struct Collection<'a> {
    pub host: &'a Host,
    pub limits: Limits,
    pub sections: Vec<&'static Section>,
    pub users: Vec<String>,
    pub spool: &'a Spool,
    pub stopper: &'a Stopper,
}

impl Collection<'_> {
    /// Runs it; what is to be said about it, in sentences. `tick` hears the number of sections that
    /// ended, of how many, and what runs now.
    pub fn run(mut self, tick: &dyn Fn(usize, usize, &str)) -> Vec<String> {
        let (all, until) = (self.sections.len(), Instant::now() + self.limits.total);
        let mut said = Vec::new();
        let mut again = false;
        while !self.sections.is_empty() {
            let order = Order {
                host: self.host,
                limits: self.limits,
                sections: &self.sections,
                users: &self.users,
                until,
                again,
            };
            let before = all - self.sections.len();
            let ended = std::cell::RefCell::new(BTreeSet::new());
            let heard = |name: &str, over: bool| {
                let mut ended = ended.borrow_mut();
                if over {
                    ended.insert(name.to_owned());
                }
                let title = if over { "" } else { named(name).map_or("", |s| s.title) };
                tick(before + ended.len(), all, title);
            };
            let attempt = match attempt::run(&order, self.spool, self.stopper, &heard) {
                Ok(attempt) => attempt,
                Err(e) => {
                    let program = self.host.powershell.display();
                    said.push(format!("{program} could not be started ({e})"));
                    self.lose(&self.sections, "failed", "the collector could not be started");
                    break;
                }
            };
            again |= attempt.lines > 0;
            if self.past(&attempt, &mut said) {
                break;
            }
        }
        said
    }

    /// Takes away what an attempt got done, and says what it did not; true where it was the last.
    fn past(&mut self, attempt: &Attempt, said: &mut Vec<String>) -> bool {
        let done: BTreeSet<&str> = attempt.ended.iter().map(String::as_str).collect();
        let within = attempt.within.as_deref();
        let progress = within.is_some() || !done.is_empty();
        // A section for users begins anew for each of them: it is over when another one begins.
        let left = |s: &&Section| Some(s.name) != within && !done.contains(s.name);
        let remaining: Vec<_> = self.sections.iter().copied().filter(left).collect();
        if matches!(attempt.end, End::Stopped) {
            // What was not heard of is not known: nothing may be read out of its absence.
            let unheard: Vec<_> = self.sections.iter().copied().filter(|s| !done.contains(s.name)).collect();
            self.lose(&unheard, "failed", "reading was stopped before its end");
            return true;
        }
        let (kind, why) = self.reason(attempt, said.is_empty());
        if let Some(section) = within.and_then(named) {
            said.push(format!("{}: {why}; the other sections were read", section.title));
            self.lose(&[section], kind, &why);
        } else if !remaining.is_empty() || attempt.constrained {
            said.push(why.clone());
        }
        let hopeless = !progress || matches!(attempt.end, End::TotalLimit | End::NoRoom(_));
        if hopeless {
            self.lose(&remaining, kind, &why);
        }
        self.sections = remaining;
        hopeless
    }

    /// The kind of the error and what happened, in words.
    fn reason(&self, attempt: &Attempt, first: bool) -> (&'static str, String) {
        let complaint = attempt.complaint.as_str();
        let words = if complaint.is_empty() {
            String::new()
        } else {
            format!(": {}", complaint.chars().take(400).collect::<String>())
        };
        if attempt.constrained {
            let why = "PowerShell runs in constrained language mode here (AppLocker or WDAC); the collector needs full language mode";
            return ("not-available", why.to_owned());
        }
        // The id of the error, not its words: those are in the server's language.
        if first && complaint.contains("UnauthorizedAccess") && complaint.contains("SecurityError") {
            let why = "the execution policy of this server, set by Group Policy, runs signed scripts only; have the collector script signed, or let the policy allow it while it runs";
            return ("access-denied", why.to_owned());
        }
        match &attempt.end {
            End::SectionLimit => {
                ("timeout", format!("no answer in {} s; PowerShell was ended", self.limits.section.as_secs()))
            }
            End::TotalLimit => {
                let total = self.limits.total.as_secs();
                (
                    "timeout",
                    format!("the limit of {total} s for everything was reached; PowerShell was ended"),
                )
            }
            End::NoRoom(e) => ("failed", format!("the lines could not be kept ({e})")),
            End::Exited(Some(0)) => ("failed", format!("PowerShell ended before its end{words}")),
            End::Exited(Some(code)) => ("failed", format!("PowerShell ended with code {code}{words}")),
            End::Exited(None) | End::Stopped => {
                ("failed", format!("PowerShell was ended from outside{words}"))
            }
        }
    }

    /// What these sections would have given is not known, and this is why.
    fn lose(&self, sections: &[&'static Section], kind: &str, why: &str) {
        let kinds: BTreeSet<Kind> = sections
            .iter()
            .filter(|s| !s.for_user || !self.users.is_empty())
            .flat_map(|s| s.kinds)
            .copied()
            .collect();
        let at = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        for record in kinds {
            let line = json!({
                "record": record.name(), "observed_at": at, "error": {"kind": kind, "message": why},
            });
            // Where there is no room for this, the sentence still says it.
            let _ = self.spool.line(&line.to_string());
        }
    }
}
