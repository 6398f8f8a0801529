# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What a person is told of the reporting, each kind once."""

from __future__ import annotations

import threading
from collections import deque


class Notices:
    """Filled by the threads, shown by the hooks: Ansible's display is not a thread's to lock.

    A warning of one of the kinds `keeping`, after which events are spooled, waits until the spool has taken some: it is
    said where they are, or that they are lost, and not one thing first and then the other.
    """

    def __init__(self, keeping, replay):
        self.queue = deque()  # of texts that wait to be shown
        self._keeping = keeping
        self._replay = replay
        self._warned = set()
        self._awaited = None  # a reason of those kinds
        self._adding = threading.RLock()  # for a signal may interrupt a hook that warns

    def warn(self, kind, reason):
        with self._adding:
            if kind in self._warned:
                return
            self._warned.add(kind)
            if kind in self._keeping and "kept" not in self._warned:
                self._awaited = reason if self._awaited is None else "%s; %s" % (self._awaited, reason)
                return
            if kind == "spool" and self._awaited is not None:
                reason, self._awaited = "%s, and %s" % (self._awaited, reason), None
            self._add(reason)

    def kept(self, directory, why_not_first):
        """Some events are in the spool `directory` now. `why_not_first`: what keeps them from its usual place."""
        if "kept" in self._warned and (why_not_first is None or "moved" in self._warned):
            return
        with self._adding:
            where = "events are spooled in %s%s and sent by the next run or by: %s" % (
                directory, "" if why_not_first is None else " (%s)" % why_not_first, self._replay)
            if self._awaited is not None:
                reason, self._awaited = self._awaited, None
                self._add("%s; %s" % (reason, where))
                self._warned.add("kept")
            elif why_not_first is not None:
                self._add(where)
            if why_not_first is not None:
                self._warned.add("moved")

    def settle(self):
        """The end: what still waits is said as it is."""
        with self._adding:
            if self._awaited is not None:
                reason, self._awaited = self._awaited, None
                self._add(reason)

    def _add(self, reason):
        self.queue.append("playledger: " + reason)
