# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Which hosts ran the items of a loop in place of the task's own host.

The result of a loop does not tell: its task has the template of `delegate_to`, and before ansible-core 2.21 so little is
kept of an item that it names no host. The hooks of the items do, one after the other, before the result comes.
"""

from __future__ import annotations

SKIPPED = ""  # the item ran nowhere


def delegates_of_items(host, ran_on):
    """(the only host that ran items, or None; all hosts that ran items in place of `host`, each once).

    `ran_on`: per item the host that it was delegated to, None, or SKIPPED.
    """
    ran = [delegate for delegate in ran_on if delegate != SKIPPED]
    others = list(dict.fromkeys(delegate for delegate in ran if delegate is not None and delegate != host))
    only = others[0] if len(others) == 1 and all(delegate == others[0] for delegate in ran) else None
    return only, others


def with_delegates(host, result, ran_on):
    """The result with the delegate in each of its items, as ansible-core 2.21 writes it there.

    Unchanged if it cannot be said which item is which.
    """
    items = result.get("results")
    if not isinstance(items, list) or len(items) != len(ran_on):
        return result
    return dict(result, results=[
        dict(item, _ansible_delegated_vars={"ansible_delegated_host": delegate})
        if isinstance(item, dict) and delegate not in (None, SKIPPED, host) else item
        for item, delegate in zip(items, ran_on)])
