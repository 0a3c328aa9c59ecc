//! One look at a directory, from its controllers to its users. What is found is handed on at once.

mod accounts;

use super::{
    Access, Address, KIND, Refusal, SignIn,
    account::Tried,
    controller::{Controller, Look},
    link::{self, Link, Target},
    names::{Located, Names},
    people,
};
use crate::evidence::{
    Ask, Kind, Locator, Origin, Problem, SourceError, Stopper, Summary,
    give::{self, Giving, Parsed},
    record::{Content, Record},
    stamp::rfc3339,
};
use chrono::Utc;
use serde_json::{Map, Value, json};
use std::{net::SocketAddr, sync::Arc, thread};

/// Controllers that are looked at at the same time, and of which an answer is compared.
const AT_ONCE: usize = 8;

/// A look.
pub(super) struct Survey<'a> {
    pub origin: &'a Arc<Origin>,
    pub address: &'a Address,
    pub access: &'a Access,
    pub stopper: &'a Stopper,
    pub ask: &'a Ask,
    pub giving: Giving<'a>,
}

/// A controller that let the operator in.
struct Inside {
    host: String,
    link: Link,
}

impl Survey<'_> {
    /// Looks.
    pub fn run(mut self) -> Result<Summary, SourceError> {
        let unusable = |reason: String| SourceError::Unusable { name: self.origin.name.clone(), reason };
        let trust = link::trust(self.access.ca.as_deref()).map_err(unusable)?;
        let names = Names { server: self.access.dns };
        let look = Look {
            names: &names,
            trust: &trust,
            limits: self.access.limits,
            port: self.address.port,
            tls: self.address.tls,
        };
        let (hosts, domain) = self.hosts(&names)?;
        self.data(
            Kind::Header,
            &json!({
                "schema": crate::evidence::jsonl::SCHEMA,
                "collected_at": rfc3339(Utc::now()),
                "collector": concat!("phs-doctor ", env!("CARGO_PKG_VERSION")),
            }),
        );
        let controllers = self.controllers(&look, &hosts, domain.as_deref());
        let domain = domain.or_else(|| {
            let first = controllers.iter().find_map(|c| c.root.as_ref().ok());
            first.map(super::controller::Root::domain)
        });
        let reached = controllers.iter().any(Controller::answers);
        if !reached && self.domain_of_host(domain.as_deref()).is_none() {
            let why = controllers.iter().find_map(|c| c.root.as_ref().err());
            return Err(SourceError::Unusable {
                name: self.origin.name.clone(),
                reason: why.map_or_else(|| "no controller answers".to_owned(), ToString::to_string),
            });
        }
        if reached && !self.done() {
            self.inside(&look, &controllers, &domain.unwrap_or_default());
        }
        self.giving.summary.stopped |= self.done();
        Ok(self.giving.summary)
    }

    fn done(&self) -> bool {
        self.stopper.stopped() || self.giving.summary.stopped
    }

    /// The controllers to look at, and the domain where one was named.
    fn hosts(&self, names: &Names) -> Result<(Vec<String>, Option<String>), SourceError> {
        let name = &self.address.name;
        let bare = !Address::is_one(&self.origin.name);
        let one = || Ok((vec![name.clone()], None));
        if name.parse::<std::net::IpAddr>().is_ok() || (self.address.port.is_some() && !bare) {
            return one();
        }
        let failed = |reason: String| SourceError::Unusable { name: self.origin.name.clone(), reason };
        match names.controllers(name) {
            Located::Hosts(mut hosts) => {
                // Those that the connector prefers come first.
                let preferred = |host: &String| {
                    let short = host.split('.').next().unwrap_or_default();
                    self.ask
                        .accounts
                        .iter()
                        .flat_map(|a| &a.preferred)
                        .any(|p| p.eq_ignore_ascii_case(host) || p.eq_ignore_ascii_case(short))
                };
                hosts.sort_by_key(|h| !preferred(h));
                Ok((hosts, Some(name.clone())))
            }
            Located::None if bare => Err(failed(format!(
                "there is no file of this name, and DNS knows no domain controllers of a domain {name}; {}",
                crate::evidence::open::accepted()
            ))),
            Located::Silent(why) if bare => {
                Err(failed(format!("no DNS server says where the controllers of {name} are ({why})")))
            }
            _ => one(),
        }
    }

    /// Looks at them, several at once, and hands on what each is like.
    fn controllers(&mut self, look: &Look<'_>, hosts: &[String], domain: Option<&str>) -> Vec<Controller> {
        let of = u64::try_from(hosts.len()).ok();
        let mut all: Vec<Controller> = Vec::new();
        for some in hosts.chunks(AT_ONCE) {
            if self.done() {
                break;
            }
            let looked: Vec<Controller> = thread::scope(|scope| {
                let looks: Vec<_> = some.iter().map(|host| scope.spawn(|| look.at(host))).collect();
                looks.into_iter().filter_map(|l| l.join().ok()).collect()
            });
            for controller in looked {
                let own = controller.root.as_ref().ok().map(super::controller::Root::domain);
                let of_domain = domain.map(str::to_owned).or(own).or_else(|| self.domain_of_host(None));
                if let Some(of_domain) = of_domain {
                    self.data(Kind::DomainController, &Value::Object(controller.record(&of_domain)));
                }
                if let Err(why) = &controller.root {
                    self.problem(&format!("{}: {why}", controller.host));
                }
                all.push(controller);
            }
            self.giving.out.progress(all.len() as u64, of);
        }
        all
    }

    /// The domain that a host's name lies in, where no controller said it.
    fn domain_of_host(&self, known: Option<&str>) -> Option<String> {
        let name = &self.address.name;
        let parent =
            || name.split_once('.').filter(|(_, rest)| rest.contains('.')).map(|(_, d)| d.to_owned());
        let guessed = if name.parse::<std::net::IpAddr>().is_ok() { None } else { parent() };
        known.map(str::to_owned).or(guessed)
    }

    /// What only someone who signed in may see.
    fn inside(&mut self, look: &Look<'_>, controllers: &[Controller], domain: &str) {
        let Some(wanted) = self.access.sign_in.clone() else {
            self.lacking("not-available", "no sign-in was given, and nobody may read this without one");
            return;
        };
        let user = wanted.user();
        let mut inside = match self.sign_in(look, controllers, &wanted) {
            Ok(inside) => inside,
            Err(why) => {
                self.problem(&format!("sign-in as {user}: {why}"));
                self.lacking("access-denied", &format!("sign-in as {user}: {why}"));
                return;
            }
        };
        let context = controllers.iter().find_map(|c| c.root.as_ref().ok().filter(|r| r.domain() == domain));
        let Some(context) = context.map(|r| r.context.clone()) else { return };
        for asked in self.accounts(&mut inside[0].link, &context) {
            if self.done() {
                return;
            }
            self.account(look, controllers, &mut inside, &context, &asked);
        }
        for asked in &self.ask.users {
            if self.done() {
                return;
            }
            self.user(&mut inside, &context, asked);
        }
    }

    /// Signs in on every controller that answers. A refusal ends it: the next would count as another
    /// wrong password.
    fn sign_in(
        &self,
        look: &Look<'_>,
        controllers: &[Controller],
        wanted: &SignIn,
    ) -> Result<Vec<Inside>, Refusal> {
        let user = wanted.user();
        let refused_before = match self.access.sign_ins.of(user) {
            Some(Tried::Refused(cause)) => Some(Refusal::Fault(format!("it was refused before ({cause})"))),
            _ => None,
        };
        if let Some(refused) = refused_before {
            return Err(refused);
        }
        let mut inside = Vec::new();
        let mut first = None;
        for controller in controllers.iter().filter(|c| c.answers()).take(AT_ONCE) {
            let opened = open(look, controller).and_then(|mut link| {
                match wanted {
                    SignIn::LoggedOn => link.sign_in_as_logged_on(&controller.host)?,
                    SignIn::As(user, password) => link.sign_in(user, password)?,
                }
                Ok(link)
            });
            match opened {
                Ok(link) => inside.push(Inside { host: controller.host.clone(), link }),
                Err(refusal @ Refusal::SignIn(code)) => {
                    let cause = super::refusal::cause(code).unwrap_or("account-bad-password");
                    self.access.sign_ins.once(user, || Tried::Refused(cause));
                    self.access.tried.once(user, || Tried::Refused(cause));
                    return Err(refusal);
                }
                Err(refusal) => first = first.or(Some(refusal)),
            }
        }
        if inside.is_empty() {
            return Err(first.unwrap_or(Refusal::WantsSignIn));
        }
        // Whoever tests this account later finds that it was let in.
        self.access.tried.once(user, || Tried::In);
        Ok(inside)
    }

    fn user(&mut self, inside: &mut [Inside], context: &str, asked: &str) {
        let found = match people::find(&mut inside[0].link, context, asked) {
            Ok(found) => found,
            Err(why) => return self.error(Kind::ADUser, "failed", &format!("{asked}: {why}")),
        };
        if found.is_empty() {
            let domain = super::controller::domain_of(context);
            let query = [("user".to_owned(), asked.into()), ("domain".to_owned(), domain.into())];
            let query: Map<String, Value> = query.into_iter().collect();
            self.give(Kind::ADUser, Content::Nothing(query));
        }
        for mut user in found {
            let set: Map<String, Value> = inside
                .iter_mut()
                .filter_map(|i| Some((i.host.clone(), people::password_set(&mut i.link, &user.dn)?.into())))
                .collect();
            if set.len() > 1 {
                user.record.insert("pwdLastSetByController".to_owned(), Value::Object(set));
            }
            self.data(Kind::ADUser, &Value::Object(user.record));
        }
    }

    /// Says for each kind that a sign-in would have shown why it is not there.
    fn lacking(&mut self, kind: &str, why: &str) {
        for of in [Kind::ADConnectorAccount, Kind::ADReplicationRights] {
            self.error(of, kind, why);
        }
        if !self.ask.users.is_empty() {
            self.error(Kind::ADUser, kind, why);
        }
    }

    fn data(&mut self, kind: Kind, data: &Value) {
        let data = data.as_object().cloned().unwrap_or_default();
        let parsed = give::record(kind, data, Some(Utc::now()), self.locator());
        self.hand_on(parsed);
    }

    fn error(&mut self, kind: Kind, how: &str, message: &str) {
        self.give(kind, Content::Error { kind: how.to_owned(), message: message.to_owned() });
    }

    fn give(&mut self, kind: Kind, content: Content) {
        let record = Record { kind, content, at: Some(Utc::now()), from: self.locator() };
        self.hand_on(Parsed { record, unknown: Vec::new() });
    }

    fn hand_on(&mut self, parsed: Parsed) {
        // That nobody listens any more is in the summary.
        let _ = self.giving.give(parsed, &self.origin.name);
    }

    fn problem(&mut self, reason: &str) {
        let file = self.origin.name.clone();
        self.giving.out.problem(Problem { file, line: None, reason: reason.to_owned() });
    }

    fn locator(&self) -> Locator {
        debug_assert_eq!(self.origin.kind, KIND);
        Locator { origin: Arc::clone(self.origin), file: None, line: None }
    }
}

/// A connection on which a password may go.
fn open(look: &Look<'_>, controller: &Controller) -> Result<Link, Refusal> {
    let ip = controller.ip.ok_or(Refusal::NoAddress)?;
    let (way, port) = look.safe_way();
    let target = Target { name: controller.asked.clone(), at: SocketAddr::new(ip, port) };
    Link::open(&target, way, look.trust, look.limits)
}
