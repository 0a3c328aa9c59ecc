//! An account as records write it, taken apart into what commands for Active Directory take.

use super::{Domain, Facts, domain_of_dn};

/// The name of an account within its domain, and that domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What `-Identity` takes; none for a UPN, which it does not take.
    pub name: Option<String>,
    /// The DNS name of its domain; as it was written where no record says what that means.
    pub domain: Option<String>,
}

impl Facts {
    /// Where an account lives: `DOMAIN\name`, a UPN, a distinguished name, or a bare name. It need not be
    /// the domain that it reads. Domains of `connector` count before those of other forests.
    #[must_use]
    pub fn account(&self, written: &str, connector: Option<&str>) -> Account {
        let written = written.trim();
        if written.contains('=') {
            return Account { name: Some(written.to_owned()), domain: domain_of_dn(written) };
        }
        if let Some((domain, name)) = written.split_once('\\') {
            let known = self.domain_called(domain, connector);
            let domain = known.map_or_else(|| domain.to_owned(), |d| d.name.clone());
            return Account { name: Some(name.to_owned()), domain: Some(domain) };
        }
        match written.split_once('@') {
            // A suffix need not be a domain.
            Some((_, suffix)) => {
                Account { name: None, domain: self.domain_called(suffix, connector).map(|d| d.name.clone()) }
            }
            None => Account { name: Some(written.to_owned()), domain: None },
        }
    }

    /// The domain of this DNS or NetBIOS name.
    fn domain_called(&self, name: &str, connector: Option<&str>) -> Option<&Domain> {
        let short = |d: &Domain| d.partition.as_ref().and_then(|p| p.netbios.clone());
        let called = |d: &&Domain| {
            d.name.eq_ignore_ascii_case(name) || short(d).is_some_and(|s| s.eq_ignore_ascii_case(name))
        };
        let fits: Vec<&Domain> = self.domains().iter().filter(called).collect();
        let own = fits.iter().find(|d| d.connector.as_deref() == connector);
        own.or(fits.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Partition;

    fn domain(connector: &str, name: &str, netbios: Option<&str>) -> Domain {
        let partition = netbios.map(|n| Partition { netbios: Some(n.to_owned()), ..Partition::default() });
        let connector = Some(connector.to_owned());
        Domain { connector, connector_id: None, name: name.to_owned(), partition, seen: None }
    }

    #[test]
    fn an_account_is_looked_for_in_the_domain_that_its_name_means() {
        let domains = vec![
            domain("contoso.com", "contoso.com", Some("CORP")),
            domain("contoso.com", "emea.contoso.com", None),
            domain("fabrikam.local", "corp.fabrikam.local", Some("CORP")),
        ];
        let facts = Facts { domains, ..Facts::default() };
        let read = |written: &str, connector: &str| {
            let account = facts.account(written, Some(connector));
            [account.name.unwrap_or_default(), account.domain.unwrap_or_default()]
        };
        assert_eq!(read("CORP\\msol", "contoso.com"), ["msol", "contoso.com"]);
        assert_eq!(read("corp\\msol", "fabrikam.local"), ["msol", "corp.fabrikam.local"]);
        assert_eq!(read("EMEA.contoso.com\\msol", "contoso.com"), ["msol", "emea.contoso.com"]);
        assert_eq!(read("ELSEWHERE\\msol", "contoso.com"), ["msol", "ELSEWHERE"]);
        assert_eq!(read("msol@emea.contoso.com", "contoso.com"), ["", "emea.contoso.com"]);
        assert_eq!(read("msol@contoso.mail", "contoso.com"), ["", ""]);
        assert_eq!(read("msol", "contoso.com"), ["msol", ""]);
        assert_eq!(
            read("CN=msol,DC=emea,DC=contoso,DC=com", ""),
            ["CN=msol,DC=emea,DC=contoso,DC=com", "emea.contoso.com"]
        );
    }
}
