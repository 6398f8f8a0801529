# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which word of a command of Ansible's is the value of which option.

As Python's argparse reads them: attached values, several short options in a word, beginnings of long names. The options
are those of ansible-core 2.14 to 2.21; a test compares them with Ansible's own parsers.
"""

from __future__ import annotations

_ALL, _PLAYBOOK, _AD_HOC, _CONSOLE = "pac", "p", "a", "c"
_LETTERS = {"ansible-playbook": _PLAYBOOK, "playbook": _PLAYBOOK, "ansible": _AD_HOC, "adhoc": _AD_HOC,
            "ansible-console": _CONSOLE, "console": _CONSOLE}
# (names, what Ansible calls the value, whether there is one, programs)
OPTIONS = (
    (("-a", "--args"), "module_args", True, _AD_HOC),
    (("-b", "--become"), "become", False, _ALL),
    (("-B", "--background"), "seconds", True, _AD_HOC),
    (("-c", "--connection"), "connection", True, _ALL),
    (("-C", "--check"), "check", False, _ALL),
    (("-D", "--diff"), "diff", False, _ALL),
    (("-e", "--extra-vars"), "extra_vars", True, _ALL),
    (("-f", "--forks"), "forks", True, _ALL),
    (("-h", "--help"), "help", False, _ALL),
    (("-i", "--inventory", "--inventory-file"), "inventory", True, _ALL),
    (("-J", "--ask-vault-password", "--ask-vault-pass"), "ask_vault_pass", False, _ALL),
    (("-k", "--ask-pass"), "ask_pass", False, _ALL),
    (("-K", "--ask-become-pass"), "become_ask_pass", False, _ALL),
    (("-l", "--limit"), "subset", True, _ALL),
    (("-m", "--module-name"), "module_name", True, _AD_HOC),
    (("-M", "--module-path"), "module_path", True, _ALL),
    (("-o", "--one-line"), "one_line", False, _AD_HOC),
    (("-P", "--poll"), "poll_interval", True, _AD_HOC),
    (("-t", "--tags"), "tags", True, _PLAYBOOK),
    (("-t", "--tree"), "tree", True, _AD_HOC),
    (("-T", "--timeout"), "timeout", True, _ALL),
    (("-u", "--user"), "remote_user", True, _ALL),
    (("-v", "--verbose"), "verbosity", False, _ALL),
    (("--become-method",), "become_method", True, _ALL),
    (("--become-password-file", "--become-pass-file"), "become_password_file", True, _ALL),
    (("--become-user",), "become_user", True, _ALL),
    (("--connection-password-file", "--conn-pass-file"), "connection_password_file", True, _ALL),
    (("--flush-cache",), "flush_cache", False, _ALL),
    (("--force-handlers",), "force_handlers", False, _PLAYBOOK),
    (("--list-hosts",), "listhosts", False, _ALL),
    (("--list-tags",), "listtags", False, _PLAYBOOK),
    (("--list-tasks",), "listtasks", False, _PLAYBOOK),
    (("--playbook-dir",), "basedir", True, _AD_HOC + _CONSOLE),
    (("--private-key", "--key-file"), "private_key_file", True, _ALL),
    (("--scp-extra-args",), "scp_extra_args", True, _ALL),
    (("--sftp-extra-args",), "sftp_extra_args", True, _ALL),
    (("--skip-tags",), "skip_tags", True, _PLAYBOOK),
    (("--ssh-common-args",), "ssh_common_args", True, _ALL),
    (("--ssh-extra-args",), "ssh_extra_args", True, _ALL),
    (("--start-at-task",), "start_at_task", True, _PLAYBOOK),
    (("--step",), "step", False, _PLAYBOOK + _CONSOLE),
    (("--syntax-check",), "syntax", False, _PLAYBOOK),
    (("--task-timeout",), "task_timeout", True, _AD_HOC + _CONSOLE),
    (("--vault-id",), "vault_ids", True, _ALL),
    (("--vault-password-file", "--vault-pass-file"), "vault_password_files", True, _ALL),
    (("--version",), "version", False, _ALL),
)
POSITIONAL = "args"


def options_of(program):
    """Name -> (what Ansible calls its value, whether there is one)."""
    letter = _LETTERS.get(program, _PLAYBOOK)
    return {name: (dest, has_value) for names, dest, has_value, programs in OPTIONS if letter in programs
            for name in names}


def values_in(words, program):
    """(index of the word, what Ansible calls the value in it, where in the word it begins), in order.

    `words` without the program. Words that are options and nothing else are left out.
    """
    options = options_of(program)
    waiting, only_positional = None, False
    for index, word in enumerate(words):
        if waiting is not None:
            yield index, waiting, 0
            waiting = None
        elif only_positional or not word.startswith("-") or word == "-":
            yield index, POSITIONAL, 0
        elif word == "--":
            only_positional = True
        else:
            dest, start = _value_within(word, options)
            if start is None:
                waiting = dest
            elif dest is not None:
                yield index, dest, start


def _value_within(word, options):
    """(what the option's value is, where it begins in the word), the place None: in the next word.

    (None, 0) for switches; of an option that is not known, all of the word may be a value.
    """
    if word.startswith("--"):
        name, equals, _value = word.partition("=")
        dest, has_value = _long_option(name, options)
        if not has_value:
            return dest, 0
        return dest, len(name) + 1 if equals else None
    for place in range(1, len(word)):
        dest, has_value = options.get("-" + word[place], (POSITIONAL, False))
        if has_value:
            # argparse takes `-e=x` as `-e x`.
            start = place + (2 if place == 1 and word[2:3] == "=" else 1)
            return dest, start if start < len(word) or word.endswith("=") else None
        if dest == POSITIONAL:
            return dest, 0
    return None, 0


def _long_option(name, options):
    """(what its value is, whether it has one): (None, False) for a switch."""
    begun = {options[name]} if name in options else {options[whole] for whole in options if whole.startswith(name)}
    if len(begun) != 1:
        return POSITIONAL, False
    dest, has_value = begun.pop()
    return dest if has_value else None, has_value
