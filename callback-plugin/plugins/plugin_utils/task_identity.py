# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which task_started a result answers.

Ansible's task uuid does not tell: a role included in a loop starts the same uuid once per item, handlers are
flushed twice, serial plays run their tasks per batch. On the other side the free strategies announce one task once
per host, and every strategy announces an explicit `meta` once per host.

See docs/decisions/0001-tasks-are-named-by-their-event.md.
"""

from __future__ import annotations


class _Start:
    __slots__ = ("seq", "name", "answered", "answered_by", "begin_again")

    def __init__(self, seq, name):
        self.seq = seq
        self.name = name
        self.answered = False
        self.answered_by = set()  # of a meta only
        self.begin_again = None


class TaskIdentity:
    """For one run. `emit` arguments are functions that send a task_started and return its seq."""

    def __init__(self):
        self._per_host_announcements = False
        self._latest = {}
        self._generations = {}
        self._host_starts = {}
        self._running = {}

    def play_started(self, strategy):
        """A new PLAY header: its tasks are new ones, even with the uuids of the batch of hosts before."""
        self._per_host_announcements = is_free(strategy)
        self._latest.clear()
        self._generations.clear()
        self._host_starts.clear()
        self._running.clear()

    def announced(self, uuid, name, emit, meta=False):
        """Ansible printed a TASK header, or would have, for another host of the free strategy."""
        if self._per_host_announcements:
            if not self._generations.get((uuid, name)):
                self._begin_generation(uuid, name, emit)
            return
        latest = self._latest.get(uuid)
        if latest is not None and latest.name == name and not latest.answered:
            return
        if meta and latest is not None and latest.name == name:
            # For another host, or for the same one again: its answer tells.
            latest.begin_again = emit
            return
        self._latest[uuid] = _Start(emit(), name)

    def host_started(self, host, uuid, name, now, emit):
        """The task begins on a host. On the free strategy a host's second start is the task's second run."""
        if self._per_host_announcements:
            starts = self._host_starts.get((uuid, name, host), 0) + 1
            self._host_starts[(uuid, name, host)] = starts
            generations = self._generations.setdefault((uuid, name), [])
            if len(generations) < starts:
                self._begin_generation(uuid, name, emit)
            seq = generations[starts - 1]
        else:
            latest = self._latest.get(uuid)
            seq = latest.seq if latest else None
        self._running[(host, uuid)] = (seq, now)

    def retried(self, host, uuid):
        """The seq of the task that a host is trying again."""
        seq, _started_at = self._running.get((host, uuid), (None, None))
        return seq if seq is not None else self._latest_seq(uuid)

    def answered(self, host, uuid):
        """(seq of the task_started, time.time() of the host's start or None) of a host's result."""
        seq, started_at = self._running.pop((host, uuid), (None, None))
        latest = self._latest.get(uuid)
        if latest is not None and latest.begin_again is not None and host in latest.answered_by:
            latest = self._latest[uuid] = _Start(latest.begin_again(), latest.name)
        if latest is not None:
            latest.answered = True
            if started_at is None:  # Ansible starts a meta on no host
                latest.answered_by.add(host)
        return (seq if seq is not None else self._latest_seq(uuid)), started_at

    def _begin_generation(self, uuid, name, emit):
        seq = emit()
        self._generations.setdefault((uuid, name), []).append(seq)
        self._latest[uuid] = _Start(seq, name)

    def _latest_seq(self, uuid):
        latest = self._latest.get(uuid)
        return latest.seq if latest else None


def is_free(strategy):
    """Strategies that let each host go its own way, also third-party ones such as mitogen_free."""
    return any(word in (strategy or "").rsplit(".", 1)[-1] for word in ("free", "host_pinned"))
