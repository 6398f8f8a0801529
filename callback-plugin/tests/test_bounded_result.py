# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What is left of a result that is too large: its counts are true, and what failed stays to the last."""

import json
import random
import re
import time
import unittest

import plugin_modules  # noqa: F401
from plugin_utils.bounded_result import LEFT_OUT, bounded_result
from plugin_utils.redaction import Redactor

_MARKER = re.compile(r"(\d+) of (\d+) items left out(?:, (\d+) of which failed)?\Z")


def kept_of(items):
    """({index: item} of what was kept, how many items there were, how many of those left out failed)."""
    kept, index, failed = {}, 0, 0
    for item in items:
        found = _MARKER.match(item[LEFT_OUT]) if isinstance(item, dict) and set(item) == {LEFT_OUT} else None
        if found:
            index += int(found.group(1))
            failed += int(found.group(3) or 0)
        else:
            kept[index] = item
            index += 1
    return kept, index, failed


def item(number, **more):
    return dict({"item": number, "ansible_loop_var": "item", "changed": False, "failed": False}, **more)


class LoopTest(unittest.TestCase):
    def bounded(self, items, limit=1024 * 1024):
        told = Redactor(max_result=limit).redact_result({"msg": "One or more items failed", "failed": True, "results": items})
        self.assertLess(len(json.dumps(told, separators=(",", ":"))), limit * 1.1 + 200)
        self.assertEqual((told["msg"], told["failed"]), ("One or more items failed", True))
        kept, count, failed = kept_of(told["results"])
        self.assertEqual(count, len(items))
        for index, left in kept.items():
            self.assertEqual(left["item"], items[index]["item"], "an item that is not where it was")
        self.assertEqual(failed, sum(given.get("failed") is True for index, given in enumerate(items) if index not in kept))
        return kept

    def test_4800_items_of_a_megabyte_and_a_short_one_that_failed(self):
        items = [item(number, stdout="x" * 400, cmd="y" * number) for number in range(4800)]
        items[4711] = item(4711, failed=True, msg="why")
        kept = self.bounded(items)
        self.assertEqual(kept[4711], items[4711])
        self.assertIn(0, kept)
        self.assertGreater(len(kept), 2500)

    def test_what_failed_stays_whatever_its_size(self):
        for size in (10, 1000, 100_000, 3_000_000):
            items = [item(number, stdout="x" * 300) for number in range(6000)]
            items[17] = item(17, failed=True, msg="why", stderr="e" * size)
            items[18] = item(18, unreachable=True, msg="m" * size)
            items[5000] = item(5000, changed=True, diff={"before": "b" * size, "after": "a"})
            kept = self.bounded(items)
            self.assertEqual((kept[17]["failed"], kept[17]["msg"]), (True, "why"))
            self.assertTrue(kept[18]["unreachable"])
            self.assertTrue(kept[18]["msg"].startswith("mmm"))
            self.assertTrue(kept[5000]["changed"])
            self.assertGreater(len(kept), 300, "others have their room beside them")

    def test_changed_items_go_after_the_others_and_before_the_failed_ones(self):
        items = [item(number, stdout="x" * 300, changed=number % 3 == 1, failed=number % 3 == 2) for number in range(900)]
        kept = self.bounded(items, 170_000)
        self.assertEqual([index for index in range(900) if index % 3 == 2 and index not in kept], [])
        self.assertLess(sum(index % 3 == 0 for index in kept), sum(index % 3 == 1 for index in kept))

    def test_more_that_failed_than_there_is_room_for(self):
        items = [item(number, failed=True, msg="because of %d, %s" % (number, "x" * 500)) for number in range(4800)]
        kept = self.bounded(items, 200_000)
        self.assertGreater(len(kept), 400)
        for index, left in kept.items():
            self.assertTrue(left["failed"])
            self.assertTrue(left["msg"].startswith("because of %d," % index))

    def test_whatever_the_items_are(self):
        chance = random.Random(27)
        for _ in range(60):
            items = [item(number, stdout="x" * int(chance.paretovariate(0.7) * 30), changed=chance.random() < 0.1,
                          failed=chance.random() < chance.choice((0.01, 0.5)), skipped=chance.random() < 0.1)
                     for number in range(chance.randrange(1, 700))]
            self.bounded(items, chance.choice((2000, 20_000, 200_000)))

    def test_lines_and_names_keep_both_ends(self):
        lines = ["line %d" % number for number in range(100_000)]
        kept, count, _failed = kept_of(bounded_result(lines, 10_000))
        self.assertEqual(count, 100_000)
        self.assertEqual((kept[0], kept[99_999]), ("line 0", "line 99999"))
        self.assertEqual({index: lines[index] for index in kept}, kept)

    def test_scattered_small_items_take_bounded_time(self):
        items = [item(number, stdout="x" * (number * 7919 % 400)) for number in range(50_000)]
        began = time.process_time()
        kept = self.bounded(items, 300_000)
        self.assertLess(time.process_time() - began, 60)
        self.assertGreater(len(kept), 500)

    def test_nested_items_keep_what_tells(self):
        deep = item(1, failed=True, msg="x" * 400, invocation={"module_args": {str(n): "y" * 50 for n in range(100)}})
        left = bounded_result([deep, *(item(n, stdout="z" * 999) for n in range(2, 99))], 1000)[0]
        self.assertTrue(left["msg"].startswith("xxx"))


if __name__ == "__main__":
    unittest.main()
