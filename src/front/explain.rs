//! `phs-doctor explain`: the reference, printed.

use super::{HEALTHY, nearest::nearest, say};
use crate::{
    cli::Explain,
    knowledge::{Entry, Names, article, entries, lookup},
    report::text,
};

/// Prints what is asked for; the exit code.
#[must_use]
pub(super) fn explain(args: &Explain) -> u8 {
    let found: Vec<&Entry> = if args.all { entries().iter().collect() } else { lookup(&args.name.join(" ")) };
    if found.is_empty() {
        return say::refuse(&unknown(&args.name.join(" ")));
    }
    let all: Vec<String> = found.iter().map(|entry| text::article(&article(entry, &Names::new()))).collect();
    say::print(all.join("\n").as_bytes()).map_or_else(|e| say::refuse(&e), |()| HEALTHY)
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
