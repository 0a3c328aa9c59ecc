//! Why a controller did not do what was asked of it, in words that say the way out.

use ldap3::LdapError;
use rustls::CertificateError;
use std::{io, time::Duration};

/// Why something was not to be had of a controller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its name leads to no address.
    #[error("its name cannot be resolved; see whether this computer asks the domain's DNS servers")]
    NoAddress,
    /// The computer is there and nothing listens on the port.
    #[error("nothing listens on port {0}: the computer is there and refuses the connection")]
    Closed(u16),
    /// Nothing comes back from the port.
    #[error("port {0} does not answer within {1} s: the computer is off, or a firewall drops the connection")]
    Filtered(u16, u64),
    /// Connected, and then nothing.
    #[error("it takes the connection on port {0} and gives no whole answer within {1} s")]
    Silent(u16, u64),
    /// The connection ended in the middle.
    #[error("it ended the connection on port {0} before its answer was whole; a device between may do that")]
    CutOff(u16),
    /// What came is no LDAP.
    #[error("what answers on port {0} does not speak LDAP")]
    NotLdap(u16),
    /// The certificate's issuer is not trusted.
    #[error(
        "the issuer of its certificate is not trusted here; name the issuer's certificate with --ca FILE (in the wizard: CA file)"
    )]
    Issuer,
    /// The certificate is for another name.
    #[error("its certificate is not for {0}; ask for it by a name that the certificate holds")]
    Name(String),
    /// The certificate has expired or is not valid yet.
    #[error("its certificate has expired or is not valid yet; it needs a new one, or a clock is wrong")]
    Expired,
    /// The certificate cannot be used.
    #[error("its certificate cannot be used ({0})")]
    Certificate(String),
    /// No common way to encrypt.
    #[error(
        "no encrypted connection on port {0}: it has no certificate, or offers only ways to encrypt that are out of date (TLS 1.2 with ECDHE is the least); the other of ldap:// and ldaps:// may do"
    )]
    NoTls(u16),
    /// The password would have gone over an open line.
    #[error("no password is sent over a connection that is not encrypted")]
    Unencrypted,
    /// An empty password signs nobody in.
    #[error("an empty password signs nobody in; type it")]
    EmptyPassword,
    /// Only Windows knows a user of the domain who is logged on.
    #[error("only Windows knows who is logged on to the domain; give a name and a password")]
    NobodyLoggedOn,
    /// The controller wants signing or encryption.
    #[error("it wants signed or encrypted sign-ins (LDAP signing); use ldaps:// or StartTLS")]
    WantsSigning,
    /// Channel binding failed.
    #[error(
        "it refused the channel binding: something between here and it opens the encrypted connection (LdapEnforceChannelBinding is on there)"
    )]
    ChannelBinding,
    /// The sign-in failed, with Windows' code for why.
    #[error("it refused the sign-in: {}", in_words(*.0))]
    SignIn(u32),
    /// The signed-in account may not do that.
    #[error("the account that signed in may not read this")]
    Denied,
    /// The search wants a sign-in first.
    #[error("it wants a sign-in first")]
    WantsSignIn,
    /// Another LDAP result.
    #[error("it answered with LDAP result {0}: {1}")]
    Other(u32, String),
    /// A fault in the way of asking.
    #[error("{0}")]
    Fault(String),
}

/// What a sub-code of result 49 means.
const fn in_words(code: u32) -> &'static str {
    match code {
        0x525 => "there is no such account (525)",
        0x52e => "name or password wrong (52e)",
        0x530 => "not at this hour (530)",
        0x531 => "not from this computer (531)",
        0x532 => "the password has expired (532)",
        0x533 => "the account is disabled (533)",
        0x534 => "this kind of sign-in is not granted to the account (534)",
        0x568 => "the account is in too many groups (568)",
        0x701 => "the account has expired (701)",
        0x773 => "the password must be changed first (773)",
        0x775 => "the account is locked out (775)",
        _ => "no reason that is known",
    }
}

/// The cause in domain.account-credentials that a sub-code of result 49 shows. A name that is not
/// known and a wrong password are not told apart by every controller.
#[must_use]
pub const fn cause(code: u32) -> Option<&'static str> {
    match code {
        0x52e => Some("account-bad-password"),
        0x525 => Some("account-not-found"),
        0x530 | 0x531 | 0x534 => Some("account-logon-restricted"),
        0x532 => Some("account-password-expired"),
        0x533 => Some("account-disabled"),
        0x701 => Some("account-expired"),
        0x773 => Some("account-must-change-password"),
        0x775 => Some("account-locked"),
        _ => None,
    }
}

/// Where the conversation stood when it failed.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub name: &'a str,
    pub port: u16,
    pub limit: Duration,
    pub tls: bool,
}

impl Refusal {
    /// What an error of the library comes to.
    pub(super) fn of(error: &LdapError, spot: &Spot<'_>) -> Refusal {
        match error {
            LdapError::Io { source } => Refusal::of_io(source, spot),
            LdapError::Timeout { .. } => Refusal::Silent(spot.port, spot.limit.as_secs()),
            LdapError::Rustls { source } => of_tls(source, spot),
            LdapError::DNSName { .. } => Refusal::Name(spot.name.to_owned()),
            LdapError::ResultRecv { .. }
            | LdapError::OpSend { .. }
            | LdapError::IdScrubSend { .. }
            | LdapError::EndOfStream => Refusal::CutOff(spot.port),
            LdapError::LdapResult { result } => Refusal::of_result(result.rc, &result.text),
            other => Refusal::Fault(other.to_string()),
        }
    }

    /// What an error of the operating system comes to.
    pub(super) fn of_io(error: &io::Error, spot: &Spot<'_>) -> Refusal {
        let inner = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
        if let Some(inner) = inner {
            return of_tls(inner, spot);
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Refusal::Closed(spot.port),
            io::ErrorKind::TimedOut
            | io::ErrorKind::WouldBlock
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable => Refusal::Filtered(spot.port, spot.limit.as_secs()),
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => {
                if spot.tls {
                    Refusal::NoTls(spot.port)
                } else {
                    Refusal::CutOff(spot.port)
                }
            }
            _ => Refusal::Fault(error.to_string()),
        }
    }

    /// What an LDAP result other than success comes to.
    pub(super) fn of_result(rc: u32, text: &str) -> Refusal {
        let text = text.trim_end_matches('\0').trim();
        match rc {
            8 => Refusal::WantsSigning,
            49 => match sub_code(text) {
                Some(0x8009_0346) => Refusal::ChannelBinding,
                Some(code) => Refusal::SignIn(code),
                None => Refusal::SignIn(0x52e),
            },
            50 => Refusal::Denied,
            1 if text.contains("000004DC") => Refusal::WantsSignIn,
            _ => Refusal::Other(rc, text.to_owned()),
        }
    }
}

fn of_tls(error: &rustls::Error, spot: &Spot<'_>) -> Refusal {
    match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            // A bad signature: the issuer goes by the name of a trusted one and is another.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Refusal::Issuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Refusal::Name(spot.name.to_owned())
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Refusal::Expired,
            other => Refusal::Certificate(format!("{other:?}")),
        },
        rustls::Error::InvalidMessage(_)
        | rustls::Error::AlertReceived(_)
        | rustls::Error::PeerIncompatible(_) => Refusal::NoTls(spot.port),
        other => Refusal::Certificate(other.to_string()),
    }
}

/// The number behind `data` in the text of result 49.
fn sub_code(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("data ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    u32::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sub_code_is_told_from_the_others() {
        let text = |code: &str| {
            format!(
                "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data {code}, v1db1\0"
            )
        };
        let cause_of = |code: &str| match Refusal::of_result(49, &text(code)) {
            Refusal::SignIn(code) => cause(code),
            _ => None,
        };
        assert_eq!(cause_of("52e"), Some("account-bad-password"));
        assert_eq!(cause_of("525"), Some("account-not-found"));
        assert_eq!(cause_of("530"), Some("account-logon-restricted"));
        assert_eq!(cause_of("531"), Some("account-logon-restricted"));
        assert_eq!(cause_of("532"), Some("account-password-expired"));
        assert_eq!(cause_of("533"), Some("account-disabled"));
        assert_eq!(cause_of("701"), Some("account-expired"));
        assert_eq!(cause_of("773"), Some("account-must-change-password"));
        assert_eq!(cause_of("775"), Some("account-locked"));
        assert_eq!(cause_of("568"), None);
        assert_eq!(Refusal::of_result(49, &text("80090346")), Refusal::ChannelBinding);
        assert_eq!(Refusal::of_result(49, "no code in it"), Refusal::SignIn(0x52e));
        let signing = "00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking";
        assert_eq!(Refusal::of_result(8, signing), Refusal::WantsSigning);
        assert_eq!(Refusal::of_result(50, ""), Refusal::Denied);
    }
}
