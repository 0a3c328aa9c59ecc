//! A controller that is played: it speaks just enough LDAP, and counts sign-ins.

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Mutex},
    thread,
};

pub const READER: &str = "reader@contoso.local";
pub const READERS_PASSWORD: &str = "let me in";
const CONTEXT: &str = "DC=contoso,DC=local";

/// What it says of the account that is tested.
#[derive(Clone, Copy)]
pub struct Plays {
    pub bad_passwords: Option<u32>,
    pub threshold: Option<u32>,
}

pub struct Played {
    pub at: SocketAddr,
    /// The names that signed in or tried, in order.
    pub tries: Arc<Mutex<Vec<String>>>,
    folder: tempfile::TempDir,
}

impl Played {
    /// The certificate to trust.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    pub fn tries_as(&self, name: &str) -> usize {
        self.tries.lock().unwrap().iter().filter(|n| n.starts_with(name)).count()
    }

    /// Encrypted from the start.
    pub fn with_tls(plays: Plays) -> Played {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        Played::start(&made.cert.pem(), move |stream, tries| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            talk(&mut StreamOwned::new(connection, stream), plays, tries);
        })
    }

    /// Without any encryption.
    pub fn open(plays: Plays) -> Played {
        Played::start("", move |mut stream, tries| talk(&mut stream, plays, tries))
    }

    fn start(
        certificate: &str,
        talk: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static,
    ) -> Played {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let tries = Arc::new(Mutex::new(Vec::new()));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("certificate.pem"), certificate).unwrap();
        let (talk, counted) = (Arc::new(talk), Arc::clone(&tries));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (talk, counted) = (Arc::clone(&talk), Arc::clone(&counted));
                thread::spawn(move || talk(stream, &counted));
            }
        });
        Played { at, tries, folder }
    }
}

fn talk(stream: &mut (impl Read + Write), plays: Plays, tries: &Mutex<Vec<String>>) {
    while let Some(message) = message(stream) {
        let mut parts = parts(&message);
        let (Some((2, id)), Some((op, body))) = (parts.next(), parts.next()) else { return };
        let answers = match op {
            0x60 => vec![sign_in(body, tries)],
            0x63 => search(body, plays),
            0x77 => vec![result(0x78, 2, "no encryption here")],
            _ => return,
        };
        let sent = answers.iter().all(|answer| {
            let whole = tagged(0x30, &[tagged(2, id), answer.clone()].concat());
            stream.write_all(&whole).is_ok()
        });
        if !sent || stream.flush().is_err() {
            return;
        }
    }
}

fn sign_in(body: &[u8], tries: &Mutex<Vec<String>>) -> Vec<u8> {
    let all: Vec<_> = parts(body).collect();
    let name = String::from_utf8_lossy(all[1].1).into_owned();
    let good = name == READER && all[2].1 == READERS_PASSWORD.as_bytes();
    tries.lock().unwrap().push(name);
    if good {
        result(0x61, 0, "")
    } else {
        result(
            0x61,
            49,
            "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 52e, v4563",
        )
    }
}

fn search(body: &[u8], plays: Plays) -> Vec<Vec<u8>> {
    let all: Vec<_> = parts(body).collect();
    let base = String::from_utf8_lossy(all[0].1).into_owned();
    let wanted: Vec<String> = parts(all[7].1).map(|(_, a)| String::from_utf8_lossy(a).into_owned()).collect();
    let wants = |name: &str| wanted.iter().any(|w| w == name);
    let mut values: Vec<(&str, String)> = Vec::new();
    let mut dn = base.clone();
    if base.is_empty() {
        values.push(("defaultNamingContext", CONTEXT.to_owned()));
        values.push(("namingContexts", CONTEXT.to_owned()));
    } else if wants("userAccountControl") {
        dn = format!("CN=MSOL_counted,OU=Service,{CONTEXT}");
        values.push(("sAMAccountName", "MSOL_counted".to_owned()));
        values.push(("userAccountControl", "512".to_owned()));
        values.push(("pwdLastSet", "134000000000000000".to_owned()));
        values.extend(plays.bad_passwords.map(|n| ("badPwdCount", n.to_string())));
    } else if wants("lockoutThreshold") {
        values.extend(plays.threshold.map(|n| ("lockoutThreshold", n.to_string())));
    } else if wants("badPwdCount") {
        values.extend(plays.bad_passwords.map(|n| ("badPwdCount", n.to_string())));
    }
    let done = result(0x65, 0, "");
    if values.is_empty() {
        return vec![done];
    }
    let attributes: Vec<u8> = values
        .iter()
        .flat_map(|(name, value)| {
            let set = tagged(0x31, &tagged(4, value.as_bytes()));
            tagged(0x30, &[tagged(4, name.as_bytes()), set].concat())
        })
        .collect();
    let entry = [tagged(4, dn.as_bytes()), tagged(0x30, &attributes)].concat();
    vec![tagged(0x64, &entry), done]
}

fn result(op: u8, code: u8, text: &str) -> Vec<u8> {
    let body = [tagged(10, &[code]), tagged(4, b""), tagged(4, text.as_bytes())].concat();
    tagged(op, &body)
}

fn tagged(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[tag, 0x82][..], &length, body].concat()
}

/// One whole message, without its own tag and length.
fn message(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut head = [0; 2];
    stream.read_exact(&mut head).ok()?;
    let mut length = usize::from(head[1]);
    if length >= 0x80 {
        let mut long = vec![0; length & 0x7f];
        stream.read_exact(&mut long).ok()?;
        length = long.iter().fold(0, |sum, b| sum << 8 | usize::from(*b));
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}

/// The elements of a body: tag and content.
fn parts(mut rest: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (tag, first) = (*rest.first()?, usize::from(*rest.get(1)?));
        let (from, length) = if first < 0x80 {
            (2, first)
        } else {
            let bytes = first & 0x7f;
            (2 + bytes, rest.get(2..2 + bytes)?.iter().fold(0, |sum, b| sum << 8 | usize::from(*b)))
        };
        let body = rest.get(from..from + length)?;
        rest = &rest[from + length..];
        Some((tag, body))
    })
}
