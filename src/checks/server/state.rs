//! Checks of the server that its settings and states decide.

use crate::{
    checks::{
        shown::{flag, lacking, row},
        version::{MINIMUM, Version, minimum_in_force},
    },
    diagnosis::{Evidence, Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Why},
    facts::{Fact, Facts, Seen},
};
use chrono::{DateTime, Utc};

/// A switch: the property of the scheduler's record, and the parameter of the global settings.
struct Switch(&'static str, &'static str);
const STAGING: Switch = Switch("StagingModeEnabled", "Microsoft.Synchronize.StagingMode");
const CYCLES: Switch = Switch("SyncCycleEnabled", "Microsoft.Synchronize.SynchronizationSchedule");
const SUSPENDED: Switch = Switch("SchedulerSuspended", "Microsoft.Synchronize.SchedulerSuspended");
const MAINTENANCE: Switch = Switch("MaintenanceEnabled", "Microsoft.Synchronize.MaintenanceEnabled");

/// server.version
pub(crate) fn version(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let binary = facts.one(Kind::Server).text("ConnectVersion");
    // What the configuration names can lag behind the program that runs, so it comes second.
    let configured = || facts.global("Microsoft.Synchronize.ServerConfigurationVersion");
    let (text, seen) = match binary.known() {
        Ok(known) => known,
        // Where neither is known, it is the program's own version that is wanted.
        Err(gap) => configured().known().map_err(|_| gap)?,
    };
    let Some(version) = Version::parse(&text) else {
        let why = Why::Unreadable(format!("\"{text}\" is no version such as 2.5.79.0"));
        return Err(lacking(seen.kind, Some("ConnectVersion"), why));
    };
    let hit = version_of(version, seen.as_of);
    let expected = format!("{MINIMUM} or later");
    let expected = (hit.status != Status::Pass).then_some(expected.as_str());
    Ok(vec![hit.seen(row("ConnectVersion", expected, Value::public(text), &seen))])
}

/// What is known of a version, as of then.
pub(crate) fn version_of(version: Version, as_of: Option<DateTime<Utc>>) -> Hit {
    let (status, cause) = if version.retired(as_of) {
        (Status::Fail, Some("version-1x-retired"))
    } else if version.below_minimum() {
        (if minimum_in_force(as_of) { Status::Fail } else { Status::Warn }, Some("version-below-minimum"))
    } else if version.recalled() {
        (Status::Warn, Some("version-recalled"))
    } else {
        (Status::Pass, None)
    };
    let mut hit = cause.map_or_else(|| Hit::pass().variant(version.route()), |c| Hit::cause(status, c));
    if cause == Some("version-below-minimum") && status == Status::Warn {
        hit = hit.variant("soon");
    }
    hit.with("version", Value::public(version.to_string()))
        .with("minimum", Value::public(MINIMUM.to_string()))
}

/// server.service
pub(crate) fn service(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let service = facts.keyed(Kind::Service, &["ADSync"]);
    let (status, seen) = service.text("Status").known()?;
    let start_type = service.text("StartType").value();
    let disabled = start_type.as_deref() == Some("Disabled");
    let running = status == "Running";
    let mut hit = match (running, disabled) {
        (true, false) => Hit::pass(),
        (true, true) => Hit::cause(Status::Warn, "service-disabled").variant("running"),
        (false, true) => Hit::cause(Status::Fail, "service-disabled"),
        (false, false) => Hit::cause(Status::Fail, "service-stopped"),
    };
    hit = hit.with("status", Value::public(status.clone())).seen(row(
        "Status",
        Some("Running"),
        Value::public(status),
        &seen,
    ));
    if let Some(start_type) = start_type {
        let expected = disabled.then_some("Automatic");
        hit = hit.with("start_type", Value::public(start_type.clone())).seen(row(
            "StartType",
            expected,
            Value::public(start_type),
            &seen,
        ));
    }
    if let Fact::Known(account, seen) = service.text("StartName") {
        hit = hit.seen(row("StartName", None, Value::of(Class::Person, account), &seen));
    }
    Ok(vec![hit])
}

/// server.staging-mode
pub(crate) fn staging_mode(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let (on, seen) = STAGING.read(facts).known()?;
    let hit = if on { Hit::cause(Status::Fail, "staging-mode-enabled") } else { Hit::pass() };
    Ok(vec![hit.seen(STAGING.row(false, on, &seen))])
}

/// server.scheduler
pub(crate) fn scheduler(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let mut hits = Vec::new();
    let (enabled, seen) = CYCLES.read(facts).known()?;
    if !enabled {
        let hit = Hit::cause(Status::Warn, "scheduler-disabled");
        hits.push(hit.seen(CYCLES.row(true, false, &seen)));
    }
    if let Fact::Known(true, seen) = SUSPENDED.read(facts) {
        let hit = Hit::cause(Status::Warn, "scheduler-suspended");
        hits.push(hit.seen(SUSPENDED.row(false, true, &seen)));
    }
    if let Fact::Known(false, seen) = MAINTENANCE.read(facts) {
        let hit = Hit::cause(Status::Info, "maintenance-disabled");
        hits.push(hit.seen(MAINTENANCE.row(true, false, &seen)));
    }
    if hits.is_empty() {
        hits.push(Hit::pass().seen(CYCLES.row(true, true, &seen)));
    }
    Ok(hits)
}

/// server.platform: Connect Sync needs Windows Server 2016 or later (Microsoft's prerequisites).
pub(crate) fn platform(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    const SERVER_2016: u32 = 14393;
    const SERVER_2025: u32 = 26100;
    let server = facts.one(Kind::Server);
    let caption = server.text("OSCaption");
    let (version, seen) = server.text("OSVersion").known()?;
    let Some(build) = version.split('.').nth(2).and_then(|b| b.parse::<u32>().ok()) else {
        let why = Why::Unreadable(format!("\"{version}\" is no version such as 10.0.20348"));
        return Err(lacking(Kind::Server, Some("OSVersion"), why));
    };
    let name = caption.value();
    let client = name.as_deref().is_some_and(|n| !n.to_lowercase().contains("server"));
    let old = build < SERVER_2016;
    let hit = match (client || old, build >= SERVER_2025) {
        (true, _) => Hit::cause(Status::Warn, "os-unsupported"),
        (false, true) => Hit::pass().variant("server-2025"),
        (false, false) => Hit::pass(),
    };
    let shown = name.map_or_else(|| version.clone(), |n| format!("{n} ({version})"));
    let expected = (client || old).then_some("Windows Server 2016 or later");
    Ok(vec![hit.with("os", Value::public(shown.clone())).seen(row(
        "OSVersion",
        expected,
        Value::public(shown),
        &seen,
    ))])
}

/// server.tls
pub(crate) fn tls(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let (on, seen) = facts.one(Kind::Server).bool("Tls12Enabled").known()?;
    let hit = if on { Hit::pass() } else { Hit::cause(Status::Fail, "tls12-disabled") };
    Ok(vec![hit.seen(flag("Tls12Enabled", true, on, &seen))])
}

/// server.trace
pub(crate) fn trace(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let (on, seen) = facts.one(Kind::Server).bool("PasswordSyncTraceVerbose").known()?;
    let hit = if on { Hit::cause(Status::Warn, "verbose-trace-left-on") } else { Hit::pass() };
    Ok(vec![hit.seen(flag("PasswordSyncTraceVerbose", false, on, &seen))])
}

impl Switch {
    /// Whether it is on; where both records hold it, the newer counts.
    fn read(&self, facts: &Facts) -> Fact<bool> {
        let Switch(property, parameter) = self;
        let setting = match facts.global(parameter) {
            Fact::Known(text, seen) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Fact::Known(true, seen),
                "false" | "0" => Fact::Known(false, seen),
                _ => Fact::Unknown(crate::evidence::Gap {
                    record: Kind::ADSyncGlobalSettingsParameter,
                    property: Some((*parameter).to_owned()),
                    why: Why::Unreadable(format!("expected True or False, found \"{text}\"")),
                    last: None,
                }),
            },
            Fact::Absent(kind, seen) => Fact::Absent(kind, seen),
            Fact::Unknown(gap) => Fact::Unknown(gap),
        };
        facts.one(Kind::ADSyncScheduler).bool(property).or_newer(setting)
    }

    /// As evidence, by the name that it has in the record that says so.
    fn row(&self, expected: bool, found: bool, seen: &Seen) -> Evidence {
        let name = if seen.kind == Kind::ADSyncScheduler { self.0 } else { self.1 };
        flag(name, expected, found, seen)
    }
}
