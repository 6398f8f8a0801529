# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
import io
import os
import stat
import tempfile
import unittest

import plugin_modules  # noqa: F401
from ingest_stub import IngestStub
from plugin_utils import replay
from plugin_utils.batch import encode_event, from_lines, intact_lines
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.spool import Spool


def a_batch(run_id=None, first=1, count=3):
    return from_lines(run_id or uuid7(), [encode_event({"seq": seq, "type": "x", "pad": os.urandom(400).hex()})
                                          for seq in range(first, first + count)])


class SpoolTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.join(directory.name, "deep", "spool")
        self.spool = Spool(self.directory)

    def test_what_is_put_is_claimed_unchanged(self):
        batch = a_batch()
        self.assertTrue(self.spool.put(batch))
        with self.spool.claim(self.spool.names()[0]) as claimed:
            self.assertTrue(claimed.intact)
            self.assertEqual(claimed.batch.body, batch.body)
            self.assertEqual((claimed.batch.run_id, claimed.batch.first_seq), (batch.run_id, 1))
            claimed.delivered()
        self.assertEqual(os.listdir(self.directory), [])

    def test_nobody_else_may_read(self):
        self.spool.put(a_batch())
        self.assertEqual(stat.S_IMODE(os.stat(self.directory).st_mode), 0o700)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.directory, self.spool.names()[0])).st_mode), 0o600)

    def test_oldest_first(self):
        early, late = uuid7(1000), uuid7(2000)
        for run_id, first in ((late, 1), (early, 20), (early, 3)):
            self.spool.put(a_batch(run_id, first))
        self.assertEqual([name[:47] for name in self.spool.names()],
                         [early + "-0000000003", early + "-0000000020", late + "-0000000001"])
        self.assertEqual(len(self.spool.names({late})), 1)

    def test_a_claimed_file_is_nobody_elses(self):
        self.spool.put(a_batch())
        name = self.spool.names()[0]
        with self.spool.claim(name) as mine, Spool(self.directory).claim(name) as theirs:
            self.assertIsNotNone(mine)
            self.assertIsNone(theirs)

    def test_a_claim_of_a_sent_file(self):
        with self.spool.claim(uuid7() + "-0000000001.ndjson.gz") as claimed:
            self.assertIsNone(claimed)

    def test_full(self):
        small = Spool(self.directory, max_bytes=100)
        self.assertFalse(small.put(a_batch()))
        self.assertEqual(small.names(), [])

    def test_another_batch_with_the_same_first_seq_is_kept_beside(self):
        run_id = uuid7()
        first, second = a_batch(run_id), a_batch(run_id)
        for batch in (first, second, first):
            self.spool.put(batch)
        self.assertEqual(len(self.spool.names()), 2)

    def test_a_damaged_file_yields_its_intact_events(self):
        batch = a_batch(count=40)
        for damage in (batch.body[:-3000], batch.body[:4000] + b"\0\0\0" + batch.body[4003:]):
            lines, whole = intact_lines(damage)
            self.assertFalse(whole)
            self.assertTrue(0 < len(lines) < 40, len(lines))

    def test_replay_sends_oldest_first_and_says_what_is_damaged(self):
        self.spool.put(a_batch(uuid7(1000), count=2))
        broken = a_batch(uuid7(2000), count=40)
        self.spool.put(broken)
        with open(os.path.join(self.directory, self.spool.names()[1]), "r+b") as file:
            file.truncate(len(broken.body) - 3000)
        out = io.StringIO()
        with IngestStub() as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 1)
            self.assertEqual(len(stub.requests), 2)
        self.assertEqual(self.spool.names(), [])
        self.assertIn("is damaged", out.getvalue())
        self.assertEqual([name.endswith(".damaged") for name in os.listdir(self.directory)], [True])

    def test_replay_stops_where_the_server_is_away(self):
        self.spool.put(a_batch())
        self.spool.put(a_batch())
        out = io.StringIO()
        self.assertEqual(replay.replay(self.spool, IngestClient("http://127.0.0.1:1", "t"), out), 1)
        self.assertEqual(len(self.spool.names()), 2)
        self.assertIn("2 batches left", out.getvalue())
