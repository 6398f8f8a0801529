# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Ansible forks its workers while our threads connect and send: nothing of ours may live on in them."""

import json
import os
import re
import resource
import signal
import socket
import threading
import time
import unittest

import plugin_modules  # noqa: F401
import dead_servers
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun
from ingest_stub import NEVER_ANSWER, IngestStub
from plugin_utils.git_repository import GIT_SECONDS, is_dirty
from plugin_utils.ingest_client import IngestClient, NoAnswer
from plugin_utils.signal_watch import ENDING, SignalWatch


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
@unittest.skipUnless(os.path.exists("/proc/self/fd"), "no /proc")
class WorkersTest(unittest.TestCase):
    def look(self, url):
        run = AnsibleRun(url, PLAYLEDGER_DRAIN_TIMEOUT="0.5")
        self.addCleanup(run.remove)
        _code, output, _seconds = run.run(os.path.join(PLAYBOOKS, "inside_workers.yml"))
        found = re.findall(r'"msg": "INSIDE (.*)"$', output, re.MULTILINE)
        self.assertEqual(len(found), 2, output)
        return [json.loads(json.loads('"%s"' % text)) for text in found]

    def assert_clean(self, url):
        port = "%04X" % int(url.rsplit(":", 1)[1])
        for worker in self.look(url):
            self.assertEqual(worker["threads"], ["MainThread"])
            self.assertEqual(worker["kernel_threads"], 1)
            to_us = {line.split()[1] for line in worker["connections"] if line.split()[0].endswith(":" + port)}
            self.assertTrue(to_us, "the plugin had no connection while the worker looked: this proves nothing")
            self.assertEqual(to_us & set(worker["sockets"]), set())

    def test_while_a_connection_is_kept(self):
        with IngestStub() as stub:
            self.assert_clean(stub.url)

    def test_while_the_server_never_answers(self):
        with IngestStub(*[NEVER_ANSWER] * 9) as stub:
            self.assert_clean(stub.url)

    def test_while_it_connects(self):
        with dead_servers.black_holed() as url:
            self.assert_clean(url)


class ClientInChildTest(unittest.TestCase):
    def test_a_handshake_that_hangs_is_closed_in_the_child(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = IngestClient("https://127.0.0.1:%d" % listener.getsockname()[1], "t", timeout=3.0)
            thread = threading.Thread(target=self.post, args=(client,), daemon=True)
            thread.start()
            connection, _address = listener.accept()
            connection.recv(1)  # the handshake has begun
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                client.abandon_in_child()
                held = [os.readlink("/proc/self/fd/" + name) for name in os.listdir("/proc/self/fd")
                        if os.path.exists("/proc/self/fd/" + name)]
                os.write(writing, b"%d" % sum(target.startswith("socket:") for target in held))
                os._exit(0)
            os.waitpid(child, 0)
            # The listener's and the accepted one's, which are the test's own.
            self.assertLessEqual(int(os.read(reading, 10)), self.sockets_held() - 1)
            connection.close()
            thread.join(5)
            os.close(reading)
            os.close(writing)

    @staticmethod
    def sockets_held():
        return sum(os.readlink("/proc/self/fd/" + name).startswith("socket:") for name in os.listdir("/proc/self/fd")
                   if os.path.lexists("/proc/self/fd/" + name) and os.path.islink("/proc/self/fd/" + name))

    @staticmethod
    def post(client):
        try:
            client.post("r", b"x")
        except NoAnswer:
            pass

    def test_each_child_copies_few_pages_for_us(self):
        """Ansible forks for each host and task: what we do there is counted in pages, which time is too coarse for."""
        watch = SignalWatch(lambda: None)
        self.keep_signals()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with IngestStub() as stub:
            client = IngestClient(stub.url, "t", timeout=3.0)
            client.post("00000000-0000-7000-8000-000000000000", b"")
            watch.install()
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                try:
                    page_faults()
                    at_first = page_faults()
                    client.abandon_in_child()
                    watch.restore_in_child()
                    copied = page_faults() - at_first
                    self.assertEqual(signal.getsignal(signal.SIGTERM), signal.SIG_DFL)
                    os.write(writing, b"%d" % copied)
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
            os.close(writing)
            copied = os.read(reading, 10)
            os.close(reading)
            client.close()
        self.assertNotEqual(copied, b"", "the child's signals are not as they were")
        self.assertLess(int(copied), 60)

    def keep_signals(self):
        for number in (signal.SIGINT, *ENDING):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    def test_a_signal_in_a_child_does_what_it_did_before(self):
        self.keep_signals()
        for before in (signal.SIG_DFL, lambda number, frame: os._exit(7)):
            signal.signal(signal.SIGTERM, before)
            watch = SignalWatch(lambda: None)
            watch.install()
            child = os.fork()
            if child == 0:
                watch.restore_in_child()
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(5)
                os._exit(1)
            _pid, status = os.waitpid(child, 0)
            self.assertEqual(os.waitstatus_to_exitcode(status), 7 if callable(before) else -signal.SIGTERM)
            self.assertEqual(watch.changes_children, not callable(before))


class GitBesideForksTest(unittest.TestCase):
    def test_git_is_not_waited_for_as_long_as_a_worker_lives(self):
        """A worker forked while git is started holds the ends of its pipes."""
        slowest, workers = [], []
        stop = threading.Event()

        def ask():
            while not stop.is_set():
                started = time.monotonic()
                is_dirty(os.path.dirname(__file__))
                slowest.append(time.monotonic() - started)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        try:
            for _count in range(300):
                worker = os.fork()
                if worker == 0:
                    time.sleep(60)
                    os._exit(0)
                workers.append(worker)
                time.sleep(0.005)
            stop.set()
            thread.join(GIT_SECONDS + 3)
            self.assertFalse(thread.is_alive(), "it waits for a worker")
            self.assertGreater(len(slowest), 5)
        finally:
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
                os.waitpid(worker, 0)


def page_faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
