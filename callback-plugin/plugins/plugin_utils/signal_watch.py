# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Learns of SIGINT and SIGTERM without changing what they do.

Ansible dies of SIGTERM on the spot, without any exit handler: what was not sent yet would be lost. The watch acts
first, then does exactly what would have happened without it.
"""

from __future__ import annotations

import _signal
import os
import signal
import threading


class SignalWatch:
    def __init__(self, on_termination):
        self._on_termination = on_termination
        self._previous = {}
        self.received = None

    def install(self):
        # Python accepts handlers in the main thread only; where Ansible is embedded, there may be no watch.
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            previous = _signal.getsignal(number)  # SIG_DFL as the plain number that `restore_in_child` needs
            if callable(previous) or (number == signal.SIGTERM and previous == signal.SIG_DFL):
                self._previous[number] = previous
                signal.signal(number, self._handle)

    @property
    def changes_children(self):
        """Whether `restore_in_child` has anything to do."""
        return not all(map(callable, self._previous.values()))

    def restore_in_child(self):
        """In a forked worker: a signal that ended it at once, without asking Python, does so again.

        Others reach `_handle` there too, which passes them on: each worker pays for what is done at its start. By the
        functions behind `signal`'s, whose enums read and write twice as many pages, each copied for this worker.
        """
        for number, previous in self._previous.items():
            if not callable(previous) and _signal.getsignal(number) == self._handle:
                _signal.signal(number, previous)

    def _handle(self, number, frame):
        self.received = signal.Signals(number).name
        previous = self._previous[number]
        if number == signal.SIGTERM:
            self._on_termination()
        if callable(previous):
            signal.signal(number, previous)
            previous(number, frame)
        else:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
