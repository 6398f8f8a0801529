# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The callback's section of ansible.cfg, found and read as Ansible does it (ansible.config.manager), without Ansible."""

from __future__ import annotations

import configparser
import os
import stat

SECTION = "callback_playledger"
_PATHS = ("token_file", "spool_dir", "ca_file", "client_cert", "client_key")


def read_ansible_cfg(warn):
    """The options of the first file that Ansible would find; `warn` is told of one that it would not trust."""
    path = find(warn)
    if path is None:
        return {}
    parser = configparser.ConfigParser(interpolation=None, strict=False, inline_comment_prefixes=(";",))
    try:
        parser.read(path)
    except configparser.Error:
        return {}
    options = dict(parser[SECTION]) if parser.has_section(SECTION) else {}
    for name in _PATHS:
        if options.get(name):
            options[name] = os.path.join(os.path.dirname(path), _expanded(options[name]))
    return options


def find(warn):
    """The path of that file; None if there is none."""
    named, distrusted = _named(), None
    candidates = [named] if named else []
    try:
        here = os.getcwd()
        in_here = os.path.join(here, "ansible.cfg")
        # Whoever may write there would say where our token goes.
        if not os.stat(here).st_mode & stat.S_IWOTH:
            candidates.append(in_here)
        elif os.path.exists(in_here):
            distrusted = in_here
    except OSError:
        pass  # no directory to look into
    candidates += [os.path.expanduser("~/.ansible.cfg"), "/etc/ansible/ansible.cfg"]
    found = next((path for path in candidates if os.path.isfile(path) and os.access(path, os.R_OK)), None)
    # A file that was named explicitly is trusted.
    if distrusted is not None and (named is None or found != named):
        warn("%s is ignored: its directory is world-writable. If you trust it, name it in"
             " ANSIBLE_CONFIG." % distrusted)
    return found


def _named():
    """What ANSIBLE_CONFIG says: a file, or the directory of one."""
    named = os.environ.get("ANSIBLE_CONFIG")
    if not named:
        return None
    path = os.path.abspath(_expanded(named))
    return os.path.join(path, "ansible.cfg") if os.path.isdir(path) else path


def _expanded(path):
    return os.path.expanduser(os.path.expandvars(path))
