//! Does a list grant an extended right to an account? The first entry that is about the right and the
//! account decides ([MS-ADTS] 5.1.3.3.4).

use super::{
    Sid,
    descriptor::{Dacl, Entry, Form, Guid},
};
use std::collections::BTreeSet;

/// DS-Replication-Get-Changes, 1131f6aa-9c07-11d1-f79f-00c04fc2dcd2.
pub const GET_CHANGES: Guid =
    [0xaa, 0xf6, 0x31, 0x11, 0x07, 0x9c, 0xd1, 0x11, 0xf7, 0x9f, 0x00, 0xc0, 0x4f, 0xc2, 0xdc, 0xd2];
/// DS-Replication-Get-Changes-All, 1131f6ad-9c07-11d1-f79f-00c04fc2dcd2.
pub const GET_CHANGES_ALL: Guid =
    [0xad, 0xf6, 0x31, 0x11, 0x07, 0x9c, 0xd1, 0x11, 0xf7, 0x9f, 0x00, 0xc0, 0x4f, 0xc2, 0xdc, 0xd2];

/// `RIGHT_DS_CONTROL_ACCESS` and `GENERIC_ALL`.
const COVERS: u32 = 0x100 | 0x1000_0000;
/// `INHERIT_ONLY_ACE`: for objects below, not for the one that bears it.
const INHERIT_ONLY: u8 = 0x08;

/// What a list says about a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An entry allows it, or there is no list at all.
    Granted,
    /// An entry denies it.
    Denied,
    /// No entry is about it.
    NotGranted,
    /// It depends on a condition that only a controller can judge.
    Unsure,
}

/// The answer, and whose entry gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The answer.
    pub answer: Answer,
    /// Whose entry decided; none where no entry did.
    pub by: Option<Sid>,
}

impl Decision {
    /// Whether the account has the right; none where that cannot be told.
    #[must_use]
    pub const fn granted(&self) -> Option<bool> {
        match self.answer {
            Answer::Granted => Some(true),
            Answer::Denied | Answer::NotGranted => Some(false),
            Answer::Unsure => None,
        }
    }
}

/// Decides for who holds all of `token`.
#[must_use]
pub fn decide(dacl: &Dacl, right: &Guid, token: &BTreeSet<Sid>) -> Decision {
    let entries = match dacl {
        Dacl::Absent => return Decision { answer: Answer::Granted, by: None },
        Dacl::Entries(entries) => entries,
    };
    let mut conditional: Vec<&Entry> = Vec::new();
    let mut decided = Decision { answer: Answer::NotGranted, by: None };
    for entry in entries.iter().filter(|e| applies(e, right, token)) {
        let answer = match entry.form {
            Form::AllowIf | Form::DenyIf => {
                conditional.push(entry);
                continue;
            }
            Form::Allow => Answer::Granted,
            Form::Deny => Answer::Denied,
        };
        decided = Decision { answer, by: Some(entry.trustee.clone()) };
        break;
    }
    // A condition matters only where it could turn the answer round.
    let turning = if decided.answer == Answer::Granted { Form::DenyIf } else { Form::AllowIf };
    match conditional.iter().find(|e| e.form == turning) {
        Some(entry) => Decision { answer: Answer::Unsure, by: Some(entry.trustee.clone()) },
        None => decided,
    }
}

fn applies(entry: &Entry, right: &Guid, token: &BTreeSet<Sid>) -> bool {
    entry.flags & INHERIT_ONLY == 0
        && entry.mask & COVERS != 0
        && entry.object.is_none_or(|object| object == [0; 16] || object == *right)
        && token.contains(&entry.trustee)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sid(number: u32) -> Sid {
        Sid::well_known(5, &[21, 1, 2, 3, number])
    }

    fn entry(form: Form, object: Option<Guid>, number: u32) -> Entry {
        Entry { form, flags: 0, mask: 0x100, object, trustee: sid(number) }
    }

    fn answer(entries: Vec<Entry>) -> (Answer, Option<Sid>) {
        let token = BTreeSet::from([sid(1), sid(2)]);
        let decision = decide(&Dacl::Entries(entries), &GET_CHANGES, &token);
        (decision.answer, decision.by)
    }

    #[test]
    fn the_first_entry_that_matters_decides() {
        let allow = || entry(Form::Allow, Some(GET_CHANGES), 1);
        let deny = || entry(Form::Deny, Some(GET_CHANGES), 2);
        assert_eq!(answer(vec![allow(), deny()]), (Answer::Granted, Some(sid(1))));
        assert_eq!(answer(vec![deny(), allow()]), (Answer::Denied, Some(sid(2))));
        assert_eq!(answer(Vec::new()), (Answer::NotGranted, None));
        assert_eq!(answer(vec![entry(Form::Deny, None, 2), allow()]), (Answer::Denied, Some(sid(2))));
        assert_eq!(answer(vec![entry(Form::Allow, Some([0; 16]), 1)]), (Answer::Granted, Some(sid(1))));
    }

    #[test]
    fn other_people_rights_and_heirs_do_not_matter() {
        let of_another = entry(Form::Allow, None, 9);
        let of_another_right = entry(Form::Allow, Some(GET_CHANGES_ALL), 1);
        let for_heirs = Entry { flags: INHERIT_ONLY | 2, ..entry(Form::Allow, None, 1) };
        let for_reading = Entry { mask: 0x10, ..entry(Form::Allow, None, 1) };
        let all = vec![of_another, of_another_right, for_heirs, for_reading];
        assert_eq!(answer(all), (Answer::NotGranted, None));
    }

    #[test]
    fn a_condition_makes_unsure_only_where_it_could_turn_the_answer() {
        let allow = || entry(Form::Allow, None, 1);
        let perhaps = || entry(Form::AllowIf, None, 2);
        let perhaps_not = || entry(Form::DenyIf, None, 2);
        assert_eq!(answer(vec![perhaps()]), (Answer::Unsure, Some(sid(2))));
        assert_eq!(answer(vec![perhaps(), allow()]), (Answer::Granted, Some(sid(1))));
        assert_eq!(answer(vec![perhaps_not(), allow()]), (Answer::Unsure, Some(sid(2))));
        assert_eq!(answer(vec![perhaps_not()]), (Answer::NotGranted, None));
        assert_eq!(answer(vec![allow(), perhaps_not()]), (Answer::Granted, Some(sid(1))));
    }

    #[test]
    fn no_list_grants_everything() {
        let decision = decide(&Dacl::Absent, &GET_CHANGES, &BTreeSet::new());
        assert_eq!(decision, Decision { answer: Answer::Granted, by: None });
    }
}
