//! What is known. Records of all sources become facts: the newest observation of each property,
//! with where it came from; what is missing says why. Pure.

mod account;
mod builder;
mod computer;
mod entity;
pub mod events;
mod fact;
mod gather;
mod link;
pub mod people;
mod topology;

pub use account::Account;
pub use builder::{Choices, FactsBuilder};
pub use computer::same_computer;
pub use entity::Entity;
pub use fact::{Fact, Seen};
pub use gather::{Gather, SourceNotes, Tick};
pub use topology::{Connector, Domain, Partition, domain_of_dn};

use crate::evidence::{Gap, Kind, Origin, Why};
use chrono::{DateTime, Utc};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// The fixed identifier of the connector to Microsoft Entra ID.
pub const ENTRA_CONNECTOR: &str = "b891884f-051e-4a83-95af-2544101c9083";

/// Everything known about one Connect server.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    entities: BTreeMap<Kind, BTreeMap<String, Entity>>,
    failed: BTreeMap<Kind, Gap>,
    empty: BTreeMap<Kind, Vec<Seen>>,
    /// Kinds of which something was left out because it is newer than the chosen time.
    newer: BTreeSet<Kind>,
    each: BTreeMap<Kind, Vec<Entity>>,
    connectors: Vec<Connector>,
    domains: Vec<Domain>,
    /// Identifiers of connectors that belong to none of those that are known.
    strangers: Vec<String>,
    servers: Vec<String>,
    computer: Option<String>,
    at: Option<DateTime<Utc>>,
    events: Option<events::Log>,
    nothing: Vec<(Kind, serde_json::Map<String, serde_json::Value>, Seen)>,
    heard: Vec<people::Linked>,
    people: Vec<people::Found>,
    /// Places of the people by connector, domain and name.
    named: HashMap<people::Place, usize>,
    asked: Vec<String>,
    /// Sources that are dated by nothing but what is in them.
    undated: BTreeSet<Arc<Origin>>,
}

impl Facts {
    /// The computers that the evidence is of. More than one, and nothing is judged until one is chosen.
    #[must_use]
    pub fn servers(&self) -> &[String] {
        &self.servers
    }

    /// True where the evidence of several computers came and none was chosen.
    #[must_use]
    pub const fn must_choose(&self) -> bool {
        self.computer.is_none() && self.servers.len() > 1
    }

    /// The computer that is judged, where the evidence names one.
    #[must_use]
    pub fn computer(&self) -> Option<&str> {
        self.computer.as_deref()
    }

    /// The time that the operator chose to judge as of.
    #[must_use]
    pub const fn chosen_time(&self) -> Option<DateTime<Utc>> {
        self.at
    }

    /// The one thing of this kind.
    #[must_use]
    pub fn one(&self, kind: Kind) -> Entity {
        self.keyed(kind, &[])
    }

    /// The thing of this kind with this key; key parts are compared without regard to case.
    #[must_use]
    pub fn keyed(&self, kind: Kind, key: &[&str]) -> Entity {
        let found = self.entities.get(&kind).and_then(|all| all.get(&entity::key(key)));
        found.cloned().unwrap_or_else(|| Entity::missing(kind, self.gap(kind)))
    }

    /// Every thing of this kind, by key.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Entity> {
        self.entities.get(&kind).into_iter().flat_map(BTreeMap::values)
    }

    /// Every thing and every record that stands for itself.
    pub fn everything(&self) -> impl Iterator<Item = &Entity> {
        let things = self.entities.values().flat_map(BTreeMap::values);
        things.chain(self.each.values().flatten())
    }

    /// Every record of a kind of which each stands for itself, oldest first.
    #[must_use]
    pub fn each(&self, kind: Kind) -> &[Entity] {
        self.each.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Why there is no record of this kind: it failed, it was asked and there was none, all is newer
    /// than the chosen time, or nobody asked.
    #[must_use]
    pub fn gap(&self, kind: Kind) -> Gap {
        let blank = |why| Gap { record: kind, property: None, why, last: None };
        match (self.failed.get(&kind), self.empty.get(&kind)) {
            (Some(gap), _) => gap.clone(),
            (None, Some(_)) => blank(Why::NotFound),
            (None, None) if self.newer.contains(&kind) => blank(Why::TooNew),
            (None, None) => blank(Why::NotCollected),
        }
    }

    /// What was said where collecting something failed, as it came.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.failed.values().filter_map(|gap| match &gap.why {
            Why::Failed(_, message) => Some(message.as_str()),
            _ => None,
        })
    }

    /// Where a kind was asked for and there was none.
    #[must_use]
    pub fn found_none(&self, kind: Kind) -> Option<&Seen> {
        self.empty.get(&kind).and_then(|seen| seen.last())
    }

    /// Where all connectors were listed; an error when some of them are known to be missing: one
    /// could not be read, or a rule names one that no record describes.
    pub fn whole_list_of_connectors(&self) -> Result<Seen, Gap> {
        if let Some(gap) = self.failed.get(&Kind::ADSyncConnector) {
            return Err(gap.clone());
        }
        let seen = self.all(Kind::ADSyncConnector).filter_map(Entity::seen).last();
        let known = |id: &str| self.connectors.iter().any(|c| c.id.as_deref() == Some(id));
        let unlisted =
            self.all(Kind::ADSyncRule).filter_map(|r| r.text("Connector").value()).find(|id| !known(id));
        match (seen, unlisted) {
            (Some(_), Some(id)) => Err(Gap {
                record: Kind::ADSyncConnector,
                property: None,
                why: Why::NotEnough(format!("a rule names the connector {id}, and no record describes it")),
                last: None,
            }),
            (Some(seen), None) => Ok(seen.clone()),
            (None, _) => match self.found_none(Kind::ADSyncConnector) {
                Some(seen) => Ok(seen.clone()),
                None => Err(self.gap(Kind::ADSyncConnector)),
            },
        }
    }

    /// Whether password hash synchronization is on for a connector.
    #[must_use]
    pub fn password_sync(&self, connector: &Connector) -> Entity {
        let kind = Kind::ADSyncAADPasswordSyncConfiguration;
        let by_name = self.keyed(kind, &[&connector.name]);
        match (&connector.id, by_name.seen()) {
            (Some(id), None) => self.keyed(kind, &[id]),
            _ => by_name,
        }
    }

    /// A parameter of the sync engine's global settings.
    #[must_use]
    pub fn global(&self, name: &str) -> Fact<String> {
        match self.keyed(Kind::ADSyncGlobalSettingsParameter, &[name]).text("Value") {
            // Which of them is missing is said by its name.
            Fact::Unknown(gap) => Fact::Unknown(Gap { property: Some(name.to_owned()), ..gap }),
            fact => fact,
        }
    }

    /// The users as the operator typed them, once each, in the order of [`Facts::people`].
    #[must_use]
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// Everyone who was asked for, once each, in the order in which they were.
    #[must_use]
    pub fn people(&self) -> &[people::Found] {
        &self.people
    }

    /// The person whom reports call so, of a connector and a domain.
    #[must_use]
    pub fn person(
        &self,
        connector: Option<&str>,
        domain: Option<&str>,
        name: &str,
    ) -> Option<&people::Person> {
        let lower = |text: Option<&str>| text.map(str::to_lowercase);
        let place = (lower(connector), lower(domain), name.to_lowercase());
        match self.people.get(*self.named.get(&place)?)? {
            people::Found::One(person) => Some(person),
            people::Found::Several(_) => None,
        }
    }

    fn set_people(&mut self, (asked, people): (Vec<String>, Vec<people::Found>)) {
        for (place, found) in people.iter().enumerate() {
            if let people::Found::One(person) = found {
                self.named.entry(person.place()).or_insert(place);
            }
        }
        (self.asked, self.people) = (asked, people);
    }

    /// When a source was read; none where nothing dates it but what is in it.
    #[must_use]
    pub fn read_at(&self, seen: &Seen) -> Option<DateTime<Utc>> {
        seen.as_of.filter(|_| self.at.is_some() || !self.undated.contains(&seen.origin))
    }

    /// Attempts in events: links of anchor and distinguished name, and what happened.
    pub(in crate::facts) fn heard_attempts(&self) -> &[people::Linked] {
        &self.heard
    }

    /// The event log, or why there is none to be judged.
    pub fn log(&self) -> Result<&events::Log, Gap> {
        match &self.events {
            Some(log) if log.too_old => {
                let gap = self.gap(Kind::WinEvent);
                Err(Gap { why: Why::TooOld, last: Some(("the log ends".to_owned(), Some(log.as_of))), ..gap })
            }
            Some(log) => Ok(log),
            None => Err(self.gap(Kind::WinEvent)),
        }
    }

    /// The connectors to forests, by name.
    pub fn ad_connectors(&self) -> impl Iterator<Item = &Connector> {
        self.connectors.iter().filter(|c| c.is_ad())
    }

    /// The connectors to Microsoft Entra ID.
    pub fn entra_connectors(&self) -> impl Iterator<Item = &Connector> {
        self.connectors.iter().filter(|c| c.is_entra())
    }

    /// The domains of all forests, by connector and name.
    #[must_use]
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// The tenant, by the account or the name of the connector to it.
    #[must_use]
    pub fn tenant(&self) -> Option<String> {
        self.entra_connectors().find_map(Connector::tenant)
    }

    /// The account that the server signs in to the tenant with.
    #[must_use]
    pub fn sync_account(&self) -> Option<String> {
        self.entra_connectors().find_map(|c| c.parameter("ConnectivityParameters", "UserName"))
    }
}
