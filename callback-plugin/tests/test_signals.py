# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Signals that end a process end it as without the plugin; what waits is sent or spooled first, and the run says why."""

import json
import os
import resource
import signal
import tempfile
import time
import types
import unittest

import plugin_modules  # noqa: F401
from ingest_stub import NEVER_ANSWER, IngestStub
from plugin_utils.recording import Recording
from plugin_utils.redaction import Redactor
from plugin_utils.reporter import Reporter
from plugin_utils.signal_watch import ENDING, SignalWatch
from plugin_utils.spool import Spool
from test_sender import RECAP, RUN

class InChild:
    """Calls `test(say)` in a child; `said` is what it has said until it ended, `code` its exit code."""

    def __init__(self, test):
        reading, writing = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # some of the signals would leave a core
            for number in ENDING:
                signal.signal(number, signal.SIG_DFL)  # whoever runs the tests may ignore some
            try:
                test(lambda text: os.write(writing, text.encode() + b"\n"))
            except BaseException as error:  # noqa: B036
                os.write(writing, ("%s: %s\n" % (type(error).__name__, error)).encode())
            finally:
                os._exit(7)
        os.close(writing)
        with os.fdopen(reading) as file:
            self.said = file.read().splitlines()
        self.code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])


class SignalWatchTest(unittest.TestCase):
    def test_each_is_acted_upon_first_and_then_does_what_it_did(self):
        for number in ENDING:
            with self.subTest(number.name):
                def test(say, number=number):
                    signal.signal(number, signal.SIG_DFL)
                    watch = SignalWatch(lambda: say(watch.received))
                    watch.install()
                    os.kill(os.getpid(), number)
                    say("still there")
                child = InChild(test)
                self.assertEqual((child.said, child.code), ([number.name], -number))

    def test_a_mistake_of_ours_does_not_keep_it_from_that(self):
        def test(_say):
            watch = SignalWatch(lambda: 1 // 0)
            watch.install()
            os.kill(os.getpid(), signal.SIGHUP)
        child = InChild(test)
        self.assertEqual((child.said, child.code), ([], -signal.SIGHUP))

    def test_what_is_ignored_stays_so(self):
        # As by nohup, and what others make of a signal that says nothing to Ansible.
        for before in (signal.SIG_IGN, lambda _number, _frame: None):
            for number in ENDING[1:]:
                def test(say, number=number, before=before):
                    signal.signal(number, before)
                    watch = SignalWatch(lambda: say("acted"))
                    watch.install()
                    os.kill(os.getpid(), number)
                    say("goes on" if signal.getsignal(number) == before else "changed")
                child = InChild(test)
                self.assertEqual((child.said, child.code), (["goes on"], 7))

    def test_in_a_worker_each_is_as_before(self):
        def test(say):
            watch = SignalWatch(lambda: say("acted"))
            watch.install()
            watch.restore_in_child()
            say(" ".join(str(signal.getsignal(number) == signal.SIG_DFL) for number in ENDING))
        self.assertEqual(InChild(test).said, [" ".join(["True"] * len(ENDING))])

    def test_a_further_one_hurries_the_end_and_the_first_one_ends_it(self):
        def test(say):
            def act():
                with watch.held(lambda: say("hurry")):
                    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                        os.kill(os.getpid(), number)
                    say("done")
            watch = SignalWatch(act)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            watch.install()
            os.kill(os.getpid(), signal.SIGHUP)
        child = InChild(test)
        self.assertEqual((child.said, child.code), (["hurry"] * 3 + ["done"], -signal.SIGHUP))


class ReporterTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def reporter(self, url, **settings):
        defaults = dict(url=url, token="t", token_problem=None, spool_dir=os.path.join(self.directory, "spool"),
                        ansible_home=self.directory, spool_max_bytes=10**8, batch_events=50, batch_age=60.0,
                        batch_bytes=10**6, timeout=30.0, drain_timeout=30.0, validate_certs=True, ca_file=None, client_cert=None, client_key=None)
        return Reporter(types.SimpleNamespace(**dict(defaults, **settings)), Redactor())

    def spooled(self):
        own, events = Spool(os.path.join(self.directory, "spool")), {}
        for name in own.names():
            with own.claim(name) as claimed:
                self.assertTrue(claimed.intact)
                for line in claimed.batch.lines:
                    event = json.loads(line)
                    events[event["seq"]] = event
        return [events[seq] for seq in sorted(events)]

    def report_and_signal(self, url, number, **settings):
        def test(_say):
            reporter = self.reporter(url, **settings)
            reporter.install()
            reporter.run_started(dict(RUN))
            reporter.note(Recording.play_started, {"uuid": "p", "name": "p", "strategy": "linear"})
            os.kill(os.getpid(), number)
        child = InChild(test)
        self.assertEqual((child.said, child.code), ([], -number))

    def assert_interrupted(self, events, number):
        self.assertEqual([event["type"] for event in events], ["run_started", "play_started", "run_finished"])
        self.assertEqual((events[-1]["outcome"], events[-1]["reason"]),
                         ("interrupted", "the controller received " + number.name))

    def test_what_waits_is_sent(self):
        for number in ENDING:
            with self.subTest(number.name), IngestStub() as stub:
                self.report_and_signal(stub.url, number)
                self.assert_interrupted(next(iter(stub.runs().values())), number)

    def test_what_waits_is_spooled_without_a_server(self):
        for number in (signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number.name):
                self.report_and_signal("http://127.0.0.1:1", number)
                self.assert_interrupted(self.spooled(), number)
                for name in os.listdir(os.path.join(self.directory, "spool")):
                    os.unlink(os.path.join(self.directory, "spool", name))

    def test_at_the_end_of_a_run_one_hurries_it_and_is_no_end_of_the_run(self):
        with IngestStub(*[NEVER_ANSWER] * 9) as stub:
            def test(say):
                reporter = self.reporter(stub.url, drain_timeout=600.0)
                reporter.install()
                reporter.run_started(dict(RUN))
                reporter.run_finished(RECAP, None)
                signal.signal(signal.SIGALRM, lambda *_arguments: os.kill(os.getpid(), signal.SIGHUP))
                signal.setitimer(signal.ITIMER_REAL, 0.5)
                reporter.close()
                say("ended")
            child = InChild(test)
        self.assertEqual((child.said, child.code), (["ended"], 7))
        self.assertEqual([event["type"] for event in self.spooled()], ["run_started", "run_finished"])
        self.assertEqual(self.spooled()[-1]["outcome"], "completed")

    def test_sigkill_keeps_what_is_spooled(self):
        def test(_say):
            reporter = self.reporter("http://127.0.0.1:1", batch_age=0.1)
            reporter.run_started(dict(RUN))
            deadline = time.monotonic() + 60
            while not self.spooled() and time.monotonic() < deadline:
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGKILL)
        self.assertEqual(InChild(test).code, -signal.SIGKILL)
        self.assertEqual([event["type"] for event in self.spooled()], ["run_started"])


if __name__ == "__main__":
    unittest.main()
