# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The plugin's options as typed values."""

from __future__ import annotations

import os

from .ansible_cfg import is_empty
from .token_file import find_token

_LEAST_BYTES = 1024


class Settings:
    """`get` is Ansible's get_option: it has typed and defaulted everything already, and resolved paths.

    `ansible_home`: ANSIBLE_HOME, as Ansible has resolved it. `config_file`: the ansible.cfg in use, or None.
    """

    def __init__(self, get, ansible_home=None, config_file=None):
        def path(name):
            """Empty means unset. Ansible makes of an empty path a directory: its own, or that of ansible.cfg."""
            value = get(name)
            return None if value and is_empty(name, value, config_file) else value

        self.url = (get("url") or "").strip().rstrip("/")
        self.token, self.token_problem = find_token(get("token"), path("token_file"))
        self.labels = [str(label) for label in get("labels") or ()]
        self.spool_dir = path("spool_dir")
        self.ansible_home = ansible_home
        self.spool_max_bytes = int(get("spool_max_bytes"))
        self.batch_events = max(1, int(get("batch_events")))
        self.batch_age = max(0.05, float(get("batch_age")))
        self.batch_bytes = max(1, int(get("batch_bytes")))
        self.timeout = max(0.1, float(get("timeout")))
        self.drain_timeout = max(0.0, float(get("drain_timeout")))
        self.validate_certs = bool(get("validate_certs"))
        self.ca_file = get("ca_file") or None
        self.client_cert = get("client_cert") or None
        self.client_key = get("client_key") or None
        self.extra_vars_allowed = frozenset(get("extra_vars_allowed") or ())
        self.environment_allowed = tuple(get("environment_allowed") or ())
        self.secret_files = _texts(get("secret_files"))
        self.secret_keys = _texts(get("secret_keys"))
        self.secret_values = _texts(get("secret_values"))
        self.ignored_facts = with_those_of_ara(get("ignored_facts"), "ARA_IGNORED_FACTS")
        self.ignored_arguments = with_those_of_ara(get("ignored_arguments"), "ARA_IGNORED_ARGUMENTS")
        self.max_field_bytes = max(_LEAST_BYTES, int(get("max_field_bytes")))
        self.max_result_bytes = max(_LEAST_BYTES, int(get("max_result_bytes")))


def _texts(values):
    return tuple(str(value) for value in values or () if str(value).strip())


def with_those_of_ara(values, variable):
    """A deployment that told ARA what to ignore has said so to us too."""
    ara = [name.strip() for name in os.environ.get(variable, "").split(",")]
    return frozenset(name for name in [*_texts(values), *ara] if name)
