//! Connectors, their partitions, and the domains that come of them.

use super::{ENTRA_CONNECTOR, Entity, Seen};
use crate::evidence::guid;
use serde_json::{Map, Value};

/// A connector.
#[derive(Clone, Debug)]
pub struct Connector {
    /// Its identifier in lower case; none where only its name is known.
    pub id: Option<String>,
    /// Its name; the identifier where no name is known.
    pub name: String,
    /// `AD`, `Extensible2`; none where it is only known from events or states.
    pub type_name: Option<String>,
    /// `Subtype`.
    pub subtype: Option<String>,
    /// Its partitions, domains or not.
    pub partitions: Vec<Partition>,
    /// All that its records say.
    pub entity: Entity,
    /// Where it was seen; none where it is only known from events or states.
    pub seen: Option<Seen>,
}

/// A partition of a connector.
#[derive(Clone, Debug, Default)]
pub struct Partition {
    /// Its distinguished name.
    pub dn: String,
    /// DNS name in lower case, from its parameters or its distinguished name.
    pub domain: Option<String>,
    /// `Domain.Netbios`.
    pub netbios: Option<String>,
    /// `Selected`.
    pub selected: Option<bool>,
    /// `IsDomain`.
    pub is_domain: Option<bool>,
    /// `PreferredDCs`.
    pub preferred_dcs: Vec<String>,
    /// True where only preferred controllers are used (`dc-failover` is 0).
    pub preferred_only: Option<bool>,
    /// The controller used last.
    pub last_dc: Option<String>,
    /// Containers that are synchronized.
    pub included: Vec<String>,
    /// Containers that are not.
    pub excluded: Vec<String>,
}

/// A domain of a forest that passwords are read from.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The connector's name, where it is known.
    pub connector: Option<String>,
    /// The connector's identifier, where it is known.
    pub connector_id: Option<String>,
    /// DNS name in lower case.
    pub name: String,
    /// The partition, where the connector's record has it.
    pub partition: Option<Partition>,
    /// Where the partition was seen.
    pub seen: Option<Seen>,
}

impl Connector {
    pub(super) fn read(entity: &Entity) -> Connector {
        let text = |property: &str| entity.stored(property).and_then(Value::as_str).map(str::to_owned);
        let id = text("Identifier");
        let name = text("Name").or_else(|| id.clone()).unwrap_or_default();
        let partitions = match entity.stored("Partitions") {
            Some(Value::Array(items)) => {
                items.iter().filter_map(Value::as_object).map(Partition::read).collect()
            }
            _ => Vec::new(),
        };
        Connector {
            id,
            name,
            type_name: text("ConnectorTypeName"),
            subtype: text("Subtype"),
            partitions,
            seen: entity.seen().cloned(),
            entity: entity.clone(),
        }
    }

    /// True for a connector to Microsoft Entra ID.
    #[must_use]
    pub fn is_entra(&self) -> bool {
        self.id.as_deref() == Some(ENTRA_CONNECTOR)
            || self
                .subtype
                .as_deref()
                .is_some_and(|s| s.to_ascii_lowercase().starts_with("windows azure active directory"))
    }

    /// True for a connector to a forest.
    #[must_use]
    pub fn is_ad(&self) -> bool {
        !self.is_entra() && self.type_name.as_deref().is_none_or(|t| t.eq_ignore_ascii_case("AD"))
    }

    /// A parameter of a map, whatever the case of its name.
    #[must_use]
    pub fn parameter(&self, map: &str, name: &str) -> Option<String> {
        let Some(Value::Object(map)) = self.entity.stored(map) else { return None };
        parameter(map, name)
    }

    /// The account that reads the forest, as DOMAIN\name where both are known.
    #[must_use]
    pub fn account(&self) -> Option<String> {
        let user = self.parameter("ConnectivityParameters", "forest-login-user")?;
        match self.parameter("ConnectivityParameters", "forest-login-domain") {
            Some(domain) if !user.contains(['\\', '@']) => Some(format!("{domain}\\{user}")),
            _ => Some(user),
        }
    }

    pub(super) fn tenant(&self) -> Option<String> {
        let user = self.parameter("ConnectivityParameters", "UserName");
        user.as_deref()
            .and_then(|u| u.rsplit_once('@'))
            .map(|(_, tenant)| tenant.to_owned())
            .or_else(|| self.name.strip_suffix(" - AAD").map(str::to_owned))
    }
}

impl Partition {
    fn read(item: &Map<String, Value>) -> Partition {
        let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        let list = |value: Option<&Value>| -> Vec<String> {
            value
                .and_then(Value::as_array)
                .map(|v| {
                    v.iter()
                        .filter_map(|i| i.as_str().map(str::to_owned))
                        .filter(|s| !s.trim().is_empty())
                        .collect()
                })
                .unwrap_or_default()
        };
        let empty = Map::new();
        let parameters = item.get("Parameters").and_then(Value::as_object).unwrap_or(&empty);
        let scope = item.get("ConnectorPartitionScope").and_then(Value::as_object);
        let dn = text("DN").or_else(|| text("Name")).unwrap_or_default();
        Partition {
            domain: parameter(parameters, "Domain.FQDN")
                .map(|d| d.to_lowercase())
                .or_else(|| domain_of_dn(&dn)),
            netbios: parameter(parameters, "Domain.Netbios"),
            selected: item.get("Selected").and_then(Value::as_bool),
            is_domain: item.get("IsDomain").and_then(Value::as_bool),
            preferred_dcs: list(item.get("PreferredDCs")),
            preferred_only: parameter(parameters, "dc-failover")
                .map(|v| v == "0" || v.eq_ignore_ascii_case("false")),
            last_dc: parameter(parameters, "last-dc"),
            included: list(scope.and_then(|s| s.get("ContainerInclusionList"))),
            excluded: list(scope.and_then(|s| s.get("ContainerExclusionList"))),
            dn,
        }
    }

    /// True for a partition that could hold users: no configuration, schema, DNS or default partition.
    #[must_use]
    pub fn may_hold_users(&self) -> bool {
        may_hold_users(&self.dn)
    }
}

/// True for the distinguished name of a partition that could hold users.
pub(super) fn may_hold_users(dn: &str) -> bool {
    let dn = dn.to_ascii_uppercase();
    dn.starts_with("DC=") && !dn.starts_with("DC=DOMAINDNSZONES") && !dn.starts_with("DC=FORESTDNSZONES")
}

fn parameter(map: &Map<String, Value>, name: &str) -> Option<String> {
    map.iter()
        .find(|(k, _)| k.eq_ignore_ascii_case(name))
        .and_then(|(_, v)| v.as_str())
        .filter(|v| !v.is_empty())
        .map(str::to_owned)
}

/// The DNS name, in lower case, of the domain that a distinguished name lies in.
#[must_use]
pub fn domain_of_dn(dn: &str) -> Option<String> {
    let mut labels = Vec::new();
    for part in dn.rsplit(',') {
        let part = part.trim();
        match part.split_once('=') {
            Some((kind, label)) if kind.trim().eq_ignore_ascii_case("dc") => {
                labels.push(label.trim().to_lowercase());
            }
            _ => break,
        }
    }
    labels.reverse();
    (!labels.is_empty()).then(|| labels.join("."))
}

/// Compares two identifiers, whatever their spelling.
pub(super) fn same_id(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || guid::from_text(a).is_some_and(|a| guid::from_text(b) == Some(a))
}
