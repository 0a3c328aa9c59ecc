//! Which ports of a controller are open, tried all at once.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// DNS, Kerberos, the RPC mapper, LDAP, SMB, LDAP over TLS, the global catalog.
pub(super) const PORTS: [u16; 7] = [53, 88, 135, 389, 445, 636, 3268];

/// What a port did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Took the connection.
    Open,
    /// Refused it.
    Closed,
    /// Did not answer at all.
    Filtered,
}

impl State {
    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Closed => "closed",
            State::Filtered => "filtered",
        }
    }
}

/// One port, what it did, and how long that took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Port {
    pub number: u16,
    pub state: State,
    pub took: Duration,
}

/// Tries these ports of an address, each on a thread of its own; takes no longer than `limit`.
pub(super) fn probe(ip: IpAddr, ports: &[u16], limit: Duration) -> Vec<Port> {
    thread::scope(|scope| {
        let tries: Vec<_> =
            ports.iter().map(|port| scope.spawn(move || one(SocketAddr::new(ip, *port), limit))).collect();
        tries.into_iter().filter_map(|t| t.join().ok()).collect()
    })
}

fn one(at: SocketAddr, limit: Duration) -> Port {
    let began = Instant::now();
    let state = match TcpStream::connect_timeout(&at, limit) {
        Ok(_) => State::Open,
        Err(e) if e.kind() == io::ErrorKind::ConnectionRefused => State::Closed,
        // A silent drop, or a device on the way that says the host is not to be reached.
        Err(_) => State::Filtered,
    };
    Port { number: at.port(), state, took: began.elapsed() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener};

    #[test]
    fn open_and_closed_are_told_apart() -> io::Result<()> {
        let open = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let ports = [open.local_addr()?.port(), closed];
        let found = probe(Ipv4Addr::LOCALHOST.into(), &ports, Duration::from_secs(5));
        let states: Vec<State> = found.iter().map(|p| p.state).collect();
        assert_eq!(states, [State::Open, State::Closed]);
        Ok(())
    }
}
