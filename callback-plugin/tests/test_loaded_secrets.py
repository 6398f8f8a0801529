# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which of the values that Ansible loads are secrets."""

import json
import os
import tempfile
import unittest

import plugin_modules  # noqa: F401
from plugin_utils.command_line import IGNORED, told_arguments
from plugin_utils.loaded_secrets import LoadedSecrets
from plugin_utils.settings import with_those_of_ara


class AnsibleVaultEncryptedUnicode:  # known by its name
    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


class Loader:
    def __init__(self, **cache):
        self._FILE_CACHE = cache
        self.loaded = []

    def load_from_file(self, path, **_options):
        self.loaded.append(os.path.basename(path))
        with open(path, encoding="utf-8") as file:
            return json.load(file)


class Holder:
    def __init__(self, **variables):
        self.vars = variables


class Inventory:
    groups = {"all": Holder(db_password="of-a-group", release="2025.1")}
    hosts = {"ctl": Holder(ansible_become_pass="of-a-host", text=AnsibleVaultEncryptedUnicode("in-line"))}


class LoadedSecretsTest(unittest.TestCase):
    def test_files_of_secrets_whole_and_of_others_the_vaulted_values(self):
        loader = Loader(**{
            "/etc/kolla/passwords.yml": {"a": "one", "key": {"private_key": "two"}, "many": ["three"], "port": 4567890},
            "/conf/Secrets.yml": {"b": "four"}, "/etc/kolla/globals.yml": {"c": "no", "d_password": "no"},
            "/conf/all.yml": {"e": [{"f": AnsibleVaultEncryptedUnicode("five")}]},
            "/role/tasks/secrets.yml": [{"name": "Create secrets"}]})
        secrets = LoadedSecrets(loader)
        self.assertEqual(secrets(), {"one", "two", "three", "4567890", "four", "five"})
        self.assertEqual(secrets(), set())
        loader._FILE_CACHE["/later/vault.yml"] = {"g": "six"}
        self.assertEqual(secrets(), {"six"})

    def test_other_patterns(self):
        loader = Loader(**{"/passwords.yml": {"a": "one"}, "/hidden.yml": {"b": "two"}})
        self.assertEqual(LoadedSecrets(loader, ["HIDDEN.*"])(), {"two"})

    def test_the_inventory(self):
        self.assertEqual(LoadedSecrets(Loader(), inventory=Inventory())(), {"of-a-group", "of-a-host", "in-line"})

    def test_files_past_the_cache(self):
        with tempfile.TemporaryDirectory() as directory:
            os.mkdir(os.path.join(directory, "vars"))
            for name in ("vars/a_secrets.json", "vars/b_secrets.json", "vars/plain.json"):
                with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
                    json.dump({"x": "value-of-" + name}, file)
            loader = Loader()
            secrets = LoadedSecrets(loader)
            for _host in range(3):
                secrets.files_told(["{{ which }}_secrets.json", "plain.json", "absent.json"], [directory])
            secrets.values_told(["an-answer"])
            self.assertEqual(secrets(), {"an-answer", "value-of-vars/a_secrets.json", "value-of-vars/b_secrets.json"})
            self.assertEqual(sorted(loader.loaded), ["a_secrets.json", "b_secrets.json"])

    def test_a_loader_of_another_kind(self):
        self.assertEqual(LoadedSecrets(object(), inventory=object())(), set())


class OptionsTest(unittest.TestCase):
    def setUp(self):
        self.addCleanup(os.environ.update, {name: os.environ.pop(name) for name in list(os.environ)
                                            if name.startswith("ARA_IGNORED_")})

    def test_those_of_ara_are_added(self):
        self.addCleanup(os.environ.pop, "ARA_IGNORED_FACTS")
        os.environ["ARA_IGNORED_FACTS"] = "ansible_mounts, ansible_devices"
        self.assertEqual(with_those_of_ara(["ansible_env"], "ARA_IGNORED_FACTS"),
                         {"ansible_env", "ansible_mounts", "ansible_devices"})
        self.assertEqual(with_those_of_ara(None, "ARA_IGNORED_ARGUMENTS"), set())

    def test_ignored_arguments(self):
        self.assertEqual(told_arguments({"vault_password_files": ["/x"], "tags": ["a"]}, None, (), {"vault_password_files"}),
                         {"vault_password_files": IGNORED, "tags": ["a"], "extra_vars": []})
