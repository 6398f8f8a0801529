# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Where bin/playledger-replay takes its options from: the same files as Ansible, and no other."""

import importlib.util
import itertools
import os
import subprocess
import sys
import tempfile
import unittest

import plugin_modules
from ingest_stub import IngestStub
from plugin_utils.spool import Spool
from test_spool import a_batch

COMMAND = os.path.join(plugin_modules.COLLECTION, "bin", "playledger-replay")


class ReplaySettingsTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.home = os.path.join(directory.name, "home")
        self.place = os.path.join(directory.name, "place")
        os.mkdir(self.home)
        os.mkdir(self.place)
        self.spool = Spool(os.path.join(self.home, ".ansible", "playledger-spool"))
        self.spool.put(a_batch())

    @staticmethod
    def write(directory, **options):
        lines = ["[callback_playledger]"] + ["%s = %s" % option for option in options.items()]
        path = os.path.join(directory, "ansible.cfg")
        with open(path, "w") as file:
            file.write("\n".join(lines) + "\n")
        return path

    def replay(self, *arguments, **environment):
        environment = dict({"HOME": self.home, "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1",
                            "PLAYLEDGER_TOKEN": "of the environment"}, **environment)
        return subprocess.run([sys.executable, "-I", COMMAND, *arguments], env=environment, cwd=self.place,
                              capture_output=True, text=True, timeout=60)

    def test_no_token_goes_where_a_file_in_a_world_writable_directory_says(self):
        for mode in (0o777, 0o1777):
            with self.subTest(mode=oct(mode)), IngestStub() as stranger:
                self.write(self.place, url=stranger.url)
                os.chmod(self.place, mode)
                done = self.replay()
                self.assertEqual((stranger.requests, done.returncode), ([], 2), done.stdout)
                self.assertIn("world-writable", done.stdout)
                self.assertIn(os.path.realpath(self.place), done.stdout)
                self.assertEqual(len(self.spool.names()), 1)

    def test_the_next_file_counts_then(self):
        with IngestStub() as stranger, IngestStub() as own:
            self.write(self.place, url=stranger.url)
            os.rename(self.write(self.home, url=own.url), os.path.join(self.home, ".ansible.cfg"))
            os.chmod(self.place, 0o777)
            done = self.replay()
            self.assertEqual((len(stranger.requests), len(own.requests), done.returncode), (0, 1, 0), done.stdout)
            self.assertIn("world-writable", done.stdout)

    def test_who_names_such_a_file_means_it(self):
        os.chmod(self.place, 0o777)
        for named in ("ansible.cfg", "", os.path.join("..", "place")):
            with self.subTest(named=named), IngestStub() as stub:
                path = self.write(self.place, url=stub.url)
                done = self.replay(ANSIBLE_CONFIG=os.path.join(os.path.dirname(path), named) if named else path)
                self.assertEqual((len(stub.requests), done.returncode), (1, 0), done.stdout)
                self.assertNotIn("world-writable", done.stdout)
                self.spool.put(a_batch())

    def test_nothing_is_said_where_there_is_nothing(self):
        os.chmod(self.place, 0o777)
        with IngestStub() as stub:
            done = self.replay("--url", stub.url)
        self.assertEqual((done.returncode, "world-writable" in done.stdout), (0, False), done.stdout)

    def test_a_file_in_a_directory_of_ones_own_counts(self):
        with IngestStub() as stub:
            self.write(self.place, url=stub.url)
            self.assertEqual(self.replay().returncode, 0)
            self.assertEqual(stub.requests[0][1]["Authorization"], "Bearer of the environment")

    def test_paths_in_a_file_are_of_its_directory(self):
        # As Ansible reads them: the callback has put its batches there.
        with open(os.path.join(self.home, "secret"), "w") as file:
            file.write("of the file\n")
        with open(os.path.join(self.place, "secret"), "w") as file:
            file.write("of another directory\n")
        os.rename(self.spool.directory, os.path.join(self.home, "queue"))
        with IngestStub() as stub:
            path = self.write(self.home, url=stub.url, token_file="secret", spool_dir="queue")
            done = self.replay(ANSIBLE_CONFIG=path, PLAYLEDGER_TOKEN="")
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertEqual(stub.requests[0][1]["Authorization"], "Bearer of the file")

    @unittest.skipUnless(importlib.util.find_spec("ansible"), "ansible-core is not installed for this Python")
    def test_it_is_the_file_that_ansible_finds(self):
        ask = ("import sys; sys.path.insert(0, %r)\nfrom ansible.config.manager import find_ini_config_file\n"
               "from plugin_utils import ansible_cfg\ntheirs, ours = set(), []\n"
               "print(repr((find_ini_config_file(theirs), bool(theirs)) == (ansible_cfg.find(ours.append), bool(ours))))"
               % os.path.join(plugin_modules.COLLECTION, "plugins"))
        here, of_home = os.path.join(self.place, "ansible.cfg"), os.path.join(self.home, ".ansible.cfg")
        cases = itertools.product((0o755, 0o1777), (False, True), (False, True), (None, here, self.place, "/nowhere"))
        for mode, is_here, is_at_home, named in cases:
            for path, wanted in ((here, is_here), (of_home, is_at_home)):
                open(path, "w").close() if wanted else os.path.exists(path) and os.unlink(path)
            os.chmod(self.place, mode)
            environment = {"HOME": self.home, "PATH": os.environ["PATH"], **({"ANSIBLE_CONFIG": named} if named else {})}
            done = subprocess.run([sys.executable, "-c", ask], env=environment, cwd=self.place, capture_output=True,
                                  text=True, timeout=60)
            self.assertEqual(done.stdout, "True\n", (oct(mode), is_here, is_at_home, named, done.stderr))


if __name__ == "__main__":
    unittest.main()
