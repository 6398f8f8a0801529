# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which host ran which item; what Ansible says of it is in scenarios/delegation."""

import unittest

import plugin_modules  # noqa: F401
from plugin_utils.item_delegates import SKIPPED, delegates_of_items, with_delegates


class ItemDelegatesTest(unittest.TestCase):
    def test_one_host_is_named_if_it_ran_all_that_ran(self):
        self.assertEqual(delegates_of_items("alpha", ["beta", "beta"]), ("beta", ["beta"]))
        self.assertEqual(delegates_of_items("alpha", ["beta", SKIPPED]), ("beta", ["beta"]))
        self.assertEqual(delegates_of_items("alpha", ["beta", "alpha"]), (None, ["beta"]))
        self.assertEqual(delegates_of_items("alpha", ["beta", None]), (None, ["beta"]))
        self.assertEqual(delegates_of_items("alpha", ["beta", "gamma", "beta"]), (None, ["beta", "gamma"]))
        self.assertEqual(delegates_of_items("alpha", ["alpha", None, SKIPPED]), (None, []))

    def test_items_keep_what_they_have(self):
        items = [{"item": 1, "rc": 0}, {"item": 2}, {"item": 3}, {"item": 4}, "no item"]
        told = with_delegates("alpha", {"results": items}, ["beta", None, SKIPPED, "alpha", "beta"])["results"]
        self.assertEqual(told, [dict(items[0], _ansible_delegated_vars={"ansible_delegated_host": "beta"}), *items[1:]])
        self.assertEqual(items[0], {"item": 1, "rc": 0}, "others may have been given the same")

    def test_where_it_cannot_be_said_which_item_is_which_none_is_named(self):
        for result in ({"results": [{"item": 1}]}, {"results": "hidden"}, {"censored": "yes"}):
            self.assertIs(with_delegates("alpha", result, ["beta", "gamma"]), result)


if __name__ == "__main__":
    unittest.main()
