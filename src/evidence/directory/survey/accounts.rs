//! The accounts that connectors sign in with: which, whether they are let in, and what they may.

use super::{
    super::{
        Refusal,
        account::{self, Account, Search, Tried},
        controller::{Controller, Look, domain_of},
        link::Link,
        rights,
    },
    Inside, Survey, open,
};
use crate::evidence::{Kind, source::AskedAccount};
use serde_json::{Value, json};

impl Survey<'_> {
    /// The accounts to look at: the operator's, else the connectors', else the one that the wizard of
    /// Entra Connect made.
    pub(super) fn accounts(&mut self, link: &mut Link, context: &str) -> Vec<AskedAccount> {
        let plain = |name: &String| {
            let known = self.ask.accounts.iter().find(|a| a.name.eq_ignore_ascii_case(name)).cloned();
            known.unwrap_or_else(|| AskedAccount { name: name.clone(), ..AskedAccount::default() })
        };
        let mut all: Vec<AskedAccount> = self.access.accounts.iter().map(plain).collect();
        if all.is_empty() {
            all.clone_from(&self.ask.accounts);
        }
        if !all.is_empty() {
            return all;
        }
        let made = link.all(context, "(sAMAccountName=MSOL_*)", &["sAMAccountName"]).unwrap_or_default();
        let made: Vec<String> = made.iter().filter_map(|e| e.text("sAMAccountName")).collect();
        match made.as_slice() {
            [one] => vec![plain(one)],
            several => {
                let reason = if several.is_empty() {
                    "which account the connector uses is not known; name it with --account".to_owned()
                } else {
                    format!(
                        "{} accounts begin with MSOL_; name the connector's with --account",
                        several.len()
                    )
                };
                for kind in [Kind::ADConnectorAccount, Kind::ADReplicationRights] {
                    self.error(kind, "not-available", &reason);
                }
                Vec::new()
            }
        }
    }

    pub(super) fn account(
        &mut self,
        look: &Look<'_>,
        controllers: &[Controller],
        inside: &mut [Inside],
        context: &str,
        asked: &AskedAccount,
    ) {
        let domain = domain_of(context);
        let mut record = json!({"Domain": domain, "UserName": asked.name});
        if let Some(connector) = &asked.connector {
            record["ConnectorName"] = connector.clone().into();
        }
        let found = match account::find(&mut inside[0].link, context, &asked.name) {
            Ok(Search::Found(found)) => found,
            Ok(Search::Nobody) => {
                record["Bind"] = "account-not-found".into();
                self.data(Kind::ADConnectorAccount, &record);
                return;
            }
            Ok(Search::Several(n)) => {
                let reason = format!("{n} accounts in {domain} go by {}", asked.name);
                self.error(Kind::ADConnectorAccount, "failed", &reason);
                return;
            }
            Err(why) => {
                self.error(Kind::ADConnectorAccount, "failed", &format!("{}: {why}", asked.name));
                return;
            }
        };
        let mut rights_record = record.clone();
        self.sign_in_as(look, controllers, inside, context, &found, &mut record);
        self.data(Kind::ADConnectorAccount, &record);
        match rights::rights(&mut inside[0].link, context, &found) {
            Ok(rights) => {
                rights_record["Account"] = rights_record["UserName"].take();
                if let Some(map) = rights_record.as_object_mut() {
                    map.remove("UserName");
                }
                rights_record["GetChanges"] = rights.changes.into();
                rights_record["GetChangesAll"] = rights.all.into();
                rights_record["Via"] = rights.via.into();
                self.data(Kind::ADReplicationRights, &rights_record);
            }
            Err(why) => self.error(Kind::ADReplicationRights, "failed", &format!("{}: {why}", asked.name)),
        }
    }

    /// Fills in what is known of the account's sign-in: by a try, else by what keeps it out anyway.
    fn sign_in_as(
        &self,
        look: &Look<'_>,
        controllers: &[Controller],
        inside: &mut [Inside],
        context: &str,
        found: &Account,
        record: &mut Value,
    ) {
        record["State"] = found.state().into();
        let mut notes = Vec::new();
        if let Some(password) = &self.access.account_password {
            let counts: Vec<Option<i64>> =
                inside.iter_mut().map(|i| Account::bad_passwords(&mut i.link, &found.dn)).collect();
            let threshold = found.threshold(&mut inside[0].link, context);
            match found.too_risky(&counts, threshold) {
                Some(why) => notes.push(why),
                None => {
                    self.access.tried.once(found.sign_in_name(), || {
                        let first = controllers.iter().find(|c| c.host == inside[0].host);
                        let link = first.map_or(Err(Refusal::NoAddress), |c| open(look, c));
                        account::sign_in(link, found.sign_in_name(), password)
                    });
                }
            }
        }
        let bind = match self.access.tried.of(found.sign_in_name()) {
            Some(Tried::In) => Some("ok"),
            // It is there: another look just found it.
            Some(Tried::Refused("account-not-found")) => Some("account-bad-password"),
            Some(Tried::Refused(cause)) => Some(cause),
            Some(Tried::NoAnswer(why)) => {
                notes.push(why);
                None
            }
            None => {
                let barred = found.barred().first().copied();
                notes.extend(barred.map(|_| "as another account sees it; no sign-in was tried".to_owned()));
                barred
            }
        };
        if let Some(bind) = bind {
            record["Bind"] = bind.into();
        }
        if !notes.is_empty() {
            record["Notes"] = notes.into();
        }
    }
}
