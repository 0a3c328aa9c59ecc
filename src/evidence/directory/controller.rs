//! One controller as it looks from here: its ports, and what it says of itself to anybody.

use super::{
    Refusal,
    entry::Entry,
    link::{Limits, Link, Target, Way},
    names::Names,
    ports::{self, PORTS, Port, State},
};
use crate::evidence::Stamp;
use chrono::{DateTime, Utc};
use rustls::ClientConfig;
use serde_json::{Map, Value, json};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// The capability that only read-only controllers name ([MS-ADTS] 3.1.1.3.4.3.10).
const READ_ONLY: &str = "1.2.840.113556.1.4.1920";
/// Kerberos refuses clocks that differ by more, in seconds.
const MOST_SKEW: i64 = 300;
/// What anybody may ask.
const ROOT: &[&str] = &[
    "defaultNamingContext",
    "namingContexts",
    "dnsHostName",
    "domainControllerFunctionality",
    "currentTime",
    "isGlobalCatalogReady",
    "isSynchronized",
    "supportedCapabilities",
    "vendorName",
];

/// A controller.
#[derive(Debug)]
pub(super) struct Controller {
    /// Its name: its own, once it said it.
    pub host: String,
    /// The name or address under which it was asked.
    pub asked: String,
    pub ip: Option<IpAddr>,
    pub ports: Vec<Port>,
    /// What it says of itself, or why it says nothing.
    pub root: Result<Root, Refusal>,
    /// What is to be known beside that.
    pub notes: Vec<String>,
}

/// What a controller says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Root {
    /// The domain that it serves, as a distinguished name.
    pub context: String,
    contexts: Vec<String>,
    level: Option<i64>,
    catalog: Option<bool>,
    synchronized: Option<bool>,
    read_only: bool,
    vendor: Option<String>,
    /// How far its clock is ahead of this computer's, in seconds.
    ahead: Option<i64>,
    own_name: Option<String>,
}

/// How controllers are looked at.
pub(super) struct Look<'a> {
    pub names: &'a Names,
    pub trust: &'a Arc<ClientConfig>,
    pub limits: Limits,
    /// The port for LDAP, where another than the usual one was given.
    pub port: Option<u16>,
    pub tls: bool,
}

impl Look<'_> {
    /// Looks at one controller.
    pub fn at(&self, host: &str) -> Controller {
        let Some(ip) = self.names.address(host) else {
            return Controller {
                host: host.to_owned(),
                asked: host.to_owned(),
                ip: None,
                ports: Vec::new(),
                root: Err(Refusal::NoAddress),
                notes: Vec::new(),
            };
        };
        let mut wanted = PORTS.to_vec();
        wanted.extend(self.port.filter(|p| !PORTS.contains(p)));
        let ports = ports::probe(ip, &wanted, self.limits.connect);
        let mut notes = Vec::new();
        let mut root = Err(Refusal::Closed(self.port.unwrap_or(389)));
        let mut first = true;
        for (way, number) in self.ways() {
            let found = match ports.iter().find(|p| p.number == number).map(|p| p.state) {
                Some(State::Closed) => Err(Refusal::Closed(number)),
                Some(State::Filtered) => Err(Refusal::Filtered(number, self.limits.connect.as_secs())),
                _ => self.ask(host, SocketAddr::new(ip, number), way),
            };
            match found {
                Ok(said) => {
                    root = Ok(said);
                    break;
                }
                Err(why) if first => root = Err(why),
                Err(_) => {}
            }
            if let Err(why) = &root {
                notes.push(why.to_string());
            }
            first = false;
        }
        let own = root.as_ref().ok().and_then(|r| r.own_name.clone());
        notes.dedup();
        Controller {
            host: own.unwrap_or_else(|| host.to_owned()),
            asked: host.to_owned(),
            ip: Some(ip),
            ports,
            root,
            notes,
        }
    }

    /// The ways to ask, the operator's first.
    pub fn ways(&self) -> Vec<(Way, u16)> {
        if self.tls {
            vec![(Way::Tls, self.port.unwrap_or(636)), (Way::Open, 389)]
        } else {
            let port = self.port.unwrap_or(389);
            // These two speak nothing but TLS, whatever the scheme says.
            if matches!(port, 636 | 3269) {
                vec![(Way::Tls, port)]
            } else {
                vec![(Way::Open, port), (Way::Tls, 636)]
            }
        }
    }

    /// The way on which a password may go.
    pub fn safe_way(&self) -> (Way, u16) {
        match self.ways()[0] {
            (Way::Open | Way::StartTls, port) => (Way::StartTls, port),
            tls @ (Way::Tls, _) => tls,
        }
    }

    fn ask(&self, host: &str, at: SocketAddr, way: Way) -> Result<Root, Refusal> {
        let target = Target { name: host.to_owned(), at };
        let mut link = Link::open(&target, way, self.trust, self.limits)?;
        let before = Utc::now();
        let entry = link.one("", ROOT)?.ok_or(Refusal::NotLdap(at.port()))?;
        let between = before + (Utc::now() - before) / 2;
        Root::read(&entry, between).ok_or(Refusal::NotLdap(at.port()))
    }
}

impl Root {
    fn read(entry: &Entry, now: DateTime<Utc>) -> Option<Root> {
        let own_time = entry.text("currentTime").and_then(|t| Stamp::from_text(&t)).and_then(Stamp::moment);
        Some(Root {
            context: entry.text("defaultNamingContext")?,
            contexts: entry.texts("namingContexts"),
            level: entry.number("domainControllerFunctionality"),
            catalog: entry.flag("isGlobalCatalogReady"),
            synchronized: entry.flag("isSynchronized"),
            read_only: entry.texts("supportedCapabilities").iter().any(|c| c == READ_ONLY),
            vendor: entry.text("vendorName"),
            // It says whole seconds.
            ahead: own_time.map(|t| (t - now).num_seconds()),
            own_name: entry.text("dnsHostName").map(|n| n.to_ascii_lowercase()).filter(|n| !n.is_empty()),
        })
    }

    /// The DNS name of its domain.
    pub fn domain(&self) -> String {
        domain_of(&self.context)
    }
}

/// The DNS name of a naming context.
pub(super) fn domain_of(context: &str) -> String {
    let labels: Vec<&str> =
        context.split(',').filter_map(|part| part.trim().split_once('=').map(|(_, label)| label)).collect();
    labels.join(".").to_lowercase()
}

impl Controller {
    /// True where it can be asked for more.
    pub const fn answers(&self) -> bool {
        self.root.is_ok()
    }

    /// True where it holds the domain's objects and takes changes; none where it does not say.
    pub fn writable(&self, domain: &str) -> Option<bool> {
        let root = self.root.as_ref().ok()?;
        let holds = root.contexts.iter().any(|c| c.eq_ignore_ascii_case(&root.context));
        Some(!root.read_only && holds && root.domain() == domain)
    }

    /// Its record.
    pub fn record(&self, domain: &str) -> Map<String, Value> {
        let ports: Map<String, Value> =
            self.ports.iter().map(|p| (p.number.to_string(), p.state.name().into())).collect();
        let times: Map<String, Value> = self
            .ports
            .iter()
            .map(|p| (p.number.to_string(), p.took.as_millis().to_string().into()))
            .collect();
        let root = self.root.as_ref().ok();
        let data = json!({
            "Domain": domain,
            "HostName": self.host,
            "Address": self.ip.map(|ip| ip.to_string()),
            "Writable": self.writable(domain),
            "Ports": ports,
            "PortMilliseconds": times,
            "LdapAnswered": self.answers(),
            "NamingContexts": root.map(|r| r.contexts.clone()),
            "FunctionalLevel": root.and_then(|r| r.level),
            "GlobalCatalogReady": root.and_then(|r| r.catalog),
            "Synchronized": root.and_then(|r| r.synchronized),
            "ClockAheadSeconds": root.and_then(|r| r.ahead),
            "Vendor": root.and_then(|r| r.vendor.clone()),
            "Notes": self.said(domain),
        });
        if let Value::Object(map) = data { map } else { Map::new() }
    }

    fn said(&self, domain: &str) -> Vec<String> {
        let mut out = self.notes.clone();
        match &self.root {
            Err(why) if !out.contains(&why.to_string()) => out.push(why.to_string()),
            Ok(root) => {
                if root.domain() != domain {
                    out.push(format!("it is a controller of {}, another domain", root.domain()));
                }
                if root.read_only {
                    out.push("it is a read-only controller".to_owned());
                }
                if root.synchronized == Some(false) {
                    out.push("it says that it is not synchronized with the others".to_owned());
                }
                if let Some(ahead) = root.ahead.filter(|s| s.abs() > MOST_SKEW) {
                    let way = if ahead > 0 { "ahead of" } else { "behind" };
                    let by = ahead.abs();
                    out.push(format!(
                        "its clock is {by} s {way} this computer's; Kerberos allows {MOST_SKEW} s"
                    ));
                }
                if let Some(vendor) = &root.vendor {
                    out.push(format!("it is no Windows controller ({vendor})"));
                }
            }
            Err(_) => {}
        }
        if self.answers() {
            out.push("not tried: the ports that RPC takes as it goes (49152 to 65535)".to_owned());
        }
        out
    }
}
