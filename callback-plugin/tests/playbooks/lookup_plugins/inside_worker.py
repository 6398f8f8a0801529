# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What the process that runs a task holds: its pid, its threads, its sockets."""

import os
import threading

from ansible.plugins.lookup import LookupBase


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        sockets = []
        for descriptor in os.listdir("/proc/self/fd"):
            try:
                target = os.readlink("/proc/self/fd/" + descriptor)
            except OSError:
                continue  # the one that listed them
            if target.startswith("socket:"):
                sockets.append(target[8:-1])
        return [{"pid": os.getpid(), "threads": [thread.name for thread in threading.enumerate()],
                 "kernel_threads": len(os.listdir("/proc/self/task")), "sockets": sockets,
                 "connections": [line.split()[2] + " " + line.split()[9] for line in _tcp()]}]


def _tcp():
    with open("/proc/net/tcp", encoding="ascii") as file:
        return file.readlines()[1:]
