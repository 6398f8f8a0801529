# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Python imports this when it starts, if this directory is in PYTHONPATH: see fault_injector.py."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
try:
    import fault_injector
finally:
    del sys.path[0]
fault_injector.inject_as_told()
