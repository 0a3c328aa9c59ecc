//! What a finding is about.

use crate::catalog::ScopeKind;

/// The thing a check was run for. Names are those of the contract: a connector's `Name`, a domain's
/// DNS name in lower case, a user's UPN (or DN, or as asked where nobody was found).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// What kind of thing.
    pub kind: ScopeKind,
    /// The connector, for a connector and what lies in its forest.
    pub connector: Option<String>,
    /// The domain, for a domain and a user in it.
    pub domain: Option<String>,
    /// The user.
    pub user: Option<String>,
}

impl Scope {
    const fn bare(kind: ScopeKind) -> Scope {
        Scope { kind, connector: None, domain: None, user: None }
    }

    /// The Connect server.
    #[must_use]
    pub const fn server() -> Scope {
        Scope::bare(ScopeKind::Server)
    }

    /// The tenant.
    #[must_use]
    pub const fn tenant() -> Scope {
        Scope::bare(ScopeKind::Tenant)
    }

    /// A connector to a forest.
    #[must_use]
    pub fn connector(name: &str) -> Scope {
        Scope { connector: Some(name.to_owned()), ..Scope::bare(ScopeKind::Connector) }
    }

    /// A domain; its connector where it is known.
    #[must_use]
    pub fn domain(connector: Option<&str>, name: &str) -> Scope {
        Scope {
            connector: connector.map(str::to_owned),
            domain: Some(name.to_owned()),
            ..Scope::bare(ScopeKind::Domain)
        }
    }

    /// A user; connector and domain where they are known.
    #[must_use]
    pub fn user(connector: Option<&str>, domain: Option<&str>, name: &str) -> Scope {
        Scope {
            connector: connector.map(str::to_owned),
            domain: domain.map(str::to_owned),
            user: Some(name.to_owned()),
            ..Scope::bare(ScopeKind::User)
        }
    }

    /// True where the two are the same or one encloses the other: nothing that both name differs.
    #[must_use]
    pub fn touches(&self, other: &Scope) -> bool {
        let agree = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            _ => true,
        };
        agree(&self.connector, &other.connector)
            && agree(&self.domain, &other.domain)
            && agree(&self.user, &other.user)
    }

    /// True where `self` is `inner` or encloses it.
    #[must_use]
    pub fn encloses(&self, inner: &Scope) -> bool {
        let within = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (None, _) => true,
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            (Some(_), None) => false,
        };
        within(&self.connector, &inner.connector)
            && within(&self.domain, &inner.domain)
            && within(&self.user, &inner.user)
    }
}
