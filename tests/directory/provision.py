#!/usr/bin/python3
"""A throw-away domain, contoso.local, in one folder.

usage: provision.py FOLDER ADDRESS

Runs the provisioning of the installed Samba without its command line, which wants a system service's
rights: nothing outside FOLDER is read or written, and no root is needed. FOLDER must not exist.
"""
import logging
import os
import sys

from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision

ADMIN_PASSWORD = "Th0rough-Admin!"


def main(folder, address):
    os.makedirs(os.path.join(folder, "etc"))
    empty = os.path.join(folder, "etc", "empty.conf")
    with open(empty, "w"):
        pass
    options = LoadParm()
    # The computer's own smb.conf must not be taken over.
    options.load(empty)
    # With a narrower mask Samba finds no interface and listens nowhere.
    options.set("interfaces", address + "/8")
    options.set("bind interfaces only", "yes")
    options.set("ldb:nosync", "true")
    logging.basicConfig(level=logging.ERROR)
    provision(
        logging.getLogger("provision"),
        system_session(),
        smbconf=os.path.join(folder, "etc", "smb.conf"),
        targetdir=folder,
        lp=options,
        realm="CONTOSO.LOCAL",
        domain="CONTOSO",
        hostname="dc1",
        hostip=address,
        adminpass=ADMIN_PASSWORD,
        serverrole="active directory domain controller",
        dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
        dns_backend="SAMBA_INTERNAL",
        skip_sysvolacl=True,
        useeadb=True,
        plaintext_secrets=True,
    )


main(*sys.argv[1:3])
