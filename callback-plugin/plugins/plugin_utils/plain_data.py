# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Ansible's values as plain JSON data of a bounded size.

Results hold tagged and unsafe strings, bytes, sets, dates, NaN and whatever an action plugin put there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence, Set
from datetime import date, time

REDACTED = "<redacted by playledger>"
MAX_STRING = 256 * 1024
MAX_RESULT = 1024 * 1024
_MAX_DEPTH = 60
_MARKER_BYTES = 64
_CUT = re.compile(r"\.\.\. <(\d{1,15}) bytes left out by playledger>\Z")
_CUT_FORM = "%s... <%d bytes left out by playledger>"
# ensure_ascii: a lone surrogate from some module's output survives as an escape, as UTF-8 it could not.
_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False)
_PLAIN = frozenset((str, bool, type(None)))  # tagged and vaulted strings are of subclasses
_SHORT_NUMBER = 10 ** 600
VAULT_TYPES = frozenset(("AnsibleVaultEncryptedUnicode", "EncryptedString", "VaultSecret"))


def plain(value, convert_unknown=str, depth=0):
    """`value` as dicts, lists, strings, numbers, booleans and None; vault-encrypted values as a marker."""
    if type(value) in _PLAIN:
        return value
    if type(value) is int and -_SHORT_NUMBER < value < _SHORT_NUMBER:
        return value
    if isinstance(value, str):
        return REDACTED if is_vaulted(value) else str.__str__(value)
    if type(value).__name__ in VAULT_TYPES:
        return REDACTED
    if isinstance(value, int):
        return _whole_number(int(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "backslashreplace")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if depth >= _MAX_DEPTH:
        return "<nested deeper than %d levels, left out by playledger>" % _MAX_DEPTH
    if isinstance(value, Mapping):
        return {key if type(key) is str else _key(key):
                item if type(item) in _PLAIN else plain(item, convert_unknown, depth + 1)
                for key, item in value.items()}
    if isinstance(value, Set):
        # Sets have no order: sorted, so that the same result gives the same bytes.
        return sorted((plain(item, convert_unknown, depth + 1) for item in value), key=repr)
    if isinstance(value, Sequence):
        return [plain(item, convert_unknown, depth + 1) for item in value]
    try:
        converted = convert_unknown(value)
    except Exception:  # an object's own __str__ may do anything
        converted = "<%s>" % type(value).__name__
    if type(converted) is type(value):
        return "<%s>" % type(value).__name__
    return plain(converted, str, depth + 1)


def _whole_number(number):
    """The number; one that Python refuses to write in decimal, because it takes too long, as a text in hexadecimal."""
    if not -_SHORT_NUMBER < number < _SHORT_NUMBER:
        try:
            str(number)
        except ValueError:
            return cut(hex(number), MAX_STRING)
    return number


def is_vaulted(text):
    """ansible-core 2.19 tags a decrypted vault value; without importing Ansible the tag is known by its name."""
    tags = getattr(text, "_ansible_tags_mapping", None)
    return bool(tags) and any(tag.__name__ == "VaultedValue" for tag in tags)


def _key(key):
    key = plain(key) if not isinstance(key, (tuple, list, Mapping)) else str(key)
    return key if isinstance(key, str) else str(key)


def bounded_strings(value, limit=MAX_STRING):
    """Each string cut at `limit` bytes, with a marker of how much was left out."""
    if isinstance(value, str):
        return cut(value, limit)
    if isinstance(value, dict):
        return {cut(key, limit): bounded_strings(item, limit) for key, item in value.items()}
    if isinstance(value, list):
        return [bounded_strings(item, limit) for item in value]
    return value


def cut(text, limit):
    """About `limit` bytes of UTF-8 at most. A text that was cut before still says how much is missing in all."""
    if len(text) * 4 <= limit:
        return text
    whole, before = _before_cut(text)
    whole = whole.encode("utf-8", "surrogatepass")
    if len(whole) <= limit:
        return text
    return _CUT_FORM % (whole[:limit].decode("utf-8", "ignore"), len(whole) - limit + before)


def cut_to_length(text, limit):
    """`limit` characters at most, with the marker that `cut` makes; `limit` leaves room for it."""
    if len(text) <= limit:
        return text
    whole, before = _before_cut(text)
    kept = whole[:limit - _MARKER_BYTES]
    return _CUT_FORM % (kept, len(whole[len(kept):].encode("utf-8", "surrogatepass")) + before)


def _before_cut(text):
    """(what an earlier cut has left, the bytes that it left out)."""
    already = _CUT.search(text)
    return (text[:already.start()], int(already.group(1))) if already else (text, 0)


def as_json(value):
    """Plain data as the wire has it, in ASCII."""
    return _ENCODER.encode(value)
