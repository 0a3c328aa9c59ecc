//! What is asked before the first step of a remedy, by how much it can do: nothing where it only looks; yes
//! or no; the name of what it is done to; and some the program does not lead through at all.

use super::{Effect, FindingKey, Model, Place, page::Text};
use crate::{
    catalog::ScopeKind,
    knowledge::{Risk, visible},
};

impl Model {
    /// How much a remedy can do.
    pub(super) fn risk(&self, key: &FindingKey) -> Risk {
        self.remedy(key).map_or(Risk::Read, |r| r.risk)
    }

    /// The name that has to be typed: the connector's, else the server's.
    pub(super) fn gate_name(&self, key: &FindingKey) -> Text {
        let computer = self.case().and_then(|c| c.environment.computer.as_ref());
        let name = key.scope.connector.as_ref().or(computer).map(|n| visible(n));
        name.filter(|n| !n.is_empty()).unwrap_or_else(|| "go on".to_owned())
    }

    /// Whom a remedy touches.
    pub(super) fn affected(&self, key: &FindingKey) -> Text {
        let scope = &key.scope;
        let tenant = self.case().and_then(|c| c.environment.tenant.clone());
        match (scope.kind, &scope.user, &scope.domain, &scope.connector) {
            (_, Some(user), ..) => user.clone(),
            (ScopeKind::Domain, _, Some(domain), _) => format!("every synchronized user of {domain}"),
            (_, _, _, Some(connector)) => format!("every user whom {connector} synchronizes"),
            _ => format!("every synchronized user of {}", tenant.as_deref().unwrap_or("the tenant")),
        }
    }

    /// True where a name has to be typed.
    pub(super) fn is_named(&self, place: &Place) -> bool {
        matches!(place, Place::Gate(key) if self.risk(key) == Risk::High)
    }

    /// Something was typed at the gate: the name, and behind it what the work is known by.
    pub(super) fn named(&mut self, key: FindingKey, typed: &str) -> Vec<Effect> {
        self.here().text.clear();
        let name = self.gate_name(&key);
        let ticket = typed.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(&name));
        let ticket = ticket.map(|_| &typed[name.len()..]);
        match ticket.filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            Some(ticket) => {
                let ticket = ticket.trim().to_owned();
                self.guide.ticket = (!ticket.is_empty()).then(|| (key.clone(), ticket));
                self.instead(Place::Step(key, 1));
            }
            None => self.status = format!("Type {name} to go on, or go back; nothing was done."),
        }
        Vec::new()
    }
}
