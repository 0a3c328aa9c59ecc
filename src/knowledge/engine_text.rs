//! The sentence around the strings of the sync engine's events: the log keeps the strings alone, the
//! sentence lives in a message file of the product. In our own words; what more strings there are follows.

/// Id, and the sentence with the places of the strings.
const TEXTS: [(u32, &str); 15] = [
    (6000, "Connector {1} could not run: its credentials were refused."),
    (6020, "Connector {1} could not run profile {2}: a partition of the step is not there."),
    (6028, "The encryption key of the server cannot be opened."),
    (6050, "Connector {1} failed in run profile {2}: its connected system could not be reached."),
    (6056, "Run profile {2} of connector {1} did not end well."),
    (6100, "A step of run profile {2} of connector {1} ended with errors of objects."),
    (6110, "Connector {1}, run profile {2}: the mark of how far it had read was not saved."),
    (6126, "Connector {1}, run profile {2}: rules changed since the last full synchronization."),
    (6127, "Connector {1}, run profile {2}: rules changed since the last full import or synchronization."),
    (6301, "An unexpected error of the sync engine: {1}"),
    (6323, "The database has no room left."),
    (6329, "An unexpected error while a password was set: {1}"),
    (6801, "The extension of a connector failed: {1}"),
    (6803, "Connector {1} failed in run profile {2}: the server met errors."),
    (6900, "An unexpected error while a password change was handled: {1}"),
];

/// The text of an event out of its strings; none where the sentence is not known.
#[must_use]
pub fn engine_text(id: u32, strings: &[String]) -> Option<String> {
    let (_, text) = TEXTS.iter().find(|(known, _)| *known == id)?;
    let mut out = String::new();
    let mut used = 0;
    let mut rest = *text;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}')?;
        let number: usize = place.parse().ok()?;
        used = used.max(number);
        out.push_str(before);
        out.push_str(strings.get(number.checked_sub(1)?).map_or("(not named)", |s| s.trim()));
        rest = after;
    }
    out.push_str(rest);
    let more: Vec<&str> = strings.iter().skip(used).map(|s| s.trim()).filter(|s| !s.is_empty()).collect();
    if !more.is_empty() {
        out.push_str(" Also: ");
        out.push_str(&more.join(", "));
    }
    Some(out)
}

/// The command that exports the last seven days of the log: by time, so that the events of other
/// programs say when it ends.
#[must_use]
pub fn export_log() -> String {
    "wevtutil epl Application C:\\Temp\\application.evtx \"/q:*[System[TimeCreated[timediff(@SystemTime) <= 604800000]]]\"".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_stand_in_their_places_and_none_is_lost() {
        let strings = ["contoso.com", "Delta Import", "0", "{1}"].map(str::to_owned);
        let text = engine_text(6050, &strings).unwrap();
        assert!(text.starts_with("Connector contoso.com failed in run profile Delta Import:"), "{text}");
        assert!(text.ends_with("Also: 0, {1}"), "{text}");
        assert!(engine_text(6000, &[]).unwrap().contains("(not named)"));
        assert_eq!(engine_text(1, &strings), None);
    }
}
