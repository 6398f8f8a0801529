# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The callback's options as Ansible reads them (ansible.config.manager), without Ansible."""

from __future__ import annotations

import configparser
import os
import stat

SECTION = "callback_playledger"
_PATHS = ("token_file", "spool_dir", "ca_file", "client_cert", "client_key")


def read_options(warn):
    """The callback's options that are set, by name: of the environment, and of the first ansible.cfg that Ansible would
    find; and `ansible_home`. Paths are absolute. An option that is set to nothing is not set.

    `warn` is told of a file that Ansible would not trust, or that cannot be read.
    """
    path = find(warn)
    parser = _parsed(path, warn)
    options = {name: _path(value, os.path.dirname(path)) if name in _PATHS else _unquoted(value)
               for name, value in (parser[SECTION].items() if parser.has_section(SECTION) else ()) if value}
    home = parser.get("defaults", "home", fallback=None)
    if home:
        options["ansible_home"] = _path(home, os.path.dirname(path))
    for variable, value in os.environ.items():
        name = variable.replace("PLAYLEDGER_", "", 1).lower() if variable.startswith("PLAYLEDGER_") else None
        if variable == "ANSIBLE_HOME":
            name = "ansible_home"
        if name:
            is_path = name in _PATHS or name == "ansible_home"
            # Ansible asks the file only if the variable does not exist.
            options[name] = _path(value, os.getcwd()) if is_path and value else value
    return {name: value for name, value in options.items() if value}


def is_empty(name, value, config_file):
    """Whether `value`, which Ansible has resolved, was made of an option that is set to nothing."""
    given = os.environ.get("PLAYLEDGER_" + name.upper())
    if given is not None:
        return not given
    if not config_file or value.rstrip("/") != os.path.dirname(str(config_file)).rstrip("/"):
        return False
    parser = _parsed(str(config_file), lambda _warning: None)
    return not parser.get(SECTION, name, fallback="not set")


def _parsed(path, warn):
    parser = configparser.ConfigParser(interpolation=None, strict=False, inline_comment_prefixes=(";",))
    try:
        if path is not None:
            with open(path, encoding="utf-8-sig") as file:
                parser.read_file(file)
    except (configparser.Error, OSError, UnicodeDecodeError) as error:
        warn("%s is ignored: %s" % (path, error))
        return configparser.ConfigParser(interpolation=None)
    return parser


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


def _path(value, directory):
    if "{{CWD}}" in value:
        value = value.replace("{{CWD}}", os.getcwd())
    return os.path.normpath(os.path.join(directory, _expanded(value)))


def _unquoted(value):
    # As Ansible does with a text, and not with a path.
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[-2] != "\\"
    return value[1:-1] if is_quoted else value


def _expanded(path):
    return os.path.expanduser(os.path.expandvars(path))
