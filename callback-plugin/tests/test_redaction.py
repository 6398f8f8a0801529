# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
import glob
import gzip
import json
import os
import random
import sys
import unittest
from unittest import mock

from plugin_modules import COLLECTION
from plugin_utils.plain_data import REDACTED, as_json, bounded_strings, plain
from plugin_utils.bounded_result import LEFT_OUT
from plugin_utils.guessed_secrets import GuessedSecrets
from plugin_utils.redaction import CENSORED, IGNORED, Redactor, secret_values


looks_secret = GuessedSecrets().looks_secret


class SecretKeysTest(unittest.TestCase):
    def test_names_of_secrets(self):
        for key in ("password", "Password", "login_password", "auth_password", "db_pass", "api_key", "apiKey",
                    "private_key", "client_secret", "accessToken", "credentials", "keystone_password_2", "ssh_passphrase",
                    "barbican_crypto_key", "designate_rndc_key"):
            self.assertTrue(looks_secret(key), key)

    def test_names_of_other_things(self):
        for key in ("password_lock", "update_password", "private_key_file", "token_file", "public_key", "key", "compass",
                    "bypass", "passed", "secret_name", "tokenize", "item", "password_expire_max", "PWD"):
            self.assertFalse(looks_secret(key), key)


class RedactorTest(unittest.TestCase):
    def setUp(self):
        self.redactor = Redactor(["canary-value"])

    def result(self, result, no_log=False):
        return self.redactor.redact_result(result, no_log)

    def test_values_under_secret_keys(self):
        self.assertEqual(
            self.result({"invocation": {"module_args": {"auth_password": "x1", "name": "keystone", "ask_pass": False}}}),
            {"invocation": {"module_args": {"auth_password": REDACTED, "name": "keystone", "ask_pass": False}}})

    def test_a_known_secret_in_a_repository(self):
        for field in ("configurationRepository", "playbookRepository"):
            event = self.redactor.redact_event({field: {"remote": "ssh://git.example.org/canary-value"}})
            self.assertEqual(event[field]["remote"], "ssh://git.example.org/" + REDACTED)

    def test_a_known_secret_in_the_name_of_a_collection(self):
        event = self.redactor.redact_event({"collections": [{"name": "acme.canary-value", "version": "1.0.0"}]})
        self.assertEqual(event["collections"], [{"name": "acme." + REDACTED, "version": "1.0.0"}])

    def test_no_log_leaves_flags_only(self):
        for result in ({"msg": "canary", "changed": True, "results": [{"item": "canary"}]},):
            self.assertEqual(self.result(result, no_log=True), {"changed": True, "censored": CENSORED})
            self.assertEqual(self.result(dict(result, _ansible_no_log=True)), {"changed": True, "censored": CENSORED})

    def test_no_log_items_in_a_loop(self):
        result = self.result({"results": [{"item": "canary", "failed": True, "_ansible_no_log": True}, {"item": "b"}]})
        self.assertEqual(result, {"results": [{"failed": True, "censored": CENSORED}, {"item": "b"}]})
        self.assertEqual(self.result({"a": {"b": [{"msg": "canary", "_ansible_no_log": 1}]}}),
                         {"a": {"b": [{"censored": CENSORED}]}})

    def test_secret_extra_variables_by_value_wherever_they_are(self):
        told = json.dumps(self.result({"cmd": ["mysql", "-pcanary-value"], "diff": [{"after": "a\ncanary-value\n"}],
                                       "map": {"canary-value": 1}}))
        self.assertNotIn("canary-value", told)
        self.assertIn(REDACTED, told)

    def test_secrets_in_text(self):
        for text in ("https://me:canary@host/path", "mysql+pymysql://root:canary@10.0.0.1:3306/x",
                     "run --password canary now", "run --db-password=canary now", "password = canary\nx = 1",
                     "transport:\n  auth_token: canary\n", '{"a": 1, "admin_password": "canary two"}',
                     "{'secret': 'canary'}", "export API_KEY=canary; run",
                     "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----"):
            self.assertNotIn("canary", self.redactor.redact_text(text), text)

    def test_secrets_of_a_habit_or_a_form(self):
        for text in ("docker exec mariadb mysql -h db -P 3306 -u root -pcanary -e 'show databases;'",
                     "mysqldump -u root -p'canary two' x", "mysql -pcanary", "sshpass -p canary ssh host", "curl -s -u admin:canary https://x",
                     "healthcheck_curl -u openstack:canary 10.0.0.1:15672",
                     "docker exec keystone kolla_keystone_bootstrap admin canary admin admin http://x",
                     "curl -H 'Authorization: Bearer canary' x", "curl -H 'X-Auth-Token: canary' x",
                     "key = AQcanary012345678901234567890123456789==", "root:$6$canary$0123456789012345678901:19000",
                     "RABBITMQ_CLUSTER_COOKIE=canary", "rabbit://a:canary@h1:5672,a:canary@h2:5672//"):
            self.assertNotIn("canary", self.redactor.redact_text(text), text)

    def test_secrets_in_names(self):
        key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----"
        redacted = Redactor().redact_result({"auths": {"https://alice:hunter2@registry.example/v2": 1, key: 2, key + "\n": 3,
                                                       "password": "hunter2", "name": 4}})
        self.assertNotIn("hunter2", str(redacted))
        self.assertNotIn("MIIEvQ", str(redacted))
        self.assertIn("registry.example/v2", str(redacted))
        self.assertEqual(set(redacted["auths"].values()), {1, 2, 3, 4, REDACTED})
        self.assertEqual(len(Redactor().redact_result({key + " " * count: count for count in range(9)})), 9)

    def test_what_ansible_has_hidden_keeps_its_words(self):
        text = "login_password=VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
        self.assertEqual(self.redactor.redact_text(text), text)

    def test_configured_keys_and_values(self):
        redactor = Redactor(guesses=GuessedSecrets(["^licen[cs]e$"], [r"LIC-\d{4}"]))
        self.assertEqual(redactor.redact_result({"license": "canary", "msg": "has LIC-1234", "a_token": "x"}),
                         {"license": REDACTED, "msg": "has " + REDACTED, "a_token": REDACTED})
        with self.assertRaisesRegex(ValueError, "secret_keys: '\\(' is not a valid regular expression"):
            GuessedSecrets(["("])

    def test_ignored_facts(self):
        facts = {"ansible_facts": {"ansible_env": {"A": 1}, "env": {"A": 1}, "ansible_machine": "x86_64"}}
        self.assertEqual(Redactor(ignored_facts=["ansible_env"]).redact_result(facts),
                         {"ansible_facts": {"ansible_env": IGNORED, "env": IGNORED, "ansible_machine": "x86_64"}})
        self.assertEqual(set(Redactor(ignored_facts=["all"]).redact_result(facts)["ansible_facts"].values()), {IGNORED})

    def test_commands_as_lists_of_words(self):
        self.assertEqual(self.result({"cmd": ["docker", "exec", "mariadb", "mysql", "-P", "3306", "-pcanary"]})["cmd"][-1],
                         REDACTED)
        self.assertEqual(self.result({"cmd": ["/x/kolla_keystone_bootstrap", "admin", "canary", "admin"]})["cmd"],
                         ["/x/kolla_keystone_bootstrap", "admin", REDACTED, "admin"])
        self.assertEqual(self.result({"cmd": ["mysql", "--password", "canary", "-e", "x"]}),
                         {"cmd": ["mysql", "--password", REDACTED, "-e", "x"]})

    def test_prose_stays_readable(self):
        for text in ("the token is expired", "wrong password given", "http://host:8080/a@b", "see https://host/path",
                     "no such secret: keystone", "time: 10:20"):
            self.assertEqual(self.redactor.redact_text(text), text)

    def test_a_long_text_takes_no_longer_than_its_length(self):
        for text in ("a." * 200000, "password" * 30000, "-" * 400000, "://a:" * 60000, "\"" * 300000):
            self.redactor.redact_text(text)

    def test_internal_keys_are_dropped(self):
        self.assertEqual(self.result({"_ansible_parsed": True, "_ansible_verbose_always": True, "rc": 0,
                                      "_ansible_item_label": "a"}), {"rc": 0, "_ansible_item_label": "a"})
        self.assertEqual(self.result({"results": [{"_ansible_parsed": True, "rc": 0}], "a": {"b": {"_ansible_x": 1}}}),
                         {"results": [{"rc": 0}], "a": {"b": {}}})

    def test_only_the_values_of_secret_names_are_searched(self):
        self.assertEqual(secret_values({"a_password": "123456", "kolla_action": "deploy", "db": {"token": ["t1", "t2"]},
                                        "pin_secret": 778899}), {"123456", "t1", "t2", "778899"})

    def test_short_values_are_not_searched(self):
        self.assertEqual(Redactor(["abc"]).redact_text("abcdef"), "abcdef")


class OneLookTest(unittest.TestCase):
    """A result is let through at one look only if going through it would change nothing."""

    # What the expressions look for, whole and in part, and what is harmless.
    PIECES = ("password", "Password", "passwd", "passed", "pass", "pw", "PWD", "secret", "token", "X-Auth-Token:", "api_key",
              "key", "cookie", "credentials", "fernet_keys", "db_pass_2", "pwd_hash", "-----BEGIN RSA PRIVATE KEY-----",
              "-----END RSA PRIVATE KEY-----", "https://", "https://me:canary@host", "=", ": ", " ", "--", "-p", "-pcanary",
              "mysql -u root -pcanary", "mariadb -pcanary", "sshpass -p canary ssh", "curl -u admin:canary",
              "kolla_keystone_bootstrap admin canary", "Authorization: Bearer", "admin", "MySQL",
              "AQcanary012345678901234567890123456789==", "gAAAAA" + "x" * 60, "AKIA0123456789ABCDEF",
              *("gh%s_%s" % (kind, "a" * 36) for kind in "pousr"), "glpat-" + "b" * 20,
              "eyJ" + ".".join(letter * 12 for letter in "cde"), "$6$canary$0123456789012345678901", "canary-value",
              "Y2FuYXJ5LXZhbHVl", "canary%2Dvalue", "445566", "ansible_env", "env", "msg", "changed", "results",
              "_ansible_item_label", "_ansible_parsed", "\n", "\"", "'", "\\", "\u00e4", "\u017fecret", "x" * 90)
    FOUND_BY_WHERE_THEY_STAND = (
        {"ansible_facts": {"ansible_env": 1}}, {"ansible_facts": {"env": 1}}, {"_ansible_no_log": True, "msg": "canary"},
        {"_ansible_parsed": True}, ["/bin/mysql", "-pcanary"], ["mariadb", "-pcanary"], ["sshpass", "-pcanary"],
        ["kolla_keystone_bootstrap", "admin", "canary"], ["--db-pw", "canary"])

    def redactors(self):
        yield Redactor(["canary-value", "445566"], ignored_facts=["ansible_env"])
        yield Redactor(max_string=80, max_result=120)
        yield Redactor(guesses=GuessedSecrets(["^msg$"]), ignored_facts=["all"])
        yield Redactor(guesses=GuessedSecrets((), ["^x+$"]))

    def with_care(self, redactor, result):
        with mock.patch.object(redactor, "_stays_as_it_is", lambda _told: False):
            careful = redactor.redact_result(result)
        with mock.patch.object(redactor, "_clean", self.unexpected):
            try:
                redactor.redact_result(result)
                self.let_through += 1
            except LookupError:
                pass
        return careful

    def unexpected(self, _told):
        raise LookupError

    def setUp(self):
        self.let_through = 0

    def text(self, chance):
        if chance.random() < 0.3:
            return chance.choice(("msg", "rc", "all passed", "key", "10.0.0.1"))
        return "".join(chance.choices(self.PIECES, k=chance.choice((1, 1, 1, 2, 3, 4))))

    def value(self, chance, depth=0):
        kind = chance.random()
        if kind < 0.25 and depth < 3:
            return {self.text(chance): self.value(chance, depth + 1) for _ in range(chance.randrange(4))}
        if kind < 0.4 and depth < 3:
            return [self.value(chance, depth + 1) for _ in range(chance.randrange(4))]
        return self.text(chance) if kind < 0.9 else chance.choice(
            (True, None, 0, 445566, 1.5, "", *self.FOUND_BY_WHERE_THEY_STAND))

    def test_whatever_is_in_a_result(self):
        chance = random.Random(7)
        changed = 0
        for redactor in self.redactors():
            for _ in range(8000):
                result = {self.text(chance): self.value(chance) for _ in range(chance.choice((1, 1, 2)))}
                careful = self.with_care(redactor, result)
                self.assertEqual(redactor.redact_result(result), careful, result)
                changed += careful != result
        self.assertGreater(self.let_through, 1000)
        self.assertGreater(changed, 10000)

    def test_whatever_is_in_the_fields_of_an_event(self):
        chance = random.Random(11)
        let_through = changed = 0
        for redactor in self.redactors():
            for _ in range(2000):
                event = {"type": "play_started", "uuid": "canary-value", "name": self.text(chance), "strategy": None,
                         "hosts": [self.text(chance) for _ in range(chance.randrange(3))], "tags": [self.text(chance)]}
                with mock.patch.object(redactor, "_stays_as_it_is", lambda _told: False):
                    careful = redactor.redact_event(event)
                with mock.patch.object(redactor, "_cleaned", mock.Mock(return_value="cleaned")) as cleaned:
                    redactor.redact_event(event)
                    let_through += not cleaned.called
                self.assertEqual(redactor.redact_event(event), careful, event)
                changed += careful != event
        self.assertGreater(let_through, 300)
        self.assertGreater(changed, 1000)

    def test_the_results_of_real_playbooks(self):
        total = 0
        recordings = glob.glob(os.path.join(COLLECTION, "tests", "recordings", "*.jsonl.gz"))
        self.assertTrue(recordings)
        for path in recordings:
            redactor = Redactor(["oiXDFyQlxofQUA1Uq9C46aPNfWYQ15JtJw1yB3fd"], ignored_facts=["ansible_env"])
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for event in map(json.loads, file):
                    if isinstance(event.get("res"), dict):
                        self.assertEqual(redactor.redact_result(event["res"]), self.with_care(redactor, event["res"]))
                        total += 1
        self.assertGreater(self.let_through, total // 2)


class BoundsTest(unittest.TestCase):
    def test_a_long_string_says_what_was_left_out(self):
        told = Redactor(max_string=10).redact_result({"stdout": "0123456789abc"})
        self.assertEqual(told["stdout"], "0123456789... <3 bytes left out by playledger>")

    def test_bytes_are_counted_and_add_up(self):
        self.assertEqual(bounded_strings("\u00e4" * 10, 5), "\u00e4\u00e4... <15 bytes left out by playledger>")
        once = bounded_strings("x" * 1000, 300)
        self.assertEqual(bounded_strings(once, 100), "x" * 100 + "... <900 bytes left out by playledger>")
        self.assertEqual(bounded_strings(once, 300), once)

    def test_a_secret_at_the_cut_is_redacted_first(self):
        told = Redactor(["canary-value"], max_string=10).redact_result({"stdout": "12345canary-value"})
        self.assertNotIn("canary", json.dumps(told))

    def test_small_fields_survive_beside_a_huge_one(self):
        told = Redactor(max_result=20000).redact_result(
            {"ansible_facts": {str(number): "x" * 90 for number in range(5000)}, "rc": 2, "msg": "why"})
        self.assertEqual((told["rc"], told["msg"]), (2, "why"))
        self.assertLess(len(json.dumps(told)), 22000)
        self.assertIn("of 5000 keys left out", told["ansible_facts"][LEFT_OUT])


class PlainDataTest(unittest.TestCase):
    def test_what_json_does_not_know(self):
        class Text(str):
            pass

        class AnsibleVaultEncryptedUnicode:
            pass

        value = plain({1: b"a\xff", "set": {"b", "a"}, "nan": float("nan"), "text": Text("t"), "tuple": (1, 2.5),
                       "vault": AnsibleVaultEncryptedUnicode(), None: True, "object": ValueError("e")})
        self.assertEqual(value, {"1": "a\\xff", "set": ["a", "b"], "nan": "nan", "text": "t", "tuple": [1, 2.5],
                                 "vault": REDACTED, "None": True, "object": "e"})
        self.assertIs(type(value["text"]), str)
        json.dumps(value, allow_nan=False)

    def test_numbers_are_written_with_all_their_digits(self):
        value = {"whole": 9007199254740993, "larger": 10 ** 4000, "float": 0.1, "round": 1.0, "huge": 1e308, "zero": -0.0}
        self.assertEqual(as_json(plain(value)), '{"whole":9007199254740993,"larger":1%s,"float":0.1,"round":1.0,'
                         '"huge":1e+308,"zero":-0.0}' % ("0" * 4000))
        self.assertEqual(plain({"is": float("inf"), "none": float("-inf")}), {"is": "inf", "none": "-inf"})

    @unittest.skipUnless(hasattr(sys, "get_int_max_str_digits"), "this Python writes all numbers")
    def test_a_number_that_python_does_not_write_is_a_text(self):
        class Number(int):
            pass

        digits = sys.get_int_max_str_digits()
        number = 16 ** digits
        for told in (plain({"a": [number]})["a"][0], plain(Number(number)), *plain({number: 1}), *plain({number})):
            self.assertEqual(told, "0x1" + "0" * digits)
        self.assertEqual(plain(-number), "-0x1" + "0" * digits)
        self.assertLess(len(as_json(plain(16 ** 1000000))), 300000)
        json.loads(as_json(plain({"a": number})))

    def test_a_circle_ends(self):
        circle = {}
        circle["again"] = circle
        json.dumps(plain(circle))
