//! What may be given: files, folders, bundles, pipes, standard input.

use super::{
    collected::{open_path, read},
    made_export::*,
};
use phs_doctor::evidence::{Kind, open};
use std::fs;
use tempfile::TempDir;

const SERVER: &str = "{\"record\":\"Server\",\"data\":{\"ComputerName\":\"A\"}}\n";

fn refusal(path: &std::path::Path) -> String {
    open::path(path.to_str().unwrap()).map(|o| o.len()).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_opened_is_named_with_the_reason_and_what_is_accepted() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("notes.txt");
    let said = refusal(&file);
    assert!(said.starts_with(file.to_str().unwrap()), "{said}");
    assert!(said.contains("there is nothing under this name"), "{said}");
    for (content, why) in [
        (&b""[..], "it is empty"),
        (b"\xef\xbb\xbf", "it is empty, which for what a cmdlet prints usually means that it found nothing"),
        (b"\xff\xfe\r\0\n\0", "it is empty, which"),
        (b"null\r\n", "it is empty, which"),
        (b"[\n\n]\n", "it is empty, which"),
        (b"dear diary", "it is no evidence that this program knows"),
        (b"PK\x03\x04....", "packed archive; unpack it"),
        (b"<html/>", "it is no evidence that this program knows"),
        (&[0xff, 0xfe, 0, 0xd8, 1], "it is no evidence that this program knows"),
    ] {
        fs::write(&file, content).unwrap();
        let said = refusal(&file);
        assert!(said.starts_with(file.to_str().unwrap()) && said.contains(why), "{said}");
        for accepted in ["phs-evidence/1", "Get-ADSyncServerConfiguration -Path", "folder"] {
            assert!(said.contains(accepted), "{said}");
        }
    }
}

#[test]
fn a_bundle_opens_everything_in_it_and_names_the_rest() {
    let made = Made::two_forests();
    let bundle = TempDir::new().unwrap();
    fs::rename(made.path(), bundle.path().join("config")).unwrap();
    let put = |name: &str, content: &[u8]| {
        let path = bundle.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    put("evidence.dat", SERVER.as_bytes());
    put("deep/er/state.log", &utf16(SERVER));
    put("readme.txt", b"made by hand");
    let mut opened = open_path(bundle.path());
    let kinds: Vec<_> = opened.iter().map(|o| (o.origin.kind, o.origin.name.clone())).collect();
    let named = |name: &str| bundle.path().join(name).to_str().unwrap().to_owned();
    assert_eq!(
        kinds,
        [
            ("configuration export", named("config")),
            ("evidence file", named("deep/er/state.log")),
            ("evidence file", named("evidence.dat"))
        ]
    );
    let first = read(opened[0].source.as_mut()).unwrap();
    assert_eq!(first.of(Kind::ADSyncConnector).len(), 3);
    assert_eq!(first.problems.len(), 1);
    assert!(first.complains("readme.txt", "passed over"));
    for other in &mut opened[1..] {
        assert_eq!(read(other.source.as_mut()).unwrap().of(Kind::Server)[0].text("ComputerName"), Some("A"));
    }
}

#[test]
fn two_exports_in_one_folder_stay_two() {
    let (one, two) = (Made::two_forests(), Made::two_forests());
    let above = TempDir::new().unwrap();
    fs::rename(one.path(), above.path().join("active")).unwrap();
    fs::rename(two.path(), above.path().join("staging")).unwrap();
    let mut opened = open_path(above.path());
    assert_eq!(opened.len(), 2);
    for one in &mut opened {
        assert_eq!(read(one.source.as_mut()).unwrap().of(Kind::ADSyncConnector).len(), 3);
    }
}

#[test]
fn one_folder_of_an_export_and_its_files_in_a_heap() {
    let made = Made::two_forests();
    let mut opened = open_path(&made.path().join("Connectors"));
    let out = read(opened[0].source.as_mut()).unwrap();
    assert_eq!(out.of(Kind::ADSyncConnector).len(), 3);
    assert!(out.of(Kind::ADSyncRule).is_empty(), "what stands beside it was not given");

    let heap = TempDir::new().unwrap();
    fs::write(heap.path().join("1.xml"), forest_xml(&north())).unwrap();
    fs::write(heap.path().join("2.xml"), entra_xml()).unwrap();
    fs::write(heap.path().join("3.xml"), settings_xml(&[])).unwrap();
    let mut opened = open_path(heap.path());
    assert_eq!(opened.len(), 1);
    let out = read(opened[0].source.as_mut()).unwrap();
    let state = out.one(Kind::ADSyncAADPasswordSyncConfiguration, "SourceConnector", "north.example");
    assert_eq!(state.text("TargetConnector"), Some("example.onmicrosoft.com - AAD"));
    assert_eq!(out.of(Kind::Server)[0].text("ComputerName"), Some("SYNC01"));
}

#[test]
fn a_stream_can_be_read_again_and_may_be_anything() {
    let mut opened = open::stream("standard input", &mut SERVER.as_bytes()).unwrap();
    assert_eq!((opened[0].origin.name.as_str(), opened[0].origin.kind), ("standard input", "evidence file"));
    for _ in 0..2 {
        assert_eq!(read(opened[0].source.as_mut()).unwrap().records.len(), 1);
    }
    let xml = utf16(&forest_xml(&north()));
    let mut opened = open::stream("standard input", &mut &xml[..]).unwrap();
    assert_eq!(read(opened[0].source.as_mut()).unwrap().of(Kind::ADSyncConnector).len(), 1);
    let said = open::stream("standard input", &mut &b""[..]).map(|o| o.len()).unwrap_err().to_string();
    assert!(said.starts_with("standard input: it is empty; accepted are"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_spooled() {
    let folder = TempDir::new().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let to = pipe.clone();
    let writer = std::thread::spawn(move || fs::write(to, SERVER).unwrap());
    let mut opened = open_path(&pipe);
    writer.join().unwrap();
    for _ in 0..2 {
        assert_eq!(read(opened[0].source.as_mut()).unwrap().records.len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn links_in_circles_are_not_followed() {
    let made = Made::two_forests();
    std::os::unix::fs::symlink(made.path(), made.path().join("Connectors/again")).unwrap();
    std::os::unix::fs::symlink("nowhere", made.path().join("Connectors/dead.xml")).unwrap();
    let mut opened = open_path(made.path());
    assert_eq!(opened.len(), 1);
    assert_eq!(read(opened[0].source.as_mut()).unwrap().of(Kind::ADSyncConnector).len(), 3);
}
