//! `GlobalSettings/MV.xml`: the server's name, when the export was written, and the global settings.

use super::{Draft, xml::Node};
use crate::evidence::kind::Kind;
use serde_json::{Map, Value, json};

/// The setting that holds the version of Connect that configured the server.
const VERSION: &str = "Microsoft.Synchronize.ServerConfigurationVersion";

/// Header, server and settings; and what is missing of them, in words.
pub(super) fn read(root: &Node) -> (Vec<Draft>, Vec<&'static str>) {
    let computer = root.attribute("server").filter(|s| !s.trim().is_empty());
    let written = root.attribute("export-date").filter(|s| !s.trim().is_empty());
    let parameters: Vec<_> = parameters(root).collect();
    let mut drafts = Vec::new();
    let mut missing = Vec::new();

    let mut header = Map::new();
    put(&mut header, "collector", Some("Get-ADSyncServerConfiguration"));
    put(&mut header, "computer", computer);
    put(&mut header, "collected_at", written);
    if computer.is_some() || written.is_some() {
        drafts.push(Draft::of(Kind::Header, header));
    }

    let mut server = Map::new();
    put(&mut server, "ComputerName", computer);
    let version = parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(VERSION)).map(|(_, v)| *v);
    put(&mut server, "ConnectVersion", version.filter(|v| !v.is_empty()));
    if !server.is_empty() {
        drafts.push(Draft::of(Kind::Server, server));
    }

    for (name, value) in &parameters {
        let Value::Object(pair) = json!({ "Name": name, "Value": value }) else { continue };
        drafts.push(Draft::of(Kind::ADSyncGlobalSettingsParameter, pair));
    }
    if computer.is_none() {
        missing.push("it does not name the server (attribute server)");
    }
    if written.is_none() {
        missing.push("it does not say when it was written (attribute export-date)");
    }
    if parameters.is_empty() {
        missing.push("no global settings in it (mv-data/parameter-values): staging mode, scheduler and version stay unknown");
    }
    (drafts, missing)
}

/// Names and values; without those that are marked as encrypted.
fn parameters(root: &Node) -> impl Iterator<Item = (&str, &str)> {
    let lists = root.children.iter().chain(std::iter::once(root)).filter_map(|n| n.child("parameter-values"));
    lists.flat_map(|list| list.children.iter()).filter_map(super::parameter)
}

fn put(map: &mut Map<String, Value>, name: &str, value: Option<&str>) {
    value.map(|v| map.insert(name.to_owned(), Value::from(v)));
}
