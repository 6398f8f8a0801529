# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The sending thread against a real HTTP server that behaves as real servers do."""

import json
import os
import socket
import tempfile
import threading
import time
import types
import unittest

import plugin_modules  # noqa: F401
import dead_servers
from ingest_stub import BREAK_OFF, NEVER_ANSWER, IngestStub, own_answer
from plugin_utils import buffer, delivery
from plugin_utils.batch import Batch, encode_event
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.recording import Recording
from plugin_utils.redaction import Redactor
from plugin_utils.reporter import Reporter, recap_difference
from plugin_utils.spool import Spool

RECAP = {"a": {"ok": 1, "changed": 0, "failed": 0, "skipped": 0, "unreachable": 0, "ignored": 0, "rescued": 0}}
RUN = {"playbook_path": "/p.yml", "ansible_version": "2.19", "working_directory": "/"}


class SenderTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.spool_dir = os.path.join(directory.name, "spool")
        backoff = delivery._FIRST_BACKOFF
        self.addCleanup(setattr, delivery, "_FIRST_BACKOFF", backoff)

    def reporter(self, url, **settings):
        defaults = dict(url=url, token="t", token_problem=None, spool_dir=self.spool_dir,
                        ansible_home=os.path.dirname(self.spool_dir), spool_max_bytes=10**8, batch_events=50,
                        batch_age=0.05, batch_bytes=10**6, timeout=1.0, drain_timeout=2.0, validate_certs=True,
                        ca_file=None, client_cert=None, client_key=None)
        return Reporter(types.SimpleNamespace(**dict(defaults, **settings)), Redactor())

    def report_a_run(self, reporter, results=10):
        reporter.run_started(dict(RUN))
        reporter.note(Recording.play_started, {"uuid": "p", "name": "p", "strategy": "linear"})
        for number in range(results):
            self.report_a_result(reporter, {"msg": "result %d" % number}, "h%d" % number)
        reporter.run_finished(RECAP, None)

    @staticmethod
    def report_a_result(reporter, result, host="h"):
        reporter.note(lambda recording, at: recording.task_result(at, "u", False, result, host=host, status="ok"))

    def spooled(self):
        return os.listdir(self.spool_dir) if os.path.isdir(self.spool_dir) else []

    def assert_complete(self, stub, events=13):
        run = list(stub.runs().values())[-1]
        self.assertEqual([event["seq"] for event in run], list(range(1, events + 1)))
        self.assertEqual(run[-1]["type"], "run_finished")

    def test_a_run_arrives_complete(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            self.report_a_run(reporter)
            reporter.close()
            self.assert_complete(stub)
            path, headers, _body = stub.requests[0]
            self.assertRegex(path, r"^/api/ingest/v1/runs/[0-9a-f-]{36}/batches$")
            self.assertEqual(headers["Authorization"], "Bearer t")
            self.assertEqual(headers["Content-Encoding"], "gzip")
            self.assertEqual(headers["Content-Type"], "application/x-ndjson")
        self.assertEqual((self.spooled(), list(reporter.notices)), ([], []))

    def test_refused_spools_with_one_warning_and_the_next_run_sends_it(self):
        reporter = self.reporter("http://127.0.0.1:1")
        started = time.monotonic()
        self.report_a_run(reporter)
        reporter.close()
        self.assertLess(time.monotonic() - started, 10)
        self.assertTrue(self.spooled())
        notices = list(reporter.notices)
        self.assertEqual(len(notices), 1)
        self.assertIn(self.spool_dir, notices[0])
        with IngestStub() as stub:
            following = self.reporter(stub.url)
            self.report_a_run(following, results=0)
            stub.wait_for(lambda stub: not self.spooled())
            following.close()
            self.assertEqual(sorted(len(run) for run in stub.runs().values()), [3, 13])

    def test_answers_that_mean_later(self):
        for answer in (401, 403, 408, 429, 500, 502, 503, 504, 404, BREAK_OFF):
            with self.subTest(answer=answer), IngestStub(answer) as stub:
                reporter = self.reporter(stub.url)
                self.report_a_run(reporter)
                reporter.close()
                self.assertTrue(self.spooled())
                self.assertEqual(len(list(reporter.notices)), 1)
                for name in self.spooled():
                    os.unlink(os.path.join(self.spool_dir, name))

    def test_a_retry_sends_the_same_bytes(self):
        delivery._FIRST_BACKOFF = 0.3
        for answer in (503, BREAK_OFF, (429, {"Retry-After": "0"}), (429, {"Retry-After": "1"})):
            with self.subTest(answer=answer), IngestStub(answer) as stub:
                reporter = self.reporter(stub.url)
                self.report_a_run(reporter)
                stub.wait_for(lambda stub: len(stub.requests) >= 2)
                reporter.close()
                self.assertEqual(stub.requests[0][2], stub.requests[1][2])
                self.assert_complete(stub)
                self.assertEqual(self.spooled(), [])

    def test_an_idle_connection_that_the_server_closed(self):
        with IngestStub(202, BREAK_OFF) as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(RUN))
            stub.wait_for(lambda stub: len(stub.requests) == 1)
            reporter.run_finished(RECAP, None)
            reporter.close()
            self.assertEqual(stub.requests[1][2], stub.requests[2][2])
        self.assertEqual((self.spooled(), list(reporter.notices)), ([], []))

    def test_too_large_is_split(self):
        with IngestStub(413, 413) as stub:
            reporter = self.reporter(stub.url)
            self.report_a_run(reporter)
            reporter.close()
            self.assert_complete(stub)
            self.assertEqual(len(stub.requests), 5)
        self.assertEqual(self.spooled(), [])

    def test_refused_for_good_is_counted_and_not_kept(self):
        for answer in (400, 415):
            with self.subTest(answer=answer), IngestStub(answer) as stub:
                reporter = self.reporter(stub.url)
                reporter.run_started(dict(RUN))
                counters = reporter.recording.counters
                stub.wait_for(lambda stub: stub.requests)
                reporter.run_finished(RECAP, None)
                reporter.close()
                self.assertEqual((counters.lost, self.spooled()), (1, []))

    def test_422_counts_the_rejected(self):
        with IngestStub(422) as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(RUN))
            counters = reporter.recording.counters
            stub.wait_for(lambda stub: stub.requests)
            reporter.close()
            self.assertEqual((counters.rejected, self.spooled()), (1, []))
            (notice,) = reporter.notices
            self.assertIn("rejected 1 of 1 events", notice)
            self.assertIn("event 1: invalid_event: /x: is not right", notice)

    def test_a_server_that_never_answers_costs_the_drain_only(self):
        with IngestStub(*[NEVER_ANSWER] * 9) as stub:
            reporter = self.reporter(stub.url, timeout=30.0, drain_timeout=0.5)
            self.report_a_run(reporter)
            started = time.monotonic()
            reporter.close()
            self.assertLess(time.monotonic() - started, 10)  # of 30, on a busy machine
        self.assertTrue(self.spooled())

    def test_a_server_that_answers_a_byte_at_a_time(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            reporter = self.reporter("http://127.0.0.1:%d" % listener.getsockname()[1], timeout=0.5)
            self.report_a_run(reporter)
            connection, _address = listener.accept()
            with connection:
                for _byte in range(8):
                    try:
                        connection.send(b"H")
                    except OSError:
                        break
                    time.sleep(0.15)
                self.assertTrue(any("timed out" in notice for notice in reporter.notices))

    def test_an_event_that_cannot_be_built_is_lost_alone_and_leaves_its_number(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(RUN))
            counters = reporter.recording.counters
            for further in ({}, {"no_such_field": 1}, {}):
                reporter.note(lambda recording, at, further: recording.task_result(
                    at, "u", False, {}, host="h", status="ok", **further), further)
            reporter.run_finished(RECAP, None)
            reporter.close()
            (run,) = stub.runs().values()
        self.assertEqual([event["seq"] for event in run], [1, 2, 4, 5])
        self.assertEqual((counters.lost, counters.events, len(reporter.notices)), (1, 4, 1))

    def test_interrupted_runs_say_so(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(RUN))
            reporter.close()
            last = list(stub.runs().values())[0][-1]
            self.assertEqual((last["outcome"], last["recap"]), ("interrupted", None))

    def test_signs_of_life(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            reporter._sender._idle_seconds = 0.1
            reporter.run_started(dict(RUN))
            stub.wait_for(lambda stub: any(body == b"" for _path, _headers, body in stub.requests))
            reporter.close()

    def test_a_full_buffer_goes_to_the_spool_while_the_sender_hangs(self):
        with dead_servers.black_holed() as url:
            reporter = self.reporter(url, timeout=60.0, batch_events=200, drain_timeout=0.2)
            reporter.run_started(dict(RUN))
            counters, size = reporter.recording.counters, 0
            text = "a line of some output, as long as such lines are\n" * 200
            while size < 70 * 2**20:
                size += len(text)
                self.report_a_result(reporter, {"stdout": text + str(size)})
            reporter.run_finished(RECAP, None)
            started = time.monotonic()
            reporter.close()
            self.assertLess(time.monotonic() - started, 50)  # what waits to be spooled, on a busy machine; the request would take 60
        self.assertEqual((counters.lost, counters.spooled >= counters.events), (0, True))
        self.assertGreater(counters.spilled, 0)
        notes = buffer.DEFAULT_MAX_NOTES * len(text)  # those that were not recorded yet
        self.assertLessEqual(reporter._buffer.peak_bytes, buffer.DEFAULT_MAX_BYTES + notes)
        self.assertEqual(len(list(reporter.notices)), 1)
        self.assertEqual(self.spooled_seqs(), list(range(1, counters.events + 1)))

    def test_a_full_buffer_and_a_full_spool_count_the_loss(self):
        with dead_servers.black_holed() as url:
            reporter = self.reporter(url, timeout=60.0, drain_timeout=0.1, spool_max_bytes=1)
            reporter._buffer._max_bytes, reporter._buffer._spill_bytes = 20000, 5000
            self.report_a_run(reporter, results=100)
            (counters,) = reporter._sender._counters.values()
            reporter.close()
        self.assertEqual((counters.lost, counters.spooled), (counters.events, 0))

    def test_what_the_threads_hold_when_the_end_begins_is_spooled_and_counted_once(self):
        with dead_servers.black_holed() as url:
            reporter = self.reporter(url, timeout=60.0, drain_timeout=0.1)
            sender, pending = reporter._sender, reporter._buffer
            pending._spill_bytes = 1
            encode, take_all = sender._encode, pending.take_all

            def encode_until_the_end(events):
                encoded = encode(events)
                while threading.current_thread() is not threading.main_thread() and not sender._abandoned:
                    time.sleep(0.001)
                return encoded

            def take_all_when_the_threads_have_gone_on():
                time.sleep(0.2)
                return take_all()

            sender._encode, pending.take_all = encode_until_the_end, take_all_when_the_threads_have_gone_on
            self.report_a_run(reporter, results=100)
            (counters,) = sender._counters.values()
            reporter.close()
        self.assertEqual((counters.delivered, counters.spooled, counters.lost), (0, counters.events, 0))
        self.assertEqual(self.spooled_seqs(), list(range(1, counters.events + 1)))

    def test_large_results_are_encoded_where_they_are_sent(self):
        encoded_at_once = []
        recording = Recording(lambda event: encoded_at_once.append(isinstance(event._line, bytes)), Redactor())
        for size in (10, 10**5):
            recording.task_result(0.0, "u", False, {"stdout": "x" * size}, host="h", status="ok")
        self.assertEqual(encoded_at_once, [True, False])

    def test_changes_wait_less_than_what_left_all_as_it_was_and_failures_less_than_changes(self):
        events = []
        recording = Recording(events.append, Redactor())
        for status in ("failed", "changed", "ok"):
            recording.task_result(0.0, "u", False, {}, host="h", status=status)
        failed, changed, ok = (event.patience for event in events)
        self.assertTrue(failed < changed < ok, (failed, changed, ok))

    def test_a_failure_is_told_soon_and_takes_along_what_waits(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url, batch_age=12.0)
            reporter.run_started(dict(RUN))
            stub.wait_for(lambda stub: stub.requests)  # which waits for less than a result that is ok
            for host, status in (("a", "ok"), ("b", "failed"), ("c", "ok")):
                reporter.note(lambda recording, at, host, status: recording.task_result(
                    at, "u", False, {}, host=host, status=status), host, status)
            started = time.monotonic()
            stub.wait_for(lambda stub: len(stub.requests) == 2)
            self.assertLess(time.monotonic() - started, 10)  # 2 s, on a busy machine
            ((_id, told),) = stub.runs().items()
            self.assertEqual([event.get("status") for event in told], [None, "ok", "failed", "ok"])
            reporter.close()

    def spooled_seqs(self):
        spool, seqs = Spool(self.spool_dir), set()
        for name in spool.names():
            with spool.claim(name) as claimed:
                self.assertTrue(claimed.intact)
                seqs.update(json.loads(line)["seq"] for line in claimed.batch.lines)
        return sorted(seqs)

    def test_the_next_run_sends_what_is_intact_in_a_damaged_file(self):
        spool = Spool(self.spool_dir)
        spool.put(Batch(uuid7(), [encode_event({"seq": seq, "pad": os.urandom(2000).hex()}) for seq in range(1, 41)]))
        path = os.path.join(self.spool_dir, spool.names()[0])
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) // 2)
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(RUN))
            stub.wait_for(lambda stub: len(stub.runs()) == 2)
            reporter.close()
            damaged = next(events for events in stub.runs().values() if "pad" in events[0])
        (notice,) = reporter.notices
        self.assertIn("%d of its events are intact, %d are lost" % (len(damaged), 40 - len(damaged)), notice)
        self.assertGreater(len(damaged), 5)
        self.assertTrue(self.spooled()[0].endswith(".damaged"))

    def test_an_answer_that_closes_the_connection_and_comes_in_pieces(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = IngestClient("http://127.0.0.1:%d" % listener.getsockname()[1], "t")
            threading.Thread(target=self.answer_in_pieces, args=(listener,), daemon=True).start()
            self.assertEqual(len(client.post(uuid7(), b"x").rejected(1)), 1)

    @staticmethod
    def answer_in_pieces(listener):
        connection, _address = listener.accept()
        with connection:
            received = b""
            while not received.endswith(b"\r\n\r\nx"):
                received += connection.recv(65536)
            connection.sendall(b"HTTP/1.1 422 No\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
            time.sleep(0.2)
            connection.sendall(json.dumps(own_answer(422, 1)).encode())

    def test_a_token_that_cannot_be_sent_keeps_the_events(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url, token="two\nlines")
            self.report_a_run(reporter)
            reporter.close()
        self.assertEqual(self.spooled_seqs(), list(range(1, 14)))

    def test_what_the_run_says_of_its_reporting(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(RUN))
            for milliseconds in range(1, 101):
                reporter.hook_took(milliseconds / 1000)
            reporter.run_finished(RECAP, None)
            reporter.close()
            told = list(stub.runs().values())[0][-1]["reporter"]
        self.assertEqual((told["hookCalls"], told["hookSeconds"], told["hookSecondsMax"]), (100, 5.05, 0.1))
        self.assertTrue(0.05 <= told["hookSecondsP50"] <= 0.058 and 0.099 <= told["hookSecondsP99"] <= 0.1, told)
        self.assertGreater(told["bufferPeakBytes"], 0)
        self.assertTrue(all(isinstance(number, (int, float)) for number in told.values()), told)

    def test_a_full_spool_counts_the_loss(self):
        reporter = self.reporter("http://127.0.0.1:1", spool_max_bytes=1)
        reporter.run_started(dict(RUN))
        counters = reporter.recording.counters
        reporter.close()
        self.assertEqual((counters.lost, counters.spooled), (2, 0))


class RecapTest(unittest.TestCase):
    def test_the_second_playbook_of_an_invocation_counts_for_itself(self):
        before = {"a": {"ok": 2, "failed": 0}, "b": {"ok": 1, "failed": 0}}
        now = {"a": {"ok": 5, "failed": 1}, "b": {"ok": 1, "failed": 0}, "c": {"ok": 0, "failed": 0}}
        self.assertEqual(recap_difference(now, before), {"a": {"ok": 3, "failed": 1}, "c": {"ok": 0, "failed": 0}})
