#!/usr/bin/python3
"""Asks the controller itself, as each connector account, to replicate a user: what it hands out is the
truth that the rights worked out from the list are held against.

usage: oracle.py FOLDER ADDRESS      writes FOLDER/replicated.json: account -> changes, all; null where
                                     the account cannot sign in
"""
import json
import os
import sys

import samba.drs_utils
from samba import NTSTATUSError, WERRORError
from samba.credentials import DONT_USE_KERBEROS, Credentials
from samba.dcerpc import drsuapi, misc
from samba.param import LoadParm
from samba.samdb import SamDB

NAME, UNICODE_PWD = drsuapi.DRSUAPI_ATTID_sAMAccountName, drsuapi.DRSUAPI_ATTID_unicodePwd


class CannotSignIn(Exception):
    pass


def credentials(options, name, password):
    made = Credentials()
    made.guess(options)
    made.set_username(name)
    made.set_password(password)
    made.set_domain("CONTOSO")
    made.set_kerberos_state(DONT_USE_KERBEROS)
    return made


def replicate(options, address, who, context, dn, attributes):
    """True where the controller hands the attributes out."""
    binding = "ncacn_ip_tcp:%s[seal]" % address
    try:
        pipe = drsuapi.drsuapi(binding, options, who)
        handle, _ = samba.drs_utils.drs_DsBind(pipe)
    except NTSTATUSError as error:
        raise CannotSignIn(error.args[1]) from error
    request = drsuapi.DsGetNCChangesRequest8()
    request.destination_dsa_guid = misc.GUID("9c637462-5b8c-4467-aef2-bdb1f57bc4ef")
    request.source_dsa_invocation_id = misc.GUID()
    request.naming_context = drsuapi.DsReplicaObjectIdentifier()
    request.naming_context.dn = dn
    request.highwatermark = drsuapi.DsReplicaHighWaterMark()
    request.uptodateness_vector = None
    request.replica_flags = 0
    request.max_object_count = 1
    request.max_ndr_size = 402116
    request.extended_op = drsuapi.DRSUAPI_EXOP_REPL_OBJ
    request.fsmo_info = 0
    wanted = drsuapi.DsPartialAttributeSet()
    wanted.attids = attributes
    wanted.num_attids = len(attributes)
    request.partial_attribute_set = wanted
    request.partial_attribute_set_ex = None
    request.mapping_ctr.num_mappings = 0
    request.mapping_ctr.mappings = None
    try:
        _, answer = pipe.DsGetNCChanges(handle, 8, request)
    except WERRORError:
        return False
    if answer.object_count == 0:
        return False
    handed = [a.attid for a in answer.first_object.object.attribute_ctr.attributes]
    return all(a in handed for a in attributes)


def main(folder, address):
    options = LoadParm()
    options.load(os.path.join(folder, "etc", "smb.conf"))
    with open(os.path.join(folder, "expected.json")) as source:
        expected = json.load(source)
    db = SamDB(url=os.path.join(folder, "private", "sam.ldb"), lp=options)
    context = str(db.domain_dn())
    dn = "CN=ada,OU=Staff," + context
    out = {}
    for name in expected["connectors"]:
        who = credentials(options, name, expected["password"])
        try:
            plain = replicate(options, address, who, context, dn, [NAME])
            secret = replicate(options, address, who, context, dn, [UNICODE_PWD])
            out[name] = {"changes": plain, "hashes": secret}
        except CannotSignIn as error:
            out[name] = None
            print("%s cannot sign in: %s" % (name, error))
    with open(os.path.join(folder, "replicated.json"), "w") as target:
        json.dump(out, target, indent=1)
        target.write("\n")


main(*sys.argv[1:3])
