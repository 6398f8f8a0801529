# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Ansible's playbook, play, task and result objects as the arguments of the event builders.

The only module here that imports Ansible. All of it is read on the recording thread; hook_notes.py says why that is
safe.
"""

from __future__ import annotations

import getpass
import os
import platform
import socket
import sys
from functools import lru_cache

from ansible import context
from ansible.executor.play_iterator import PlayIterator
from ansible.parsing.splitter import parse_kv, split_args
from ansible.playbook.block import Block
from ansible.playbook.handler import Handler
from ansible.release import __version__ as ansible_version
from ansible.utils.collection_loader import AnsibleCollectionConfig
from ansible.utils.vars import load_extra_vars

from .command_line import run_labels, told_arguments, told_environment
from .loaded_secrets import LoadedSecrets, decrypted
from .plain_data import cut_to_length, plain
from .redaction import secret_values
from .typed_words import typed_words
from .within_limits import MAX_HOST_NAME

try:
    from ansible.utils.vars import transform_to_native_types
except ImportError:  # before 2.19, results hold plain types
    transform_to_native_types = str

_AD_HOC_PLAYBOOK = "__adhoc_playbook__"
# A handler that fails in a flush within a block is rescued by that block, and counted so, by newer versions only.
_RESCUES_HANDLERS = "HANDLERS" in PlayIterator.is_any_block_rescuing.__code__.co_names
_NAMES_OF_COUNTERS = {"ok": "ok", "changed": "changed", "failures": "failed", "skipped": "skipped",
                      "unreachable": "unreachable", "ignored": "ignored", "rescued": "rescued"}


def convert_unknown(value):
    """What only Ansible can convert: 2.19 keeps errors and warnings as objects in results."""
    return transform_to_native_types(value)


class PlayAlone:
    """A play that no playbook has: of ansible-console, or of a program that embeds Ansible. Stands for the playbook."""

    def __init__(self, play):
        self.play = play
        self._loader = play.get_loader()
        self._file_name = sys.argv[0] if sys.argv else None

    def get_plays(self):
        return [self.play]


def is_ad_hoc(playbook):
    """Whether it is what `ansible` makes of its command line."""
    return getattr(playbook, "_file_name", None) == _AD_HOC_PLAYBOOK


def run_fields(playbook, settings, guesses):
    """(arguments of run_started, the secret values among the extra variables)."""
    arguments = plain(dict(context.CLIARGS))
    extra_vars, loader = _extra_vars(playbook)
    plain_extra_vars = plain(extra_vars)

    def parse_extra_vars(given):
        return _parsed_extra_vars(given, loader)

    typed = typed_words(sys.argv, arguments, os.environ.get("PATH", ""), sys.executable or "python3")
    fields = {
        "playbook_path": os.path.abspath(str(getattr(playbook, "_file_name", None) or "unknown")),
        "ansible_version": ansible_version,
        "python_version": platform.python_version(),
        "controller": socket.gethostname(),
        "user": _user(),
        "sudo_user": os.environ.get("SUDO_USER") or None,
        "working_directory": os.getcwd(),
        "command_line": typed and typed.told(parse_extra_vars, split_args, settings.extra_vars_allowed,
                                             guesses.looks_secret, settings.ignored_arguments),
        "arguments": told_arguments(arguments, parse_extra_vars, settings.extra_vars_allowed,
                                    settings.ignored_arguments),
        "check_mode": bool(arguments.get("check")),
        "diff_mode": bool(arguments.get("diff")),
        "limit": arguments.get("subset") or None,
        "tags": _names(arguments.get("tags")),
        "skip_tags": _names(arguments.get("skip_tags")),
        "inventory": _names(arguments.get("inventory")),
        "forks": _count(arguments.get("forks")),
        "extra_var_names": sorted(_name(name) for name in extra_vars),
        "extra_vars": {name: value for name, value in plain_extra_vars.items()
                       if name in settings.extra_vars_allowed},
        "environment": told_environment(settings.environment_allowed),
        "labels": _names(run_labels(settings.labels)),
        "ad_hoc": _ad_hoc(playbook, settings.ignored_arguments),
    }
    if isinstance(playbook, PlayAlone):  # the console can change these meanwhile
        fields.update(check_mode=bool(playbook.play.check_mode), diff_mode=bool(playbook.play.diff))
    return fields, secret_values(decrypted(extra_vars), guesses.looks_secret)


def _ad_hoc(playbook, ignored):
    """The command of `ansible` or ansible-console; None for what is a playbook, or a play of somebody's own."""
    program = "ansible" if is_ad_hoc(playbook) else "ansible-console" if isinstance(playbook, PlayAlone) and _is_console() \
        else None
    if program is None:
        return None
    play = playbook.get_plays()[0]
    task = next(task for entry in play.tasks for task in (entry.block if isinstance(entry, Block) else [entry]))
    return {
        "program": program,
        "pattern": ",".join(_names(play.hosts)),
        "module": _name(task.action),
        "arguments": None if _declares_no_log(task) or "module_args" in ignored else plain(dict(task.args)),
    }


def _is_console():
    return "ansible.cli.console" in sys.modules or hasattr(sys.modules.get("__main__"), "ConsoleCLI")


def collection_paths():
    """Where Ansible looks for collections, in its order: beside the playbook first."""
    return list(AnsibleCollectionConfig.collection_paths)


def loaded_secrets(playbook, settings, guesses):
    """What gives the secrets of the files and the inventory that Ansible loads."""
    loader, plays = playbook._loader, playbook.get_plays()
    manager = plays[0].get_variable_manager() if plays else None
    secrets = LoadedSecrets(loader, settings.secret_files, guesses, getattr(manager, "_inventory", None))
    secrets.files_told([str(given)[1:] for given in context.CLIARGS.get("extra_vars") or ()
                        if str(given).startswith("@")], [os.getcwd(), loader.get_basedir()])
    return secrets


def tell_secrets_of_play(play, secrets):
    """Answers to prompts, and the files that only this play loads."""
    # Private unless told otherwise, as Ansible has it.
    answers = [play.vars.get(prompt.get("name")) for prompt in play.vars_prompt or () if prompt.get("private", True)]
    secrets.values_told([str(answer) for answer in answers if answer is not None])
    names = [name for entry in play.vars_files or () for name in (entry if isinstance(entry, list) else [entry])]
    if names:
        secrets.files_told(names, _search_path(play))


def tell_secrets_of_task(task, secrets):
    """include_vars loads in a worker, and shows nothing of a vaulted file's contents."""
    if str(task.action).rsplit(".", 1)[-1] == "include_vars":
        names = [task.args[key] for key in ("file", "dir", "_raw_params") if task.args.get(key)]
        secrets.files_told(names, _search_path(task))


def _search_path(play_or_task):
    try:
        return [*play_or_task.get_search_path(), play_or_task.get_loader().get_basedir()]
    except Exception:  # not bound to a loader
        return [os.getcwd()]


def play_fields(play):
    return {
        "uuid": str(play._uuid),
        "name": _name(play.get_name()),
        "hosts": _names(play.hosts),
        "strategy": str(play.strategy) if play.strategy else None,
        "serial": _names(play.serial),
        "roles": _names(role.get_name() for role in play.roles or ()),
        "tags": _names(play.tags),
    }


def task_uuid(task):
    return str(task._uuid)


def task_name(task, own_name):
    """As Task.get_name, of the name that the task had in the hook: older versions of Ansible template it for a while."""
    role_name = getattr(task, "_role_name", None)  # of an include_role
    if not own_name and role_name:
        return _name("%s : %s" % (task.action, role_name))  # without the role that it stands in
    name = own_name or task.action
    return _name("%s : %s" % (task._role.get_name(), name) if task._role else name)


def task_fields(task, name):
    path, line = _path_and_line(task)
    return {
        "uuid": task_uuid(task),
        "name": name,
        "action": _name(task.action),
        "role": _name(task._role.get_name()) if task._role else None,
        "path": path,
        "line": line,
        "tags": _names(task.tags),
        "no_log": _declares_no_log(task),
        "handler": isinstance(task, Handler),
        "loop": _is_loop(task),
    }


def is_meta(task):
    return str(task.action).rsplit(".", 1)[-1] == "meta"


def is_flush(task):
    """An explicit `meta: flush_handlers`."""
    return is_meta(task) and task.args.get("_raw_params") == "flush_handlers"


def result_fields(result, status, ignored=False, flushed_by=None):
    """Arguments of Recording.task_result. `flushed_by`: the explicit flush that runs this handler, if one does."""
    task, data = result._task, result_data(result)
    failed = status == "failed" and not ignored
    no_log = _is_no_log(task, data)
    return {
        "uuid": task_uuid(task),
        "host": str(result._host.get_name()),
        "status": status,
        "ignored": bool(ignored),
        "rescued": failed and not _is_failed_include(task, data) and (
            is_rescued(task) or (_RESCUES_HANDLERS and flushed_by is not None and isinstance(task, Handler)
                                 and is_rescued(flushed_by))),
        "attempts": _count(data.get("attempts")),
        "delegated_to": _delegated_to(result),
        "no_log": no_log,
        "item_count": None if no_log else _item_count(task, data),
        "result": data,
    }


def _item_count(task, data):
    """None without a loop: modules such as dnf return a list `results` of their own."""
    return len(data["results"]) if _is_loop(task) and isinstance(data.get("results"), list) else None


def _is_loop(task):
    return task.loop is not None or bool(task.loop_with)


def _unified(result):
    """What ansible-core 2.21 keeps a result in, and older versions do not have."""
    return getattr(result, "_CallbackTaskResult__utr", None)


def ok_status(result):
    return "changed" if result.is_changed() else "ok"


def retry_fields(result):
    """Arguments of Recording.task_retried."""
    task, data = result._task, result_data(result)
    # Ansible counts the first try among its `retries`; the wire has the number that the task was given.
    tries = _count(data.get("retries"))
    attempt = _count(data.get("attempts")) or 1
    if _unified(result) is not None:
        # Since ansible-core 2.21 it is the number of the try to come.
        attempt = max(attempt - 1, 1)
    return {
        "uuid": task_uuid(task),
        "host": str(result._host.get_name()),
        "attempt": attempt,
        "retries": max(tries - 1, 0) if tries else None,
        "no_log": _is_no_log(task, data),
        "result": data,
    }


def recap(stats):
    """Ansible's counters per host in the wire's words."""
    return {cut_to_length(str(host), MAX_HOST_NAME):
            {told: int(stats.summarize(host)[name]) for name, told in _NAMES_OF_COUNTERS.items()}
            for host in stats.processed}


def custom_stats(stats):
    return dict(stats.custom) if getattr(stats, "custom", None) else None


def result_data(result):
    # What `_result` of 2.19 and 2.20 converts, all of it and at once; only events that are built need it converted.
    data = result.__dict__.get("_return_data")
    return data if data is not None else _with_item_flags(result, result._result)


def _with_item_flags(result, data):
    """ansible-core 2.21 hides `failed` and `skipped` from callbacks, also in items, of which nothing else tells them."""
    unified = _unified(result)
    told, items = data.get("results"), getattr(unified, "loop_results", None)
    if not isinstance(told, list) or not items or len(told) != len(items):
        return data
    # A copy: other callbacks may have been given the same one.
    return dict(data, results=[
        dict(shown, **{flag: True for flag in ("failed", "skipped") if getattr(item, flag, None)})
        for shown, item in zip(told, items)])


def is_rescued(task):
    """A block around the task has a rescue section and the task is not in its rescue or always section.

    The rule is PlayIterator.is_any_block_rescuing, which decides the recap's `rescued` and tells no callback.
    """
    below, node = {task._uuid}, task._parent
    while node is not None:
        if isinstance(node, Block) and node.rescue and not _has_any(node.rescue, below) \
                and not _has_any(node.always or (), below):
            return True
        below.add(node._uuid)
        node = node._parent
    return False


def _has_any(section, uuids):
    return any(entry._uuid in uuids for entry in section)


def _is_failed_include(task, data):
    # The file could not be loaded: the recap counts a failure, even where a rescue section follows.
    return "include" in str(task.action) and "reason" in data


def _is_no_log(task, data):
    return task.no_log is True or bool(data.get("_ansible_no_log")) or "censored" in data


def _declares_no_log(task):
    no_log = task.no_log
    if isinstance(no_log, str):  # a template not evaluated yet: it may hide the output
        return no_log.strip().lower() not in ("false", "no", "off", "0", "")
    return bool(no_log)


def delegate_of(task):
    """None without one, also of a loop whose items have each their own: its task has only a template."""
    delegated = task.delegate_to
    return _name(delegated) if isinstance(delegated, str) and delegated and "{{" not in delegated else None


def _delegated_to(result):
    delegated = delegate_of(result._task)
    return delegated if delegated != result._host.get_name() else None


def _path_and_line(task):
    path, colon, line = (task.get_path() or "").rpartition(":")
    if not colon or not line.isdigit():
        return (task.get_path() or None), None
    return path, int(line)


def _extra_vars(playbook):
    plays = playbook.get_plays()
    if plays and plays[0].get_variable_manager() is not None:
        return plays[0].get_variable_manager().extra_vars, playbook._loader
    return load_extra_vars(playbook._loader), playbook._loader


def _parsed_extra_vars(given, loader):
    return plain(loader.load(given) if given[:1] in "[{" else parse_kv(given))


@lru_cache(maxsize=1)
def _user():
    try:
        return getpass.getuser()
    except Exception:  # a uid without a name, as in containers
        return str(os.getuid())


def _name(value):
    return str.__str__(str(value))


def _names(values):
    if values is None:
        return []
    if isinstance(values, str):
        values = [values]
    return [_name(value) for value in values]


def _count(value):
    return int(value) if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
