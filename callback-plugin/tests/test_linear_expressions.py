# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""No text keeps any regular expression of the plugin busy: each is proved so, or measured with the worst we know.

Python's `re` holds the interpreter while it searches, so what a managed host prints would hold up the playbook.
"""

import ast
import glob
import importlib
import os
import re
import time
import unittest

from plugin_modules import COLLECTION
from plugin_utils.guessed_secrets import GuessedSecrets
from plugin_utils.linear_expression import NotLinear, require_linear
from plugin_utils.plain_data import REDACTED
from plugin_utils.redaction import Redactor

IS_ATTACK = os.environ.get("PLAYLEDGER_ATTACK") == "1"
KIB, MIB = 1024, 1024 * 1024
_FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")

# Where an expression is not plain enough for a proof: what begins it again and again and never ends it. By the name
# that it is assigned to, and its place there.
MEASURED = {
    "guessed_secrets._SECRET_KEY": ["password1", "password" + "1" * 20, "token-", "_pw1", "api-", "secret_key_"],
    "guessed_secrets._URL_CREDENTIALS": ["a.a+", "a://b", "a://:", "a://b:" + "c" * 500, "a://" + "b" * 256 + ":" + "c" * 512],
    "guessed_secrets._ASSIGNMENTS[0]": ["password=\"\\", "password   ", "password='", "password=\"\\\"", "api_private_"],
    "guessed_secrets._ASSIGNMENTS[1]": ["--", " --", "--a", " --" + "a-" * 20, "-- --token", " --token\t"],
    "guessed_secrets._ASSIGNMENTS[2]": ["-" * 150 + "\n", "- " * 75 + "\n", "a" * 64 + "\n", "-" * 80 + "a" * 64 + "\n",
                                        "-.token ", "token:\n"],
    "guessed_secrets._ASSIGNMENTS[3]": ["\"", "'", "\"" + "a" * 64, "\"token\"", "'token' \t"],
    "guessed_secrets._HABITS[0]": ["mysql ", "mysql -", "mysql -p\"", "mysql -p", "mysql" + " -p" * 100, "mysqlmysql"],
    "guessed_secrets._HABITS[1]": ["mariadb ", "mariadb -p'", "mariadb" + " -" * 150],
    "guessed_secrets._HABITS[3]": ["curl ", "curl -u", "curl -u ", "curl --user=\"", "curl" + " -u" + "a" * 64,
                                   "curl" + " -ua" * 80],
    "guessed_secrets._HABITS[5]": ["Authorization ", "Authorization:", "Authorization: a ", "Proxy-", "Authorization:  \t"],
    "guessed_secrets._FORMS[1]": ["gAAAAA", "gAAAAA-", "gAAAAA" + "=" * 3, "gAAAAA" + "a" * 49 + "="],
    "guessed_secrets._FORMS[9]": ["eyJ", "eyJ-", "eyJ.", "eyJ" + "a" * 10 + ".", ".eyJ" + "a" * 2000, "eyJ" + "a" * 2000 + "." + "b" * 4000],
    "loaded_secrets._TEMPLATE": ["{{", "{a", "{{ a", "{{" + "{a" * 200, "{{" + "a" * 200, "{{}a"],
    "typed_words._ASSIGNMENT": ["a=\"", "a=\"\\", "a=\"\\\"", "a=\\\"", "a='", "a=", " a", "a=\"a='", "a" * 200 + "=\"", "=\"\\a"],
}
# What those expressions meet that are proved, and others once met.
OTHERS = ["-----BEGIN PRIVATE KEY-----", "-----BEGIN 1 PRIVATE KEY-----", "-----BEGIN " + "A" * 30, "-----END PRIVATE KEY-----",
          "kolla_keystone_bootstrap ", "sshpass ", "X-X-", "$6$", "token", "pw1"]
UNITS = [unit for units in MEASURED.values() for unit in units] + OTHERS

# One step of an expression, in the time of a plain one that takes a step for each letter. Those that were mended took
# thousands; the worst that there is takes 25.
MOST_STEPS_A_LETTER = 100


def expressions():
    """(name, expression) of each call of `re` in the plugin."""
    for path in sorted(glob.glob(os.path.join(COLLECTION, "plugins", "**", "*.py"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        module_name = os.path.basename(path)[:-len(".py")]
        for statement in tree.body:
            calls = [node for node in ast.walk(statement) if _is_call_of_re(node)]
            target = getattr(statement.targets[0] if isinstance(statement, ast.Assign) else statement, "id", None) \
                or getattr(statement, "name", "")
            for index, call in enumerate(sorted(calls, key=lambda call: (call.lineno, call.col_offset))):
                place = "[%d]" % index if len(calls) > 1 else ""
                yield "%s.%s%s" % (module_name, target, place), _value_of(call, module_name)


def _is_call_of_re(node):
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FUNCTIONS
            and isinstance(node.func.value, ast.Name) and node.func.value.id == "re")


def _value_of(call, module_name):
    names = vars(importlib.import_module("plugin_utils." + module_name))
    flags = call.args[1:2] if call.func.attr == "compile" else []
    try:
        pattern, *flag = (eval(compile(ast.Expression(each), module_name, "eval"), names) for each in [call.args[0], *flags])
    except NameError:  # what a function was given
        return None
    return re.compile(pattern, *flag)


def text_of(unit, size):
    return unit * max(1, size // len(unit))


def seconds(work, times=3):
    """Of the processor, the least of some times: others work on this machine too."""
    return min(_once(work) for _ in range(times))


def _once(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def seconds_a_step():
    text = "a" * (256 * KIB)
    plain = re.compile(r"(?:(?!x)[^y])*z")
    return seconds(lambda: plain.match(text)) / len(text)


class EveryExpressionTest(unittest.TestCase):
    def test_is_proved_or_measured(self):
        known, unknown = set(), []
        for name, expression in expressions():
            known.add(name)
            if expression is None:
                # The operator's: GuessedSecrets takes none that is not proved.
                self.assertEqual(name, "guessed_secrets._compiled", "give this expression a constant, so that it is checked")
            elif name not in MEASURED:
                pattern = expression.pattern
                try:
                    require_linear(pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern,
                                   expression.flags & ~re.UNICODE)
                except NotLinear as error:
                    unknown.append("%s is not surely linear (%s). Write it so that it is, or add the texts that keep it "
                                   "busiest to MEASURED." % (name, error))
        self.assertEqual(unknown, [])
        self.assertEqual(set(MEASURED) - known, set(), "these are no more")
        self.assertGreater(len(known), 40)

    def test_takes_few_steps_for_each_letter(self):
        step, slow = seconds_a_step(), []
        for name, expression in expressions():
            if expression is None or isinstance(expression.pattern, bytes):
                continue
            for unit in UNITS:
                size = 64 * KIB if unit in MEASURED.get(name, ()) else 16 * KIB
                # What ends the text may be what nothing else waits for.
                text = text_of(unit, size) + "\x00"
                limit = step * size * MOST_STEPS_A_LETTER
                took = _once(lambda: expression.sub("", text))
                if took > limit:
                    took = seconds(lambda: expression.sub("", text))
                if took > limit:
                    slow.append("%s takes %d steps a letter for %r" % (name, took / step / size, unit[:60]))
        self.assertEqual(slow, [])


class RedactionOfAdversarialTextTest(unittest.TestCase):
    def test_takes_time_as_the_text_grows(self):
        small = 2 * MIB if IS_ATTACK else 32 * KIB
        for unit in UNITS:
            with self.subTest(unit=unit[:60]):
                redactor = Redactor(["canary-value"], guesses=GuessedSecrets((), [r"corp-[0-9]{8}"]))
                # The word brings those expressions in that only look at lines with one.
                texts = ["password " + text_of(unit, size) for size in (small, 4 * small)]
                for _attempt in range(3):
                    times = [seconds(lambda: redactor.redact_text(text), 1) for text in texts]
                    if times[1] < 8 * times[0] or times[1] < 0.02:
                        break
                else:
                    self.fail("four times the text took %.1f times as long" % (times[1] / times[0]))

    def test_a_result_of_eight_mebibytes_ends(self):
        for unit in UNITS if IS_ATTACK else OTHERS[:1]:
            with self.subTest(unit=unit[:60]):
                text = text_of(unit, 8 * MIB)
                step = seconds_a_step()
                took = _once(lambda: Redactor(["canary-value"]).redact_result({"stdout": text}))
                # All expressions together.
                self.assertLess(took, step * len(text) * 2 * MOST_STEPS_A_LETTER)


class PrivateKeysTest(unittest.TestCase):
    def redacted(self, text):
        return GuessedSecrets().redact(text)

    def test_of_every_kind_go_as_a_whole(self):
        for kind in ("", "RSA ", "ENCRYPTED ", "X25519 ", "1 "):
            key = "-----BEGIN %sPRIVATE KEY-----\nMIIE\n-----END %sPRIVATE KEY-----" % (kind, kind)
            self.assertEqual(self.redacted("a %s b %s c" % (key, key)), "a %s b %s c" % (REDACTED, REDACTED))

    def test_go_to_the_end_of_the_text_where_they_do_not_end(self):
        begin = "-----BEGIN PRIVATE KEY-----"
        self.assertEqual(self.redacted("a %s\nMIIE %s more" % (begin, begin)), "a " + REDACTED)


class OperatorsExpressionsTest(unittest.TestCase):
    def test_are_taken_where_they_are_surely_linear(self):
        for pattern in (r"corp-[0-9]{8}", r"LIC-\d{4}", r"key=\S+", r'"password":\s*"[^"]+"', r"\bvault:[^\"]+", r"^x+$",
                        r"(?i)(?<=token: )\S+", r"(foo|bar)[0-9]{2,40}\b", r"\$ANSIBLE_VAULT;[^\n]{0,200}"):
            require_linear(pattern)

    def test_are_refused_with_the_reason_where_a_text_could_keep_them_busy(self):
        for pattern, reason in ((r"(a+)+b", "without an end"), (r"(a|a)*b", "may only repeat one letter"),
                                (r"\s+$", "begin anew"), (r"[a-z0-9]+@corp", "begin anew"),
                                (r"BEGIN.*END", "give it an end"), (r"(x)\1", "reference"),
                                (r"a{0,30}a{0,30}a{0,30}b", "ways"), (r"(a|aa){0,30}b", "ways"),
                                (r"BEGIN.{1,20000}END", "ways"), (r"(ab|cd){0,100000}", "ways")):
            with self.assertRaisesRegex(ValueError, "secret_values: .* could slow down the playbook: .*" + reason):
                GuessedSecrets((), [pattern])
            with self.assertRaisesRegex(ValueError, "secret_keys: "):
                GuessedSecrets([pattern])
