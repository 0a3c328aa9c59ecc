//! From a report to the document that is handed on: in its form, without names where that is wanted.

use crate::{
    cli,
    diagnosis::Value,
    report::{Format, model::Report, redact},
    wizard::{Names, Preview},
};

/// The report as it is handed on; an error where something in it still looks like a name.
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
                "nothing was written: {} still holds what looks like {}: \"{}\"{more}; \
                 look it over with --format json, or use --redact-anyway to hand it on as it is",
                leak.at, leak.what, leak.text
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

impl From<cli::Format> for Format {
    fn from(format: cli::Format) -> Format {
        match format {
            cli::Format::Text => Format::Text,
            cli::Format::Json => Format::Json,
            cli::Format::Jsonl => Format::Jsonl,
            cli::Format::Markdown => Format::Markdown,
            cli::Format::Html => Format::Html,
            cli::Format::Junit => Format::Junit,
            cli::Format::Nagios => Format::Nagios,
            cli::Format::Prometheus => Format::Prometheus,
        }
    }
}
