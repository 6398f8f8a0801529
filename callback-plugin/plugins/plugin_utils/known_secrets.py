# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Secrets known by value, found wherever they stand in a text and in the forms that texts give them.

A search per value costs hundreds of passes over each text, and one big regular expression tries its branches at each
position. Instead, only every n-th position's four characters are looked up in a table of what the secrets begin with:
as no form is shorter than n + 3 characters, each occurrence is hit.
"""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
import threading
from urllib.parse import quote, quote_plus

from .plain_data import REDACTED

LEAST_SECRET_LENGTH = 6
_GRAM = 4
# The forms in two groups: the few short ones must not slow the search for the many long ones.
_LEAST_LENGTHS = (18, LEAST_SECRET_LENGTH)
_LEAST_LINE = 12
_LONGEST_BASE64 = 48
_BASE64_PIECE = 20
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_=-]*")
_BASE64_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_=-")
_NO_SECRETS = frozenset((
    "admin1", "administrator", "ansible", "barbican", "centos", "changed", "cinder", "config", "container", "database",
    "debian", "default", "deploy", "designate", "disable", "disabled", "docker", "enable", "enabled", "failed",
    "glance", "grafana", "haproxy", "horizon", "ignore", "ironic", "keystone", "localhost", "magnum", "manager",
    "mariadb", "memcached", "network", "neutron", "octavia", "openstack", "operator", "password", "passwords",
    "placement", "podman", "present", "private", "public", "rabbitmq", "regionone", "registry", "running", "secret",
    "secrets", "server", "service", "services", "started", "string", "system", "ubuntu", "username", "volume"))


def is_searchable(text):
    """Too short, a small number, a switch or an everyday word: redacting it everywhere would hide what is no secret."""
    bare = text.strip()
    return len(bare) >= LEAST_SECRET_LENGTH and bare.lower() not in _NO_SECRETS and bare != REDACTED


class KnownSecrets:
    def __init__(self):
        self._learning = threading.RLock()  # reentrant, because a signal handler may interrupt a hook
        self._values = set()
        self._waiting = set()
        # By step: gram -> offset in the form, form, is it base64, and so on; flat, for there are thousands.
        self._tables = {least - _GRAM + 1: {} for least in _LEAST_LENGTHS}

    def add(self, values):
        """Cheap: the forms are made when a text is searched next, on the sending thread."""
        self._waiting.update(str.__str__(value) for value in values
                             if isinstance(value, str) and is_searchable(value))

    def __contains__(self, text):
        return text in self._values

    def redact(self, text):
        if self._waiting:
            self.learn()
        found = [interval for step, table in self._tables.items() if table
                 for interval in _occurrences(text, step, table)]
        return _without(text, found) if found else text

    def learn(self):
        """Make the forms of what was added."""
        with self._learning:
            for value in tuple(self._waiting):
                if value not in self._values:
                    self._learn(value)
                # Only now: whoever finds nothing waiting relies on the table.
                self._waiting.discard(value)

    def _learn(self, value):
        for form, in_base64 in forms(value):
            step = next(least for least in _LEAST_LENGTHS if len(form) >= least) - _GRAM + 1
            for offset in range(step):
                gram, table = form[offset:offset + _GRAM], self._tables[step]
                table[gram] = (*table.get(gram, ()), offset, form, in_base64)
        self._values.add(value)


def _occurrences(text, step, table):
    done = 0
    for at in [at for at in range(0, len(text) - _GRAM + 1, step) if text[at:at + _GRAM] in table]:
        entries = table[text[at:at + _GRAM]]
        for offset, form, in_base64 in zip(entries[::3], entries[1::3], entries[2::3]):
            start = at - offset
            if start < 0 or (in_base64 and start < done) or not text.startswith(form, start):
                continue
            if in_base64:
                start, done = _base64_run(text, start, form)
                yield start, done
            else:
                yield start, start + len(form)


def forms(value):
    """(text, is it base64) of each form in which `value` is looked for."""
    plain, encoded = set(), set()
    for part in _parts(value):
        plain.update(_escaped(part))
    for text in {value, value.strip()}:
        encoded.update(_base64_pieces(text))
    return [(form, False) for form in plain if len(form) >= LEAST_SECRET_LENGTH] \
        + [(form, True) for form in encoded - plain if len(form) >= LEAST_SECRET_LENGTH]


def _parts(value):
    """The value, and the lines of one that has several: they turn up indented, or in a list."""
    parts = {value, value.strip()}
    lines = [line.strip() for line in value.splitlines()]
    if len(lines) > 1:
        least = LEAST_SECRET_LENGTH if "PRIVATE KEY-----" in value else _LEAST_LINE
        parts.update(line for line in lines
                     if len(line) >= least and not line.startswith("-----") and is_searchable(line))
    return parts


def _escaped(text):
    json_ascii, json_text = json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]
    yield from (text, json_ascii, json_text, json.dumps(json_ascii)[1:-1], json_ascii.replace("/", "\\/"))
    if text.isalnum() and text.isascii():
        return
    for url in (_quoted(text, quote, safe=""), _quoted(text, quote), _quoted(text, quote_plus)):
        yield url
        yield re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), url)
    yield repr(text)[1:-1]
    yield text.replace("\\", "\\\\").replace("'", "\\'")
    yield shlex.quote(text)[1:-1] if shlex.quote(text) != text else text
    yield html.escape(text)
    yield html.escape(text, quote=False)
    yield from (text.replace("'", "''"), text.replace("%", "%%"), text.replace("$", "$$"), text.replace("\n", "\r\n"))


def _quoted(text, function, **options):
    return function(text, errors="surrogatepass", **options)


def _base64_pieces(text):
    """What of the base64 of any text that holds `text` is the same whatever stands around it, per alignment."""
    data = text.encode("utf-8", "surrogatepass")
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + data).decode()
        core = whole[(before * 8 + 5) // 6:(before + len(data)) * 8 // 6]
        # Long base64 comes in lines of 64 or 76 letters: of every second piece one is whole in each line.
        pieces = [core] if len(core) <= _LONGEST_BASE64 else [core[-_BASE64_PIECE:], *(
            core[at:at + _BASE64_PIECE] for at in range(0, len(core) - _BASE64_PIECE + 1, 2 * _BASE64_PIECE))]
        for piece in pieces:
            yield piece
            yield piece.replace("+", "-").replace("/", "_")


def _base64_run(text, start, form):
    """All of the base64 around: its other bits are parts of the secret, or of what it is a password for."""
    end = _BASE64_RUN.match(text, start + len(form)).end()
    while start > 0 and text[start - 1] in _BASE64_LETTERS:
        start -= 1
    return start, end


def _without(text, intervals):
    pieces, done = [], 0
    intervals.sort()
    start, end = intervals[0]
    for further_start, further_end in intervals[1:]:
        if further_start < end:
            end = max(end, further_end)
            continue
        pieces.append(text[done:start])
        done = end
        start, end = further_start, further_end
        pieces.append(REDACTED)
    pieces += [text[done:start], REDACTED, text[end:]]
    return "".join(pieces)
