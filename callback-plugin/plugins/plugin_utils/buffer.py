# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The bounded buffer between Ansible's hooks and the threads that record, spill and send."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from itertools import islice

from .wakeup import Wakeup

# By estimate, and what is being encoded comes on top: together they stay within 64 MiB.
DEFAULT_MAX_BYTES = 24 * 1024 * 1024
DEFAULT_SPILL_BYTES = 4 * 1024 * 1024
LONGEST_WAIT_FOR_ROOM = 5.0  # in which no event was recorded, encoded or spooled
_HURRIED_POLL_SECONDS = 0.005
_FEW_NOTES = 250
DEFAULT_MAX_NOTES = 500
_ENTRIES_LOOKED_AT = (32, 16, 32, 8, 2)  # by depth: the fields of a result, its items, their fields, ...
_NODE_BYTES = 64


class PendingEvent:
    """An event that waits as its encoded line, or as a function that gives the line where it is sent or spilled.

    `patience`: for which part of the age of a batch it may wait for others.
    """

    __slots__ = ("run_id", "seq", "_line", "size", "patience", "queued_at", "is_settled")

    def __init__(self, run_id, seq, line, size, patience=1.0):
        self.run_id = run_id
        self.seq = seq
        self._line = line
        self.size = size
        self.patience = patience
        self.queued_at = time.monotonic()
        self.is_settled = False  # delivered, spooled or lost, and counted

    def due_at(self, age):
        return self.queued_at + self.patience * age

    def line(self):
        return self._line() if callable(self._line) else self._line


class EventBuffer:
    """Two queues: notes of the hooks, bounded by their number, and the events made of them, bounded by estimated bytes.

    Ansible's thread adds notes, and takes no lock for it (a deque needs none): a hook that waits for a lock waits for a
    thread that waits for the interpreter. Nor does it look at what it adds, which would cost it more than all the rest.
    The recording thread turns the notes into events soon after; the sending and the spilling thread take these. The
    threads exclude each other, for moments. The locks are reentrant, because a signal handler may interrupt a hook. Each byte
    counter has one kind of writer, and the differences say what waits and what is in flight.
    """

    def __init__(self, max_bytes=DEFAULT_MAX_BYTES, spill_bytes=DEFAULT_SPILL_BYTES, max_notes=DEFAULT_MAX_NOTES):
        self._max_bytes = max_bytes
        self._spill_bytes = spill_bytes
        self._max_notes = max_notes
        self._notes = deque()
        self._wake = Wakeup()
        self._few_notes = min(_FEW_NOTES, max_notes)
        self._wake_at = self._few_notes  # a note that makes so many, by who set it last
        self._hurry = False
        self._appended_bytes = 0
        self._taken_bytes = 0
        self._settled_bytes = 0
        self._events = deque()
        self._in_flight = {}
        self._recording = threading.RLock()
        lock = threading.RLock()
        self._changed = threading.Condition(lock)
        self._spill_wanted = threading.Condition(lock)
        self._room = threading.Condition(lock)
        self._room_awaited = False
        self._room_expected = True
        self._steps = 0
        self._due_events, self._due_bytes, self._due_age = 1, 1, 0.0
        self._due_at = math.inf  # until then the sending thread waits, if nothing more comes
        self._flush = False
        self.peak_bytes = 0

    # The hooks'.

    def note(self, note):
        """False when the buffer is full and the note was not taken."""
        notes = self._notes
        notes.append(note)
        return len(notes) < self._wake_at or self._wake_or_wait()

    def _wake_or_wait(self):
        self._wake.set()
        if self._has_room() or self._wait_for_room():
            self._wake_at = self._max_notes
            return True
        self._wake_at = 0
        self._notes.pop()
        return False

    def _has_room(self):
        return len(self._notes) < self._max_notes and not self._is_full()

    def _has_room_for_many(self):
        """What a hook that has to wait waits for: else the next one would have to wait as well, and all after it."""
        return len(self._notes) <= self._max_notes // 2 and not self._is_full()

    def _wait_for_room(self):
        """Results come faster than they are dealt with: wait while they are, but for a stuck disk once only."""
        with self._changed:
            self._room_awaited = True
            while self._room_expected and not self._has_room_for_many():
                self._spill_wanted.notify()
                steps = self._steps
                self._room_expected = (self._room.wait_for(self._has_room_for_many, LONGEST_WAIT_FOR_ROOM)
                                       or self._steps != steps)
            self._room_awaited = False
            return self._room_expected

    # The recording thread's.

    def wait_for_notes(self, seconds):
        """So long: ends early when there are many, or no more will come; not before there is room for their events.

        Not as soon as there is one: where all processors are busy, a hook that wakes a thread loses its own to it, and
        waits milliseconds to get it back.
        """
        self._wake_at = self._few_notes
        if self._is_full():
            with self._changed:
                self._room.wait_for(lambda: not self._is_full(), _HURRIED_POLL_SECONDS if self._hurry else seconds)
        elif self._hurry:
            self._wake.wait(_HURRIED_POLL_SECONDS)
        elif len(self._notes) < self._few_notes:
            self._wake.wait(seconds)
        self._wake.clear()

    def record_note(self, record, even_if_full=False):
        """Give the oldest note to `record`, which appends its events. False if there is none, or no room for more."""
        with self._recording:
            if not self._notes or (self._is_full() and not even_if_full):
                return False
            record(self._notes[0])  # counts as waiting until its events are in the buffer
            self._notes.popleft()
        self.step_done()
        if self._room_awaited and self._has_room_for_many():
            with self._changed:
                self._room.notify()
        return True

    def append(self, event):
        with self._changed:
            self._appended_bytes += event.size
            self._events.append(event)
            waiting = self._waiting_bytes()
            self.peak_bytes = max(self.peak_bytes, self._held_bytes())
            if self._is_full():
                self._wake_at = 0  # the next hook waits
            if (event.due_at(self._due_age) < self._due_at or len(self._events) == self._due_events
                    or waiting >= self._due_bytes):
                self._changed.notify()
            if waiting >= self._spill_bytes:
                self._spill_wanted.notify()

    # The spilling thread's.

    def wait_for_overflow(self, max_events, max_bytes, timeout):
        """Events of one run, when more wait than the buffer likes to hold; maybe none."""
        with self._changed:
            if not self.overflows():
                self._spill_wanted.wait(timeout)
            return self._take(max_events, max_bytes) if self.overflows() else []

    def overflows(self):
        """More waits than the buffer likes to hold."""
        return bool(self._events) and self._waiting_bytes() >= self._spill_bytes

    # The sending thread's.

    def flush(self):
        """Let it take what there is now, without waiting for a full batch."""
        with self._changed:
            self._flush = True
            self._changed.notify_all()

    def pause(self, seconds):
        """Its sleep: ends early when something changed."""
        with self._changed:
            self._changed.wait(seconds)

    def wait_for_batch(self, max_events, max_bytes, max_age, timeout):
        """Wait until a batch is due, `timeout` at most; return its events (all of one run), maybe none."""
        deadline = time.monotonic() + timeout
        with self._changed:
            self._due_events, self._due_bytes, self._due_age = max_events, max_bytes, max_age
            while True:
                now = time.monotonic()
                # So many are due at any rate: of a long backlog only its beginning is looked at.
                waiting = islice(self._events, max_events)
                self._due_at = min((event.due_at(max_age) for event in waiting), default=math.inf)
                if self._is_due(now):
                    return self._take(max_events, max_bytes)
                if deadline <= now:
                    return []
                self._changed.wait(max(min(self._due_at, deadline) - now, 0.001))

    def settle(self, events):
        """They are delivered, spooled or lost. Returns those that no other thread has settled: only these are counted."""
        with self._changed:
            own = [event for event in events if not event.is_settled]
            for event in own:
                event.is_settled = True
                self._settled_bytes += event.size
            self._in_flight = {thread: waiting for thread, taken in self._in_flight.items()
                               if (waiting := [event for event in taken if not event.is_settled])}
            self._room_expected = True
            self._room.notify_all()
            return own

    def in_flight(self):
        """What this thread took last and has not settled."""
        with self._changed:
            return list(self._in_flight.get(threading.get_ident(), ()))

    def step_done(self):
        """Something was done of what a hook may wait for; any thread says so, and only whether it did matters."""
        self._steps += 1

    # The end.

    def hurry(self):
        """The process ends: nobody waits for more to come."""
        self._hurry = True
        self._wake.set()
        self.flush()

    def spill_all(self):
        """From now on nothing is left for the sending thread that the spilling one can take."""
        with self._changed:
            self._spill_bytes = 0
            self._spill_wanted.notify_all()

    def take_all(self):
        """Everything, for the spool at the end: also what the threads have taken and not settled."""
        with self._changed:
            events = [event for taken in self._in_flight.values() for event in taken]
            events.extend(self._events)
            self._in_flight, self._events = {}, deque()
            self._taken_bytes = self._appended_bytes
            return sorted(events, key=lambda event: (event.run_id, event.seq))

    def is_settled(self):
        """Nothing waits and nothing is in flight."""
        return not self._notes and not self._events and not self._in_flight

    def __len__(self):
        return len(self._notes) + len(self._events)

    def _is_full(self):
        return self._held_bytes() >= self._max_bytes

    def _held_bytes(self):
        return self._appended_bytes - self._settled_bytes

    def _waiting_bytes(self):
        return self._appended_bytes - self._taken_bytes

    def _is_due(self, now):
        if not self._events:
            self._flush = self._hurry
            return False
        return (self._flush or len(self._events) >= self._due_events or self._waiting_bytes() >= self._due_bytes
                or now >= self._due_at)

    def _take(self, max_events, max_bytes):
        taken, size = [], 0
        while self._events and len(taken) < max_events:
            event = self._events[0]
            if taken and (event.run_id != taken[0].run_id or size + event.size > max_bytes):
                break
            taken.append(self._events.popleft())
            size += event.size
        self._taken_bytes += size
        self._in_flight[threading.get_ident()] = taken
        return taken


def estimated_size(value, depth=0):
    """About how many bytes `value` holds: looks at a bounded number of nodes, since a hook is waiting.

    Of a container with more entries than its depth allows it looks at some, evenly spread, and multiplies: so that
    a loop of a thousand large items counts as large.
    """
    if isinstance(value, (str, bytes)):
        return len(value) + _NODE_BYTES
    if isinstance(value, dict):
        entries = value.values()
    elif isinstance(value, (list, tuple, set, frozenset)):
        entries = value
    else:
        return _NODE_BYTES
    count = len(entries)
    if depth == len(_ENTRIES_LOOKED_AT):
        return _NODE_BYTES * (1 + 2 * count)
    step = -(-count // _ENTRIES_LOOKED_AT[depth]) if count else 1
    total = looked_at = 0
    for entry in entries if step == 1 else islice(entries, 0, None, step):
        looked_at += 1
        if type(entry) is str:
            total += len(entry)
        elif entry is not None and type(entry) not in (bool, int, float):
            total += estimated_size(entry, depth + 1)
    return _NODE_BYTES * (1 + count) + (total if step == 1 else total * count // looked_at)
