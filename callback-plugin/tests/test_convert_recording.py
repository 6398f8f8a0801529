# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded hooks as events: the committed ones are what the plugin's code makes of the committed hooks."""

import glob
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from measure_redaction import SECRETS
from plugin_modules import COLLECTION
from plugin_utils.plain_data import REDACTED

TOOL = os.path.join(COLLECTION, "tools", "convert_recording.py")
RECORDINGS = sorted(glob.glob(os.path.join(COLLECTION, "tests", "recordings", "*.jsonl.gz")))
COMMITTED = os.path.join(os.path.dirname(COLLECTION), "test", "recordings")


def convert(path, **environment):
    return subprocess.run([sys.executable, TOOL, path], env=dict(os.environ, **environment), capture_output=True,
                          check=False)


class CommittedRecordingsTest(unittest.TestCase):
    def test_each_is_what_its_hooks_give(self):
        names = {os.path.basename(path)[:-len(".jsonl.gz")] for path in RECORDINGS}
        self.assertTrue(names)
        self.assertEqual(names, {name[:-len(".ndjson.gz")] for name in os.listdir(COMMITTED) if name.endswith(".gz")})
        for path in RECORDINGS:
            name = os.path.basename(path)[:-len(".jsonl.gz")]
            with self.subTest(name), gzip.open(os.path.join(COMMITTED, name + ".ndjson.gz")) as committed:
                made = gzip.decompress(convert(path).stdout)
                # Not the compressed bytes, which differ from one zlib to the next.
                self.assertTrue(made == committed.read(),
                                "convert it again, as test/recordings/README.md says, and read what has changed")
                self.assertEqual([secret for secret in SECRETS if secret.encode() in made], [])

    def test_the_same_hooks_give_the_same_bytes(self):
        path = next(path for path in RECORDINGS if "gather-facts" in path)
        self.assertEqual(convert(path).stdout,
                         convert(path, PYTHONHASHSEED="7", TZ="Asia/Tokyo", ARA_DEFAULT_LABELS="of-another").stdout)


class ConvertRecordingTest(unittest.TestCase):
    def recorded(self, *hooks, stats=None, **started):
        """The events of these hooks, which may leave out what does not matter here."""
        start = dict({"ev": "playbook_start", "file": "/p/site.yml", "cwd": "/p", "version": "2.19.1", "cli": {}, "env": {}},
                     **started)
        hooks = [start, *hooks] + ([{"ev": "stats", "stats": stats, "custom": {}}] if stats is not None else [])
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(dict(hook, t=1795331314 + at)) + "\n" for at, hook in enumerate(hooks))
            file.flush()
            done = convert(file.name)
        self.assertEqual(done.stderr.decode(), "")
        self.sent = gzip.decompress(done.stdout).decode()
        return [json.loads(line) for line in self.sent.splitlines()]

    @staticmethod
    def play(**fields):
        return dict({"ev": "play_start", "name": "p", "uuid": "u", "hosts": ["all"], "serial": [], "roles": [], "tags": [],
                     "extra_keys": []}, **fields)

    @staticmethod
    def task(uuid, name, **fields):
        return dict({"ev": "task_start", "uuid": uuid, "name": name, "action": "debug", "role": None, "path": "/p.yml:3",
                     "no_log": False, "loop": False, "tags": []}, **fields)

    @staticmethod
    def answer(uuid, result=None, ev="ok", host="ctl-001", **fields):
        return dict({"ev": ev, "task": uuid, "host": host, "name": "t", "action": "debug", "res": result or {}}, **fields)

    def test_a_run_whose_hooks_told_little(self):
        events = self.recorded(self.play(), self.task("a", "first"), self.answer("a", {"changed": True}))
        started, play, task, result = events
        self.assertEqual([event["seq"] for event in events], [1, 2, 3, 4])
        self.assertEqual((started["playbookPath"], started["workingDirectory"], started["ansibleVersion"]),
                         ("/p/site.yml", "/p", "2.19.1"))
        for unknown in ("user", "sudoUser", "controller", "pythonVersion", "reporterVersion", "invocationId", "collections",
                        "configurationCommit", "configurationRepository", "playbookRepository"):
            self.assertIsNone(started[unknown], unknown)
        self.assertEqual((task["playSeq"], task["path"], task["line"]), (play["seq"], "/p.yml", 3))
        self.assertEqual((result["taskSeq"], result["status"], result["rescued"], result["startedAt"]),
                         (task["seq"], "changed", False, None))

    def test_the_environment_is_the_recorded_one(self):
        (started,) = self.recorded(
            cli={"tags": ["keystone"], "vault_password_files": ["/v.py"]},
            env={"SUDO_USER": "alice", "USER": "root", "ENVIRONMENT": "kolla", "ARA_DEFAULT_LABELS": "a, b", "HOME": "/root",
                 "ARA_IGNORED_ARGUMENTS": "vault_password_files"})
        self.assertEqual((started["user"], started["sudoUser"], started["labels"]), ("root", "alice", ["a", "b"]))
        self.assertEqual(started["environment"], {"ENVIRONMENT": "kolla", "ARA_DEFAULT_LABELS": "a, b"})
        self.assertEqual(started["tags"], ["keystone"])
        self.assertNotIn("/v.py", self.sent)

    def test_names_of_extra_variables_and_the_values_of_few(self):
        started, _play = self.recorded(
            self.play(extra_keys=["db", "kolla_action", "of_a_file"], kolla_action="deploy", openstack_release="None"),
            cli={"extra_vars": ["db=hunter2", "kolla_action=deploy", "@/etc/kolla/globals.yml", "quoted='"]})
        self.assertEqual(started["extraVarNames"], ["db", "kolla_action", "of_a_file"])
        self.assertEqual(started["extraVars"], {"kolla_action": "deploy"})
        self.assertNotIn("hunter2", self.sent)

    def test_a_role_that_is_included_again_is_no_task_that_is_announced_again(self):
        events = self.recorded(
            self.task("a", "first name"), self.answer("a"), self.task("a", "second name"), self.answer("a"),
            self.task("b", "flush"), self.task("b", "flush"), self.answer("b"))
        self.assertEqual([event["taskSeq"] for event in events if event["type"] == "task_result"], [2, 4, 6])
        self.assertEqual(len(events), 7)

    def test_names_of_tasks_are_those_of_the_plugin(self):
        events = self.recorded(
            self.task("a", "keystone : Copy", role="keystone"), self.task("b", "Include", role="keystone"),
            self.task("c", "include_role : nova", action="include_role"))
        self.assertEqual([event["name"] for event in events[1:]], ["keystone : Copy", "keystone : Include", "include_role : nova"])

    def test_what_was_rescued_is_told_by_the_recap(self):
        fails = {"failed": True, "msg": "no"}
        events = self.recorded(
            self.task("a", "first"), self.answer("a", fails, "failed", ignore=True), self.task("b", "second"),
            self.answer("b", fails, "failed", ignore=False), self.answer("b", fails, "failed", "ctl-002", ignore=False),
            self.task("c", "third"), self.answer("c", fails, "failed", ignore=False),
            stats={"ctl-001": {"ok": 1, "changed": 0, "failures": 1, "unreachable": 0, "skipped": 0, "rescued": 1, "ignored": 1},
                   "ctl-002": {"ok": 0, "changed": 0, "failures": 1, "unreachable": 0, "skipped": 0}})
        results = [event for event in events if event["type"] == "task_result"]
        self.assertEqual([(result["ignored"], result["rescued"]) for result in results],
                         [(True, False), (False, True), (False, False), (False, False)])
        self.assertEqual(events[-1]["outcome"], "failed")
        self.assertEqual((events[-1]["recap"]["ctl-001"]["rescued"], events[-1]["recap"]["ctl-002"]["rescued"]), (1, 0))

    def test_tries_and_delegation(self):
        events = self.recorded(
            self.task("a", "first"), self.answer("a", {"attempts": 1, "retries": 4}, "retry"),
            self.answer("a", {"attempts": 2, "_ansible_delegated_vars": {"ansible_host": "localhost"}}))
        self.assertEqual((events[2]["attempt"], events[2]["retries"]), (1, 3))
        self.assertEqual((events[3]["attempts"], events[3]["delegatedTo"]), (2, "localhost"))

    def test_what_stood_under_no_log_and_secret_keys(self):
        events = self.recorded(
            self.task("a", "hidden", no_log=True), self.answer("a", {"msg": "hunter2", "changed": True}),
            self.answer("b", {"invocation": {"module_args": {"auth_password": "hunter2"}}, "url": "http://u:hunter2@h/"}))
        self.assertNotIn("hunter2", self.sent)
        self.assertEqual((events[2]["status"], events[2]["result"]["changed"]), ("changed", True))
        self.assertIsNone(events[3]["taskSeq"])

    def test_a_secret_by_its_value_where_no_key_names_it(self):
        self.recorded(
            self.task("a", "a"), self.answer("a", {"invocation": {"module_args": {"DB_ROOT_PASSWORD": "yvhNIWIc5oXsOxVF"}}}),
            self.answer("a", {"cmd": ["echo", "yvhNIWIc5oXsOxVF"], "stdout": "said yvhNIWIc5oXsOxVF aloud"}))
        self.assertIn("said %s aloud" % REDACTED, self.sent)
        self.assertNotIn("yvhNIWIc5oXsOxVF", self.sent)

    def test_what_is_no_recording(self):
        for contents in (b"", b"{}\n", b'{"ev": "stats", "t": 1}\n', b"no JSON\n", b'{"ev": "playbook_start"}\n', b"\xff\xfe\n"):
            with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
                file.write(contents)
                file.flush()
                done = convert(file.name)
            self.assertEqual((done.returncode, done.stdout), (1, b""), contents)
            self.assertRegex(done.stderr.decode(), re.escape(file.name) + " is no recording that can be converted: .")
        self.assertEqual(convert("/nowhere.jsonl.gz").returncode, 1)


if __name__ == "__main__":
    unittest.main()
