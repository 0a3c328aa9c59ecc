//! Traffic of an invented sync server.

use super::writer::Event;

pub const SYNC: &str = "Directory Synchronization";
pub const CONNECTOR: &str = "1a2b3c4d-1111-4222-8333-abcdefabcdef";
/// 2026-11-20T00:00:00Z.
pub const START: u64 = 1_795_132_800;

pub fn tail() -> String {
    format!(
        "\r\n\r\n<forest-info>\r\n  <partition-name>contoso.com</partition-name>\r\n  <connector-id>{CONNECTOR}</connector-id>\r\n</forest-info>"
    )
}

pub fn phs(id: u16, time: u64, text: &str) -> Event {
    Event::new(SYNC, id, time, &format!("{text}{}", tail()))
}

/// Five hours: a heartbeat every half an hour, now and then a batch, and other programs between.
pub fn healthy() -> Vec<Event> {
    healthy_for(600)
}

/// So many times half a minute of it.
pub fn healthy_for(steps: u64) -> Vec<Event> {
    let mut out = Vec::new();
    for step in 0..steps {
        let time = START + step * 30;
        if step % 60 == 0 {
            out.push(phs(
                653,
                time,
                "Provision credentials ping start. TrackingID : 11111111-2222-3333-4444-555555555555",
            ));
            out.push(phs(
                654,
                time + 1,
                "Provision credentials ping end. TrackingID : 11111111-2222-3333-4444-555555555555",
            ));
        }
        if step % 7 == 0 {
            let user =
                format!("Anchor : AAAAAAAAAAAAAAAAAAAAAA==, Dn : CN=User {step},OU=Staff,DC=contoso,DC=com");
            out.push(phs(650, time + 2, "Provision credentials batch start. Count: 1"));
            out.push(phs(
                656,
                time + 2,
                &format!("Password Change Request - {user}, Change Date : 11/20/2026 00:00:00"),
            ));
            out.push(phs(657, time + 3, &format!("Password Change Result - {user}, Result : Success.")));
            out.push(phs(651, time + 4, "Provision credentials batch end. Count: 1"));
        }
        out.push(Event::new("ESENT", 916, time + 5, "svchost (1234,G,98) beta feature"));
    }
    out
}

/// As healthy, but the last hours cannot read passwords.
pub fn refused() -> Vec<Event> {
    let mut out: Vec<Event> = healthy()
        .into_iter()
        .filter(|e| e.time < START + 7200 || !matches!(e.id, 650..=651 | 656..=657))
        .collect();
    for step in 0..20 {
        let text = "Password hash synchronization failed for domain: contoso.com, domain controller hostname: dc1.contoso.com. Details: x ---> DrsException: RPC Error 8453 : Replication access was denied. There was an error calling _IDL_DRSGetNCChanges.";
        out.push(phs(611, START + 7300 + step * 500, text));
    }
    out.sort_by_key(|e| e.time);
    out
}
