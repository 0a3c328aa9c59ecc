//! One conversation with a controller: connect, encrypt, sign in, search. Every step has its limit.

use super::{Refusal, Secret, entry::Entry, refusal::Spot};
use ldap3::{LdapConn, LdapConnSettings, LdapError, Scope, StdStream, controls::RawControl};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{
    net::{SocketAddr, TcpStream},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    time::Duration,
};

/// How long is waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For an answer, and for an encrypted connection to stand.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { connect: Duration::from_secs(3), answer: Duration::from_secs(10) }
    }
}

/// Encrypted or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Not at all: for what anybody may read.
    Open,
    /// Begun open, then encrypted.
    StartTls,
    /// Encrypted from the start.
    Tls,
}

/// Where a controller listens, and the name that its certificate must hold.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub name: String,
    pub at: SocketAddr,
}

/// A conversation.
pub(super) struct Link {
    conn: LdapConn,
    target: Target,
    way: Way,
    limits: Limits,
}

/// Which part of the directory a search is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// One object.
    One,
    /// All below it too.
    All,
}

impl Link {
    /// Connects, and encrypts where that is wanted.
    pub fn open(
        target: &Target,
        way: Way,
        trust: &Arc<ClientConfig>,
        limits: Limits,
    ) -> Result<Link, Refusal> {
        let spot =
            Spot { name: &target.name, port: target.at.port(), limit: limits.connect, tls: way == Way::Tls };
        let stream =
            TcpStream::connect_timeout(&target.at, limits.connect).map_err(|e| Refusal::of_io(&e, &spot))?;
        // Small questions and answers would wait for each other.
        let _ = stream.set_nodelay(true);
        let settings = LdapConnSettings::new()
            .set_conn_timeout(limits.answer)
            .set_config(Arc::clone(trust))
            .set_starttls(way == Way::StartTls)
            .set_std_stream(StdStream::Tcp(stream));
        let scheme = if way == Way::Tls { "ldaps" } else { "ldap" };
        let host = if target.name.contains(':') { format!("[{}]", target.name) } else { target.name.clone() };
        let url = format!("{scheme}://{host}:{}", target.at.port());
        let spot = Spot { limit: limits.answer, ..spot };
        let conn = guarded(&spot, || LdapConn::with_settings(settings, &url))?;
        Ok(Link { conn, target: target.clone(), way, limits })
    }

    /// Signs in. Nothing is sent without encryption, and no empty password: a controller takes that
    /// for a visitor without a name and says yes.
    pub fn sign_in(&mut self, user: &str, password: &Secret) -> Result<(), Refusal> {
        if self.way == Way::Open {
            return Err(Refusal::Unencrypted);
        }
        if password.is_empty() || user.trim().is_empty() {
            return Err(Refusal::EmptyPassword);
        }
        let spot = spot(&self.target, self.way, self.limits);
        let conn = self.conn.with_timeout(self.limits.answer);
        let done = guarded(&spot, || conn.simple_bind(user, password.reveal()))?;
        if done.rc == 0 { Ok(()) } else { Err(Refusal::of_result(done.rc, &done.text)) }
    }

    /// Signs in as who is logged on to Windows. No password is sent; the name of the controller is part
    /// of the ticket, so another computer in its place can do nothing with it.
    #[cfg(windows)]
    pub fn sign_in_as_logged_on(&mut self, host: &str) -> Result<(), Refusal> {
        let spot = spot(&self.target, self.way, self.limits);
        let conn = self.conn.with_timeout(self.limits.answer);
        let done = guarded(&spot, || conn.sasl_gssapi_bind(host))?;
        if done.rc == 0 { Ok(()) } else { Err(Refusal::of_result(done.rc, &done.text)) }
    }

    /// Signs in as who is logged on, which only Windows can say.
    #[cfg(not(windows))]
    #[allow(clippy::unused_self, reason = "on Windows it is the same call")]
    pub fn sign_in_as_logged_on(&mut self, _host: &str) -> Result<(), Refusal> {
        Err(Refusal::NobodyLoggedOn)
    }

    /// The attributes of one object.
    pub fn one(&mut self, dn: &str, attributes: &[&str]) -> Result<Option<Entry>, Refusal> {
        self.search(dn, Reach::One, "(objectClass=*)", attributes, Vec::new()).map(|mut all| all.pop())
    }

    /// All that a filter finds.
    pub fn all(&mut self, base: &str, filter: &str, attributes: &[&str]) -> Result<Vec<Entry>, Refusal> {
        self.search(base, Reach::All, filter, attributes, Vec::new())
    }

    /// Searches. An object that is not there is no error; it is not found.
    pub fn search(
        &mut self,
        base: &str,
        reach: Reach,
        filter: &str,
        attributes: &[&str],
        controls: Vec<RawControl>,
    ) -> Result<Vec<Entry>, Refusal> {
        let scope = if reach == Reach::One { Scope::Base } else { Scope::Subtree };
        let spot = spot(&self.target, self.way, self.limits);
        let conn = self.conn.with_timeout(self.limits.answer);
        conn.with_controls(controls);
        let found = guarded(&spot, || conn.search(base, scope, filter, attributes.to_vec()))?;
        match found.1.rc {
            // Found, cut off by the controller's limit, led elsewhere, or not there.
            0 | 4 | 10 | 32 => Ok(found.0.into_iter().filter_map(|e| Entry::read(e.0)).collect()),
            rc => Err(Refusal::of_result(rc, &found.1.text)),
        }
    }
}

fn spot(target: &Target, way: Way, limits: Limits) -> Spot<'_> {
    Spot { name: &target.name, port: target.at.port(), limit: limits.answer, tls: way == Way::Tls }
}

/// Calls the library, which gives up with a panic on some answers that are not formed as they should.
fn guarded<T>(spot: &Spot<'_>, call: impl FnOnce() -> Result<T, LdapError>) -> Result<T, Refusal> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(done) => done.map_err(|e| Refusal::of(&e, spot)),
        Err(_) => Err(Refusal::NotLdap(spot.port)),
    }
}

/// Text that means itself in a filter.
pub(super) fn escaped(text: &str) -> String {
    ldap3::ldap_escape(text).into_owned()
}

/// Bytes in a filter.
pub(super) fn escaped_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("\\{b:02x}")).collect()
}

/// Which certificates are trusted: those of a file, else the system's own.
pub(super) fn trust(ca: Option<&Path>) -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    match ca {
        Some(path) => {
            let wrong = |why: &str| {
                format!(
                    "{}: {why}; expected the certificate of the issuer, as PEM (BEGIN CERTIFICATE) or DER",
                    path.display()
                )
            };
            let bytes = std::fs::read(path).map_err(|e| wrong(&e.to_string()))?;
            let certificates: Vec<CertificateDer<'_>> = if bytes.first() == Some(&0x30) {
                vec![CertificateDer::from(bytes)]
            } else {
                CertificateDer::pem_slice_iter(&bytes)
                    .collect::<Result<_, _>>()
                    .map_err(|e| wrong(&e.to_string()))?
            };
            if certificates.is_empty() {
                return Err(wrong("there is no certificate in it"));
            }
            for certificate in certificates {
                roots.add(certificate).map_err(|e| wrong(&e.to_string()))?;
            }
        }
        None => {
            // What of the system's store cannot be read is not trusted.
            let _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
