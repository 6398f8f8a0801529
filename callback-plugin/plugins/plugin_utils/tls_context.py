# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Whom the plugin trusts, and how it shows who it is."""

from __future__ import annotations

import os
import ssl


def tls_context(validate_certs=True, ca_file=None, client_cert=None, client_key=None):
    """`ca_file` takes the place of the system's certificates. ValueError names the file that cannot be used, and why."""
    context = _using("ca_file", ca_file, lambda path: ssl.create_default_context(cafile=path))
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if client_key and not client_cert:
        raise ValueError("client_key is set, but not client_cert")
    if client_cert:
        _using("client_key" if client_key else "client_cert", client_key or client_cert, _readable)
        _using("client_cert", client_cert,
               lambda path: context.load_cert_chain(path, client_key and os.path.expanduser(client_key), _no_passphrase))
    return context


def _using(option, path, use):
    try:
        return use(path and os.path.expanduser(path))
    except (OSError, ValueError) as error:  # also ssl.SSLError
        why = getattr(error, "strerror", None) or error
        raise ValueError("%s %s cannot be used: %s" % (option, path, why)) from error


def _readable(path):
    with open(path, "rb"):
        pass


def _no_passphrase():
    # Without this, OpenSSL asks the terminal for it.
    raise ValueError("its key is encrypted, and nobody is there to be asked for the passphrase")
