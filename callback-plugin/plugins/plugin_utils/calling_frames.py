# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The functions that have called a hook: some of them know what no hook is told."""

from __future__ import annotations

_MOST = 50


def calling_frames(frame):
    """`frame` and those above it, as far as Ansible's own can be."""
    for _ in range(_MOST):
        if frame is None:
            return
        yield frame
        frame = frame.f_back


def is_of_class(owner, name):
    """Whether an object of Ansible's is of the class of that name, or of one made from it."""
    return any(cls.__name__ == name for cls in type(owner).__mro__)
