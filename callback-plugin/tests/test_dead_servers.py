# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Whatever the server is or is not: the playbook ends as without the plugin, one warning aside, and nothing is lost."""

import json
import os
import re
import subprocess
import time
import unittest

import plugin_modules  # noqa: F401
import dead_servers
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun, ansible_playbook
from plugin_utils.spool import Spool

DRAIN = 1.0
BUSY_MACHINE = 10.0
_WARNING = re.compile(r"\[WARNING\]: playledger: .*\n(?:(?!\[WARNING\])\S.*\n?)*")


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class DeadServersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = cls.played(None)

    @classmethod
    def played(cls, url, drain=DRAIN):
        """(exit code, standard output with the recap, standard error, seconds, events in the spool by seq)."""
        # One fork: with more, the hosts' lines come in any order.
        run = AnsibleRun(url, PLAYLEDGER_DRAIN_TIMEOUT=str(drain), ANSIBLE_FORKS="1")
        try:
            started = time.monotonic()
            done = subprocess.run(
                [ansible_playbook(), "-i", os.path.join(PLAYBOOKS, "inventory.ini"),
                 os.path.join(PLAYBOOKS, "dead_server.yml")],
                cwd=PLAYBOOKS, env=run.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180)
            return done.returncode, done.stdout, done.stderr, time.monotonic() - started, cls.spooled(run.spool)
        finally:
            run.remove()

    @staticmethod
    def spooled(directory):
        spool, events = Spool(directory), {}
        for name in spool.names():
            with spool.claim(name) as claimed:
                for line in claimed.batch.lines:
                    event = json.loads(line)
                    events[event["seq"]] = event
        return events

    def assert_not_noticed(self, kind, drain=DRAIN):
        plain_code, plain_output, plain_errors, plain_seconds, _nothing = self.plain
        with dead_servers.ALL[kind]() as url:
            code, output, errors, seconds, events = self.played(url, drain)
        self.assertEqual((code, output), (plain_code, plain_output), errors)
        warnings = _WARNING.findall(errors)
        self.assertEqual((len(warnings), _WARNING.sub("", errors)), (1, plain_errors), errors)
        self.assertLess(seconds, plain_seconds * 1.01 + drain + BUSY_MACHINE)
        if os.environ.get("PLAYLEDGER_TEST_VERBOSE"):
            print("%-26s %+.2f s (drain at most %.1f s)" % (kind, seconds - plain_seconds, drain))
        return events, warnings[0]

    def assert_spooled(self, kind):
        events, warning = self.assert_not_noticed(kind)
        self.assertEqual(sorted(events), list(range(1, len(events) + 1)))
        last = events[len(events)]
        self.assertEqual((last["type"], last["outcome"], last["reporter"]["lost"]), ("run_finished", "failed", 0))
        self.assertIn("playledger-replay", warning.replace("\n", " "))

    def test_413_to_everything(self):
        # Even one event is too large for it: there is nothing to keep for later, so this is a loss, and said so.
        # Halving a batch down to that event takes many requests.
        _events, warning = self.assert_not_noticed("413", drain=10.0)
        self.assertIn("too large", " ".join(warning.split()))


def _test(kind):
    return lambda self: self.assert_spooled(kind)


for _kind in dead_servers.ALL:
    if _kind != "413":
        setattr(DeadServersTest, "test_" + re.sub(r"\W", "_", _kind), _test(_kind))
