# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded hooks as the objects of Ansible that the plugin reads: with the attributes it asks for, and no others."""

from __future__ import annotations

from ansible_names import Block, DataLoader, Handler, parse_kv


class RecordedPlaybook:
    _loader = DataLoader

    def __init__(self, hook):
        self._file_name = hook["file"]
        self._extra_vars = given_extra_vars(hook.get("cli") or {})

    def get_plays(self):
        return [self]

    def get_variable_manager(self):
        return self

    @property
    def extra_vars(self):
        return self._extra_vars


class RecordedPlay:
    # A recording tells neither prompts nor files of variables.
    vars, vars_prompt, vars_files, strategy = {}, None, None, None

    def __init__(self, hook):
        self._uuid = hook["uuid"]
        self._name = hook["name"]
        self.hosts = hook.get("hosts")
        self.serial = hook.get("serial")
        self.tags = hook.get("tags")
        self.roles = [RecordedRole(name) for name in hook.get("roles") or ()]

    def get_name(self):
        return self._name


class RecordedRole:
    def __init__(self, name):
        self._name = name

    def get_name(self):
        return self._name


class RecordedTask:
    # `loop` of Ansible is the list; a recording tells whether there is one.
    args, loop, delegate_to, _parent = {}, None, None, None

    def __init__(self, hook):
        self._uuid = hook["uuid"]
        self._role = RecordedRole(hook["role"]) if hook.get("role") else None
        self.name = _own_name(hook)
        self._role_name = None if self.name else hook["name"].partition(" : ")[2]
        self._path = hook.get("path")
        self.action = hook["action"]
        self.tags = hook.get("tags")
        self.no_log = hook.get("no_log") or False
        self.loop_with = hook.get("loop")

    def get_path(self):
        return self._path


class RecordedHandler(RecordedTask, Handler):
    pass


class AnsweredTask:
    """The copy of its task that comes with a result, and of which the plugin asks other things."""

    ignore_unreachable, loop = False, None

    def __init__(self, hook, task, rescued):
        self._uuid = hook["task"]
        self._parent = Block() if rescued else None
        self.action = hook["action"]
        self.no_log = task is not None and task.no_log
        self.loop_with = task is not None and task.loop_with
        delegated = _mapping(_mapping(hook["res"]).get("_ansible_delegated_vars"))
        # Its name in newer recordings; in others what Ansible connects to, mostly the same.
        self.delegate_to = delegated.get("ansible_delegated_host") or delegated.get("ansible_host")


class RecordedHost:
    def __init__(self, name):
        self._name = name

    def get_name(self):
        return self._name


class RecordedResult:
    def __init__(self, hook, task, rescued):
        self._host = RecordedHost(hook["host"])
        self._result = _mapping(hook["res"])
        self._task = AnsweredTask(hook, task, rescued)

    def is_changed(self):
        """As Ansible's: of a loop that does not say it is any of its items."""
        if "changed" in self._result:
            return bool(self._result["changed"])
        return any(_mapping(item).get("changed") for item in self._result.get("results") or ())


class RecordedStats:
    def __init__(self, hook):
        self.processed = hook["stats"]
        self.custom = hook.get("custom")

    def summarize(self, host):
        return {"rescued": 0, "ignored": 0, **self.processed[host]}


def _own_name(hook):
    """Recorded as shown, behind the role, or of an include without a name behind its action."""
    name, role = hook["name"], hook.get("role")
    if name.startswith("%s : " % hook["action"]):
        return None
    return name[len("%s : " % role):] if role and name.startswith("%s : " % role) else name


def given_extra_vars(cli):
    """Those of the command line, of which alone a recording tells values."""
    variables = {}
    for given in cli.get("extra_vars") or ():
        if not given.startswith("@"):
            try:
                variables.update(DataLoader.load(given) if given[:1] in "[{" else parse_kv(given))
            except ValueError:  # YAML, or quotes that do not close
                continue
    return variables


def _mapping(value):
    return value if isinstance(value, dict) else {}
