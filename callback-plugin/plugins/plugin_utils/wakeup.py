# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A threading.Event that a signal handler may set while it interrupts the thread that is setting it."""

from __future__ import annotations

import threading


class Wakeup:
    def __init__(self):
        self._is_set = False
        self._changed = threading.Condition(threading.RLock())

    def set(self):
        with self._changed:
            self._is_set = True
            self._changed.notify_all()

    def clear(self):
        self._is_set = False

    def wait(self, seconds):
        with self._changed:
            if not self._is_set:
                self._changed.wait(seconds)
