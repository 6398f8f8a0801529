# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""When a hook was called, by both clocks: the one on the wall may be set meanwhile, the other only goes on."""

from __future__ import annotations

import time


class Moment(float):
    """A time.time() that knows the time.monotonic() beside it; both in seconds."""

    __slots__ = ("monotonic",)

    @classmethod
    def now(cls):
        moment = cls(time.time())
        moment.monotonic = time.monotonic()
        return moment

    def since(self, start):
        """Seconds that passed since another moment, whatever was done to the clock on the wall; never below 0."""
        return max(round(self.monotonic - start.monotonic, 6), 0)
