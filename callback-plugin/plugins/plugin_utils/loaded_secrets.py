# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The secrets in what Ansible has loaded, so that they can be found wherever they turn up. They are never sent."""

from __future__ import annotations

import glob
import os
import re
from collections import deque
from fnmatch import fnmatch

from .guessed_secrets import GuessedSecrets
from .plain_data import VAULT_TYPES
from .redaction import secret_values

SECRET_FILES = ("*password*", "*secret*", "*vault*")
_VAULT_HEADER = b"$ANSIBLE_VAULT"
_TEMPLATE = re.compile(r"\{\{(?:[^{\n]|\{[^{\n]){0,200}?\}\}")
_MOST_FILES = 200
_MOST_BYTES = 4 * 1024 * 1024


class LoadedSecrets:
    """A function that gives the secrets learned since it was called last.

    Three kinds: every value of vaulted files and of files named like files of secrets, inline vault values, and secret
    variables of the inventory. Ansible tells little of where a value comes from: it must be found by value.
    Called on the sending thread, for reading and decrypting take time.
    """

    def __init__(self, loader, file_patterns=SECRET_FILES, guesses=None, inventory=None):
        self._loader = loader
        self._cache = getattr(loader, "_FILE_CACHE", None)
        self._file_patterns = tuple(pattern.lower() for pattern in file_patterns)
        self._looks_secret = (guesses or GuessedSecrets()).looks_secret
        self._inventory = inventory
        self._seen = set()
        self._told = deque()
        self._asked = set()

    def values_told(self, values):
        """Secrets that the hooks came by, as answers to prompts."""
        self._told.append(lambda found: found.update(values))

    def files_told(self, names, directories):
        """Files of variables that Ansible loads past its cache; a template in a name stands for anything."""
        names, directories = tuple(str(name) for name in names), tuple(str(directory) for directory in directories)
        # On the free strategy, each host announces the task that includes them.
        if names and (names, directories) not in self._asked:
            self._asked.add((names, directories))
            self._told.append(lambda found: self._look_for(names, directories, found))

    def __call__(self):
        found = set()
        if self._inventory is not None:
            inventory, self._inventory = self._inventory, None
            self._collect_inventory(inventory, found)
        while self._told:
            self._told.popleft()(found)
        if isinstance(self._cache, dict) and len(self._cache) != len(self._seen):
            for name, content in list(self._cache.items()):
                if name not in self._seen:
                    self._seen.add(name)
                    self._collect_file(str(name), content, found)
        return found

    def _collect_file(self, name, content, found):
        # A list is a playbook or a file of tasks, whose strings are no values.
        if isinstance(content, dict) and (self._is_file_of_secrets(name) or _first_bytes(name) == _VAULT_HEADER):
            found.update(secret_values(decrypted(content), self._looks_secret, everything=True))
        else:
            _collect_vaulted(content, found)

    def _is_file_of_secrets(self, name):
        return any(fnmatch(os.path.basename(name).lower(), pattern) for pattern in self._file_patterns)

    def _look_for(self, names, directories, found):
        for name in names:
            for path in _candidates(name, directories):
                try:
                    if self._may_hold_secrets(path):
                        # Of no use to Ansible's cache, which the main thread owns.
                        self._collect_file(path, self._loader.load_from_file(path, cache=False, unsafe=True), found)
                except Exception:  # not YAML, or no password for it: then Ansible cannot load it either
                    continue

    def _may_hold_secrets(self, path):
        if os.path.getsize(path) > _MOST_BYTES:
            return False
        with open(path, "rb") as file:
            content = file.read()
        return self._is_file_of_secrets(path) or content.startswith(_VAULT_HEADER) or b"!vault" in content

    def _collect_inventory(self, inventory, found):
        try:
            holders = [*dict(inventory.groups).values(), *dict(inventory.hosts).values()]
        except Exception:  # an inventory of another kind
            return
        for holder in holders:
            variables = dict(getattr(holder, "vars", None) or {})
            _collect_vaulted(variables, found)
            found.update(secret_values(variables, self._looks_secret))


def _candidates(name, directories):
    pattern = _TEMPLATE.sub("*", name) if _TEMPLATE.search(name) else glob.escape(name)
    pattern = os.path.expanduser(pattern)
    found = []
    for directory in directories if not os.path.isabs(pattern) else ("/",):
        for place in (os.path.join(directory, "vars", pattern), os.path.join(directory, pattern)):
            for path in sorted(glob.glob(place)):
                # include_vars also takes a directory.
                found += [path] if os.path.isfile(path) else sorted(glob.glob(os.path.join(glob.escape(path), "*.*")))
    return list(dict.fromkeys(found))[:_MOST_FILES]


def _first_bytes(name):
    try:
        with open(name, "rb") as file:
            return file.read(len(_VAULT_HEADER))
    except OSError:
        return b""


def _collect_vaulted(value, found):
    if type(value).__name__ in VAULT_TYPES:
        text = decrypted(value)
        if text:
            found.add(text)
    elif isinstance(value, dict):
        for item in value.values():
            _collect_vaulted(item, found)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect_vaulted(item, found)


def decrypted(value):
    """Variables as plain data with vault-encrypted values decrypted: to be looked for, never to be sent."""
    if isinstance(value, dict):
        return {str(key): decrypted(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [decrypted(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    try:
        return str(value)
    except Exception:  # no vault password for it: then it can appear in no result either
        return None
