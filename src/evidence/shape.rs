//! What each kind of record looks like: its properties, their types, whom they name, and which of
//! them tell two records of a kind apart. Reading, redaction and "not understood" all follow from
//! this table; the properties and enumeration numbers are those of the cmdlets.

use super::kind::Kind;
use Class::{Host, Network, Person, Public, Tenant};
use Type::{Bool, Enum, Guid, Int, List, Map, Objects, Text, Time};

/// Whom a value could give away. Redaction goes by this, never by what a value looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nobody: numbers, states, versions, times.
    #[default]
    Public,
    /// A person or an account.
    Person,
    /// A computer.
    Host,
    /// A domain, a forest, an address.
    Network,
    /// The tenant.
    Tenant,
}

/// How a property is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// Text; a number is taken as its digits.
    Text,
    /// `true`, `"True"`, 1.
    Bool,
    /// A whole number, also in digits within quotes.
    Int,
    /// A time in any of the forms of [`super::stamp`].
    Time,
    /// A GUID in any of the forms of [`super::guid`].
    Guid,
    /// A number or a name of this enumeration.
    Enum(&'static [(i64, &'static str)]),
    /// Several texts; one alone may stand without a list.
    List,
    /// Names and values, as an object or as a list of `{Name, Value}`.
    Map,
    /// Several objects; one alone may stand without a list.
    Objects(&'static [Prop]),
    /// One object.
    Object(&'static [Prop]),
}

/// One property of a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prop {
    /// The cmdlet's spelling.
    pub name: &'static str,
    /// How it is read.
    pub ty: Type,
    /// Whom it may name.
    pub class: Class,
}

/// One kind: which properties make a record the same thing as another, and all that are read.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Properties that identify the thing described; none for a thing there is one of.
    pub key: &'static [&'static str],
    /// True where each record is a thing of its own (events, log rows, runs).
    pub each: bool,
    /// The properties that are understood.
    pub props: &'static [Prop],
}

const fn p(name: &'static str, ty: Type, class: Class) -> Prop {
    Prop { name, ty, class }
}

/// `PasswordSyncLastCycleStatus`.
pub const CYCLE_STATUS: &[(i64, &str)] =
    &[(0, "None"), (1, "Successful"), (2, "Failed"), (3, "InProgress"), (4, "Interrupted")];
/// Windows service states.
pub const SERVICE_STATUS: &[(i64, &str)] = &[
    (1, "Stopped"),
    (2, "StartPending"),
    (3, "StopPending"),
    (4, "Running"),
    (5, "ContinuePending"),
    (6, "PausePending"),
    (7, "Paused"),
];
/// Windows service start types.
pub const START_TYPE: &[(i64, &str)] =
    &[(0, "Boot"), (1, "System"), (2, "Automatic"), (3, "Manual"), (4, "Disabled")];
/// `NextSyncCyclePolicyType`.
const POLICY: &[(i64, &str)] = &[(0, "Unspecified"), (1, "Delta"), (2, "Initial")];
/// Status values of the password sync log.
pub const LOG_STATUS: &[(i64, &str)] = &[
    (0, "Unknown"),
    (1, "TargetNotExportedToDirectory"),
    (2, "SourceConnectorNotPresent"),
    (3, "NoTargetConnection"),
    (4, "NoCodeReportedByTarget"),
    (5, "FilteredByTarget"),
    (6, "Success"),
    (7, "RetryRequestedByTarget"),
    (8, "MissingAttribute"),
    (9, "Error"),
    (-1, "MigratedCheckDetailsForMoreInfo"),
];
const DIRECTION: &[(i64, &str)] = &[(0, "Inbound"), (1, "Outbound")];
const LINK: &[(i64, &str)] = &[(0, "Provision"), (1, "StickyJoin"), (2, "Join"), (3, "JoinNoFlow")];

const SCOPE: &[Prop] = &[
    p("IsDefault", Bool, Public),
    p("ContainerInclusionList", List, Network),
    p("ContainerExclusionList", List, Network),
    p("ObjectClasses", List, Public),
];
const PARTITION: &[Prop] = &[
    p("Identifier", Guid, Public),
    p("DN", Text, Network),
    p("Name", Text, Network),
    p("Selected", Bool, Public),
    p("IsDomain", Bool, Public),
    p("PreferredDCs", List, Host),
    p("Parameters", Map, Network),
    p("ConnectorPartitionScope", Type::Object(SCOPE), Network),
    p("Version", Int, Public),
    p("Type", Text, Public),
    p("CreationTime", Time, Public),
    p("LastModificationTime", Time, Public),
];
const CONDITION: &[Prop] = &[
    p("Attribute", Text, Public),
    p("ComparisonOperator", Text, Public),
    p("ComparisonValue", Text, Public),
];
const SCOPE_FILTER: &[Prop] = &[p("ScopeConditionList", Objects(CONDITION), Public)];
const ATTRIBUTE: &[Prop] = &[
    p("Name", Text, Public),
    p("Type", Text, Public),
    p("IsMultiValued", Bool, Public),
    p("SyncRuleName", Text, Public),
    p("ConnectorName", Text, Network),
    p("LineageId", Guid, Public),
    p("LastModificationTime", Time, Public),
    p("Values", List, Person),
];
const CS_LINEAGE: &[Prop] =
    &[p("SyncRuleInternalId", Guid, Public), p("SyncRuleName", Text, Public), p("Operation", Text, Public)];
const MV_LINEAGE: &[Prop] = &[
    p("LineageId", Guid, Public),
    p("ConnectedCsObjectDN", Text, Person),
    p("ConnectedCsObjectId", Guid, Public),
    p("ConnectorName", Text, Network),
    p("ConnectorId", Guid, Public),
];
const EXPORT_ERROR: &[Prop] = &[
    p("RetryCount", Int, Public),
    p("InitialOccurrence", Time, Public),
    p("LatestOccurrence", Time, Public),
    p("ErrorType", Text, Public),
    p("ErrorName", Text, Public),
    p("ErrorCode", Text, Public),
    p("ErrorLiteral", Text, Person),
    p("ErrorExtraDetails", Text, Person),
];
const PROVISIONING_ERROR: &[Prop] = &[
    p("category", Text, Public),
    p("occurredDateTime", Time, Public),
    p("propertyCausingError", Text, Public),
    p("value", Text, Person),
];

const ONE: &[&str] = &[];

/// The shape of a kind.
#[must_use]
pub const fn of(kind: Kind) -> Shape {
    const fn keyed(key: &'static [&'static str], props: &'static [Prop]) -> Shape {
        Shape { key, each: false, props }
    }
    const fn each(props: &'static [Prop]) -> Shape {
        Shape { key: ONE, each: true, props }
    }
    match kind {
        Kind::Header => keyed(ONE, HEADER),
        Kind::Server => keyed(ONE, SERVER),
        Kind::Service => keyed(&["Name"], SERVICE),
        Kind::ADSyncScheduler => keyed(ONE, SCHEDULER),
        Kind::ADSyncGlobalSettingsParameter => keyed(&["Name"], PARAMETER),
        Kind::ADSyncConnector => keyed(&["Identifier"], CONNECTOR),
        Kind::ADSyncAADCompanyFeature => keyed(ONE, COMPANY_FEATURE),
        Kind::ADSyncAADPasswordSyncConfiguration => keyed(&["SourceConnector"], PASSWORD_SYNC),
        Kind::ADSyncPartitionPasswordSyncState => keyed(&["ConnectorId", "DN"], PARTITION_STATE),
        Kind::ADSyncDomainReachabilityStatus => keyed(&["ConnectorName", "ValidatedDomain"], REACHABILITY),
        Kind::ADSyncRule => keyed(&["InternalId", "Identifier"], RULE),
        Kind::ADSyncRunProfileResult => each(RUN),
        Kind::WinEvent => each(EVENT),
        Kind::EventLogCoverage => keyed(&["LogName"], COVERAGE),
        Kind::ADSyncCSObject => keyed(&["ConnectorId", "DistinguishedName", "ObjectId"], CS_OBJECT),
        Kind::ADSyncMVObject => keyed(&["ObjectId"], MV_OBJECT),
        Kind::ADSyncCSObjectLog => each(OBJECT_LOG),
        Kind::ADUser => keyed(&["objectGUID", "distinguishedName"], USER),
        Kind::ADConnectorAccount => keyed(&["ConnectorName", "Domain"], ACCOUNT),
        Kind::ADReplicationRights => keyed(&["ConnectorName", "Domain"], RIGHTS),
        Kind::DomainController => keyed(&["Domain", "HostName"], CONTROLLER),
        Kind::CloudUser => keyed(&["onPremisesImmutableId", "userPrincipalName"], CLOUD_USER),
        Kind::CloudDomain => keyed(&["name"], CLOUD_DOMAIN),
        Kind::OperatorAnswer => each(ANSWER),
    }
}

const HEADER: &[Prop] = &[
    p("schema", Text, Public),
    p("collected_at", Time, Public),
    p("computer", Text, Host),
    p("collector", Text, Public),
];
const SERVER: &[Prop] = &[
    p("ComputerName", Text, Host),
    p("OSCaption", Text, Public),
    p("OSVersion", Text, Public),
    p("ConnectVersion", Text, Public),
    p("PowerShellVersion", Text, Public),
    p("IsElevated", Bool, Public),
    p("FipsPolicyEnabled", Bool, Public),
    p("EnforceFipsPolicyDisabled", Bool, Public),
    p("PasswordSyncTraceVerbose", Bool, Public),
    p("Tls12Enabled", Bool, Public),
];
const SERVICE: &[Prop] = &[
    p("Name", Text, Public),
    p("Status", Enum(SERVICE_STATUS), Public),
    p("StartType", Enum(START_TYPE), Public),
    p("StartName", Text, Person),
    p("DisplayName", Text, Public),
];
const SCHEDULER: &[Prop] = &[
    p("AllowedSyncCycleInterval", Text, Public),
    p("CurrentlyEffectiveSyncCycleInterval", Text, Public),
    p("CustomizedSyncCycleInterval", Text, Public),
    p("NextSyncCyclePolicyType", Enum(POLICY), Public),
    p("NextSyncCycleStartTimeInUTC", Time, Public),
    p("PurgeRunHistoryInterval", Text, Public),
    p("SyncCycleEnabled", Bool, Public),
    p("MaintenanceEnabled", Bool, Public),
    p("StagingModeEnabled", Bool, Public),
    p("SchedulerSuspended", Bool, Public),
    p("SyncCycleInProgress", Bool, Public),
];
const PARAMETER: &[Prop] = &[p("Name", Text, Public), p("Value", Text, Network)];
const CONNECTOR: &[Prop] = &[
    p("Name", Text, Network),
    p("Identifier", Guid, Public),
    p("ConnectorTypeName", Text, Public),
    p("Subtype", Text, Public),
    p("ConnectivityParameters", Map, Person),
    p("GlobalParameters", Map, Network),
    p("Partitions", Objects(PARTITION), Network),
    p("Version", Int, Public),
    p("CreationTime", Time, Public),
    p("LastModificationTime", Time, Public),
    p("Description", Text, Public),
];
const COMPANY_FEATURE: &[Prop] = &[
    p("PasswordHashSync", Bool, Public),
    p("ForcePasswordChangeOnLogOn", Bool, Public),
    p("UserWriteback", Bool, Public),
    p("DeviceWriteback", Bool, Public),
    p("UnifiedGroupWriteback", Bool, Public),
    p("GroupWritebackV2", Bool, Public),
];
const PASSWORD_SYNC: &[Prop] =
    &[p("SourceConnector", Text, Network), p("TargetConnector", Text, Tenant), p("Enabled", Bool, Public)];
const PARTITION_STATE: &[Prop] = &[
    p("ConnectorId", Guid, Public),
    p("DN", Text, Network),
    p("PasswordSyncLastSuccessfulCycleStartTimestamp", Time, Public),
    p("PasswordSyncLastSuccessfulCycleEndTimestamp", Time, Public),
    p("PasswordSyncLastCycleStartTimestamp", Time, Public),
    p("PasswordSyncLastCycleEndTimestamp", Time, Public),
    p("PasswordSyncLastCycleStatus", Enum(CYCLE_STATUS), Public),
];
const REACHABILITY: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("ValidatedDomain", Text, Network),
    p("IsReachable", Bool, Public),
    p("ExceptionMessage", Text, Network),
];
const RULE: &[Prop] = &[
    p("Identifier", Guid, Public),
    p("InternalId", Guid, Public),
    p("Name", Text, Public),
    p("Direction", Enum(DIRECTION), Public),
    p("Precedence", Int, Public),
    p("Disabled", Bool, Public),
    p("Connector", Guid, Public),
    p("SourceObjectType", Text, Public),
    p("TargetObjectType", Text, Public),
    p("LinkType", Enum(LINK), Public),
    p("EnablePasswordSync", Bool, Public),
    p("ScopeFilter", Objects(SCOPE_FILTER), Public),
    p("Version", Int, Public),
    p("Description", Text, Public),
    p("ImmutableTag", Text, Public),
    p("IsStandardRule", Bool, Public),
];
const RUN: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("ConnectorId", Guid, Public),
    p("RunProfileName", Text, Public),
    p("Result", Text, Public),
    p("StartDate", Time, Public),
    p("EndDate", Time, Public),
    p("RunNumber", Int, Public),
];
const EVENT: &[Prop] = &[
    p("ProviderName", Text, Public),
    p("Id", Int, Public),
    p("Level", Int, Public),
    p("LevelDisplayName", Text, Public),
    p("LogName", Text, Public),
    p("TimeCreated", Time, Public),
    p("RecordId", Int, Public),
    p("MachineName", Text, Host),
    p("Message", Text, Person),
    p("Data", List, Person),
];
const COVERAGE: &[Prop] = &[
    p("LogName", Text, Public),
    p("OldestRecord", Time, Public),
    p("NewestRecord", Time, Public),
    p("RecordCount", Int, Public),
    p("Damaged", Bool, Public),
    p("Notes", List, Public),
];
const CS_OBJECT: &[Prop] = &[
    p("ObjectId", Guid, Public),
    p("ConnectorId", Guid, Public),
    p("ConnectorName", Text, Network),
    p("ConnectorType", Text, Public),
    p("PartitionId", Guid, Public),
    p("DistinguishedName", Text, Person),
    p("ObjectType", Text, Public),
    p("IsConnector", Bool, Public),
    p("IsTransient", Bool, Public),
    p("IsPlaceHolder", Bool, Public),
    p("HasSyncError", Bool, Public),
    p("HasExportError", Bool, Public),
    p("ExportError", Type::Object(EXPORT_ERROR), Person),
    p("ConnectedMVObjectId", Guid, Public),
    p("Lineage", Objects(CS_LINEAGE), Public),
    p("Attributes", Objects(ATTRIBUTE), Person),
];
const MV_OBJECT: &[Prop] = &[
    p("ObjectId", Guid, Public),
    p("Lineage", Objects(MV_LINEAGE), Person),
    p("Attributes", Objects(ATTRIBUTE), Person),
];
const OBJECT_LOG: &[Prop] = &[
    p("ObjectId", Guid, Public),
    p("Anchor", Text, Public),
    p("Type", Text, Public),
    p("Status", Enum(LOG_STATUS), Public),
    p("Details", Text, Person),
    p("TimeStamp", Time, Public),
];
const USER: &[Prop] = &[
    p("distinguishedName", Text, Person),
    p("objectGUID", Guid, Public),
    p("objectClass", List, Public),
    p("userPrincipalName", Text, Person),
    p("sAMAccountName", Text, Person),
    p("mail", Text, Person),
    p("proxyAddresses", List, Person),
    p("userAccountControl", Int, Public),
    p("pwdLastSet", Time, Public),
    p("whenCreated", Time, Public),
    p("accountExpires", Time, Public),
    p("lockoutTime", Time, Public),
    p("adminDescription", Text, Person),
    p("memberOf", List, Person),
    p("msExchRecipientTypeDetails", Int, Public),
    p("mS-DS-ConsistencyGuid", Guid, Public),
    p("primaryGroupID", Int, Public),
    p("displayName", Text, Person),
];
const ACCOUNT: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("Domain", Text, Network),
    p("UserName", Text, Person),
    p("Bind", Text, Public),
];
const RIGHTS: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("Domain", Text, Network),
    p("Account", Text, Person),
    p("GetChanges", Bool, Public),
    p("GetChangesAll", Bool, Public),
    p("Via", List, Person),
];
const CONTROLLER: &[Prop] = &[
    p("Domain", Text, Network),
    p("HostName", Text, Host),
    p("Address", Text, Network),
    p("Writable", Bool, Public),
    p("Ports", Map, Public),
    p("LdapAnswered", Bool, Public),
];
const CLOUD_USER: &[Prop] = &[
    p("userPrincipalName", Text, Person),
    p("onPremisesImmutableId", Text, Person),
    p("onPremisesSyncEnabled", Bool, Public),
    p("accountEnabled", Bool, Public),
    p("passwordPolicies", Text, Public),
    p("lastPasswordChangeDateTime", Time, Public),
    p("onPremisesProvisioningErrors", Objects(PROVISIONING_ERROR), Person),
    p("id", Guid, Public),
    p("mail", Text, Person),
    p("displayName", Text, Person),
];
const CLOUD_DOMAIN: &[Prop] =
    &[p("name", Text, Network), p("id", Text, Network), p("authenticationType", Text, Public)];
const ANSWER: &[Prop] = &[
    p("Question", Text, Public),
    p("Value", Text, Public),
    p("Note", Text, Person),
    p("By", Text, Person),
    p("At", Time, Public),
];
