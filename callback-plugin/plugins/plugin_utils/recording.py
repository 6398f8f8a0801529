# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""One run as it is told: gives its events their numbers, and knows which task a result answers.

Used on the recording thread, in the order of the hooks. `at` is the Moment of the hook.
"""

from __future__ import annotations

from functools import partial

from . import events
from .batch import encode_event
from .buffer import PendingEvent, estimated_size
from .delivery import Counters
from .git_repository import RunRepositories
from .identity import uuid7
from .installed_collections import InstalledCollections
from .item_delegates import delegates_of_items, with_delegates
from .moment import Moment
from .task_identity import TaskIdentity
from .wire_limits_generated import MAX_EVENT_BYTES
from .within_limits import within_event_bytes, within_limits

_EVENT_BYTES = 1024
# Left out of events where there is nothing to tell.
_WHERE_TOLD = ("elapsed", "startedElapsed", "commandLine", "delegates", "adHoc")
_MOST_ENCODED_AT_ONCE = 16 * 1024
# For which part of the age of a batch an event may wait: who looks at a run looks for what failed, and what is known of
# a killed run should hold what it changed.
_AT_FIRST, _FAILED, _CHANGED = 0.2, 0.1, 0.4
_PATIENCE_BY_STATUS = {"failed": _FAILED, "unreachable": _FAILED, "changed": _CHANGED}


class Recording:
    """`enqueue` takes the PendingEvents; `redactor` is used before they are encoded.

    Events are encoded at once: while they wait, nothing of Ansible's stays in memory, of which each of its forks would
    copy some. But large results, which this thread must not fall behind for, and the first event, which asks git, are
    encoded where they are sent.
    """

    def __init__(self, enqueue, redactor):
        self.id = uuid7()
        self._made_at = Moment.now()  # the time in the id: what `elapsed` counts from
        self.counters = Counters()
        self.lost_notes = 0  # counted by the hooks
        self.flushed_by = None  # the explicit `meta: flush_handlers` whose handlers run now
        self._enqueue = enqueue
        self._redactor = redactor
        self._seq = 0
        self._play_seq = None
        self._tasks = TaskIdentity()
        self._last_retried = {}
        self._items_ran_on = {}
        self._numbered_lost_notes = 0

    def run_started(self, at, fields, collection_paths, invocation_id):
        configuration = [fields.get("extra_vars", {}).get("CONFIG_DIR"), fields["working_directory"]]
        repositories = RunRepositories(fields["playbook_path"], [str(given) for given in configuration if given])
        collections = InstalledCollections(collection_paths)
        self._emit(at, lambda **envelope: events.run_started(**repositories.facts(), **collections.facts(), **fields,
                                                             **envelope), later=True, patience=_AT_FIRST,
                   invocation_id=invocation_id)

    def play_started(self, at, fields):
        self._tasks.play_started(fields["strategy"])
        self._play_seq = self._emit(at, events.play_started, **fields)

    def no_hosts_matched(self, at):
        self._emit(at, events.no_hosts_matched, play_seq=self._play_seq)

    def no_hosts_remaining(self, at):
        self._emit(at, events.no_hosts_remaining, play_seq=self._play_seq)

    def task_announced(self, at, uuid, name, fields, meta=False):
        """`fields` is a function: most announcements of the free strategy need no event."""
        self._tasks.announced(uuid, name, lambda: self._emit_task(at, fields), meta)

    def host_started(self, at, host, uuid, name, fields):
        self._tasks.host_started(host, uuid, name, at, lambda: self._emit_task(at, fields))

    def task_retried(self, at, uuid, no_log, result, **fields):
        task_seq = self._tasks.retried(fields["host"], uuid)
        self._last_retried[(fields["host"], uuid)] = fields["attempt"]
        self._emit(at, events.task_retried, estimated_size(result), no_log, patience=_CHANGED, task_seq=task_seq,
                   result=result, **fields)

    def item_ran(self, at, host, uuid, delegate):
        """An item of a loop that has `delegate_to`: on `host` itself where `delegate` is None."""
        self._items_ran_on.setdefault((host, uuid), []).append(delegate)

    def task_result(self, at, uuid, no_log, result, **fields):
        task_seq, started_at = self._tasks.answered(fields["host"], uuid)
        retried = self._last_retried.pop((fields["host"], uuid), 0)
        if fields.get("attempts"):
            # When all tries fail, older versions of Ansible leave the last one out of the result's `attempts`.
            fields["attempts"] = max(fields["attempts"], retried + 1)
        ran_on = self._items_ran_on.pop((fields["host"], uuid), None)
        if ran_on:
            result = self._tell_delegates(fields, result, ran_on)
        self._emit(at, events.task_result, estimated_size(result), no_log,
                   patience=_PATIENCE_BY_STATUS.get(fields["status"], 1.0), task_seq=task_seq, result=result,
                   started_at=events.instant(started_at) if started_at else None,
                   started_elapsed=self._elapsed(started_at), **fields)

    @staticmethod
    def _tell_delegates(fields, result, ran_on):
        """Answers the result as it is to be told."""
        only, others = delegates_of_items(fields["host"], ran_on)
        if any(ran_on) or None in ran_on:  # else nothing ran, and the task tells whom it would have been delegated to
            fields["delegated_to"] = only
        if only is None and others:
            fields["delegates"] = others
            return with_delegates(fields["host"], result, ran_on)
        return result

    def run_finished(self, at, outcome, buffer_peak_bytes, **fields):
        reporter = dict(self.counters.as_reporter(), events=self.counters.events + 1,  # with this last one
                        bufferPeakBytes=buffer_peak_bytes)
        self._emit(at, events.run_finished, outcome=outcome, reporter=reporter, **fields)

    def number_lost_notes(self):
        while self._numbered_lost_notes < self.lost_notes:
            self._numbered_lost_notes += 1
            self.event_lost()

    def event_lost(self):
        """It keeps its number, so that the server sees the gap."""
        self._seq += 1
        self.counters.count("lost")

    def _elapsed(self, at):
        """A recording that is told again (tools/) has only the times on the wall."""
        return at.since(self._made_at) if isinstance(at, Moment) else None

    def _emit_task(self, at, fields):
        return self._emit(at, events.task_started, play_seq=self._play_seq, **fields())

    def _emit(self, at, build, size=0, censor=False, later=False, patience=1.0, **fields):
        """An event that cannot be encoded at once takes no number: who catches the error calls `event_lost`."""
        seq = fields["seq"] = self._seq + 1
        fields["occurred_at"] = events.instant(at)
        fields["elapsed"] = self._elapsed(at)
        if later or size > _MOST_ENCODED_AT_ONCE:
            line = partial(self._encoded, build, censor, fields)
        else:
            line = self._encoded(build, censor, fields)
            size = len(line)
        self._enqueue(PendingEvent(self.id, seq, line, _EVENT_BYTES + size, patience))
        self._seq = seq
        self.counters.events += 1
        return seq

    def _encoded(self, build, censor, fields):
        event = build(**fields)
        for name in _WHERE_TOLD:
            if event.get(name, 0) is None:
                del event[name]
        event = within_limits(self._redactor.redact_event(event, censor))
        line = encode_event(event)
        return line if len(line) <= MAX_EVENT_BYTES else encode_event(within_event_bytes(event))
