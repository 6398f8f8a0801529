# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""One process sends a file of the spool, also where the file system has no lock of our kind.

Such file systems are faked by exchanging what the kernel's functions answer: flock that fails as it does on NFS.
"""

import contextlib
import errno
import fcntl
import io
import os
import signal
import tempfile
import time
import unittest
from unittest import mock

import plugin_modules  # noqa: F401
from ingest_stub import IngestStub
from plugin_utils import replay
from plugin_utils.ingest_client import IngestClient
from plugin_utils.spool import Spool
from test_spool import a_batch

UNSUPPORTED = (errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EIO)
BUSY = (errno.EWOULDBLOCK, errno.EACCES)


@contextlib.contextmanager
def flock_fails(number):
    """A fake file system without locks, or whose lock another host holds."""
    def flock(_file, _operation):
        raise OSError(number, os.strerror(number))
    with mock.patch.object(fcntl, "flock", flock):
        yield


@contextlib.contextmanager
def nfs():
    """A fake NFS: an exclusive lock needs a descriptor that is open for writing."""
    really = fcntl.flock

    def flock(file, operation):
        descriptor = file if isinstance(file, int) else file.fileno()
        access = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE
        if operation & fcntl.LOCK_EX and access == os.O_RDONLY:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return really(file, operation)
    with mock.patch.object(fcntl, "flock", flock):
        yield


class FileClaimTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.spool = Spool(self.directory)
        self.batch = a_batch()
        self.spool.put(self.batch)
        (self.name,) = self.spool.names()

    def is_free(self):
        with Spool(self.directory).claim(self.name) as claimed:
            return claimed is not None

    def test_nfs_locks_what_is_open_for_writing(self):
        with nfs():
            with self.spool.claim(self.name) as claimed:
                self.assertEqual(claimed.batch.body, self.batch.body)
                self.assertFalse(self.is_free())
                self.assertEqual(os.listdir(self.directory), [self.name])  # by the lock, not by a rename
            self.assertTrue(self.is_free())

    def test_without_a_lock_it_is_renamed(self):
        for number in UNSUPPORTED:
            with self.subTest(errno.errorcode[number]), flock_fails(number):
                with self.spool.claim(self.name) as claimed:
                    self.assertEqual(claimed.batch.body, self.batch.body)
                    self.assertFalse(self.is_free())
                    self.assertEqual(Spool(self.directory).names(), [])
                self.assertTrue(self.is_free())
                self.assertEqual(os.listdir(self.directory), [self.name])

    def test_what_another_process_has_is_left_to_it(self):
        for number in BUSY:
            with self.subTest(errno.errorcode[number]), flock_fails(number):
                with self.spool.claim(self.name) as claimed:
                    self.assertIsNone(claimed)
                self.assertIsNone(self.spool.refusal(self.name))
                self.assertEqual(os.listdir(self.directory), [self.name])

    def test_a_lock_that_cannot_be_given_back_ends_with_the_claim(self):
        really = fcntl.flock

        def flock(file, operation):
            if operation == fcntl.LOCK_UN:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            really(file, operation)
        with mock.patch.object(fcntl, "flock", flock):
            with self.spool.claim(self.name) as claimed:
                self.assertIsNotNone(claimed)
            self.assertTrue(self.is_free())

    def test_what_is_done_with_is_gone(self):
        for settle, left in (("delivered", []), ("rejected", [".rejected"])):
            with self.subTest(settle), flock_fails(errno.ENOLCK):
                self.spool.put(self.batch)
                with self.spool.claim(self.name) as claimed:
                    getattr(claimed, settle)()
                self.assertEqual(os.listdir(self.directory), [self.name + suffix for suffix in left])

    def test_what_is_spooled_meanwhile_by_the_same_name_is_kept(self):
        other = a_batch(self.batch.run_id)
        with flock_fails(errno.ENOLCK):
            with self.spool.claim(self.name):
                self.spool.put(other)
            bodies = []
            for name in self.spool.names():
                with self.spool.claim(name) as claimed:
                    bodies.append(claimed.batch.body)
        self.assertEqual(sorted(bodies), sorted([self.batch.body, other.body]))

    def test_a_killed_claimer_strands_nothing(self):
        child = os.fork()
        if child == 0:
            with flock_fails(errno.ENOLCK), self.spool.claim(self.name):
                os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        out = io.StringIO()
        with IngestStub() as stub:
            client = IngestClient(stub.url, "t")
            self.assertEqual(replay.replay(self.spool, client, out), 1)  # it may still be at work
            self.assertIn("1 batches left", out.getvalue())
            (claimed,) = os.listdir(self.directory)
            os.utime(os.path.join(self.directory, claimed), (1, 1))
            self.assertEqual(replay.replay(self.spool, client, out), 0, out.getvalue())
            self.assertEqual([len(run) for run in stub.runs().values()], [3])

    def test_of_two_that_use_different_ways_each_finds_it_gone_or_sends_it_unharmed(self):
        with self.spool.claim(self.name) as locked:
            # As one whose host mounts the file system without locks.
            with flock_fails(errno.ENOLCK), Spool(self.directory).claim(self.name) as renamed:
                self.assertEqual(renamed.batch.body, locked.batch.body)
                self.assertFalse(self.is_free())
                locked.delivered()  # which is not there any more
                self.assertIsNone(locked.leftover)
                renamed.delivered()
        self.assertEqual(os.listdir(self.directory), [])
        self.spool.put(self.batch)
        with flock_fails(errno.ENOLCK), self.spool.claim(self.name) as renamed:
            with mock.patch.object(fcntl, "flock", lambda *_arguments: None):
                self.assertFalse(self.is_free())
            renamed.delivered()
        self.assertEqual(os.listdir(self.directory), [])

    def test_a_claim_by_rename_ends_although_a_forked_worker_lives(self):
        with flock_fails(errno.ENOLCK):
            with self.spool.claim(self.name):
                child = os.fork()
                if child == 0:
                    time.sleep(30)
                    os._exit(0)
            try:
                self.assertTrue(self.is_free())
            finally:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)

    def test_what_can_neither_be_locked_nor_renamed_is_named(self):
        def rename(*_paths):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        out = io.StringIO()
        with flock_fails(errno.EBADF), mock.patch.object(os, "rename", rename), IngestStub() as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual(stub.requests, [])
        self.assertIn("cannot be read or claimed (Read-only file system)", out.getvalue())
        self.assertNotIn("another process", out.getvalue())

    def test_replay_says_of_what_another_process_keeps_that_it_is_left(self):
        out = io.StringIO()
        with self.spool.claim(self.name), IngestStub() as stub:
            self.assertEqual(replay.replay(Spool(self.directory), IngestClient(stub.url, "t"), out), 1)
        self.assertIn("1 batches left", out.getvalue())


if __name__ == "__main__":
    unittest.main()
