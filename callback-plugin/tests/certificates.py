# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A CA, a server's and a client's certificate, made by openssl."""

import os
import shutil
import subprocess

WHY_SKIPPED = "" if shutil.which("openssl") else "no openssl, which makes the certificates of this test"


def make(directory):
    """name -> path of ca.pem, server.pem and client.pem (with their keys), client.crt, client.key, encrypted.key."""
    path = {name: os.path.join(directory, name) for name in (
        "ca.key", "ca.pem", "server.key", "server.pem", "client.key", "client.crt", "client.pem", "encrypted.key")}
    # As strict as Python is since 3.13: a CA says what its key is for, and a certificate who has signed it.
    _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=CA of the test",
             "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", path["ca.key"], "-out", path["ca.pem"])
    _sign(path, "server", "server.pem", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1")
    _sign(path, "client", "client.crt", "extendedKeyUsage=clientAuth")
    _join(path["server.pem"], path["server.key"])
    shutil.copy(path["client.crt"], path["client.pem"])
    _join(path["client.pem"], path["client.key"])
    _openssl("rsa", "-aes256", "-passout", "pass:secret", "-in", path["client.key"], "-out", path["encrypted.key"])
    return path


def _sign(path, name, certificate, extension):
    request, extensions = path[name + ".key"] + ".csr", path[name + ".key"] + ".ext"
    with open(extensions, "w") as file:
        file.write("authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n%s\n" % extension)
    _openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=%s of the test" % name,
             "-keyout", path[name + ".key"], "-out", request)
    _openssl("x509", "-req", "-days", "30", "-in", request, "-CA", path["ca.pem"], "-CAkey", path["ca.key"],
             "-CAcreateserial", "-extfile", extensions, "-out", path[certificate])


def _join(certificate, key):
    with open(certificate, "a") as file, open(key) as more:
        file.write(more.read())


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL)
