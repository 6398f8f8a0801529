# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Several runs at once, of which one has the processors at a time, for a slice of a second; then the next one has them.

Runs one after the other meet another machine each: where virtual machines share one, the same playbook takes a tenth more
or less a minute later. Runs in slices meet the same one. A frozen run, and a frozen server, does nothing; only clocks go
on, so that what a run does by the clock has to be told to take as many times as long as there are runs.

A server is not told so, and finds all its timers due when it wakes: the shorter a slice is beside the whole turn, the dearer
it seems. With more than two runs, slices of a second are better than of 0.3 s; see decision 0006.

Needs control groups of version 2, and root: of an own one for each run and each server.
"""

import os
import random
import subprocess
import time
from contextlib import contextmanager, suppress

_POLL_SECONDS = 0.001
_REST_SECONDS = 2  # after a round, for what a server does with the end of a run


class Unavailable(Exception):
    """This machine or this user has no control groups."""


class Group:
    """A control group: processes with all that they start, frozen and counted together."""

    def __init__(self, directory):
        self._directory = directory

    def add(self, pid):
        self._write("cgroup.procs", str(pid))

    def add_with_descendants(self, pid):
        """`pid` and all that it has started, directly or not."""
        children = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            with suppress(OSError), open("/proc/%s/stat" % name, encoding="utf-8", errors="replace") as file:
                children.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(name))
        found = [pid]
        for parent in found:
            found.extend(children.get(parent, ()))
        for process in found:
            with suppress(ProcessLookupError):  # it has ended meanwhile
                self.add(process)

    def freeze(self):
        """Does not wait for it."""
        self._write("cgroup.freeze", "1")

    def wait_until_frozen(self):
        while "frozen 1" not in self._read("cgroup.events"):
            time.sleep(_POLL_SECONDS)

    def thaw(self):
        self._write("cgroup.freeze", "0")

    def processor_seconds(self):
        return int(self._read("cpu.stat").split()[1]) / 1e6

    def _write(self, name, text):
        with open(os.path.join(self._directory, name), "w", encoding="ascii") as file:
            file.write(text)

    def _read(self, name):
        with open(os.path.join(self._directory, name), encoding="ascii") as file:
            return file.read()


@contextmanager
def groups(names):
    """A new Group for each name; what is left in one at the end goes back to the group that it came from."""
    home = _group_of_this_process()
    made = []
    try:
        for name in names:
            made.append(os.path.join(home, "playledger-bench-%d-%s" % (os.getpid(), name)))
            try:
                os.mkdir(made[-1])
            except OSError as error:
                raise Unavailable("no control group can be made: %s" % error) from None
        yield {name: Group(directory) for name, directory in zip(names, made)}
    finally:
        for directory in made:
            _dissolve(directory, home)


class Side:
    """One of the runs: what it starts, its own group, and the group of the server that works for it, if one does.

    `process`: what Popen is told beside the command.
    """

    def __init__(self, name, command, process, group, server=None):
        self.name = name
        self.group = group
        self.server = server
        self.seconds = 0.0
        self.processor = -group.processor_seconds()
        self.server_processor = -server.processor_seconds() if server else None
        self.process = subprocess.Popen(command, preexec_fn=lambda: group.add(os.getpid()), **process)
        self._freeze()

    def run(self, seconds):
        """Let it and its server work so long, None for as long as it takes. True when it has ended."""
        started = time.monotonic()
        for group in self._groups():
            group.thaw()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.seconds += time.monotonic() - started  # not until all are frozen: a side with a server has more to freeze
        ended = self.process.returncode is not None
        if not ended:
            self._freeze()
        elif self.server:
            self.server.freeze()  # what it has left to do is not to take the others' time
        return ended

    def count(self):
        self.processor += self.group.processor_seconds()
        if self.server:
            self.server_processor += self.server.processor_seconds()

    def _freeze(self):
        for group in self._groups():
            group.freeze()
        for group in self._groups():
            group.wait_until_frozen()

    def _groups(self):
        return (self.group, self.server) if self.server else (self.group,)


def together(sides, seconds):
    """Run all sides to their ends, in turn for about so many seconds; each has counted what it took then."""
    waiting = list(sides)
    while waiting:
        # Not of one length: what comes at regular times would always meet the same side.
        waiting = [side for side in waiting
                   if not side.run(seconds * random.uniform(0.7, 1.3) if len(waiting) > 1 else None)]
    for side in sides:
        side.count()
    servers = [side.server for side in sides if side.server]
    for server in servers:
        server.thaw()
    if servers:
        time.sleep(_REST_SECONDS)


def _group_of_this_process():
    with open("/proc/self/mounts", encoding="utf-8") as file:
        mounts = [line.split()[1] for line in file if line.split()[2] == "cgroup2"]
    if not mounts:
        raise Unavailable("no control groups of version 2 are mounted")
    with open("/proc/self/cgroup", encoding="utf-8") as file:
        path = next(line.strip().split("::", 1)[1] for line in file if line.startswith("0::"))
    return os.path.join(mounts[0], path.lstrip("/"))


def _dissolve(directory, home):
    with suppress(OSError):
        Group(directory).thaw()
        with open(os.path.join(directory, "cgroup.procs"), encoding="ascii") as file:
            for pid in file.read().split():
                with suppress(OSError):
                    Group(home).add(int(pid))
        os.rmdir(directory)
