# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Real ansible-playbook runs: what arrives equals what Ansible says, and Ansible behaves as without the plugin."""

import json
import os
import resource
import signal
import socket
import time
import unittest
from pathlib import Path

import plugin_modules  # noqa: F401
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun, counted_results, printed_recap
from ingest_stub import IngestStub
from installed import manifest
from plugin_utils.events import REPORTER_VERSION

CANARIES = ("canary-no-log", "canary-extra", "canary-url", "canary-option", "t0ken-of-the-test")


def playbook(name):
    return os.path.join(PLAYBOOKS, name + ".yml")


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class PlaybookTest(unittest.TestCase):
    def ansible(self, url=None, **environment):
        run = AnsibleRun(url, **environment)
        self.addCleanup(run.remove)
        return run

    def test_the_scenario_equals_the_recap(self):
        with IngestStub() as stub:
            code, output, _seconds = self.ansible(stub.url).run(
                playbook("scenario"), "-e", "marker=/nonexistent", "-e", '{"database_password": "canary-extra-77"}')
            runs = stub.runs()
            sent = json.dumps(runs)
        self.assertEqual(code, 4, output[-3000:])
        (events,) = runs.values()
        self.assertEqual([event["seq"] for event in events], list(range(1, len(events) + 1)))
        self.assertEqual(events[-1]["recap"], printed_recap(output))
        self.assertIn(events[-1]["recap"], [counted_results(events, roles_count) for roles_count in (False, True)])
        self.assertEqual((events[0]["type"], events[-1]["outcome"]), ("run_started", "failed"))
        self.assertEqual([canary for canary in CANARIES if canary in sent], [])
        self.assert_details(events)

    def assert_details(self, events):
        tasks = {event["seq"]: event for event in events if event["type"] == "task_started"}
        names = [task["name"] for task in tasks.values()]
        plays = [event["name"] for event in events if event["type"] == "play_started"]
        results = [event for event in events if event["type"] == "task_result"]

        def of(name):
            return [event for event in results if tasks[event["taskSeq"]]["name"] == name]

        self.assertEqual(plays, ["Everything linear", "Free", "Serial", "Serial", "Nobody", "Unreachable"])
        self.assertEqual(len([event for event in events if event["type"] == "no_hosts_matched"]), 1)
        self.assertEqual(names.count("A handler"), 2)
        self.assertEqual(names.count("Free task"), 1)
        self.assertEqual(names.count("Serial task"), 2)
        # In the linear play only: on the free strategy Ansible may load the role once per host.
        linear = [task["name"] for task in tasks.values() if task["playSeq"] == 2]
        self.assertEqual(linear.count("greeter : A constant name"), 3)
        self.assertEqual(linear.count("greeter : Greet one"), 1)
        self.assertEqual({event["delegatedTo"] for event in of("Delegated") if event["host"] == "alpha"}, {"gamma"})
        self.assertEqual({event["attempts"] for event in of("Tried three times")}, {3})
        self.assertEqual(len([event for event in events if event["type"] == "task_retried"]), 6)
        self.assertEqual(len(of("Waits asynchronously")), 3)
        self.assertEqual({tuple(sorted(event["result"])) for event in of("Never told, in a loop")},
                         {("censored", "changed")})
        self.assertTrue(all(tasks[event["taskSeq"]]["noLog"] for event in of("Never told")))
        self.assertTrue(all(event["startedAt"] for event in results if event["host"] != "nowhere"))
        # every host answers a task once
        answers = [(event["taskSeq"], event["host"]) for event in results]
        self.assertEqual(len(answers), len(set(answers)))

    def test_two_playbooks_are_two_runs_of_one_invocation(self):
        with IngestStub() as stub:
            code, output, _seconds = self.ansible(stub.url).run(playbook("short"), playbook("short"))
            self.assertEqual(code, 0, output)
            first, second = stub.runs().values()
        self.assertEqual(first[0]["invocationId"], second[0]["invocationId"])
        self.assertEqual(first[-1]["recap"], second[-1]["recap"])
        self.assertEqual(second[-1]["recap"]["alpha"]["ok"], 2)
        self.assertEqual(second[-1]["outcome"], "completed")

    def test_what_is_told_of_the_command_line(self):
        with IngestStub() as stub:
            self.ansible(stub.url, PLAYLEDGER_LABELS="one,two", ARA_DEFAULT_LABELS="two,three", CI_JOB_URL="https://ci/1").run(
                playbook("short"), "--check", "--diff", "--limit", "alpha", "--tags", "all", "-e", "kolla_action=deploy",
                "-e", "some_password=canary-extra-1 plain=canary-extra-2")
            started = list(stub.runs().values())[0][0]
        self.assertEqual((started["checkMode"], started["diffMode"], started["limit"]), (True, True, "alpha"))
        self.assertEqual(started["extraVarNames"], ["kolla_action", "plain", "some_password"])
        self.assertEqual(started["extraVars"], {"kolla_action": "deploy"})
        self.assertEqual(started["labels"], ["one", "two", "three"])
        self.assertEqual(started["environment"], {"ARA_DEFAULT_LABELS": "two,three", "CI_JOB_URL": "https://ci/1"})
        self.assertEqual(started["arguments"]["extra_vars"][0], "kolla_action=deploy")
        self.assertNotIn("canary-extra", json.dumps(started))

    def test_collections_are_told_as_ansible_finds_them(self):
        with IngestStub() as stub:
            run = self.ansible(stub.url)
            second = os.path.join(run.directory, "second", "ansible_collections")
            run.environment["ANSIBLE_COLLECTIONS_PATH"] += ":" + os.path.dirname(second)
            manifest(run.directory + "/collections/ansible_collections", "acme.tools", "1.2.0")
            manifest(second, "acme.tools", "9.9.9")
            manifest(second, "acme.more", "0.1.0-beta.1")
            code, output, _seconds = run.run(playbook("short"))
            told = list(stub.runs().values())[0][0]["collections"]
        self.assertEqual(code, 0, output)
        self.assertEqual(told, [{"name": "acme.more", "version": "0.1.0-beta.1"},
                                {"name": "acme.tools", "version": "1.2.0"},
                                {"name": "playledger.reporter", "version": REPORTER_VERSION}])

    def test_an_error_of_ansible(self):
        plain_code, plain_output, _seconds = self.ansible().run(playbook("dies"))
        with IngestStub() as stub:
            code, output, _seconds = self.ansible(stub.url).run(playbook("dies"))
            last = list(stub.runs().values())[0][-1]
        self.assertEqual((code, output), (plain_code, plain_output))
        self.assertEqual((last["type"], last["outcome"]), ("run_finished", "interrupted"))

    def test_signals(self):
        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))  # SIGQUIT would leave a core
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(signal=number), IngestStub() as stub:
                codes = []
                for run in (self.ansible(), self.ansible(stub.url)):
                    process = run.start(playbook("slow"))
                    for line in process.stdout:
                        if "TASK [Sleeps]" in line:
                            break
                    time.sleep(1)
                    os.killpg(process.pid, number)
                    process.communicate(timeout=30)
                    codes.append(process.returncode)
                    if run.spooled():
                        self.fail("spooled although the server was there")
                self.assertEqual(codes[0], codes[1])
                last = list(stub.runs().values())[0][-1]
                self.assertEqual((last["outcome"], last["recap"]), ("interrupted", None))
                self.assertIn(number.name, last["reason"])

    def test_a_dead_server_costs_one_warning(self):
        plain_code, plain_output, _seconds = self.ansible().run(playbook("short"))
        run = self.ansible("http://127.0.0.1:1")
        code, output, _seconds = run.run(playbook("short"))
        self.assertEqual(code, plain_code)
        self.assertEqual(output.count("[WARNING]"), plain_output.count("[WARNING]") + 1, output)
        self.assertTrue(run.spooled())

    def test_a_server_that_never_answers_costs_the_drain(self):
        _code, _output, plain_seconds = self.ansible().run(playbook("short"))
        with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
            run = self.ansible("http://127.0.0.1:%d" % listener.getsockname()[1], PLAYLEDGER_DRAIN_TIMEOUT="1",
                               PLAYLEDGER_TIMEOUT="120")
            code, output, seconds = run.run(playbook("short"))
        self.assertEqual(code, 0, output)
        self.assertLess(seconds, plain_seconds + 1 + 30)  # the request would take 120; the last is for a busy machine
        self.assertTrue(run.spooled())

    def test_without_a_server_the_plugin_steps_aside(self):
        run = self.ansible(None, ANSIBLE_CALLBACKS_ENABLED="playledger.reporter.playledger")
        code, output, _seconds = run.run(playbook("short"))
        self.assertEqual(code, 0)
        self.assertIn("no server is configured", " ".join(output.split()))

    def test_its_modules_are_compiled_once_for_all_runs(self):
        run = self.ansible(None, ANSIBLE_CALLBACKS_ENABLED="playledger.reporter.playledger")
        compiled = os.path.join(run.directory, "compiled")
        run.environment.update(PYTHONDONTWRITEBYTECODE="", PYTHONPYCACHEPREFIX=compiled)
        found = []
        for _run in range(2):
            code, output, _seconds = run.run(playbook("short"))
            self.assertEqual(code, 0, output)
            found.append({path: path.stat().st_mtime_ns for path in Path(compiled).rglob("plugin_utils/*.pyc")})
        self.assertIn("recording", [path.name.split(".")[0] for path in found[0]])
        self.assertEqual(found[0], found[1])
