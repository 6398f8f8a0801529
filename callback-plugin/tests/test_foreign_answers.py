# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Only an answer with Playledger's own body settles a batch: whatever else answers, nothing is lost in silence."""

import gzip
import io
import json
import os
import time
import unittest

import plugin_modules  # noqa: F401
import test_sender
from ingest_stub import Foreign, IngestStub, own_answer
from plugin_utils import delivery, replay
from plugin_utils.answer import quoted
from plugin_utils.ingest_client import IngestClient
from plugin_utils.spool import Spool
from test_spool import a_batch

PAGE = b"<!DOCTYPE html><html><head><title>Sign in &mdash; Portal</title></head><body>...</body></html>"
JSON = "application/json"


def body(**changes):
    """Of a 202 to `count` events, with changes; a change to None takes the field away."""
    def answer(count):
        told = dict(own_answer(202, count), **changes)
        return Foreign(202, json.dumps({name: value for name, value in told.items() if value is not None}).encode(), JSON)
    return answer


def own(status=202, content_type=JSON, encode=bytes, **how):
    return lambda count: Foreign(status, encode(json.dumps(own_answer(202, count)).encode()), content_type, **how)


# What no batch is settled by, and a word of what the warning says of it.
FOREIGN = {
    "a login page": (Foreign(200, PAGE, Server="nginx/1.25"), 'title "Sign in \N{EM DASH} Portal"'),
    "a page that says accepted": (Foreign(202, PAGE), "text/html"),
    "nothing at all": (Foreign(200, b"", None), "no content type"),
    "no content": (Foreign(204, None, None), "HTTP 204"),
    "a redirect to https": (Foreign(301, PAGE, Location="https://playledger.example/x?token=s3cr3t-of-it"),
                            "to https://playledger.example/x"),
    "a redirect to a login": (Foreign(302, b"", Location="/login"), "to /login"),
    "a redirect that keeps the method": (Foreign(307, b"", Location="https://u:s3cr3t-of-it@login.example"),
                                         "to https://login.example"),
    "plain HTTP to a TLS port": (Foreign(400, b"<title>400 The plain HTTP request was sent to HTTPS port</title>"),
                                 "plain HTTP request"),
    "a proxy's refusal of the type": (Foreign(415, PAGE), "HTTP 415"),
    "a proxy's 422": (Foreign(422, PAGE), "HTTP 422"),
    "a proxy's 413": (Foreign(413, PAGE, Server="nginx"), "HTTP 413"),
    "a proxy's login": (Foreign(401, PAGE, WWW_Authenticate="Basic"), "HTTP 401"),
    "a firewall": (Foreign(403, PAGE, Server="waf"), "server waf"),
    "a proxy that wants a password": (Foreign(407, PAGE), "HTTP 407"),
    "another API's nothing": (Foreign(200, b"{}", JSON), "application/json"),
    "another API's list": (Foreign(202, b"[]", JSON), "application/json"),
    "another API's refusal": (Foreign(400, b'{"message": "bad"}', JSON), "HTTP 400"),
    "another API's refusal of our form": (Foreign(400, b'{"error": {"code": "x", "message": "bad"}}', JSON), "x: bad"),
    "a refusal without words": (Foreign(400, b'{"error": "malformed_gzip"}', JSON), "HTTP 400"),
    "our refusal as a page": (Foreign(400, b'{"error": {"code": "malformed_gzip", "message": "m"}}'), "text/html"),
    "our answer as text": (own(content_type="text/plain"), "text/plain"),
    "our answer as an error": (own(status=500), "HTTP 500"),
    "our answer cut off": (own(encode=lambda content: content[:-5]), "application/json"),
    "our answer broken off": (own(encode=lambda content: content[:-5], cut=5), "application/json"),
    "our answer in chunks, broken off": (own(cut=5, Transfer_Encoding="chunked"), "no answer"),
    "fewer than were sent": (body(accepted=0), "application/json"),
    "more than were sent": (body(duplicates=1), "application/json"),
    "no number": (body(accepted="1"), "application/json"),
    "a truth": (body(accepted=True), "application/json"),
    "less than nothing": (lambda count: body(accepted=count + 1, duplicates=-1)(count), "application/json"),
    "without duplicates": (body(duplicates=None), "application/json"),
    "without rejected": (body(rejected=None), "application/json"),
    "a rejection without words": (lambda count: body(accepted=count - 1, rejected=[{}])(count), "application/json"),
    "nested for ever": (Foreign(202, b"[" * 100000, JSON), "application/json"),
    "larger than any answer of ours": (own(encode=lambda content: content[:-1] + b" " * 17 * 2**20 + b"}"), "HTTP 202"),
    "gzip that is none": (own(Content_Encoding="gzip", encode=lambda content: content[:-3]), "application/json"),
}
OWN = {
    "with a charset": own(content_type="Application/JSON; charset=utf-8"),
    "in gzip that nobody asked for": own(encode=gzip.compress, Content_Encoding="gzip"),
    "all of it duplicates": lambda count: body(accepted=0, duplicates=count)(count),
    "with a field of a later version": body(later=True),
}


class AnswersTest(unittest.TestCase):
    setUp = test_sender.SenderTest.setUp
    reporter = test_sender.SenderTest.reporter
    report_a_run = test_sender.SenderTest.report_a_run
    report_a_result = staticmethod(test_sender.SenderTest.report_a_result)
    spooled = test_sender.SenderTest.spooled
    spooled_seqs = test_sender.SenderTest.spooled_seqs

    def assert_adds_up(self, counters):
        self.assertEqual(counters.delivered + counters.spooled + counters.lost, counters.events, vars(counters))

    def test_what_is_not_playledgers_keeps_every_event_and_is_warned_of_once(self):
        for kind, (answer, word) in FOREIGN.items():
            with self.subTest(kind), IngestStub(*[answer] * 50) as stub:
                # At the end only, in one batch or some.
                reporter = self.reporter(stub.url, batch_age=60.0, drain_timeout=60.0, timeout=30.0)
                self.report_a_run(reporter)
                (counters,) = reporter._sender._counters.values()
                reporter.close()
                self.assertEqual(self.spooled_seqs(), list(range(1, 14)))
                self.assertEqual((counters.spooled, counters.rejected), (13, 0))
                self.assert_adds_up(counters)
                (notice,) = reporter.notices
                self.assertIn(word, notice)
                self.assertIn("playledger-replay", notice)
                self.assertNotIn("s3cr3t-of-it", notice)
                self.assertLess(len(notice), 1000)
                for name in self.spooled():
                    os.unlink(os.path.join(self.spool_dir, name))

    def test_replay_keeps_the_file_and_ends_with_1(self):
        for kind, (answer, word) in FOREIGN.items():
            with self.subTest(kind), IngestStub(*[answer] * 50) as stub:
                spool, out = Spool(self.spool_dir), io.StringIO()
                spool.put(a_batch())
                names = os.listdir(self.spool_dir)
                self.assertEqual(replay.replay(spool, IngestClient(stub.url, "t", 30.0), out), 1)
                self.assertEqual(os.listdir(self.spool_dir), names)
                self.assertIn(word, out.getvalue())
                self.assertIn("\n0 events sent, 0 rejected by the server, 0 batches damaged, 1 batches left", out.getvalue())
                os.unlink(os.path.join(self.spool_dir, names[0]))

    def test_what_is_playledgers_settles(self):
        for kind, answer in OWN.items():
            with self.subTest(kind), IngestStub(answer) as stub:
                spool, out = Spool(self.spool_dir), io.StringIO()
                spool.put(a_batch())
                self.assertEqual(replay.replay(spool, IngestClient(stub.url, "t", 30.0), out), 0, out.getvalue())
                self.assertEqual(os.listdir(self.spool_dir), [])

    def test_a_sign_of_life_is_answered_by_playledger_too(self):
        answers = [entry for entry, _word in FOREIGN.values()
                   # What is right for no event, or for none only.
                   if entry not in (FOREIGN["fewer than were sent"][0],)]
        for answer in answers:
            told, client = [], None
            with IngestStub(answer) as stub:
                client = IngestClient(stub.url, "t", 30.0)
                sending = delivery.Delivery(client, lambda kind, reason: told.append(reason))
                sending.sign_of_life("00000000-0000-7000-8000-000000000000")
                self.assertTrue(sending.down, vars(answer) if isinstance(answer, Foreign) else answer)
                self.assertEqual(len(told), 1)
                sending._next_attempt = 0.0
                sending.sign_of_life("00000000-0000-7000-8000-000000000000")
                self.assertEqual((sending.down, len(told)), (False, 1))
                client.close()

    def test_the_warning_is_one_safe_line(self):
        page = "<title lang=x>\x1b[31mred\r\n\x07\u202ekcab\x9b2J %s</title>" % ("long " * 1000)
        with IngestStub(Foreign(200, page.encode(), "text/html" + "x" * 500, Server="\x1b]0;owned")) as stub:
            described = IngestClient(stub.url, "t").post("r", gzip.compress(b"{}")).described()
        self.assertTrue(described.isprintable(), repr(described))
        self.assertLess(len(described), 400)
        self.assertIn("?[31mred ?", described)
        self.assertEqual(quoted(None), "")

    def test_a_page_of_titles_takes_no_time(self):
        with IngestStub(Foreign(200, b"<title " * 300000)) as stub:
            started = time.monotonic()
            IngestClient(stub.url, "t", 60.0).post("r", gzip.compress(b"{}")).described()
            self.assertLess(time.monotonic() - started, 30)

    def test_the_server_is_found_again_behind_a_portal(self):
        delivery._FIRST_BACKOFF = 0.1
        with IngestStub(Foreign(200, PAGE)) as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(test_sender.RUN))
            stub.wait_for(lambda stub: len(stub.requests) >= 2)
            reporter.run_finished(test_sender.RECAP, None)
            reporter.close()
            (run,) = stub.runs().values()
        self.assertEqual([event["seq"] for event in run], [1, 2])
        self.assertEqual(self.spooled(), [])


class TooLargeTest(unittest.TestCase):
    """413 of the server or of a proxy: what is small enough is sent, and each event counts once."""

    setUp = AnswersTest.setUp
    reporter = AnswersTest.reporter
    report_a_run = AnswersTest.report_a_run
    report_a_result = staticmethod(test_sender.SenderTest.report_a_result)
    spooled = AnswersTest.spooled
    spooled_seqs = AnswersTest.spooled_seqs
    assert_adds_up = AnswersTest.assert_adds_up

    def any_event_is_large(self):
        self.addCleanup(setattr, delivery, "_LEAST_LIMIT", delivery._LEAST_LIMIT)
        delivery._LEAST_LIMIT = 0

    def reported(self, *answers):
        with IngestStub(*answers) as stub:
            reporter = self.reporter(stub.url, batch_age=30.0, drain_timeout=60.0, timeout=30.0)
            self.report_a_run(reporter)
            (counters,) = reporter._sender._counters.values()
            stub.wait_for(lambda stub: stub.requests)  # all of the run at its end; `close` would take what there is
            reporter.close()
        self.assert_adds_up(counters)
        return counters, list(reporter.notices)

    def test_a_half_that_is_refused_for_good_is_lost_alone(self):
        for answer in (400, 415):
            with self.subTest(answer=answer):
                counters, notices = self.reported(413, answer)
                self.assertEqual((counters.delivered, counters.spooled, counters.lost), (7, 0, 6))
                self.assertEqual(len(notices), 1)

    def test_a_half_that_nobody_takes_now_is_spooled_alone(self):
        for answer in (503, Foreign(200, PAGE)):
            counters, _notices = self.reported(413, 202, answer)
            self.assertEqual((counters.delivered, counters.spooled, counters.lost), (6, 7, 0))
            self.assertEqual(self.spooled_seqs(), list(range(7, 14)))
            for name in self.spooled():
                os.unlink(os.path.join(self.spool_dir, name))

    def test_one_of_each(self):
        counters, _notices = self.reported(413, 413, 400, 202, 503)
        self.assertEqual((counters.delivered, counters.spooled, counters.lost), (3, 7, 3))

    def test_who_finds_everything_too_large_is_left_in_peace(self):
        with IngestStub(*[Foreign(413, PAGE, Server="nginx")] * 50) as stub:
            reporter = self.reporter(stub.url, batch_age=30.0, drain_timeout=60.0, timeout=30.0)
            self.report_a_run(reporter)
            (counters,) = reporter._sender._counters.values()
            reporter.close()
            self.assertLessEqual(len(stub.requests), 5)  # 13 events, 6, 3, 1; of one by one there would be 25
        self.assert_adds_up(counters)
        self.assertEqual((counters.delivered, counters.spooled, counters.lost), (0, 13, 0))
        self.assertEqual(len(reporter.notices), 1)

    def test_an_event_that_is_too_large_for_a_proxy_is_kept_alone(self):
        self.any_event_is_large()
        page = Foreign(413, PAGE, Server="nginx")
        # 13, the first 6, the first 3, the first 1: that one is too large for it, and again from the spool.
        counters, notices = self.reported(page, page, page, page, *[lambda count: page if count == 1 else 202] * 9)
        self.assertEqual((counters.delivered, counters.spooled, counters.lost), (12, 1, 0))
        self.assertEqual(self.spooled_seqs(), [1])
        (notice,) = notices
        self.assertIn("nginx", notice)

    def test_in_the_spool_it_holds_nobody_up(self):
        self.any_event_is_large()

        def too_small(count):
            return Foreign(413, PAGE) if count == 1 else 202
        spool = Spool(self.spool_dir)
        spool.put(a_batch("00000000-0000-7000-8000-000000000001", count=1))
        spool.put(a_batch("00000000-0000-7000-8000-000000000002", count=2))
        with IngestStub(*[too_small] * 50) as stub:
            reporter = self.reporter(stub.url)
            reporter.run_started(dict(test_sender.RUN))
            stub.wait_for(lambda stub: any(path.split("/")[-2].endswith("2") for path, _headers, _body in stub.requests))
            reporter.close()
        with IngestStub(*[too_small] * 50) as stub:
            spool.put(a_batch("00000000-0000-7000-8000-000000000003", count=2))
            out = io.StringIO()
            self.assertEqual(replay.replay(spool, IngestClient(stub.url, "t"), out), 1)
            self.assertIn("2 events sent", out.getvalue())
        self.assertEqual([name for name in spool.names() if not name.startswith("00000000-0000-7000-8000-000000000001")
                          and name.startswith("00000000")], [])

    def test_what_a_spooled_batch_of_ones_own_loses_counts_once(self):
        delivery._FIRST_BACKOFF = 0.1
        with IngestStub(503, 503, 413, 202, 400) as stub:
            reporter = self.reporter(stub.url, batch_age=60.0)
            self.report_a_run(reporter)
            (counters,) = reporter._sender._counters.values()
            stub.wait_for(lambda stub: len(stub.requests) >= 5)
            reporter.close()
        self.assert_adds_up(counters)
        self.assertEqual((counters.delivered, counters.spooled, counters.lost), (0, 6, 7))


class FirewallTest(unittest.TestCase):
    """Somebody between refuses one batch for what is in it: the others are sent."""

    setUp = AnswersTest.setUp

    def answer(self, stub):
        return Foreign(403, PAGE) if stub.requests[-1][0].split("/")[-2].endswith("1") else 202

    def stub(self):
        stub = IngestStub()
        stub.answers.extend([lambda count: self.answer(stub)] * 50)
        return stub

    def put(self, spool):
        for number in (1, 2, 3):
            spool.put(a_batch("00000000-0000-7000-8000-00000000000%d" % number))

    def test_replay(self):
        spool, out = Spool(self.spool_dir), io.StringIO()
        self.put(spool)
        with self.stub() as stub:
            self.assertEqual(replay.replay(spool, IngestClient(stub.url, "t"), out), 1)
        self.assertEqual([name[35] for name in spool.names()], ["1"])
        self.assertIn("6 events sent, 0 rejected by the server, 0 batches damaged, 1 batches left", out.getvalue())

    def test_replay_gives_up_where_nobody_else_answers(self):
        spool, out = Spool(self.spool_dir), io.StringIO()
        for number in range(9):
            spool.put(a_batch())
        with IngestStub(*[Foreign(200, PAGE)] * 50) as stub:
            self.assertEqual(replay.replay(spool, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual(len(stub.requests), 3)
        self.assertIn("9 batches left", out.getvalue())

    def test_the_next_run(self):
        delivery._FIRST_BACKOFF = 0.1
        spool = Spool(self.spool_dir)
        self.put(spool)
        with self.stub() as stub:
            reporter = test_sender.SenderTest.reporter(self, stub.url)
            reporter.run_started(dict(test_sender.RUN))
            stub.wait_for(lambda stub: not [name for name in spool.names() if name[35] in "23" and name[0] == "0"
                                            and name.startswith("00000000")])
            reporter.close()
        self.assertIn("1", [name[35] for name in spool.names()])


if __name__ == "__main__":
    unittest.main()
