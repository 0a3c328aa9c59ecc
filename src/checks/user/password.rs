//! The password in the directory: is it one that is synchronized?

use super::{named, password_set, person, unset};
use crate::{
    checks::{
        shown::{moment, row},
        version::Version,
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Gap, Kind, Stamp, Why},
    facts::{Fact, Facts, Seen},
};
use chrono::{DateTime, NaiveDate, Utc};

/// Temporary passwords are synchronized from this build on (seed 002).
const TEMPORARY_SINCE: Version = Version([2, 0, 3, 0]);
const FEATURE: &str = "ForcePasswordChangeOnLogOn";

fn shown(stamp: Stamp) -> Value {
    Value::public(stamp.moment().map_or_else(|| "0 (must be changed at next sign-in)".to_owned(), moment))
}

/// user.temporary-password: pwdLastSet of 0.
pub(crate) fn temporary_password(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let Some((stamp, seen)) = password_set(person) else {
        // Read and not there is user.password-hash; here it is not temporary.
        return match never_had(person) {
            Some(seen) => Ok(vec![named(
                person,
                Hit::pass().seen(row("pwdLastSet", None, Value::public("none"), &seen)),
            )]),
            None => Err(unset(facts, person)),
        };
    };
    let evidence = row("pwdLastSet", (stamp == Stamp::Never).then_some("a time"), shown(stamp), &seen);
    if stamp != Stamp::Never {
        return Ok(vec![named(person, Hit::pass().seen(evidence))]);
    }
    let feature = facts.one(Kind::ADSyncAADCompanyFeature).bool(FEATURE);
    let version = facts.one(Kind::Server).text("ConnectVersion");
    let old = version.clone().value().and_then(|v| Version::parse(&v)).map(|v| v < TEMPORARY_SINCE);
    let off = feature.clone().value().map(|on| !on);
    let hit = match (old, off) {
        (Some(true), _) => Hit::cause(Status::Fail, "temporary-password").variant("version"),
        (_, Some(true)) => Hit::cause(Status::Fail, "temporary-password"),
        (Some(false), Some(false)) => Hit::cause(Status::Info, "temporary-password-synchronized"),
        _ => {
            let gaps: Vec<Gap> =
                [feature.known().err(), version.known().err()].into_iter().flatten().collect();
            return Err(Need { gaps, required: true });
        }
    };
    let mut hit = hit.seen(evidence);
    if let Fact::Known(on, seen) = feature {
        hit = hit.seen(crate::checks::shown::flag(FEATURE, true, on, &seen));
    }
    if let Fact::Known(version, seen) = version {
        let minimum = format!("{TEMPORARY_SINCE} or later");
        hit = hit.with("version", Value::public(version.clone())).seen(row(
            "ConnectVersion",
            Some(&minimum),
            Value::public(version),
            &seen,
        ));
    }
    Ok(vec![named(person, hit)])
}

/// The directory's record is there, was read, and holds no pwdLastSet.
pub(super) fn never_had(person: &crate::facts::people::Person) -> Option<Seen> {
    let directory = person.directory.as_ref()?;
    // Every user has both: where one is missing, not everything was asked for.
    let asked = |p: &str| !matches!(directory.value(p), Fact::Unknown(gap) if gap.why == Why::NotInRecord);
    let both = ["userAccountControl", "whenCreated"];
    let read = both.iter().all(|p| asked(p))
        || directory.is_blank("pwdLastSet") && !both.iter().any(|p| directory.is_blank(p));
    let missing = match directory.time("pwdLastSet") {
        Fact::Absent(..) => true,
        Fact::Unknown(gap) => gap.why == Why::NotInRecord,
        Fact::Known(..) => false,
    };
    (read && missing).then(|| directory.seen().cloned())?
}

/// user.password-hash: an account that never got a password in a form that can be read.
pub(crate) fn password_hash(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    if let Some(seen) = never_had(person) {
        let hit = Hit::cause(Status::Fail, "no-password-hash");
        return Ok(vec![named(
            person,
            hit.seen(row("pwdLastSet", Some("a time"), Value::public("none"), &seen)),
        )]);
    }
    let Some((stamp, seen)) = password_set(person) else {
        return Err(unset(facts, person));
    };
    let created = super::known(person.directory.as_ref(), |e| e.time("whenCreated"));
    let ancient = |t: DateTime<Utc>| Some(t.date_naive()) < server_2003();
    let old = stamp.moment().is_some_and(ancient)
        && created.as_ref().and_then(|(c, _)| c.moment()).is_some_and(ancient);
    let hit = if old { Hit::cause(Status::Fail, "no-password-hash").variant("old") } else { Hit::pass() };
    let mut hit = hit.seen(row("pwdLastSet", old.then_some("after 2003-04-24"), shown(stamp), &seen));
    if let Some((created, seen)) = created.filter(|_| old) {
        hit = hit.seen(row("whenCreated", None, shown(created), &seen));
    }
    Ok(vec![named(person, hit)])
}

/// Windows Server 2003: accounts that are older and never changed their password have no usable hash
/// (KB 2855271).
fn server_2003() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2003, 4, 24)
}
