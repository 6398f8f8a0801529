# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What the hooks' notes say: reads Ansible's objects on the recording thread and tells the run's recording.

Ansible goes on meanwhile. It changes a task's name (the hook takes that along) and nothing else that is read here:
results come with a copy of their task, and each callback plugin gets a copy of the result's data.
"""

from __future__ import annotations

from . import ansible_objects
from .item_delegates import SKIPPED


def play_started(recording, at, play, secrets):
    ansible_objects.tell_secrets_of_play(play, secrets)
    recording.play_started(at, ansible_objects.play_fields(play))


def task_announced(recording, at, task, own_name, secrets):
    recording.flushed_by = task if ansible_objects.is_flush(task) else None
    handler_announced(recording, at, task, own_name, secrets)


def handler_announced(recording, at, task, own_name, secrets):
    ansible_objects.tell_secrets_of_task(task, secrets)
    name = ansible_objects.task_name(task, own_name)
    recording.task_announced(at, ansible_objects.task_uuid(task), name,
                             lambda: ansible_objects.task_fields(task, name), ansible_objects.is_meta(task))


def host_started(recording, at, host, task, own_name):
    name = ansible_objects.task_name(task, own_name)
    recording.host_started(at, str(host.get_name()), ansible_objects.task_uuid(task), name,
                           lambda: ansible_objects.task_fields(task, name))


def task_ok(recording, at, result):
    task_result(recording, at, result, ansible_objects.ok_status(result))


def task_unreachable(recording, at, result):
    task_result(recording, at, result, "unreachable", result._task.ignore_unreachable)


def task_result(recording, at, result, status, ignored=False):
    recording.task_result(at, **ansible_objects.result_fields(result, status, ignored, recording.flushed_by))


def task_retried(recording, at, result):
    recording.task_retried(at, **ansible_objects.retry_fields(result))


def item_ran(recording, at, host, task, skipped):
    recording.item_ran(at, str(host.get_name()), ansible_objects.task_uuid(task),
                       SKIPPED if skipped else ansible_objects.delegate_of(task))
