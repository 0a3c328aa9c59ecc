//! The account that the connector signs in with: what another account sees of it, and one sign-in as it.

use super::{
    Secret,
    acl::Sid,
    entry::Entry,
    link::{Link, escaped},
    refusal::{Refusal, cause},
};
use crate::evidence::Stamp;
use chrono::Utc;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// `userAccountControl`: disabled, locked out, password not required, smart card required, expired.
const DISABLED: i64 = 0x2;
const LOCKED: i64 = 0x10;
const SMART_CARD: i64 = 0x4_0000;
const EXPIRED: i64 = 0x80_0000;

const WANTED: &[&str] = &[
    "sAMAccountName",
    "userPrincipalName",
    "objectSid",
    "primaryGroupID",
    "userAccountControl",
    "msDS-User-Account-Control-Computed",
    "pwdLastSet",
    "accountExpires",
    "lockoutTime",
    "badPwdCount",
    "msDS-ResultantPSO",
];

/// The account as another one sees it.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub dn: String,
    pub sid: Option<Sid>,
    pub primary_group: Option<u32>,
    /// The name to sign in with.
    sign_in_name: String,
    flags: Option<i64>,
    computed: Option<i64>,
    must_change: bool,
    past_its_end: bool,
    bad_passwords: Option<i64>,
    /// The policy of its own, where it has one.
    policy: Option<String>,
}

/// What a look for an account came to.
pub(super) enum Search {
    Found(Box<Account>),
    /// Nobody goes by this name here.
    Nobody,
    /// Several do.
    Several(usize),
}

/// Looks for an account by `DOMAIN\name`, sign-in name, distinguished name or plain name.
pub(super) fn find(link: &mut Link, context: &str, name: &str) -> Result<Search, Refusal> {
    let found = if name.contains('=') && name.contains(',') {
        link.one(name, WANTED)?.into_iter().collect()
    } else {
        let short = escaped(name.rsplit('\\').next().unwrap_or(name));
        let filter = if short.contains('@') {
            format!(
                "(&(objectClass=user)(|(userPrincipalName={short})(sAMAccountName={})))",
                short.split('@').next().unwrap_or_default()
            )
        } else {
            format!("(&(objectClass=user)(sAMAccountName={short}))")
        };
        link.all(context, &filter, WANTED)?
    };
    let exact = |e: &&Entry| e.text("userPrincipalName").is_some_and(|u| u.eq_ignore_ascii_case(name));
    let best = found.iter().find(exact).or_else(|| found.first());
    Ok(match (best, found.len()) {
        (None, _) => Search::Nobody,
        (Some(one), n) if n == 1 || exact(&one) => Search::Found(Box::new(Account::read(one, context))),
        (Some(_), n) => Search::Several(n),
    })
}

impl Account {
    fn read(entry: &Entry, context: &str) -> Account {
        let time = |name: &str| entry.text(name).and_then(|t| Stamp::from_text(&t));
        let domain = super::controller::domain_of(context);
        let short = entry.text("sAMAccountName").unwrap_or_default();
        Account {
            dn: entry.dn.clone(),
            sid: entry.bytes("objectSid").first().and_then(|b| Sid::parse(b)),
            primary_group: entry.number("primaryGroupID").and_then(|n| u32::try_from(n).ok()),
            // Two accounts can share a sign-in name; this form is unique.
            sign_in_name: format!("{short}@{domain}"),
            flags: entry.number("userAccountControl"),
            computed: entry.number("msDS-User-Account-Control-Computed"),
            must_change: time("pwdLastSet") == Some(Stamp::Never),
            past_its_end: matches!(time("accountExpires"), Some(Stamp::At(t)) if t < Utc::now()),
            bad_passwords: entry.number("badPwdCount"),
            policy: entry.text("msDS-ResultantPSO"),
        }
    }

    fn has(&self, bit: i64) -> bool {
        self.flags.unwrap_or(0) & bit != 0
    }

    fn is_now(&self, bit: i64) -> bool {
        self.computed.unwrap_or(0) & bit != 0
    }

    /// What keeps it out whatever its password is, in the words of causes.
    pub fn barred(&self) -> Vec<&'static str> {
        [
            (self.has(DISABLED), "account-disabled"),
            (self.is_now(LOCKED), "account-locked"),
            (self.past_its_end, "account-expired"),
            (self.must_change, "account-must-change-password"),
            (self.is_now(EXPIRED) && !self.must_change, "account-password-expired"),
        ]
        .into_iter()
        .filter_map(|(is, what)| is.then_some(what))
        .collect()
    }

    /// Its state in words.
    pub fn state(&self) -> Vec<String> {
        let mut out: Vec<String> = self
            .barred()
            .iter()
            .map(|c| {
                match *c {
                    "account-disabled" => "disabled",
                    "account-locked" => "locked out",
                    "account-expired" => "expired",
                    "account-must-change-password" => "must change its password",
                    _ => "password expired",
                }
                .to_owned()
            })
            .collect();
        if self.has(SMART_CARD) {
            out.push("smart card required: its password is random".to_owned());
        }
        if self.flags.is_none() {
            out.push("its state cannot be read".to_owned());
        } else if out.is_empty() {
            out.push("enabled".to_owned());
        }
        out
    }

    /// Why a try could do harm; none where it may be made. A wrong try too many locks the account, and
    /// with it password synchronization.
    pub fn too_risky(&self, counts: &[Option<i64>], threshold: Option<i64>) -> Option<String> {
        let Some(threshold) = threshold else {
            return Some("not tried: the domain's limit of wrong passwords cannot be read, so a try could lock the account".into());
        };
        if threshold == 0 {
            return None;
        }
        let mut highest = self.bad_passwords;
        // Another controller that never heard of a wrong password holds no count.
        for count in counts.iter().flatten() {
            highest = highest.map(|h| h.max(*count));
        }
        match highest {
            None => Some("not tried: the number of wrong passwords so far cannot be read, so a try could lock the account".into()),
            Some(count) if count + 1 >= threshold => Some(format!(
                "not tried: {count} wrong passwords so far and {threshold} lock the account; wait until the count is reset, or unlock it"
            )),
            Some(_) => None,
        }
    }

    /// The wrong passwords so far, as this controller counts them.
    pub fn bad_passwords(link: &mut Link, dn: &str) -> Option<i64> {
        link.one(dn, &["badPwdCount"]).ok().flatten()?.number("badPwdCount")
    }

    /// How many wrong passwords lock it: by its own policy, else the domain's. 0 is never.
    pub fn threshold(&self, link: &mut Link, context: &str) -> Option<i64> {
        let (of, name) = match &self.policy {
            Some(policy) => (policy.as_str(), "msDS-LockoutThreshold"),
            None => (context, "lockoutThreshold"),
        };
        link.one(of, &[name]).ok().flatten()?.number(name)
    }

    /// The name it signs in with.
    pub fn sign_in_name(&self) -> &str {
        &self.sign_in_name
    }
}

/// What a sign-in as the account came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// It was let in.
    In,
    /// It was refused, and why.
    Refused(&'static str),
    /// That says nothing about the account.
    NoAnswer(String),
}

/// Every account that was signed in with in this run: each is tried once, whatever asks for it again.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<String, Tried>>>);

impl PartialEq for Ledger {
    fn eq(&self, other: &Ledger) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Ledger {}

impl Ledger {
    /// Signs in as the account, unless that was done before.
    pub(super) fn once(&self, account: &str, sign_in: impl FnOnce() -> Tried) -> Tried {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        book.entry(short(account)).or_insert_with(sign_in).clone()
    }

    /// What a sign-in as the account came to, where there was one.
    pub(super) fn of(&self, account: &str) -> Option<Tried> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&short(account)).cloned()
    }
}

/// One account goes by several names; the short one stands for all.
fn short(name: &str) -> String {
    let name = name.rsplit('\\').next().unwrap_or(name);
    name.split('@').next().unwrap_or(name).to_lowercase()
}

/// One sign-in on a connection of its own.
pub(super) fn sign_in(link: Result<Link, Refusal>, name: &str, password: &Secret) -> Tried {
    match link.and_then(|mut link| link.sign_in(name, password)) {
        Ok(()) => Tried::In,
        Err(Refusal::SignIn(code)) => match cause(code) {
            Some(cause) => Tried::Refused(cause),
            None => Tried::NoAnswer(Refusal::SignIn(code).to_string()),
        },
        Err(other) => Tried::NoAnswer(other.to_string()),
    }
}
