//! Whatever is done to a file, reading ends in records or in a problem, and never in a panic.

use super::{
    collected::{Collected, read},
    made_export::*,
};
use phs_doctor::evidence::{SourceError, open};
use proptest::prelude::*;

/// One thing that happens to files.
#[derive(Clone, Debug)]
enum Harm {
    Flip(usize, u8),
    Cut(usize),
    Behead(usize),
    Double(usize),
    Drop(usize),
    Insert(usize, Vec<u8>),
    Widen,
}

fn harm() -> impl Strategy<Value = Harm> {
    let place = any::<usize>;
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..20),
        prop::sample::select(vec![
            &b"<a>"[..],
            b"</a>",
            b"<!--",
            b"<![CDATA[",
            b"&#0;",
            b"&x;",
            b"\"",
            b"[[[[",
            b"null",
            b"\xff\xfe",
            b"{\"value\":",
            b"<partition>",
            b"1e999"
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop_oneof![
        4 => (place(), any::<u8>()).prop_map(|(at, to)| Harm::Flip(at, to)),
        1 => place().prop_map(Harm::Cut),
        1 => place().prop_map(Harm::Behead),
        2 => place().prop_map(Harm::Double),
        2 => place().prop_map(Harm::Drop),
        3 => (place(), bytes).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        1 => Just(Harm::Widen),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        let length = bytes.len().max(1);
        match harm {
            Harm::Flip(at, to) => {
                if let Some(byte) = bytes.get_mut(at % length) {
                    *byte = *to;
                }
            }
            Harm::Cut(at) => bytes.truncate(at % length),
            Harm::Behead(at) => drop(bytes.drain(..at % length)),
            Harm::Insert(at, more) => {
                let at = at % (bytes.len() + 1);
                bytes.splice(at..at, more.iter().copied());
            }
            Harm::Double(at) | Harm::Drop(at) => {
                let mut lines: Vec<_> = bytes.split_inclusive(|b| *b == b'\n').collect();
                if !lines.is_empty() {
                    let at = at % lines.len();
                    if matches!(harm, Harm::Double(_)) {
                        lines.insert(at, lines[at]);
                    } else {
                        lines.remove(at);
                    }
                }
                bytes = lines.concat();
            }
            Harm::Widen => bytes = utf16(&String::from_utf8_lossy(&bytes)),
        }
    }
    bytes
}

/// What an operator is told: records, problems, or why there is neither.
fn told(outcome: Result<Collected, SourceError>) -> bool {
    match outcome {
        Ok(out) => {
            assert_eq!(out.summary.records, out.records.len() as u64);
            !out.records.is_empty() || !out.problems.is_empty() || !out.not_understood.is_empty()
        }
        Err(e) => !e.to_string().is_empty(),
    }
}

const LINES: &str = r#"{"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-20T09:12:00Z","computer":"SYNC01"}
{"record":"ADSyncScheduler","observed_at":"/Date(1489425342000)/","data":{"StagingModeEnabled":"False","AllowedSyncCycleInterval":{"Ticks":18000000000,"Days":0,"Hours":0,"Minutes":30,"Seconds":0}}}
{"record":"ADSyncConnector","data":{"Name":"a","Identifier":[79,136,145,184,30,5,131,74,149,175,37,68,16,28,144,131],"ConnectivityParameters":[{"Name":"password","Value":"x"},{"Name":"n","Value":1}],"Partitions":{"value":[{"DN":"DC=a","Selected":1,"Parameters":{"dc-failover":"0"}}],"Count":1}}}
{"record":"ADUser","data":{"distinguishedName":"CN=u,DC=a","pwdLastSet":131318613420000000,"objectClass":["top","user"],"memberOf":null}}
{"record":"ADSyncAADCompanyFeature","error":{"kind":"timeout","message":"no answer"}}
{"record":"ADUser","data":null,"query":{"mail":"a@b"}}
"#;

const SAVED: &str = r#"{
    "StagingModeEnabled":  false,
    "SyncCycleEnabled":  true
}
[
    {
        "Name":  "ADSync",
        "Status":  4,
        "StartType":  2
    },
    {
        "DN":  "DC=a",
        "PasswordSyncLastCycleStatus":  1
    }
]
"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines(harms in prop::collection::vec(harm(), 1..8)) {
        let bytes = harmed(LINES.as_bytes().to_vec(), &harms);
        let out = read(open::memory("lines", "evidence file", bytes.clone()).source.as_mut());
        prop_assert!(told(out), "{:?}", String::from_utf8_lossy(&bytes));
        if let Ok(mut opened) = open::stream("lines", &mut &bytes[..]) {
            prop_assert!(told(read(opened[0].source.as_mut())));
        }
    }

    #[test]
    fn a_file_of_an_export(which in 0usize..4, harms in prop::collection::vec(harm(), 1..8)) {
        let whole = [forest_xml(&north()), entra_xml(), settings_xml(&[("a", "b")]), rule_xml(1, "R", NORTH, "true", "<conditions><scope><csAttribute>a</csAttribute></scope></conditions>")];
        let bytes = harmed(whole[which].clone().into_bytes(), &harms);
        match open::stream("part", &mut &bytes[..]) {
            Ok(mut opened) => prop_assert!(told(read(opened[0].source.as_mut()))),
            Err(e) => prop_assert!(e.to_string().contains("accepted are"), "{e}"),
        }
    }

    #[test]
    fn saved_output(harms in prop::collection::vec(harm(), 1..8)) {
        let bytes = harmed(SAVED.as_bytes().to_vec(), &harms);
        match open::stream("saved", &mut &bytes[..]) {
            Ok(mut opened) => prop_assert!(told(read(opened[0].source.as_mut()))),
            Err(e) => prop_assert!(e.to_string().contains("accepted are"), "{e}"),
        }
    }

    #[test]
    fn anything_at_all(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for start in [&b""[..], b"<ma-data>", b"<synchronizationRule><id>{", b"{\"record\":\"Server\",", b"\xff\xfe<\0m\0a\0-\0d\0a\0t\0a\0>\0"] {
            let bytes = [start, &bytes].concat();
            match open::stream("noise", &mut &bytes[..]) {
                Ok(mut opened) => prop_assert!(told(read(opened[0].source.as_mut()))),
                Err(e) => prop_assert!(e.to_string().contains("accepted are"), "{e}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_export_with_one_harmed_file_keeps_the_others(harms in prop::collection::vec(harm(), 1..6)) {
        let made = Made::two_forests();
        made.put(&connector_file(NORTH), harmed(forest_xml(&north()).into_bytes(), &harms));
        let mut opened = open::path(made.path().to_str().unwrap()).unwrap();
        let out = read(opened.last_mut().unwrap().source.as_mut()).unwrap();
        let export = opened.iter().position(|o| o.origin.kind == "configuration export").unwrap();
        let all = if opened.len() == 1 { out } else { read(opened[export].source.as_mut()).unwrap() };
        let kept = all.records.iter().filter(|r| r.from.file.as_deref() != Some(&connector_file(NORTH)));
        prop_assert_eq!(kept.count(), 9);
    }
}
