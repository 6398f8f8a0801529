# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""How long the hooks took: their sum, the longest, and percentiles out of a histogram of fixed size."""

from __future__ import annotations

from math import frexp

_STEPS = 8  # per doubling: a percentile is told up to 13 % too high
_DOUBLINGS = 32  # of a microsecond


class HookTimes:
    def __init__(self):
        self.calls = 0
        self.seconds = 0.0
        self.longest = 0.0
        self._buckets = [0] * (_STEPS * _DOUBLINGS)

    def add(self, seconds):
        self.calls += 1
        self.seconds += seconds
        if seconds > self.longest:
            self.longest = seconds
        fraction, doublings = frexp(seconds * 1e6 + 1.0)
        bucket = (doublings - 1) * _STEPS + int(fraction * 2 * _STEPS) - _STEPS
        self._buckets[min(bucket, len(self._buckets) - 1)] += 1

    def percentile(self, percent):
        """Seconds that `percent` of the hooks did not exceed."""
        wanted = self.calls * percent / 100.0
        seen = 0
        for bucket, count in enumerate(self._buckets):
            seen += count
            if seen >= wanted and count:
                doublings, step = divmod(bucket, _STEPS)
                return min(((1 << doublings) * (_STEPS + step + 1) / _STEPS - 1.0) / 1e6, self.longest)
        return self.longest

    def as_reporter(self):
        return {"hookCalls": self.calls, "hookSeconds": round(self.seconds, 6),
                "hookSecondsMax": round(self.longest, 6), "hookSecondsP50": round(self.percentile(50), 6),
                "hookSecondsP99": round(self.percentile(99), 6)}
