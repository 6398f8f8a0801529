# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Whatever fails: the playbook does not notice, and each event is delivered, spooled or counted as lost."""

import ast
import functools
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
import warnings
from unittest import mock

import plugin_modules
import dead_servers
from ansible_run import HERE, PLAYBOOKS, WHY_SKIPPED, AnsibleRun, ansible_playbook
from fault_injector import ERRORS, EVERY, OPERATIONS, Injector, Planted, failing_method
from ingest_stub import IngestStub
from plugin_utils import (batch, buffer, delivery, file_claim, replay, sender, spool, spool_file, spool_places)
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.recording import Recording
from plugin_utils.redaction import Redactor
from plugin_utils.reporter import Reporter
from plugin_utils.spool import Spool
from test_sender import RECAP, RUN
from test_spool import a_batch

RESULTS = 4
EVENTS = RESULTS + 3
EARLIER = 3  # events that an earlier run has left in the spool
SOME_ERRORS = ("EIO", "ETIMEDOUT")
FOREIGN = (502, {"Content-Type": "text/html"})
# What they do is no operation on a file or a socket, or asks nothing of the disk.
_HARMLESS = re.compile(r"^os\.(path\.\w+|environ\.\w+|getpid|getuid|geteuid|fsencode|fdopen|makedirs|urandom|register_at_fork)$"
                       r"|^socket\.(socket|gethostname)$|^io\.\w+$")
_FULL_NAMES = {"socket.getaddrinfo": "getaddrinfo"}


class Trial:
    """One run reported in this process, with what came of it."""

    def __init__(self, directory, url, drain_timeout=20.0):
        self.home = directory
        self.spool_dir = os.path.join(directory, "spool")
        os.mkdir(os.path.join(directory, ".git"))
        with open(os.path.join(directory, ".git", "HEAD"), "w") as file:
            file.write("0" * 40)
        self.earlier = a_batch(uuid7(1000), count=EARLIER)
        Spool(self.spool_dir).put(self.earlier)
        self.reporter = Reporter(types.SimpleNamespace(
            url=url, token="t", token_problem=None, spool_dir=self.spool_dir, ansible_home=os.path.join(directory, "a"),
            spool_max_bytes=10**8, batch_events=3, batch_age=0.05, batch_bytes=10**6, timeout=5.0,
            drain_timeout=drain_timeout,
            validate_certs=True, ca_file=None, client_cert=None, client_key=None), Redactor())

    def steps(self, recordings, stub=None):
        """What Ansible's hooks do, one after the other; then the end. The run's Recording is put into `recordings`."""
        reporter = self.reporter

        def start():
            reporter.run_started(dict(RUN, playbook_path=os.path.join(self.home, "p.yml"), working_directory=self.home))

        def result(number):
            reporter.note(lambda recording, at: recording.task_result(
                at, "u", False, {"msg": "x"}, host="h%d" % number, status="ok"))

        return [start, lambda: recordings.extend([reporter.recording] if reporter.recording else []),
                lambda: self.wait_for_the_earlier(stub),
                lambda: reporter.note(Recording.play_started, {"uuid": "p", "name": "p", "strategy": "linear"}),
                *[functools.partial(result, number) for number in range(RESULTS)],
                lambda: reporter.run_finished(RECAP, None), reporter.close]

    def play(self, stub=None):
        recordings = []
        for step in self.steps(recordings, stub):
            step()
        return recordings[0]

    def wait_for_the_earlier(self, stub):
        """Until the sending thread has looked into the spool, or has had the time for it."""
        deadline = time.monotonic() + 0.1
        while (time.monotonic() < deadline and not self.reporter._sender._delivery.down
               and not (stub and any(self.earlier.run_id in path for path, _headers, _body in list(stub.requests)))):
            time.sleep(0.002)


class FaultsInProcessTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.injector = Injector()

    def setUp(self):
        warnings.simplefilter("ignore", ResourceWarning)  # of what a planted mistake leaves open
        self.uncaught = []
        for where in ("unraisablehook", "excepthook"):
            patched = mock.patch.object(sys, where, lambda *caught: self.uncaught.append(caught))
            patched.start()
            self.addCleanup(patched.stop)
        patched = mock.patch.object(threading, "excepthook", self.uncaught.append)
        patched.start()
        self.addCleanup(patched.stop)
        patched = mock.patch.object(sender, "_AFTER_AN_ERROR_SECONDS", 0.001)
        patched.start()
        self.addCleanup(patched.stop)

    def try_all(self, server, which, errors=ERRORS):
        with server() as stub:
            for operation in OPERATIONS:
                for error in errors:
                    with self.subTest(operation=operation, error=error, which=which):
                        self.try_one(stub, operation, error, which)

    def try_one(self, stub, operation, error, which):
        with tempfile.TemporaryDirectory() as directory, \
                mock.patch.dict(os.environ, HOME=os.path.join(directory, "h"), TMPDIR=os.path.join(directory, "t")), \
                mock.patch.object(sys, "stderr", io.StringIO()) as stderr:
            url = stub if isinstance(stub, str) else stub.url
            if url != stub:
                stub.requests.clear()
            self.uncaught.clear()
            trial = Trial(directory, url)
            with self.injector as injector, injector.failing(operation, error, which):
                recording = trial.play(None if isinstance(stub, str) else stub)
            self.assertEqual((stderr.getvalue(), self.uncaught), ("", []))
            # A server that is away is a fault of its own.
            self.assertLessEqual(len(trial.reporter.notices), 1 if url != stub else 2, trial.reporter.notices)
            counters = recording.counters
            self.assertEqual(counters.delivered + counters.spooled + counters.lost, EVENTS)
            arrived = {} if isinstance(stub, str) else accepted(stub)
            kept = kept_below(directory)
            own = arrived.get(recording.id, set()) | kept.get(recording.id, set())
            self.assertGreaterEqual(len(own) + counters.lost, EVENTS)
            self.assertEqual(arrived.get(trial.earlier.run_id, set()) | kept.get(trial.earlier.run_id, set()),
                             set(range(1, EARLIER + 1)))
            if counters.lost:
                self.assertIn("lost", " ".join(trial.reporter.notices))

    def test_each_operation_fails_once_with_a_server(self):
        self.try_all(IngestStub, 1)

    def test_a_later_call_of_each_operation_fails_with_a_server(self):
        for which in (2, 3):
            self.try_all(IngestStub, which, SOME_ERRORS[:1])

    def test_each_operation_always_fails_with_a_server(self):
        self.try_all(IngestStub, EVERY, SOME_ERRORS)

    def test_each_operation_always_fails_without_a_server(self):
        self.try_all(dead_servers.refused, EVERY)

    def test_each_operation_fails_once_beside_foreign_answers(self):
        self.try_all(dead_servers.answers(FOREIGN), 1, SOME_ERRORS)


def accepted(stub):
    """run id -> seqs that have arrived."""
    return {run_id: {event["seq"] for event in events} for run_id, events in stub.runs().items()}


class MistakesTest(FaultsInProcessTest):
    """An exception in each method of what the threads use, once and always: none gets out of its thread."""

    try_all = None
    test_each_operation_fails_once_with_a_server = test_each_operation_always_fails_with_a_server = None
    test_a_later_call_of_each_operation_fails_with_a_server = None
    test_each_operation_always_fails_without_a_server = test_each_operation_fails_once_beside_foreign_answers = None
    # With a mistake in what counts, the sum cannot be right.
    COUNTS = ("_is_full", "_held_bytes", "_waiting_bytes", "settle", "take_all", "append", "count", "_count", "in_flight", "record_note", "_record_note", "event_lost",
              "_keep_events", "note", "close", "number_lost_notes", "_encode", "run_opened", "_start_thread")

    def test_all(self):
        classes = (sender.Sender, buffer.EventBuffer, delivery.Delivery, delivery.Counters, spool.Spool, spool.ClaimedBatch,
                   spool_places.SpoolPlaces, Recording, Redactor, IngestClient, file_claim.FileClaim, batch.Batch)
        with IngestStub() as stub:
            for owner in classes:
                for name, method in list(vars(owner).items()):
                    if isinstance(method, types.FunctionType) and not name.startswith("__") and name != "_run_thread":
                        for which in (1, EVERY):
                            with self.subTest(owner=owner.__name__, method=name, which=which):
                                self.try_mistake(stub, owner, name, which)

    def try_mistake(self, stub, owner, name, which):
        with tempfile.TemporaryDirectory() as directory, \
                mock.patch.dict(os.environ, HOME=directory, TMPDIR=os.path.join(directory, "t")), \
                mock.patch.object(sys, "stderr", io.StringIO()) as stderr:
            stub.requests.clear()
            self.uncaught.clear()
            trial = Trial(directory, stub.url, drain_timeout=0.5)
            with mock.patch.object(owner, name, failing_method(getattr(owner, name), which)):
                reporter, recordings = trial.reporter, []
                reported = trial.steps(recordings)
                for step in reported:
                    try:
                        step()
                    except Planted:  # the hook's own guard catches it
                        reporter.count_lost()
            self.assertEqual((stderr.getvalue(), self.uncaught), ("", []))
            if name not in self.COUNTS and recordings:
                counters = recordings[0].counters
                self.assertEqual(counters.delivered + counters.spooled + counters.lost,
                                 max(EVENTS, recordings[0]._seq), list(reporter.notices))


class CoverageTest(unittest.TestCase):
    """The injector knows all that the plugin does on files and sockets."""

    def test_the_plugin_uses_no_other_operation(self):
        unknown = {}
        for module in sorted(os.listdir(os.path.join(plugin_modules.COLLECTION, "plugins", "plugin_utils"))):
            if not module.endswith(".py"):
                continue
            with open(os.path.join(plugin_modules.COLLECTION, "plugins", "plugin_utils", module), encoding="utf-8") as file:
                tree = ast.parse(file.read())
            for node in ast.walk(tree):
                name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if not re.match(r"^(os|fcntl|socket|shutil|pathlib|tempfile|io|select)\.[\w.]+$", name) and name != "open":
                    continue
                name = _FULL_NAMES.get(name, name)
                if name not in OPERATIONS and not _HARMLESS.match(name):
                    unknown.setdefault(name, []).append(module)
        self.assertEqual(unknown, {})

    def test_each_operation_is_one_of_a_run_or_of_its_spool(self):
        with tempfile.TemporaryDirectory() as directory, IngestStub() as stub, Injector() as injector:
            token_file = os.path.join(directory, "token")
            with open(token_file, "w") as file:
                file.write("t")
            with mock.patch.dict(os.environ, HOME=directory, TMPDIR=directory, PLAYLEDGER_TOKEN_FILE=token_file,
                                 PLAYLEDGER_URL=stub.url, PLAYLEDGER_SPOOL_DIR=os.path.join(directory, "spool")):
                Trial(directory, stub.url).play(stub)
                for operation in ("os.read", "fcntl.flock"):  # what is passed over is looked at; a claim by rename
                    Spool(os.path.join(directory, "spool")).put(a_batch())
                    with injector.failing(operation, "ENOLCK", EVERY):
                        replay.main([], io.StringIO())
        # A child of git's is killed only if it takes too long.
        self.assertEqual([name for name, count in injector.calls.items() if not count and name != "os.kill"], [])


class FaultsInReplayTest(unittest.TestCase):
    def test_it_says_what_is_left_and_sends_the_rest(self):
        for operation in ("os.open", "os.read", "os.unlink", "os.lstat", "os.fstat", "os.close", "fcntl.flock", "os.listdir"):
            for which in (1, EVERY):
                with self.subTest(operation=operation, which=which):
                    self.replay(operation, which)

    def replay(self, operation, which):
        with tempfile.TemporaryDirectory() as directory, IngestStub() as stub:
            own = Spool(directory)
            for time_ms in (1000, 2000, 3000):
                own.put(a_batch(uuid7(time_ms)))
            out = io.StringIO()
            with Injector() as injector, injector.failing(operation, "EIO", which):
                status = replay.replay(own, IngestClient(stub.url, "t"), out)
            left, arrived = len(Spool(directory).names()), len(stub.runs())
        self.assertEqual(status, 1 if left else 0, out.getvalue())
        self.assertEqual("0 batches left" in out.getvalue(), not left, out.getvalue())
        if which == 1 and operation != "os.listdir":
            self.assertGreaterEqual(arrived, 2, out.getvalue())
        self.assertNotIn("another process", out.getvalue())


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class FaultsOfPlaybooksTest(unittest.TestCase):
    """Each kind of fault once, in a real ansible-playbook."""

    WARNING = re.compile(r"\[WARNING\]: playledger: .*\n(?:(?!\[WARNING\])\S.*\n?)*")

    @classmethod
    def setUpClass(cls):
        cls.plain = cls.play(None, None)
        with IngestStub() as stub:
            cls.play(stub.url, None)
            cls.events = len(next(iter(stub.runs().values())))

    @staticmethod
    def play(url, fault, prepare=lambda run: None):
        run = AnsibleRun(url, ANSIBLE_FORKS="1")  # with more, the hosts' lines come in any order
        try:
            temporary = os.path.join(run.directory, "tmp")
            os.mkdir(temporary)
            run.environment["TMPDIR"] = temporary
            if fault is not None:
                run.environment.update(PLAYLEDGER_TEST_FAULT=fault, PYTHONPATH=os.path.join(HERE, "faults_at_start"))
            prepare(run)
            done = subprocess.run(
                [ansible_playbook(), "-i", os.path.join(PLAYBOOKS, "inventory.ini"),
                 os.path.join(PLAYBOOKS, "short.yml")],
                cwd=PLAYBOOKS, env=run.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180)
            return done.returncode, done.stdout, done.stderr, kept_below(run.directory)
        finally:
            run.remove()

    def try_fault(self, fault, url, stub=None, lost=False, **further):
        code, output, errors, kept = self.play(url, fault, **further)
        plain_code, plain_output, plain_errors, _kept = self.plain
        self.assertEqual((code, output), (plain_code, plain_output), errors)
        warnings = self.WARNING.findall(errors)
        self.assertEqual((len(warnings), self.WARNING.sub("", errors)), (1, plain_errors), errors)
        own = max([*kept.values(), *(accepted(stub).values() if stub else ())], key=len, default=set())
        self.assertEqual(own, set() if lost else set(range(1, self.events + 1)), errors)
        self.assertEqual("events are being lost" in " ".join(warnings[0].split()), lost, errors)
        return " ".join(warnings[0].split())

    def test_a_mistake_in_each_way_into_the_plugin(self):
        # The threads' are in MistakesTest.
        mistakes = ("settings.Settings.__init__ every", "reporter.Reporter.run_started every",
                    "reporter.Reporter.note every", "reporter.Reporter.close every", "sender.Sender._record 1")
        plain_code, plain_output, plain_errors, _kept = self.plain
        with IngestStub() as stub:
            for mistake in mistakes:
                with self.subTest(mistake):
                    code, output, errors, _kept = self.play(stub.url, "plant " + mistake)
                    self.assertEqual((code, output), (plain_code, plain_output), errors)
                    self.assertEqual((len(self.WARNING.findall(errors)), self.WARNING.sub("", errors)),
                                     (1, plain_errors), errors)
                    self.assertIn("a planted mistake", errors.replace("\n", " "))

    @staticmethod
    def leave_a_batch(run):
        Spool(run.spool).put(a_batch(uuid7(1000), count=EARLIER))

    def with_an_earlier_batch(self, fault, says):
        with IngestStub() as stub:
            self.assertIn(says, self.try_fault(fault, stub.url, stub, prepare=self.leave_a_batch))

    def test_a_file_of_the_spool_that_cannot_be_read(self):
        self.with_an_earlier_batch("os.read EIO every", "Input/output error")

    def test_a_file_of_the_spool_that_cannot_be_removed(self):
        self.with_an_earlier_batch("os.unlink EACCES every", "was sent, but cannot be removed (Permission denied)")

    def test_a_file_system_that_tells_nothing_of_its_files(self):
        self.with_an_earlier_batch("os.lstat ENOLCK every", "No locks available")

    def test_a_server_whose_connections_time_out(self):
        with IngestStub() as stub:
            self.assertIn("timed out", self.try_fault("socket.connect ETIMEDOUT every", stub.url))

    def test_foreign_answers(self):
        with dead_servers.answers(FOREIGN)() as url:
            self.assertIn("502", self.try_fault(None, url))

    def test_a_full_disk(self):
        with dead_servers.refused() as url:
            self.assertIn("No space left on device", self.try_fault("os.write ENOSPC every", url, lost=True))

    def test_a_read_only_file_system(self):
        with dead_servers.refused() as url:
            self.assertIn("Read-only file system", self.try_fault("os.mkdir EROFS every", url, lost=True))

    def test_a_first_write_that_fails_goes_elsewhere(self):
        with dead_servers.refused() as url:
            said = self.try_fault("os.write EIO 1", url)
        self.assertIn("playledger-spool-", said)
        self.assertIn("cannot be written: Input/output error", said)


def kept_below(directory):
    """run id -> seqs in spools below it, whatever the files are named there."""
    found = {}
    for root, _directories, names in os.walk(directory):
        for name in names:
            match = re.match(r"^\.?([0-9a-f-]{36})-\d{10}", name)
            if match:
                with open(os.path.join(root, name), "rb") as file:
                    lines = spool_file.unpacked(file.read()).lines
                found.setdefault(match.group(1), set()).update(json.loads(line)["seq"] for line in lines)
    return found


if __name__ == "__main__":
    unittest.main()
