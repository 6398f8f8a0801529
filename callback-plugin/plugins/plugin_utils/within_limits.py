# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Cuts an event to the limits of the wire: the server rejects what is larger, and with it the whole event.

A marker says how much was left out. After the redaction, which makes texts longer, and may not find half a secret.
"""

from __future__ import annotations

import re

from .bounded_result import bounded_result
from .plain_data import as_json, cut_to_length
from .wire_limits_generated import LIMITS, MAX_EVENT_BYTES

_MORE = "<%d more left out by playledger>"
_MORE_BEFORE = re.compile(r"<(\d{1,15}) more left out by playledger>")
_MARKERS_BYTES = 64 * 1024
# No field of the wire bounds the names of hosts in a recap: they are joined with those of the results.
MAX_HOST_NAME = LIMITS["task_result"]["host"]["maxLength"]


def within_limits(event):
    """`event`, which is changed: each text, list and number of its type as large as the server takes it."""
    for name, limits in LIMITS.get(event["type"], {}).items():
        if name in event:
            event[name] = _fitted(event[name], limits)
    return event


def within_event_bytes(event):
    """`event`, which is changed, with at most MAX_EVENT_BYTES of JSON: small fields stay, the largest are cut."""
    size = len(as_json(event))
    if size <= MAX_EVENT_BYTES:
        return event
    limits = LIMITS.get(event["type"], {})
    for name, share in _fair_shares(list(event.items()), MAX_EVENT_BYTES - _MARKERS_BYTES):
        if len(as_json(event[name])) > share:
            event[name] = _smaller(event, name, share, limits.get(name, {}))
    return event


def has_fixed_fields(event_type, name):
    """Whether the field is an object of which no key may be left out."""
    limits = LIMITS.get(event_type, {}).get(name, {})
    return "fields" in limits or "values" in limits


def _fitted(value, limits):
    if isinstance(value, str):
        return cut_to_length(value, limits["maxLength"]) if "maxLength" in limits else value
    if isinstance(value, list):
        return _shorter(value, limits) if "maxItems" in limits else value
    if isinstance(value, dict):
        fields, rest = limits.get("fields", {}), limits.get("values", {})
        return {key: _fitted(item, fields.get(key, rest)) for key, item in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and "maximum" in limits:
        return min(value, limits["maximum"])
    return value


def _shorter(items, limits):
    of_item = limits["items"]
    if len(items) > limits["maxItems"]:
        items = _first(items, limits["maxItems"] - 1, of_item)
    return [_fitted(item, of_item) for item in items] if of_item else items


def _first(items, number, limits):
    """So many of a list, and a last one of their form that says how many more there were."""
    before = _MORE_BEFORE.fullmatch(items[-1]) if isinstance(items[-1], str) else None
    more = len(items) - number + (int(before.group(1)) - 1 if before else 0)
    kept, marker = items[:number], _MORE % more
    if "fields" not in limits:
        return kept + [marker]
    first, *others = limits["fields"]
    return kept + [dict({first: marker}, **dict.fromkeys(others))]


def _fair_shares(fields, limit):
    """(name, bytes that it may take) of each field, the smallest first."""
    sizes = sorted((len(as_json(value)) + len(name) + 4, name) for name, value in fields)
    remaining = limit
    for done, (size, name) in enumerate(sizes):
        share = min(size, remaining // (len(sizes) - done))
        remaining -= share
        yield name, share


def _smaller(event, name, share, limits):
    value = event[name]
    if isinstance(value, list):
        number, size = 0, 2
        while number < len(value) and size <= share:
            size += len(as_json(value[number])) + 1
            number += 1
        return _first(value, max(number - 1, 0), limits["items"]) if "items" in limits else bounded_result(value, share)
    if name == "recap":
        # Counts of some hosts would look like those of all. The server sums up results where there are none.
        event["reporter"] = dict(event.get("reporter") or {}, recapHostsLeftOut=len(value))
        return None
    return value if "fields" in limits else bounded_result(value, share)
