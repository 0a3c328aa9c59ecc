//! Names to addresses, and domains to their controllers, by DNS.

use hickory_resolver::{
    Resolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts},
    net::runtime::TokioRuntimeProvider,
    proto::rr::{RData, RecordType},
};
use std::{
    net::{IpAddr, SocketAddr, ToSocketAddrs},
    time::Duration,
};

/// How long a question to a DNS server may take, and how often it is put.
const LIMIT: Duration = Duration::from_secs(3);
const ATTEMPTS: usize = 2;

/// A DNS server: its address and port.
pub type DnsServer = SocketAddr;

/// Reads a DNS server as it is typed: an address, or one with its port.
pub fn dns_server(text: &str) -> Result<DnsServer, String> {
    let with_port = || text.parse::<SocketAddr>().ok();
    let bare = || text.parse().ok().map(|ip| SocketAddr::new(ip, 53));
    with_port().or_else(bare).ok_or_else(|| "expected an IP address, or one with :PORT".to_owned())
}

/// Asks the computer's DNS servers, or the one that the operator named.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// The server to ask in place of the computer's own.
    pub server: Option<SocketAddr>,
}

/// What a question for controllers came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// Their names, the one to be asked first first.
    Hosts(Vec<String>),
    /// There is no such record: no domain of this name, or not known to this DNS server.
    None,
    /// No DNS server answered; why.
    Silent(String),
}

impl Names {
    /// The controllers of a domain, by its SRV record.
    pub fn controllers(&self, domain: &str) -> Located {
        let name = format!("_ldap._tcp.dc._msdcs.{}.", domain.trim_end_matches('.'));
        match self.ask(&name, RecordType::SRV) {
            Ok(records) => {
                let mut found: Vec<(u16, u16, String)> = records
                    .into_iter()
                    .filter_map(|r| match r {
                        RData::SRV(srv) => {
                            Some((srv.priority, u16::MAX - srv.weight, srv.target.to_string()))
                        }
                        _ => None,
                    })
                    .collect();
                found.sort();
                let hosts: Vec<String> = found
                    .into_iter()
                    .map(|(_, _, host)| host.trim_end_matches('.').to_ascii_lowercase())
                    .collect();
                if hosts.is_empty() { Located::None } else { Located::Hosts(hosts) }
            }
            Err(None) => Located::None,
            Err(Some(why)) => Located::Silent(why),
        }
    }

    /// The first address of a host.
    pub fn address(&self, host: &str) -> Option<IpAddr> {
        if let Ok(ip) = host.parse() {
            return Some(ip);
        }
        if self.server.is_none() {
            let found: Vec<IpAddr> = (host, 0).to_socket_addrs().ok()?.map(|a| a.ip()).collect();
            return found.iter().find(|ip| ip.is_ipv4()).or(found.first()).copied();
        }
        let dotted = format!("{host}.");
        let of = |kind| self.ask(&dotted, kind).unwrap_or_default();
        of(RecordType::A).into_iter().chain(of(RecordType::AAAA)).find_map(|r| match r {
            RData::A(a) => Some(IpAddr::V4(a.0)),
            RData::AAAA(a) => Some(IpAddr::V6(a.0)),
            _ => None,
        })
    }

    /// The answers; without a reason where there is no such record.
    fn ask(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, Option<String>> {
        let failed = |e: &dyn std::fmt::Display| Some(e.to_string());
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| failed(&e))?;
        runtime.block_on(async {
            let builder = match self.server {
                None => Resolver::builder_tokio().map_err(|e| failed(&e))?,
                Some(server) => {
                    let at = |mut way: ConnectionConfig| {
                        way.port = server.port();
                        way
                    };
                    let ways = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
                    let server = NameServerConfig::new(server.ip(), true, ways);
                    Resolver::builder_with_config(
                        ResolverConfig::from_name_servers(vec![server]),
                        TokioRuntimeProvider::default(),
                    )
                }
            };
            let mut options = ResolverOpts::default();
            options.timeout = LIMIT;
            options.attempts = ATTEMPTS;
            let resolver = builder.with_options(options).build().map_err(|e| failed(&e))?;
            match resolver.lookup(name, kind).await {
                Ok(found) => Ok(found.answers().iter().map(|r| r.data.clone()).collect()),
                Err(e) if e.is_nx_domain() || e.is_no_records_found() => Err(None),
                Err(e) => Err(failed(&e)),
            }
        })
    }
}
