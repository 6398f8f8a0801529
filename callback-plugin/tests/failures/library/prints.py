#!/usr/bin/python
# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Something that prints what no module prints, and fails."""

import sys

print("no JSON here")
print("fatal: the image keystone is not in the registry", file=sys.stderr)
sys.exit(3)
