# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Commands without a playbook: `ansible`, ansible-console, and programs that embed Ansible."""

import json
import os
import signal
import subprocess
import sys
import time
import unittest

import plugin_modules  # noqa: F401
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun, ansible_playbook
from ingest_stub import IngestStub

INVENTORY = os.path.join(PLAYBOOKS, "inventory.ini")
_LIMIT_SECONDS = 120
EMBEDDING = """
import sys
from ansible import context
from ansible.executor.task_queue_manager import TaskQueueManager
from ansible.inventory.manager import InventoryManager
from ansible.module_utils.common.collections import ImmutableDict
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play import Play
from ansible.vars.manager import VariableManager

try:
    from ansible.plugins.loader import init_plugin_loader
    init_plugin_loader()
except ImportError:  # older versions need no call
    pass
context.CLIARGS = ImmutableDict(connection="local", forks=2, verbosity=0, check=False, diff=False, extra_vars=())
loader = DataLoader()
inventory = InventoryManager(loader=loader, sources=[sys.argv[1]])
variables = VariableManager(loader=loader, inventory=inventory)
manager = TaskQueueManager(inventory=inventory, variable_manager=variables, loader=loader, passwords={})
try:
    for name in ("First", "Second"):
        tasks = [dict(action=dict(module="debug", args=dict(msg=name))) for _ in range(2)]
        play = Play().load(dict(name=name, hosts="alpha", gather_facts="no", tasks=tasks),
                           variable_manager=variables, loader=loader)
        manager.run(play)
finally:
    manager.cleanup()
"""


def program(name):
    return os.path.join(os.path.dirname(ansible_playbook()), name)


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class AdHocTest(unittest.TestCase):
    def ansible_run(self, stub, load_callbacks="1"):
        run = AnsibleRun(stub.url, PLAYLEDGER_DRAIN_TIMEOUT="20", ANSIBLE_LOAD_CALLBACK_PLUGINS=load_callbacks)
        self.addCleanup(run.remove)
        return run

    def execute(self, run, *command, typed=None):
        done = subprocess.run([program(command[0]), "-i", INVENTORY, *command[1:]], cwd=run.directory,
                              env=run.environment, input=typed, stdin=subprocess.DEVNULL if typed is None else None,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=_LIMIT_SECONDS,
                              check=False)
        self.assertNotIn("[WARNING]: playledger", done.stdout)
        return done.returncode, done.stdout

    def ansible(self, *arguments):
        """(exit code, output, the events of the one run)."""
        with IngestStub() as stub:
            code, output = self.execute(self.ansible_run(stub), "ansible", *arguments)
            (events,) = stub.runs().values()
        self.assert_whole(events)
        return code, output, events

    def console(self, *typed, arguments=()):
        """The events of each run of a session, in their order."""
        with IngestStub() as stub:
            self.execute(self.ansible_run(stub), "ansible-console", "alpha,beta", *arguments,
                         typed="".join(line + "\n" for line in typed))
            runs = sorted(stub.runs().values(), key=lambda events: events[0]["occurredAt"])
        for events in runs:
            self.assert_whole(events)
        return runs

    def assert_whole(self, events):
        self.assertEqual([event["seq"] for event in events], list(range(1, len(events) + 1)))
        self.assertEqual([event["type"] for event in events if event["type"].startswith("run_")],
                         ["run_started", "run_finished"])

    def test_without_the_setting_ansible_loads_no_plugin_and_nothing_is_sent(self):
        with IngestStub() as stub:
            for command in ("ansible", "ansible-console"):
                self.execute(self.ansible_run(stub, "0"), command, "alpha", *(("-m", "ping") if command == "ansible" else ()),
                             typed="ping\n")
            self.assertEqual(stub.requests, [])

    def test_a_command_is_recorded_as_what_it_is(self):
        code, _output, events = self.ansible("alpha:beta", "-m", "command", "-a", "echo hello chdir=/", "--check", "-f", "3")
        started = events[0]
        self.assertEqual(started["adHoc"], {"program": "ansible", "pattern": "alpha:beta", "module": "command",
                                            "arguments": {"_raw_params": "echo hello", "chdir": "/"}})
        self.assertEqual((code, started["checkMode"], started["forks"]), (0, True, 3))
        self.assertEqual(sorted(event["host"] for event in events if event["type"] == "task_result"), ["alpha", "beta"])
        self.assertEqual(sorted(events[-1]["recap"]), ["alpha", "beta"])

    def test_the_outcome_is_the_exit_code(self):
        for arguments in (("alpha", "-m", "ping"), ("alpha,beta", "-a", "false"), ("alpha,nowhere", "-m", "ping"),
                          ("alpha", "-m", "no_such_module"), ("nobody", "-m", "ping")):
            with self.subTest(arguments=arguments):
                code, output, events = self.ansible(*arguments)
                self.assertEqual(events[-1]["outcome"], "failed" if code else "completed", output)

    def test_a_command_that_ends_its_play_has_an_end(self):
        code, output, events = self.ansible("alpha", "-m", "meta", "-a", "end_play")
        # Older versions take it for an error, and newer ones for an end without a recap.
        self.assertEqual(events[-1]["outcome"], "interrupted" if code else "completed", output)

    def test_secrets_among_the_arguments_stay(self):
        secrets = ("canary-option", "canary-extra", "canary-typed")
        _code, _output, events = self.ansible(
            "alpha", "-m", "set_fact", "-a", "db_password=canary-option-1 url=https://me:canary-option-2@example.org",
            "-e", '{"api_key": "canary-extra-3"}')
        runs = self.console("set_fact db_password=canary-typed-4", "shell curl --token canary-typed-5 localhost || true")
        sent = json.dumps([events, runs])
        self.assertEqual([secret for secret in secrets if secret in sent], [])
        self.assertIn("db_password", sent)

    def test_arguments_that_are_not_to_be_told_are_not_told_otherwise(self):
        with IngestStub() as stub:
            run = self.ansible_run(stub)
            run.environment["ARA_IGNORED_ARGUMENTS"] = "module_args"
            self.execute(run, "ansible", "alpha", "-m", "set_fact", "-a", "one=canary-argument")
            (events,) = stub.runs().values()
        self.assertEqual((events[0]["adHoc"]["module"], events[0]["adHoc"]["arguments"]), ("set_fact", None))
        self.assertNotIn("canary-argument", json.dumps(events[0]))

    def test_each_command_of_the_console_is_a_run(self):
        runs = self.console("ping", "command false", "# a remark", "forks 2", "cd alpha", "check yes", "echo by the shell")
        self.assertEqual([events[0]["adHoc"] for events in runs], [
            {"program": "ansible-console", "pattern": "alpha,beta", "module": "ping", "arguments": {}},
            {"program": "ansible-console", "pattern": "alpha,beta", "module": "command",
             "arguments": {"_raw_params": "false"}},
            {"program": "ansible-console", "pattern": "alpha", "module": "shell",
             "arguments": {"_raw_params": "echo by the shell"}}])
        self.assertEqual([events[-1]["outcome"] for events in runs], ["completed", "failed", "completed"])
        self.assertEqual([events[0]["checkMode"] for events in runs], [False, False, True])
        self.assertEqual([events[-1]["recap"].get("beta", {}).get("failed") for events in runs], [0, 1, None])
        self.assertEqual([events[-1]["reporter"]["lost"] for events in runs], [0, 0, 0])
        self.assertEqual(len({events[0]["invocationId"] for events in runs}), 1)

    def test_many_commands_of_the_console_share_their_threads(self):
        with IngestStub() as stub:
            run = self.ansible_run(stub)
            process = self.start_console(run)
            try:
                for turn in range(1, 7):
                    self.type(process, "debug msg=turn-%d" % turn)
                    self.await_runs(stub, turn)
                    threads = len(os.listdir("/proc/%d/task" % process.pid)) if os.path.isdir("/proc/self/task") else 0
                    if turn == 1:
                        at_first = threads
                self.assertEqual(threads, at_first)
            finally:
                self.end(process)

    def test_a_command_that_is_interrupted_says_so_and_the_next_one_is_recorded(self):
        with IngestStub() as stub:
            run = self.ansible_run(stub)
            process = self.start_console(run)
            try:
                marker = os.path.join(run.directory, "began")
                for turn in (1, 3):  # the second time as the first
                    self.type(process, "shell touch %s && sleep 100" % marker)
                    deadline = time.monotonic() + _LIMIT_SECONDS
                    while not os.path.exists(marker) and time.monotonic() < deadline:
                        time.sleep(0.1)
                    os.remove(marker)
                    os.killpg(process.pid, signal.SIGINT)
                    self.await_runs(stub, turn)
                    self.type(process, "ping")
                    self.await_runs(stub, turn + 1)
            finally:
                self.end(process)
            runs = sorted(stub.runs().values(), key=lambda events: events[0]["occurredAt"])
        ends = [(events[-1]["outcome"], events[-1]["reason"]) for events in runs]
        interrupted, completed = ("interrupted", "the controller received SIGINT"), ("completed", None)
        self.assertEqual(ends, [interrupted, completed, interrupted, completed])

    def start_console(self, run):
        return subprocess.Popen([program("ansible-console"), "-i", INVENTORY, "alpha"], cwd=run.directory,
                                env=dict(run.environment, PLAYLEDGER_BATCH_AGE="0.1"), stdin=subprocess.PIPE,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, start_new_session=True)

    @staticmethod
    def type(process, line):
        process.stdin.write(line + "\n")
        process.stdin.flush()

    @staticmethod
    def end(process):
        process.stdin.close()
        try:
            process.wait(_LIMIT_SECONDS)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def await_runs(self, stub, count):
        """So many have ended, while the console goes on."""
        deadline = time.monotonic() + _LIMIT_SECONDS
        while time.monotonic() < deadline:
            ended = [events for events in stub.runs().values() if events[-1]["type"] == "run_finished"]
            if len(ended) == count:
                return
            time.sleep(0.1)
        self.fail("no %d runs have ended: %s" % (count, [events[-1]["type"] for events in stub.runs().values()]))

    def test_a_program_that_embeds_ansible_is_recorded_under_its_own_name(self):
        with IngestStub() as stub:
            run = self.ansible_run(stub)
            path = os.path.join(run.directory, "deploy.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(EMBEDDING)
            done = subprocess.run([program("python3"), path, INVENTORY], cwd=run.directory, env=run.environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=_LIMIT_SECONDS,
                                  check=False)
            runs = list(stub.runs().values())
        self.assertEqual(done.returncode, 0, done.stdout)
        (events,) = runs
        self.assert_whole(events)
        self.assertEqual(events[0]["playbookPath"], os.path.realpath(path))
        self.assertNotIn("adHoc", events[0])
        self.assertEqual([event["name"] for event in events if event["type"] == "play_started"], ["First", "Second"])
        self.assertEqual((events[-1]["outcome"], events[-1]["recap"]["alpha"]["ok"]), ("completed", 4))


if __name__ == "__main__":
    unittest.main()
