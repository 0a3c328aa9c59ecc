//! May the account replicate passwords? Read off the list at the root of the domain; nothing is tried.

use super::{
    Refusal,
    account::Account,
    acl::{Answer, Dacl, Decision, GET_CHANGES, GET_CHANGES_ALL, Sid, decide, parse},
    link::{Link, Reach, escaped_bytes},
    token::token,
};
use ldap3::controls::RawControl;

/// What both rights are called in Windows.
const NAMES: [&str; 2] = ["Replicating Directory Changes", "Replicating Directory Changes All"];

/// The rights of an account on a domain.
#[derive(Clone, Debug)]
pub(super) struct Rights {
    pub changes: Option<bool>,
    pub all: Option<bool>,
    /// A sentence for each right: who grants or denies it.
    pub via: Vec<String>,
}

/// Works out the rights.
pub(super) fn rights(link: &mut Link, context: &str, account: &Account) -> Result<Rights, Refusal> {
    let dacl = dacl(link, context)?;
    let token = token(link, context, account)?;
    let decisions = [decide(&dacl, &GET_CHANGES, &token), decide(&dacl, &GET_CHANGES_ALL, &token)];
    let via = NAMES.iter().zip(&decisions).map(|(name, d)| said(link, context, account, name, d)).collect();
    Ok(Rights { changes: decisions[0].granted(), all: decisions[1].granted(), via })
}

/// The list of the domain's root. The audit part is left out: asking for it needs a privilege, and
/// a controller then hands out nothing at all.
fn dacl(link: &mut Link, context: &str) -> Result<Dacl, Refusal> {
    let flags = RawControl {
        ctype: "1.2.840.113556.1.4.801".to_owned(),
        crit: true,
        // SEQUENCE { INTEGER 7 }: owner, group, list.
        val: Some(vec![0x30, 3, 2, 1, 7]),
    };
    let found =
        link.search(context, Reach::One, "(objectClass=*)", &["nTSecurityDescriptor"], vec![flags])?;
    let bytes = found.first().and_then(|e| e.bytes("nTSecurityDescriptor").first()).ok_or(Refusal::Denied)?;
    parse(bytes).map_err(|e| Refusal::Fault(format!("the list of rights of {context} cannot be read: {e}")))
}

fn said(link: &mut Link, context: &str, account: &Account, right: &str, decision: &Decision) -> String {
    let by = decision.by.as_ref().map(|sid| {
        if Some(sid) == account.sid.as_ref() {
            "the account itself".to_owned()
        } else {
            name(link, context, sid)
        }
    });
    match (decision.answer, by) {
        (Answer::Granted, Some(by)) => format!("{right}: granted to {by}"),
        (Answer::Granted, None) => format!("{right}: granted, the domain has no list of rights"),
        (Answer::Denied, by) => format!("{right}: denied to {}", by.unwrap_or_default()),
        (Answer::NotGranted, _) => format!("{right}: granted to nobody that the account is"),
        (Answer::Unsure, by) => {
            format!("{right}: depends on a condition in the entry of {}", by.unwrap_or_default())
        }
    }
}

/// What a trustee is called.
fn name(link: &mut Link, context: &str, sid: &Sid) -> String {
    let filter = format!("(objectSid={})", escaped_bytes(&sid.bytes()));
    let found = link.all(context, &filter, &["sAMAccountName", "cn"]).unwrap_or_default();
    let entry = found.first();
    let called = entry.and_then(|e| e.text("sAMAccountName")).or_else(|| well_known(sid).map(str::to_owned));
    match called.or_else(|| entry.and_then(|e| e.text("cn"))) {
        Some(name) => format!("{name} ({sid})"),
        None => sid.to_string(),
    }
}

fn well_known(sid: &Sid) -> Option<&'static str> {
    match sid.to_string().as_str() {
        "S-1-1-0" => Some("Everyone"),
        "S-1-5-2" => Some("Network"),
        "S-1-5-11" => Some("Authenticated Users"),
        "S-1-5-15" => Some("This Organization"),
        _ => None,
    }
}
