# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Files of one's own in a directory that others may write to: a spool may be shared, or lie in /tmp."""

from __future__ import annotations

import errno
import os
import pwd
import stat

# Neither follows where a symlink leads, nor waits for somebody to write into a FIFO.
_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def open_own(path):
    """A descriptor of the file; OSError if there is none, or what is there is not ours.

    For writing too if that is allowed, though nobody writes: NFS locks only what is open for writing.
    """
    if not is_own(os.lstat(path)):
        raise _not_ours(path)
    try:
        descriptor = os.open(path, os.O_RDWR | _FLAGS)
    except FileNotFoundError:
        raise
    except OSError:
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    try:
        if not is_own(os.fstat(descriptor)):  # it was exchanged meanwhile
            raise _not_ours(path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _not_ours(path):
    return PermissionError(errno.EPERM, "no file of ours", path)


def is_own(found):
    """`found`: what stat says. Of root too: whose files it sends, it is by running as that user."""
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()


def refusal(path):
    """Why this is not opened, in words that follow its name; None for what is ours, or not there."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    if is_own(found):
        return None if os.access(path, os.R_OK) else "cannot be read"
    if not stat.S_ISREG(found.st_mode):
        return "is not a regular file"
    return "belongs to %s: run this as that user to send it" % _user(found.st_uid)


def is_private(directory):
    """Whether it is a directory, no symlink, that only we can write to."""
    found = os.lstat(directory)
    return (stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
            and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def distrust(directory):
    """Why others can take files of ours away, or give them other names; None if only we can, or root."""
    try:
        found = os.stat(directory)
    except OSError:
        return None
    if found.st_uid not in (os.geteuid(), 0):
        return "%s belongs to %s" % (directory, _user(found.st_uid))
    # With the sticky bit each may only touch what is his.
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not found.st_mode & stat.S_ISVTX:
        return "%s has mode %04o" % (directory, stat.S_IMODE(found.st_mode))
    return None


def _user(uid):
    try:
        return "user %s" % pwd.getpwuid(uid).pw_name
    except KeyError:
        return "user %d" % uid
