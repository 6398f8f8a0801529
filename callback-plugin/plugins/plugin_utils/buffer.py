# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The bounded buffer between Ansible's hooks and the threads that send and spill."""

from __future__ import annotations

import threading
import time
from collections import deque
from itertools import islice

# By estimate, and what is being encoded comes on top: together they stay within 64 MiB.
DEFAULT_MAX_BYTES = 40 * 1024 * 1024
DEFAULT_SPILL_BYTES = 8 * 1024 * 1024
LONGEST_WAIT_FOR_ROOM = 5.0
_ENTRIES_LOOKED_AT = (32, 16, 32, 8, 2)  # by depth: the fields of a result, its items, their fields, ...
_NODE_BYTES = 64


class PendingEvent:
    """An event not built yet: `build` runs in the sending thread, so that the hook does not pay for it."""

    __slots__ = ("run_id", "seq", "build", "size", "queued_at")

    def __init__(self, run_id, seq, build, size):
        self.run_id = run_id
        self.seq = seq
        self.build = build
        self.size = size
        self.queued_at = time.monotonic()


class EventBuffer:
    """A queue bounded by estimated bytes: Ansible's thread appends, the sending and the spilling thread take.

    Appending takes no lock (a deque needs none): a hook that waits for a lock waits for a thread that waits for the
    interpreter. Only the takers exclude each other. The lock is reentrant, because a signal handler may interrupt a
    hook. Each byte counter has one kind of writer, and the differences say what waits and what is in flight.
    """

    def __init__(self, max_bytes=DEFAULT_MAX_BYTES, spill_bytes=DEFAULT_SPILL_BYTES):
        self._max_bytes = max_bytes
        self._spill_bytes = spill_bytes
        self._appended_bytes = 0
        self._taken_bytes = 0
        self._settled_bytes = 0
        self._events = deque()
        self._in_flight = {}
        lock = threading.RLock()
        self._changed = threading.Condition(lock)
        self._spill_wanted = threading.Condition(lock)
        self._room = threading.Condition(lock)
        self._room_expected = True
        self._flush = False
        self.peak_bytes = 0

    def append(self, event, wake_at_events, wake_at_bytes):
        """False when the buffer is full and the event was not taken."""
        size = event.size
        if not self._fits(size) and not self._wait_for_room(size):
            return False
        # Counted first: a taker may be faster than this thread.
        self._appended_bytes += size
        self._events.append(event)
        held = self._held_bytes()
        if held > self.peak_bytes:
            self.peak_bytes = held
        # Waking a thread costs the hook a context switch: only when there is a batch, or a clock to start.
        count = len(self._events)
        waiting = self._waiting_bytes()
        if count == 1 or count % wake_at_events == 0 or waiting - size < wake_at_bytes <= waiting:
            with self._changed:
                self._changed.notify()
        if waiting - size < self._spill_bytes <= waiting:
            with self._changed:
                self._spill_wanted.notify()
        return True

    def _fits(self, size):
        held = self._held_bytes()
        return not held or held + size <= self._max_bytes

    def _held_bytes(self):
        return self._appended_bytes - self._settled_bytes

    def _waiting_bytes(self):
        return self._appended_bytes - self._taken_bytes

    def _wait_for_room(self, size):
        """Events come faster than the disk takes them: wait for the spilling thread, but once a stuck disk only."""
        with self._changed:
            if self._room_expected:
                self._spill_wanted.notify()
                self._room_expected = self._room.wait_for(lambda: self._fits(size), LONGEST_WAIT_FOR_ROOM)
            return self._room_expected

    def spill_all(self):
        """From now on nothing is left for the sending thread that the spilling one can take."""
        with self._changed:
            self._spill_bytes = 0
            self._spill_wanted.notify_all()

    def wait_for_overflow(self, max_events, max_bytes, timeout):
        """The spilling thread's: events of one run, when more wait than the buffer likes to hold; maybe none."""
        with self._changed:
            if not self._overflows():
                self._spill_wanted.wait(timeout)
            return self._take(max_events, max_bytes) if self._overflows() else []

    def _overflows(self):
        return bool(self._events) and self._waiting_bytes() >= self._spill_bytes

    def flush(self):
        """Let the thread take what there is now, without waiting for a full batch."""
        with self._changed:
            self._flush = True
            self._changed.notify_all()

    def pause(self, seconds):
        """The thread's sleep: ends early when something changed."""
        with self._changed:
            self._changed.wait(seconds)

    def wait_for_batch(self, max_events, max_bytes, max_age, timeout):
        """Wait until a batch is due, `timeout` at most; return its events (all of one run), maybe none."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                now = time.monotonic()
                if self._is_due(now, max_events, max_bytes, max_age):
                    return self._take(max_events, max_bytes)
                due_at = self._events[0].queued_at + max_age if self._events else deadline
                remaining = min(due_at, deadline) - now
                if deadline <= now:
                    return []
                self._changed.wait(max(remaining, 0.001))

    def settle(self):
        """What this thread took last is dealt with: return its events, and forget them."""
        with self._changed:
            events = self._in_flight.pop(threading.get_ident(), [])
            self._settled_bytes += sum(event.size for event in events)
            self._room_expected = True
            self._room.notify_all()
            return events

    def take_all(self):
        """Everything, for the spool at the end: also what the thread has taken and not settled."""
        with self._changed:
            events = [event for taken in self._in_flight.values() for event in taken]
            events.extend(self._events)
            self._in_flight, self._events = {}, deque()
            self._taken_bytes = self._settled_bytes = self._appended_bytes
            return sorted(events, key=lambda event: (event.run_id, event.seq))

    def is_settled(self):
        """Nothing waits and nothing is in flight."""
        return not self._events and not self._in_flight

    def __len__(self):
        return len(self._events)

    def _is_due(self, now, max_events, max_bytes, max_age):
        if not self._events:
            self._flush = False
            return False
        return (self._flush or len(self._events) >= max_events or self._waiting_bytes() >= max_bytes
                or now - self._events[0].queued_at >= max_age)

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
