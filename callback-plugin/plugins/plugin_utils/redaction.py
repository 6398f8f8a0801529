# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What Ansible was told to hide never leaves the control host.

Three nets, from certain to guessed: no_log and vault (Ansible says so), the values of secret extra variables
wherever they appear, and keys, assignments and URLs that look secret.
"""

from __future__ import annotations

import re
import threading

from .plain_data import MAX_RESULT, MAX_STRING, REDACTED, bounded_result, bounded_strings, plain

CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result"
LEAST_SECRET_LENGTH = 6

_FLAGS = ("changed", "failed", "skipped", "unreachable", "ignored", "attempts", "retries", "finished", "started")
_SECRET_WORDS = (r"(?:password|passwd|passphrase|passcode|secret|token|credentials?|api[_-]?key|private[_-]?key|"
                 r"secret[_-]?key|access[_-]?key|encryption[_-]?key|crypto[_-]?key|rndc[_-]?key|auth[_-]?key|"
                 r"fernet[_-]?keys?|vault[_-]?pass|passwords|secrets|tokens)")
_SECRET_KEY = re.compile(r"(?:%s|(?:^|[_-])(?:pass|pwd|pw))(?:[_-]?(?:[0-9]+|hash|value|b64|base64))?$" % _SECRET_WORDS,
                         re.IGNORECASE)
# Module arguments that end like a secret and hold none.
_HARMLESS_KEYS = frozenset(("update_password", "update_secret", "no_password", "password_lock"))
_URL_CREDENTIALS = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]{0,30}://)([^\s/@:\"'<>]{0,256}):([^\s/\"'<>]{1,512})@")
_PRIVATE_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)",
                                re.DOTALL)
# Plain searches are a hundred times cheaper than the expression, and most texts hold none of these.
_ROOTS = ("pass", "secret", "token", "credential", "key")
_HINT = re.compile(_SECRET_WORDS, re.IGNORECASE)
_VALUE = r"(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^\s\"',;&|<][^\s\"',;&|]*)"
# name=value and name = value anywhere; name: value only where a line or a quoted JSON key begins, because
# prose like "no token: expired" is common in failure messages. No open-ended prefix: it would be quadratic.
_ASSIGNMENTS = (
    re.compile(r"(%s[\"']?[ \t]*=[ \t]*)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE),
    re.compile(r"(--[\w-]{0,40}%s[ \t]+)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE),
    re.compile(r"(^[-+ \t]{0,80}[\w.-]{0,64}%s[ \t]*:[ \t]+)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE | re.MULTILINE),
    re.compile(r"([\"'][\w.-]{0,64}%s[\"'][ \t]*:[ \t]*)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE),
)
_KEPT_INTERNAL_KEYS = frozenset(("_ansible_item_label", "_ansible_delegated_vars"))
# The wire fields that can carry what somebody wrote. Names of hosts, uuids and enumerations stay as they are:
# the server joins on them.
_REDACTED_FIELDS = ("playbookPath", "arguments", "limit", "extraVars", "environment", "labels", "name", "reason",
                    "customStats", "hosts")


def looks_secret(key):
    return key.lower() not in _HARMLESS_KEYS and _SECRET_KEY.search(key) is not None


class Redactor:
    """Knows the secret values of this invocation."""

    def __init__(self, secret_values=(), convert_unknown=str, max_string=MAX_STRING, max_result=MAX_RESULT):
        self._values = ()
        self._learning = threading.RLock()
        self._convert_unknown = convert_unknown
        self._max_string = max_string
        self._max_result = max_result
        self.further_values = None  # a function that gives secrets learned since it was called last
        self.add_values(secret_values)

    def add_values(self, values):
        """Further secrets to find by value. The longest first: one may contain another."""
        if not values:
            return
        usable = {value for value in values if isinstance(value, str) and len(value.strip()) >= LEAST_SECRET_LENGTH}
        self._values = tuple(sorted(usable.union(self._values), key=len, reverse=True))

    def redact_event(self, event, no_log=False):
        """The event with plain, redacted and bounded contents; only its `result` can be under no_log."""
        if self.further_values is not None:
            # Locked: at the end the main thread may build events too, and must not run ahead of a secret being learned.
            with self._learning:
                self.add_values(self.further_values())
        redacted = {}
        for key, value in event.items():
            if key == "result":
                redacted[key] = self.redact_result(value, no_log)
            elif key in _REDACTED_FIELDS:
                value = self._clean(plain(value, self._convert_unknown))
                redacted[key] = bounded_result(bounded_strings(value, self._max_string), self._max_result)
            else:
                redacted[key] = plain(value, self._convert_unknown)
        return redacted

    def redact_result(self, result, no_log=False):
        if not isinstance(result, dict):
            result = {"value": result}
        if no_log or result.get("_ansible_no_log") or "censored" in result:
            return censored(result)
        cleaned = self._clean(plain(result, self._convert_unknown))
        return bounded_result(bounded_strings(cleaned, self._max_string), self._max_result)

    def redact_text(self, text):
        for value in self._values:
            if value in text:
                text = text.replace(value, REDACTED)
        if "://" in text:
            text = _URL_CREDENTIALS.sub(r"\1%s@" % REDACTED, text)
        if "PRIVATE KEY-----" in text:
            text = _PRIVATE_KEY_BLOCK.sub(REDACTED, text)
        lowered = text.lower()
        if any(root in lowered for root in _ROOTS) and _HINT.search(text):
            for pattern in _ASSIGNMENTS:
                text = pattern.sub(_keep_name, text)
        return text

    def _clean(self, value):
        if isinstance(value, str):
            return self.redact_text(value)
        if isinstance(value, list):
            return [REDACTED if _is_option_value(value, index) else self._clean(item)
                    for index, item in enumerate(value)]
        if isinstance(value, dict):
            if value.get("_ansible_no_log") is True:
                return censored(value)
            return {self._clean_key(key): REDACTED if _is_secret(key, item) else self._clean(item)
                    for key, item in value.items()
                    if not key.startswith("_ansible_") or key in _KEPT_INTERNAL_KEYS}
        return value

    def _clean_key(self, key):
        for value in self._values:
            if value in key:
                key = key.replace(value, REDACTED)
        return key


def censored(result):
    """A no_log result: that it happened and how it went, nothing of what it said, and none of its items."""
    kept = {key: result[key] for key in _FLAGS if isinstance(result.get(key), (bool, int))}
    kept["censored"] = CENSORED
    return kept


def secret_values(variables):
    """The strings among `variables` whose name looks secret, or which lie under such a name."""
    found = set()
    _collect(variables, False, found, 0)
    return found


def _collect(value, is_secret, found, depth):
    if depth > 20:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            _collect(item, is_secret or looks_secret(str(key)), found, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, is_secret, found, depth + 1)
    elif is_secret and isinstance(value, str):
        found.add(str.__str__(value))
    elif is_secret and isinstance(value, int) and not isinstance(value, bool):
        found.add(str(int(value)))


def _is_secret(key, value):
    # A boolean or nothing is a switch (`ask_pass`), an empty string says only that there is no secret.
    if value is None or isinstance(value, bool) or value in ("", [], {}):
        return False
    return looks_secret(key)


def _is_option_value(words, index):
    """Commands are lists of words too: the one after `--password`."""
    option = words[index - 1] if index else None
    return isinstance(option, str) and option.startswith("-") and isinstance(words[index], str) \
        and len(option) < 80 and looks_secret(option.lstrip("-"))


def _keep_name(match):
    return match.group(1) + REDACTED
