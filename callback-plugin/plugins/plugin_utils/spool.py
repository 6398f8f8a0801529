# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Batches on disk that could not be sent yet.

One file per batch (see spool_file.py), named so that the names sort oldest first (run ids are UUIDv7). Several
processes share the directory: a file appears by rename, and whoever sends it has claimed it (see file_claim.py).
Rename without fsync: a process may die at any time; after a power failure the newest files may be damaged, and damage
is found by checksums.

Others may write to the directory, by mistake or because several users share it: only regular files of our own are
opened, sent and counted (see own_file.py). A file that cannot be read, claimed or removed holds no other up: it is
passed over, and `refusal` says why.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import time
from contextlib import contextmanager

from . import file_claim, own_file, spool_file
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
    be told. `leftover` says, of a file that was done with and is still there, why.
    """

    def __init__(self, path, claim, data):
        contents = spool_file.unpacked(data)
        self.path = path
        self.size = len(data)
        self.batch = Batch(_NAME.match(os.path.basename(path)).group(1), contents.lines) if contents.lines else None
        self.lost = contents.lost
        self.leftover = None
        self._claim = claim

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
            self._settle("was sent, but cannot be removed", os.unlink, self._claim.path)
        else:
            self._settle("is damaged, but cannot be renamed", os.replace, self._claim.path, self.path + DAMAGED_SUFFIX)

    def rejected(self):
        """The server will never take it: kept for a person, not tried again."""
        self._settle("was rejected, but cannot be renamed", os.replace, self._claim.path, self.path + REJECTED_SUFFIX)

    def _settle(self, failure, operation, *arguments):
        try:
            operation(*arguments)
        except FileNotFoundError:
            pass  # another process took it for left behind, and has sent it: the server knows duplicates
        except OSError as error:
            self.leftover = "%s (%s): each run sends it again until it is removed" % (failure, error.strerror or error)


class Spool:
    """`fallback`: it is not where the batches should be, and what we may not enter has nothing of ours.

    `private`: the directory lies where others may make one of its name, and is used only if it is ours alone.
    """

    def __init__(self, directory, max_bytes=DEFAULT_MAX_BYTES, fallback=False, private=False):
        self.directory = os.path.abspath(os.path.expanduser(directory))
        self._max_bytes = max_bytes
        self._fallback = fallback
        self._private = private
        self._numbers = itertools.count()
        self._measured_at = None
        self._measured_bytes = 0
        self._refusals = {}  # by name, of those that could not be claimed when last tried
        self._leftovers = {}  # by name, of those that this process is done with and cannot remove

    def places(self):
        """The directories that the batches lie in, each as a Spool: see spool_places.py."""
        return [self]

    def put(self, batch):
        """The directory, when the batch is on disk; None when the spool is full. Raises OSError when the disk fails."""
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        if self._private and not own_file.is_private(self.directory):
            raise PermissionError(errno.EPERM, "not a directory of ours alone", self.directory)
        content = spool_file.packed(batch.lines)
        if not self._has_room_for(len(content)):
            return None
        # A name of its own, and nothing that is there already: several threads write, perhaps into a shared folder.
        temporary = os.path.join(self.directory, ".%s-%010d.%d.%d.tmp"
                                 % (batch.run_id, batch.first_seq, os.getpid(), next(self._numbers)))
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            _write_and_close(descriptor, content)
            path = self._free_path(batch, content)
            os.replace(temporary, path)
        except BaseException:
            _remove(temporary)
            raise
        self._leftovers.pop(os.path.basename(path), None)
        self._measured_bytes += len(content)
        return self.directory

    def _has_room_for(self, size):
        """Does not ask for each file what all files take: each question costs a thread the interpreter."""
        now = time.monotonic()
        is_fresh = self._measured_at is not None and now - self._measured_at < _MEASURED_SECONDS
        if not is_fresh or self._measured_bytes + size > self._max_bytes:
            self._measured_at, self._measured_bytes = now, self.size()
        return self._measured_bytes + size <= self._max_bytes

    def names(self, run_ids=None):
        """The waiting files, oldest first, also those of others; only those of `run_ids` if given. OSError: no spool.

        Not those that this process is done with, although they are still there.
        """
        return sorted(name for name in self._entries() if _NAME.match(name) and name not in self._leftovers
                      and (run_ids is None or _NAME.match(name).group(1) in run_ids))

    def _entries(self):
        try:
            if self._private and not own_file.is_private(self.directory):
                return []
            return os.listdir(self.directory)
        except FileNotFoundError:
            return []  # nothing was ever spooled
        except (PermissionError, NotADirectoryError):
            if self._fallback:
                return []
            raise

    def adopt_orphans(self):
        """What a process killed while writing or sending left behind: taken in, so that it is not lost.

        What it was writing becomes a (damaged) file; what it had claimed by another name gets its own again.
        """
        try:
            names = self._entries()
        except OSError:
            return  # the spool cannot be read: said where its names are asked for
        for name in names:
            match = _TEMPORARY.match(name)
            adopted = match.group(1) + ".ndjson.gz" if match else file_claim.unclaimed_name(name)
            path = os.path.join(self.directory, name)
            try:
                if adopted and _NAME.match(adopted) and _is_orphan(os.lstat(path)):
                    os.replace(path, file_claim.free_path(os.path.join(self.directory, adopted)))
            except OSError:
                pass  # another process was faster, or it stays where it is

    def claimed_elsewhere(self):
        """How many files are claimed by renaming them, by other processes or by one that was killed.

        The latter's are taken back by `adopt_orphans`, ten minutes later.
        """
        return sum(1 for name in self._entries() if file_claim.unclaimed_name(name))

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
                    except OSError:
                        continue  # another process has just sent it, or it cannot be looked at
        except FileNotFoundError:
            pass
        return total

    def refusal(self, name):
        """Why the file of this name is not sent, in words that follow it; None if another process has or had it."""
        return self._leftovers.get(name) or self._refusals.get(name)

    def distrust(self):
        """Why others can do something to what lies here, and what to do about it; None for a directory of one's own."""
        why = own_file.distrust(self.directory)
        return why and ("other users could delete or rename spooled events (but not read them), because %s: use a directory"
                        " of your own with mode 0700, or one with the sticky bit that belongs to root" % why)

    @contextmanager
    def claim(self, name):
        """The named file for this process alone; None if another process has it or has sent it, or for a `refusal`."""
        path = os.path.join(self.directory, name)
        claim = claimed = None
        self._refusals.pop(name, None)
        try:
            try:
                claim = file_claim.take(path)
                claimed = claim and ClaimedBatch(path, claim, claim.content())
            except OSError as error:
                self._refusals[name] = own_file.refusal(path) or ("cannot be read or claimed (%s)"
                                                                  % (error.strerror or error))
            yield claimed
        finally:
            if claimed is not None and claimed.leftover is not None:
                self._leftovers[name] = claimed.leftover
            if claim is not None:
                claim.release()

    def _free_path(self, batch, content):
        # A batch spooled twice (in flight when the run ended, and again) may overwrite itself; one split from
        # a too large batch has another first seq. Only a different body under the same name needs another name.
        stem = os.path.join(self.directory, "%s-%010d" % (batch.run_id, batch.first_seq))
        path, attempt = stem + ".ndjson.gz", 0
        while os.path.lexists(path) and not _holds(path, content):
            attempt += 1
            path = "%s-%d.ndjson.gz" % (stem, attempt)
        return path


def _write_and_close(descriptor, content):
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest):]
    finally:
        os.close(descriptor)


def _remove(path):
    try:
        os.unlink(path)
    except OSError:
        pass  # what went wrong before matters more


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
