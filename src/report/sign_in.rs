//! What else decides whether a user can sign in, in words.

/// What decides a sign-in where the password does not. None is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// Whether the tenant blocks it.
    pub blocked: Option<bool>,
    /// The domain of the sign-in name.
    pub domain: Option<String>,
    /// Whether that domain is federated.
    pub federated: Option<bool>,
    /// The account expired in the directory.
    pub account_expired: bool,
    /// The password expired in the directory.
    pub password_expired: bool,
    /// The tenant's password was set later than the directory's.
    pub set_in_tenant: bool,
}

impl SignIn {
    /// In sentences: what stands in the way, what does not, what nobody knows.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let domain = self.domain.as_deref().unwrap_or("the sign-in name");
        if self.blocked == Some(true) {
            lines.push(
                "Sign-in is blocked in Entra ID (accountEnabled is False): no password helps.".to_owned(),
            );
        }
        if self.federated == Some(true) {
            lines.push(format!("The domain {domain} is federated: its own service decides the sign-in, and this password is not asked for."));
        }
        if self.set_in_tenant {
            lines.push(
                "The password was set in the tenant after that: the newer one counts there.".to_owned(),
            );
        }
        if self.account_expired {
            lines.push("The account expired in Active Directory. By design Entra ID does not know: the cloud lets the user in, the domain does not.".to_owned());
        }
        if self.password_expired {
            lines.push(
                "The password expired in Active Directory. By design it goes on working in the cloud."
                    .to_owned(),
            );
        }
        let not = [
            (self.blocked == Some(false)).then(|| "sign-in is not blocked".to_owned()),
            (self.federated == Some(false)).then(|| format!("the domain {domain} is managed")),
        ];
        let not: Vec<String> = not.into_iter().flatten().collect();
        if !not.is_empty() {
            lines.push(format!("Not in the way: {}.", not.join("; ")));
        }
        let open = [
            self.blocked.is_none().then(|| "whether sign-in is blocked (Get-MgUser)".to_owned()),
            self.federated
                .is_none()
                .then(|| format!("whether the domain {domain} is federated (Get-MgDomain)")),
        ];
        let open: Vec<String> = open.into_iter().flatten().collect();
        if !open.is_empty() {
            lines.push(format!("Not in the evidence: {}.", open.join("; ")));
        }
        lines.push("If the sign-in still fails, look at Conditional Access and multifactor authentication, a similar account, and old passwords that devices keep.".to_owned());
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_ruled_out() {
        let told = SignIn::default().told().join("\n");
        assert!(told.contains("Not in the evidence: whether sign-in is blocked"), "{told}");
        assert!(!told.contains("Not in the way"));
        let all = SignIn {
            blocked: Some(false),
            federated: Some(false),
            domain: Some("a.b".into()),
            ..SignIn::default()
        };
        assert!(
            all.told()[0].starts_with("Not in the way: sign-in is not blocked; the domain a.b is managed.")
        );
    }
}
