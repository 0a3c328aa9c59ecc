//! Our reader of security descriptors beside another one, on whole and on damaged ones.

use phs_doctor::evidence::directory::acl::{
    Answer, Dacl, Form, GET_CHANGES, GET_CHANGES_ALL, Guid, Sid, decide, parse,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use windows_sddl::{AceType, DaclKind};

/// Who may stand in an entry.
fn sids() -> Vec<Sid> {
    vec![
        Sid::well_known(1, &[0]),
        Sid::well_known(5, &[11]),
        Sid::well_known(5, &[32, 544]),
        Sid::well_known(5, &[21, 1, 2, 3, 1104]),
        Sid::well_known(5, &[21, 1, 2, 3, 1105]),
    ]
}

/// An entry in bytes.
fn entry(kind: u8, flags: u8, mask: u32, object: Option<Guid>, inherited: bool, trustee: &Sid) -> Vec<u8> {
    let mut body = mask.to_le_bytes().to_vec();
    if matches!(kind, 5 | 6 | 11 | 12) {
        body.extend((u32::from(object.is_some()) | u32::from(inherited) << 1).to_le_bytes());
        body.extend(object.iter().flatten());
        body.extend(inherited.then_some([7; 16]).iter().flatten());
    }
    body.extend(trustee.bytes());
    let size = u16::try_from(body.len() + 4).unwrap().to_le_bytes();
    [&[kind, flags][..], &size, &body].concat()
}

fn descriptor(entries: &[Vec<u8>]) -> Vec<u8> {
    let list = entries.concat();
    let mut out = vec![1, 0, 0x04, 0x80];
    out.extend([0; 12]);
    out.extend(20_u32.to_le_bytes());
    out.extend([4, 0]);
    out.extend(u16::try_from(list.len() + 8).unwrap().to_le_bytes());
    out.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out.extend(list);
    out
}

fn any_entry() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop_oneof![Just(0_u8), Just(1), Just(5), Just(6)];
    let flags = prop_oneof![Just(0_u8), Just(2), Just(8), Just(0x0a), Just(0x10)];
    let mask = prop_oneof![Just(0x100_u32), Just(0x1000_0000), Just(0xf_01ff), Just(0x10), any::<u32>()];
    let object = prop_oneof![
        Just(None),
        Just(Some(GET_CHANGES)),
        Just(Some(GET_CHANGES_ALL)),
        Just(Some([0; 16])),
        any::<Guid>().prop_map(Some)
    ];
    (kind, flags, mask, object, any::<bool>(), 0..5_usize).prop_map(
        |(kind, flags, mask, object, inherited, who)| {
            entry(kind, flags, mask, object, inherited, &sids()[who])
        },
    )
}

fn any_token() -> impl Strategy<Value = BTreeSet<Sid>> {
    proptest::collection::btree_set(proptest::sample::select(sids()), 0..4)
}

/// The same decision over what the other reader read.
fn others_answer(bytes: &[u8], right: &Guid, token: &BTreeSet<Sid>) -> Option<bool> {
    let read = windows_sddl::parse(bytes).ok()?;
    if read.dacl_kind != DaclKind::Present {
        return Some(true);
    }
    let names: BTreeSet<String> = token.iter().map(ToString::to_string).collect();
    let list = read.dacl?;
    let mut conditional = false;
    for ace in &list.aces {
        conditional |= matches!(ace.ace_type, AceType::Other(9..=12));
        let covers = ace.mask.bits() & 0x1000_0100 != 0;
        let object = ace.object_type.as_ref().is_none_or(|g| g.0 == [0; 16] || g.0 == *right);
        if ace.flags & 8 != 0 || !covers || !object || !names.contains(&ace.trustee.to_string()) {
            continue;
        }
        match ace.ace_type {
            AceType::Other(_) => {}
            _ => return (!conditional).then_some(ace.is_allow()),
        }
    }
    (!conditional).then_some(false)
}

fn our_answer(bytes: &[u8], right: &Guid, token: &BTreeSet<Sid>) -> Option<bool> {
    decide(&parse(bytes).ok()?, right, token).granted()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whole_lists_are_read_and_decided_alike(
        entries in proptest::collection::vec(any_entry(), 0..12), token in any_token()
    ) {
        let bytes = descriptor(&entries);
        for right in [GET_CHANGES, GET_CHANGES_ALL] {
            let ours = our_answer(&bytes, &right, &token);
            prop_assert!(ours.is_some());
            prop_assert_eq!(ours, others_answer(&bytes, &right, &token));
        }
    }

    #[test]
    fn damaged_ones_never_panic_and_never_disagree(
        entries in proptest::collection::vec(any_entry(), 1..8),
        token in any_token(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<proptest::sample::Index>())
    ) {
        let mut bytes = descriptor(&entries);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        for right in [GET_CHANGES, GET_CHANGES_ALL] {
            if let (Some(ours), Some(theirs)) = (our_answer(&bytes, &right, &token), others_answer(&bytes, &right, &token)) {
                prop_assert_eq!(ours, theirs, "{:02x?}", bytes);
            }
        }
    }

    #[test]
    fn any_bytes_at_all(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes);
    }
}

#[test]
fn conditions_are_seen() {
    let who = &sids()[3];
    let bytes = descriptor(&[
        entry(9, 0, 0x100, None, false, who),
        entry(11, 0, 0x100, Some(GET_CHANGES), false, who),
    ]);
    let Ok(Dacl::Entries(entries)) = parse(&bytes) else { panic!("not read") };
    assert!(entries.iter().all(|e| e.form == Form::AllowIf && e.trustee == *who), "{entries:?}");
    let token = BTreeSet::from([who.clone()]);
    assert_eq!(decide(&Dacl::Entries(entries), &GET_CHANGES, &token).answer, Answer::Unsure);
}

#[test]
fn damage_is_named() {
    let whole = descriptor(&[entry(0, 0, 0x100, None, false, &sids()[0])]);
    let said = |bytes: &[u8]| parse(bytes).unwrap_err().to_string();
    assert_eq!(said(&whole[..10]), "it is shorter than its own head");
    assert_eq!(said(&whole[..24]), "its list is cut off");
    let mut entry_too_long = whole.clone();
    entry_too_long[30] = 0xff;
    assert_eq!(said(&entry_too_long), "the size of an entry does not fit");
}
