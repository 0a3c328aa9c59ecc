//! What went wrong, by the codes, exception types and frames in an event's text (facts: events.md
//! 1b and 1c; the frames are those that Microsoft's own task looks for).

use super::names::{hex_codes, numbers_after, numbers_of};

/// What an event says went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trouble {
    /// A replication call ended with this RPC or directory error.
    Rpc(u32),
    /// The connector account could not sign in to the forest: a Win32 error.
    SignIn(u32),
    /// The FIPS policy forbids MD5.
    Fips,
    /// The name of a controller does not resolve.
    ResolveDc,
    /// No controller of the domain was found.
    LocateDc,
    /// A cryptographic operation failed.
    Crypto,
    /// An LDAP operation failed.
    Ldap,
    /// An object carries a time that is none.
    FileTime,
    /// A key came twice.
    DuplicateKey,
    /// Entra ID's own error code.
    Cloud(u32),
    /// Entra ID's sign-in error code.
    Aadsts(u32),
    /// The sign-in wants a person.
    Mfa,
    /// The service could not be reached.
    Endpoint,
    /// A secure connection could not be made.
    Negotiation,
    /// This build is too old for the service.
    Unsupported,
    /// Name or password of the account for Entra ID is wrong.
    CloudSignIn,
    /// Anything else.
    Other,
}

/// Win32 errors of a refused sign-in.
const SIGN_IN: [u32; 9] = [1317, 1326, 1327, 1328, 1329, 1330, 1331, 1793, 1907];
const LOCKED: u32 = 1909;
/// Codes that, in hexadecimal, are taken for what an RPC call ended with (facts 1b).
const RPC_HEX: [u32; 24] = [
    5, 6, 14, 1127, 1130, 1450, 1722, 1723, 1726, 1727, 1728, 1753, 1818, 1825, 8333, 8420, 8439, 8446, 8451,
    8453, 8456, 8457, 8465, 8593,
];
/// Entra ID's own error codes that are known (facts 1c).
const CLOUD: [u32; 6] = [7, 15, 81, 90, 92, 106];
/// What an exception within another is called where the network failed.
const NETWORK: [&str; 4] =
    ["endpointnotfoundexception", "webexception", "socketexception", "httprequestexception"];
/// "No such domain".
const NO_SUCH_DOMAIN: u32 = 1355;
/// "No such host is known".
const NO_SUCH_HOST: u32 = 11001;

impl Trouble {
    /// What the trouble of a domain is.
    #[must_use]
    pub fn of_domain(text: &str) -> Trouble {
        let lower = text.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
        let rpc = numbers_after(&lower, "rpc");
        let hex = hex_codes(&lower);
        if rpc.contains(&8453) || hex.contains(&8453) {
            return Trouble::Rpc(8453);
        }
        if has(&["fips", "md5cryptoserviceprovider"]) {
            return Trouble::Fips;
        }
        let refused = |code: &&u32| SIGN_IN.contains(code) || **code == LOCKED;
        if let Some(code) = rpc.iter().chain(&hex).chain(&ldap_data(&lower)).find(refused) {
            return Trouble::SignIn(*code);
        }
        if let Some(code) = rpc.last() {
            return Trouble::Rpc(*code);
        }
        if has(&["authenticationexception", "directoryentry.bind", "user name or password"]) {
            return Trouble::SignIn(1326);
        }
        let resolve = [
            "readserverguids",
            "resolvesourcehostname",
            "gethostentry",
            "socketexception",
            "no such host is known",
        ];
        if has(&resolve) || hex.contains(&NO_SUCH_HOST) {
            return Trouble::ResolveDc;
        }
        if let Some(code) = hex.iter().find(|c| RPC_HEX.contains(c)) {
            return Trouble::Rpc(*code);
        }
        let locate = [
            "resolvedomaincontroller",
            "findpreferreddc",
            "domain.getdomain",
            "activedirectoryobjectnotfoundexception",
            "activedirectoryserverdownexception",
            "locate a domain controller",
            "does not exist or cannot be contacted",
        ];
        if has(&locate) || hex.contains(&NO_SUCH_DOMAIN) {
            return Trouble::LocateDc;
        }
        let by_type: [(&[&str], Trouble); 4] = [
            (&["cryptographicexception"], Trouble::Crypto),
            (&["ldapexception", "directoryoperationexception"], Trouble::Ldap),
            (&["filetime"], Trouble::FileTime),
            (&["argumentexception"], Trouble::DuplicateKey),
        ];
        by_type.iter().find(|(words, _)| has(words)).map_or(Trouble::Other, |(_, trouble)| *trouble)
    }

    /// What the trouble with Entra ID is.
    pub(super) fn of_cloud(text: &str) -> Trouble {
        let lower = text.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
        let sign_in = numbers_of(&lower, "aadsts");
        // 70002 only says that the credentials were refused; what stands beside it says why.
        if let Some(code) = sign_in.iter().find(|c| **c != 70002).or(sign_in.first()) {
            return Trouble::Aadsts(*code);
        }
        // No token for want of a person, and not because nobody could be asked for one.
        if has(&["userinteractive", "modal dialog"]) || has(&["getsecuritytoken"]) && !has(&NETWORK) {
            return Trouble::Mfa;
        }
        let codes = error_codes(&lower);
        if let Some(code) = codes.iter().find(|c| CLOUD.contains(c)) {
            return Trouble::Cloud(*code);
        }
        let by_type: [(&[&str], Trouble); 6] = [
            (&NETWORK, Trouble::Endpoint),
            (&["user_realm_discovery_failed", "0x80048862"], Trouble::Endpoint),
            (&["securitynegotiationexception", "messagesecurityexception"], Trouble::Negotiation),
            (&["no longer supported", "unsupportedclient", "unsupportedversion"], Trouble::Unsupported),
            (
                &["user name or password", "authenticationexception", "invalidcredential"],
                Trouble::CloudSignIn,
            ),
            (&["provisionretryexception"], Trouble::Endpoint),
        ];
        let named = by_type.iter().find(|(words, _)| has(words)).map(|(_, trouble)| *trouble);
        named.or(codes.first().map(|code| Trouble::Cloud(*code))).unwrap_or(Trouble::Other)
    }

    /// The code as people write it, where there is one.
    #[must_use]
    pub fn code(self) -> Option<String> {
        match self {
            Trouble::Rpc(n) | Trouble::SignIn(n) | Trouble::Cloud(n) => Some(n.to_string()),
            Trouble::Aadsts(n) => Some(format!("AADSTS{n}")),
            _ => None,
        }
    }
}

/// The numbers behind a word for "error code"; the status of HTTP is none.
fn error_codes(lower: &str) -> Vec<u32> {
    let status = ["statuscode", "status code", "status-code", "status_code"];
    numbers_after(&status.iter().fold(lower.to_owned(), |text, word| text.replace(word, "")), "code")
}

/// The sub-code of an LDAP bind: `data 52e`.
fn ldap_data(lower: &str) -> Vec<u32> {
    lower
        .match_indices("data ")
        .filter_map(|(at, _)| {
            let digits: String =
                lower.get(at + 5..)?.chars().take_while(char::is_ascii_hexdigit).take(4).collect();
            u32::from_str_radix(&digits, 16).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domain_troubles() {
        let cases = [
            (
                "RPC Error 8453 : Replication access was denied. There was an error calling _IDL_DRSGetNCChanges.",
                Trouble::Rpc(8453),
            ),
            ("RPC-Fehler 1722 : Der RPC-Server ist nicht verfügbar.", Trouble::Rpc(1722)),
            ("RPC Error 1331:", Trouble::SignIn(1331)),
            (
                "System.Security.Authentication.AuthenticationException: x ---> COMException (0x8007052E)",
                Trouble::SignIn(1326),
            ),
            ("LdapException: AcceptSecurityContext error, data 775, v4563", Trouble::SignIn(1909)),
            ("System.InvalidOperationException: FIPS", Trouble::Fips),
            ("at ResolveSourceHostName at System.Net.Dns.GetHostEntry", Trouble::ResolveDc),
            ("at ResolveDomainController at FindPreferredDC", Trouble::LocateDc),
            (
                "at ResolveDomainController at System.DirectoryServices.DirectoryEntry.Bind",
                Trouble::SignIn(1326),
            ),
            ("System.Security.Cryptography.CryptographicException", Trouble::Crypto),
            ("System.DirectoryServices.Protocols.LdapException: x", Trouble::Ldap),
            ("System.ArgumentOutOfRangeException: Not a valid Win32 FileTime.", Trouble::FileTime),
            ("System.ArgumentException: x", Trouble::DuplicateKey),
            ("No such host is known", Trouble::ResolveDc),
            ("Der angegebene Host ist unbekannt. (0x80072AF9)", Trouble::ResolveDc),
            ("The specified domain does not exist or cannot be contacted.", Trouble::LocateDc),
            ("something (0x6ba)", Trouble::Rpc(1722)),
            (
                "domain controller hostname: rpc17.contoso.com. Details: X: An exception occurred while attempting to locate a domain controller.",
                Trouble::LocateDc,
            ),
            ("System.Exception", Trouble::Other),
        ];
        for (text, want) in cases {
            assert_eq!(Trouble::of_domain(text), want, "{text}");
        }
    }

    #[test]
    fn cloud_troubles() {
        let cases = [
            ("Microsoft.Online.X: Error Code: 90. Tracking ID: a", Trouble::Cloud(90)),
            ("Fehlercode : 81", Trouble::Cloud(81)),
            ("AdalServiceException: AADSTS70002: x. AADSTS50054: y", Trouble::Aadsts(50054)),
            ("AADSTS90002", Trouble::Aadsts(90002)),
            ("GetSecurityToken: unable", Trouble::Mfa),
            ("System.ServiceModel.EndpointNotFoundException", Trouble::Endpoint),
            ("System.ServiceModel.Security.SecurityNegotiationException", Trouble::Negotiation),
            ("ProvisionRetryException: x", Trouble::Endpoint),
            (
                "GetSecurityToken: unable ---> System.Net.WebException: The remote name could not be resolved",
                Trouble::Endpoint,
            ),
            (
                "user_realm_discovery_failed ---> System.Net.WebException: (407)\n\tErrorCode: user_realm_discovery_failed\n\tStatusCode: 407",
                Trouble::Endpoint,
            ),
            ("This version of the tool is no longer supported. HTTP status code: 403", Trouble::Unsupported),
            ("The user name or password is incorrect. HTTP status code: 401", Trouble::CloudSignIn),
            ("GetAuthState() failed. Error code: 0x80048862", Trouble::Endpoint),
            ("ProvisionException: Error Code: 4711. HTTP status code: 500", Trouble::Cloud(4711)),
            ("x", Trouble::Other),
        ];
        for (text, want) in cases {
            assert_eq!(Trouble::of_cloud(text), want, "{text}");
        }
    }
}
