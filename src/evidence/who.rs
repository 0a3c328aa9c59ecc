//! Somebody whom the evidence names, as far as it takes to tell one from another.

/// One of several who go by a name or a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// UPN, else distinguished name, else account: the name in reports.
    pub name: String,
    /// DNS name of the domain.
    pub domain: Option<String>,
    /// Connector to the forest, by name.
    pub connector: Option<String>,
    /// What it is, where it is no user: a contact, a group.
    pub class: Option<String>,
    /// Distinguished name.
    pub dn: Option<String>,
    /// What names nobody else: distinguished name, else objectGUID or immutable id, else UPN.
    pub exact: String,
    /// Everything it is called, in lower case.
    pub names: Vec<String>,
}

/// So many are named one by one in a sentence.
const MOST: usize = 12;

impl Who {
    /// True where one of its names holds this part, which is in lower case.
    #[must_use]
    pub fn goes_by(&self, part: &str) -> bool {
        self.names.iter().any(|name| name.contains(part))
    }

    /// What tells it from others, in a line: what it is, where, under which name.
    #[must_use]
    pub fn place(&self) -> String {
        let dn = self.dn.as_ref().filter(|dn| **dn != self.name);
        let own = Some(&self.exact).filter(|e| **e != self.name && self.dn.as_ref() != Some(*e));
        let domain = self.domain.as_ref().or(self.connector.as_ref());
        // Another forest can have a connector that is called otherwise.
        let connector = self.connector.as_ref().filter(|c| Some(*c) != domain);
        let connector = connector.map(|c| format!("connector {c}"));
        [&self.class, &domain.cloned(), &connector, &dn.cloned(), &own.cloned()]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Several, one after the other, each with what it takes to be exact.
#[must_use]
pub fn told(all: &[Who]) -> String {
    let one = |who: &Who| match who.place() {
        place if place.is_empty() => who.name.clone(),
        place => format!("{} ({place})", who.name),
    };
    few(&all.iter().map(one).collect::<Vec<_>>(), MOST)
}

/// The first of the names, at most so many, and how many more there are.
#[must_use]
pub fn few(names: &[String], most: usize) -> String {
    let first = names.iter().take(most).cloned();
    let more = names.len().saturating_sub(most);
    let more = (more > 0).then(|| format!("and {more} more"));
    first.chain(more).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice() {
        let dn = "CN=Ada,DC=contoso,DC=com".to_owned();
        let ada = Who {
            name: "ada@contoso.com".into(),
            domain: Some("contoso.com".into()),
            connector: Some("contoso.com".into()),
            dn: Some(dn.clone()),
            exact: dn.clone(),
            ..Who::default()
        };
        assert_eq!(ada.place(), format!("contoso.com, {dn}"));
        let contact = Who { class: Some("contact".into()), name: dn.clone(), ..ada.clone() };
        assert_eq!(contact.place(), "contact, contoso.com");
        let cloud = Who { name: "a@b".into(), exact: "abc==".into(), ..Who::default() };
        assert_eq!(told(&[cloud]), "a@b (abc==)");
        assert!(told(&vec![ada; 14]).ends_with("; and 2 more"));
    }
}
