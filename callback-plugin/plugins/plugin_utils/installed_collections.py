# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which collections Ansible finds when a run starts, and their versions.

Those that are installed, not those that tasks use: a lookup, a filter or a module's utilities may come from any of
them, in a worker that tells nobody. Of each only its small manifest is read, in the order in which Ansible looks.

See docs/decisions/0013-collections-as-installed.md.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time

_DIRECTORY = "ansible_collections"
_VERSION = re.compile(r"""^version:[ \t]*["']?([^"'#\s]+)""", re.MULTILINE)
_UNVERSIONED = ("null", "~", "*")
_MAX_BYTES = 256 * 1024
_MAX_COLLECTIONS = 2000
COLLECTION_SECONDS = 1.0


class InstalledCollections:
    """`paths` as Ansible's collection loader has them. `facts` may be asked by two threads."""

    def __init__(self, paths):
        self._paths = paths
        self._looking = threading.Lock()
        self._facts = None

    def facts(self):
        """Arguments of the event run_started; None instead of a list that would not be all of them."""
        if not self._looking.acquire(timeout=COLLECTION_SECONDS):
            return {"collections": None}
        try:
            if self._facts is None:
                self._facts = {"collections": installed_collections(self._paths)}
            return self._facts
        finally:
            self._looking.release()


def installed_collections(paths, seconds=COLLECTION_SECONDS):
    """Name and version of each, by name; None where there are too many, or a file system is too slow."""
    deadline = time.monotonic() + seconds
    found = {}
    for name, directory in _directories(paths):
        if len(found) >= _MAX_COLLECTIONS or time.monotonic() > deadline:
            return None
        if name not in found:  # Ansible takes the first of a name
            found[name] = _version(directory)
    return [{"name": name, "version": version} for name, version in sorted(found.items())]


def _directories(paths):
    for path in paths:
        root = path if os.path.basename(path) == _DIRECTORY else os.path.join(path, _DIRECTORY)
        for namespace in _packages(root):
            for name in _packages(os.path.join(root, namespace)):
                yield "%s.%s" % (namespace, name), os.path.join(root, namespace, name)


def _packages(directory):
    """Directories that can be a part of a collection's name.

    Not `acme.tools-1.0.0.info`, which galaxy puts beside, and not what ansible-core carries for its own use.
    """
    try:
        with os.scandir(directory) as entries:
            return sorted(entry.name for entry in entries
                          if entry.name.isidentifier() and not entry.name.startswith("_") and entry.is_dir())
    except OSError:
        return []


def _version(directory):
    """As its manifest says, or the galaxy.yml of a working copy; None where neither does."""
    manifest = _read(os.path.join(directory, "MANIFEST.json"))
    if manifest is not None:
        try:
            version = json.loads(manifest)["collection_info"]["version"]
            return version if isinstance(version, str) else None
        except (ValueError, KeyError, TypeError):
            return None
    told = _VERSION.search(_read(os.path.join(directory, "galaxy.yml")) or "")
    return told.group(1) if told and told.group(1) not in _UNVERSIONED else None


def _read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(_MAX_BYTES)
    except OSError:
        return None
