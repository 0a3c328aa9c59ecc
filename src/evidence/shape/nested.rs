//! Enumerations, and the objects within records.

use super::{
    Class::{Host, Network, Person, Public},
    Prop,
    Type::{self, Bool, Guid, Int, List, Map, Objects, Text, Time},
    p,
};

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
/// Windows service start types; the last two are what WMI and newer versions of the shell say. Where
/// a number has several names, the first is the one that records hold.
pub const START_TYPE: &[(i64, &str)] = &[
    (0, "Boot"),
    (1, "System"),
    (2, "Automatic"),
    (3, "Manual"),
    (4, "Disabled"),
    (2, "Auto"),
    (2, "AutomaticDelayedStart"),
];
/// `NextSyncCyclePolicyType`.
pub(super) const POLICY: &[(i64, &str)] = &[(0, "Unspecified"), (1, "Delta"), (2, "Initial")];
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
pub(super) const DIRECTION: &[(i64, &str)] = &[(0, "Inbound"), (1, "Outbound")];
pub(super) const LINK: &[(i64, &str)] =
    &[(0, "Provision"), (1, "StickyJoin"), (2, "Join"), (3, "JoinNoFlow")];

pub(super) const SCOPE: &[Prop] = &[
    p("IsDefault", Bool, Public),
    p("ContainerInclusionList", List, Network),
    p("ContainerExclusionList", List, Network),
    p("ObjectClasses", List, Public),
];
pub(super) const PARTITION: &[Prop] = &[
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
pub(super) const CONDITION: &[Prop] = &[
    p("Attribute", Text, Public),
    p("ComparisonOperator", Text, Public),
    p("ComparisonValue", Text, Public),
];
pub(super) const SCOPE_FILTER: &[Prop] = &[p("ScopeConditionList", Objects(CONDITION), Public)];
pub(super) const ATTRIBUTE: &[Prop] = &[
    p("Name", Text, Public),
    p("Type", Text, Public),
    p("IsMultiValued", Bool, Public),
    p("SyncRuleName", Text, Public),
    p("ConnectorName", Text, Network),
    p("LineageId", Guid, Public),
    p("LastModificationTime", Time, Public),
    p("Values", List, Person),
];
pub(super) const CS_LINEAGE: &[Prop] =
    &[p("SyncRuleInternalId", Guid, Public), p("SyncRuleName", Text, Public), p("Operation", Text, Public)];
pub(super) const MV_LINEAGE: &[Prop] = &[
    p("LineageId", Guid, Public),
    p("ConnectedCsObjectDN", Text, Person),
    p("ConnectedCsObjectId", Guid, Public),
    p("ConnectorName", Text, Network),
    p("ConnectorId", Guid, Public),
];
pub(super) const EXPORT_ERROR: &[Prop] = &[
    p("RetryCount", Int, Public),
    p("InitialOccurrence", Time, Public),
    p("LatestOccurrence", Time, Public),
    p("ErrorType", Text, Public),
    p("ErrorName", Text, Public),
    p("ErrorCode", Text, Public),
    p("ErrorLiteral", Text, Person),
    p("ErrorExtraDetails", Text, Person),
];
pub(super) const PROVISIONING_ERROR: &[Prop] = &[
    p("category", Text, Public),
    p("occurredDateTime", Time, Public),
    p("propertyCausingError", Text, Public),
    p("value", Text, Person),
];
