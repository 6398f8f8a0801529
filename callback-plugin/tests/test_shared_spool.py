# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A spool in a directory that others may write to: what they put there is neither sent nor waited for."""

import contextlib
import io
import os
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import plugin_modules  # noqa: F401
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun, ansible_playbook
from ingest_stub import IngestStub
from plugin_utils import replay, spool_file
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.spool import Spool
from test_spool import a_batch
import test_sender

NOBODY = 65534
AS_ROOT = unittest.skipUnless(os.geteuid() == 0, "needs root, to make files of others")


@contextlib.contextmanager
def within(seconds):
    """What hangs fails."""
    def too_late(_number, _frame):
        raise TimeoutError("still waits after %s s" % seconds)
    before = signal.signal(signal.SIGALRM, too_late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def a_name(time_ms=1000):
    """Of a batch: older than all that the tests make."""
    return uuid7(time_ms) + "-0000000001.ndjson.gz"


class PlantedFilesTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.outside = os.path.join(directory.name, "outside.ndjson.gz")
        self.directory = os.path.join(directory.name, "spool")
        os.mkdir(self.directory)
        self.spool = Spool(self.directory)

    def path(self, name):
        return os.path.join(self.directory, name)

    def plant_fifo(self, name):
        os.mkfifo(self.path(name))

    def plant_link(self, name):
        with open(self.outside, "wb") as file:
            file.write(spool_file.packed(a_batch().lines))
        os.symlink(self.outside, self.path(name))

    def plant_dangling_link(self, name):
        os.symlink(os.path.join(self.directory, "..", "made-by-us"), self.path(name))

    def plant_directory(self, name):
        os.mkdir(self.path(name))

    def plant_socket(self, name):
        # Its path may be short only.
        server, here = socket.socket(socket.AF_UNIX), os.getcwd()
        self.addCleanup(server.close)
        os.chdir(self.directory)
        try:
            server.bind(name)
        finally:
            os.chdir(here)

    def plant_file_of_another(self, name):
        with open(self.path(name), "wb") as file:
            file.write(spool_file.packed(a_batch().lines))
        os.chmod(self.path(name), 0o644)
        os.chown(self.path(name), NOBODY, NOBODY)

    def kinds(self):
        kinds = [self.plant_fifo, self.plant_link, self.plant_dangling_link, self.plant_directory, self.plant_socket]
        return kinds + [self.plant_file_of_another] if os.geteuid() == 0 else kinds

    def test_they_are_not_opened(self):
        for plant in self.kinds():
            with self.subTest(plant.__name__), within(10):
                name = a_name()
                plant(name)
                with self.spool.claim(name) as claimed:
                    self.assertIsNone(claimed)
                self.assertTrue(self.spool.refusal(name))
                self.assertEqual(self.spool.waiting_bytes(), 0)
                self.assertEqual(self.spool.size(), 0)

    def test_they_are_left_where_they_are_and_told_of(self):
        for plant in self.kinds():
            self.plant_all_and_replay(plant)

    def plant_all_and_replay(self, plant):
        with self.subTest(plant.__name__), within(30), IngestStub() as stub:
            name, out = a_name(), io.StringIO()
            plant(name)
            self.spool.put(a_batch())
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual([len(run) for run in stub.runs().values()], [3])
            self.assertIn(name, out.getvalue())
            self.assertIn("not sent", out.getvalue())
            self.assertEqual(os.listdir(self.directory), [name])
            for path in (self.path(name),):
                os.rmdir(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)

    def test_one_in_the_place_of_a_new_batch(self):
        for plant in self.kinds():
            with self.subTest(plant.__name__), within(10):
                batch = a_batch()
                name = "%s-0000000001.ndjson.gz" % batch.run_id
                plant(name)
                before = os.lstat(self.path(name))
                self.assertTrue(self.spool.put(batch))
                self.assertEqual(os.lstat(self.path(name)).st_ino, before.st_ino)
                with self.spool.claim("%s-0000000001-1.ndjson.gz" % batch.run_id) as claimed:
                    self.assertEqual(claimed.batch.body, batch.body)
        self.assertFalse(os.path.exists(os.path.join(self.directory, "..", "made-by-us")))

    def test_one_that_looks_like_what_a_killed_writer_left(self):
        for plant in self.kinds():
            with self.subTest(plant.__name__), within(10):
                name = ".%s-0000000001.123.0.tmp" % uuid7(1000)
                plant(name)
                os.utime(self.path(name), (1, 1), follow_symlinks=False)
                self.spool.adopt_orphans()
                self.assertIn(name, os.listdir(self.directory))

    @AS_ROOT
    def test_the_files_of_others_do_not_fill_the_spool(self):
        self.plant_file_of_another(a_name())
        os.truncate(self.path(os.listdir(self.directory)[0]), 10 ** 9)
        self.assertTrue(Spool(self.directory, max_bytes=10 ** 6).put(a_batch()))

    @AS_ROOT
    def test_root_sends_only_what_is_its_own_and_says_who_may(self):
        os.chown(self.directory, NOBODY, NOBODY)
        self.plant_file_of_another(a_name())
        out = io.StringIO()
        with IngestStub() as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual(stub.requests, [])
        self.assertIn("run this as that user", out.getvalue())

    @AS_ROOT
    def test_a_file_that_may_not_be_read_holds_nobody_up(self):
        # Of root, in a spool that several users share: what `sudo ansible-playbook` has left there.
        os.chmod(self.directory, 0o1777)
        os.chmod(os.path.dirname(self.directory), 0o755)
        self.spool.put(a_batch(uuid7(1000)))
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
                spool = Spool(self.directory)
                spool.put(a_batch())
                out = io.StringIO()
                with IngestStub() as stub:
                    told = replay.replay(spool, IngestClient(stub.url, "t"), out)
                    code = 0 if (told, len(stub.requests)) == (1, 1) and "user root" in out.getvalue() else 2
            finally:
                os._exit(code)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual(len(self.spool.names()), 1)


class DirectoryTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.join(directory.name, "spool")
        self.spool = Spool(self.directory)

    def test_who_may_write_to_it(self):
        self.assertIsNone(self.spool.distrust())
        os.mkdir(self.directory)
        for mode in (0o700, 0o750, 0o755, 0o1777, 0o1770, 0o3775):
            os.chmod(self.directory, mode)
            self.assertIsNone(self.spool.distrust(), oct(mode))
        for mode in (0o777, 0o770, 0o702, 0o2775):
            os.chmod(self.directory, mode)
            self.assertIn("other users could", self.spool.distrust(), oct(mode))

    @AS_ROOT
    def test_whose_it_is(self):
        os.mkdir(self.directory, 0o700)
        os.chown(self.directory, NOBODY, NOBODY)
        self.assertIn("user", self.spool.distrust())

    def test_replay_says_so(self):
        os.mkdir(self.directory)
        os.chmod(self.directory, 0o777)
        self.spool.put(a_batch())
        out = io.StringIO()
        with IngestStub() as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 0)
        self.assertIn("other users could", out.getvalue())

    def test_replay_says_that_it_is_none(self):
        with open(self.directory, "w"):
            pass
        out = io.StringIO()
        with IngestStub() as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 1)
        self.assertIn("cannot be read", out.getvalue())


class SharedSenderTest(unittest.TestCase):
    """The callback's threads."""

    setUp = test_sender.SenderTest.setUp
    reporter = test_sender.SenderTest.reporter
    report_a_run = test_sender.SenderTest.report_a_run
    report_a_result = staticmethod(test_sender.SenderTest.report_a_result)

    def test_a_planted_file_takes_a_warning_and_nothing_else(self):
        os.mkdir(self.spool_dir)
        os.chmod(self.spool_dir, 0o777)
        planted = [a_name(1000), a_name(2000)]
        os.mkfifo(os.path.join(self.spool_dir, planted[0]))
        os.symlink("/dev/zero", os.path.join(self.spool_dir, planted[1]))
        Spool(self.spool_dir).put(a_batch(count=7))
        with IngestStub() as stub:
            reporter = self.reporter(stub.url, drain_timeout=60.0)
            self.report_a_run(reporter)
            stub.wait_for(lambda stub: len(stub.runs()) == 2 and len(os.listdir(self.spool_dir)) == 2)
            started = time.monotonic()
            reporter.close()
            self.assertLess(time.monotonic() - started, 30)  # of 60, on a busy machine
            self.assertEqual(sorted(len(run) for run in stub.runs().values()), [7, 13])
        self.assertEqual(sorted(os.listdir(self.spool_dir)), sorted(planted))
        notices = "\n".join(reporter.notices)
        self.assertEqual(len(reporter.notices), 2, notices)
        self.assertIn("other users could", notices)
        self.assertIn("not sent", notices)

    def test_a_directory_that_is_unsafe_is_still_better_than_a_loss(self):
        os.mkdir(self.spool_dir)
        os.chmod(self.spool_dir, 0o777)
        reporter = self.reporter("http://127.0.0.1:1")
        self.report_a_run(reporter)
        reporter.close()
        self.assertTrue(os.listdir(self.spool_dir))
        self.assertEqual([notice for notice in reporter.notices if "lost" in notice], [])
        self.assertEqual(len([notice for notice in reporter.notices if "other users could" in notice]), 1)

    def test_a_spool_that_is_no_directory(self):
        with open(self.spool_dir, "w"):
            pass
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            self.report_a_run(reporter)
            reporter.close()
            self.assertEqual([len(run) for run in stub.runs().values()], [13])
        notices = "\n".join(reporter.notices)
        self.assertEqual(len(reporter.notices), 1, notices)
        self.assertIn("the spool %s cannot be read" % self.spool_dir, notices)


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class PlaybookTest(unittest.TestCase):
    def test_a_playbook_ends_as_ever(self):
        with IngestStub() as stub:
            run = AnsibleRun(stub.url)
            self.addCleanup(run.remove)
            os.mkdir(run.spool)
            os.chmod(run.spool, 0o777)
            name = a_name()
            os.mkfifo(os.path.join(run.spool, name))
            done = subprocess.run(
                [ansible_playbook(), "-i", os.path.join(PLAYBOOKS, "inventory.ini"),
                 os.path.join(PLAYBOOKS, "short.yml")],
                cwd=PLAYBOOKS, env=run.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stderr)
            warnings = " ".join(done.stderr.split())
            self.assertIn("other users could", warnings)
            self.assertIn("not sent", warnings)
            (events,) = stub.runs().values()
            self.assertEqual(events[-1]["type"], "run_finished")
            self.assertEqual(os.listdir(run.spool), [name])


if __name__ == "__main__":
    unittest.main()
