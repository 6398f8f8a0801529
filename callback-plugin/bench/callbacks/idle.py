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

    def v2_playbook_on_start(self, playbook):
        pass

    def v2_playbook_on_play_start(self, play):
        pass

    def v2_playbook_on_no_hosts_matched(self):
        pass

    def v2_playbook_on_no_hosts_remaining(self):
        pass

    def v2_playbook_on_task_start(self, task, is_conditional):
        pass

    def v2_playbook_on_handler_task_start(self, task):
        pass

    def v2_runner_on_start(self, host, task):
        pass

    def v2_runner_on_ok(self, result):
        pass

    def v2_runner_on_failed(self, result, ignore_errors=False):
        pass

    def v2_runner_on_skipped(self, result):
        pass

    def v2_runner_on_unreachable(self, result):
        pass

    def v2_runner_retry(self, result):
        pass

    def v2_playbook_on_stats(self, stats):
        pass
