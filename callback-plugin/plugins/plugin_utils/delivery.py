# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What to do with a batch: send it, keep it for later, split it or count it as lost.

The table of answers is in libs/run-events/README.md. Used by the sending thread and by the replay command.
"""

from __future__ import annotations

import threading
import time

from .hook_times import HookTimes
from .ingest_client import NoAnswer

DELIVERED, LATER, NEVER = "delivered", "later", "never"
_FIRST_BACKOFF = 5.0
_LONGEST_BACKOFF = 60.0
_LONGEST_RETRY_AFTER = 300.0
_NEVER = (400, 415)


class Counters:
    """The numbers of `run_finished.reporter`; one instance per run. What several threads write they `count`.

    When all is settled, `delivered` + `spooled` + `lost` are the run's events and those that left only a gap.
    """

    NAMES = ("events", "bytes", "batches", "retries", "spooled", "spilled", "lost", "rejected")

    def __init__(self):
        for name in self.NAMES:
            setattr(self, name, 0)
        self.delivered = 0  # without the spool between; the server knows it itself
        self.hooks = HookTimes()
        self._counting = threading.Lock()

    def count(self, name, number=1):
        with self._counting:
            setattr(self, name, getattr(self, name) + number)

    def as_reporter(self):
        numbers = {name: getattr(self, name) for name in self.NAMES}
        numbers.update(self.hooks.as_reporter())
        return numbers


class Delivery:
    """Sends batches and remembers whether the server is there."""

    def __init__(self, client, warn):
        self._client = client
        self._warn = warn  # warn(kind, message): shown once per kind
        self._backoff = _FIRST_BACKOFF
        self._next_attempt = 0.0
        self.down = False
        self.asked_to_wait = None  # seconds, where the last answer named a time

    def may_try(self):
        """False while a server that did not answer is left in peace."""
        return not self.down or time.monotonic() >= self._next_attempt

    def seconds_to_next_attempt(self):
        return max(0.0, self._next_attempt - time.monotonic()) if self.down else 0.0

    def send(self, batch, counters):
        """DELIVERED, LATER (keep it) or NEVER (the server will not take it, ever)."""
        try:
            answer = self._client.post(batch.run_id, batch.body)
        except NoAnswer as error:
            self._note_down("unreachable", "no answer from the server (%s)" % error)
            return LATER
        if answer.status in (202, 200, 422):
            self._note_up()
            counters.batches += 1
            counters.bytes += len(batch.body)
            counters.rejected += answer.rejected()
            return DELIVERED
        if answer.status == 413:
            return self._send_halves(batch, counters)
        if answer.status in _NEVER:
            self._note_up()
            self._warn("refused", "the server rejected a batch permanently (HTTP %d)" % answer.status)
            return NEVER
        if answer.status in (401, 403):
            self._note_down("token", "the server does not accept the token (HTTP %d)" % answer.status)
            return LATER
        self._note_down("unreachable", "the server answered HTTP %d" % answer.status, answer.retry_after)
        return LATER

    def sign_of_life(self, run_id):
        try:
            answer = self._client.post(run_id, b"")
        except NoAnswer as error:
            self._note_down("unreachable", "no answer from the server (%s)" % error)
            return
        if answer.status < 300:
            self._note_up()

    def close(self):
        self._client.close()

    def _send_halves(self, batch, counters):
        halves = batch.halves()
        if not halves:
            self._warn("too large", "a single event is too large for the server")
            return NEVER
        outcomes = [self.send(half, counters) for half in halves]
        # All or nothing: what was delivered already is a duplicate next time, and harmless.
        if LATER in outcomes:
            return LATER
        if NEVER in outcomes:
            counters.count("lost", sum(half.count for half, outcome in zip(halves, outcomes) if outcome == NEVER))
        return DELIVERED

    def _note_up(self):
        self.down = False
        self._backoff = _FIRST_BACKOFF

    def _note_down(self, kind, reason, retry_after=None):
        wait = self._backoff if retry_after is None else min(retry_after, _LONGEST_RETRY_AFTER)
        self._backoff = min(self._backoff * 2, _LONGEST_BACKOFF)
        self._next_attempt = time.monotonic() + wait
        self.asked_to_wait = retry_after
        self.down = True
        self._client.close()
        self._warn(kind, reason)
