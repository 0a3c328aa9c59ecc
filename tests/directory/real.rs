//! The controller that runs, and what its accounts are expected to show.

use crate::found::secret;
use phs_doctor::evidence::directory::{Access, SignIn};
use serde_json::Value;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

pub struct Real {
    pub address: String,
    pub dns: SocketAddr,
    pub password: String,
    pub reader: String,
    folder: PathBuf,
    expected: Value,
    replicated: Value,
}

/// The controller, or nothing where the script did not start one.
pub fn real() -> Option<Real> {
    let Ok(folder) = std::env::var("DIRECTORY_FOLDER") else {
        eprintln!("not run: no controller; .ci/directory starts one");
        return None;
    };
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(Path::new(&folder).join(name)).unwrap()).unwrap()
    };
    let (expected, replicated) = (read("expected.json"), read("replicated.json"));
    Some(Real {
        address: std::env::var("DIRECTORY_ADDRESS").unwrap(),
        dns: std::env::var("DIRECTORY_DNS").unwrap().parse().unwrap(),
        password: expected["password"].as_str().unwrap().to_owned(),
        reader: expected["reader"].as_str().unwrap().to_owned(),
        folder: folder.into(),
        expected,
        replicated,
    })
}

impl Real {
    pub fn ldap(&self) -> String {
        format!("ldap://{}", self.address)
    }

    pub fn ldaps(&self) -> String {
        format!("ldaps://{}", self.address)
    }

    pub fn issuer(&self) -> PathBuf {
        self.folder.join("private/tls/ca.pem")
    }

    pub fn other_issuer(&self) -> PathBuf {
        self.folder.join("private/tls/other.pem")
    }

    /// Signing in as an ordinary user, to look at these accounts.
    pub fn access(&self, accounts: Vec<String>) -> Arc<Access> {
        Arc::new(Access {
            sign_in: Some(SignIn::As(self.reader.clone(), secret(&self.password))),
            ca: Some(self.issuer()),
            dns: Some(self.dns),
            accounts,
            ..Access::default()
        })
    }

    pub fn connectors(&self) -> Vec<String> {
        self.expected["connectors"].as_object().unwrap().keys().cloned().collect()
    }

    pub fn rights(&self, name: &str) -> (bool, bool) {
        let of = &self.expected["connectors"][name];
        (of["changes"].as_bool().unwrap(), of["all"].as_bool().unwrap())
    }

    pub fn cause(&self, name: &str) -> Option<&str> {
        self.expected["connectors"][name]["cause"].as_str()
    }

    /// Whether the controller replicated names to the account, and hashes; none where it cannot sign in.
    pub fn replicated(&self, name: &str) -> Option<(bool, bool)> {
        let of = &self.replicated[name];
        Some((of["changes"].as_bool()?, of["hashes"].as_bool()?))
    }
}
