# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The command as it was typed, word by word, without what may not leave the control host.

Of extra variables only the values of those that may be told; paths stay, also those of files of passwords; everything
else is searched for secrets as any text is (docs/decisions/0050-the-command-as-it-was-typed.md).
"""

from __future__ import annotations

import json
import os
import re

from .ansible_options import values_in
from .command_line import IGNORED
from .plain_data import REDACTED

# Also `ansible-playbook-3.12`, as some systems call it.
_PROGRAM = re.compile(r"(ansible(?:-playbook|-console)?)(?:-[0-9.]{1,10})?")
_MODULE = os.path.join("ansible", "__main__.py")  # python -m ansible
_NAME = re.compile(r"[^\W\d]\w{0,200}")
_ASSIGNMENT = re.compile(r"(?<![\w.-])([^\W\d][\w.-]{0,200})=(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s\"']+)")
# However much the option's name looks like that of a secret.
_PATHS = frozenset(("basedir", "become_password_file", "connection_password_file", "module_path", "private_key_file", "tree",
                    "vault_password_files"))


def typed_words(argv, arguments, path, python):
    """The command of this process, or None where Ansible was not called by it, but by a program that has Ansible in it.

    `arguments` are those that Ansible has parsed; `path` and `python` are $PATH and the Python that runs this.
    """
    directory, name = os.path.split(argv[0] if argv else "")
    known = _PROGRAM.fullmatch(name)
    if known:
        # The kernel tells a script where it was found, not what was typed.
        program, first = [name if directory in path.split(os.pathsep) else argv[0]], known.group(1)
        typed = TypedWords([*program, *argv[1:]], 1, first)
    elif len(argv) > 1 and argv[0].endswith(os.sep + _MODULE):
        typed = TypedWords([os.path.basename(python), "-m", "ansible", *argv[1:]], 4, argv[1])
    else:
        return None
    playbooks = arguments.get("args")
    return typed if not isinstance(playbooks, list) or set(argv[1:]).issuperset(playbooks) else None


class TypedWords:
    """`own_words`: how many of them are the program's own."""

    def __init__(self, words, own_words, program):
        self._words = words
        self._own_words = own_words
        self._program = program

    def __len__(self):
        return len(self._words)

    def told(self, parse_extra_vars, split, allowed, looks_secret, ignored=()):
        """Without the extra variables and the arguments that are not told."""
        def of(dest, value):
            if dest in ignored:
                return IGNORED
            if dest == "extra_vars":
                return _told_extra_vars(value, parse_extra_vars, split, allowed, looks_secret)
            return _without_assigned(value, looks_secret) if dest == "module_args" else value
        return self._mapped(of)

    def redacted(self, redact_text, redact_known):
        """The words without secrets: `redact_known` finds those that are known, `redact_text` also what looks like one."""
        def of(dest, value):
            is_path = dest in _PATHS or (dest == "extra_vars" and value.startswith("@"))
            return (redact_known if is_path else redact_text)(value)
        words = self._mapped(of)._words
        return [redact_known(word) for word in words[:self._own_words]] + words[self._own_words:]

    def _mapped(self, of):
        words = list(self._words)
        for index, dest, start in values_in(self._words[self._own_words:], self._program):
            index += self._own_words
            words[index] = words[index][:start] + of(dest, words[index][start:])
        return TypedWords(words, self._own_words, self._program)


def _told_extra_vars(given, parse_extra_vars, split, allowed, looks_secret):
    """One -e argument in its own form, with a marker for each value that is not told."""
    if given.startswith("@") or not given.strip():
        return given
    try:
        variables = dict(parse_extra_vars(given))
        if given[:1] in ("{", "["):
            told = {name: _without_secrets(value, looks_secret) if name in allowed and not looks_secret(name) else REDACTED
                    for name, value in variables.items()}
            return given if told == variables and _is_json_of(given, variables) else json.dumps(told)
        words = split(given)
        told = [_told_assignment(word, allowed, looks_secret) for word in words]
        return given if told == words else " ".join(told)
    except Exception:  # whatever Ansible's parsers throw: not understood is not told
        return REDACTED


def _without_secrets(value, looks_secret):
    if isinstance(value, dict):
        return {key: REDACTED if looks_secret(key) else _without_secrets(item, looks_secret)
                for key, item in value.items()}
    return [_without_secrets(item, looks_secret) for item in value] if isinstance(value, list) else value


def _is_json_of(given, variables):
    """YAML may have comments, and a name may stand twice: then not every value in it is one of `variables`."""
    try:
        pairs = json.loads(given, object_pairs_hook=list)
        return len(pairs) == len(variables) and json.loads(given) == variables
    except ValueError:
        return False


def _told_assignment(word, allowed, looks_secret):
    name, equals, _value = word.partition("=")
    if not equals or not _NAME.fullmatch(name):
        return REDACTED
    return word if name in allowed and not looks_secret(name) else "%s=%s" % (name, REDACTED)


def _without_assigned(text, looks_secret):
    return _ASSIGNMENT.sub(lambda match: "%s=%s" % (match.group(1), REDACTED) if looks_secret(match.group(1))
                           else match.group(), text)
