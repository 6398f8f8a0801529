# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What to do with a batch: send it, keep it for later, split it or count it as lost.

The table of answers is in libs/run-events/README.md. Used by the sending thread and by the replay command.
"""

from __future__ import annotations

import threading
import time

from .answer import quoted
from .hook_times import HookTimes
from .ingest_client import NoAnswer

DELIVERED, LATER, NEVER = "delivered", "later", "never"
_FIRST_BACKOFF = 5.0
_LONGEST_BACKOFF = 60.0
_LONGEST_RETRY_AFTER = 300.0
_ASKS_TO_WAIT = (408, 429, 502, 503, 504)  # of others than the server
_MESSAGE_LENGTH = 300
_LEAST_LIMIT = 4 * 1024  # bytes of a body that every proxy lets through


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
        self.met_a_stranger = False  # the last answer was not the server's

    def may_try(self):
        """False while a server that did not answer is left in peace."""
        return not self.down or time.monotonic() >= self._next_attempt

    def seconds_to_next_attempt(self):
        return max(0.0, self._next_attempt - time.monotonic()) if self.down else 0.0

    def send(self, batch, counters):
        """What became of it: [(batch, outcome)], or so of each part if it was too large as a whole.

        DELIVERED, LATER (keep it) or NEVER (the server will not take it, ever). Only an answer with Playledger's own
        body settles a batch. LATER with the server not `down`: only this batch has to wait.
        """
        self.asked_to_wait, self.met_a_stranger = None, False
        try:
            answer = self._client.post(batch.run_id, batch.body, batch.count)
        except NoAnswer as error:
            self._note_down("unreachable", "no answer from the server (%s)" % error)
            return [(batch, LATER)]
        rejected = answer.rejected(batch.count)
        if rejected is not None:
            self._note_up()
            counters.batches += 1
            counters.bytes += len(batch.body)
            self._count_rejected(rejected, batch, counters)
            return [(batch, DELIVERED)]
        if answer.status == 413:
            # Also of a proxy, which may have a smaller limit: smaller batches pass.
            self._note_up()
            return self.send_all(batch.halves(), counters) or [(batch, self._too_large(batch, answer))]
        return [(batch, self._not_taken(answer))]

    def send_all(self, batches, counters):
        """As `send`, of several: those that come after the server went away stay for later."""
        return [part for batch in batches
                for part in (self.send(batch, counters) if self.may_try() else [(batch, LATER)])]

    def sign_of_life(self, run_id):
        try:
            answer = self._client.post(run_id, b"")
        except NoAnswer as error:
            self._note_down("unreachable", "no answer from the server (%s)" % error)
            return
        if answer.rejected(0) is not None:
            self._note_up()
        else:
            self._not_taken(answer)

    def close(self):
        self._client.close()

    def _count_rejected(self, rejected, batch, counters):
        counters.rejected += len(rejected)
        if rejected:
            first = rejected[0]
            self._warn("rejected", "the server rejected %d of %d events of a batch and keeps them as dead letters; the first is"
                       " event %s: %s: %s" % (len(rejected), batch.count, "?" if first["seq"] is None else first["seq"],
                                              quoted(first["code"]), quoted(first["message"], _MESSAGE_LENGTH)))

    def _too_large(self, batch, answer):
        """Of one event, which cannot be split."""
        if answer.is_for_good():
            self._warn("too large", "a single event is too large for the server")
            return NEVER
        if len(batch.body) < _LEAST_LIMIT:  # whatever it says, it takes nothing
            return self._not_taken(answer)
        self.met_a_stranger = True
        self._warn("too large for a proxy", "a single event is too large for what answers in place of the server (%s):"
                   " raise its limit to 8 MiB" % answer.described())
        return LATER

    def _not_taken(self, answer):
        refusal = answer.refusal()
        if refusal is None:
            self.met_a_stranger = True
            self._note_down("foreign answer", "the answer is not Playledger's (%s)" % answer.described(),
                            answer.retry_after if answer.status in _ASKS_TO_WAIT else None)
            return LATER
        told = "HTTP %d, %s: %s" % (answer.status, quoted(refusal[0]), quoted(refusal[1], _MESSAGE_LENGTH))
        if answer.is_for_good():
            self._note_up()
            self._warn("refused", "the server rejected a batch permanently (%s)" % told)
            return NEVER
        if answer.status in (401, 403):
            self._note_down("token", "the server does not accept the token (%s)" % told)
        else:
            self._note_down("unreachable", "the server does not take events now (%s)" % told, answer.retry_after)
        return LATER

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
