# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What the server says of the wire: its samples, which our builders must give too, and its fields, each of which is
cleaned or known to be told as it is."""

import inspect
import json
import os
import re
import unittest

import plugin_modules
from plugin_utils import batch, events
from plugin_utils.plain_data import REDACTED
from plugin_utils.redaction import Redactor
from plugin_utils.unredacted_fields import UNREDACTED_FIELDS

REPOSITORY = os.path.dirname(plugin_modules.COLLECTION)
SAMPLES = os.path.join(REPOSITORY, "test", "contract", "samples", "accepted.ndjson")
SCHEMA = os.path.join(REPOSITORY, "libs", "run-events", "run-event.schema.generated.json")
UNKNOWN_TO_V1 = ("aFieldOfALaterVersion",)
CANARY, SECRET_NUMBER = "canary-value", 445566


def samples():
    with open(SAMPLES, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def wire_fields():
    """Event type -> field -> its JSON Schema."""
    with open(SCHEMA, encoding="utf-8") as file:
        return {event["properties"]["type"]["const"]: event["properties"] for event in json.load(file)["anyOf"]}


def filled(schema):
    """A value of the schema with the canary wherever text may stand."""
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return filled(next(choice for choice in schema["anyOf"] if choice.get("type") != "null"))
    kind = schema.get("type")
    if kind == "string":
        return "before %s after" % CANARY
    if kind in ("integer", "number"):
        return SECRET_NUMBER
    if kind == "boolean":
        return True
    if kind == "array":
        return [filled(schema["items"])]
    if kind == "object" and "properties" in schema:
        return {name: filled(inner) for name, inner in schema["properties"].items()}
    if kind == "object":
        (inner,) = schema["patternProperties"].values()
        return {"the %s" % CANARY: filled(inner)}
    if schema == {}:
        return [CANARY, {CANARY: {"deeper": [CANARY, None, True]}}]
    raise AssertionError("no value is known for %s" % schema)


class ContractTest(unittest.TestCase):
    def test_every_sample_is_rebuilt_by_its_builder(self):
        for sample in samples():
            with self.subTest(seq=sample["seq"], type=sample["type"]):
                wanted = {key: value for key, value in sample.items() if key not in UNKNOWN_TO_V1}
                arguments = {_snake(key): value for key, value in wanted.items() if key != "type"}
                self.assertEqual(getattr(events, sample["type"])(**arguments), wanted)

    def test_every_event_type_has_a_sample(self):
        self.assertEqual({sample["type"] for sample in samples()}, wire_fields().keys())

    def test_every_event_has_the_fields_of_the_wire(self):
        for event_type, fields in wire_fields().items():
            build = getattr(events, event_type)
            needed = {name: None for name, parameter in inspect.signature(build).parameters.items()
                      if parameter.default is parameter.empty}
            self.assertEqual(build(**needed).keys(), fields.keys(), event_type)

    def test_a_sample_survives_encoding(self):
        for sample in samples():
            self.assertEqual(json.loads(batch.encode_event(sample)), sample)

    def test_instants_have_the_wire_form(self):
        self.assertEqual(events.instant(1795341600.123456), "2026-11-22T10:00:00.123456Z")


class UnredactedFieldsTest(unittest.TestCase):
    """Whoever adds a field to the wire has it cleaned, or says in unredacted_fields.py that it need not be."""

    def test_every_field_is_cleaned_or_listed(self):
        redactor = Redactor([CANARY, str(SECRET_NUMBER)])
        for event_type, fields in wire_fields().items():
            event = {name: filled(schema) for name, schema in fields.items()}
            redacted = redactor.redact_event(event)
            self.assertEqual(redacted.keys(), event.keys())
            for name, value in redacted.items():
                with self.subTest(type=event_type, field=name):
                    told = json.dumps(value)
                    if name in UNREDACTED_FIELDS[event_type]:
                        self.assertEqual(value, event[name])
                    else:
                        self.assertIn(CANARY, json.dumps(event[name]), "holds no text: list it in UNREDACTED_FIELDS")
                        self.assertNotIn(CANARY, told)
                        self.assertIn(REDACTED, told)

    def test_nothing_else_is_listed(self):
        fields = wire_fields()
        self.assertEqual(UNREDACTED_FIELDS.keys(), fields.keys())
        for event_type, listed in UNREDACTED_FIELDS.items():
            self.assertLessEqual(listed, fields[event_type].keys(), event_type)

    def test_of_an_unknown_event_all_but_its_envelope_is_cleaned(self):
        envelope = {"seq": SECRET_NUMBER, "type": "a_later_type", "occurredAt": "2026-11-22T10:00:00Z"}
        redacted = Redactor([CANARY, str(SECRET_NUMBER)]).redact_event(dict(envelope, host=CANARY))
        self.assertEqual(redacted, dict(envelope, host=REDACTED))

    def test_what_is_cut_keeps_the_form_of_the_wire(self):
        names = ["variable_%d" % number for number in range(500)]
        redacted = Redactor(max_result=1024).redact_event({"type": "run_started", "extraVarNames": names})
        self.assertEqual(redacted["extraVarNames"], names)


def _snake(key):
    return re.sub("([A-Z])", lambda match: "_" + match.group(1).lower(), key)
