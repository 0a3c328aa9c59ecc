//! The forms in which a report is handed on.

use super::{html, json, jsonl, junit, markdown, model::Report, nagios, prometheus, text};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For reading.
    Text,
    /// One JSON document.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// For tickets.
    Markdown,
    /// One file for a browser.
    Html,
    /// For build servers.
    Junit,
    /// A monitoring plugin's answer.
    Nagios,
    /// For a textfile collector.
    Prometheus,
}

impl Format {
    /// Every form.
    pub const ALL: [Format; 8] = [
        Format::Text,
        Format::Json,
        Format::Jsonl,
        Format::Markdown,
        Format::Html,
        Format::Junit,
        Format::Nagios,
        Format::Prometheus,
    ];

    /// What the name of a file of it ends in.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Text | Format::Nagios => "txt",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Junit => "xml",
            Format::Prometheus => "prom",
        }
    }

    /// Writes a report in this form.
    #[must_use]
    pub fn write(self, report: &Report) -> String {
        match self {
            Format::Text => text::write(report),
            Format::Json => json::write(report),
            Format::Jsonl => jsonl::write(report),
            Format::Markdown => markdown::write(report),
            Format::Html => html::write(report),
            Format::Junit => junit::write(report),
            Format::Nagios => nagios::write(report),
            Format::Prometheus => prometheus::write(report),
        }
    }
}

/// The name of a file for a report: what it is of and as of when, in characters every system takes.
#[must_use]
pub fn file_name(report: &Report, format: Format) -> String {
    let of = report.environment.computer.as_deref().unwrap_or("report");
    let of: String = of.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    let at = report.generated_at.format("%Y-%m-%d-%H%M");
    format!("phs-doctor-{}-{at}.{}", of.trim_matches('-'), format.ending())
}
