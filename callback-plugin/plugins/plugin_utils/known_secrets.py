# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Secrets known by value, found wherever they stand in a text and in the forms that texts give them.

A search per value costs hundreds of passes over each text, and one big regular expression tries its branches at each
position. Instead, the text's bytes are read as whole numbers, and a set operation says whether any of them is one that
the secrets hold: as no form is shorter than such a number and the step between two, each occurrence is hit.
"""

from __future__ import annotations

import base64
import json
import re
import shlex
import sys
import threading
from urllib.parse import quote, quote_plus

from .plain_data import REDACTED

LEAST_SECRET_LENGTH = 6
# (memoryview's format, its bytes, the step between two): apart, so that the few short forms do not slow the search for
# the many long ones.
_LONG, _SHORT = ("Q", 8, 8), ("I", 4, 2)
_LEAST_LINE = 12
_LONGEST_BASE64 = 48
_BASE64_PIECE = 20
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_=-]*")
_BASE64_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_=-")
_REDACTED = REDACTED.encode()
# Quotes as they are, as Python's html.escape has them, and as Jinja's filter does. Not by Python's: for its table of all
# entities, which nobody asks for here, it takes half a megabyte that each of Ansible's forks would pay for.
_HTML = [str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", **quotes}) for quotes in (
    {}, {'"': "&quot;", "'": "&#x27;"}, {'"': "&#34;", "'": "&#39;"})]
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
        # By reading: number -> offset in the form, form, is it base64, and so on; flat, for there are thousands.
        self._tables = {_LONG: {}, _SHORT: {}}

    def add(self, values):
        """Cheap: the forms are made when a text is searched next, on the sending thread."""
        self._waiting.update(str.__str__(value) for value in values
                             if isinstance(value, str) and is_searchable(value))

    def __contains__(self, text):
        return text in self._values

    def redact(self, text):
        if self._waiting:
            self.learn()
        if len(text) < LEAST_SECRET_LENGTH:
            return text
        # A form is whole characters, so that its bytes are found only where it stands.
        data = text.encode("utf-8", "surrogatepass")
        found = [interval for reading, table in self._tables.items() if table
                 for interval in _occurrences(data, reading, table)]
        return _without(data, found).decode("utf-8", "surrogatepass") if found else text

    def may_stand_in(self, text):
        """False only if none of them stands anywhere in this text of ASCII."""
        if self._waiting:
            self.learn()
        data = text.encode("ascii")
        return any(not table.keys().isdisjoint(numbers) for reading, table in self._tables.items() if table
                   for _first, numbers in _numbers(data, reading))

    def learn(self):
        """Make the forms of what was added."""
        with self._learning:
            for value in tuple(self._waiting):
                if value not in self._values:
                    self._learn(value)
                # Only now: whoever finds nothing waiting relies on the table.
                self._waiting.discard(value)

    def _learn(self, value):
        for text, in_base64 in forms(value):
            form = text.encode("utf-8", "surrogatepass")
            reading = _LONG if len(form) >= _least_length(_LONG) else _SHORT
            _format, width, step = reading
            table = self._tables[reading]
            for offset in range(step):
                number = int.from_bytes(form[offset:offset + width], sys.byteorder)
                table[number] = (*table.get(number, ()), offset, form, in_base64)
        self._values.add(value)


def _least_length(reading):
    """A form of so many bytes holds one of the numbers, wherever it stands."""
    _format, width, step = reading
    return width + step - 1


def _occurrences(data, reading, table):
    done = 0
    for at, entries in _hits(data, reading, table):
        for offset, form, in_base64 in zip(entries[::3], entries[1::3], entries[2::3]):
            start = at - offset
            if start < 0 or (in_base64 and start < done) or not data.startswith(form, start):
                continue
            if in_base64:
                start, done = _base64_run(data, start, form)
                yield start, done
            else:
                yield start, start + len(form)


def _hits(data, reading, table):
    """(place, what the table says) of each number of the text that the table has, in the text's order."""
    _format, width, step = reading
    hits = []
    for first, numbers in _numbers(data, reading):
        if not table.keys().isdisjoint(numbers):
            hits += [(first + index * width, table[number])
                     for index, number in enumerate(numbers) if number in table]
    return sorted(hits) if step < width else hits


def _numbers(data, reading):
    """(place of the first, the bytes as numbers), as often as the reading wants it."""
    number_format, width, step = reading
    for first in range(0, width, step):
        whole = (len(data) - first) // width * width
        if whole > 0:
            yield first, memoryview(data)[first:first + whole].cast(number_format)


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
    yield from map(text.translate, _HTML)
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


def _base64_run(data, start, form):
    """All of the base64 around: its other bits are parts of the secret, or of what it is a password for."""
    end = _BASE64_RUN.match(data, start + len(form)).end()
    while start > 0 and data[start - 1] in _BASE64_LETTERS:
        start -= 1
    return start, end


def _without(data, intervals):
    pieces, done = [], 0
    intervals.sort()
    start, end = intervals[0]
    for further_start, further_end in intervals[1:]:
        if further_start < end:
            end = max(end, further_end)
            continue
        pieces.append(data[done:start])
        done = end
        start, end = further_start, further_end
        pieces.append(_REDACTED)
    pieces += [data[done:start], _REDACTED, data[end:]]
    return b"".join(pieces)
