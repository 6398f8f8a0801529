# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Learns of the signals that end a run without changing what they do.

Ansible dies of SIGTERM on the spot, without any exit handler, and of SIGHUP when its terminal is gone: what was not
sent yet would be lost. The watch acts first, then does exactly what would have happened without it.
"""

from __future__ import annotations

import _signal
import os
import signal
import threading
from contextlib import contextmanager

# What people, terminals, service managers and batch systems end a process by. The others say that it is broken
# (SIGSEGV, ...), are timers of its own (SIGALRM, ...), or do not end Python (SIGPIPE, SIGXFSZ).
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGUSR1, signal.SIGUSR2)


class SignalWatch:
    def __init__(self, on_termination):
        self._on_termination = on_termination
        self._previous = {}
        self.received = None

    def install(self):
        # Python accepts handlers in the main thread only; where Ansible is embedded, there may be no watch.
        if threading.current_thread() is not threading.main_thread():
            return
        self.received = None
        for number in (signal.SIGINT, *ENDING):
            previous = _signal.getsignal(number)  # SIG_DFL as the plain number that `restore_in_child` needs
            if previous == self._handle:
                continue  # from before: after a Ctrl-C that ended nothing, it is gone
            # One that is ignored, as SIGHUP by nohup, stays so. And of somebody's own handler, it is known of SIGINT and
            # SIGTERM only that the process ends.
            if (previous == signal.SIG_DFL and number != signal.SIGINT
                    or callable(previous) and number in (signal.SIGINT, signal.SIGTERM)):
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

    @contextmanager
    def held(self, instead):
        """While this process ends anyway, a further signal calls `instead` and does nothing else."""
        before = {}
        if threading.current_thread() is threading.main_thread():
            for number in self._previous:
                before[number] = signal.signal(number, lambda _number, _frame: instead())
        try:
            yield
        finally:
            for number, handler in before.items():
                if handler is not None:  # else it is none of Python's
                    signal.signal(number, handler)

    def _handle(self, number, frame):
        self.received = signal.Signals(number).name
        previous = self._previous[number]
        if number != signal.SIGINT:
            try:
                self._on_termination()
            except Exception:  # pylint: disable=broad-except
                pass  # what ends the process here is the signal
        if callable(previous):
            signal.signal(number, previous)
            previous(number, frame)
        else:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
