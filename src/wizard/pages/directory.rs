//! Asking the directory: whom, how to sign in, what to test. Nothing is asked before the last line.

use crate::{
    evidence::directory::{Access, Address, Ledger, Secret, SignIn},
    wizard::{Action, Input, Model, Page, Place, SourceSpec, page::Text},
};
use std::{path::PathBuf, sync::Arc};

/// Typed in the place of a user, on Windows.
const LOGGED_ON: &str = ".";

/// A line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The controller or domain.
    Server,
    /// Whom to sign in as.
    User,
    /// That user's password.
    Password,
    /// The certificate of the issuer.
    Issuer,
    /// The connector account to look at.
    Account,
    /// The password to try for it.
    AccountPassword,
}

/// What was filled in so far.
#[derive(Clone, Debug, Default)]
pub(in crate::wizard) struct Form {
    server: Text,
    user: Text,
    password: Secret,
    issuer: Text,
    account: Text,
    account_password: Secret,
    /// Sign-ins that were refused since they were typed: the same again is not sent again.
    sign_ins: Ledger,
}

impl Field {
    /// True for a password: what is typed is never shown.
    pub const fn hidden(self) -> bool {
        matches!(self, Field::Password | Field::AccountPassword)
    }

    const fn name(self) -> &'static str {
        match self {
            Field::Server => "Server or domain",
            Field::User => "Sign in as",
            Field::Password => "Password",
            Field::Issuer => "CA file",
            Field::Account => "Connector account",
            Field::AccountPassword => "Try its password",
        }
    }
}

impl Form {
    fn text(&mut self, field: Field) -> Option<&mut Text> {
        match field {
            Field::Server => Some(&mut self.server),
            Field::User => Some(&mut self.user),
            Field::Issuer => Some(&mut self.issuer),
            Field::Account => Some(&mut self.account),
            Field::Password | Field::AccountPassword => None,
        }
    }

    const fn secret(&mut self, field: Field) -> Option<&mut Secret> {
        match field {
            Field::Password => Some(&mut self.password),
            Field::AccountPassword => Some(&mut self.account_password),
            _ => None,
        }
    }

    /// Another character of a field.
    pub(in crate::wizard) fn push(&mut self, field: Field, c: char) {
        self.changed(field);
        if let Some(text) = self.text(field) {
            text.push(c);
        } else if let Some(secret) = self.secret(field) {
            secret.push(c);
        }
    }

    /// Takes the last character of a field back.
    pub(in crate::wizard) fn pop(&mut self, field: Field) {
        self.changed(field);
        if let Some(text) = self.text(field) {
            text.pop();
        } else if let Some(secret) = self.secret(field) {
            secret.pop();
        }
    }

    fn changed(&mut self, field: Field) {
        if matches!(field, Field::User | Field::Password) {
            self.sign_ins = Ledger::default();
        }
    }

    /// Empties a line.
    pub(in crate::wizard) fn clear(&mut self, field: Field) {
        self.changed(field);
        if let Some(text) = self.text(field) {
            text.clear();
        } else if let Some(secret) = self.secret(field) {
            *secret = Secret::default();
        }
    }

    /// An account, unless one was typed.
    pub(in crate::wizard) fn suggest(&mut self, account: Text) {
        if self.account.is_empty() {
            self.account = account;
        }
    }

    fn shown(&self, field: Field) -> Text {
        match field {
            Field::Server => self.server.clone(),
            Field::User => self.user.clone(),
            Field::Password => "*".repeat(self.password.length()),
            Field::Issuer => self.issuer.clone(),
            Field::Account => self.account.clone(),
            Field::AccountPassword => "*".repeat(self.account_password.length()),
        }
    }

    /// What is to be asked; or why it cannot be asked yet.
    fn source(&self) -> Result<SourceSpec, &'static str> {
        let given = self.server.trim();
        if given.is_empty() {
            return Err("name the server first");
        }
        if Address::parse(given).is_err() {
            return Err("this is no server: write ldap://HOST, ldaps://HOST or the name of a domain");
        }
        let user = self.user.trim();
        let sign_in = match (user, self.password.is_empty()) {
            ("", true) => None,
            (LOGGED_ON, true) if cfg!(windows) => Some(SignIn::LoggedOn),
            (LOGGED_ON, _) => return Err("a dot stands for who is logged on to Windows, without a password"),
            (_, false) if !user.is_empty() => Some(SignIn::As(user.to_owned(), self.password.clone())),
            _ => return Err("a sign-in needs both a name and a password"),
        };
        let text = |t: &Text| Some(t.trim().to_owned()).filter(|t| !t.is_empty());
        let secret = |s: &Secret| Some(s.clone()).filter(|s| !s.is_empty());
        let access = Access {
            sign_in,
            ca: text(&self.issuer).map(PathBuf::from),
            accounts: text(&self.account).into_iter().collect(),
            account_password: secret(&self.account_password),
            sign_ins: self.sign_ins.clone(),
            ..Access::default()
        };
        Ok(SourceSpec::Directory(given.to_owned(), Arc::new(access)))
    }
}

/// The account that the evidence names, where it names one.
pub(in crate::wizard) fn account_of(model: &Model) -> Option<Text> {
    let findings = &model.whole()?.judgement.findings;
    let of_domains = findings.iter().filter(|f| f.check.0.starts_with("domain."));
    of_domains.into_iter().find_map(|f| f.hit.values.get("account")).map(|v| v.text.clone())
}

/// The form.
pub(super) fn page(model: &Model) -> Page {
    let form = &model.directory;
    let mut page = Page::titled("Ask the directory");
    page.para("A domain controller is asked over the network, from this computer. Nothing is changed in it.");
    page.blank();
    let or = |text: Text, none: &str| if text.is_empty() { none.to_owned() } else { text };
    for (field, none) in [
        (Field::Server, "ldap://HOST, ldaps://HOST, or a domain"),
        (Field::User, "nobody: only what anybody may read"),
        (Field::Password, "not typed"),
        (Field::Issuer, "the system's trusted certificates"),
        (Field::Account, "the one that the evidence names, or the only MSOL_ account"),
        (Field::AccountPassword, "no: its state is read, it is not signed in with"),
    ] {
        let shown = or(form.shown(field), none);
        page.numbered(field.name(), shown, Action::Go(Place::DirectoryField(field)), None);
    }
    page.blank();
    match form.source() {
        Ok(source) => page.numbered("Ask now", what(form), Action::Read(source), None),
        Err(why) => page.numbered("Ask now", "", Action::Go(Place::Directory), Some(why)),
    }
    page
}

fn what(form: &Form) -> &'static str {
    match (form.user.is_empty(), form.account_password.is_empty()) {
        (true, _) => "ports and controllers only",
        (false, true) => "ports, controllers, rights",
        (false, false) => "ports, controllers, rights, one sign-in as the account",
    }
}

/// One line of it.
pub(super) fn field(model: &Model, field: Field) -> Page {
    let mut page = Page::titled(field.name());
    match field {
        Field::Server => {
            page.para("Type a domain controller or a domain, then press Enter.");
            page.blank();
            page.field("Domain", vec!["contoso.com: its controllers are found by DNS".to_owned()]);
            page.field("Controller", vec!["ldap://dc1.contoso.com (encrypted by StartTLS before a password goes), or ldaps://dc1.contoso.com".to_owned()]);
        }
        Field::User => {
            page.para("Type whom to sign in as, then press Enter. Any user of the domain may read what is needed: ada@contoso.com or CONTOSO\\ada.");
            page.para("On Windows a single dot stands for who is logged on; that needs no password.");
        }
        Field::Password => {
            page.para("Type the password, then press Enter. It is not shown, not stored, and sent over an encrypted connection only.");
        }
        Field::Issuer => {
            page.para("Type the path of a file with the certificate of who issued the controllers' certificates, then press Enter. Empty: those that this computer trusts.");
        }
        Field::Account => {
            page.para("Type the account that the connector signs in with, then press Enter: CONTOSO\\MSOL_4f0c2d91ab37, for example. Its state and its replication rights are read.");
        }
        Field::AccountPassword => {
            page.toned_field(
                crate::wizard::Tone::Warn,
                "CARE",
                vec!["A wrong password counts towards the lockout of the account, and a locked account stops password synchronization.".to_owned()],
            );
            page.blank();
            page.para("It is tried once, and not at all where the count cannot be read or one more would lock the account.");
            page.para(
                "Type the password that the connector should have, then press Enter. Empty: it is not tried.",
            );
        }
    }
    page.input = Some(Input { label: field.name().to_owned(), text: model.directory.shown(field) });
    page
}
