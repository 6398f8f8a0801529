# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The two clocks of a moment."""

import time
import unittest
from unittest import mock

import plugin_modules  # noqa: F401
from plugin_utils.moment import Moment


class MomentTest(unittest.TestCase):
    def test_counts_what_passed_whatever_is_done_to_the_clock_on_the_wall(self):
        with mock.patch.object(time, "monotonic", side_effect=[5.0, 8.25]), \
                mock.patch.object(time, "time", side_effect=[1e9, 1e9 - 7200]):
            start, end = Moment.now(), Moment.now()
        self.assertEqual(end, 1e9 - 7200)
        self.assertEqual(end.since(start), 3.25)

    def test_is_never_before_the_start(self):
        start, end = Moment.now(), Moment.now()
        self.assertEqual(start.since(end), 0)
