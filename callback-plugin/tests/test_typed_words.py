# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The words of the command: exactly as they were typed, but for what may not leave the control host."""

import json
import os
import shlex
import subprocess
import unittest

import plugin_modules  # noqa: F401
from ansible_run import PLAYBOOKS, WHY_SKIPPED, AnsibleRun, ansible_playbook
from ingest_stub import IngestStub
from plugin_utils.ansible_options import OPTIONS, options_of, values_in
from plugin_utils.command_line import IGNORED
from plugin_utils.guessed_secrets import GuessedSecrets
from plugin_utils.plain_data import REDACTED
from plugin_utils.redaction import Redactor
from plugin_utils.typed_words import typed_words

SHORT = os.path.join(PLAYBOOKS, "short.yml")
# Dumps Ansible's own parsers: program -> [(names, dest, has a value)].
_PARSERS = """
import importlib, json
found = {}
for module, name, program in (("playbook", "PlaybookCLI", "ansible-playbook"), ("adhoc", "AdHocCLI", "ansible"),
                              ("console", "ConsoleCLI", "ansible-console")):
    cli = getattr(importlib.import_module("ansible.cli." + module), name)([program, "x"])
    cli.init_parser()
    found[program] = [(action.option_strings, action.dest, action.nargs != 0) for action in cli.parser._actions
                      if action.option_strings]
print(json.dumps(found))
"""


def values(command):
    program, *words = shlex.split(command)
    return [(dest, words[index][start:]) for index, dest, start in values_in(words, program)]


class ValuesTest(unittest.TestCase):
    def test_each_form_of_an_option(self):
        for command in ("-e a=1", "-ea=1", "-e=a=1", "--extra-vars a=1", "--extra-vars=a=1", "--ex a=1", "--extra=a=1",
                        "-vvve a=1", "-CDea=1", "-bKe a=1"):
            with self.subTest(command):
                self.assertEqual(values("ansible-playbook %s site.yml" % command), [("extra_vars", "a=1"), ("args", "site.yml")])

    def test_what_follows_a_switch_is_no_value_of_it(self):
        self.assertEqual(values("ansible-playbook --ask-pass site.yml -k -K -J --ask-become-pass other.yml"),
                         [("args", "site.yml"), ("args", "other.yml")])

    def test_the_beginning_of_a_name_is_told_apart_by_the_program(self):
        # `ansible` has --task-timeout and --tree, ansible-playbook --tags.
        self.assertEqual(values("ansible-playbook --ta x site.yml"), [("tags", "x"), ("args", "site.yml")])
        self.assertEqual(values("ansible --ta 5 all"), [("task_timeout", "5"), ("args", "all")])
        # --list-hosts, --list-tags: Ansible refuses this one; whatever it is, it is searched for secrets.
        self.assertEqual(values("ansible-playbook --li=x"), [("args", "--li=x")])

    def test_what_is_empty_or_looks_like_an_option(self):
        self.assertEqual(values("ansible-playbook -e '' --extra-vars= -- -e x"),
                         [("extra_vars", ""), ("extra_vars", ""), ("args", "-e"), ("args", "x")])
        self.assertEqual(values("ansible all -a '-x y' -m shell"),
                         [("args", "all"), ("module_args", "-x y"), ("module_name", "shell")])

    @unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
    def test_the_options_are_those_of_this_ansible(self):
        with open(ansible_playbook(), encoding="utf-8") as script:
            python = script.readline()[2:].split()
        # Not beside the tests: Ansible would take their modules for Python's.
        dumped = subprocess.run([*python, "-c", _PARSERS], cwd="/", stdout=subprocess.PIPE, check=True)
        for program, actions in json.loads(dumped.stdout).items():
            known = options_of(program)
            for names, dest, has_value in actions:
                for name in names:
                    self.assertEqual(known.get(name), (dest, has_value), "%s %s" % (program, name))

    def test_no_name_stands_twice_for_a_program(self):
        for program in ("p", "a", "c"):
            names = [name for names, _dest, _value, programs in OPTIONS if program in programs for name in names]
            self.assertEqual(len(names), len(set(names)))


class TypedWordsTest(unittest.TestCase):
    def typed(self, *argv, arguments=None, path="/usr/bin:/opt/bin"):
        return typed_words(list(argv), arguments or {}, path, "/usr/bin/python3.12")

    def words(self, *argv, secrets=(), ignored=(), allowed=("kolla_action",), secret_keys=()):
        guesses = GuessedSecrets(secret_keys)
        told = self.typed("/opt/bin/ansible-playbook", *argv).told(
            _parsed, shlex.split, allowed, guesses.looks_secret, ignored)
        redacted = Redactor(secrets, guesses=guesses).redact_event({"type": "run_started", "commandLine": told})
        self.assertEqual(redacted["commandLine"][0], "ansible-playbook")
        return redacted["commandLine"][1:]

    def test_the_program_as_one_would_type_it(self):
        for argv, words in (
                (["/opt/bin/ansible-playbook", "x.yml"], ["ansible-playbook", "x.yml"]),
                (["/srv/venv/bin/ansible-playbook", "x.yml"], ["/srv/venv/bin/ansible-playbook", "x.yml"]),
                (["/usr/bin/ansible-playbook-3.12", "x.yml"], ["ansible-playbook-3.12", "x.yml"]),
                (["/opt/bin/ansible", "all", "-m", "ping"], ["ansible", "all", "-m", "ping"]),
                (["/x/site-packages/ansible/__main__.py", "playbook", "x.yml"],
                 ["python3.12", "-m", "ansible", "playbook", "x.yml"])):
            with self.subTest(argv):
                self.assertEqual(self.typed(*argv).redacted(str, str), words)

    def test_no_words_where_ansible_was_not_called(self):
        for argv in ([], [""], ["-c"], ["/usr/bin/python3", "-m", "unittest"], ["/x/bin/ansible-runner", "run"],
                     ["/x/bin/molecule", "test"], ["/x/__main__.py", "x.yml"], ["/x/ansible-playbook.sh", "x.yml"]):
            with self.subTest(argv):
                self.assertIsNone(self.typed(*argv))

    def test_no_words_where_ansible_has_other_playbooks_than_they_name(self):
        self.assertIsNone(self.typed("/opt/bin/ansible-playbook", "a.yml", arguments={"args": ["b.yml"]}))
        self.assertIsNotNone(self.typed("/opt/bin/ansible-playbook", "a.yml", "b.yml", arguments={"args": ["a.yml", "b.yml"]}))

    def test_what_is_no_secret_stays_as_it_was_typed(self):
        argv = ["-i", "hosts", "-e", "@globals.yml", "-e", "@passwords.yml", "-e", "kolla_action='deploy'  ",
                "-e", '{"kolla_action":  "deploy"}', "--private-key", "/root/.ssh/id_rsa", "--private-key=/root/key",
                "--vault-password-file", "/root/.vault_pass", "--vault-id", "dev@prompt", "--become-password-file=/x",
                "--ask-pass", "-K", "--limit", "a:&b,!c", "--start-at-task", "Copy it's", "-vv", "site.yml"]
        self.assertEqual(self.words(*argv), argv)

    def test_extra_variables_that_are_not_told_keep_their_names(self):
        for given, told in (
                ("a=1", "a=%s"), ("kolla_action=deploy a=1", "kolla_action=deploy a=%s"), ("a=1 b='c d'", "a=%s b=%s"),
                ('{"a": 1, "kolla_action": "deploy"}', '{"a": "%s", "kolla_action": "deploy"}'),
                ('{"kolla_action": {"admin_password": 1, "x": 2}}', '{"kolla_action": {"admin_password": "%s", "x": 2}}'),
                # Not understood, or more than it seems.
                ("a='", "%s"), ("[1, 2]", "%s"), ("{a: 1}", "%s"), ("kolla_action=x loose", "kolla_action=x %s"),
                ("/not/a/file", "%s"), ("hun-ter=2", "%s")):
            with self.subTest(given):
                told = told.replace("%s", REDACTED)
                self.assertEqual(self.words("-e", given, "x.yml"), ["-e", told, "x.yml"])
                self.assertEqual(self.words("-Ce" + given, "x.yml"), ["-Ce" + told, "x.yml"])
                self.assertEqual(self.words("--extra=" + given, "x.yml"), ["--extra=" + told, "x.yml"])

    def test_a_name_given_twice_is_told_once(self):
        self.assertEqual(self.words("-e", '{"kolla_action": "hunter2", "kolla_action": "deploy"}'),
                         ["-e", '{"kolla_action": "deploy"}'])

    def test_secrets_anywhere_else(self):
        for argv, told in (
                (["--ssh-extra-args", "-o ProxyCommand='sshpass -p hunter2 ssh x'"],
                 ["--ssh-extra-args", "-o ProxyCommand='sshpass -p %s ssh x'"]),
                (["--ssh-common-args=--password hunter2"], ["--ssh-common-args=--password %s"]),
                (["--become-user", "s3cr3t-value"], ["--become-user", "%s"]),
                (["-e", "@/srv/s3cr3t-value.yml"], ["-e", "@/srv/%s.yml"]),
                (["--private-key=/srv/s3cr3t-value"], ["--private-key=/srv/%s"]),
                (["--unheard-of=s3cr3t-value"], ["--unheard-of=%s"]),
                (["-i", "https://me:hunter2@example.org/"], ["-i", "https://%s@example.org/"])):
            with self.subTest(argv):
                told = [word.replace("%s", REDACTED) for word in told]
                self.assertEqual(self.words(*argv, "x.yml", secrets=["s3cr3t-value"]), [*told, "x.yml"])

    def test_keys_that_are_secret_here(self):
        self.assertEqual(self.words("-e", "kolla_action=x corp_pin=1", allowed=["kolla_action", "corp_pin"],
                                    secret_keys=["_pin$"]), ["-e", "kolla_action=x corp_pin=%s" % REDACTED])

    def test_arguments_of_modules(self):
        guesses = GuessedSecrets(["_pin$"])
        for given, told in (
                ("echo hello", "echo hello"),
                ("name=joe password='a b' corp_pin=77 state=present", "name=joe password=%s corp_pin=%s state=present"),
                ("mysql -uroot -phunter2 -e 'SELECT 1'", "mysql -uroot -p%s -e 'SELECT 1'"),
                ('{"name": "joe", "password": "hunter2"}', '{"name": "joe", "password": %s}')):
            with self.subTest(given):
                typed = self.typed("/opt/bin/ansible", "all", "-m", "user", "-a", given)
                typed = typed.told(_parsed, shlex.split, (), guesses.looks_secret)
                redacted = Redactor(guesses=guesses).redact_event({"type": "run_started", "commandLine": typed})
                self.assertEqual(redacted["commandLine"],
                                 ["ansible", "all", "-m", "user", "-a", told.replace("%s", REDACTED)])

    def test_arguments_that_are_ignored(self):
        self.assertEqual(self.words("--vault-password-file=/x", "-e", "kolla_action=deploy", "x.yml",
                                    ignored=["vault_password_files", "extra_vars"]),
                         ["--vault-password-file=" + IGNORED, "-e", IGNORED, "x.yml"])


def _parsed(given):
    if given[:1] in "[{":
        return json.loads(given)
    words = [word.partition("=") for word in shlex.split(given)]
    return {name: value for name, equals, value in words}


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class RealCommandTest(unittest.TestCase):
    def told(self, *arguments, **environment):
        with IngestStub() as stub:
            run = AnsibleRun(stub.url, **environment)
            self.addCleanup(run.remove)
            code, output, _seconds = run.run(*arguments)
            self.assertEqual(code, 0, output)
            (events,) = stub.runs().values()
        return events[0]["commandLine"], json.dumps(events)

    def test_a_command_without_secrets_is_told_word_by_word(self):
        arguments = ["--limit", "alpha", "-e", "kolla_action=deploy", "-e{\"kolla_action\":  \"pull\"}", "--dif",
                     "--start-at-task", "", "-f2", SHORT]
        words, _sent = self.told(*arguments)
        self.assertEqual(os.path.basename(words[0]), "ansible-playbook")
        self.assertEqual(words[1:], ["-i", os.path.join(PLAYBOOKS, "inventory.ini"), *arguments])

    def test_no_form_of_a_secret_leaves(self):
        secrets = ["canary-%d-hunter2" % number for number in range(12)]
        of = iter(secrets)
        arguments = [
            "-e", "plain=" + next(of), "-edb_password=" + next(of), "--extra-vars=x=%s kolla_action=deploy" % next(of),
            "--ext", '{"a": {"b": "%s"}, "kolla_action": "deploy"}' % next(of), "-e", "{c: %s, d: [%s]}" % (next(of), next(of)),
            "-CDe", "e='%s with spaces' f=\"%s\"" % (next(of), next(of)), "-ve=g=" + next(of),
            "--ssh-extra-args=-o ProxyCommand='sshpass -p %s ssh'" % next(of), "--scp-extra-args", "--password " + next(of),
            "-e", "password=" + next(of), SHORT]
        words, sent = self.told(*arguments)
        self.assertEqual([secret for secret in secrets if secret in sent], [])
        self.assertEqual(words[-1], SHORT)
        self.assertEqual(len(words), len(arguments) + 3)
        left = [word.replace(REDACTED, "...") for word in words[3:-1]]
        self.assertEqual(left, [
            "-e", "plain=...", "-edb_password=...", "--extra-vars=x=... kolla_action=deploy",
            "--ext", '{"a": "...", "kolla_action": "deploy"}', "-e", '{"c": "...", "d": "..."}', "-CDe", "e=... f=...",
            "-ve...", "--ssh-extra-args=-o ProxyCommand='sshpass -p ... ssh'", "--scp-extra-args", "--password ...",
            "-e", "password=..."])

    def test_a_secret_of_a_file_is_found_in_the_words(self):
        run = AnsibleRun()
        self.addCleanup(run.remove)
        passwords = os.path.join(run.directory, "passwords.yml")
        with open(passwords, "w", encoding="utf-8") as file:
            file.write("one: canary-of-a-file\n")
        words, sent = self.told("-e", "@" + passwords, "--become-user", "canary-of-a-file", SHORT)
        self.assertNotIn("canary-of-a-file", sent)
        self.assertEqual(words[3:], ["-e", "@" + passwords, "--become-user", REDACTED, SHORT])

    def test_by_python(self):
        with open(ansible_playbook(), encoding="utf-8") as script:
            python = script.readline()[2:].split()[0]
        with IngestStub() as stub:
            run = AnsibleRun(stub.url)
            self.addCleanup(run.remove)
            subprocess.run([python, "-m", "ansible", "playbook", "-i", "localhost,", SHORT], cwd="/", env=run.environment,
                           check=False, stdout=subprocess.DEVNULL)
            (events,) = stub.runs().values()
        self.assertEqual(events[0]["commandLine"],
                         [os.path.basename(python), "-m", "ansible", "playbook", "-i", "localhost,", SHORT])


if __name__ == "__main__":
    unittest.main()
