# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""One process's reporting: numbers a run's events, hands them to the sending thread, ends in time.

The methods are called from Ansible's hooks: they keep what must be remembered, and append to the buffer. Building,
redacting and everything slower happens later, on the thread.
"""

from __future__ import annotations

import os
import time
from collections import deque
from functools import partial

from . import events
from .buffer import EventBuffer, PendingEvent, estimated_size
from .delivery import Counters, Delivery
from .git_commit import configuration_commit
from .identity import uuid7
from .ingest_client import IngestClient
from .sender import Sender
from .signal_watch import SignalWatch
from .spool import Spool
from .task_identity import TaskIdentity

_EVENT_BYTES = 1024
_COLLECTION = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_REPLAY = os.path.join(_COLLECTION, "bin", "playledger-replay")
_KEEPS_EVENTS = ("unreachable", "token")


class _Run:
    def __init__(self):
        self.id = uuid7()
        self.seq = 0
        self.play_seq = None
        self.tasks = TaskIdentity()
        self.last_retried = {}
        self.counters = Counters()


class Reporter:
    def __init__(self, settings, redactor):
        self._settings = settings
        self._redactor = redactor
        self._pid = os.getpid()
        self._notices = deque()
        self._warned = set()
        self._run = None
        self._recap_before = {}
        self.invocation_id = uuid7()
        self._client = IngestClient(settings.url, settings.token, settings.timeout, settings.validate_certs)
        self._spool = Spool(settings.spool_dir, settings.spool_max_bytes)
        self._buffer = EventBuffer()
        self._sender = Sender(self._buffer, Delivery(self._client, self.warn), self._spool, self.warn,
                              batch_events=settings.batch_events, batch_bytes=settings.batch_bytes,
                              batch_age=settings.batch_age)
        self._signals = SignalWatch(self.close)

    def install(self):
        """Tie into the process: signals and forks. Apart from the constructor, for the tests' sake."""
        self._signals.install()
        os.register_at_fork(after_in_child=self._forked)

    def is_mine(self):
        """False in Ansible's forked workers."""
        return self._run is not None and os.getpid() == self._pid

    # What happens in a run, in Ansible's order.

    def run_started(self, fields, secret_values=(), further_secrets=None):
        self._interrupt()
        self._redactor.add_values(secret_values)
        self._redactor.further_values = further_secrets
        self._run = _Run()
        self._sender.run_opened(self._run.id, self._run.counters)
        self._emit(partial(_built_run_started, fields), invocation_id=self.invocation_id)

    def play_started(self, fields):
        self._run.tasks.play_started(fields["strategy"])
        self._run.play_seq = self._emit(events.play_started, **fields)

    def no_hosts_matched(self):
        self._emit(events.no_hosts_matched, play_seq=self._run.play_seq)

    def no_hosts_remaining(self):
        self._emit(events.no_hosts_remaining, play_seq=self._run.play_seq)

    def task_announced(self, uuid, name, fields, meta=False):
        """`fields` is a function: most announcements of the free strategy need no event."""
        self._run.tasks.announced(uuid, name, lambda: self._emit_task(fields), meta)

    def host_started(self, host, uuid, name, fields):
        self._run.tasks.host_started(host, uuid, name, time.time(), lambda: self._emit_task(fields))

    def task_retried(self, uuid, no_log, result, **fields):
        task_seq = self._run.tasks.retried(fields["host"], uuid)
        self._run.last_retried[(fields["host"], uuid)] = fields["attempt"]
        self._emit(events.task_retried, estimated_size(result), no_log, task_seq=task_seq, result=result, **fields)

    def task_result(self, uuid, no_log, result, **fields):
        task_seq, started_at = self._run.tasks.answered(fields["host"], uuid)
        retried = self._run.last_retried.pop((fields["host"], uuid), 0)
        if fields.get("attempts"):
            # When all tries fail, older versions of Ansible leave the last one out of the result's `attempts`.
            fields["attempts"] = max(fields["attempts"], retried + 1)
        self._emit(events.task_result, estimated_size(result), no_log, task_seq=task_seq, result=result,
                   started_at=started_at, **fields)

    def run_finished(self, recap, custom_stats):
        """`recap` counts since the start of the process: Ansible never resets it between playbooks."""
        own = recap_difference(recap, self._recap_before)
        self._recap_before = recap
        failed = any(counts["failed"] or counts["unreachable"] for counts in own.values())
        self._finish("failed" if failed else "completed", recap=own, custom_stats=custom_stats)

    # The end, and what may go wrong.

    def close(self):
        """The process ends: say so if the run has no recap, send for a bounded time, spool the rest."""
        if os.getpid() != self._pid:
            return
        self._interrupt()
        self._sender.close(self._settings.drain_timeout)

    def warn(self, kind, reason):
        """Once per kind. Only queued: printed by the next hook, for Ansible's display is not the thread's to lock."""
        if kind in self._warned:
            return
        self._warned.add(kind)
        if kind in _KEEPS_EVENTS:
            reason += ("; events are spooled in %s and sent by the next run or by: %s"
                       % (self._spool.directory, _REPLAY))
        self._notices.append("playledger: " + reason)

    def notices(self):
        while self._notices:
            yield self._notices.popleft()

    def add_hook_seconds(self, seconds):
        if self._run is not None:
            self._run.counters.hooks.add(seconds)

    def count_lost(self):
        """A hook failed: its event keeps its number, so that the server sees the gap."""
        if self._run is not None:
            self._run.counters.lost += 1

    def _interrupt(self):
        if self._run is None:
            return
        received = self._signals.received
        self._finish("interrupted", reason="the controller received %s" % received if received
                     else "Ansible stopped without a recap, on an error or because it was told to")

    def _finish(self, outcome, **fields):
        run = self._run
        counters = dict(run.counters.as_reporter(), events=run.counters.events + 1,  # with this last one
                        bufferPeakBytes=self._buffer.peak_bytes)
        self._emit(events.run_finished, outcome=outcome, reporter=counters, **fields)
        self._run = None
        self._sender.run_closed(run.id)

    def _emit_task(self, fields):
        return self._emit(events.task_started, play_seq=self._run.play_seq, **fields())

    def _emit(self, build, size=0, censor=False, **fields):
        run = self._run
        run.seq += 1
        run.counters.events += 1
        fields.update(seq=run.seq, occurred_at=time.time())
        self._sender.enqueue(PendingEvent(run.id, run.seq, partial(self._built, build, fields, censor),
                                          _EVENT_BYTES + size))
        return run.seq

    def _built(self, build, fields, censor):
        # A new dict: at the end an event may be built a second time, while the thread is stuck with the first.
        instants = {name: events.instant(fields[name]) for name in ("occurred_at", "started_at") if fields.get(name)}
        return self._redactor.redact_event(build(**dict(fields, **instants)), censor)

    def _forked(self):
        self._run = None
        self._sender.abandon_in_child()
        self._client.abandon_in_child()
        self._signals.restore()


def _built_run_started(fields, **envelope):
    # Reads files, so not in the hook.
    return events.run_started(configuration_commit=configuration_commit(fields["working_directory"]),
                              **fields, **envelope)


def recap_difference(recap, before):
    """What this run added to Ansible's counters, per host; hosts that only an earlier playbook touched left out."""
    own = {}
    for host, counts in recap.items():
        earlier = before.get(host)
        counted = {name: count - (earlier or {}).get(name, 0) for name, count in counts.items()}
        if earlier is None or any(counted.values()):
            own[host] = counted
    return own
