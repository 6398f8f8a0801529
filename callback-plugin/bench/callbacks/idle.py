# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Has the hooks that ours has, and does nothing in them: what Ansible itself takes for a further callback."""

from __future__ import annotations

DOCUMENTATION = r"""
name: idle
type: notification
short_description: Does nothing
version_added: 0.1.0
author: Playledger contributors
description: For the benchmark only.
"""

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "idle"
    CALLBACK_NEEDS_ENABLED = True

    def _nothing(self, *args, **kwargs):
        pass

    v2_playbook_on_start = v2_playbook_on_play_start = v2_playbook_on_stats = _nothing
    v2_playbook_on_no_hosts_matched = v2_playbook_on_no_hosts_remaining = _nothing
    v2_playbook_on_task_start = v2_playbook_on_handler_task_start = _nothing
    v2_runner_on_start = v2_runner_retry = _nothing
    v2_runner_on_ok = v2_runner_on_failed = v2_runner_on_skipped = v2_runner_on_unreachable = _nothing
