# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes `plugin_utils` importable as a package without Ansible and without installing the collection."""

import os
import sys

COLLECTION = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The servers of the tests are on this machine.
for _name in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[_name]
sys.path.insert(0, os.path.join(COLLECTION, "plugins"))
