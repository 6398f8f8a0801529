# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which commit of the configuration a run used, read from .git itself.

A `git` process could wait on a network file system or a hook of somebody's; reading three small files cannot.
"""

from __future__ import annotations

import os
import re

_COMMIT = re.compile(r"^[0-9a-f]{40}([0-9a-f]{24})?$")
_MAX_SYMBOLIC_REFS = 5


def configuration_commit(directory):
    """The commit that the repository around `directory` has checked out, or None."""
    git_directory = _find_git_directory(directory)
    if git_directory is None:
        return None
    # In a linked worktree HEAD is its own, and the refs lie in the main repository's directory.
    common = _read(os.path.join(git_directory, "commondir"))
    common_directory = os.path.normpath(os.path.join(git_directory, common)) if common else git_directory
    head = _read(os.path.join(git_directory, "HEAD"))
    for _depth in range(_MAX_SYMBOLIC_REFS):
        if not head:
            return None
        if not head.startswith("ref:"):
            return head if _COMMIT.match(head) else None
        name = head[len("ref:"):].strip()
        if name.startswith("/") or ".." in name.split("/"):
            return None
        head = (_read(os.path.join(git_directory, name)) or _read(os.path.join(common_directory, name))
                or _packed_ref(common_directory, name))
    return None


def _find_git_directory(directory):
    directory = os.path.abspath(directory)
    while True:
        candidate = os.path.join(directory, ".git")
        if os.path.isdir(candidate):
            return candidate
        if os.path.isfile(candidate):
            pointer = _read(candidate) or ""
            if pointer.startswith("gitdir:"):
                return os.path.normpath(os.path.join(directory, pointer[len("gitdir:"):].strip()))
            return None
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def _packed_ref(common_directory, name):
    try:
        with open(os.path.join(common_directory, "packed-refs"), encoding="utf-8", errors="replace") as file:
            for line in file:
                commit, _space, ref = line.strip().partition(" ")
                if ref == name:
                    return commit
    except OSError:
        pass
    return None


def _read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(4096).strip()
    except OSError:
        return None
