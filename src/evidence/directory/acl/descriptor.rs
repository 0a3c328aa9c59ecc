//! Security descriptors in their self-relative form ([MS-DTYP] 2.4.6), as `nTSecurityDescriptor` holds
//! them. Only the discretionary list is read; owner, group and audit list decide nothing here.

use super::Sid;

/// A GUID as it stands in an entry, in Windows' byte order.
pub type Guid = [u8; 16];

/// The list that allows and denies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dacl {
    /// There is none: everything is allowed to everyone.
    Absent,
    /// Its entries in their order, which decides.
    Entries(Vec<Entry>),
}

/// What an entry does where it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Allows.
    Allow,
    /// Denies.
    Deny,
    /// Allows under a condition that only a controller can judge.
    AllowIf,
    /// Denies under a condition that only a controller can judge.
    DenyIf,
}

/// One entry that allows or denies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it does.
    pub form: Form,
    /// Its inheritance flags.
    pub flags: u8,
    /// The kinds of access it is about.
    pub mask: u32,
    /// The one right or property it is about; none for all.
    pub object: Option<Guid>,
    /// Whom it is about.
    pub trustee: Sid,
}

/// The bytes are no descriptor: what does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Damaged(&'static str);

/// `SE_DACL_PRESENT`.
const PRESENT: u16 = 0x0004;
/// `ACE_OBJECT_TYPE_PRESENT`.
const HAS_OBJECT: u32 = 1;
/// `ACE_INHERITED_OBJECT_TYPE_PRESENT`.
const HAS_INHERITED: u32 = 2;

/// Reads a descriptor. A part that does not fit makes all of it unusable: an entry that cannot be
/// read may be the one that decides.
pub fn parse(bytes: &[u8]) -> Result<Dacl, Damaged> {
    let control = u16_at(bytes, 2).ok_or(Damaged("it is shorter than its own head"))?;
    let offset = u32_at(bytes, 16).ok_or(Damaged("it is shorter than its own head"))?;
    if bytes.first() != Some(&1) {
        return Err(Damaged("its revision is not 1"));
    }
    if control & PRESENT == 0 || offset == 0 {
        return Ok(Dacl::Absent);
    }
    let list = usize::try_from(offset).ok().filter(|at| *at >= 20).and_then(|at| bytes.get(at..));
    let list = list.ok_or(Damaged("its list lies outside of it"))?;
    entries(list).map(Dacl::Entries)
}

fn entries(list: &[u8]) -> Result<Vec<Entry>, Damaged> {
    const CUT: Damaged = Damaged("its list is cut off");
    if !matches!(list.first(), Some(2 | 4)) {
        return Err(Damaged("the revision of its list is neither 2 nor 4"));
    }
    let size = usize::from(u16_at(list, 2).ok_or(CUT)?);
    let count = u16_at(list, 4).ok_or(CUT)?;
    let mut rest = list.get(8..size).ok_or(CUT)?;
    let mut out = Vec::new();
    for _ in 0..count {
        let size = usize::from(u16_at(rest, 2).ok_or(CUT)?);
        if size < 4 || size > rest.len() {
            return Err(Damaged("the size of an entry does not fit"));
        }
        let (one, after) = rest.split_at(size);
        out.extend(entry(one)?);
        rest = after;
    }
    Ok(out)
}

/// One entry; none for a kind that neither allows nor denies.
fn entry(bytes: &[u8]) -> Result<Option<Entry>, Damaged> {
    const CUT: Damaged = Damaged("an entry is cut off");
    let (form, has_object) = match bytes.first() {
        Some(0) => (Form::Allow, false),
        Some(1) => (Form::Deny, false),
        Some(5) => (Form::Allow, true),
        Some(6) => (Form::Deny, true),
        Some(9) => (Form::AllowIf, false),
        Some(10) => (Form::DenyIf, false),
        Some(11) => (Form::AllowIf, true),
        Some(12) => (Form::DenyIf, true),
        _ => return Ok(None),
    };
    let flags = *bytes.get(1).ok_or(CUT)?;
    let mask = u32_at(bytes, 4).ok_or(CUT)?;
    let mut at = 8;
    let mut object = None;
    if has_object {
        let there = u32_at(bytes, at).ok_or(CUT)?;
        at += 4;
        if there & HAS_OBJECT != 0 {
            object = Some(guid_at(bytes, at).ok_or(CUT)?);
            at += 16;
        }
        if there & HAS_INHERITED != 0 {
            at += 16;
        }
    }
    let trustee = bytes.get(at..).and_then(Sid::parse).ok_or(Damaged("an entry names nobody"))?;
    Ok(Some(Entry { form, flags, mask, object, trustee }))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn guid_at(bytes: &[u8], at: usize) -> Option<Guid> {
    bytes.get(at..at + 16)?.try_into().ok()
}
