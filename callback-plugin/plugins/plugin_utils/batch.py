# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A batch: one run's encoded events, immutable; as gzip NDJSON it is what one POST carries."""

from __future__ import annotations

import gzip
import json

from .plain_data import as_json


class Batch:
    """The lines of a batch. The body is made when it is first needed: what is spooled may never be sent by us.

    `events`: what the buffer holds for each line; none of a batch from the spool.
    """

    __slots__ = ("run_id", "first_seq", "lines", "events", "_body")

    def __init__(self, run_id, lines, events=()):
        self.run_id = run_id
        self.events = tuple(events)
        self.first_seq = json.loads(lines[0])["seq"]
        self.lines = tuple(lines)
        self._body = None

    @property
    def count(self):
        return len(self.lines)

    @property
    def body(self):
        """mtime 0: the same events give the same bytes, also when they come out of the spool again."""
        if self._body is None:
            self._body = gzip.compress(b"\n".join(self.lines) + b"\n", compresslevel=6, mtime=0)
        return self._body

    def halves(self):
        """Two smaller batches, for a server that finds this one too large; empty if it cannot be split."""
        if len(self.lines) < 2:
            return []
        middle = len(self.lines) // 2
        return [Batch(self.run_id, self.lines[part], self.events[part]) for part in (slice(middle), slice(middle, None))]


def encode_event(event):
    return as_json(event).encode("ascii")
