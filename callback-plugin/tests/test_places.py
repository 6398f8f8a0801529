# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Where the spool and the token lie: the callback and the replay command agree, and both with Ansible."""

import codecs
import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import plugin_modules
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun
from ingest_stub import IngestStub
from plugin_utils import replay
from plugin_utils.ansible_cfg import read_options
from plugin_utils.identity import uuid7
from plugin_utils.ingest_client import IngestClient
from plugin_utils.spool import Spool
from plugin_utils.spool_places import spool_places
from plugin_utils.token_file import find_token
from test_spool import a_batch
import test_sender

_ASK = """
import sys
sys.path.insert(0, %r)
from ansible import constants
try:
    from ansible.plugins.loader import init_plugin_loader
    init_plugin_loader()
except ImportError:  # before ansible-core 2.15
    pass
from ansible.plugins.loader import callback_loader
callback = callback_loader.get("playledger.reporter.playledger")
callback._display.warning = lambda *_arguments, **_more: None
callback.set_options()
import json, os
from plugin_utils.ansible_cfg import read_options
from plugin_utils.spool_places import spool_places
ours, theirs = read_options(print), callback._settings
print(json.dumps([
    {"spool": [place.directory for place in spool_places(ours.get("spool_dir"), ours.get("ansible_home")).places()],
     "url": ours.get("url"), "token file": ours.get("token_file")},
    {"spool": [place.directory for place in callback.reporter._spool.places()],
     "url": theirs.url, "token file": callback.get_option("token_file") if theirs.token_problem else None}]))
""" % os.path.join(plugin_modules.COLLECTION, "plugins")


def directories(spool):
    return [place.directory for place in spool.places()]


class OptionsTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = os.path.realpath(directory.name)
        for name in ("home", "etc", "work"):
            os.mkdir(os.path.join(self.root, name))

    def write(self, text):
        with open(os.path.join(self.root, "etc", "ansible.cfg"), "w", encoding="utf-8") as file:
            file.write(text)

    @unittest.skipUnless(importlib.util.find_spec("ansible"), "ansible-core is not installed for this Python")
    def test_the_callback_and_the_replay_command_read_them_alike(self):
        section = "[callback_playledger]\nurl = http://127.0.0.1:1\n"
        for text, given in (
                (section + "spool_dir = queue\ntoken_file = secret/token\n", {}),
                (section + "spool_dir = ../queue\ntoken_file = ~/token ; of mine\n", {}),
                (section + "spool_dir = {{CWD}}/queue\ntoken_file = $HOME/../token\n", {}),
                ("[defaults]\nhome = ./elsewhere\n" + section + "spool_dir =\ntoken_file =\n", {}),
                (section + "spool_dir = of the file\ntoken_file = of-the-file\n",
                 {"PLAYLEDGER_SPOOL_DIR": "of-the-environment", "PLAYLEDGER_TOKEN_FILE": "${HOME}/token"}),
                (section + "spool_dir = queue\n", {"PLAYLEDGER_SPOOL_DIR": "", "ANSIBLE_HOME": "~/ansible"}),
                ('[callback_playledger]\nurl = "http://127.0.0.1:1"\nspool_dir = "queue"\n', {"TMPDIR": self.root}),
        ):
            with self.subTest(text=text, given=given):
                self.write(text)
                ours, theirs = self.ask(given)
                self.assertEqual(ours, theirs)
                self.assertEqual(theirs["url"], "http://127.0.0.1:1")

    def ask(self, given):
        loaded = os.path.join(self.root, "collections", "ansible_collections", "playledger")
        if not os.path.isdir(loaded):
            os.makedirs(loaded)
            os.symlink(plugin_modules.COLLECTION, os.path.join(loaded, "reporter"))
        collections = os.path.join(self.root, "collections")
        environment = dict({"HOME": os.path.join(self.root, "home"), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                            "ANSIBLE_CONFIG": os.path.join(self.root, "etc", "ansible.cfg"),
                            "PYTHONDONTWRITEBYTECODE": "1", "ANSIBLE_COLLECTIONS_PATH": collections,
                            "ANSIBLE_COLLECTIONS_PATHS": collections}, **given)
        done = subprocess.run([sys.executable, "-c", _ASK], env=environment, cwd=os.path.join(self.root, "work"),
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def test_a_file_that_cannot_be_read_is_named(self):
        path = os.path.join(self.root, "etc", "ansible.cfg")
        for content in (b"no section", codecs.BOM_UTF16_LE + "[defaults]".encode("utf-16-le")):
            with open(path, "wb") as file:
                file.write(content)
            told = []
            with mock.patch.dict(os.environ, ANSIBLE_CONFIG=path):
                read_options(told.append)
            self.assertEqual(len(told), 1)
            self.assertIn(path, told[0])

    def test_a_number_that_is_none_is_a_mistake_that_replay_names(self):
        out = io.StringIO()
        with mock.patch.dict(os.environ, PLAYLEDGER_TIMEOUT="soon", PLAYLEDGER_URL="http://127.0.0.1:1"):
            self.assertEqual(replay.main([], out), 2)
        self.assertIn("Cannot start", out.getvalue())


class OrderTest(unittest.TestCase):
    """The documented order of where the spool goes."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = directory.name
        self.home, self.temporary = os.path.join(self.root, "home"), os.path.join(self.root, "tmp")
        os.mkdir(self.temporary)
        patched = mock.patch.dict(os.environ, HOME=self.home, TMPDIR=self.temporary)
        patched.start()
        self.addCleanup(patched.stop)

    def read_only(self, *names):
        """Where nothing can be made: a file, for root may write everywhere else."""
        for name in names:
            with open(os.path.join(self.root, name), "w"):
                pass

    def where(self, spool):
        return os.path.relpath(spool.put(a_batch()), self.root)

    def test_ansible_home_then_home_then_the_temporary_directory(self):
        expected = ["ansible/playledger-spool", "home/.ansible/playledger-spool", "tmp/playledger-spool-%d" % os.geteuid()]
        spool = spool_places(None, os.path.join(self.root, "ansible"))
        self.assertEqual([os.path.relpath(directory, self.root) for directory in directories(spool)], expected)
        self.assertEqual([os.path.relpath(directory, self.root) for directory in directories(spool_places())], expected[1:])

    def test_the_first_that_can_be_written(self):
        ansible = os.path.join(self.root, "ansible")
        self.read_only("ansible")
        spool = spool_places(None, ansible)
        self.assertEqual(self.where(spool), "home/.ansible/playledger-spool")
        self.assertIn("ansible/playledger-spool cannot be written", spool.why_not_first())
        os.rename(self.home, self.home + ".old")
        self.read_only("home")
        self.assertEqual(self.where(spool_places(None, ansible)), "tmp/playledger-spool-%d" % os.geteuid())

    def test_of_a_directory_that_was_named_the_others_are_its_own(self):
        self.read_only("mine")
        mine, other = (spool_places(os.path.join(self.root, name, "spool")) for name in ("mine", "other"))
        self.assertRegex(self.where(mine), r"^home/\.ansible/playledger-spool-[0-9a-f]{8}$")
        self.assertEqual(set(directories(mine)) & set(directories(other)), set())
        self.assertEqual(self.where(other), "other/spool")

    def test_all_are_sent_from_oldest_first(self):
        spool = spool_places(None, os.path.join(self.root, "ansible"))
        for place, time_ms in zip(spool.places(), (3000, 1000, 2000)):
            place.put(a_batch(uuid7(time_ms), count=time_ms // 1000))
        out = io.StringIO()
        with IngestStub() as stub:
            self.assertEqual(replay.replay(spool, IngestClient(stub.url, "t"), out), 0, out.getvalue())
            self.assertEqual([len(run) for run in stub.runs().values()], [1, 2, 3])

    def test_the_temporary_one_is_used_only_if_it_is_ours_alone(self):
        directory = os.path.join(self.temporary, "playledger-spool-%d" % os.geteuid())
        outside = os.path.join(self.root, "outside")
        os.mkdir(outside, 0o700)
        self.read_only("home")
        for plant in (lambda: os.symlink(outside, directory), lambda: (os.mkdir(directory), os.chmod(directory, 0o777))):
            plant()
            with self.assertRaises(OSError):
                spool_places().put(a_batch())
            self.assertEqual((os.listdir(directory), spool_places().places()[-1].names()), ([], []))
            os.unlink(directory) if os.path.islink(directory) else os.rmdir(directory)

    def test_where_none_can_be_written_it_is_the_first_that_is_complained_of(self):
        self.read_only("home", "ansible", "mine")
        os.rmdir(self.temporary)
        self.read_only("tmp")
        with self.assertRaises(OSError) as caught:
            spool_places(os.path.join(self.root, "mine", "spool"), os.path.join(self.root, "ansible")).put(a_batch())
        self.assertIn("mine", str(caught.exception))


class TokenTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = os.path.join(directory.name, "token")

    def found(self, content):
        with open(self.path, "wb") as file:
            file.write(content)
        return find_token(None, self.path)

    def test_what_is_a_token(self):
        for content in (b"t0ken", b" t0ken\r\n\n", codecs.BOM_UTF8 + b"t0ken\n"):
            self.assertEqual(self.found(content), ("t0ken", None))
        self.assertEqual(find_token(" given ", self.path), ("given", None))
        self.assertEqual(find_token(None, None), ("", None))

    def test_what_is_none(self):
        for content, why in ((b"", "is empty"), (b" \n", "is empty"), (b"one\ntwo\n", "has several lines"),
                             ("t0ken".encode("utf-16"), "UTF-16"), ("t0ken".encode("utf-16-be"), "UTF-16"),
                             ("tök".encode("latin-1"), "not UTF-8"), ("tök".encode(), "not printable ASCII")):
            with self.subTest(content):
                token, problem = self.found(content)
                self.assertEqual(token, "")
                self.assertIn(why, problem)
                self.assertIn(self.path, problem)
        os.unlink(self.path)
        self.assertIn("No such file", find_token(None, self.path)[1])
        os.mkdir(self.path)
        self.assertIn("Is a directory", find_token(None, self.path)[1])
        self.assertNotIn("s3cret", find_token("s3cret\nand more", None)[1])


class TokenlessReporterTest(unittest.TestCase):
    setUp = test_sender.SenderTest.setUp
    reporter = test_sender.SenderTest.reporter
    report_a_run = test_sender.SenderTest.report_a_run
    report_a_result = staticmethod(test_sender.SenderTest.report_a_result)
    spooled_seqs = test_sender.SenderTest.spooled_seqs

    def test_without_a_usable_token_the_run_is_spooled(self):
        with IngestStub() as stub:
            reporter = self.reporter(stub.url, token="", token_problem="the token file /t is empty")
            self.report_a_run(reporter)
            reporter.close()
            self.assertEqual(stub.requests, [])
        self.assertEqual(self.spooled_seqs(), list(range(1, 14)))
        (notice,) = reporter.notices
        self.assertIn("the token file /t is empty; events are spooled in %s" % self.spool_dir, notice)


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class PlaybookTest(unittest.TestCase):
    def test_a_read_only_home_and_a_token_file_that_is_missing(self):
        with IngestStub() as stub:
            run = AnsibleRun(stub.url)
            self.addCleanup(run.remove)
            home = os.path.join(run.directory, "read-only")
            with open(home, "w"):
                pass
            del run.environment["PLAYLEDGER_SPOOL_DIR"], run.environment["PLAYLEDGER_TOKEN"]
            run.environment.update(HOME=home, ANSIBLE_HOME=os.path.join(run.directory, "ansible"),
                                   ANSIBLE_LOCAL_TEMP=os.path.join(run.directory, "tmp"),
                                   PLAYLEDGER_TOKEN_FILE=os.path.join(run.directory, "no-token"))
            code, output, _seconds = run.run(os.path.join(PLAYBOOKS, "short.yml"))
            self.assertEqual((code, stub.requests), (0, []), output)
        said = " ".join(output.split())
        self.assertEqual(said.count("[WARNING]: playledger"), 1, output)
        self.assertIn("no-token cannot be read: No such file or directory; events are spooled in", said)
        self.assertTrue(Spool(os.path.join(run.directory, "ansible", "playledger-spool")).names())


if __name__ == "__main__":
    unittest.main()
