//! The properties of `Get-WinEvent`'s objects, in JSON and CSV alike.

use super::culture::{Order, Said};
use crate::evidence::event_log::Logged;

/// The names an export is known by.
pub(super) const NEEDED: [&str; 2] = ["ProviderName", "TimeCreated"];

/// When an event was written, as it stands there.
pub(super) fn written(get: &dyn Fn(&str) -> Option<String>) -> String {
    get("TimeCreated").or_else(|| get("TimeGenerated")).unwrap_or_default()
}

/// One event from its properties; `get` finds one whatever the case of its name. `order` is that of the
/// dates in the whole export.
pub(super) fn logged(
    get: &dyn Fn(&str) -> Option<String>,
    data: Vec<String>,
    order: Option<Order>,
) -> Result<Logged, String> {
    let provider = get("ProviderName").or_else(|| get("Source")).filter(|p| !p.is_empty());
    let id = get("Id").or_else(|| get("EventID")).or_else(|| get("InstanceId"));
    let provider = provider.ok_or("it has no ProviderName")?;
    let id = id.and_then(|id| id.trim().parse().ok()).ok_or("it has no Id that is a number")?;
    let written = written(get);
    let time = Said::of(&written).in_order(order);
    Ok(Logged {
        provider: provider.into(),
        id,
        level: get("Level").and_then(|l| l.trim().parse().ok()),
        time: Some(time.map_err(|why| format!("its TimeCreated is \"{written}\", {why}"))?),
        number: get("RecordId").and_then(|n| n.trim().parse().ok()),
        channel: get("LogName").unwrap_or_default().into(),
        computer: get("MachineName").unwrap_or_default().into(),
        data,
        message: get("Message"),
        ..Logged::default()
    })
}
