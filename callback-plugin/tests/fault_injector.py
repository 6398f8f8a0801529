# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Lets an operation of the plugin on files or sockets fail, as a disk, a file system or a network would let it.

The operations are Python's own functions, which are exchanged for ones that ask first who calls: only what the plugin
does, directly or through the standard library, can fail. In a process of its own (a real ansible-playbook) that is done
by faults_at_start/sitecustomize.py, as PLAYLEDGER_TEST_FAULT says: "os.write EIO 1", "os.write EIO every". There, also a
method of the plugin can fail, as one with a mistake would: "plant reporter.Reporter.note every".
"""

import builtins
import contextlib
import errno
import fcntl
import importlib.abc
import importlib.util
import os
import select
import socket
import sys

# Name -> (where it is, its name there). `socket` stands for making one.
OPERATIONS = {
    **{"os." + name: (os, name) for name in (
        "open", "close", "read", "write", "replace", "rename", "unlink", "mkdir", "listdir", "scandir", "lstat", "stat",
        "fstat", "access", "utime", "getcwd", "pipe", "posix_spawnp", "waitpid", "kill")},
    "fcntl.flock": (fcntl, "flock"),
    "open": (builtins, "open"),
    "select.select": (select, "select"),
    "getaddrinfo": (socket, "getaddrinfo"),
    "socket": (socket.socket, "__init__"),
    **{"socket." + name: (socket.socket, name) for name in (
        "connect", "setsockopt", "settimeout", "sendall", "recv_into", "close")},
}
ERRORS = {**{name: getattr(errno, name) for name in (
    "EACCES", "EIO", "ENOSPC", "EBADF", "ENOLCK", "EROFS", "ESTALE", "ECONNRESET")}, "ETIMEDOUT": errno.ETIMEDOUT}
EVERY = "every"
# What has happened although it fails: the disk says only then that it could not write.
_AFTERWARDS = ("os.close", "socket.close")
_OF_THE_PLUGIN = (os.sep + "plugin_utils" + os.sep, os.sep + os.path.join("callback", "playledger.py"))
_FRAMES_LOOKED_AT = 16


class Fault:
    """`which`: the how-many-th call of the operation fails, from 1, or EVERY."""

    def __init__(self, operation, error, which=1):
        self.operation = operation
        self.error = error
        self.which = which
        self.calls = 0

    def strikes(self):
        self.calls += 1
        return self.which in (EVERY, self.calls)

    def exception(self):
        if self.error == "ETIMEDOUT":
            return TimeoutError("timed out")  # as a socket with a timeout says it
        number = ERRORS[self.error]
        return OSError(number, os.strerror(number))


class Injector:
    """Exchanges the operations as long as it is entered. `calls` counts those of the plugin, by name."""

    def __init__(self):
        self.calls = dict.fromkeys(OPERATIONS, 0)
        self.fault = None
        self._originals = {}

    def __enter__(self):
        for name, (owner, attribute) in OPERATIONS.items():
            self._originals[name] = getattr(owner, attribute)
            setattr(owner, attribute, self._asking(name, self._originals[name]))
        return self

    def __exit__(self, *_exception):
        for name, (owner, attribute) in OPERATIONS.items():
            setattr(owner, attribute, self._originals[name])

    @contextlib.contextmanager
    def failing(self, operation, error, which=1):
        self.fault = Fault(operation, error, which)
        try:
            yield self.fault
        finally:
            self.fault = None

    def _asking(self, name, original):
        def operation(*args, **kwargs):
            fault = self.fault
            if not _is_called_by_the_plugin():
                return original(*args, **kwargs)
            self.calls[name] += 1
            strikes = fault is not None and fault.operation == name and fault.strikes()
            if strikes and name not in _AFTERWARDS:
                raise fault.exception()
            result = original(*args, **kwargs)
            if strikes:
                raise fault.exception()
            return result
        return operation


def _is_called_by_the_plugin():
    frame = sys._getframe(2)
    for _count in range(_FRAMES_LOOKED_AT):
        if frame is None:
            return False
        if any(part in frame.f_code.co_filename for part in _OF_THE_PLUGIN):
            return True
        frame = frame.f_back
    return False


class Planted(Exception):
    """A mistake of the plugin."""


def failing_method(original, which):
    """`original`, of which a call fails as `Fault` says."""
    fault = Fault(None, None, which)

    def method(*args, **kwargs):
        if fault.strikes():
            raise Planted("a planted mistake")
        return original(*args, **kwargs)
    return method


class _Planter(importlib.abc.MetaPathFinder):
    """Lets a method fail as soon as its module is imported."""

    def __init__(self, place, which):
        module, self._class, self._method = place.split(".")
        self._module = "playledger_reporter." + module
        self._which = which

    def find_spec(self, name, _path=None, _target=None):
        if name != self._module:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            owner = getattr(module, self._class)
            setattr(owner, self._method, failing_method(getattr(owner, self._method), self._which))
        spec.loader.exec_module = exec_module
        return spec


def inject_as_told():
    """In a child: for good."""
    operation, error, which = os.environ["PLAYLEDGER_TEST_FAULT"].split()
    if operation == "plant":
        sys.meta_path.insert(0, _Planter(error, which if which == EVERY else int(which)))
        return
    injector = Injector()
    injector.__enter__()
    injector.fault = Fault(operation, error, which if which == EVERY else int(which))
