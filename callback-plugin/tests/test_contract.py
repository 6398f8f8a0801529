# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The wire samples that the server's tests read too: our builders must give the very same events."""

import json
import os
import re
import unittest

import plugin_modules
from plugin_utils import batch, events

SAMPLES = os.path.join(plugin_modules.COLLECTION, "..", "test", "contract", "samples", "accepted.ndjson")
UNKNOWN_TO_V1 = ("aFieldOfALaterVersion",)


def samples():
    with open(SAMPLES, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class ContractTest(unittest.TestCase):
    def test_every_sample_is_rebuilt_by_its_builder(self):
        for sample in samples():
            with self.subTest(seq=sample["seq"], type=sample["type"]):
                wanted = {key: value for key, value in sample.items() if key not in UNKNOWN_TO_V1}
                arguments = {_snake(key): value for key, value in wanted.items() if key != "type"}
                self.assertEqual(getattr(events, sample["type"])(**arguments), wanted)

    def test_every_event_type_has_a_sample(self):
        self.assertEqual({sample["type"] for sample in samples()}, {
            "run_started", "play_started", "no_hosts_matched", "no_hosts_remaining", "task_started", "task_result",
            "task_retried", "run_finished"})

    def test_a_sample_survives_encoding(self):
        for sample in samples():
            self.assertEqual(json.loads(batch.encode_event(sample)), sample)

    def test_instants_have_the_wire_form(self):
        self.assertEqual(events.instant(1795341600.123456), "2026-11-22T10:00:00.123456Z")


def _snake(key):
    return re.sub("([A-Z])", lambda match: "_" + match.group(1).lower(), key)
