# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Batches on disk that could not be sent yet.

One file per batch (see spool_file.py), named so that the names sort oldest first (run ids are UUIDv7). Several
processes share the directory: a file appears by rename, and whoever sends it holds its flock, which ends with the
process. Rename without fsync: a process may die at any time; after a power failure the newest files may be damaged,
and damage is found by checksums.

Others may write to the directory, by mistake or because several users share it: only regular files of our own are
opened, sent and counted (see own_file.py).
"""

from __future__ import annotations

import fcntl
import itertools
import os
import re
import time
from contextlib import contextmanager

from . import own_file, spool_file
from .batch import Batch

DEFAULT_MAX_BYTES = 512 * 1024 * 1024
_NAME = re.compile(r"^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9]{10})(?:-[0-9]{1,20})?\.ndjson\.gz$")
_TEMPORARY = re.compile(r"^\.([0-9a-f-]{36}-[0-9]{10})\.[0-9]+\.[0-9]+\.tmp$")
_ORPHAN_SECONDS = 600
_MEASURED_SECONDS = 1.0  # in which other processes may write more than there is room for
REJECTED_SUFFIX = ".rejected"
DAMAGED_SUFFIX = ".damaged"


class ClaimedBatch:
    """A spool file while its claimer sends it.

    `batch` is None if nothing in the file is intact. `lost` is how many of its events are not, None if that cannot
    be told.
    """

    def __init__(self, path, size, batch, lost):
        self.path = path
        self.size = size
        self.batch = batch
        self.lost = lost

    @property
    def intact(self):
        return self.lost == 0

    def damage(self):
        """One sentence for a person."""
        return "%s is damaged: %d of its events are intact, %s" % (
            os.path.basename(self.path), self.batch.count if self.batch else 0,
            "the number of lost events is unknown" if self.lost is None else "%d are lost" % self.lost)

    def delivered(self):
        """Done with. A damaged file is put aside for a person to look at: only its intact events were sent."""
        if self.intact:
            os.unlink(self.path)
        else:
            os.replace(self.path, self.path + DAMAGED_SUFFIX)

    def rejected(self):
        """The server will never take it: kept for a person, not tried again."""
        os.replace(self.path, self.path + REJECTED_SUFFIX)


class Spool:
    def __init__(self, directory, max_bytes=DEFAULT_MAX_BYTES):
        self.directory = os.path.abspath(os.path.expanduser(directory))
        self._max_bytes = max_bytes
        self._numbers = itertools.count()
        self._measured_at = None
        self._measured_bytes = 0

    def put(self, batch):
        """True when the batch is on disk; False when the spool is full. Raises OSError when the disk fails."""
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        content = spool_file.packed(batch.lines)
        if not self._has_room_for(len(content)):
            return False
        # A name of its own, and nothing that is there already: several threads write, perhaps into a shared folder.
        temporary = os.path.join(self.directory, ".%s-%010d.%d.%d.tmp"
                                 % (batch.run_id, batch.first_seq, os.getpid(), next(self._numbers)))
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            os.replace(temporary, self._free_path(batch, content))
        except BaseException:
            os.unlink(temporary)
            raise
        self._measured_bytes += len(content)
        return True

    def _has_room_for(self, size):
        """Does not ask for each file what all files take: each question costs a thread the interpreter."""
        now = time.monotonic()
        is_fresh = self._measured_at is not None and now - self._measured_at < _MEASURED_SECONDS
        if not is_fresh or self._measured_bytes + size > self._max_bytes:
            self._measured_at, self._measured_bytes = now, self.size()
        return self._measured_bytes + size <= self._max_bytes

    def names(self, run_ids=None):
        """The waiting files, oldest first, also those of others; only those of `run_ids` if given. OSError: no spool."""
        try:
            names = os.listdir(self.directory)
        except FileNotFoundError:
            return []  # nothing was ever spooled
        return sorted(name for name in names
                      if _NAME.match(name) and (run_ids is None or _NAME.match(name).group(1) in run_ids))

    def adopt_orphans(self):
        """What a process killed while writing left behind: taken in as a (damaged) file, so that it is not lost."""
        try:
            with os.scandir(self.directory) as entries:
                for entry in entries:
                    match = _TEMPORARY.match(entry.name)
                    if match and _is_orphan(entry.stat(follow_symlinks=False)):
                        path = os.path.join(self.directory, match.group(1) + ".ndjson.gz")
                        if os.path.lexists(path):
                            path = path.replace(".ndjson.gz", "-%d.ndjson.gz" % (time.time() * 1000))
                        os.replace(entry.path, path)
        except OSError:
            pass  # no spool yet, or another process was faster

    def waiting_bytes(self):
        return sum(_size(os.path.join(self.directory, name)) for name in self.names())

    def size(self):
        """Bytes of all our files, the rejected and the damaged too: the disk holds them all."""
        total = 0
        try:
            with os.scandir(self.directory) as entries:
                for entry in entries:
                    try:
                        found = entry.stat(follow_symlinks=False)
                        total += found.st_size if own_file.is_own(found) else 0
                    except FileNotFoundError:
                        continue  # another process has just sent it
        except FileNotFoundError:
            pass
        return total

    def refusal(self, name):
        """Why the file of this name is never sent, in words that follow it; None for one of ours."""
        return own_file.refusal(os.path.join(self.directory, name))

    def distrust(self):
        """Why others can do something to what lies here, and what to do about it; None for a directory of one's own."""
        why = own_file.distrust(self.directory)
        return why and ("other users could delete or rename spooled events (but not read them), because %s: use a directory"
                        " of your own with mode 0700, or one with the sticky bit that belongs to root" % why)

    @contextmanager
    def claim(self, name):
        """The named file for this process alone; None if another process has it or has sent it, or it is not ours."""
        path = os.path.join(self.directory, name)
        try:
            descriptor = own_file.open_own(path)
        except OSError:
            yield None
            return
        with os.fdopen(descriptor, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                still_there = os.path.samestat(os.lstat(path), os.fstat(file.fileno()))
            except OSError:
                still_there = False
            try:
                yield _read(path, name, file.read()) if still_there else None
            finally:
                # Said aloud: a worker forked meanwhile holds the descriptor too, and closing ours would not unlock.
                fcntl.flock(file, fcntl.LOCK_UN)

    def _free_path(self, batch, content):
        # A batch spooled twice (in flight when the run ended, and again) may overwrite itself; one split from
        # a too large batch has another first seq. Only a different body under the same name needs another name.
        stem = os.path.join(self.directory, "%s-%010d" % (batch.run_id, batch.first_seq))
        path, attempt = stem + ".ndjson.gz", 0
        while os.path.lexists(path) and not _holds(path, content):
            attempt += 1
            path = "%s-%d.ndjson.gz" % (stem, attempt)
        return path


def _read(path, name, data):
    contents = spool_file.unpacked(data)
    run_id = _NAME.match(name).group(1)
    return ClaimedBatch(path, len(data), Batch(run_id, contents.lines) if contents.lines else None, contents.lost)


def _is_orphan(found):
    return own_file.is_own(found) and time.time() - found.st_mtime > _ORPHAN_SECONDS


def _size(path):
    try:
        found = os.lstat(path)
    except OSError:
        return 0  # another process has just sent it
    return found.st_size if own_file.is_own(found) else 0


def _holds(path, body):
    try:
        with os.fdopen(own_file.open_own(path), "rb") as file:
            return file.read() == body
    except OSError:
        return False
