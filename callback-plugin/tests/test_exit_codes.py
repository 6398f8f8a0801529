# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A run has failed if the command has: the recorded outcome beside the exit code of a real ansible-playbook."""

import os
import re
import sys
import unittest

import plugin_modules  # noqa: F401
from ansible_run import HERE, WHY_SKIPPED, AnsibleRun
from ingest_stub import IngestStub
from plugin_utils.exit_code import exit_code_above
from plugin_utils.reporter import outcome_of

PLAYBOOKS = os.path.join(HERE, "exit_codes")
# Those whose recap has a failed or unreachable host although the command ends with 0.
FORGIVEN = ("errors_cleared", "unreachable_cleared", "free")
ARGUMENTS = {"ended_in_time": ("--check",), "handlers": ("--force-handlers",)}
_COUNTED = {"failed": 1, "unreachable": 0}


def playbook(name):
    return os.path.join(PLAYBOOKS, name + ".yml")


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class ExitCodesTest(unittest.TestCase):
    def play(self, *arguments):
        """(exit code, the events of each run, output)."""
        with IngestStub() as stub:
            run = AnsibleRun(stub.url, PLAYLEDGER_DRAIN_TIMEOUT="20")
            self.addCleanup(run.remove)
            code, output, _seconds = run.run(*arguments)
            return code, list(stub.runs().values()), output

    def test_the_outcome_of_a_run_is_the_exit_code_of_the_command(self):
        names = sorted(name[:-len(".yml")] for name in os.listdir(PLAYBOOKS))
        self.assertGreater(len(names), 15)
        for name in names:
            with self.subTest(playbook=name):
                code, (events,), output = self.play(playbook(name), *ARGUMENTS.get(name, ()))
                last = events[-1]
                if last["recap"] is None:
                    self.assertEqual((last["outcome"], code != 0), ("interrupted", True), output)
                else:
                    self.assertEqual(last["outcome"], "failed" if code else "completed", output)
                if name in FORGIVEN:
                    self.assertEqual((code, last["outcome"]), (0, "completed"), output)
                    self.assertEqual(outcome_of(last["recap"]), "failed", "the recap alone tells otherwise")
                    self.assertTrue({"failed", "unreachable"}.intersection(
                        event["status"] for event in events if event["type"] == "task_result"))

    def test_each_playbook_of_a_command_has_its_own_outcome(self):
        code, runs, output = self.play(playbook("errors_cleared"), playbook("nothing_failed"), playbook("failed"),
                                       playbook("ignored"))
        told = {re.sub(r".*/|\.yml$", "", events[0]["playbookPath"]): events[-1]["outcome"] for events in runs}
        self.assertEqual(code, 2, output)
        self.assertEqual(told, {"errors_cleared": "completed", "nothing_failed": "completed", "failed": "failed"})


class PlaybookExecutor:
    """As Ansible's own, in what is read of it."""

    def __init__(self, result):
        self._result = result

    def run(self):
        result = self._result
        return self.send_callback(), result

    def send_callback(self):
        return exit_code_above(sys._getframe())


class Embedding(PlaybookExecutor):
    """A program of somebody's own that goes by the name of Ansible's."""


class Another:
    def run(self):
        result = 5
        return exit_code_above(sys._getframe()), result


class ExitCodeAboveTest(unittest.TestCase):
    def test_the_code_is_found_in_ansibles_own_functions_only(self):
        self.assertEqual([PlaybookExecutor(given).run()[0] for given in (0, 2, 4, 8, True, False, None)],
                         [0, 2, 4, 8, 1, 0, 0])
        self.assertEqual(Embedding(2).run()[0], 2)
        self.assertIsNone(Another().run()[0])
        self.assertIsNone(PlaybookExecutor("somebody's own").run()[0])

    def test_whatever_stands_in_the_way_is_no_error(self):
        class Broken:
            f_back = None

            @property
            def f_code(self):
                raise RuntimeError("no code")

        self.assertIsNone(exit_code_above(Broken()))
        self.assertIsNone(exit_code_above(None))

    def test_without_a_code_the_recap_decides(self):
        self.assertEqual(outcome_of({"alpha": _COUNTED}), "failed")
        self.assertEqual(outcome_of({"alpha": _COUNTED}, 0), "completed")
        self.assertEqual(outcome_of({"alpha": dict(_COUNTED, failed=0)}), "completed")
        self.assertEqual(outcome_of({}, 2), "failed")


if __name__ == "__main__":
    unittest.main()
