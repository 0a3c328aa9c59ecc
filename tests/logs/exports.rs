//! Exported events, in every form that Windows writes.

use super::{
    made::{CONNECTOR, tail},
    reading::read,
};

fn event(id: u32, time: &str, provider: &str, body: &str) -> String {
    format!(
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='{provider}'/>\
         <EventID Qualifiers='0'>{id}</EventID><Level>4</Level><TimeCreated SystemTime='{time}'/>\
         <EventRecordID>7</EventRecordID><Channel>Application</Channel><Computer>AADC01.contoso.com</Computer></System>{body}</Event>"
    )
}

fn data(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<EventData><Data>{escaped}</Data></EventData>")
}

fn xml() -> String {
    let text = format!("Provision credentials ping end.{}", tail());
    let rendered = "<EventData><Data>x</Data></EventData><RenderingInfo Culture='en-US'><Message>rendered text</Message></RenderingInfo>";
    [
        event(654, "2026-11-20T09:00:00.1234567Z", "Directory Synchronization", &data(&text)),
        event(650, "2026-11-20T09:00:01.123456789Z", "Directory Synchronization", rendered),
        event(916, "2026-11-20T09:00:02Z", "ESENT", "<EventData/>"),
    ]
    .join("\r\n")
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn xml_with_and_without_a_root() {
    let bare = xml();
    let rooted =
        format!("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<Events>{bare}</Events>");
    for form in [bare.clone().into_bytes(), rooted.clone().into_bytes(), utf16(&bare), utf16(&rooted)] {
        let found = read(&form).unwrap();
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        assert_eq!((found.events.len(), found.count()), (2, Some(3)));
        assert!(found.events[0].contains(CONNECTOR), "{:?}", found.events);
        assert!(found.events[1].contains("rendered text"), "{:?}", found.events);
    }
}

#[test]
fn xml_that_is_broken_costs_one_event() {
    let broken = xml().replacen("</Provider>", "", 1).replacen("<Level>4</Level>", "<Level>4</Lev>", 1);
    let found = read(broken.as_bytes()).unwrap();
    assert_eq!(found.events.len(), 1, "{:?}", found.events);
    assert!(found.damaged() && found.says("cannot be read"));
    let text = xml();
    let cut = read(&text.as_bytes()[..text.len() - 20]).unwrap();
    assert!(cut.says("in the middle of an event") && cut.events.len() == 2, "{:?}", cut.problems);
}

#[test]
fn json_of_both_powershells() {
    let five = r#"[{"Message":"ping end. connector","Id":654,"Version":null,"Level":4,"ProviderName":"Directory Synchronization","LogName":"Application","RecordId":7,"MachineName":"AADC01.contoso.com","TimeCreated":"\/Date(1795165200000)\/","Properties":[{"Value":"a"}]},
        {"Id":916,"ProviderName":"ESENT","TimeCreated":"\/Date(1795165201000)\/","Message":"x"}]"#;
    let seven = five.replace("\\/Date(1795165200000)\\/", "2026-11-20T09:00:00.1234567+00:00");
    let engine = r#"{"Id":6050,"ProviderName":"ADSync","TimeCreated":"2026-11-20T09:00:00Z","Message":null,"Properties":[{"Value":"Contoso.com"},{"Value":"Delta Import"}]}"#;
    for form in [five.as_bytes().to_vec(), seven.clone().into_bytes(), utf16(five)] {
        let found = read(&form).unwrap();
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        assert_eq!((found.events.len(), found.count()), (1, Some(2)));
        assert!(found.events[0].contains("2026-11-20T09:00:00"), "{:?}", found.events);
    }
    let found = read(engine.as_bytes()).unwrap();
    assert!(found.events[0].contains("Delta Import"), "{:?}", found.events);
    let cut = read(&five.as_bytes()[..five.len() - 30]).unwrap();
    assert!(cut.damaged() && cut.events.len() == 1, "{:?}", cut.problems);
}

#[test]
fn csv_of_any_culture() {
    let head = "\"Message\",\"Id\",\"ProviderName\",\"LogName\",\"MachineName\",\"TimeCreated\"";
    let row = "\"ping end.\r\nsecond line, with a comma\",\"654\",\"Directory Synchronization\",\"Application\",\"AADC01\",\"11/20/2026 9:00:00 AM\"";
    let csv = format!("#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n{head}\r\n{row}\r\n");
    for form in [csv.clone().into_bytes(), utf16(&csv)] {
        let found = read(&form).unwrap();
        assert_eq!(found.events.len(), 1, "{:?}", found.problems);
        assert!(
            found.events[0].contains("second line, with a comma")
                && found.events[0].contains("2026-11-20T09:00:00Z")
        );
        assert!(found.says("carry no zone"));
    }
    let unsure = csv.replace("11/20/2026 9:00:00 AM", "11/12/2026 09:00:00");
    let found = read(unsure.as_bytes()).unwrap();
    assert!(found.events.is_empty() && found.says("names no time that is sure"), "{:?}", found.problems);
}
