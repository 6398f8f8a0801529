# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which fields of an event leave the control host as they are; every other one is cleaned.

Ids, numbers, switches, words of a fixed set, and the names that the server joins on. A number stands here because one
that happens to be the digits of a secret is none, and the server takes no text in its place. test_contract.py compares
this with the wire format.
"""

from __future__ import annotations

OF_EVERY_EVENT = frozenset(("seq", "type", "occurredAt", "elapsed"))

UNREDACTED_FIELDS = {event_type: OF_EVERY_EVENT.union(fields) for event_type, fields in {
    "run_started": (
        "invocationId", "checkMode", "diffMode", "forks",
        "configurationCommit",  # 40 or 64 hexadecimal digits, or it is not told; drift is told by it
        "ansibleVersion", "pythonVersion", "reporterVersion",  # what these programs say of themselves
    ),
    "play_started": (
        "uuid",
        "roles",  # tell which services a play works for
    ),
    "no_hosts_matched": ("playSeq",),
    "no_hosts_remaining": ("playSeq",),
    "task_started": (
        "playSeq", "uuid", "line", "noLog", "handler", "loop",
        "action", "role",  # tell what a task does, and for which service
    ),
    "task_result": (
        "taskSeq", "status", "ignored", "rescued", "startedAt", "startedElapsed", "attempts", "itemCount",
        "host", "delegatedTo", "delegates",  # names of hosts: states, changes and failures are joined by them
    ),
    "task_retried": ("taskSeq", "attempt", "retries", "host"),
    "run_finished": (
        "outcome",
        "recap",  # counts by the name of the host
        "reporter",  # the plugin's own counters
    ),
}.items()}
