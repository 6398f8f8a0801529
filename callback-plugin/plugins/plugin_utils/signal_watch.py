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
        self._kernels = []  # those that end a process without asking Python
        self.received = None

    def install(self):
        # Python accepts handlers in the main thread only; where Ansible is embedded, there may be no watch.
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            previous = _signal.getsignal(number)  # SIG_DFL as the plain number that `restore` needs
            if callable(previous) or (number == signal.SIGTERM and previous == signal.SIG_DFL):
                self._previous[number] = previous
                if not callable(previous):
                    self._kernels.append(number)
                signal.signal(number, self._handle)

    @property
    def changes_children(self):
        """Whether `restore_in_child` has anything to do."""
        return bool(self._kernels)

    def restore_in_child(self):
        """In a forked worker: what ended it at once, whatever it is busy with, does so again.

        Other signals reach `_handle` there too, and it passes them on: each worker pays for what is done at its start. By
        the functions behind `signal`'s, whose enums read and write twice as many pages, each copied for this worker.
        """
        for number in self._kernels:
            if _signal.getsignal(number) == self._handle:
                _signal.signal(number, self._previous[number])

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
