# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which state of the playbooks and of the configuration a run used.

Commit, branch and remote are read from .git itself: a `git` process could wait on a network file system, and reading
some small files is quick. Only git knows whether the files differ from the commit; it is asked last, and not for long.

See docs/decisions/0026-git-without-subprocess.md.
"""

from __future__ import annotations

import os
import re
import select
import signal
import threading
import time

_COMMIT = re.compile(r"^[0-9a-f]{40}([0-9a-f]{24})?$")
_MAX_SYMBOLIC_REFS = 5
_MAX_BYTES = 256 * 1024
_BRANCH = "refs/heads/"
_SECTION = re.compile(r"""^\s*\[(\w+)(?:\s+"([^"]*)")?\]""")
_CREDENTIALS = re.compile(r"^(https?://)[^/@]*@", re.IGNORECASE)
_SETTING = re.compile(r"^\s*(\w+)\s*=(.*)")
GIT_SECONDS = 2.0
_LOOK_SECONDS = 0.02


class RunRepositories:
    """The repositories of one run. `facts` may be asked by two threads, and git only runs once."""

    def __init__(self, playbook_path, configuration_directories):
        self._playbook_path = playbook_path
        self._configuration_directories = configuration_directories
        self._looking = threading.Lock()
        self._facts = None

    def facts(self):
        """Arguments of the event run_started; what is not known is None. Takes 2 GIT_SECONDS at most."""
        if not self._looking.acquire(timeout=2 * GIT_SECONDS):
            return self._read(lambda _path: None)
        try:
            if self._facts is None:
                self._facts = self._read(is_dirty)
            return self._facts
        finally:
            self._looking.release()

    def _read(self, dirty):
        configuration = next(filter(None, map(repository_around, self._configuration_directories)), None)
        playbook = repository_around(os.path.dirname(self._playbook_path))
        dirtiness = {}  # often both are one
        for repository in filter(None, (configuration, playbook)):
            path = repository["path"]
            if path not in dirtiness:
                dirtiness[path] = dirty(path)
            repository["dirty"] = dirtiness[path]
        return {"configuration_commit": configuration["commit"] if configuration else None,
                "configuration_repository": configuration, "playbook_repository": playbook}


def repository_around(directory):
    """Path, commit, branch and remote (a URL) of what is checked out around `directory`; None where there is none.

    A detached HEAD has no branch, and a repository that was never fetched no remote.
    """
    root, git_directory = _find_git_directory(directory)
    if git_directory is None:
        return None
    # In a linked worktree HEAD is its own; refs and settings lie in the main repository's directory.
    common = _read(os.path.join(git_directory, "commondir"))
    common_directory = os.path.normpath(os.path.join(git_directory, common)) if common else git_directory
    head = _read(os.path.join(git_directory, "HEAD")) or ""
    branch = head[len("ref:"):].strip() if head.startswith("ref:") else ""
    branch = branch[len(_BRANCH):] if branch.startswith(_BRANCH) else None
    return {"path": root, "commit": _commit(git_directory, common_directory, head), "branch": branch,
            "remote": _remote(_read(os.path.join(common_directory, "config")) or "", branch), "dirty": None}


def is_dirty(path):
    """Whether files differ from the commit or are not in it (ignored ones aside); None where git does not tell.

    git does not tell where it is not installed, needs too long, or distrusts the repository's owner.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    # No lock is taken and nothing refreshed: somebody may be at work in there.
    environment.update(GIT_OPTIONAL_LOCKS="0", GIT_TERMINAL_PROMPT="0")
    try:
        return _says_something(["git", "-C", path, "-c", "core.fsmonitor=false", "status", "--porcelain"], environment,
                               GIT_SECONDS)
    except OSError:
        return None


def _says_something(command, environment, seconds):
    """Whether it prints anything; None when it fails or takes longer.

    Not by `subprocess`: that waits, for however long, for the end of a pipe which a worker that Ansible forks at this
    moment keeps open. Here nobody waits for an end: what was printed is looked at when the process is gone.
    """
    reading, writing = os.pipe()
    try:
        try:
            child = os.posix_spawnp(command[0], command, environment, setsigdef=(signal.SIGPIPE,), file_actions=(
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, writing, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)))
        finally:
            os.close(writing)
        deadline, ended, status, text = time.monotonic() + seconds, 0, None, False
        while not (ended or text) and time.monotonic() < deadline:
            text = _has_text(reading, _LOOK_SECONDS)
            ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:  # it needs too long, or what else it says is of no interest
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if text or _has_text(reading, 0):
            return True
        return False if ended and status == 0 else None
    finally:
        os.close(reading)


def _has_text(descriptor, seconds):
    return bool(select.select([descriptor], [], [], seconds)[0] and os.read(descriptor, 1))


def _commit(git_directory, common_directory, head):
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


def _remote(settings, branch):
    """The URL of the branch's remote, else of origin, else of the only one; without a user or token for HTTP."""
    remotes, section, name, upstream = {}, None, None, None
    for line in settings.splitlines():
        opened, setting = _SECTION.match(line), _SETTING.match(line)
        if opened:
            section, name = opened.groups()
        elif setting and section == "remote" and setting.group(1) == "url":
            remotes[name] = setting.group(2).strip()
        elif setting and section == "branch" and name == branch and setting.group(1) == "remote":
            upstream = setting.group(2).strip()
    only = next(iter(remotes.values())) if len(remotes) == 1 else None
    url = remotes.get(upstream) or remotes.get("origin") or only
    return _CREDENTIALS.sub(r"\1", url) if url else None


def _find_git_directory(directory):
    """(the directory that is checked out, its .git); None twice outside of repositories."""
    directory = os.path.abspath(directory)
    while True:
        candidate = os.path.join(directory, ".git")
        if os.path.isdir(candidate):
            return directory, candidate
        if os.path.isfile(candidate):
            pointer = _read(candidate) or ""
            if pointer.startswith("gitdir:"):
                return directory, os.path.normpath(os.path.join(directory, pointer[len("gitdir:"):].strip()))
            return None, None
        parent = os.path.dirname(directory)
        if parent == directory:
            return None, None
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
            return file.read(_MAX_BYTES).strip()
    except OSError:
        return None
