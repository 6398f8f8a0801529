# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The ways a run can go: scenarios/<name>/*.yml and how each is played."""

import os
import pty
import select
import signal
import subprocess
import time

from ansible_run import HERE, PLAYBOOKS, AnsibleRun, ansible_playbook

SCENARIOS = os.path.join(HERE, "scenarios")
_LIMIT_SECONDS = 180


class Scenario:
    """`answers`: (what Ansible asks, what is typed), on a terminal. `at`: (what is printed, the signal sent then).

    `varies`: types and fields of events that differ here with Ansible's version or the speed of the machine.
    """

    def __init__(self, name, *arguments, playbooks=("playbook.yml",), folder=None, answers=(), at=None, varies=()):
        self.name = name
        self.folder = os.path.join(SCENARIOS, folder or name)
        self.playbooks = [os.path.join(self.folder, playbook) for playbook in playbooks]
        self.arguments = arguments
        self.answers = answers
        self.at = at
        self.varies = varies

    @property
    def ends_unfinished(self):
        """Nobody is left to report the end."""
        return self.at is not None and self.at[1] == signal.SIGKILL

    def play(self, url=None, count_sent=None, **environment):
        """(exit code, output, file names left in the spool). `count_sent`: how many batches have arrived so far."""
        run = AnsibleRun(url, ANSIBLE_ROLES_PATH=os.path.join(PLAYBOOKS, "roles"), **environment)
        try:
            # Small batches early: what a killed run had sent does not depend on the speed of the machine.
            run.environment.update(PLAYLEDGER_BATCH_AGE="0.1", PLAYLEDGER_DRAIN_TIMEOUT="20", ANSIBLE_PIPELINING="1")
            arguments = [argument.replace("{directory}", run.directory) for argument in self.arguments]
            code, output = self._execute(run, count_sent, [ansible_playbook(), "-i", os.path.join(PLAYBOOKS, "inventory.ini"),
                                               *arguments, *self.playbooks])
            return code, output, run.spooled()
        finally:
            run.remove()

    def _execute(self, run, count_sent, command):
        master, slave = pty.openpty() if self.answers else (None, None)
        try:
            # A group of its own, so that a signal to it is like Ctrl-C in a terminal.
            process = subprocess.Popen(
                command, cwd=self.folder, env=run.environment, start_new_session=True,
                stdin=subprocess.DEVNULL if slave is None else slave,
                stdout=subprocess.PIPE if slave is None else slave, stderr=subprocess.STDOUT)
            if slave is not None:
                os.close(slave)
            try:
                output = self._converse(process, count_sent, master if master is not None else process.stdout.fileno(), master)
                return process.wait(_LIMIT_SECONDS), output
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                if process.stdout:
                    process.stdout.close()
        finally:
            if master is not None:
                os.close(master)

    def _converse(self, process, count_sent, reads, writes):
        output, answered, asked, signalled = b"", 0, 0, self.at is None
        deadline = time.monotonic() + _LIMIT_SECONDS
        while time.monotonic() < deadline:
            if not select.select([reads], [], [], 1)[0]:
                continue
            try:
                chunk = os.read(reads, 65536)
            except OSError:  # how a terminal says that the other side is gone
                chunk = b""
            if not chunk:
                return output.decode("utf-8", "replace").replace("\r\n", "\n")
            output += chunk
            if not signalled and self.at[0].encode() in output:
                signalled = True
                wait_until_all_is_sent(count_sent)
                os.killpg(process.pid, self.at[1])
            while answered < len(self.answers) and self.answers[answered][0].encode() in output[asked:]:
                prompt, answer = self.answers[answered]
                asked = output.index(prompt.encode(), asked) + len(prompt)
                answered += 1
                os.write(writes, answer.encode() + b"\n")
        raise AssertionError("%s does not end; it said: %s" % (self.name, output[-2000:]))


def wait_until_all_is_sent(count_sent):
    """A signal ends what is told until then: so that this does not depend on the speed of the machine."""
    deadline, before = time.monotonic() + _LIMIT_SECONDS / 2, 0
    time.sleep(1)
    while count_sent and not 0 < count_sent() == before and time.monotonic() < deadline:
        before = count_sent()
        time.sleep(1)


ALL = [
    Scenario("everything", "-e", "marker=/nonexistent", "-e", '{"database_password": "canary-extra-77"}',
             playbooks=[os.path.join(PLAYBOOKS, "scenario.yml")], folder="."),
    Scenario("strategies"),
    Scenario("serial"),
    # How often a job is asked for until it has ended is a matter of time.
    Scenario("async", varies=("task_retried", "attempts")),
    Scenario("loops"),
    Scenario("retries", "-e", "marker={directory}/tries"),
    Scenario("blocks"),
    Scenario("ignores"),
    # NO MORE HOSTS LEFT is printed by older versions only.
    Scenario("any_errors_fatal", varies=("no_hosts_remaining",)),
    Scenario("max_fail_percentage"),
    Scenario("meta"),
    Scenario("handlers"),
    Scenario("import_playbook"),
    Scenario("several_playbooks", playbooks=["playbook.yml", "second.yml", "third.yml"]),
    Scenario("delegation"),
    Scenario("set_stats"),
    Scenario("vars_prompt_given", "-e", '{"shown": "an answer"}', folder="vars_prompt"),
    Scenario("vars_prompt_asked", folder="vars_prompt",
             answers=[("What is shown", "an answer"), ("What is hidden", "canary-typed-1")]),
    Scenario("start_at_task", "--start-at-task", "Start here"),
    Scenario("step", "--step", answers=[("TASK: Do this one", "y"), ("TASK: Not this one", "n"),
                                        ("TASK: Continue from here", "c")]),
    Scenario("check", "--check", "--diff", "--limit", "alpha", "--tags", "all", folder="loops"),
    Scenario("no_hosts", "--limit", "alpha"),
    Scenario("syntax_error"),
    Scenario("sigint", folder="signals", at=("TASK [Sleeps]", signal.SIGINT)),
    Scenario("sigterm", folder="signals", at=("TASK [Sleeps]", signal.SIGTERM)),
    Scenario("sigkill", folder="signals", at=("TASK [Sleeps]", signal.SIGKILL)),
]
