# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Run ids. Python has uuid.uuid7 only from 3.14 on."""

from __future__ import annotations

import os
import time
import uuid


def uuid7(timestamp=None):
    """A UUIDv7: 48 bits of milliseconds, then random bits. The server partitions its tables by it."""
    milliseconds = int((time.time() if timestamp is None else timestamp) * 1000) & ((1 << 48) - 1)
    number = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | (0x7 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    return str(uuid.UUID(int=number))
