//! What cmdlets print with Format-List: the same facts as through ConvertTo-Json, and never a wrong one.

use super::{
    collected::{Collected, read},
    made_export::utf16,
};
use phs_doctor::evidence::{Kind, open};

fn printed(bytes: &[u8]) -> Collected {
    let mut opened = open::stream("saved.txt", &mut &bytes[..]).unwrap();
    assert_eq!((opened.len(), opened[0].origin.kind), (1, "printed list"));
    read(opened[0].source.as_mut()).unwrap()
}

const USER: &str = "\r
\r
accountExpires        : 9223372036854775807\r
adminDescription      : \r
DistinguishedName     : CN=Byron\\, Ada,OU=Staff and other people of the \r
                        house,OU=A-unit-whose-name-is-much-longer-than-one-line\r
                        -can-be-in-this-window,DC=contoso,DC=com\r
mail                  : ada.byron@contoso.com\r
memberOf              : {CN=Byron\\, Friends,DC=contoso,DC=com, CN=All,DC=contoso,DC=com}\r
mS-DS-ConsistencyGuid : {79, 137, 184, 145...}\r
objectClass           : user\r
ObjectGUID            : b891884f-051e-4a83-95af-254410aa0001\r
proxyAddresses        : {SMTP:ada.byron@contoso.com}\r
pwdLastSet            : 134080980630000000\r
userAccountControl    : 512\r
UserPrincipalName     : ada@contoso.com\r
whenCreated           : 01/03/2021 10:00:00\r
\r
\r
";

#[test]
fn a_user_of_the_directory() {
    for bytes in [USER.as_bytes().to_vec(), utf16(USER), USER.replace('\r', "").into_bytes()] {
        let out = printed(&bytes);
        assert_eq!(out.records.len(), 1);
        let user = out.of(Kind::ADUser)[0];
        assert_eq!(
            user.text("distinguishedName"),
            Some(
                "CN=Byron\\, Ada,OU=Staff and other people of the house,OU=A-unit-whose-name-is-much-longer-than-one-line-can-be-in-this-window,DC=contoso,DC=com"
            )
        );
        assert_eq!(user.text("userPrincipalName"), Some("ada@contoso.com"));
        assert_eq!(user.int("userAccountControl"), Some(512));
        assert_eq!(user.text("accountExpires"), Some("never"));
        assert_eq!(user.text("pwdLastSet"), Some("2025-11-20T07:41:03Z"));
        assert_eq!(user.get("memberOf").unwrap().as_array().unwrap().len(), 2);
        assert_eq!(user.get("proxyAddresses").unwrap()[0], "SMTP:ada.byron@contoso.com");
        assert!(user.get("adminDescription").is_none());
        // What is cut off, and a time of nobody knows where, are said and not there.
        assert!(
            out.complains("saved.txt", "ADUser.mS-DS-ConsistencyGuid: it is cut off"),
            "{:?}",
            out.problems
        );
        assert!(out.complains("saved.txt", "ADUser.whenCreated: 01/03/2021 10:00:00 names no time zone"));
        assert_eq!(out.problems.len(), 2, "{:?}", out.problems);
        assert_eq!((user.get("mS-DS-ConsistencyGuid"), user.get("whenCreated")), (None, None));
        assert_eq!(user.bad().len(), 2);
    }
}

#[test]
fn objects_one_after_the_other_with_what_was_pasted_between_them() {
    let rows = "PS C:\\> Get-ADSyncCSObjectLog -Identifier $id -Count 2 | fl

Anchor    : T4iRuB4Fg0qVryVEEKoAAQ==
Type      : PasswordSync
Status    : FilteredByTarget
Details   : 
TimeStamp : 11/20/2026 8:02:00 AM

Anchor    : T4iRuB4Fg0qVryVEEKoAAQ==
Type      : PasswordSync
Status    : 6
Details   : 
TimeStamp : 11/5/2026 8:02:00 AM

PS C:\\> Get-ADSyncScheduler

AllowedSyncCycleInterval            : 00:30:00
CurrentlyEffectiveSyncCycleInterval : 00:30:00
NextSyncCyclePolicyType             : Delta
NextSyncCycleStartTimeInUTC         : 20.11.2026 09:32:00
SyncCycleEnabled                    : True
StagingModeEnabled                  : False
";
    let out = printed(rows.as_bytes());
    let kinds: Vec<_> = out.records.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [Kind::ADSyncCSObjectLog, Kind::ADSyncCSObjectLog, Kind::ADSyncScheduler]);
    let log = out.of(Kind::ADSyncCSObjectLog);
    assert_eq!(
        (log[0].text("Status"), log[0].text("TimeStamp")),
        (Some("FilteredByTarget"), Some("2026-11-20T08:02:00Z"))
    );
    assert_eq!((log[1].text("Status"), log[1].get("TimeStamp")), (Some("Success"), None));
    assert!(out.complains("saved.txt", "ADSyncCSObjectLog.TimeStamp: 11/5/2026 8:02:00 AM can be two days"));
    assert!(out.complains("saved.txt", "2 lines from here on belong to no list"), "{:?}", out.problems);
    let scheduler = out.of(Kind::ADSyncScheduler)[0];
    assert_eq!(scheduler.bool("StagingModeEnabled"), Some(false));
    assert_eq!(scheduler.text("NextSyncCycleStartTimeInUTC"), Some("2026-11-20T09:32:00Z"));
    assert_eq!(out.records[1].from.line, Some(9));
}

#[test]
fn an_object_whose_parts_are_only_named_says_so() {
    let object = "ObjectId            : 11111111-0000-0000-0000-000000000001
ConnectorId         : 5f1c9a52-7f0b-4b1e-9d39-2a6c7e0b1d11
ConnectorName       : contoso.com
DistinguishedName   : CN=Ada,DC=contoso,DC=com
ObjectType          : user
IsConnector         : True
HasExportError      : False
ExportError         : 
ConnectedMVObjectId : 22222222-0000-0000-0000-000000000001
Lineage             : {Microsoft.IdentityManagement.PowerShell.ObjectModel.CsLineage, Microsoft.Iden...}
Attributes          : {}
";
    let out = printed(object.as_bytes());
    let cs = out.of(Kind::ADSyncCSObject)[0];
    assert_eq!((cs.bool("IsConnector"), cs.get("Lineage")), (Some(true), None));
    assert_eq!(cs.get("Attributes").unwrap().as_array().unwrap().len(), 0);
    assert!(out.complains("saved.txt", "ADSyncCSObject.Lineage: it is cut off"), "{:?}", out.problems);
    let whole = object.replace(", Microsoft.Iden...}", "}");
    let out = printed(whole.as_bytes());
    assert!(
        out.complains("saved.txt", "ADSyncCSObject.Lineage: a list shows only the names"),
        "{:?}",
        out.problems
    );
}

#[test]
fn the_tenant() {
    let text = "Id                                 : 8d0b7e7e-0000-4000-8000-000000000001
UserPrincipalName                  : ada@contoso.com
OnPremisesImmutableId              : T4iRuB4Fg0qVryVEEKoAAQ==
OnPremisesSyncEnabled              : True
AccountEnabled                     : False
LastPasswordChangeDateTime         : 11/20/2026 7:43:12 AM
AdditionalProperties               : {[@odata.context, https://graph.microsoft.com/v1.0/$metadata#users/$entity]}

AuthenticationType : Federated
Id                 : contoso.com
IsVerified         : True
";
    let out = printed(text.as_bytes());
    assert_eq!(out.problems, []);
    let user = out.of(Kind::CloudUser)[0];
    assert_eq!((user.bool("accountEnabled"), user.bool("onPremisesSyncEnabled")), (Some(false), Some(true)));
    assert_eq!(user.text("lastPasswordChangeDateTime"), Some("2026-11-20T07:43:12Z"));
    let domain = out.of(Kind::CloudDomain)[0];
    assert_eq!(
        (domain.text("name"), domain.text("authenticationType")),
        (Some("contoso.com"), Some("Federated"))
    );
}

#[test]
fn letters_of_the_console_and_letters_that_cannot_be_told() {
    let text = |name: &[u8]| {
        [b"DistinguishedName : CN=".as_slice(), name, b",DC=a\nObjectGUID : \nobjectClass : user\n"].concat()
    };
    // Columns differ here, as in a text that was put together by hand.
    let spread = |name: &[u8]| {
        [
            b"DistinguishedName : CN=".as_slice(),
            name,
            b",DC=a\nObjectGUID        : \nobjectClass       : user\n",
        ]
        .concat()
    };
    let dn = |bytes: &[u8]| printed(bytes).of(Kind::ADUser)[0].text("distinguishedName").map(str::to_owned);
    assert_eq!(dn(&spread("Jürgen".as_bytes())).as_deref(), Some("CN=Jürgen,DC=a"));
    assert_eq!(dn(&spread(b"J\x81rgen")).as_deref(), Some("CN=Jürgen,DC=a"));
    assert_eq!(dn(&spread(b"J\xfcrgen")).as_deref(), Some("CN=Jürgen,DC=a"));
    assert_eq!(dn(&spread(b"Andr\xe9")), None);
    assert!(
        printed(&spread(b"Andr\xe9")).complains("saved.txt", "letters of an encoding that cannot be told")
    );
    assert!(
        open::stream("x", &mut &text(b"Ada")[..]).is_err(),
        "columns that differ are no list of one object"
    );
}

#[test]
fn a_table_is_named_and_not_read() {
    let table = "\nName   StagingModeEnabled SyncCycleEnabled\n----   ------------------ ----------------\nx      False              True\n";
    let said = open::stream("x.txt", &mut table.as_bytes()).err().unwrap().to_string();
    assert!(said.contains("it is a table, in which PowerShell cuts values off"), "{said}");
}

#[test]
fn secrets_and_strangers() {
    let user = "DistinguishedName : CN=u\nObjectGUID        : \nObjectClass       : user\nunicodePwd        : S3cret\nNtHash            : {1, 2}\n";
    assert!(!printed(user.as_bytes()).everything().contains("S3cret"));
    let strange = format!("{user}\nColour : red\nSize   : 1\n\n{user}");
    let out = printed(strange.as_bytes());
    assert_eq!(out.records.len(), 2);
    assert!(out.complains("saved.txt", "of no known cmdlet (its first properties are Colour, Size)"));
    for text in ["Name : x\nValue : y\n", "From: a\nTo: b\n", "", ":", " : x"] {
        assert!(open::stream("x", &mut text.as_bytes()).is_err(), "{text:?}");
    }
}
