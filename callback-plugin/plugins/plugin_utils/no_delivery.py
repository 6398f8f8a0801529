# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Stands where Delivery stands, when there is no token to send anything with."""

from __future__ import annotations

import math

from .delivery import LATER


class NoDelivery:
    """Sends nothing, so that everything is spooled, as with a token that the server does not accept."""

    down = True
    asked_to_wait = None
    met_a_stranger = False

    def __init__(self, reason, warn):
        self._reason = reason
        self._warn = warn

    def may_try(self):
        self._warn("token", self._reason)
        return False

    def seconds_to_next_attempt(self):
        return math.inf

    def send(self, batch, _counters):
        return [(batch, LATER)]

    def send_all(self, batches, _counters):
        return [(batch, LATER) for batch in batches]

    def sign_of_life(self, run_id):
        pass

    def close(self):
        pass
