# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What ansible_objects.py imports of Ansible, as far as recorded hooks need it: a recording is read without Ansible."""

from __future__ import annotations

import json
import shlex
import sys
import types


class Block:
    """A block whose tasks are rescued when one fails."""

    def __init__(self):
        self.rescue, self.always, self._uuid, self._parent = [Rescuer()], [], "", None


class Rescuer:
    _uuid = "rescue"


class Handler:
    pass


class PlayIterator:
    def is_any_block_rescuing(self):
        """Tells the plugin which rule a version of Ansible has; here the recap tells what was rescued."""


class DataLoader:
    """Of extra variables given as JSON or YAML. YAML that is no JSON stays unread, and so untold."""

    load = staticmethod(json.loads)


def parse_kv(text):
    return dict(word.split("=", 1) for word in shlex.split(text) if "=" in word)


def load_extra_vars(_loader):
    return {}


context = types.SimpleNamespace(CLIARGS={})

_MODULES = {
    "ansible": {"context": context},
    "ansible.executor.play_iterator": {"PlayIterator": PlayIterator},
    "ansible.parsing.splitter": {"parse_kv": parse_kv, "split_args": shlex.split},
    "ansible.playbook.block": {"Block": Block},
    "ansible.playbook.handler": {"Handler": Handler},
    "ansible.release": {"__version__": None},
    "ansible.utils.collection_loader": {"AnsibleCollectionConfig": None},
    "ansible.utils.vars": {"load_extra_vars": load_extra_vars},
}


def install():
    """In the place of Ansible, also where it is installed: what is read must not depend on its version."""
    for name, contents in _MODULES.items():
        module = sys.modules[name] = types.ModuleType(name)
        vars(module).update(contents)
