//! The report that a session holds, when nothing is left to make one of.

use super::{actions, model::Report};
use crate::{diagnosis::Value, session::Session};

/// The newest report of a session, with everything that was done since, and the names in it.
pub fn kept(session: &Session) -> Result<(Report, Vec<Value>), String> {
    let (report, names) = session.report().ok_or("this session holds no result yet")?;
    let mut report: Report = serde_json::from_value(report.clone())
        .map_err(|e| format!("the result in it cannot be read: {e}"))?;
    report.actions = actions(&session.actions);
    Ok((report, names.iter().map(|n| Value::of(n.class, n.text.clone())).collect()))
}
