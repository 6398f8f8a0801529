# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Batches on disk that could not be sent yet.

One gzip NDJSON file per batch, named so that the names sort oldest first (run ids are UUIDv7). Several processes
share the directory: a file appears by rename, and whoever sends it holds its flock, which ends with the process.
"""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager

from .batch import Batch, from_lines, intact_lines

DEFAULT_MAX_BYTES = 512 * 1024 * 1024
_NAME = re.compile(r"^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9]{10})(?:-[0-9]+)?\.ndjson\.gz$")
REJECTED_SUFFIX = ".rejected"
DAMAGED_SUFFIX = ".damaged"


class ClaimedBatch:
    """A spool file while its claimer sends it. `batch` is None if nothing in the file is intact."""

    def __init__(self, path, batch, intact):
        self.path = path
        self.batch = batch
        self.intact = intact

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

    def put(self, batch):
        """True when the batch is on disk; False when the spool is full. Raises OSError when the disk fails."""
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        if self.size() + len(batch.body) > self._max_bytes:
            return False
        temporary = os.path.join(self.directory, ".%s-%010d.%d.tmp" % (batch.run_id, batch.first_seq, os.getpid()))
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(batch.body)
            os.replace(temporary, self._free_path(batch))
        except BaseException:
            os.unlink(temporary)
            raise
        return True

    def names(self, run_ids=None):
        """The waiting files, oldest first; only those of `run_ids` if given."""
        try:
            names = os.listdir(self.directory)
        except FileNotFoundError:
            return []
        return sorted(name for name in names
                      if _NAME.match(name) and (run_ids is None or _NAME.match(name).group(1) in run_ids))

    def size(self):
        """Bytes of everything in the directory, the rejected and the damaged too: the disk holds them all."""
        total = 0
        try:
            with os.scandir(self.directory) as entries:
                for entry in entries:
                    try:
                        total += entry.stat(follow_symlinks=False).st_size
                    except FileNotFoundError:
                        continue  # another process has just sent it
        except FileNotFoundError:
            pass
        return total

    @contextmanager
    def claim(self, name):
        """The named file for this process alone; None if another process has it or has sent it."""
        path = os.path.join(self.directory, name)
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            yield None
            return
        with os.fdopen(descriptor, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                still_there = os.stat(path).st_ino == os.fstat(file.fileno()).st_ino
            except OSError:
                still_there = False
            yield _read(path, name, file.read()) if still_there else None

    def _free_path(self, batch):
        # A batch spooled twice (in flight when the run ended, and again) may overwrite itself; one split from
        # a too large batch has another first seq. Only a different body under the same name needs another name.
        stem = os.path.join(self.directory, "%s-%010d" % (batch.run_id, batch.first_seq))
        path, attempt = stem + ".ndjson.gz", 0
        while os.path.exists(path) and not _holds(path, batch.body):
            attempt += 1
            path = "%s-%d.ndjson.gz" % (stem, attempt)
        return path


def _read(path, name, body):
    run_id, first_seq = _NAME.match(name).groups()
    lines, intact = intact_lines(body)
    if intact and lines:
        return ClaimedBatch(path, Batch(run_id, int(first_seq), len(lines), body), True)
    return ClaimedBatch(path, from_lines(run_id, lines) if lines else None, False)


def _holds(path, body):
    try:
        with open(path, "rb") as file:
            return file.read() == body
    except OSError:
        return False
