# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A file of the spool for one process alone, by a lock or, where the file system has no such lock, by a rename.

A lock ends with its process, so it is tried first. NFS without a lock daemon, and some file systems in user space, have
none. There the claimer renames the file: one rename of a name succeeds, on any file system. The name that it gets is
taken back by `unclaimed_name` if the claimer dies. See docs/decisions/0039-a-claim-without-a-lock-is-a-rename.md.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import time

from . import own_file

_BUSY = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
_CLAIMED = re.compile(r"^\.([0-9a-f-]{36,80}\.ndjson\.gz)\.[0-9]{1,20}-[0-9a-f]{8}\.claimed$")
_READ_BYTES = 1 << 20


class FileClaim:
    """`path` is where the file lies as long as it is claimed."""

    def __init__(self, descriptor, path, renamed_from=None):
        self.path = path
        self._descriptor = descriptor
        self._renamed_from = renamed_from

    def content(self):
        """All bytes of the file. OSError if the disk does not give them."""
        pieces = []
        while True:
            piece = os.read(self._descriptor, _READ_BYTES)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)

    def release(self):
        """Lets others have it, if it is still there. Never fails: what cannot be released ends with the process."""
        for step in (self._give_back, self._close):
            try:
                step()
            except OSError:
                pass

    def _give_back(self):
        if self._renamed_from is None:
            # Said aloud: a worker forked meanwhile holds the descriptor too, and closing ours would not unlock.
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        elif os.path.lexists(self.path):
            os.replace(self.path, free_path(self._renamed_from))

    def _close(self):
        os.close(self._descriptor)


def take(path):
    """The claim; None if another process has it, or has sent the file. OSError if it cannot be opened or claimed."""
    try:
        descriptor = own_file.open_own(path)
    except FileNotFoundError:
        return None
    try:
        claim = _claim(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    if claim is None:
        os.close(descriptor)
    return claim


def unclaimed_name(name):
    """Which name the file of a claim had before; None for one that is no claim."""
    match = _CLAIMED.match(name)
    return match and match.group(1)


def free_path(path):
    """`path`, or one beside it if something has this name by now."""
    return path if not os.path.lexists(path) else path.replace(".ndjson.gz", "-%d.ndjson.gz" % (time.time() * 1000))


def _claim(descriptor, path):
    is_locked = _lock(descriptor)
    if is_locked is None:
        return _claim_by_rename(descriptor, path)
    return FileClaim(descriptor, path) if is_locked and _is_at(path, descriptor) else None


def _lock(descriptor):
    """True if it is ours now, False if another process has it, None where there is no such lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError as error:
        return False if error.errno in _BUSY else None


def _claim_by_rename(descriptor, path):
    directory, name = os.path.split(path)
    claimed = os.path.join(directory, ".%s.%d-%s.claimed" % (name, os.getpid(), secrets.token_hex(4)))
    with contextlib.suppress(OSError):
        os.utime(path)  # how old the claim is: before there is one
    try:
        os.rename(path, claimed)
    except FileNotFoundError:
        return None
    claim = FileClaim(descriptor, claimed, renamed_from=path)
    if _is_at(claimed, descriptor):
        return claim
    claim._give_back()  # pylint: disable=protected-access
    return None


def _is_at(path, descriptor):
    try:
        return os.path.samestat(os.lstat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
