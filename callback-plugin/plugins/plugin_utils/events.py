# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Builders of run events, wire format v1.

One function per event type, keyword arguments in, the event as the server reads it out. Nothing here
knows Ansible, so that the contract test can rebuild the wire samples without it. The arguments are
snake_case and the wire is camelCase; the mapping is by hand, because a rename on one side must not
silently rename the other.
"""

from __future__ import annotations

from datetime import datetime, timezone

WIRE_VERSION = 1
REPORTER_VERSION = "0.1.0"


def instant(timestamp):
    """A time.time() value as the wire's instant: ISO 8601, UTC, microseconds."""
    return datetime.fromtimestamp(timestamp, timezone.utc).isoformat(timespec="microseconds")[:-len("+00:00")] + "Z"


def run_started(*, seq, occurred_at, elapsed=None, playbook_path, invocation_id=None, ansible_version, python_version=None,
                reporter_version=REPORTER_VERSION, controller=None, user=None, sudo_user=None,
                working_directory=None, configuration_commit=None, configuration_repository=None,
                playbook_repository=None, collections=None, command_line=None, arguments=None, check_mode=False, diff_mode=False,
                limit=None, tags=(), skip_tags=(), inventory=(), forks=None, extra_var_names=(), extra_vars=None,
                environment=None, labels=(), ad_hoc=None):
    return {
        "seq": seq,
        "type": "run_started",
        "occurredAt": occurred_at,
        "elapsed": elapsed,
        "playbookPath": playbook_path,
        "invocationId": invocation_id,
        "ansibleVersion": ansible_version,
        "pythonVersion": python_version,
        "reporterVersion": reporter_version,
        "controller": controller,
        "user": user,
        "sudoUser": sudo_user,
        "workingDirectory": working_directory,
        "configurationCommit": configuration_commit,
        "configurationRepository": configuration_repository,
        "playbookRepository": playbook_repository,
        "collections": collections,
        "commandLine": command_line,
        "arguments": dict(arguments or {}),
        "checkMode": check_mode,
        "diffMode": diff_mode,
        "limit": limit,
        "tags": list(tags),
        "skipTags": list(skip_tags),
        "inventory": list(inventory),
        "forks": forks,
        "extraVarNames": list(extra_var_names),
        "extraVars": dict(extra_vars or {}),
        "environment": dict(environment or {}),
        "labels": list(labels),
        "adHoc": ad_hoc,
    }


def play_started(*, seq, occurred_at, elapsed=None, uuid, name, hosts=(), strategy=None, serial=(), roles=(), tags=()):
    return {
        "seq": seq,
        "type": "play_started",
        "occurredAt": occurred_at,
        "elapsed": elapsed,
        "uuid": uuid,
        "name": name,
        "hosts": list(hosts),
        "strategy": strategy,
        "serial": list(serial),
        "roles": list(roles),
        "tags": list(tags),
    }


def no_hosts_matched(*, seq, occurred_at, elapsed=None, play_seq):
    return {"seq": seq, "type": "no_hosts_matched", "occurredAt": occurred_at, "elapsed": elapsed,
            "playSeq": play_seq}


def no_hosts_remaining(*, seq, occurred_at, elapsed=None, play_seq):
    return {"seq": seq, "type": "no_hosts_remaining", "occurredAt": occurred_at, "elapsed": elapsed,
            "playSeq": play_seq}


def task_started(*, seq, occurred_at, elapsed=None, play_seq, uuid, name, action, role=None, path=None, line=None, tags=(),
                 no_log=False, handler=False, loop=False):
    return {
        "seq": seq,
        "type": "task_started",
        "occurredAt": occurred_at,
        "elapsed": elapsed,
        "playSeq": play_seq,
        "uuid": uuid,
        "name": name,
        "action": action,
        "role": role,
        "path": path,
        "line": line,
        "tags": list(tags),
        "noLog": no_log,
        "handler": handler,
        "loop": loop,
    }


def task_result(*, seq, occurred_at, elapsed=None, task_seq, host, status, ignored=False, rescued=False, started_at=None,
                started_elapsed=None, attempts=None, delegated_to=None, delegates=None, item_count=None, result):
    return {
        "seq": seq,
        "type": "task_result",
        "occurredAt": occurred_at,
        "elapsed": elapsed,
        "taskSeq": task_seq,
        "host": host,
        "status": status,
        "ignored": ignored,
        "rescued": rescued,
        "startedAt": started_at,
        "startedElapsed": started_elapsed,
        "attempts": attempts,
        "delegatedTo": delegated_to,
        "delegates": delegates,
        "itemCount": item_count,
        "result": result,
    }


def task_retried(*, seq, occurred_at, elapsed=None, task_seq, host, attempt, retries=None, result):
    return {
        "seq": seq,
        "type": "task_retried",
        "occurredAt": occurred_at,
        "elapsed": elapsed,
        "taskSeq": task_seq,
        "host": host,
        "attempt": attempt,
        "retries": retries,
        "result": result,
    }


def run_finished(*, seq, occurred_at, elapsed=None, outcome, reason=None, recap=None, custom_stats=None, reporter=None):
    return {
        "seq": seq,
        "type": "run_finished",
        "occurredAt": occurred_at,
        "elapsed": elapsed,
        "outcome": outcome,
        "reason": reason,
        "recap": recap,
        "customStats": custom_stats,
        "reporter": dict(reporter or {}),
    }
