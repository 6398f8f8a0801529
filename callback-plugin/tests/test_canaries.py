# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Secrets are planted in each place that Ansible knows; then everything that left the process is searched for them."""

import base64
import json
import os
import re
import subprocess
import unittest
import zlib
from urllib.parse import quote, quote_plus

import plugin_modules  # noqa: F401
from ansible_run import WHY_SKIPPED, AnsibleRun, ansible_playbook
from ingest_stub import IngestStub
from plugin_utils.plain_data import REDACTED
from plugin_utils.redaction import CENSORED

# Awkward ones, so that each escaping changes something. `!` and `.` stay away from a shell's and YAML's meanings.
PLACES = ("extra_plain", "extra_json", "kolla_password", "kolla_private", "kolla_public", "kolla_database",
          "osism_nested", "osism_list", "inline_vault", "vars_file_vault", "vars_file_inline", "group_vault", "included_vault",
          "inventory_vault", "inventory_password", "no_log_play", "no_log_block", "no_log_task", "no_log_item", "url",
          "module_argument", "option", "assignment", "upper_case_key", "nested_key", "configured_value", "configured_key",
          "role_default_vault", "given_vault", "prompt")
CANARIES = {place: "Cnry%s/%02d+%s&q=%%z" % (place.title().replace("_", ""), number, "abcdefghij"[number % 10] * 3)
            for number, place in enumerate(PLACES)}
for _place in ("url", "option", "assignment", "configured_value"):  # guessed by form: what the form allows
    CANARIES[_place] = "Cnry%s77xyz" % _place.title().replace("_", "")
CONTROL = "CnryControlThatNobodyProtects/99+q"
TOKEN = "CnryTokenOfIngest4711"
LINES = ["bbbbCnryKeyLine%02d%s" % (line, "Qz7/+" * 10) for line in range(4)]
VAULT_PASSWORD = "CnryVaultPassword8899"

PLAYBOOK = r"""
- name: Known by value
  hosts: alpha
  gather_facts: false
  vars:
    in_line: !vault |
%(inline_vault)s
  vars_files:
    - "{{ 'vars_' ~ 'vaulted' }}.yml"
    - vars_inline.yml
  vars_prompt:
    - name: prompted
      prompt: Secret?
      default: %(prompt)s
  tasks:
    - include_vars: included.yml
    - name: "Named {{ kolla_password }}"
      debug:
        msg: "{{ item_of }}"
      loop: &all
        - "{{ extra_plain_password }}"
        - "{{ extra_json_password }}"
        - "{{ kolla_password }}"
        - "{{ kolla_key.private_key }}"
        - "{{ kolla_key.public_key }}"
        - "{{ kolla_database }}"
        - "{{ osism.nested.deep }}"
        - "{{ osism.list | first }}"
        - "{{ in_line }}"
        - "{{ from_vars_file }}"
        - "{{ from_inline_file }}"
        - "{{ from_group }}"
        - "{{ from_included }}"
        - "{{ from_inventory }}"
        - "{{ plain_in_inventory_password }}"
        - "{{ from_role }}"
        - "{{ from_given }}"
        - "{{ prompted }}"
        - "{{ kolla_big_key }}"
      loop_control:
        loop_var: item_of
        label: "label {{ item_of }}"
    - name: Printed
      command: {argv: "{{ ['printf', '%%s\n'] + words }}"}
      vars:
        all: *all
        words: "{{ all + all | map('b64encode') | list + all | map('regex_replace', '^', 'a') | map('b64encode') | list
                + all | map('regex_replace', '^', 'usr:') | map('b64encode') | list + all | map('urlencode') | list
                + all | map('to_json') | list + all | map('to_json') | map('to_json') | list }}"
      register: printed
    - name: Shown again
      debug: {var: printed}
    - name: A template with its difference
      copy:
        content: "# of a service\n{%% for secret in secrets %%}line {{ secret }}\n{{ secret | b64encode }}\n{%% endfor %%}"
        dest: "{{ playbook_dir }}/rendered.conf"
        mode: "0600"
      vars:
        secrets: *all
    - name: Slurped
      slurp: {src: "{{ playbook_dir }}/rendered.conf"}
    - name: Fails with it
      fail: {msg: "could not log in with {{ kolla_password }} at {{ item }}"}
      loop: *all
      ignore_errors: true
    - name: A module's failure
      command: "/nonexistent/{{ kolla_database }} {{ kolla_password }}"
      ignore_errors: true
    - name: A script that breaks
      shell: "echo {{ kolla_password | quote }} >&2; exit 3"
      ignore_errors: true
      register: broken
      until: broken.rc == 0
      retries: 1
      delay: 0
    - name: An undefined variable beside one
      debug: {msg: "{{ kolla_password ~ nobody_defined_this }}"}
      ignore_errors: true
    - name: From the environment
      shell: "echo $A_SECRET"
      environment: {A_SECRET: "{{ in_line }}"}
    - name: Later
      shell: "echo {{ kolla_password | quote }}"
      async: 20
      poll: 1
    - name: Statistics
      set_stats: {data: {"told": "{{ kolla_password }}"}}

- name: "Play of {{ kolla_password }}"
  hosts: alpha
  gather_facts: false
  no_log: true
  tasks:
    - name: Hidden by its play
      command: echo %(no_log_play)s

- name: Hidden otherwise
  hosts: alpha
  gather_facts: false
  tasks:
    - no_log: true
      block:
        - name: Hidden by its block
          command: echo %(no_log_block)s
    - name: Hidden itself
      shell: "echo %(no_log_task)s; exit 1"
      no_log: true
      ignore_errors: true
    - name: Hidden items
      command: "echo {{ item.text }}"
      no_log: "{{ item.hidden }}"
      loop:
        - {text: "%(no_log_item)s", hidden: true}
        - {text: open, hidden: false}
    - name: Guessed
      command: "echo {{ item }}"
      loop:
        - "https://user:%(url)s@registry.example.org/v2/"
        - "connection = mysql+pymysql://keystone:%(url)s@10.0.0.9:3306/keystone"
        - "run --admin-password %(option)s now"
        - "admin_password=%(assignment)s"
        - "the code %(configured_value)s of a pattern"
    - name: Arguments
      debug:
        msg: {auth_password: "%(module_argument)s", DB_TOKEN: "%(upper_case_key)s", licence: "%(configured_key)s",
              nested: [{client_secret: "%(nested_key)s"}]}
    - name: Everybody may know
      debug: {msg: "%(control)s"}
  roles: [keeper]
"""


def variants(secret):
    """What would betray `secret`: itself, escaped, and the part of its base64 that no neighbour changes."""
    data = secret.encode()
    yield from (secret, quote(secret), quote(secret, safe=""), quote_plus(secret), quote(secret, safe="").lower(),
                json.dumps(secret)[1:-1], json.dumps(json.dumps(secret))[1:-1].strip('\\"'))
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data).decode()
        core = encoded[(before * 8 + 5) // 6:(before + len(data)) * 8 // 6]
        yield from (core, core.replace("+", "-").replace("/", "_"), quote(core, safe=""))


def found_in(secrets, evidence):
    """(place of evidence, secret, variant) of each that is betrayed."""
    return [(where, name, variant) for where, content in evidence.items() for name, secret in secrets.items()
            for variant in sorted(set(variants(secret))) if variant.encode() in content]


def inflated(content):
    if content[:2] != b"\x1f\x8b":
        return content
    return zlib.decompressobj(wbits=31).decompress(content)


class SearcherTest(unittest.TestCase):
    """The control: a searcher that finds nothing anywhere would prove nothing."""

    def test_it_finds_what_is_planted(self):
        for secret in (*CANARIES.values(), CONTROL, *LINES):
            for told in (secret, "x%sy" % secret, base64.b64encode(secret.encode()).decode(), quote(secret, safe=""),
                         base64.b64encode(("a" + secret + "b").encode()).decode(), json.dumps({"a": secret}),
                         base64.b64encode(("ab" + secret + "b").encode()).decode()):
                self.assertTrue(found_in({"it": secret}, {"here": told.encode()}), told)
        self.assertEqual(found_in(CANARIES, {"here": b"nothing of the kind"}), [])


@unittest.skipIf(WHY_SKIPPED, WHY_SKIPPED)
class CanaryTest(unittest.TestCase):
    def setUp(self):
        self.files = None

    def write(self, name, text):
        path = os.path.join(self.files, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def vault(self, run, *arguments):
        program = os.path.join(os.path.dirname(ansible_playbook()), "ansible-vault")
        return subprocess.run([program, *arguments, "--vault-password-file", os.path.join(self.files, "vault-password")],
                              check=True, text=True, env=run.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE).stdout

    def inline(self, run, names):
        """The vaulted canaries as YAML: name -> the lines after `!vault |`, in one process, for each takes seconds."""
        options = [word for name in names for word in ("--name", name)]
        told = self.vault(run, "encrypt_string", *options, *[CANARIES[name] for name in names])
        blocks = re.findall(r"(\w+): !vault \|\n((?:[ ]+\S+\n?)+)", told)
        self.assertEqual([name for name, _lines in blocks], list(names))
        return {name: lines.split() for name, lines in blocks}

    def plant(self, run):
        """The files of a deployment, and the arguments that run it."""
        self.files = os.path.join(run.directory, "deployment")
        self.write("vault-password", VAULT_PASSWORD + "\n")
        of = CANARIES

        vaulted = self.inline(run, ["inline_vault", "vars_file_inline", "group_vault", "role_default_vault",
                                    "inventory_vault"])

        def inline(name, indent):
            return "\n".join(" " * indent + line for line in vaulted[name])

        big_key = "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n" % "\n".join(LINES)
        self.write("passwords.yml", json.dumps({
            "kolla_password": of["kolla_password"], "kolla_database": of["kolla_database"], "kolla_big_key": big_key,
            "kolla_key": {"private_key": of["kolla_private"], "public_key": of["kolla_public"]}}))
        self.write("secrets.yml", json.dumps(
            {"osism": {"nested": {"deep": of["osism_nested"]}, "list": [of["osism_list"]]}}))
        whole = [self.write("given.yml", json.dumps({"from_given": of["given_vault"]})),
                 self.write("vars_vaulted.yml", json.dumps({"from_vars_file": of["vars_file_vault"]})),
                 self.write("vars/included.yml", json.dumps({"from_included": of["included_vault"]}))]
        self.vault(run, "encrypt", *whole)
        self.write("vars_inline.yml", "from_inline_file: !vault |\n%s\n" % inline("vars_file_inline", 2))
        self.write("group_vars/all.yml", "from_group: !vault |\n%s\n" % inline("group_vault", 2))
        self.write("roles/keeper/defaults/main.yml", "kept: !vault |\n%s\n" % inline("role_default_vault", 2))
        self.write("roles/keeper/tasks/main.yml", "- debug: {msg: 'kept {{ kept }}'}\n")
        self.write("inventory.yml", "all:\n  vars:\n    from_role: plain words\n    ansible_connection: local\n"
                   "    ansible_python_interpreter: '{{ ansible_playbook_python }}'\n"
                   "    plain_in_inventory_password: %s\n    from_inventory: !vault |\n%s\n  hosts:\n    alpha:\n"
                   % (json.dumps(of["inventory_password"]), inline("inventory_vault", 6)))
        text = PLAYBOOK % dict(of, control=CONTROL, inline_vault=inline("inline_vault", 6),
                               prompt=json.dumps(of["prompt"]))
        playbook = self.write("site.yml", text)
        return ["-i", os.path.join(self.files, "inventory.yml"), playbook, "--diff",
                "--vault-password-file", os.path.join(self.files, "vault-password"),
                "-e", "extra_plain_password='%s'" % of["extra_plain"],
                "-e", json.dumps({"extra_json_password": of["extra_json"]}),
                "-e", "@" + os.path.join(self.files, "passwords.yml"), "-e", "@" + os.path.join(self.files, "secrets.yml"),
                "-e", "@" + os.path.join(self.files, "given.yml")]

    def play(self, url):
        run = AnsibleRun(url, PLAYLEDGER_SECRET_KEYS="^licence$", PLAYLEDGER_DRAIN_TIMEOUT="20",
                         PLAYLEDGER_SECRET_VALUES="CnryConfiguredValue[0-9a-z]+")
        self.addCleanup(run.remove)
        temporary = os.path.join(run.directory, "tmp")
        os.mkdir(temporary)
        run.environment.update(PLAYLEDGER_TOKEN=TOKEN, TMPDIR=temporary)
        code, output, _seconds = run.run(*self.plant(run))
        self.assertEqual(code, 0, output[-3000:])
        for secret in (CANARIES["kolla_password"], CANARIES["included_vault"], CONTROL):
            self.assertIn(secret, output)  # the play did what it should
        return run, output

    def evidence(self, run, output):
        """All that the plugin may have written: files that are not the deployment's or Ansible's, and its warnings."""
        evidence = {"warnings": "\n".join(re.findall(r"playledger:[^\[]*", output)).encode()}
        for directory, _directories, names in os.walk(run.directory):
            inside = os.path.relpath(directory, run.directory)
            if inside.split(os.sep)[0] in ("deployment", "collections", "async"):
                continue
            for name in names:
                with open(os.path.join(directory, name), "rb") as file:
                    evidence[os.path.join(inside, name)] = inflated(file.read())
        return evidence

    def check(self, evidence, events):
        secrets = dict(CANARIES, token=TOKEN, vault_password=VAULT_PASSWORD, **{line[:17]: line for line in LINES})
        self.assertEqual(found_in(secrets, evidence), [])
        # Nothing found is only worth something if the same search finds what nobody protects.
        self.assertTrue(found_in({"control": CONTROL}, evidence))
        told = json.dumps(events)
        self.assertGreater(told.count(REDACTED), 100)
        self.assertGreaterEqual(told.count(CENSORED), 4)
        names = [event["name"] for event in events if event["type"] in ("task_started", "play_started")]
        self.assertIn("Named " + REDACTED, names)
        labels = {item.get("_ansible_item_label") for event in events if event["type"] == "task_result"
                  for item in event["result"].get("results", ()) if isinstance(item, dict)}
        self.assertIn("label " + REDACTED, labels)

    def test_nothing_on_the_wire(self):
        with IngestStub() as stub:
            run, output = self.play(stub.url)
            evidence = self.evidence(run, output)
            for number, (path, headers, body) in enumerate(stub.requests):
                headers = {name: value for name, value in headers.items() if name != "Authorization"}
                evidence["request %d" % number] = ("%s %s\n" % (path, headers)).encode() + inflated(body)
            (events,) = stub.runs().values()
        self.assertEqual(events[-1]["type"], "run_finished")
        self.check(evidence, events)

    def test_nothing_in_the_spool(self):
        run, output = self.play("http://127.0.0.1:1")
        self.assertTrue(run.spooled())
        evidence = self.evidence(run, output)
        events = [json.loads(line) for where, content in evidence.items() if where.startswith("spool")
                  for line in content.splitlines() if line.startswith(b'{"seq"')]
        self.assertIn(b"playledger: ", evidence["warnings"])
        self.check(evidence, events)
