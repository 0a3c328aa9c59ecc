//! The properties of each kind of record.

use super::{
    Class::{Host, Network, Person, Public, Tenant},
    Prop,
    Type::{self, Bool, Enum, Guid, Int, List, Map, Objects, Text, Time},
    nested::{
        ATTRIBUTE, CS_LINEAGE, CYCLE_STATUS, DIRECTION, EXPORT_ERROR, LINK, LOG_STATUS, MV_LINEAGE,
        PARTITION, POLICY, PROVISIONING_ERROR, SCOPE_FILTER, SERVICE_STATUS, START_TYPE,
    },
    p,
};

pub(super) const HEADER: &[Prop] = &[
    p("schema", Text, Public),
    p("collected_at", Time, Public),
    p("computer", Text, Host),
    p("collector", Text, Public),
];
pub(super) const SERVER: &[Prop] = &[
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
pub(super) const SERVICE: &[Prop] = &[
    p("Name", Text, Public),
    p("Status", Enum(SERVICE_STATUS), Public),
    p("StartType", Enum(START_TYPE), Public),
    p("StartName", Text, Person),
    p("DisplayName", Text, Public),
];
pub(super) const SCHEDULER: &[Prop] = &[
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
pub(super) const PARAMETER: &[Prop] = &[p("Name", Text, Public), p("Value", Text, Network)];
pub(super) const CONNECTOR: &[Prop] = &[
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
pub(super) const COMPANY_FEATURE: &[Prop] = &[
    p("PasswordHashSync", Bool, Public),
    p("ForcePasswordChangeOnLogOn", Bool, Public),
    p("UserWriteback", Bool, Public),
    p("DeviceWriteback", Bool, Public),
    p("UnifiedGroupWriteback", Bool, Public),
    p("GroupWritebackV2", Bool, Public),
];
pub(super) const PASSWORD_SYNC: &[Prop] =
    &[p("SourceConnector", Text, Network), p("TargetConnector", Text, Tenant), p("Enabled", Bool, Public)];
pub(super) const PARTITION_STATE: &[Prop] = &[
    p("ConnectorId", Guid, Public),
    p("DN", Text, Network),
    p("PasswordSyncLastSuccessfulCycleStartTimestamp", Time, Public),
    p("PasswordSyncLastSuccessfulCycleEndTimestamp", Time, Public),
    p("PasswordSyncLastCycleStartTimestamp", Time, Public),
    p("PasswordSyncLastCycleEndTimestamp", Time, Public),
    p("PasswordSyncLastCycleStatus", Enum(CYCLE_STATUS), Public),
];
pub(super) const REACHABILITY: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("ValidatedDomain", Text, Network),
    p("IsReachable", Bool, Public),
    p("ExceptionMessage", Text, Network),
];
pub(super) const RULE: &[Prop] = &[
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
pub(super) const RUN: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("ConnectorId", Guid, Public),
    p("RunProfileName", Text, Public),
    p("Result", Text, Public),
    p("StartDate", Time, Public),
    p("EndDate", Time, Public),
    p("RunNumber", Int, Public),
];
pub(super) const EVENT: &[Prop] = &[
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
pub(super) const COVERAGE: &[Prop] = &[
    p("LogName", Text, Public),
    p("OldestRecord", Time, Public),
    p("NewestRecord", Time, Public),
    p("RecordCount", Int, Public),
    p("Damaged", Bool, Public),
    p("Notes", List, Public),
];
pub(super) const CS_OBJECT: &[Prop] = &[
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
pub(super) const MV_OBJECT: &[Prop] = &[
    p("ObjectId", Guid, Public),
    p("Lineage", Objects(MV_LINEAGE), Person),
    p("Attributes", Objects(ATTRIBUTE), Person),
];
pub(super) const OBJECT_LOG: &[Prop] = &[
    p("ObjectId", Guid, Public),
    p("Anchor", Text, Public),
    p("Type", Text, Public),
    p("Status", Enum(LOG_STATUS), Public),
    p("Details", Text, Person),
    p("TimeStamp", Time, Public),
];
pub(super) const USER: &[Prop] = &[
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
    p("msDS-User-Account-Control-Computed", Int, Public),
    p("PasswordExpired", Bool, Public),
    p("unicodePwdChangedAt", Time, Public),
    p("pwdLastSetByController", Map, Host),
    p("SharedNames", List, Person),
];
pub(super) const ACCOUNT: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("Domain", Text, Network),
    p("UserName", Text, Person),
    p("Bind", Text, Public),
    p("State", List, Public),
    p("Notes", List, Public),
];
pub(super) const RIGHTS: &[Prop] = &[
    p("ConnectorName", Text, Network),
    p("Domain", Text, Network),
    p("Account", Text, Person),
    p("GetChanges", Bool, Public),
    p("GetChangesAll", Bool, Public),
    p("Via", List, Person),
];
pub(super) const CONTROLLER: &[Prop] = &[
    p("Domain", Text, Network),
    p("HostName", Text, Host),
    p("Address", Text, Network),
    p("Writable", Bool, Public),
    p("Ports", Map, Public),
    p("LdapAnswered", Bool, Public),
    p("PortMilliseconds", Map, Public),
    p("NamingContexts", List, Network),
    p("FunctionalLevel", Int, Public),
    p("GlobalCatalogReady", Bool, Public),
    p("Synchronized", Bool, Public),
    p("ClockAheadSeconds", Int, Public),
    p("Vendor", Text, Public),
    p("Notes", List, Network),
];
pub(super) const CLOUD_USER: &[Prop] = &[
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
pub(super) const CLOUD_DOMAIN: &[Prop] =
    &[p("name", Text, Network), p("id", Text, Network), p("authenticationType", Text, Public)];
pub(super) const ANSWER: &[Prop] = &[
    p("Question", Text, Public),
    p("Value", Text, Public),
    p("Note", Text, Person),
    p("By", Text, Person),
    p("At", Time, Public),
];
