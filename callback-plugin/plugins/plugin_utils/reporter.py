# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""One process's reporting: takes notes of what the hooks see, and ends in time.

The methods are called from Ansible's hooks, which hand over Ansible's objects as they are. A hook is paid for twice:
each page of memory that it writes to after one of Ansible's forks has to be copied. So it only takes a note; reading
the objects, numbering, redacting and everything slower happens on the threads (docs/decisions/0006-hooks-take-notes.md).
"""

from __future__ import annotations

import os

from .buffer import EventBuffer
from .delivery import Delivery
from .identity import uuid7
from .ingest_client import IngestClient
from .moment import Moment
from .no_delivery import NoDelivery
from .notices import Notices
from .recording import Recording
from .sender import Sender
from .signal_watch import SignalWatch
from .spool_places import spool_places

_COLLECTION = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_REPLAY = os.path.join(_COLLECTION, "bin", "playledger-replay")
_KEEPS_EVENTS = ("unreachable", "token", "foreign answer", "too large for a proxy")


class Reporter:
    def __init__(self, settings, redactor):
        self._settings = settings
        self._redactor = redactor
        self.pid = os.getpid()  # Ansible's workers are forks, with copies of all this
        self._recap_before = {}
        self.recording = None  # of the run that is going on
        self._notices = Notices(_KEEPS_EVENTS, _REPLAY)
        self.warn = self._notices.warn  # called with the kind and the reason
        self.notices = self._notices.queue  # warnings that wait to be shown
        self.invocation_id = uuid7()
        self._client = IngestClient(settings.url, settings.token, settings.timeout, settings.validate_certs,
                                    ca_file=settings.ca_file, client_cert=settings.client_cert,
                                    client_key=settings.client_key)
        self._spool = spool_places(settings.spool_dir, settings.ansible_home, settings.spool_max_bytes)
        self._buffer = EventBuffer()
        delivery = (Delivery(self._client, self.warn) if settings.token_problem is None
                    else NoDelivery(settings.token_problem, self.warn))
        self._sender = Sender(self._buffer, delivery, self._spool, self._notices,
                              batch_events=settings.batch_events, batch_bytes=settings.batch_bytes,
                              batch_age=settings.batch_age)
        self._signals = SignalWatch(self.close)
        self.hook_took = self._sender.hook_seconds.append  # called with the seconds

    def install(self):
        """Tie into the process: signals and forks. Apart from the constructor, for the tests' sake."""
        self._signals.install()
        # Each of Ansible's forks pays for what is done here, in pages of memory.
        os.register_at_fork(after_in_child=self._client.abandon_in_child)
        if self._signals.changes_children:
            os.register_at_fork(after_in_child=self._signals.restore_in_child)

    def run_started(self, fields, secret_values=(), further_secrets=None, collection_paths=()):
        self._interrupt()
        self._redactor.add_values(secret_values)
        self._redactor.further_values = further_secrets
        self.recording = Recording(self._buffer.append, self._redactor)
        self._sender.run_opened(self.recording)
        self.note(Recording.run_started, fields, collection_paths, self.invocation_id)

    def loaded_again(self):
        """By another command of the same process, whose counters begin anew."""
        self._recap_before = {}
        self._signals.install()

    def interrupt(self):
        """The run ends without a recap."""
        self._interrupt()

    def note(self, record, *args):
        """`record(recording, at, *args)` is called on the recording thread."""
        if not self._buffer.note((record, self.recording, Moment.now(), args)):
            self.count_lost()
            self.warn("full", "its buffer is full and the spool too slow: events are being lost, and counted")

    def run_finished(self, recap, custom_stats, exit_code=None):
        """`recap` counts since the start of the process: Ansible never resets it between playbooks.

        `exit_code`: what the command will exit with, where that is known.
        """
        own = recap_difference(recap, self._recap_before)
        self._recap_before = recap
        self._finish(outcome_of(own, exit_code), recap=own, custom_stats=custom_stats)

    # The end, and what may go wrong.

    def close(self):
        """The process ends: say so if the run has no recap, send for a bounded time, spool the rest."""
        if os.getpid() != self.pid:
            return
        with self._signals.held(self._sender.hurry):
            self._interrupt()
            self._sender.close(self._settings.drain_timeout)

    def count_lost(self):
        """An event of which there is no note: its hook failed, or the buffer is full."""
        if self.recording is not None:
            self.recording.lost_notes += 1

    def _interrupt(self):
        if self.recording is None:
            return
        received = self._signals.received
        self._finish("interrupted", reason="the controller received %s" % received if received
                     else "Ansible stopped without a recap, on an error or because it was told to")

    def _finish(self, outcome, **fields):
        self.note(self._run_finished, outcome, fields)
        self.recording = None

    def _run_finished(self, recording, at, outcome, fields):
        recording.run_finished(at, outcome, self._buffer.peak_bytes, **fields)
        self._sender.run_closed(recording)


def outcome_of(recap, exit_code=None):
    """The exit code decides; where it is not known, whether the recap has a failed or unreachable host."""
    if exit_code is not None:
        return "failed" if exit_code else "completed"
    failed = any(counts["failed"] or counts["unreachable"] for counts in recap.values())
    return "failed" if failed else "completed"


def recap_difference(recap, before):
    """What this run added to Ansible's counters, per host; hosts that only an earlier playbook touched left out."""
    own = {}
    for host, counts in recap.items():
        earlier = before.get(host)
        counted = {name: count - (earlier or {}).get(name, 0) for name, count in counts.items()}
        if earlier is None or any(counted.values()):
            own[host] = counted
    return own
