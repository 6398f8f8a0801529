# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What reports the runs of a process: one reporter, however often Ansible loads the plugin.

ansible-console loads it anew for every command that is typed. With threads, signal handlers and an exit handler each,
a session of a hundred commands would have two hundred threads.
"""

from __future__ import annotations

import os

from .guessed_secrets import GuessedSecrets
from .redaction import Redactor
from .reporter import Reporter


class ProcessReporting:
    def __init__(self, settings, convert_unknown):
        self.settings = settings
        self.guesses = GuessedSecrets(settings.secret_keys, settings.secret_values)
        self.redactor = Redactor([settings.token], convert_unknown, settings.max_field_bytes, settings.max_result_bytes,
                                 self.guesses, settings.ignored_facts)
        self.reporter = Reporter(settings, self.redactor)


_last = None


def reporting_of_process(settings, convert_unknown):
    """(the ProcessReporting with these settings, whether it is a new one)."""
    global _last
    if _last is not None and _last.reporter.pid == os.getpid() and vars(_last.settings) == vars(settings):
        _last.reporter.loaded_again()
        return _last, False
    _last = ProcessReporting(settings, convert_unknown)
    return _last, True
