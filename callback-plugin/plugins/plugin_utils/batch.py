# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A batch: gzip NDJSON of one run's events, immutable, so that a retry sends the same bytes."""

from __future__ import annotations

import gzip
import json
import zlib


class Batch:
    """What one POST carries and one spool file holds."""

    __slots__ = ("run_id", "first_seq", "count", "body")

    def __init__(self, run_id, first_seq, count, body):
        self.run_id = run_id
        self.first_seq = first_seq
        self.count = count
        self.body = body

    def halves(self):
        """Two smaller batches, for a server that finds this one too large; empty if it cannot be split."""
        lines = intact_lines(self.body)[0]
        if len(lines) < 2:
            return []
        middle = len(lines) // 2
        return [from_lines(self.run_id, part) for part in (lines[:middle], lines[middle:])]


def encode_event(event):
    # ensure_ascii: a lone surrogate from some module's output survives as an escape, as UTF-8 it could not.
    return json.dumps(event, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def from_lines(run_id, lines):
    """A batch of encoded events. mtime 0: the same events give the same bytes."""
    first_seq = json.loads(lines[0])["seq"]
    return Batch(run_id, first_seq, len(lines), gzip.compress(b"\n".join(lines) + b"\n", compresslevel=6, mtime=0))


def intact_lines(body):
    """(complete lines that are JSON objects with a seq, was everything intact), also of a damaged body."""
    inflater = zlib.decompressobj(wbits=31)
    inflated, whole = bytearray(), True
    try:
        # In small pieces: what was inflated before the damaged one is kept.
        for start in range(0, len(body), 256):
            inflated += inflater.decompress(body[start:start + 256])
        whole = inflater.eof
    except zlib.error:
        whole = False
    lines = []
    for line in bytes(inflated).split(b"\n"):
        if not line:
            continue
        try:
            if isinstance(json.loads(line)["seq"], int):
                lines.append(line)
        except (ValueError, KeyError, TypeError):
            whole = False
    return lines, whole
