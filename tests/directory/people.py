#!/usr/bin/python3
"""Fills the throw-away domain, while its server is off, with connector accounts and users.

usage: people.py FOLDER      writes FOLDER/expected.json: what each of them is expected to show
"""
import json
import os
import sys
import time

import ldb
from samba.auth import system_session
from samba.dcerpc import security
from samba.ndr import ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB
from samba.sd_utils import SDUtils

PASSWORD = "C0nnector-Fixture!"
READER = "reader"
CHANGES = "1131f6aa-9c07-11d1-f79f-00c04fc2dcd2"
CHANGES_ALL = "1131f6ad-9c07-11d1-f79f-00c04fc2dcd2"
FILTERED_SET = "89e95b76-444d-4c62-991a-0facbeda640c"
# Lets a test set the times that a password's own module sets otherwise.
BY_HAND = ["local_oid:1.3.6.1.4.1.7165.4.3.12:0"]
NORMAL, DISABLED, NEVER_EXPIRES, SMART_CARD, NO_PASSWORD_NEEDED = 0x200, 0x2, 0x10000, 0x40000, 0x20
DAY = 86400


def filetime(seconds):
    return str(int((seconds + 11644473600) * 10**7))


class Domain:
    def __init__(self, folder):
        self.folder = folder
        self.options = LoadParm()
        self.options.load(os.path.join(folder, "etc", "smb.conf"))
        self.options.set("ldb:nosync", "true")
        self.db = SamDB(
            url=os.path.join(folder, "private", "sam.ldb"), session_info=system_session(), lp=self.options
        )
        self.base = str(self.db.domain_dn())

    def sid(self, dn):
        found = self.db.search(dn, scope=ldb.SCOPE_BASE, attrs=["objectSid"])
        return str(ndr_unpack(security.dom_sid, found[0]["objectSid"][0]))

    def replace(self, dn, by_hand=False, **values):
        message = ldb.Message(ldb.Dn(self.db, dn))
        for name, value in values.items():
            message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
        self.db.modify(message, controls=BY_HAND if by_hand else [])

    def unit(self, name):
        self.db.add({"dn": "OU=%s,%s" % (name, self.base), "objectClass": "organizationalUnit"})

    def user(self, name, unit, flags=NORMAL | NEVER_EXPIRES, password=PASSWORD, kind="user", **more):
        dn = "CN=%s,OU=%s,%s" % (name, unit, self.base)
        entry = {
            "dn": dn,
            "objectClass": kind,
            "sAMAccountName": name,
            "userPrincipalName": name + "@contoso.local",
            "userAccountControl": str(flags),
        }
        entry.update(more)
        if password:
            entry["unicodePwd"] = ('"%s"' % password).encode("utf-16-le")
        self.db.add(entry)
        return dn

    def group(self, name, kind=-2147483646):
        dn = "CN=%s,OU=Service,%s" % (name, self.base)
        self.db.add({"dn": dn, "objectClass": "group", "sAMAccountName": name, "groupType": str(kind)})
        return dn

    def join(self, group, member):
        message = ldb.Message(ldb.Dn(self.db, group))
        message["member"] = ldb.MessageElement(member, ldb.FLAG_MOD_ADD, "member")
        self.db.modify(message)

    def entries(self, dn, before, after=()):
        """Puts entries before and after those that the list of an object has."""
        work = SDUtils(self.db)
        own = security.dom_sid(self.db.get_domain_sid())

        def made(texts):
            if not texts:
                return []
            return list(security.descriptor.from_sddl("D:" + "".join(texts), own).dacl.aces)

        descriptor = work.read_sd_on_dn(dn)
        whole = made(before) + list(descriptor.dacl.aces) + made(list(after))
        changed = security.acl()
        changed.revision = 4
        changed.aces = whole
        changed.num_aces = len(whole)
        descriptor.dacl = changed
        work.modify_sd_on_dn(dn, descriptor, controls=["sd_flags:1:4"])


def allow(right, sid):
    return "(OA;;CR;%s;;%s)" % (right, sid)


def deny(right, sid):
    return "(OD;;CR;%s;;%s)" % (right, sid)


def both(sid):
    return [allow(CHANGES, sid), allow(CHANGES_ALL, sid)]


# name: both rights as expected, the cause that keeps it out, flags
CONNECTORS = {
    "none": (False, False, None),
    "changes": (True, False, None),
    "allonly": (False, True, None),
    "both": (True, True, None),
    "group": (True, True, None),
    "nested": (True, True, None),
    "primary": (True, True, None),
    "denydirect": (True, False, None),
    "denygroup": (False, True, None),
    "denylate": (True, True, None),
    "filtered": (False, False, None),
    "inheritonly": (False, False, None),
    "wrongunit": (False, False, None),
    "anyright": (True, True, None),
    "fullcontrol": (True, True, None),
    "domainadmin": (True, True, None),
    "forestadmin": (True, True, None),
    "builtinadmin": (True, True, None),
    "disabled": (True, True, "account-disabled"),
    "locked": (True, True, "account-locked"),
    "pwexpired": (True, True, "account-password-expired"),
    "mustchange": (True, True, "account-must-change-password"),
    "acctexpired": (True, True, "account-expired"),
    "hours": (True, True, "account-logon-restricted"),
    "station": (True, True, "account-logon-restricted"),
    # Its password was made at random when the card was asked for.
    "smartcard": (True, True, "account-bad-password"),
}


def connectors(domain):
    flags = {
        "disabled": NORMAL | DISABLED | NEVER_EXPIRES,
        "locked": NORMAL,
        "pwexpired": NORMAL,
        "mustchange": NORMAL,
        "smartcard": NORMAL | SMART_CARD,
    }
    more = {
        "acctexpired": {"accountExpires": filetime(time.time() - DAY)},
        "hours": {"logonHours": b"\0" * 21},
        "station": {"userWorkstations": "ELSEWHERE"},
    }
    made = {}
    for name in CONNECTORS:
        given = flags.get(name, NORMAL | NEVER_EXPIRES)
        made[name] = domain.user("MSOL_" + name, "Service", flags=given, **more.get(name, {}))
    domain.replace(made["locked"], by_hand=True, lockoutTime=filetime(time.time() - 600), badPwdCount="5")
    domain.replace(made["pwexpired"], by_hand=True, pwdLastSet=filetime(time.time() - 400 * DAY))
    domain.replace(made["mustchange"], pwdLastSet="0")
    # One wrong password more would lock this one: it must never be tried.
    made["nearlock"] = domain.user("MSOL_nearlock", "Service")
    domain.replace(made["nearlock"], by_hand=True, badPwdCount="49", badPasswordTime=filetime(time.time()))
    return made


def memberships(domain, made):
    direct = domain.group("PHS-Direct")
    inner, outer = domain.group("PHS-Inner"), domain.group("PHS-Outer", -2147483644)
    primary, denied = domain.group("PHS-Primary"), domain.group("PHS-Denied")
    domain.join(direct, made["group"])
    domain.join(inner, made["nested"])
    domain.join(outer, inner)
    domain.join(denied, made["denygroup"])
    domain.join(primary, made["primary"])
    domain.replace(made["primary"], primaryGroupID=domain.sid(primary).rsplit("-", 1)[1])
    domain.join("CN=Domain Admins,CN=Users," + domain.base, made["domainadmin"])
    domain.join("CN=Enterprise Admins,CN=Users," + domain.base, made["forestadmin"])
    domain.join("CN=Administrators,CN=Builtin," + domain.base, made["builtinadmin"])
    return {"direct": direct, "outer": outer, "primary": primary, "denied": denied}


def rights(domain, made, groups):
    sid = {name: domain.sid(dn) for name, dn in made.items()}
    before = [deny(CHANGES_ALL, sid["denydirect"]), deny(CHANGES, domain.sid(groups["denied"]))]
    before += [allow(CHANGES, sid["changes"]), allow(CHANGES_ALL, sid["allonly"])]
    for name in ("both", "denydirect", "denygroup", "denylate", "disabled", "locked", "pwexpired",
                 "mustchange", "acctexpired", "hours", "station", "smartcard"):
        before += both(sid[name])
    for group in ("direct", "outer", "primary"):
        before += both(domain.sid(groups[group]))
    before += [allow(FILTERED_SET, sid["filtered"])]
    before += [e.replace("(OA;;", "(OA;CIIO;") for e in both(sid["inheritonly"])]
    before += ["(A;;CR;;;%s)" % sid["anyright"], "(A;;GA;;;%s)" % sid["fullcontrol"]]
    # Behind what allows it, a denial comes too late.
    domain.entries(domain.base, before, [deny(CHANGES_ALL, sid["denylate"])])
    domain.entries("OU=Staff," + domain.base, both(sid["wrongunit"]))


def users(domain):
    def add(name, **more):
        return domain.user(name, "Staff", flags=more.pop("flags", NORMAL), **more)

    normal = add("ada", mail="ada.byron@contoso.local")
    domain.replace(normal, by_hand=True, pwdLastSet=filetime(time.time() - 3 * DAY))
    domain.replace(add("temporary"), pwdLastSet="0")
    add("off", flags=NORMAL | DISABLED)
    add("card", flags=NORMAL | SMART_CARD)
    add("inet", kind="inetOrgPerson")
    add("nopassword", password=None, flags=NORMAL | NO_PASSWORD_NEEDED)
    locked = add("shut")
    domain.replace(locked, by_hand=True, lockoutTime=filetime(time.time() - 600), badPwdCount="5")
    domain.replace(add("old"), by_hand=True, pwdLastSet=filetime(time.time() - 400 * DAY))
    add("ended", accountExpires=filetime(time.time() - DAY))
    add("odd (name)", mail="odd@contoso.local")
    add("twin1", proxyAddresses=["SMTP:twin@contoso.local", "smtp:one@contoso.local"])
    add("twin2", proxyAddresses=["smtp:twin@contoso.local", "SMTP:two@contoso.local"])
    add("elsewhere", userPrincipalName="elsewhere@contoso.example")
    return add("upntwin")


def same_name(domain, dn):
    """Gives a user another's sign-in name. Samba refuses that now, as Windows does; older directories
    still hold such pairs, so it is written below the layer that refuses."""
    folder, base = domain.folder, domain.base
    domain.db = None
    raw = ldb.Ldb("%s/private/sam.ldb.d/%s.ldb" % (folder, base.upper()), flags=ldb.FLG_NOSYNC)
    message = ldb.Message(ldb.Dn(raw, dn))
    message["userPrincipalName"] = ldb.MessageElement(
        "elsewhere@contoso.example", ldb.FLAG_MOD_REPLACE, "userPrincipalName"
    )
    raw.modify(message)


def main(folder):
    domain = Domain(folder)
    domain.db.transaction_start()
    # A wrong password is tried on purpose here: the fixtures must bear that.
    domain.replace(
        domain.base,
        minPwdAge="0",
        maxPwdAge=str(-42 * DAY * 10**7),
        lockoutThreshold="50",
        lockoutDuration="-9223372036854775808",
        lockOutObservationWindow=str(-1800 * 10**7),
    )
    for unit in ("Service", "Staff"):
        domain.unit(unit)
    domain.user(READER, "Service")
    made = connectors(domain)
    rights(domain, made, memberships(domain, made))
    twin = users(domain)
    domain.db.transaction_commit()
    same_name(domain, twin)
    expected = {
        "password": PASSWORD,
        "reader": READER + "@contoso.local",
        "connectors": {
            "MSOL_" + name: {"changes": changes, "all": everything, "cause": cause}
            for name, (changes, everything, cause) in CONNECTORS.items()
        },
    }
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump(expected, out, indent=1)
        out.write("\n")


main(sys.argv[1])
