#!/usr/bin/env python3
# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Turns a recording of Ansible's hooks into what the plugin would have sent of that run.

    convert_recording.py FILE.jsonl.gz > FILE.ndjson.gz

The plugin's own code makes the events: this gives it recorded hooks in the place of Ansible's objects, and the recorded
environment in the place of this process's. What no hook told (the controller, its Python, its repositories and
collections, when a task began on a host) is null. The same recording gives the same events, wherever it is converted.
Needs Python 3.9 or newer, and not Ansible.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter

HERE = os.path.dirname(os.path.realpath(__file__))
PLUGINS = os.path.join(os.path.dirname(HERE), "plugins")
sys.path[:0] = [HERE, PLUGINS]

import ansible_names  # noqa: E402
import recorded_objects as recorded  # noqa: E402

ansible_names.install()

from plugin_utils import ansible_objects, events, hook_notes  # noqa: E402
from plugin_utils.guessed_secrets import GuessedSecrets  # noqa: E402
from plugin_utils.loaded_secrets import LoadedSecrets  # noqa: E402
from plugin_utils.recording import Recording  # noqa: E402
from plugin_utils.redaction import Redactor, secret_values  # noqa: E402
from plugin_utils.reporter import outcome_of  # noqa: E402
from plugin_utils.settings import Settings  # noqa: E402

_USER_VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")  # in the order of Python's getpass
# Shorter texts under a secret key are words as well ("password"), and would be redacted in every sentence.
_SHORTEST_SECRET = 12
_NO_SECRET = re.compile(r"^/|\s|^VALUE_SPECIFIED_IN_NO_LOG_PARAMETER$")


def main(arguments):
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        lines = converted(read_hooks(arguments[0]))
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        print("%s is no recording that can be converted: %s: %s" % (arguments[0], type(error).__name__, error),
              file=sys.stderr)
        return 1
    # No name and no time: the same events give the same bytes.
    with gzip.GzipFile("", "wb", 9, sys.stdout.buffer, mtime=0) as file:
        file.write(b"".join(line + b"\n" for line in lines))
    return 0


def read_hooks(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        hooks = [json.loads(line) for line in file if line.strip()]
    if not hooks or hooks[0].get("ev") != "playbook_start":
        raise ValueError("it does not begin with playbook_start")
    return hooks


def converted(hooks):
    """The run's events, encoded. Leaves the recorded environment in os.environ."""
    os.environ.clear()  # the plugin reads labels, and what ARA is told to ignore, where Ansible runs
    os.environ.update({name: str(value) for name, value in (hooks[0].get("env") or {}).items()})
    settings = Settings(_documented_defaults().get)
    guesses = GuessedSecrets(settings.secret_keys, settings.secret_values)
    redactor = Redactor((), ansible_objects.convert_unknown, settings.max_field_bytes, settings.max_result_bytes, guesses,
                        settings.ignored_facts)
    redactor.add_values(_secrets_in(hooks, guesses))
    pending = []
    run = RecordedRun(pending.append, redactor, settings, guesses, hooks)
    for hook in hooks:
        run.hook(hook)
    return [event.line() for event in pending]


class RecordedRun(Recording):
    """Takes recorded hooks in the place of Ansible's, as hooks and hook_notes.py do."""

    def __init__(self, enqueue, redactor, settings, guesses, hooks):
        super().__init__(enqueue, redactor)
        self._settings = settings
        self._guesses = guesses
        self._first_play = next((hook for hook in hooks if hook["ev"] == "play_start"), {})
        stats = next((hook["stats"] for hook in hooks if hook["ev"] == "stats"), {})
        # Blocks are not recorded, but how many failures of a host were rescued is: its first ones, for after one that
        # is not rescued a host does nothing more.
        self._to_be_rescued = Counter({host: counts.get("rescued") or 0 for host, counts in stats.items()})
        self._announced = {}
        self._secrets = LoadedSecrets(None)  # the files of the control host are not here
        self._hooks = {
            "playbook_start": self._playbook_started,
            "play_start": lambda hook: hook_notes.play_started(self, hook["t"], recorded.RecordedPlay(hook), self._secrets),
            "no_hosts_matched": lambda hook: self.no_hosts_matched(hook["t"]),
            "no_hosts_remaining": lambda hook: self.no_hosts_remaining(hook["t"]),
            "task_start": self._task_announced,
            "handler_start": self._handler_announced,
            "ok": lambda hook: hook_notes.task_ok(self, hook["t"], self._result(hook)),
            "failed": lambda hook: hook_notes.task_result(self, hook["t"], self._result(hook), "failed",
                                                          bool(hook.get("ignore"))),
            "skipped": lambda hook: hook_notes.task_result(self, hook["t"], self._result(hook), "skipped"),
            "unreachable": lambda hook: hook_notes.task_unreachable(self, hook["t"], self._result(hook)),
            "retry": lambda hook: hook_notes.task_retried(self, hook["t"], self._result(hook)),
            "stats": self._stats_told,
        }

    def hook(self, hook):
        """Hooks of loop items, diffs, includes and notifications tell the plugin nothing, and are passed over."""
        if hook["ev"] in self._hooks:
            self._hooks[hook["ev"]](hook)

    def _playbook_started(self, hook):
        ansible_names.context.CLIARGS = hook.get("cli") or {}
        fields, secrets = ansible_objects.run_fields(recorded.RecordedPlaybook(hook), self._settings, self._guesses)
        self._redactor.add_values(secrets)
        # What run_fields reads of the machine and the process it is in: told by the recording, or by nobody.
        fields.update(
            playbook_path=os.path.normpath(os.path.join(hook.get("cwd") or "/", hook["file"])),
            working_directory=hook.get("cwd"), ansible_version=hook["version"],
            user=next(filter(None, map(os.environ.get, _USER_VARIABLES)), None),
            controller=None, python_version=None, reporter_version=None,
            extra_vars=self._told_extra_vars(fields["extra_vars"]),
            extra_var_names=sorted({*fields["extra_var_names"], *self._first_play.get("extra_keys", ())}))
        self._emit(hook["t"], events.run_started, **fields)

    def _told_extra_vars(self, given):
        """Those of the command line, and what the recorder asked of the variables in files."""
        asked = {name: self._first_play.get(name) for name in ("kolla_action", "openstack_release")}
        return {**given, **{name: value for name, value in asked.items()
                            if name in self._settings.extra_vars_allowed and value not in (None, "", "None")}}

    def _task_announced(self, hook):
        task = self._announced[hook["uuid"]] = recorded.RecordedTask(hook)
        hook_notes.task_announced(self, hook["t"], task, task.name, self._secrets)

    def _handler_announced(self, hook):
        task = self._announced[hook["uuid"]] = recorded.RecordedHandler(hook)
        hook_notes.handler_announced(self, hook["t"], task, task.name, self._secrets)

    def _result(self, hook):
        rescued = hook["ev"] == "failed" and not hook.get("ignore") and self._to_be_rescued[hook["host"]] > 0
        if rescued:
            self._to_be_rescued[hook["host"]] -= 1
        return recorded.RecordedResult(hook, self._announced.get(hook["task"]), rescued)

    def _stats_told(self, hook):
        stats = recorded.RecordedStats(hook)
        recap = ansible_objects.recap(stats)
        # No reporter counted anything.
        self._emit(hook["t"], events.run_finished, outcome=outcome_of(recap), recap=recap,
                   custom_stats=ansible_objects.custom_stats(stats))


def _secrets_in(hooks, guesses):
    """The plugin knows the secrets of the files that Ansible loads by their values. Here those are known that stand
    under a key that looks secret, anywhere in the recording."""
    return {value for value in secret_values(hooks, guesses.looks_secret)
            if len(value) >= _SHORTEST_SECRET and not _NO_SECRET.search(value)}


def _documented_defaults():
    """The options' defaults, out of the callback's documentation: importing it, or reading its YAML, takes Ansible."""
    with open(os.path.join(PLUGINS, "callback", "playledger.py"), encoding="utf-8") as file:
        documentation = re.search(r'^options:\n(.*?)^"""', file.read(), re.DOTALL | re.MULTILINE).group(1)
    return {name: _value(text) for name, text in re.findall(
        r"^  (\w+):\n(?:    .*\n)*?    default: (\[[^\]]*\]|.*)$", documentation, re.MULTILINE)}


def _value(text):
    if text.startswith("["):
        return [item.strip().strip('"') for item in text[1:-1].split(",") if item.strip()]
    try:
        return json.loads(text)
    except ValueError:
        return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
