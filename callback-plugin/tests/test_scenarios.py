# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Every way a run can go, compared with golden/<scenario>.json; PLAYLEDGER_UPDATE_GOLDEN=1 writes those anew.

PLAYLEDGER_GOLDEN_ONLY=1 leaves the run without the plugin out, which each scenario is also compared with: half the time.
"""

import json
import os
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import plugin_modules  # noqa: F401
from ansible_run import HERE, WHY_SKIPPED, counted_results, printed_recap
from golden_events import as_text, normalised
from ingest_stub import IngestStub
from scenario_runs import ALL

GOLDEN = os.path.join(HERE, "golden")
GOLDEN_ONLY = os.environ.get("PLAYLEDGER_GOLDEN_ONLY") == "1"
UPDATE = os.environ.get("PLAYLEDGER_UPDATE_GOLDEN") == "1"


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class ScenarioTest(unittest.TestCase):
    maxDiff = None

    def play(self, scenario):
        with IngestStub() as stub, ThreadPoolExecutor(1) as beside:
            without_us = None if GOLDEN_ONLY else beside.submit(scenario.play)
            code, output, spooled = scenario.play(stub.url, lambda: len(stub.requests))
            plain_code, plain_output, _spooled = without_us.result() if without_us else (code, output, spooled)
            runs = list(stub.runs().values())
            sent = json.dumps(runs)
        self.assertEqual((code, printed_recap(output)), (plain_code, printed_recap(plain_output)), output[-3000:])
        self.assertNotIn("[WARNING]: playledger", output)
        self.assertNotIn("canary", sent)
        if not scenario.ends_unfinished:
            self.assertEqual(spooled, [])
            self.assertEqual(recap_of(runs), printed_recap(output))
        for events in runs:
            self.assert_sound(events)
        self.assert_golden(scenario, [
            [{name: value for name, value in line.items() if name not in scenario.varies}
             for line in normalised(events) if line["type"] not in scenario.varies] for events in runs])

    def assert_sound(self, events):
        """What is true of every run, however it went."""
        self.assertEqual([event["seq"] for event in events], list(range(1, len(events) + 1)))
        tasks = {event["seq"]: event for event in events if event["type"] == "task_started"}
        results = [event for event in events if event["type"] == "task_result"]
        for event in results:
            self.assertIn(event["taskSeq"], tasks)
            self.assertLess(event["taskSeq"], event["seq"])
        answers = Counter((tasks[event["taskSeq"]]["name"], event["taskSeq"], event["host"]) for event in results)
        self.assertEqual([answer for answer, count in answers.items() if count > 1], [])
        last = events[-1]
        if last["type"] == "run_finished" and last["recap"] is not None:
            counted = [counted_results(events, roles_count) for roles_count in (False, True)]
            self.assertIn(last["recap"], counted)

    def assert_golden(self, scenario, runs):
        path = os.path.join(GOLDEN, scenario.name + ".json")
        if UPDATE:
            os.makedirs(GOLDEN, exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(as_text(runs))
            return
        with open(path, encoding="utf-8") as file:
            golden = file.read()
        self.assertEqual(as_text(runs).splitlines(), golden.splitlines())


def recap_of(runs):
    """The last printed recap counts over all playbooks of an invocation."""
    total = {}
    for events in runs:
        for host, counts in (events[-1].get("recap") or {}).items():
            before = total.setdefault(host, dict.fromkeys(counts, 0))
            for name, count in counts.items():
                before[name] += count
    return total


def _add_tests():
    for scenario in ALL:
        def test(self, scenario=scenario):
            self.play(scenario)
        setattr(ScenarioTest, "test_" + scenario.name, test)


_add_tests()
