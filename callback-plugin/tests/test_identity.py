# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Run ids, repositories, and which task a result answers."""

import os
import shutil
import subprocess
import tempfile
import unittest
import uuid

import plugin_modules  # noqa: F401
from plugin_utils.git_repository import RunRepositories, is_dirty, repository_around
from plugin_utils.identity import uuid7
from plugin_utils.task_identity import TaskIdentity


class Uuid7Test(unittest.TestCase):
    def test_version_variant_and_time(self):
        made = uuid.UUID(uuid7(1795341600.5))
        self.assertEqual((made.version, made.variant), (7, uuid.RFC_4122))
        self.assertEqual(made.int >> 80, 1795341600500)

    def test_all_different(self):
        self.assertEqual(len({uuid7(1.0) for _each in range(1000)}), 1000)


@unittest.skipUnless(shutil.which("git"), "no git to make repositories with")
class RepositoryTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.repository = os.path.join(directory.name, "configuration")
        os.mkdir(self.repository)
        self.git("init", "-q", "-b", "main")
        self.git("commit", "-q", "--allow-empty", "-m", "first")
        self.commit = self.git("rev-parse", "HEAD")

    def git(self, *arguments):
        return subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments], check=True,
                              cwd=self.repository, stdout=subprocess.PIPE, text=True).stdout.strip()

    def test_a_branch_also_from_below(self):
        below = os.path.join(self.repository, "environments", "kolla")
        os.makedirs(below)
        self.assertEqual(repository_around(below)["commit"], self.commit)

    def test_packed_refs(self):
        self.git("pack-refs", "--all")
        self.assertEqual(repository_around(self.repository)["commit"], self.commit)

    def test_detached(self):
        self.git("checkout", "-q", "--detach")
        self.assertEqual(repository_around(self.repository)["commit"], self.commit)

    def test_a_linked_worktree(self):
        self.git("worktree", "add", "-q", "-b", "other", "../other")
        other = os.path.join(self.repository, "..", "other")
        self.assertEqual(repository_around(other)["commit"], self.commit)
        self.git("pack-refs", "--all")
        self.assertEqual(repository_around(other)["commit"], self.commit)

    def test_no_repository_and_a_damaged_one(self):
        self.assertIsNone(repository_around("/"))
        with open(os.path.join(self.repository, ".git", "HEAD"), "w", encoding="utf-8") as file:
            file.write("ref: ../../../etc/passwd\n")
        self.assertIsNone(repository_around(self.repository)["commit"])

    def test_branch_and_remote(self):
        self.assertEqual((self.told("branch"), self.told("remote")), ("main", None))
        self.git("remote", "add", "upstream", "https://bob:canary@git.example.org/upstream.git")
        self.assertEqual(self.told("remote"), "https://git.example.org/upstream.git")
        self.git("remote", "add", "origin", "git@git.example.org:cloud/configuration.git")
        self.assertEqual(self.told("remote"), "git@git.example.org:cloud/configuration.git")
        self.git("config", "branch.main.remote", "upstream")
        self.assertEqual(self.told("remote"), "https://git.example.org/upstream.git")
        self.git("checkout", "-q", "-b", "feature/one")
        self.assertEqual((self.told("branch"), self.told("remote")),
                         ("feature/one", "git@git.example.org:cloud/configuration.git"))
        self.git("checkout", "-q", "--detach")
        self.assertIsNone(self.told("branch"))

    def told(self, key):
        return repository_around(self.repository)[key]

    def test_dirty(self):
        self.assertIs(is_dirty(self.repository), False)
        path = os.path.join(self.repository, "site.yml")
        with open(path, "w", encoding="utf-8") as file:
            file.write("- hosts: all\n")
        self.assertIs(is_dirty(self.repository), True)
        self.git("add", "site.yml")
        self.assertIs(is_dirty(self.repository), True)
        self.git("commit", "-q", "-m", "second")
        self.assertIs(is_dirty(self.repository), False)
        with open(path, "a", encoding="utf-8") as file:
            file.write("  tasks: []\n")
        self.assertIs(is_dirty(self.repository), True)
        self.assertIsNone(is_dirty("/"))

    def test_the_repositories_of_a_run(self):
        playbook = os.path.join(self.repository, "site.yml")
        facts = RunRepositories(playbook, ["/", self.repository]).facts()
        self.assertEqual(facts["configuration_commit"], self.commit)
        self.assertEqual(facts["configuration_repository"], facts["playbook_repository"])
        self.assertEqual(facts["playbook_repository"], {"path": self.repository, "commit": self.commit,
                                                        "branch": "main", "remote": None, "dirty": False})
        facts = RunRepositories("/site.yml", ["/"]).facts()
        self.assertEqual(set(facts.values()), {None})


class TaskIdentityTest(unittest.TestCase):
    def setUp(self):
        self.tasks = TaskIdentity()
        self.seqs = []

    def emit(self):
        self.seqs.append(len(self.seqs) + 1)
        return self.seqs[-1]

    def announce(self, uuid="u", name="n", meta=False):
        self.tasks.announced(uuid, name, self.emit, meta)

    def start(self, host, uuid="u", name="n"):
        self.tasks.host_started(host, uuid, name, 5.0, self.emit)

    def test_a_role_included_again_is_another_task(self):
        self.tasks.play_started("linear")
        for expected in (1, 2):
            self.announce()
            self.start("a")
            self.assertEqual(self.tasks.answered("a", "u"), (expected, 5.0))

    def test_the_same_uuid_with_another_name(self):
        self.tasks.play_started("linear")
        self.announce(name="one")
        self.announce(name="two")
        self.assertEqual(self.seqs, [1, 2])

    def test_a_meta_announced_per_host_is_one_task(self):
        self.tasks.play_started("linear")
        self.announce()
        self.announce()
        self.assertEqual(self.seqs, [1])

    def test_a_meta_skipped_by_two_hosts_is_one_task_and_skipped_again_another(self):
        self.tasks.play_started("linear")
        answered = []
        for host in ("a", "b", "a", "b"):
            self.announce(meta=True)
            answered.append(self.tasks.answered(host, "u")[0])
        self.assertEqual(answered, [1, 1, 2, 2])

    def test_the_free_strategy_announces_per_host(self):
        self.tasks.play_started("ansible.builtin.free")
        self.announce()
        self.start("a")
        self.assertEqual(self.tasks.answered("a", "u"), (1, 5.0))
        self.announce()
        self.start("b")
        self.assertEqual(self.tasks.answered("b", "u"), (1, 5.0))
        self.assertEqual(self.seqs, [1])

    def test_a_host_of_the_free_strategy_comes_by_again(self):
        self.tasks.play_started("host_pinned")
        for _round in range(2):
            self.announce()
            self.start("a")
        self.announce()
        self.start("b")
        self.assertEqual(self.tasks.answered("a", "u")[0], 2)
        self.assertEqual(self.tasks.answered("b", "u")[0], 1)

    def test_a_serial_play_begins_anew(self):
        for expected in (1, 2):
            self.tasks.play_started("linear")
            self.announce()
            self.start("a")
            self.assertEqual(self.tasks.answered("a", "u")[0], expected)

    def test_a_result_of_nothing_known(self):
        self.assertEqual(self.tasks.answered("a", "u"), (None, None))
