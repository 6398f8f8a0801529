# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The hooks. Each is a line or two, and none lets an exception out: the playbook must not notice us."""

from __future__ import annotations

DOCUMENTATION = r"""
name: playledger
type: notification
short_description: Reports runs to a Playledger server
version_added: 0.1.0
author: Playledger contributors
description:
  - Reports what happens in a playbook run to a Playledger server, in batches from a background thread.
  - Events that cannot be sent are spooled to disk and sent later. The playbook never waits for the server, except
    for O(drain_timeout) at its end.
  - C(ansible) and C(ansible-console) load callbacks only if C(bin_ansible_callbacks) is set in the section C(defaults) of
    ansible.cfg, or C(ANSIBLE_LOAD_CALLBACK_PLUGINS) in the environment. Without it, their commands are not reported.
requirements:
  - to be listed in C(callbacks_enabled) of ansible.cfg
options:
  url:
    description:
      - URL of the server, such as C(https://playledger.example.com).
      - A proxy is taken from C(http_proxy), C(https_proxy) and C(no_proxy) in the environment, as ansible-galaxy does.
    type: str
    env: [{name: PLAYLEDGER_URL}]
    ini: [{section: callback_playledger, key: url}]
  token:
    description: Token with the role reporter.
    type: str
    env: [{name: PLAYLEDGER_TOKEN}]
    ini: [{section: callback_playledger, key: token}]
  token_file:
    description:
      - File that contains the token and nothing else, in UTF-8; used when O(token) is not set.
      - A relative path is relative to the directory of ansible.cfg, or, in the environment, to the working directory.
      - If it contains no usable token, a warning says why, and the run is spooled.
    type: path
    env: [{name: PLAYLEDGER_TOKEN_FILE}]
    ini: [{section: callback_playledger, key: token_file}]
  labels:
    description: Labels of the run, in addition to those in C(ARA_DEFAULT_LABELS).
    type: list
    elements: str
    default: []
    env: [{name: PLAYLEDGER_LABELS}]
    ini: [{section: callback_playledger, key: labels}]
  spool_dir:
    description:
      - Directory for batches that could not be sent yet. Made if it does not exist.
      - A relative path is relative to the directory of ansible.cfg, or, in the environment, to the working directory.
      - Without it, the directory is C(playledger-spool) in C(ANSIBLE_HOME), which is C(~/.ansible) unless set.
      - If it cannot be written, batches go to the first of these that can be, and a warning names it. First C(playledger-spool)
        in C(ANSIBLE_HOME), then the same in C(~/.ansible), then C(playledger-spool-UID) in C(TMPDIR) or C(/var/tmp).
        If O(spool_dir) is set, these names end in a digest of it.
      - Later runs and C(playledger-replay) send what is in any of these, if they have the same settings.
    type: path
    env: [{name: PLAYLEDGER_SPOOL_DIR}]
    ini: [{section: callback_playledger, key: spool_dir}]
  spool_max_bytes:
    description: Maximum size of the spool in bytes, of each directory. Events beyond it are lost, and counted.
    type: int
    default: 536870912
    env: [{name: PLAYLEDGER_SPOOL_MAX_BYTES}]
    ini: [{section: callback_playledger, key: spool_max_bytes}]
  batch_events:
    description: Maximum number of events in a batch.
    type: int
    default: 500
    env: [{name: PLAYLEDGER_BATCH_EVENTS}]
    ini: [{section: callback_playledger, key: batch_events}]
  batch_age:
    description:
      - Seconds after which an incomplete batch is sent.
      - A batch with a change or a retry is sent after 0.4 times this time, one with the start of a run after 0.2 times,
        one with a failure after a tenth, and one with the end of a run immediately.
    type: float
    default: 5.0
    env: [{name: PLAYLEDGER_BATCH_AGE}]
    ini: [{section: callback_playledger, key: batch_age}]
  batch_bytes:
    description: Approximate size of a batch in bytes, uncompressed.
    type: int
    default: 1048576
    env: [{name: PLAYLEDGER_BATCH_BYTES}]
    ini: [{section: callback_playledger, key: batch_bytes}]
  timeout:
    description: Timeout of a request to the server, in seconds.
    type: float
    default: 5.0
    env: [{name: PLAYLEDGER_TIMEOUT}]
    ini: [{section: callback_playledger, key: timeout}]
  drain_timeout:
    description: Seconds that the playbook may wait at its end for the last events to be sent.
    type: float
    default: 2.0
    env: [{name: PLAYLEDGER_DRAIN_TIMEOUT}]
    ini: [{section: callback_playledger, key: drain_timeout}]
  validate_certs:
    description: Whether to validate the server's certificate.
    type: bool
    default: true
    env: [{name: PLAYLEDGER_VALIDATE_CERTS}]
    ini: [{section: callback_playledger, key: validate_certs}]
  ca_file:
    description: PEM file with the certificates of the CAs to trust, instead of those of the system.
    type: path
    env: [{name: PLAYLEDGER_CA_FILE}]
    ini: [{section: callback_playledger, key: ca_file}]
  client_cert:
    description: PEM file of the certificate that the plugin shows to the server. It may contain the key.
    type: path
    env: [{name: PLAYLEDGER_CLIENT_CERT}]
    ini: [{section: callback_playledger, key: client_cert}]
  client_key:
    description: PEM file of the key of O(client_cert), without a passphrase.
    type: path
    env: [{name: PLAYLEDGER_CLIENT_KEY}]
    ini: [{section: callback_playledger, key: client_key}]
  extra_vars_allowed:
    description: Extra variables whose values are sent. Of all others, only the names are sent.
    type: list
    elements: str
    default: [kolla_action, kolla_serial, openstack_release, openstack_tag, openstack_version, CONFIG_DIR, ceph_release,
              osism_release, kolla_base_distro, docker_namespace]
    env: [{name: PLAYLEDGER_EXTRA_VARS_ALLOWED}]
    ini: [{section: callback_playledger, key: extra_vars_allowed}]
  environment_allowed:
    description: Environment variables that are sent.
    type: list
    elements: str
    default: [ENVIRONMENT, SUB, ANSIBLE_SSH_CONTROL_PATH_DIR, ARA_DEFAULT_LABELS, OSISM_VERSION, OPENSTACK_VERSION,
              CI, CI_JOB_URL, CI_PIPELINE_URL, CI_COMMIT_SHA, CI_COMMIT_REF_NAME, GITLAB_USER_LOGIN, GITHUB_ACTOR,
              GITHUB_SHA, GITHUB_REF, GITHUB_REPOSITORY, GITHUB_RUN_ID, BUILD_URL, ZUUL_UUID]
    env: [{name: PLAYLEDGER_ENVIRONMENT_ALLOWED}]
    ini: [{section: callback_playledger, key: environment_allowed}]
  secret_files:
    description:
      - Names (shell patterns, case-insensitive) of files whose variables are all secret, such as kolla's C(passwords.yml) and
        OSISM's C(secrets.yml). Values of 6 characters or more are redacted wherever they appear.
      - Applies to extra variables given as C(-e @FILE), and to the variables of inventories, playbooks and roles.
    type: list
    elements: str
    default: ["*password*", "*secret*", "*vault*"]
    env: [{name: PLAYLEDGER_SECRET_FILES}]
    ini: [{section: callback_playledger, key: secret_files}]
  secret_keys:
    description: Regular expressions for additional keys whose values are secret, searched for in the key.
    type: list
    elements: str
    default: []
    env: [{name: PLAYLEDGER_SECRET_KEYS}]
    ini: [{section: callback_playledger, key: secret_keys}]
  secret_values:
    description: Regular expressions for additional secrets. Matches in any text are redacted.
    type: list
    elements: str
    default: []
    env: [{name: PLAYLEDGER_SECRET_VALUES}]
    ini: [{section: callback_playledger, key: secret_values}]
  ignored_facts:
    description: Facts whose values are not sent, or C(all), in addition to those in C(ARA_IGNORED_FACTS).
    type: list
    elements: str
    default: [ansible_env]
    env: [{name: PLAYLEDGER_IGNORED_FACTS}]
    ini: [{section: callback_playledger, key: ignored_facts}]
  ignored_arguments:
    description:
      - Command line arguments whose values are not sent, in addition to those in C(ARA_IGNORED_ARGUMENTS).
      - Applies to C(arguments) and C(commandLine) of the run; O(extra_vars_allowed) applies to extra variables.
    type: list
    elements: str
    default: []
    env: [{name: PLAYLEDGER_IGNORED_ARGUMENTS}]
    ini: [{section: callback_playledger, key: ignored_arguments}]
  max_field_bytes:
    description: Maximum size of one text in a result, in bytes; a marker says how much of a longer text was left out.
    type: int
    default: 262144
    env: [{name: PLAYLEDGER_MAX_FIELD_BYTES}]
    ini: [{section: callback_playledger, key: max_field_bytes}]
  max_result_bytes:
    description:
      - Approximate maximum size of one result in bytes, including facts.
      - Markers say how many keys, items and bytes were left out.
    type: int
    default: 1048576
    env: [{name: PLAYLEDGER_MAX_RESULT_BYTES}]
    ini: [{section: callback_playledger, key: max_result_bytes}]
"""

import atexit
import functools
import importlib.machinery
import importlib.util
import os
import sys
import time

from ansible import constants
from ansible.plugins.callback import CallbackBase

_PACKAGE = "playledger_reporter"


def _own_package():
    """Lets Python's own import find our modules: Ansible's compiles those of a collection anew in every run."""
    if _PACKAGE in sys.modules:
        return
    spec = importlib.machinery.ModuleSpec(_PACKAGE, None, is_package=True)
    plugins = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    spec.submodule_search_locations.append(os.path.join(plugins, "plugin_utils"))
    sys.modules[_PACKAGE] = importlib.util.module_from_spec(spec)


_own_package()

from playledger_reporter import ansible_objects, hook_notes  # noqa: E402
from playledger_reporter.exit_code import exit_code_above  # noqa: E402
from playledger_reporter.process_reporting import reporting_of_process  # noqa: E402
from playledger_reporter.queue_manager import call_after_cleanup, queue_manager_above  # noqa: E402
from playledger_reporter.recording import Recording  # noqa: E402
from playledger_reporter.settings import Settings  # noqa: E402


def hook(method):
    """In the main process only, timed, and without ever raising."""
    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        reporter = self.reporter
        if reporter is None or reporter.recording is None or os.getpid() != reporter.pid:
            return
        started = time.perf_counter()
        try:
            method(self, *args, **kwargs)
        except Exception as error:  # the playbook goes on, whatever it was
            self.hook_failed(method.__name__, error)
        if reporter.notices:
            self._show_notices()
        reporter.hook_took(time.perf_counter() - started)
    return guarded


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "playledger.reporter.playledger"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reporter = None
        self._settings = None
        self._guesses = None
        self._redactor = None
        self._secrets = None
        self._failed_before = False
        self._announced = False  # that a run begins
        self._delegating = set()  # uuids of the tasks with delegate_to: of others, nothing is asked of each item

    def set_options(self, task_keys=None, var_options=None, direct=None):
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
        try:
            self._settings = Settings(self.get_option, constants.ANSIBLE_HOME, constants.CONFIG_FILE)
            if not self._settings.url:
                self._give_up("no server is configured: set url in [callback_playledger] or PLAYLEDGER_URL")
                return
            reporting, is_new = reporting_of_process(self._settings, ansible_objects.convert_unknown)
            self._guesses, self._redactor, self.reporter = reporting.guesses, reporting.redactor, reporting.reporter
            if is_new:
                self.reporter.install()
                atexit.register(self._at_exit)
        except Exception as error:  # an option's mistake is not worth a deployment
            self.reporter = None
            self._give_up("this run is not reported: %s" % error)

    def v2_playbook_on_start(self, playbook):
        self._announced = True
        self._start_run("v2_playbook_on_start", playbook, ansible_objects.is_ad_hoc(playbook))

    def v2_playbook_on_play_start(self, play):
        if not self._announced:
            self._announced = True
            self._start_run("v2_playbook_on_play_start", ansible_objects.PlayAlone(play), True)
        self._note_play(play)

    @hook
    def _note_play(self, play):
        self.reporter.note(hook_notes.play_started, play, self._secrets)

    def _start_run(self, name, playbook, may_end_untold):
        try:
            if self.reporter is None or os.getpid() != self.reporter.pid:
                return
            self._secrets = ansible_objects.loaded_secrets(playbook, self._settings, self._guesses)
            self.reporter.run_started(*ansible_objects.run_fields(playbook, self._settings, self._guesses),
                                      self._secrets, ansible_objects.collection_paths())
            if may_end_untold:
                self._await_cleanup(queue_manager_above(sys._getframe()), self.reporter.recording)
        except Exception as error:
            self.hook_failed(name, error)

    def _await_cleanup(self, queue_manager, recording):
        """What no hook ends ends when Ansible cleans up."""
        @hook
        def cleaned_up(self, failed):
            if self.reporter.recording is not recording:
                return  # the last hook has told
            if failed:
                self.reporter.interrupt()
            else:
                self._finish_run(queue_manager._stats)

        if queue_manager is not None:
            call_after_cleanup(queue_manager, lambda failed: cleaned_up(self, failed))

    @hook
    def v2_playbook_on_no_hosts_matched(self):
        self.reporter.note(Recording.no_hosts_matched)

    @hook
    def v2_playbook_on_no_hosts_remaining(self):
        self.reporter.note(Recording.no_hosts_remaining)

    @hook
    def v2_playbook_on_task_start(self, task, is_conditional):
        self.reporter.note(hook_notes.task_announced, task, task.name, self._secrets)
        self._look_at_delegation(task)

    @hook
    def v2_playbook_on_handler_task_start(self, task):
        self.reporter.note(hook_notes.handler_announced, task, task.name, self._secrets)
        self._look_at_delegation(task)

    @hook
    def v2_runner_on_start(self, host, task):
        self.reporter.note(hook_notes.host_started, host, task, task.name)

    @hook
    def v2_runner_on_ok(self, result):
        self.reporter.note(hook_notes.task_ok, result)

    @hook
    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.reporter.note(hook_notes.task_result, result, "failed", ignore_errors)

    @hook
    def v2_runner_on_skipped(self, result):
        self.reporter.note(hook_notes.task_result, result, "skipped")

    @hook
    def v2_runner_on_unreachable(self, result):
        self.reporter.note(hook_notes.task_unreachable, result)

    @hook
    def v2_runner_retry(self, result):
        self.reporter.note(hook_notes.task_retried, result)

    def v2_runner_item_on_ok(self, result):
        self._item_ran(result)

    def v2_runner_item_on_failed(self, result):
        self._item_ran(result)

    def v2_runner_item_on_skipped(self, result):
        self._item_ran(result, skipped=True)

    def _item_ran(self, result, skipped=False):
        if self._delegating:
            self._delegated_item_ran(result, skipped)

    @hook
    def _delegated_item_ran(self, result, skipped):
        task = result._task
        if task._uuid in self._delegating:
            self.reporter.note(hook_notes.item_ran, result._host, task, skipped)

    def _look_at_delegation(self, task):
        if task.delegate_to is not None:
            self._delegating.add(task._uuid)

    @hook
    def v2_playbook_on_stats(self, stats):
        self._finish_run(stats)

    def _finish_run(self, stats):
        self.reporter.run_finished(ansible_objects.recap(stats), ansible_objects.custom_stats(stats),
                                   exit_code_above(sys._getframe()))

    def hook_failed(self, name, error):
        self.reporter.count_lost()
        if not self._failed_before:
            self._failed_before = True
            self._warn("playledger: %s failed, the run is reported with gaps: %s: %s"
                       % (name, type(error).__name__, error))

    def _at_exit(self):
        try:
            self.reporter.close()
            self._show_notices()
        except BaseException as error:  # pylint: disable=broad-except
            self.hook_failed("the end", error)

    def _give_up(self, reason):
        self.disabled = True
        self._warn("playledger: " + reason)

    def _show_notices(self):
        while self.reporter.notices:
            self._warn(self.reporter.notices.popleft())

    def _warn(self, message):
        try:
            # An error's text may quote what it stumbled over.
            message = self._redactor.redact_text(message) if self._redactor is not None else message
            self._display.warning(message)
        except Exception:  # a closed stderr: nobody is left to tell
            pass
