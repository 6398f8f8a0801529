# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A result of a bounded size, and what stays in it longest.

What is left out of a list is counted where it stood, so that the server knows the place of each item that is kept.
"""

from __future__ import annotations

from itertools import groupby

from .plain_data import MAX_RESULT, as_json, cut

LEFT_OUT = "_playledger_left_out"
_MARKER_BYTES = 64
_LEAST_SHARE = 256
_LEAST_TELLING_SHARE = 160
_LEAST_FAILED_SHARE = 400  # its flags, and the beginning of its message
_FAILED, _CHANGED, _OTHER = range(3)
# Fields that say how an item, or a task, went. They are cut before they are left out.
_TELLING = frozenset(("failed", "unreachable", "changed", "skipped", "rc", "msg", "reason", "item", "ansible_loop_var",
                      "_ansible_item_label", "censored"))


class _Entry:
    __slots__ = ("key", "value", "size", "least", "rank", "share")

    def __init__(self, key, value, rank, least=_LEAST_SHARE):
        self.key = key
        self.value = value
        self.size = len(as_json(value)) + (len(key) + 4 if isinstance(key, str) else 1)
        self.least = min(self.size, least)
        self.rank = rank
        self.share = None  # bytes that it may take; None: left out

    def bounded(self):
        return self.value if self.share >= self.size else bounded_result(self.value, self.share)


def bounded_result(value, limit=MAX_RESULT):
    """`value` with about `limit` bytes of JSON at most.

    `rc` and `msg` survive beside a huge `stdout`, and small fields beside large ones. Of a loop, items that failed stay
    to the last, whatever their size, and after them those that changed something.
    """
    size = len(as_json(value))
    if size <= limit:
        return value
    limit = max(limit - _MARKER_BYTES, 0)
    if isinstance(value, str):
        return cut(value, limit * len(value.encode("utf-8", "surrogatepass")) // size)
    if isinstance(value, dict):
        return _bounded_dict(value, limit)
    if isinstance(value, list):
        return _bounded_list(value, limit)
    return value


def _bounded_dict(value, limit):
    entries = [_Entry(key, item, *((_FAILED, _LEAST_TELLING_SHARE) if key in _TELLING else (_OTHER,)))
               for key, item in value.items()]
    # In steps, so that fields of about one size keep their order.
    kept = _fitting(sorted(entries, key=lambda entry: (entry.rank, entry.least // 64)), limit)
    _share_out(kept, limit)
    bounded = {entry.key: entry.bounded() for entry in entries if entry.share is not None}
    if len(bounded) < len(entries):
        bounded[LEFT_OUT] = "%d of %d keys left out" % (len(entries) - len(bounded), len(entries))
    return bounded


def _bounded_list(value, limit):
    entries = [_Entry(index, item, rank, _LEAST_FAILED_SHARE if rank == _FAILED else _LEAST_SHARE)
               for index, item, rank in zip(range(len(value)), value, map(_rank, value))]
    if any(isinstance(item, dict) for item in value):
        order = sorted(entries, key=lambda entry: (entry.rank, entry.least // 64, entry.key))
    else:  # lines, names: both ends of them
        order = sorted(entries, key=lambda entry: min(entry.key, len(entries) - 1 - entry.key))
    kept, room = _fitting(order, limit), limit
    while kept:
        room = limit - _MARKER_BYTES * _gaps(kept, len(entries))
        excess = sum(entry.least for entry in kept) - room
        if excess <= 0:
            break
        del kept[-1 - excess // _LEAST_SHARE:]
    _share_out(kept, room)
    bounded = []
    for is_kept, together in groupby(entries, lambda entry: entry.share is not None):
        together = list(together)
        bounded.extend([entry.bounded() for entry in together] if is_kept else [_marker(together, len(entries))])
    return bounded


def _marker(left_out, count):
    failed = sum(entry.rank == _FAILED for entry in left_out)
    return {LEFT_OUT: "%d of %d items left out%s" % (
        len(left_out), count, ", %d of which failed" % failed if failed else "")}


def _rank(item):
    if not isinstance(item, dict):
        return _OTHER
    if item.get("failed") is True or item.get("unreachable") is True:
        return _FAILED
    return _CHANGED if item.get("changed") is True else _OTHER


def _fitting(order, limit):
    """The first of these entries that fit with the least that each needs."""
    room = limit
    for number, entry in enumerate(order):
        room -= entry.least
        if room < 0:
            return order[:number]
    return order


def _gaps(kept, count):
    places = sorted(entry.key for entry in kept)
    return sum(after - before > 1 for before, after in zip([-1, *places], [*places, count]))


def _share_out(kept, limit):
    """Gives each entry what it needs, the smallest first; those of the first ranks get most of what is scarce."""
    surplus = limit - sum(entry.least for entry in kept)
    wanted = sum(entry.size - entry.least for entry in kept)
    for rank in (_FAILED, _CHANGED, _OTHER):
        entries = sorted((entry for entry in kept if entry.rank == rank), key=lambda entry: entry.size - entry.least)
        wanted -= sum(entry.size - entry.least for entry in entries)
        room = max(surplus - wanted, surplus * 3 // 4)
        for number, entry in enumerate(entries):
            more = min(entry.size - entry.least, room // (len(entries) - number))
            entry.share = entry.least + more
            room -= more
            surplus -= more
