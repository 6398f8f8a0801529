# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The plugin keeps the limits of the wire: it cuts, with a marker, what the server would reject."""

import json
import re
import unittest

import plugin_modules  # noqa: F401
from extreme_events import event_schemas, extreme_events, huge_events, small, told
from plugin_utils.plain_data import cut, cut_to_length
from plugin_utils.recording import Recording
from plugin_utils.redaction import Redactor
from plugin_utils.wire_limits_generated import LIMITS, MAX_EVENT_BYTES

_MARKER = re.compile(r"<(\d+) (bytes|more) left out by playledger>")


def faults(value, schema, path=""):
    """Where `value` breaks the schema, as far as a plugin could."""
    if "anyOf" in schema:
        if any(not list(faults(value, choice)) for choice in schema["anyOf"]):
            return
        schema = next((choice for choice in schema["anyOf"] if choice.get("type") != "null"), schema)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict,
             "null": type(None)}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        yield "%s is no %s" % (path, schema["type"])
    elif "const" in schema and value != schema["const"]:
        yield "%s is not %s" % (path, schema["const"])
    elif isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        yield "%s has %d characters" % (path, len(value))
    elif isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield "%s is %s" % (path, value)
    elif isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            yield "%s has %d items" % (path, len(value))
        for index, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), "%s/%d" % (path, index))
    elif isinstance(value, dict):
        yield from ("%s/%s is missing" % (path, name) for name in schema.get("required", ()) if name not in value)
        rest = next(iter(schema.get("patternProperties", {}).values()), {})
        for name, item in value.items():
            yield from faults(item, schema.get("properties", {}).get(name, rest), "%s/%s" % (path, name))


class WireLimitsTest(unittest.TestCase):
    def assert_accepted(self, line, event_type):
        self.assertLessEqual(len(line), MAX_EVENT_BYTES)
        self.assertEqual(list(faults(json.loads(line), event_schemas()[event_type])), [])

    def test_what_is_as_large_as_it_may_be_is_sent_as_it_is(self):
        for event_type, field, event in extreme_events(0):
            with self.subTest(type=event_type, field=field):
                line = told(event)
                self.assert_accepted(line, event_type)
                self.assertEqual(json.loads(line), event)

    def test_what_is_larger_is_cut_and_says_by_how_much(self):
        for beyond in (1, 5000):
            for event_type, field, event in extreme_events(beyond):
                with self.subTest(type=event_type, field=field, beyond=beyond):
                    self.assertTrue(list(faults(event, event_schemas()[event_type])), "this proves nothing")
                    line = told(event)
                    self.assert_accepted(line, event_type)
                    text = line.decode()
                    if not isinstance(self.grown(event[field]), int):
                        self.assertTrue(_MARKER.search(text), text[-200:])
                    # Nothing else is changed.
                    rest = {name: value for name, value in json.loads(line).items() if name != field}
                    self.assertEqual(rest, {name: value for name, value in event.items() if name != field})

    @staticmethod
    def grown(value):
        while isinstance(value, dict):
            value = max(value.values(), key=lambda item: len(json.dumps(item)))
        return value

    def test_an_event_larger_than_any_may_be_is_cut_where_it_is_largest(self):
        for event_type, field, event in huge_events():
            with self.subTest(type=event_type, field=field):
                self.assertGreater(len(json.dumps(event)), MAX_EVENT_BYTES, "this proves nothing")
                line = told(event)
                self.assert_accepted(line, event_type)
                self.assertGreater(len(line), MAX_EVENT_BYTES / 4) if field not in ("recap", "all") else None
                if field != "recap":
                    self.assertTrue("left out" in line.decode())

    def test_a_recap_of_too_many_hosts_is_left_out_and_says_so(self):
        event = next(event for _type, field, event in huge_events() if field == "recap")
        sent = json.loads(told(event))
        self.assertEqual((sent["recap"], sent["reporter"]), (None, {"key": 1, "recapHostsLeftOut": len(event["recap"])}))

    def test_how_much_is_told(self):
        self.assertEqual(cut_to_length("x" * 5000, 4096), "x" * 4032 + "... <968 bytes left out by playledger>")
        twice = cut_to_length(cut("x" * 50000, 10000), 4096)
        self.assertEqual(twice, "x" * 4032 + "... <%d bytes left out by playledger>" % (50000 - 4032))
        forged = "x" * 5000 + "... <%s bytes left out by playledger>" % ("9" * 5000)
        self.assertLessEqual(len(cut_to_length(forged, 4096)), 4096)
        names = json.loads(told(dict(small(event_schemas()["run_started"]), extraVarNames=["n"] * 12000)))["extraVarNames"]
        self.assertEqual((len(names), names[-1]), (10000, "<2001 more left out by playledger>"))

    def test_half_a_secret_is_none_that_is_found(self):
        secret = "canary-" + "s3cr3t" * 10
        event = dict(small(event_schemas()["task_started"]), name="x" * (4096 - 80) + secret + "y" * 500)
        line = Recording(None, Redactor([secret]))._encoded(lambda: event, False, {})
        self.assertNotIn(b"canary", line)

    def test_a_small_limit_of_results_takes_no_field_away(self):
        repository = {"path": "/" + "p" * 600, "commit": "c" * 40, "branch": "b" * 600, "remote": "r" * 600, "dirty": None}
        event = dict(small(event_schemas()["run_started"]), configurationRepository=repository)
        recording = Recording(None, Redactor(max_string=1024, max_result=1024))
        self.assert_accepted(recording._encoded(lambda: event, False, {}), "run_started")

    def test_every_bounded_field_of_the_wire_is_known(self):
        for event_type, schema in event_schemas().items():
            for name, inner in schema["properties"].items():
                text = json.dumps(inner)
                if any('"%s"' % keyword in text for keyword in ("maxLength", "maxItems", "maximum")):
                    self.assertIn(name, LIMITS[event_type])


if __name__ == "__main__":
    unittest.main()
