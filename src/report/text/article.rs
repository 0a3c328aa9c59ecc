//! Articles of the reference as plain text.

use crate::{
    knowledge::{Article, Part, legend, visible},
    report::wrap::wrap,
};
use std::fmt::Write;

/// Many articles, after what they have in common.
#[must_use]
pub fn articles(all: Vec<Article>) -> String {
    let (first, common) = legend();
    let rest = all.into_iter().map(|mut one| {
        one.parts.retain(|part| !common.contains(part));
        one
    });
    std::iter::once(first).chain(rest).map(|one| article(&one)).collect::<Vec<_>>().join("\n")
}

/// Its lines: commands stand in the first column, whole.
#[must_use]
pub fn article(article: &Article) -> String {
    let mut out = format!("{}\n", visible(&article.name));
    out.push_str(&wrap("  ", 2, &visible(&article.title)));
    for part in &article.parts {
        match part {
            Part::Text(text) => out.push_str(&wrap("  ", 2, &visible(text))),
            Part::Head(text) => {
                out.push('\n');
                out.push_str(&wrap("  ", 2, &visible(text)));
            }
            Part::Field(label, lines) => {
                for (i, line) in lines.iter().enumerate() {
                    let first = if i == 0 { format!("  {label:16} ") } else { " ".repeat(19) };
                    out.push_str(&wrap(&first, 19, &visible(line)));
                }
            }
            Part::Command(text) => {
                for line in text.lines() {
                    let indent = line.len() - line.trim_start().len();
                    let _ = writeln!(out, "{:indent$}{}", "", visible(line));
                }
            }
            Part::See(sort, name, title) => {
                out.push_str(&wrap("  - ", 4, &visible(&format!("{} {name}: {title}", sort.word()))));
            }
        }
    }
    out
}
