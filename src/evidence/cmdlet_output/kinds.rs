//! Which cmdlet printed an object: the properties that together no other kind has.

use crate::evidence::{coerce, kind::Kind};
use serde_json::{Map, Value};

/// The properties of one object.
type Data = Map<String, Value>;

/// One way to tell a kind.
pub(in crate::evidence) struct Found {
    /// What the object describes.
    pub kind: Kind,
    /// Properties that are all there.
    marks: &'static [&'static str],
    /// The records that the object gives.
    pub records: fn(Data) -> Vec<Data>,
}

const fn one(kind: Kind, marks: &'static [&'static str]) -> Found {
    Found { kind, marks, records: |data| vec![data] }
}

/// The first that fits is taken. What has the marks of two stands where it belongs first.
const KINDS: &[Found] = &[
    one(Kind::ADSyncScheduler, &["StagingModeEnabled", "SyncCycleEnabled"]),
    one(Kind::ADSyncAADCompanyFeature, &["PasswordHashSync", "UserWriteback"]),
    one(Kind::ADSyncAADPasswordSyncConfiguration, &["SourceConnector", "TargetConnector", "Enabled"]),
    one(Kind::ADSyncPartitionPasswordSyncState, &["DN", "PasswordSyncLastCycleStatus"]),
    one(Kind::ADSyncDomainReachabilityStatus, &["ValidatedDomain", "IsReachable"]),
    one(Kind::ADSyncConnector, &["Identifier", "Name", "ConnectorTypeName"]),
    one(Kind::ADSyncRule, &["Identifier", "Direction", "Precedence", "SourceObjectType"]),
    one(Kind::ADSyncRunProfileResult, &["ConnectorName", "RunProfileName", "Result"]),
    one(Kind::ADSyncCSObject, &["ConnectorId", "DistinguishedName", "ObjectType"]),
    one(Kind::ADSyncMVObject, &["ObjectId", "Lineage", "Attributes"]),
    one(Kind::ADSyncCSObjectLog, &["Status", "Details", "TimeStamp"]),
    Found {
        kind: Kind::ADSyncGlobalSettingsParameter,
        marks: &["SqlSchemaVersion", "InstanceId", "Parameters"],
        records: settings,
    },
    one(Kind::ADSyncGlobalSettingsParameter, &["Name", "Value", "InputType", "Scope"]),
    // It has a Status too, which says whether it is in order.
    Found { kind: Kind::Service, marks: &["Name", "State", "StartMode"], records: service },
    one(Kind::Service, &["Name", "Status", "StartType"]),
    one(Kind::Server, &["OSCaption", "OSVersion", "ConnectVersion"]),
    one(Kind::EventLogCoverage, &["LogName", "OldestRecord", "NewestRecord"]),
    one(Kind::ADUser, &["DistinguishedName", "ObjectGUID", "ObjectClass"]),
    one(Kind::CloudUser, &["UserPrincipalName", "OnPremisesImmutableId"]),
    one(Kind::CloudUser, &["UserPrincipalName", "OnPremisesSyncEnabled"]),
    Found { kind: Kind::CloudDomain, marks: &["Id", "AuthenticationType", "IsVerified"], records: domain },
];

/// What an object describes.
pub(in crate::evidence) fn of(data: &Data) -> Option<&'static Found> {
    let has = |mark: &str| data.keys().any(|k| k.eq_ignore_ascii_case(mark));
    KINDS.iter().find(|k| k.marks.iter().all(|mark| has(mark)))
}

/// True where the marks of a kind are among these names.
pub(in crate::evidence) fn named_in(names: &[&str]) -> bool {
    let has = |mark: &str| names.iter().any(|n| n.eq_ignore_ascii_case(mark));
    KINDS.iter().any(|k| k.marks.iter().all(|mark| has(mark)))
}

/// `Get-ADSyncGlobalSettings` has its parameters in a collection.
fn settings(data: Data) -> Vec<Data> {
    let parameters = data.into_iter().find(|(k, _)| k.eq_ignore_ascii_case("Parameters"));
    let Some((_, parameters)) = parameters else { return Vec::new() };
    let objects = |list: Vec<Value>| -> Vec<Data> {
        let object = |e| if let Value::Object(o) = e { Some(o) } else { None };
        list.into_iter().filter_map(object).collect()
    };
    let found = match parameters {
        // A collection with names for keys.
        Value::Object(map) if !is_one_parameter(&map) => map
            .into_iter()
            .map(|(name, value)| if let Value::Object(o) = value { o } else { named(&name, value) })
            .collect(),
        list => objects(coerce::elements(list)),
    };
    found.into_iter().map(only_name_and_value).collect()
}

fn is_one_parameter(map: &Data) -> bool {
    map.keys().any(|k| k.eq_ignore_ascii_case("value"))
}

fn named(name: &str, value: Value) -> Data {
    let pairs = [("Name".to_owned(), Value::from(name)), ("Value".to_owned(), value)];
    pairs.into_iter().collect()
}

fn only_name_and_value(mut parameter: Data) -> Data {
    parameter.retain(|k, _| ["name", "value"].iter().any(|n| k.eq_ignore_ascii_case(n)));
    parameter
}

/// Graph calls a domain by its id.
fn domain(mut data: Data) -> Vec<Data> {
    let id = data.iter().find(|(k, _)| k.eq_ignore_ascii_case("id")).map(|(_, v)| v.clone());
    if let Some(id) = id
        && !data.keys().any(|k| k.eq_ignore_ascii_case("name"))
    {
        data.insert("name".to_owned(), id);
    }
    vec![data]
}

/// What WMI calls a service's status and start type.
fn service(data: Data) -> Vec<Data> {
    let renamed = |name: String| match name.to_ascii_lowercase().as_str() {
        "state" => Some("Status".to_owned()),
        "startmode" => Some("StartType".to_owned()),
        "status" => None,
        _ => Some(name),
    };
    vec![data.into_iter().filter_map(|(name, value)| Some((renamed(name)?, value))).collect()]
}
