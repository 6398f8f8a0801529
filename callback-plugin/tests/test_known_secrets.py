# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Secrets known by value, in the forms that texts give them."""

import base64
import html
import json
import random
import shlex
import string
import time
import unittest
from urllib.parse import quote, quote_plus

import plugin_modules  # noqa: F401
from plugin_utils.known_secrets import KnownSecrets
from plugin_utils.plain_data import REDACTED
from plugin_utils.redaction import Redactor

AWKWARD = "c4n'ary \"q\" 50% $x /+&<ü>\\"
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\nshort==\n-----END OPENSSH PRIVATE KEY-----\n" % "\n".join(
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbm%02dUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW" % line for line in range(6))


def known(*values):
    secrets = KnownSecrets()
    secrets.add(values)
    return secrets


class FormsTest(unittest.TestCase):
    def test_alone_and_within(self):
        secrets = known("canary77")
        for text in ("canary77", "-pcanary77x", "a canary77 b canary77", "canary77canary77"):
            self.assertNotIn("canary", secrets.redact(text), text)
        self.assertEqual(secrets.redact("a canary77 b"), "a %s b" % REDACTED)
        self.assertEqual(secrets.redact("a canary7 b"), "a canary7 b")

    def test_at_each_position_and_of_each_length(self):
        for length in range(6, 60):
            value = ("k9" + "abcdefghijklmnopqrstuvwxyz" * 3)[:length]
            for before in range(30):
                self.assertEqual(known(value).redact("-" * before + value + "."), "-" * before + REDACTED + ".")

    def test_escaped(self):
        for value in (AWKWARD, "simple-canary"):
            secrets = known(value)
            for escaped in (json.dumps(value), json.dumps(value, ensure_ascii=False), json.dumps(json.dumps(value)),
                            quote(value), quote(value, safe=""), quote_plus(value), quote(value, safe="").lower(),
                            shlex.quote(value), html.escape(value), repr(value), value.replace("'", "''"),
                            value.replace("%", "%%"), html.escape(value, quote=False),
                            html.escape(value).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")):
                redacted = secrets.redact("x=%s;" % escaped)
                self.assertIn(REDACTED, redacted, escaped)
                self.assertNotIn("ary", redacted.replace(REDACTED, ""), escaped)

    def test_base64_at_each_alignment(self):
        for value in ("canary77", "a-much-longer-canary-of-40-characters-xyz", AWKWARD, KEY):
            secrets = known(value)
            for before in ("", "u", "us", "usr", "admin:"):
                for after in ("", "\n", "@host"):
                    encoded = base64.b64encode((before + value + after).encode()).decode()
                    for told in (encoded, encoded.replace("+", "-").replace("/", "_")):
                        self.assertEqual(secrets.redact("Basic %s." % told), "Basic %s." % REDACTED, (value, before))

    def test_base64_in_lines(self):
        encoded = base64.encodebytes(b"x" * 11 + KEY.encode()).decode()
        redacted = known(KEY).redact(encoded)
        self.assertNotIn(base64.b64encode(KEY.encode()).decode()[80:100], redacted)
        self.assertLess(len(redacted.replace(REDACTED, "")), 90)

    def test_lines_of_a_private_key(self):
        secrets = known(KEY)
        for text in (KEY, KEY.replace("\n", "\\n"), json.dumps({"k": KEY}), KEY.replace("\n", "\n    "),
                     str(KEY.splitlines()), KEY.replace("\n", "\r\n"), KEY.splitlines()[3]):
            redacted = secrets.redact(text)
            self.assertNotIn("b3BlbnNza", redacted)
            self.assertNotIn("short==", redacted)

    def test_what_is_no_secret(self):
        secrets = known("short", "true", "12345", "password", "Keystone", "      ", "")
        for text in ("short true 12345 the password of Keystone", "      "):
            self.assertEqual(secrets.redact(text), text)

    def test_numbers(self):
        redacted = Redactor(["778899"]).redact_result({"pin": 778899, "text": "pin 778899", "rc": 7, "ok": True})
        self.assertEqual(redacted, {"pin": REDACTED, "text": "pin " + REDACTED, "rc": 7, "ok": True})

    def test_one_secret_in_another(self):
        self.assertEqual(known("canary77", "xcanary77y", "ry77yz").redact("-xcanary77yz-"), "-%s-" % REDACTED)

    def test_keys_of_a_result(self):
        self.assertEqual(Redactor(["canary77"]).redact_result({"a-canary77": {"canary77": 1}}),
                         {"a-" + REDACTED: {REDACTED: 1}})


class EffortTest(unittest.TestCase):
    def test_many_secrets_in_a_large_text(self):
        dice = random.Random(1)
        letters = string.ascii_letters + string.digits
        values = ["".join(dice.choices(letters, k=40)) for _each in range(300)]
        text = "".join(dice.choices(letters + " \n", k=1000000))
        secrets = known(*values)
        secrets.redact("warm up " * 4)
        started = time.process_time()
        secrets.redact(text)
        # 0.02 s on an idle machine; a search per value and form takes twenty times that.
        self.assertLess(time.process_time() - started, 0.5)
