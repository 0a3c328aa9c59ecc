//! The names that evidence gives to one thing: its own, and those that its findings say.

use super::fill::Names;
use crate::diagnosis::{Finding, Scope};
use std::collections::HashMap;

/// The findings of each thing, to name things by.
pub struct Known<'a>(HashMap<&'a Scope, Vec<&'a Finding>>);

impl<'a> Known<'a> {
    /// By these findings.
    #[must_use]
    pub fn of(findings: &'a [Finding]) -> Known<'a> {
        let mut all: HashMap<&Scope, Vec<&Finding>> = HashMap::new();
        for finding in findings {
            all.entry(&finding.scope).or_default().push(finding);
        }
        Known(all)
    }

    /// The names of a thing, for the places of a text or a command about it.
    #[must_use]
    pub fn names(&self, scope: &Scope) -> Names {
        let mut names = of_scope(scope);
        for finding in self.0.get(scope).into_iter().flatten() {
            for (place, value) in &finding.hit.values {
                names.entry(place).or_insert_with(|| value.text.clone());
            }
        }
        complete(names)
    }
}

/// What a scope itself says.
pub(super) fn of_scope(scope: &Scope) -> Names {
    let own = [("connector", &scope.connector), ("domain", &scope.domain), ("user", &scope.user)];
    own.into_iter().filter_map(|(place, name)| Some((place, name.clone()?))).collect()
}

/// A user is called by whatever name is known; what takes one kind of name only, gets that or none.
pub(super) fn complete(mut names: Names) -> Names {
    if let Some(user) = names.get("user").cloned() {
        if user.contains('=') {
            names.entry("dn").or_insert(user);
        } else if user.contains('@') {
            names.entry("upn").or_insert(user);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{Cause, CheckId},
        diagnosis::Value,
        evidence::Class,
    };

    #[test]
    fn a_thing_is_called_by_its_own_names_and_by_nobody_elses() {
        let scope = Scope::user(Some("contoso.com"), None, "ada@contoso.com");
        let mut mine = Finding::bare(CheckId("user.export"), Cause("export-error"));
        mine.scope = scope.clone();
        mine.hit = mine.hit.with("dn", Value::of(Class::Person, "CN=Ada,DC=contoso,DC=com"));
        let mut other = Finding::bare(CheckId("user.export"), Cause("export-error"));
        other.scope = Scope::user(Some("contoso.com"), None, "emil@contoso.com");
        other.hit = other.hit.with("domain", Value::of(Class::Network, "emea.contoso.com"));
        let findings = [other, mine];
        let names = Known::of(&findings).names(&scope);
        let said: Vec<_> = names.iter().map(|(place, name)| format!("{place} {name}")).collect();
        let wanted = ["connector contoso.com", "dn CN=Ada,DC=contoso,DC=com"];
        assert_eq!(said, [&wanted[..], &["upn ada@contoso.com", "user ada@contoso.com"]].concat());
    }

    #[test]
    fn a_distinguished_name_is_no_sign_in_name() {
        let names = |user: &str| complete(of_scope(&Scope::user(None, None, user)));
        assert!(names("CN=a@b,DC=c").contains_key("dn") && !names("CN=a@b,DC=c").contains_key("upn"));
        assert_eq!(names("CONTOSO\\ada").len(), 1);
    }
}
