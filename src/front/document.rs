//! From a report to the document that is handed on: in its form, without names where that is wanted.

use crate::{
    diagnosis::Value,
    report::{model::Report, redact},
    wizard::{Names, Preview},
};

/// The report as it is handed on; an error where something in it still looks like a name. It says where,
/// and not what: a plugin prints the error where the report would have gone.
pub(super) fn finish(made: Report, known: &[Value], names: Names) -> Result<Report, String> {
    if names == Names::Stay {
        return Ok(made);
    }
    let done = redact::redact(&made, known)?;
    match done.leaks.first() {
        Some(leak) if names == Names::Out => {
            let more = match done.leaks.len() {
                1 => String::new(),
                n => format!(", and {} more places", n - 1),
            };
            Err(format!(
                "nothing was written: {} still holds what looks like {}{more}; \
                 look it over with --format json, or use --redact-anyway to hand it on as it is",
                leak.at, leak.what
            ))
        }
        _ => Ok(done.report),
    }
}

/// What taking the names out would do.
pub(super) fn preview(made: &Report, known: &[Value]) -> Result<Preview, String> {
    let done = redact::redact(made, known)?;
    let leaks = done.leaks.iter().map(|l| format!("{}: \"{}\" ({})", l.what, l.text, l.at)).collect();
    Ok(Preview { counts: done.report.redaction.counts, leaks })
}
