# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which collections a run is said to have had."""

import os
import tempfile
import unittest

import plugin_modules  # noqa: F401
from installed import manifest
from plugin_utils.installed_collections import InstalledCollections, installed_collections


class InstalledCollectionsTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = os.path.join(directory.name, "ansible_collections")

    def told(self, *paths, **limits):
        told = installed_collections(paths or [self.root], **limits)
        return told and [(each["name"], each["version"]) for each in told]

    def galaxy(self, name, text):
        directory = os.path.join(self.root, *name.split("."))
        os.makedirs(directory)
        with open(os.path.join(directory, "galaxy.yml"), "w", encoding="utf-8") as file:
            file.write(text)

    def test_installed_ones_and_working_copies_by_name(self):
        manifest(self.root, "openstack.cloud", "2.2.0")
        self.galaxy("acme.tools", "namespace: acme\n# version: 0\nversion: '1.2.0-dev' # soon\n")
        self.galaxy("acme.unversioned", "namespace: acme\nversion: null\n")
        os.makedirs(os.path.join(self.root, "acme", "bare"))
        self.assertEqual(self.told(), [("acme.bare", None), ("acme.tools", "1.2.0-dev"), ("acme.unversioned", None),
                                       ("openstack.cloud", "2.2.0")])

    def test_the_first_of_a_name_is_told_as_ansible_takes_it(self):
        second = os.path.join(os.path.dirname(self.root), "second")
        manifest(self.root, "acme.tools", "1.0.0")
        manifest(os.path.join(second, "ansible_collections"), "acme.tools", "2.0.0")
        # Ansible's paths end with ansible_collections, or not.
        self.assertEqual(self.told(os.path.dirname(self.root), second), [("acme.tools", "1.0.0")])
        self.assertEqual(self.told(second, self.root), [("acme.tools", "2.0.0")])

    def test_what_is_no_collection_is_left_out(self):
        os.makedirs(os.path.join(self.root, "acme.tools-1.0.0.info"))
        os.makedirs(os.path.join(self.root, "acme", "not-a-name"))
        with open(os.path.join(self.root, "acme", "README"), "w", encoding="utf-8") as file:
            file.write("hello")
        self.assertEqual(self.told(), [])
        self.assertEqual(self.told("/nonexistent"), [])

    def test_a_damaged_manifest_tells_no_version(self):
        for name, text in (("acme.cut", '{"collection_info": {"ver'), ("acme.other", "[1]"),
                           ("acme.number", '{"collection_info": {"version": 1}}')):
            directory = manifest(self.root, name, "1.0.0")
            with open(os.path.join(directory, "MANIFEST.json"), "w", encoding="utf-8") as file:
                file.write(text)
        self.assertEqual(self.told(), [("acme.cut", None), ("acme.number", None), ("acme.other", None)])

    def test_an_incomplete_list_is_not_told(self):
        manifest(self.root, "acme.tools", "1.0.0")
        self.assertIsNone(self.told(seconds=-1))

    def test_a_run_tells_what_there_was_when_it_was_asked_first(self):
        manifest(self.root, "acme.tools", "1.0.0")
        collections = InstalledCollections([self.root])
        first = collections.facts()
        manifest(self.root, "acme.more", "1.0.0")
        self.assertEqual(first, {"collections": [{"name": "acme.tools", "version": "1.0.0"}]})
        self.assertEqual(collections.facts(), first)
