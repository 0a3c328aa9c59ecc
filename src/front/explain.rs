//! `phs-doctor explain`: the reference, printed.

use super::{HEALTHY, nearest::nearest, say};
use crate::{
    cli::Explain,
    knowledge::{Article, Entry, Names, article, entries, listing, lookup, windows_error},
    report::text,
};

/// Prints what is asked for; the exit code.
#[must_use]
pub(super) fn explain(args: &Explain) -> u8 {
    let name = args.name.join(" ");
    let mut found: Vec<&Entry> = if args.all { listing() } else { lookup(&name) };
    let mut names = Names::new();
    if found.is_empty() {
        let Some((number, topic)) = windows_error(&name) else { return say::refuse(&unknown(&name)) };
        say::tell(&format!("nothing is called {name}; as an error number of Windows it is {number}"));
        names.insert("number", number.to_string());
        found.push(topic);
    }
    let found: Vec<Article> = found.into_iter().map(|entry| article(entry, &names)).collect();
    let all = if args.all {
        text::articles(found)
    } else {
        found.iter().map(text::article).collect::<Vec<_>>().join("\n")
    };
    say::print(all.as_bytes()).map_or_else(|e| say::refuse(&e), |()| HEALTHY)
}

/// Why there is nothing, and what might have been meant.
fn unknown(name: &str) -> String {
    let fits: Vec<&str> =
        entries().iter().filter(|e| e.fits(name)).map(|e| e.name.as_str()).take(5).collect();
    let near = if fits.is_empty() {
        nearest(name, entries().iter().map(|e| e.name.as_str())).unwrap_or_default().to_owned()
    } else {
        fits.join(", ")
    };
    format!(
        "nothing is called {name}; did you mean {near}? \
         A check, a cause, an event id, a code, a log status or a topic is wanted; explain --all prints every one"
    )
}
