# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Events of each type at a limit of the wire, and beyond it, made from the schema; as a program, what the plugin sends
of them, a line each: test/contract/wire-limits.spec.ts gives them to the server's validator."""

import json
import os
import sys

import plugin_modules
from plugin_utils.recording import Recording
from plugin_utils.redaction import Redactor
from plugin_utils.wire_limits_generated import MAX_EVENT_BYTES

SCHEMA = os.path.join(os.path.dirname(plugin_modules.COLLECTION), "libs", "run-events",
                      "run-event.schema.generated.json")
_EXAMPLES = {"^[0-9]{4}": "2026-11-22T10:00:00Z", "^[0-9a-fA-F]{8}": "01998f1e-0000-7000-8000-000000000000"}
# One character each, of four bytes and two UTF-16 units; and one that is escaped in JSON.
LETTERS = ("\N{GRINNING FACE}", "x", "\n")


def event_schemas():
    with open(SCHEMA, encoding="utf-8") as file:
        return {schema["properties"]["type"]["const"]: schema for schema in json.load(file)["anyOf"]}


def small(schema):
    """A small value of the schema."""
    schema = _choice(schema)
    kind = schema.get("type")
    if "const" in schema:
        return schema["const"]
    if kind == "string":
        return next((text for start, text in _EXAMPLES.items() if schema.get("pattern", "").startswith(start)), "a text")
    if kind in ("integer", "number"):
        return 1
    if kind == "boolean":
        return True
    if kind == "array":
        return [small(schema["items"])]
    if kind == "object" and "properties" in schema:
        return {name: small(inner) for name, inner in schema["properties"].items()}
    if kind == "object":
        (inner,) = schema["patternProperties"].values()
        return {"key": small(inner)}
    return "anything"


def extreme_values(schema, beyond):
    """Values with one part at its limit, or `beyond` it by so much; the rest is small."""
    schema = _choice(schema)
    if "maxLength" in schema:
        yield from (letter * (schema["maxLength"] + beyond) for letter in LETTERS)
    if "maximum" in schema:
        yield schema["maximum"] + beyond
    if "maxItems" in schema:
        yield [small(schema["items"])] * (schema["maxItems"] + beyond)
        for item in extreme_values(schema["items"], beyond):
            yield [item]
    for name, inner in schema.get("properties", {}).items():
        for value in extreme_values(inner, beyond):
            yield dict(small(schema), **{name: value})
    for inner in schema.get("patternProperties", {}).values():
        for value in extreme_values(inner, beyond):
            yield {"key": value}


def extreme_events(beyond):
    """(type, field, event) for each limit there is, but of the numbers of events, which the plugin gives itself."""
    for event_type, schema in event_schemas().items():
        for name, inner in schema["properties"].items():
            if name not in ("seq", "type", "occurredAt", "playSeq", "taskSeq"):
                for value in extreme_values(inner, beyond):
                    yield event_type, name, dict(small(schema), **{name: value})


def huge_events():
    """(type, field, event) that are larger than an event may be, by one field or by all together."""
    for event_type, schema in event_schemas().items():
        event, grown = small(schema), {}
        for name, inner in schema["properties"].items():
            inner = _choice(inner)
            if "maxItems" in inner:
                grown[name] = _large(inner["items"], inner["maxItems"])
            elif name == "recap":
                grown[name] = {"host-%06d" % number: small(next(iter(inner["patternProperties"].values())))
                               for number in range(MAX_EVENT_BYTES // 80)}
            elif list(inner.get("patternProperties", {}).values()) in ([{}], [{"type": "string"}]):
                grown[name] = {"key %d" % number: "v" * 100 for number in range(MAX_EVENT_BYTES // 100)}
        # One of each kind alone: to make, clean and read so much takes its time.
        kinds = {type(value) if name != "recap" else "recap": (name, value) for name, value in grown.items()}
        for name, value in kinds.values():
            yield event_type, name, dict(event, **{name: value})
        if len(grown) > 2:
            yield event_type, "all", dict(event, **grown)


def told(event):
    """The line that the plugin sends for it, with limits of its own that are none."""
    recording = Recording(None, Redactor(max_string=10**9, max_result=10**9))
    return recording._encoded(lambda: event, False, {})


def _large(schema, count):
    if "properties" in schema:
        return [dict.fromkeys(schema["properties"], "x" * 500)] * count
    return ["x" * 900] * count


def _choice(schema):
    return next((choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"), schema)


if __name__ == "__main__":
    for _type, _field, _event in [*extreme_events(0), *extreme_events(1), *huge_events()]:
        sys.stdout.buffer.write(told(_event) + b"\n")
