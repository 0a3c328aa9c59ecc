//! Exported events, in every form that Windows writes.

use super::{
    made::{CONNECTOR, tail},
    reading::{has, judged, read},
};

pub fn event(id: u32, time: &str, provider: &str, body: &str) -> String {
    format!(
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='{provider}'/>\
         <EventID Qualifiers='0'>{id}</EventID><Level>4</Level><TimeCreated SystemTime='{time}'/>\
         <EventRecordID>7</EventRecordID><Channel>Application</Channel><Computer>AADC01.contoso.com</Computer></System>{body}</Event>"
    )
}

pub fn data(text: &str) -> String {
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

/// So many events of our own, half a minute apart.
fn pings(count: u32) -> Vec<String> {
    let time = |n: u32| format!("2026-11-20T09:{:02}:{:02}Z", n / 2, n % 2 * 30);
    (0..count)
        .map(|n| event(654, &time(n), "Directory Synchronization", &data(&format!("ping {n}"))))
        .collect()
}

#[test]
fn xml_loses_nothing_in_silence() {
    let sound = pings(6);
    let with = |change: &dyn Fn(&str) -> String| {
        let mut all = sound.clone();
        all[2] = change(&all[2]);
        all.join("\n")
    };
    for (what, text, problem) in [
        (
            "no time",
            with(&|e| e.replace("TimeCreated", "TimeMade")),
            "line 3: an event cannot be read (it names no time",
        ),
        (
            "month 13",
            with(&|e| e.replace("'2026-11", "'2026-13")),
            "line 3: an event cannot be read (it names no time",
        ),
        (
            "start tag",
            with(&|e| e.replace("<Event xmlns", "<Evnt xmlns")),
            "line 3: what stands here is no event",
        ),
        ("zeros", with(&|e| "\0".repeat(e.len())), "line 3: what stands here is no event"),
    ] {
        let found = read(text.as_bytes()).unwrap();
        assert_eq!(found.events.len(), 5, "{what}: {:?}", found.problems);
        assert!(found.damaged(), "{what}");
        assert_eq!(found.problems.len(), 1, "{what}: {:?}", found.problems);
        assert!(found.says(problem), "{what}: {:?}", found.problems);
    }
    let cut = format!("<?xml version=\"1.0\"?>\n<Events>\n{}", sound.join("\n"));
    let found = read(cut.as_bytes()).unwrap();
    assert_eq!(found.events.len(), 6);
    assert!(found.damaged() && found.says("<Events> is not closed"), "{:?}", found.problems);
    let found = read(format!("{cut}\n</Events>\n{cut}</Events>").as_bytes()).unwrap();
    assert!(found.problems.is_empty(), "two exports one after the other: {:?}", found.problems);
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
fn json_that_is_broken_costs_one_event() {
    let one = |n: u32| {
        format!(
            r#"{{"Message":"ping {n}","Id":654,"ProviderName":"Directory Synchronization","LogName":"Application","TimeCreated":"2026-11-20T09:00:0{n}Z","Properties":[{{"Value":"a"}},{{"Value":"b"}}]}}"#
        )
    };
    let with = |change: &dyn Fn(&str) -> String| -> Vec<String> {
        (0..6).map(|n| if n == 2 { change(&one(n)) } else { one(n) }).collect()
    };
    let pretty = |text: &str| text.replace(",\"", ",\r\n    \"").replace('{', "{\r\n    ");
    for (what, all) in [
        ("no colon", with(&|e| e.replace("\"Id\":", "\"Id\""))),
        ("a control character", with(&|e| e.replace("ping", "p\u{1}ng"))),
        ("cut in a string", with(&|e| e[..14].to_owned())),
        ("cut in a list", with(&|e| e[..e.len() - 16].to_owned())),
        ("a quote too few", with(&|e| e.replacen("ping 2\"", "ping 2", 1))),
        ("no name", with(&|e| e.replacen("\"Message", "Message", 1))),
    ] {
        for text in [all.join(",\r\n"), pretty(&all.join(",\r\n"))] {
            for text in [format!("[{text}]"), text.replace("},\r\n{", "}\r\n{")] {
                let found = read(text.as_bytes()).unwrap();
                assert_eq!(found.events.len(), 5, "{what}: {text} {:?}", found.problems);
                assert!(found.damaged() && found.says("line "), "{what}: {:?}", found.problems);
            }
        }
    }
    let no_comma = format!("[{}]", with(&str::to_owned).join("\r\n"));
    let found = read(no_comma.as_bytes()).unwrap();
    assert!(found.events.len() == 6 && found.says("expected `,`"), "{:?}", found.problems);
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
    assert!(found.events.is_empty() && found.says("may be day or month first"), "{:?}", found.problems);
    assert!(!found.says("carry no zone"), "{:?}", found.problems);
}

#[test]
fn the_order_of_day_and_month_is_that_of_the_whole_export() {
    let row = |date: &str| {
        format!(
            "\"ping end.\",\"654\",\"Directory Synchronization\",\"Application\",\"AADC01\",\"{date}\"\r\n"
        )
    };
    let csv = |dates: &[&str]| {
        let rows: String = dates.iter().map(|d| row(d)).collect();
        format!("\"Message\",\"Id\",\"ProviderName\",\"LogName\",\"MachineName\",\"TimeCreated\"\r\n{rows}")
    };
    for (dates, want) in [
        (["5/11/2026 11:50:00 am", "20/11/2026 11:50:00 am"], ["2026-11-05", "2026-11-20"]),
        (["5/11/2026 11:50:00 AM", "5/20/2026 11:50:00 AM"], ["2026-05-11", "2026-05-20"]),
        (["11/11/2026 11:50:00", "20/11/2026 11:50:00"], ["2026-11-11", "2026-11-20"]),
    ] {
        let found = read(csv(&dates).as_bytes()).unwrap();
        assert_eq!(found.events.len(), 2, "{dates:?}: {:?}", found.problems);
        assert!(found.events.iter().zip(want).all(|(e, w)| e.contains(w)), "{dates:?}: {:?}", found.events);
    }
    let found = read(csv(&["5/20/2026 11:50:00 AM", "20/5/2026 11:50:00 AM"]).as_bytes()).unwrap();
    assert!(found.events.len() == 1 && found.says("another order"), "{:?}", found.problems);
}

#[test]
fn events_without_a_text_are_told() {
    let csv = |message: &str| {
        format!(
            "Message,Id,ProviderName,TimeCreated\r\n{message},611,Directory Synchronization,2026-11-20T09:00:00Z\r\n,6028,ADSync,2026-11-20T09:00:01Z\r\n"
        )
    };
    assert!(!read(csv("text").as_bytes()).unwrap().says("no text"));
    let found = read(csv("").as_bytes()).unwrap();
    assert!(found.says("1 events have no text") && !found.damaged(), "{:?}", found.problems);
}

#[test]
fn each_log_in_an_export_has_a_coverage_of_its_own() {
    let other = |e: &str| e.replace("<Channel>Application", "<Channel>System");
    let foreign = |time: &str, text: &str| event(7036, time, "Service Control Manager", &data(text));
    let mut all = pings(4);
    all[2] = all[2].replace("</System>", "");
    all.insert(0, other(&foreign("2026-11-20T11:00:00Z", "a")));
    all.push(other(&foreign("2026-11-20T11:00:01Z", "b")));
    let found = read(all.join("\n").as_bytes()).unwrap();
    let told: Vec<_> = found
        .coverage
        .iter()
        .map(|c| {
            let props = c.props().unwrap();
            let newest = props.text("NewestRecord").map(str::to_owned);
            (props.text("LogName").unwrap(), props.int("RecordCount"), props.bool("Damaged"), newest)
        })
        .collect();
    let newest = Some("2026-11-20T11:00:01Z".to_owned());
    assert_eq!(
        told,
        [("System", Some(2), Some(false), newest), ("Application", Some(3), Some(true), None)],
        "the end of the Application log is not that of the System log"
    );
    let judged = judged(&[all.join("\n").as_bytes()]);
    assert!(has(&judged, "server.event-log", "log-damaged"), "{judged:?}");
}

#[test]
fn a_record_of_an_event_that_lacks_what_it_needs_is_told() {
    let whole = r#"{"record":"WinEvent","data":{"ProviderName":"ADSync","Id":6050,"TimeCreated":"2026-11-20T09:00:00Z"}}"#;
    for (part, name) in [
        (r#","TimeCreated":"2026-11-20T09:00:00Z""#, "TimeCreated"),
        (r#""ProviderName":"ADSync","#, "ProviderName"),
        (r#""Id":6050,"#, "Id"),
    ] {
        let found = read(format!("{whole}\n{}\n", whole.replace(part, "")).as_bytes()).unwrap();
        assert_eq!(found.events.len(), 1);
        assert!(found.says("line 2: an event without a") && found.says(name), "{:?}", found.problems);
    }
}
