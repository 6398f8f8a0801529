# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The token that uploads are authenticated by, from an option or a file."""

from __future__ import annotations

import codecs
import os
import re

_MOST_BYTES = 64 * 1024
_TOKEN = re.compile(r"^[ -~]+$")  # what an HTTP header may carry
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def find_token(token, token_file):
    """(the token, None), or ("", why there is none that can be sent). ("", None) if none is configured.

    The token itself wins. Nothing of a token that cannot be sent is quoted: it may be one all the same.
    """
    token = (token or "").strip()
    if token:
        return (token, None) if _TOKEN.match(token) else ("", "the token cannot be sent: it %s" % _fault(token))
    if not token_file:
        return "", None
    path = os.path.expanduser(token_file)
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        return "", "the token file %s cannot be read: %s" % (path, error.strerror or error)
    token, fault = _text(content)
    if fault is None and not _TOKEN.match(token):
        fault = _fault(token)
    return ("", "the token file %s %s" % (path, fault)) if fault else (token, None)


def _text(content):
    if content.startswith(_UTF16) or b"\0" in content:
        return "", "is not UTF-8 text, maybe UTF-16: write it as UTF-8"
    try:
        return content.decode("utf-8-sig").strip(), None
    except UnicodeDecodeError:
        return "", "is not UTF-8 text"


def _fault(token):
    if not token:
        return "is empty"
    if len(token.splitlines()) > 1:
        return "has several lines: it must contain the token alone"
    return "contains characters that are not printable ASCII"
