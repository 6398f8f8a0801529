# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What may be told of Ansible's command line, the extra variables and the environment."""

from __future__ import annotations

import os

from .plain_data import REDACTED

IGNORED = "<left out by playledger, as ignored_arguments says>"


def told_arguments(arguments, parse_extra_vars, allowed, ignored=()):
    """Ansible's parsed command line without what is ignored, and with the allow-listed extra variables' values only."""
    told = dict(arguments)
    told["extra_vars"] = [text for given in arguments.get("extra_vars") or ()
                          for text in told_extra_vars(str(given), parse_extra_vars, allowed)]
    return {name: IGNORED if name in ignored else value for name, value in told.items()}


def told_extra_vars(given, parse_extra_vars, allowed):
    """One -e argument: "@file" stays, everything else becomes name=value or name=<redacted>."""
    if given.startswith("@"):
        return [given]
    try:
        variables = dict(parse_extra_vars(given))
    except Exception:  # whatever Ansible's parsers throw: not understood is not told
        return [REDACTED]
    return ["%s=%s" % (name, value if name in allowed else REDACTED) for name, value in variables.items()]


def told_environment(names, environ=None):
    environ = os.environ if environ is None else environ
    return {name: environ[name] for name in names if environ.get(name)}


def run_labels(labels, environ=None):
    """The option's labels and those of ARA, which OSISM sets, without doubles and in order."""
    environ = os.environ if environ is None else environ
    ara = [label.strip() for label in environ.get("ARA_DEFAULT_LABELS", "").split(",")]
    return list(dict.fromkeys(label for label in [*labels, *ara] if label))
