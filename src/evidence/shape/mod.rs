//! What each kind of record looks like: its properties, their types, whom they name, and which of
//! them tell two records of a kind apart. Reading, redaction and "not understood" all follow from
//! this table; the properties and enumeration numbers are those of the cmdlets.

mod nested;
mod records;

pub use nested::{CYCLE_STATUS, LOG_STATUS, SERVICE_STATUS, START_TYPE};

use super::kind::Kind;
use records::{
    ACCOUNT, ANSWER, CLOUD_DOMAIN, CLOUD_USER, COMPANY_FEATURE, CONNECTOR, CONTROLLER, COVERAGE, CS_OBJECT,
    EVENT, HEADER, MV_OBJECT, OBJECT_LOG, PARAMETER, PARTITION_STATE, PASSWORD_SYNC, REACHABILITY, RIGHTS,
    RULE, RUN, SCHEDULER, SERVER, SERVICE, USER,
};

use serde::{Deserialize, Serialize};

/// Whom a value could give away. Redaction goes by this, never by what a value looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    /// Properties that identify the thing described; none for a thing there is one of. Several ways of it, the
    /// surest first, for a thing that can change its name.
    pub ways: &'static [&'static [&'static str]],
    /// True where each record is a thing of its own (events, log rows, runs).
    pub each: bool,
    /// The properties that are understood.
    pub props: &'static [Prop],
}

const fn p(name: &'static str, ty: Type, class: Class) -> Prop {
    Prop { name, ty, class }
}

const ONE: &[&[&str]] = &[&[]];
const CS_WAYS: &[&[&str]] =
    &[&["ObjectId"], &["ConnectorId", "DistinguishedName"], &["ConnectorName", "DistinguishedName"]];

/// The shape of a kind.
#[must_use]
pub const fn of(kind: Kind) -> Shape {
    const fn keyed(ways: &'static [&'static [&'static str]], props: &'static [Prop]) -> Shape {
        Shape { ways, each: false, props }
    }
    const fn each(props: &'static [Prop]) -> Shape {
        Shape { ways: ONE, each: true, props }
    }
    match kind {
        Kind::Header => keyed(ONE, HEADER),
        Kind::Server => keyed(ONE, SERVER),
        Kind::Service => keyed(&[&["Name"]], SERVICE),
        Kind::ADSyncScheduler => keyed(ONE, SCHEDULER),
        Kind::ADSyncGlobalSettingsParameter => keyed(&[&["Name"]], PARAMETER),
        Kind::ADSyncConnector => keyed(&[&["Identifier"]], CONNECTOR),
        Kind::ADSyncAADCompanyFeature => keyed(ONE, COMPANY_FEATURE),
        Kind::ADSyncAADPasswordSyncConfiguration => keyed(&[&["SourceConnector"]], PASSWORD_SYNC),
        Kind::ADSyncPartitionPasswordSyncState => keyed(&[&["ConnectorId", "DN"]], PARTITION_STATE),
        Kind::ADSyncDomainReachabilityStatus => keyed(&[&["ConnectorName", "ValidatedDomain"]], REACHABILITY),
        Kind::ADSyncRule => keyed(&[&["InternalId", "Identifier"]], RULE),
        Kind::ADSyncRunProfileResult => each(RUN),
        Kind::WinEvent => each(EVENT),
        Kind::EventLogCoverage => keyed(&[&["LogName"]], COVERAGE),
        Kind::ADSyncCSObject => keyed(CS_WAYS, CS_OBJECT),
        Kind::ADSyncMVObject => keyed(&[&["ObjectId"]], MV_OBJECT),
        Kind::ADSyncCSObjectLog => each(OBJECT_LOG),
        Kind::ADUser => keyed(&[&["objectGUID"], &["distinguishedName"]], USER),
        Kind::ADConnectorAccount => keyed(&[&["ConnectorName", "Domain"]], ACCOUNT),
        Kind::ADReplicationRights => keyed(&[&["ConnectorName", "Domain"]], RIGHTS),
        Kind::DomainController => keyed(&[&["Domain", "HostName"]], CONTROLLER),
        Kind::CloudUser => keyed(&[&["onPremisesImmutableId"], &["userPrincipalName"]], CLOUD_USER),
        Kind::CloudDomain => keyed(&[&["name"]], CLOUD_DOMAIN),
        Kind::OperatorAnswer => each(ANSWER),
    }
}
