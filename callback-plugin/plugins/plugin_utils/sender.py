# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The background threads: one makes events of what the hooks have noted, one compresses and sends them.

The third only spills, and is started when there is something to spill: when the buffer holds too much, because the
second is stuck in a request or cannot keep up, it moves the oldest events to the spool. Memory stays bounded, and no
hook ever touches the disk. Most runs never need it, and each of Ansible's forks pays for each thread that there is.
"""

from __future__ import annotations

import _thread
import threading
import time
from collections import deque

from . import batch as batches
from .delivery import DELIVERED, LATER, NEVER, Counters

IDLE_SECONDS = 20.0
_SHORT_RETRY_AFTER = 2.0
_POLL_SECONDS = 1.0
_END_POLL_SECONDS = 0.005
_HURRY_POLL_SECONDS = 0.05
_AFTER_AN_ERROR_SECONDS = 0.1
_PASSED_OVER_SECONDS = 60.0  # until a file of the spool that could not be sent is looked at again
_LOOKS_FOR_NOTES = 30  # in the age of a batch: docs/decisions/0006-hooks-take-notes.md


class Sender:
    """Owns the threads. Everything that may wait or fail happens on them, or in `close`, for a bounded time."""

    def __init__(self, buffer, delivery, spool, notices, *, batch_events, batch_bytes, batch_age,
                 idle_seconds=IDLE_SECONDS):
        self._buffer = buffer
        self._delivery = delivery
        self._spool = spool
        self._warn = notices.warn
        self._notices = notices
        self._batch_events = batch_events
        self._batch_bytes = batch_bytes
        self._batch_age = batch_age
        self._idle_seconds = idle_seconds
        self._counters = {}
        self._open_runs = set()
        self._backlog = True
        self._last_sent = time.monotonic()
        self._closing = False
        self._abandoned = False
        self._hurried = False
        self._passed_over = {}  # by place and name of a file: when
        self._drained = threading.Event()
        self._running = False  # the threads have begun
        self._met_strangers = set()  # those that only a stranger has answered: the others come first
        self._set_aside = set()  # those that nobody takes for now, while others are taken
        self._spilling = threading.Lock()  # held from when the spilling thread is started, for good
        self.hook_seconds = deque()  # how long the hooks took that are not counted yet

    def run_opened(self, recording):
        self._counters[recording.id] = recording.counters
        self._open_runs.add(recording.id)
        if not self._running:
            self._running = True
            try:
                self._start_thread(self._record)
                self._start_thread(self._send)
            except RuntimeError as error:
                self._drained.set()  # nobody sends: what the buffer can hold is spooled at the end
                self._warn("internal", "%s: events are kept until the end" % error)

    def run_closed(self, recording):
        self._open_runs.discard(recording.id)
        self._buffer.flush()

    def close(self, seconds):
        """Wait until all is sent, `seconds` at most; put what remains into the spool."""
        if not self._running or self._abandoned:
            return
        try:
            self._drain(seconds)
        finally:
            self._keep_what_remains()

    def _drain(self, seconds):
        self._closing = True
        self._buffer.hurry()
        if not self._wait_until_drained(seconds / 2):
            # A server this slow will hardly take the rest: what can be on disk by the end should be.
            self._buffer.spill_all()
            self._start_spilling()
            self._wait_until_drained(seconds / 2)

    def _keep_what_remains(self):
        # From here on the threads begin nothing more, and leave to this one what they have not settled. A request or
        # a file that is under way may still arrive: the server knows duplicates, and each event is counted once.
        self._abandoned = True
        try:
            while self._buffer.record_note(self._record_note, even_if_full=True):
                pass
        finally:
            if not self._drained.is_set():
                self._warn("unreachable", "the server did not accept the last events in time")
            self._keep_events(self._buffer.take_all())
            self._notices.settle()

    def hurry(self):
        """`close` is to wait no longer. For signal handlers: takes no lock."""
        self._hurried = True

    def _wait_until_drained(self, seconds):
        deadline = time.monotonic() + seconds
        while not self._drained.is_set() and not self._hurried and time.monotonic() < deadline:
            self._drained.wait(min(max(deadline - time.monotonic(), 0), _HURRY_POLL_SECONDS))
        return self._drained.is_set()

    def _start_thread(self, target):
        # Not a threading.Thread: Python would set each of these right in every fork, and copy memory for it.
        _thread.start_new_thread(self._run_thread, (target,))

    def _run_thread(self, target):
        """No error ends a thread, or reaches Ansible's standard error as a traceback."""
        while True:
            try:
                target()
                return
            except BaseException as error:  # pylint: disable=broad-except
                self._go_on_after(error)
            if self._abandoned or self._drained.is_set():
                return

    def _go_on_after(self, error):
        try:
            self._warn("internal", "an internal error: %s: %s" % (type(error).__name__, error))
            if not self._abandoned:  # else `close` keeps what is in flight
                self._keep_what_is_in_flight()
                time.sleep(_AFTER_AN_ERROR_SECONDS if not self._closing else _END_POLL_SECONDS)
        except BaseException:  # pylint: disable=broad-except
            pass

    def _keep_what_is_in_flight(self):
        events = self._buffer.in_flight()
        try:
            self._keep_events(events)
        except Exception:  # pylint: disable=broad-except
            self._count(events, "lost")

    # From here on: the recording thread.

    def _record(self):
        while not self._abandoned and not self._drained.is_set():
            self._buffer.wait_for_notes(self._batch_age / _LOOKS_FOR_NOTES)
            while not self._abandoned and self._buffer.record_note(self._record_note):
                if self._buffer.overflows():
                    self._start_spilling()

    def _record_note(self, note):
        record, recording, at, arguments = note
        try:
            while self.hook_seconds:
                recording.counters.hooks.add(self.hook_seconds.popleft())
            recording.number_lost_notes()
            record(recording, at, *arguments)
        except BaseException as error:  # one faulty object of Ansible's must not take the others along
            recording.event_lost()
            self._warn("internal", "%s failed, the run is reported with gaps: %s: %s"
                       % (getattr(record, "__name__", record), type(error).__name__, error))

    # From here on: the sending thread.

    def _send(self):
        for place in self._spool.places():
            place.adopt_orphans()
        self._look_at_spool()
        while not self._abandoned:
            try:
                self._step()
                if self._closing and self._buffer.is_settled():
                    self._send_spooled_of_this_process()
            except Exception as error:  # the thread must outlive one bad batch
                self._backlog = False
                self._go_on_after(error)
            if self._closing and self._buffer.is_settled():
                break
            if self._closing:
                time.sleep(_END_POLL_SECONDS)
        try:
            self._delivery.close()
        finally:
            self._drained.set()

    def _step(self):
        events = self._buffer.wait_for_batch(self._batch_events, self._batch_bytes, self._batch_age,
                                             0 if self._closing or self._backlog else _POLL_SECONDS)
        if events:
            self._deliver(events)
            self._last_sent = time.monotonic()
        elif self._closing or self._abandoned:
            return
        elif self._open_runs and time.monotonic() - self._last_sent >= self._idle_seconds:
            self._last_sent = time.monotonic()
            if self._delivery.may_try():
                for run_id in tuple(self._open_runs):
                    self._delivery.sign_of_life(run_id)
        # One file per turn: live events go first, an old backlog does not hold them up.
        self._backlog = not self._closing and self._delivery.may_try() and self._send_one_spooled(None)

    def _deliver(self, events):
        for batch in self._encode(events):
            if self._abandoned:
                return
            for part, outcome in self._send_now(batch, self._counters[batch.run_id]):
                if outcome == DELIVERED:
                    self._count(part.events, "delivered")
                elif outcome == NEVER:
                    self._count(part.events, "lost")
                elif not self._abandoned:
                    self._keep(part)

    def _send_now(self, batch, counters):
        """[(part, outcome)], as Delivery.send: a server that asks for a moment is asked again."""
        if not self._delivery.may_try():
            return [(batch, LATER)]
        sent = self._delivery.send(batch, counters)
        again = [part for part, outcome in sent if outcome == LATER]
        wait = self._delivery.seconds_to_next_attempt()
        if not again or not self._delivery.down or wait > _SHORT_RETRY_AFTER or self._closing:
            return sent
        self._buffer.pause(wait)
        counters.retries += 1
        return [done for done in sent if done[1] != LATER] + self._delivery.send_all(again, counters)

    def _encode(self, events):
        """The events as batches of one run, of bounded inflated size; an event that cannot be encoded is lost alone."""
        lines, batched, size, encoded = [], [], 0, []
        for event in events:
            try:
                line = event.line()
            except Exception as error:
                self._count((event,), "lost")
                self._warn("internal", "an event could not be encoded: %s: %s" % (type(error).__name__, error))
                continue
            if lines and (event.run_id != batched[0].run_id or size + len(line) > self._batch_bytes
                          or len(lines) >= self._batch_events):
                encoded.append(batches.Batch(batched[0].run_id, lines, batched))
                lines, batched, size = [], [], 0
            lines.append(line)
            batched.append(event)
            size += len(line)
            self._buffer.step_done()
        if lines:
            encoded.append(batches.Batch(batched[0].run_id, lines, batched))
        return encoded

    # From here on: the spilling thread.

    def _start_spilling(self):
        if not self._spilling.acquire(blocking=False):  # once, by the recording thread or by `close`
            return
        try:
            self._start_thread(self._spill)
        except RuntimeError:  # this process may have no more threads: a hook that finds no room waits for the sending one
            self._spilling.release()

    def _spill(self):
        while not self._abandoned and not self._drained.is_set():
            try:
                events = self._buffer.wait_for_overflow(self._batch_events, self._batch_bytes, _POLL_SECONDS)
                for batch in self._encode(events):
                    if self._abandoned:
                        return
                    if self._keep(batch):
                        self._counters[batch.run_id].spilled += batch.count
            except Exception as error:
                self._go_on_after(error)

    # Both, and the end.

    def _keep_events(self, events):
        for batch in self._encode(events):
            self._keep(batch)

    def _keep(self, batch):
        try:
            directory = self._spool.put(batch)
            reason = "the spool %s is full" % self._spool.directory
        except Exception as error:  # OSError, or a mistake of ours: each batch is kept or counted
            directory, reason = None, "the spool cannot be written: %s" % error
        self._count(batch.events, "spooled" if directory else "lost")
        if directory:
            self._notices.kept(directory, self._spool.why_not_first() if directory != self._spool.directory else None)
            self._look_at_spool()
        else:
            self._warn("spool", "%s: events are being lost, and counted" % reason)
        return bool(directory)

    def _look_at_spool(self):
        """Said and no more: what others might take away would be lost for sure if it were not spooled."""
        for place in self._spool.places():
            distrust = place.distrust()
            if distrust is not None:
                self._warn("unsafe spool", distrust)

    def _send_spooled_of_this_process(self):
        while not self._abandoned and self._delivery.may_try() and self._send_one_spooled(set(self._counters)):
            pass

    def _send_one_spooled(self, run_ids):
        """Send the oldest waiting file that no other process is sending. True if one was sent."""
        waiting = [(name, place) for name, place in self._spooled(run_ids) if (place.directory, name) not in self._set_aside]
        if self._met_strangers.issuperset((place.directory, name) for name, place in waiting):
            self._met_strangers.clear()
        for name, place in waiting:
            if (place.directory, name) in self._met_strangers:
                continue
            claimed = None
            try:
                with place.claim(name) as claimed:
                    if claimed is not None:
                        return self._send_claimed(place, name, claimed)
            except Exception:
                self._pass_over(place, name)
                raise
            finally:
                refusal = place.refusal(name)
                if refusal is not None:
                    self._pass_over(place, name)
                    self._warn("unread spool", "in the spool %s %s is %s: it %s"
                               % (place.directory, name, "not sent" if claimed is None else "left", refusal))
        return False

    def _spooled(self, run_ids):
        """(name, place) of the waiting files, oldest first, but of those that were passed over lately."""
        found = []
        for place in self._spool.places():
            try:
                found += [(name, place) for name in place.names(run_ids)
                          if self._passed_over.get((place.directory, name), 0) < time.monotonic()]
            except OSError as error:
                self._warn("unread spool", "the spool %s cannot be read: %s" % (place.directory, error.strerror or error))
        return sorted(found, key=lambda file: file[0])

    def _pass_over(self, place, name):
        self._passed_over[place.directory, name] = time.monotonic() + _PASSED_OVER_SECONDS

    def _send_claimed(self, place, name, claimed):
        if not claimed.intact:
            self._warn("damaged " + name, "in the spool %s %s; what is left is in it with the suffix .damaged"
                       % (place.directory, claimed.damage()))
        if claimed.batch is None:
            claimed.delivered()
            return True
        counters = self._counters.get(claimed.batch.run_id, Counters())
        counters.retries += 1
        sent = self._delivery.send(claimed.batch, counters)
        outcomes = {outcome for _part, outcome in sent}
        if LATER in outcomes:
            # As a whole: what was delivered of it is a duplicate next time, and harmless.
            if self._delivery.met_a_stranger:
                (self._met_strangers if self._delivery.down else self._set_aside).add((place.directory, name))
            return not self._delivery.down
        if NEVER in outcomes:
            claimed.rejected()
            refused = sum(part.count for part, outcome in sent if outcome == NEVER)
            counters.count("spooled", -refused)  # they are counted once
            counters.count("lost", refused)
        else:
            claimed.delivered()
        return True

    def _count(self, events, outcome):
        """What became of them, but of those that another thread was faster to settle."""
        for event in self._buffer.settle(events):
            self._counters[event.run_id].count(outcome)
