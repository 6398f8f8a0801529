# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A spool that is not all ours, or on a disk that does not do all: what cannot be read is named, the rest is sent."""

import errno
import io
import os
import tempfile
import unittest
from unittest import mock

import plugin_modules  # noqa: F401
from ingest_stub import IngestStub
from plugin_utils import replay, sender
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.recording import Recording
from plugin_utils.spool import Spool
from test_shared_spool import AS_ROOT, NOBODY, a_name
from test_spool import a_batch
import test_sender

RUN = test_sender.RUN


def as_nobody(test):
    """Calls `test` in a process of another user; what it returns, as text, or the error."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            told = repr(test())
        except BaseException as error:  # noqa: B036
            told = "%s: %s" % (type(error).__name__, error)
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as file:
        return file.read()


class ForeignSpoolTest(unittest.TestCase):
    setUp = test_sender.SenderTest.setUp
    reporter = test_sender.SenderTest.reporter
    report_a_run = test_sender.SenderTest.report_a_run
    report_a_result = staticmethod(test_sender.SenderTest.report_a_result)

    def report(self, stub, runs):
        """Reports a run, and waits until `runs` runs have arrived; returns the warnings."""
        reporter = self.reporter(stub.url, drain_timeout=30.0)
        reporter.run_started(dict(RUN))
        stub.wait_for(lambda stub: len(stub.runs()) == runs)
        reporter.note(Recording.play_started, {"uuid": "p", "name": "p", "strategy": "linear"})
        reporter.run_finished(test_sender.RECAP, None)
        reporter.close()
        self.assertIn(3, [len(run) for run in stub.runs().values()])
        return list(reporter.notices)

    def test_a_directory_in_the_place_of_a_file_holds_no_other_up(self):
        os.makedirs(os.path.join(self.spool_dir, a_name()))
        Spool(self.spool_dir).put(a_batch(uuid7(2000), count=7))
        with IngestStub() as stub:
            (notice,) = self.report(stub, 2)
        self.assertIn("is not a regular file", notice)

    def test_a_file_that_cannot_be_removed_is_sent_once_by_each_run_and_named(self):
        Spool(self.spool_dir).put(a_batch(uuid7(1000), count=7))
        Spool(self.spool_dir).put(a_batch(uuid7(2000), count=8))

        def unlink(path, *_arguments, **_more):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), path)
        with IngestStub() as stub, mock.patch.object(os, "unlink", unlink), \
                mock.patch.object(sender, "_PASSED_OVER_SECONDS", 0.0):
            (notice,) = self.report(stub, 3)
            sent = [path for path, _headers, _body in stub.requests]
            self.assertEqual([sent.count(path) for path in sent if "/0000000f-" in path or "/0000001e-" in path], [1, 1])
        self.assertIn("was sent, but cannot be removed (Permission denied)", notice)
        self.assertEqual(len(Spool(self.spool_dir).names()), 2)

    def test_replay_names_each_that_cannot_be_removed(self):
        own = Spool(self.spool_dir)
        for time_ms in (1000, 2000):
            own.put(a_batch(uuid7(time_ms)))
        out = io.StringIO()
        with IngestStub() as stub, mock.patch.object(os, "unlink", mock.Mock(side_effect=OSError(errno.EROFS, "Read-only"))):
            self.assertEqual(replay.replay(own, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual(len(stub.requests), 2)
        self.assertEqual(out.getvalue().count("was sent, but cannot be removed (Read-only)"), 2, out.getvalue())
        self.assertIn("2 batches left", out.getvalue())

    def test_a_disk_error_on_one_file_leaves_that_one(self):
        own = Spool(self.spool_dir)
        for time_ms in (1000, 2000):
            own.put(a_batch(uuid7(time_ms)))
        really, failed = os.read, []

        def read(descriptor, size):
            if not failed:
                failed.append(descriptor)
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return really(descriptor, size)
        out = io.StringIO()
        with IngestStub() as stub, mock.patch.object(os, "read", read):
            self.assertEqual(replay.replay(own, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual(len(stub.requests), 1)
        self.assertIn("not sent: it cannot be read or claimed (Input/output error)", out.getvalue())
        self.assertIn("1 batches left", out.getvalue())

    def test_a_spool_whose_parent_is_a_file(self):
        with open(self.spool_dir, "w"):
            pass
        below = os.path.join(self.spool_dir, "spool")
        reporter = self.reporter("http://127.0.0.1:1", spool_dir=below)
        self.report_a_run(reporter)
        (counters,) = reporter._sender._counters.values()
        reporter.close()
        self.assertEqual((counters.spooled, counters.lost), (counters.events, 0))
        (notice,) = reporter.notices
        self.assertIn("%s cannot be written: Not a directory" % below, notice)

    @AS_ROOT
    def test_a_spool_of_another_user(self):
        os.mkdir(self.spool_dir, 0o700)  # of root
        Spool(self.spool_dir).put(a_batch(uuid7(1000)))
        parent = os.path.dirname(self.spool_dir)
        os.chmod(parent, 0o777)

        def live():
            with IngestStub() as stub:
                return self.report(stub, 1)
        self.assertEqual(as_nobody(live), repr(["playledger: the spool %s cannot be read: Permission denied" % self.spool_dir]))

        def not_live():
            reporter = self.reporter("http://127.0.0.1:1")
            self.report_a_run(reporter)
            (counters,) = reporter._sender._counters.values()
            reporter.close()
            return counters.spooled, counters.lost, " ".join(reporter.notices)
        told = as_nobody(not_live)
        self.assertIn("(13, 0, ", told)
        self.assertIn("cannot be written: Permission denied", told)

        def replayed():
            out = io.StringIO()
            with IngestStub() as stub:
                return replay.replay(Spool(self.spool_dir), IngestClient(stub.url, "t"), out), out.getvalue()
        told = as_nobody(replayed)
        self.assertIn("(1, ", told)
        self.assertIn("cannot be read: Permission denied", told)

    @AS_ROOT
    def test_a_file_of_ones_own_that_may_not_be_read(self):
        os.makedirs(self.spool_dir)
        os.chmod(os.path.dirname(self.spool_dir), 0o777)
        os.chown(self.spool_dir, NOBODY, NOBODY)

        def live():
            own = Spool(self.spool_dir)
            own.put(a_batch(uuid7(1000)))
            os.chmod(os.path.join(self.spool_dir, own.names()[0]), 0)
            own.put(a_batch(uuid7(2000), count=7))
            with IngestStub() as stub:
                return self.report(stub, 2)
        told = as_nobody(live)
        self.assertIn("is not sent: it cannot be read", told)


if __name__ == "__main__":
    unittest.main()
