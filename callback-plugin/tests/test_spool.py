# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
import io
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

import plugin_modules
from ingest_stub import IngestStub
from plugin_utils import replay, spool_file
from plugin_utils.batch import Batch, encode_event
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.spool import Spool


def a_batch(run_id=None, first=1, count=3):
    return Batch(run_id or uuid7(), [encode_event({"seq": seq, "type": "x", "pad": os.urandom(400).hex()})
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

    def test_what_a_killed_writer_left_is_taken_in(self):
        batch = a_batch(count=40)
        os.makedirs(self.directory)
        path = os.path.join(self.directory, ".%s-0000000001.123.0.tmp" % batch.run_id)
        with open(path, "wb") as file:
            file.write(spool_file.packed(batch.lines)[:-2000])
        self.spool.adopt_orphans()
        self.assertEqual(self.spool.names(), [])  # it may still be written
        os.utime(path, (1, 1))
        self.spool.adopt_orphans()
        with self.spool.claim(self.spool.names()[0]) as claimed:
            self.assertFalse(claimed.intact)
            self.assertEqual(claimed.batch.count + claimed.lost, 40)

    def test_a_claim_ends_although_a_forked_worker_lives(self):
        self.spool.put(a_batch())
        name = self.spool.names()[0]
        with self.spool.claim(name):
            child = os.fork()
            if child == 0:
                time.sleep(30)
                os._exit(0)
        try:
            with Spool(self.directory).claim(name) as claimed:
                self.assertIsNotNone(claimed)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    def test_replay_sends_oldest_first_and_says_what_is_damaged(self):
        self.spool.put(a_batch(uuid7(1000), count=2))
        self.spool.put(a_batch(uuid7(2000), count=40))
        self.damage(self.spool.names()[1])
        out = io.StringIO()
        with IngestStub() as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), out), 1)
            first, second = stub.runs().values()
        self.assertEqual(len(first), 2)
        self.assertEqual(self.spool.names(), [])
        self.assertIn("is damaged: %d of its events are intact, %d are lost" % (len(second), 40 - len(second)),
                      out.getvalue())
        self.assertIn("[2/2] 100 %%  %d events" % (2 + len(second)), out.getvalue())
        self.assertEqual([name.endswith(".damaged") for name in os.listdir(self.directory)], [True])

    def damage(self, name):
        path = os.path.join(self.directory, name)
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) - 3000)

    def test_replay_waits_as_a_busy_server_asks(self):
        self.spool.put(a_batch())
        pauses = []
        with IngestStub((429, {"Retry-After": "7"}), (503, {"Retry-After": "1000"})) as stub:
            self.assertEqual(replay.replay(self.spool, IngestClient(stub.url, "t"), io.StringIO(), pauses.append), 0)
        self.assertEqual((pauses, self.spool.names()), ([7.0, 60.0], []))

    def test_the_command(self):
        self.spool.put(a_batch())
        command = os.path.join(plugin_modules.COLLECTION, "bin", "playledger-replay")
        with IngestStub() as stub:
            environment = dict(os.environ, PLAYLEDGER_URL=stub.url, PLAYLEDGER_TOKEN="t",
                               PLAYLEDGER_SPOOL_DIR=self.directory, PYTHONDONTWRITEBYTECODE="1")
            done = subprocess.run([sys.executable, "-I", command], env=environment, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            self.assertIn("3 events sent", done.stdout)
            self.assertEqual(len(stub.requests), 1)
        self.assertTrue(os.access(command, os.X_OK))
        self.assertEqual(os.listdir(self.directory), [])

    def test_replay_stops_where_the_server_is_away(self):
        self.spool.put(a_batch())
        self.spool.put(a_batch())
        out = io.StringIO()
        self.assertEqual(replay.replay(self.spool, IngestClient("http://127.0.0.1:1", "t"), out), 1)
        self.assertEqual(len(self.spool.names()), 2)
        self.assertIn("2 batches left", out.getvalue())
