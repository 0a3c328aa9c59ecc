#!/usr/bin/python3
"""Fails where an account is locked out that was not meant to be, or was tried although a try could
have locked it.

usage: unlocked.py FOLDER
"""
import os
import sys

from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

MEANT = {"MSOL_locked", "shut"}

options = LoadParm()
options.load(os.path.join(sys.argv[1], "etc", "smb.conf"))
db = SamDB(
    url=os.path.join(sys.argv[1], "private", "sam.ldb"), session_info=system_session(), lp=options
)
wrong = []
found = db.search(
    str(db.domain_dn()), expression="(objectClass=user)", attrs=["sAMAccountName", "lockoutTime", "badPwdCount"]
)
for user in found:
    name = str(user["sAMAccountName"])
    if int(str(user.get("lockoutTime", ["0"])[0])) and name not in MEANT:
        wrong.append(name + " is locked out")
    if name == "MSOL_nearlock" and int(str(user.get("badPwdCount", ["0"])[0])) != 49:
        wrong.append(name + " was tried")
print("%d accounts looked at, %d not as they were" % (len(found), len(wrong)))
sys.exit("\n".join(wrong) or 0)
