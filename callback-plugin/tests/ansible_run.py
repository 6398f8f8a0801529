# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs a real ansible-playbook with the collection of this working copy."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PLAYBOOKS = os.path.join(HERE, "playbooks")
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PYENV_ROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_RECAP = re.compile(r"^(\S+)\s+: (ok=.*)$", re.MULTILINE)

# Shells let what they start in the background ignore Ctrl-C, and programs inherit that.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ansible_playbook():
    """PLAYLEDGER_TEST_ANSIBLE_PLAYBOOK, or the one of this Python, or the one on PATH; None if there is none."""
    beside = os.path.join(os.path.dirname(sys.executable), "ansible-playbook")
    return (os.environ.get("PLAYLEDGER_TEST_ANSIBLE_PLAYBOOK") or (beside if os.path.exists(beside) else None)
            or shutil.which("ansible-playbook"))


WHY_SKIPPED = ("no ansible-playbook: install ansible-core, or name it in PLAYLEDGER_TEST_ANSIBLE_PLAYBOOK"
               if ansible_playbook() is None else "")


class AnsibleRun:
    """A directory with the collection, a spool and a home of its own."""

    def __init__(self, url=None, **environment):
        self.directory = tempfile.mkdtemp(prefix="playledger-test-")
        self.spool = os.path.join(self.directory, "spool")
        namespace = os.path.join(self.directory, "collections", "ansible_collections", "playledger")
        os.makedirs(namespace)
        os.symlink(os.path.dirname(HERE), os.path.join(namespace, "reporter"))
        # Of the environment of whoever runs the tests only what programs need: a CI sets what the plugin reports.
        keep = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self.environment = dict(
            keep, HOME=self.directory, ANSIBLE_NOCOLOR="1", ANSIBLE_HOST_KEY_CHECKING="0",
            ANSIBLE_COLLECTIONS_PATH=os.path.join(self.directory, "collections"),
            ANSIBLE_LOCALHOST_WARNING="0", ANSIBLE_ASYNC_DIR=os.path.join(self.directory, "async"),
            ANSIBLE_DEPRECATION_WARNINGS="0", PYTHONDONTWRITEBYTECODE="1",
            PLAYLEDGER_SPOOL_DIR=self.spool, **environment)
        if url:
            self.environment.update(PLAYLEDGER_URL=url, PLAYLEDGER_TOKEN="t0ken-of-the-test",
                                    ANSIBLE_CALLBACKS_ENABLED="playledger.reporter.playledger")

    def start(self, *arguments):
        # A group of its own, so that a signal to it is like Ctrl-C in a terminal.
        return subprocess.Popen(
            [ansible_playbook(), "-i", os.path.join(PLAYBOOKS, "inventory.ini"), *arguments], cwd=PLAYBOOKS,
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def run(self, *arguments):
        """(exit code, output, seconds)."""
        started = time.monotonic()
        process = self.start(*arguments)
        output, _nothing = process.communicate(timeout=180)
        return process.returncode, output, time.monotonic() - started

    def spooled(self):
        return sorted(os.listdir(self.spool)) if os.path.isdir(self.spool) else []

    def remove(self):
        """Ends what the run has left: a killed ansible-playbook leaves its workers, in sessions of their own."""
        for process in _processes_with("HOME=" + self.directory):
            try:
                os.kill(process, signal.SIGKILL)
            except OSError:
                pass  # Has ended meanwhile.
        shutil.rmtree(self.directory, ignore_errors=True)


def _processes_with(variable):
    """Those whose environment has it, where /proc shows that."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        try:
            with open(os.path.join("/proc", name, "environ"), "rb") as environ:
                if variable.encode() in environ.read().split(b"\0"):
                    found.append(int(name))
        except (OSError, ValueError):
            pass  # No process, or not one of ours.
    return found


def printed_recap(output):
    """Ansible's PLAY RECAP in the wire's words."""
    return {host: {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", counters)}
            for host, counters in _RECAP.findall(output.split("PLAY RECAP")[-1])}


def counted_results(events, roles_count):
    """The recap computed from task results, by Ansible's own rules.

    `roles_count`: since ansible-core 2.17 or so an included role counts as an `ok` as an included file does.
    """
    actions = {event["seq"]: event["action"] for event in events if event["type"] == "task_started"}
    hosts = {}
    for event in events:
        # Ansible shows a skipped `meta` and does not count it.
        if event["type"] != "task_result" or actions[event["taskSeq"]].rsplit(".", 1)[-1] == "meta":
            continue
        counts = hosts.setdefault(event["host"], dict.fromkeys(
            ("ok", "changed", "unreachable", "failed", "skipped", "rescued", "ignored"), 0))
        status, result = event["status"], event["result"]
        if event["ignored"]:
            counts["ok"] += 1
            counts["ignored"] += 1
            counts["changed"] += 1 if status == "failed" and result.get("changed") else 0
        elif event["rescued"]:
            counts["rescued"] += 1
        elif status in ("ok", "changed"):
            # An include counts once for every file that it loaded, and never as changed.
            action = actions[event["taskSeq"]].rsplit(".", 1)[-1]
            include = action in ("include_tasks", "include_role")
            if action != "include_role" or roles_count:
                counts["ok"] += len(result.get("results", [0])) if include else 1
            counts["changed"] += 1 if status == "changed" and not include else 0
        else:
            counts[status] += 1
    return hosts
