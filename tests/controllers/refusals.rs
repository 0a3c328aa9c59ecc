//! Each way in which a controller can fail gives a sentence of its own, within its limit.

use super::{
    found::{LIMITS, ask, secret},
    played::{Played, Plays, READER, READERS_PASSWORD},
};
use phs_doctor::evidence::{
    Ask, Kind,
    directory::{Access, SignIn},
};
use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

/// A server that does this with every connection.
fn server(act: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(act));
    at
}

fn said(given: &str) -> String {
    let access = Arc::new(Access { limits: LIMITS, ..Access::default() });
    match ask(given, &access, &Ask::default()) {
        Err(e) => e.to_string(),
        Ok(found) => panic!("{given} was usable: {:?}", found.problems),
    }
}

#[test]
fn a_closed_port() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let said = said(&format!("ldap://127.0.0.1:{port}"));
    assert!(said.contains(&format!("nothing listens on port {port}")), "{said}");
}

/// A queue that is full drops what comes, as a firewall does.
#[cfg(target_os = "linux")]
#[test]
fn a_dead_controller() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _inside = runtime.enter();
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let at = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&at, LIMITS.connect) {
        waiting.push(stream);
    }
    let said = said(&format!("ldap://{at}"));
    assert!(said.contains(&format!("port {} does not answer within 2 s", at.port())), "{said}");
}

#[test]
fn a_name_without_an_address() {
    let access = Arc::new(Access { limits: LIMITS, ..Access::default() });
    let found = ask("ldap://dc9.contoso.invalid", &access, &Ask::default()).unwrap();
    assert!(found.problems[0].contains("cannot be resolved"), "{:?}", found.problems);
    let record = found.all(Kind::DomainController)[0];
    assert_eq!(record.text("Domain"), Some("contoso.invalid"));
    assert_eq!(record.bool("LdapAnswered"), Some(false));
}

#[test]
fn a_silent_server() {
    // The connections are kept, or they would be closed.
    let (keep, kept) = std::sync::mpsc::channel();
    let at = server(move |stream| keep.send(stream).unwrap());
    let said = said(&format!("ldap://{at}"));
    assert!(said.contains("gives no whole answer within 2 s"), "{said}");
    drop(kept);
}

#[test]
fn half_an_answer() {
    let at = server(|mut stream| {
        let mut asked = [0; 16];
        // The one that only tries the port says nothing.
        if std::io::Read::read(&mut stream, &mut asked).is_ok_and(|n| n > 0) {
            let _ = stream.write_all(&[0x30, 0x82, 0x01, 0x00, 0x02, 0x01]);
        }
    });
    let said = said(&format!("ldap://{at}"));
    assert!(said.contains("ended the connection") && said.contains("before its answer was whole"), "{said}");
}

#[test]
fn a_certificate_from_someone_else() {
    let plays = Plays { bad_passwords: Some(0), threshold: Some(0) };
    let (played, other) = (Played::with_tls(plays), Played::with_tls(plays));
    let access = |ca: &Played| {
        Arc::new(Access {
            sign_in: Some(SignIn::As(READER.to_owned(), secret(READERS_PASSWORD))),
            ca: Some(ca.certificate()),
            limits: LIMITS,
            ..Access::default()
        })
    };
    let given = format!("ldaps://{}", played.at);
    let refused = ask(&given, &access(&other), &Ask::default()).err().map(|e| e.to_string()).unwrap();
    assert!(refused.contains("the issuer of its certificate is not trusted here"), "{refused}");
    let named = format!("ldaps://localhost:{}", played.at.port());
    let refused = ask(&named, &access(&played), &Ask::default()).err().map(|e| e.to_string()).unwrap();
    assert!(refused.contains("its certificate is not for localhost"), "{refused}");
    assert_eq!(played.tries_as(""), 0);
    assert!(ask(&given, &access(&played), &Ask::default()).is_ok());
}

#[test]
fn a_server_without_encryption_where_it_is_wanted() {
    let plays = Plays { bad_passwords: Some(0), threshold: Some(0) };
    let said = said(&format!("ldaps://{}", Played::open(plays).at));
    assert!(said.contains("no encrypted connection on port"), "{said}");
}

#[test]
fn a_file_that_holds_no_certificate() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "hello\n").unwrap();
    let access = Arc::new(Access { ca: Some(file.path().to_owned()), limits: LIMITS, ..Access::default() });
    let refused = ask("ldap://127.0.0.1", &access, &Ask::default()).err().map(|e| e.to_string()).unwrap();
    assert!(refused.contains("there is no certificate in it; expected the certificate"), "{refused}");
}
