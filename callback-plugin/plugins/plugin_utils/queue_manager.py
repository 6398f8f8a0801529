# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Ansible's task queue manager, of the commands that no hook tells the end of.

ansible-console makes one for each of its commands, with callback plugins of its own, and runs a play without a playbook:
no hook announces it and none ends it. `ansible` leaves out the last hook where `meta: end_play` was its task. But each
command cleans its queue manager up at the end, whatever happened.
"""

from __future__ import annotations

import sys

from .calling_frames import calling_frames, is_of_class


def queue_manager_above(frame):
    """The one that calls the hook of `frame`; None if there is none."""
    for caller in calling_frames(frame):
        if caller.f_code.co_name == "send_callback" and is_of_class(caller.f_locals.get("self"), "TaskQueueManager"):
            return caller.f_locals["self"]
    return None


def call_after_cleanup(queue_manager, ended):
    """`ended(failed)` is called once when the queue manager was cleaned up; `failed`: because of an exception.

    `ended` must not raise.
    """
    clean_up = queue_manager.cleanup
    waiting = [ended]
    # The console runs its commands while an error of Python's own is handled, of a method that it does not have.
    handled_anyway = sys.exc_info()[1]

    def cleaned_up():
        failed = sys.exc_info()[1] not in (None, handled_anyway)
        try:
            clean_up()
        finally:
            while waiting:
                waiting.pop()(failed)

    queue_manager.cleanup = cleaned_up  # of this one only
