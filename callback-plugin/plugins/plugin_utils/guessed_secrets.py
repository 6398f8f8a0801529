# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What looks like a secret, without knowing it: keys, assignments, URLs, and values of a well-known form.

A guess: docs/redaction.md says how good it is.
"""

from __future__ import annotations

import re

from .linear_expression import NotLinear, require_linear
from .plain_data import REDACTED

_SECRET_WORDS = (r"(?:password|passwd|passphrase|passcode|secret|token|credentials?|api[_-]?key|private[_-]?key|"
                 r"secret[_-]?key|access[_-]?key|encryption[_-]?key|crypto[_-]?key|rndc[_-]?key|auth[_-]?key|"
                 r"fernet[_-]?keys?|vault[_-]?pass|passwords|secrets|tokens|cookie)")
_SHORT_WORDS, _SUFFIX = r"(?:pass|pwd|pw)", r"(?:[_-]?(?:[0-9]{1,20}|hash|value|b64|base64))?"
_SECRET_KEY = re.compile(r"(?:%s|(?:^|[_-])%s)%s$" % (_SECRET_WORDS, _SHORT_WORDS, _SUFFIX), re.IGNORECASE)
# Module arguments that end like a secret and hold none.
_HARMLESS_KEYS = frozenset(("update_password", "update_secret", "no_password", "password_lock"))
_WORKING_DIRECTORY = "PWD"  # the variable of every shell; in small letters it is a password
_URL_CREDENTIALS = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]{0,30}://)([^\s/@:\"'<>]{0,256}):([^\s/\"'<>]{1,512})@")
_BEGIN_KEY = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----")
_END_KEY = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----")
# Most lines hold none of these, and looking for them is many times cheaper than the expressions.
_ROOTS = ("pass", "secret", "token", "credential", "key", "cookie")
_ROOT = re.compile("|".join(_ROOTS))
_HINT = re.compile(_SECRET_WORDS, re.IGNORECASE)
_VALUE = r"(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^\s\"',;&|<][^\s\"',;&|]*)"
# name=value and name = value anywhere; name: value only where a line or a quoted JSON key begins, because
# prose like "no token: expired" is common in failure messages. No open-ended prefix: it would be quadratic.
_ASSIGNMENTS = (
    re.compile(r"(%s[\"']?[ \t]*=[ \t]*)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE),
    re.compile(r"((?<![\w-])--[\w-]{0,40}%s[ \t]+)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE),
    re.compile(r"(^[-+ \t]{0,80}(?:[\w.][\w.-]{0,63})?%s[ \t]*:[ \t]+)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE | re.MULTILINE),
    re.compile(r"([\"'][\w.-]{0,64}%s[\"'][ \t]*:[ \t]*)%s" % (_SECRET_WORDS, _VALUE), re.IGNORECASE),
)
# (a substring that such a text has, the expression whose first group stays)
_HABITS = (
    ("mysql", re.compile(r"(\bmysql[\w-]{0,20}(?=[ \t])(?:(?!\bmysql[\w-]{0,20}[ \t])[^\n|;&]){0,300}?[ \t]-p)"
                         r"([^\s\"']+|\"[^\"\n]*\"|'[^'\n]*')")),
    ("mariadb", re.compile(r"(\bmariadb[\w-]{0,20}(?=[ \t])(?:(?!\bmariadb[\w-]{0,20}[ \t])[^\n|;&]){0,300}?[ \t]-p)"
                           r"([^\s\"']+|\"[^\"\n]*\"|'[^'\n]*')")),
    ("sshpass", re.compile(r"(\bsshpass[ \t]+-p[ \t]*)(\S+)")),
    ("curl", re.compile(r"(curl(?=[ \t])(?:(?!curl[ \t])[^\n|;&]){0,300}?[ \t](?:-u|--user)[ =]?[\"']?[^\s:\"']{1,64}:)"
                        r"([^\s\"']+)")),
    ("kolla_keystone_bootstrap", re.compile(r"(\bkolla_keystone_bootstrap[ \t]+\S{1,64}[ \t]+)(\S+)")),
    ("uthorization", re.compile(r"(\b(?:Proxy-)?Authorization[\"']?[ \t]*[:=][ \t]*[\"']?(?:\w{1,20}[ \t]+)?)([^\s\"',]+)",
                                re.IGNORECASE)),
    ("oken:", re.compile(r"(\bX-[\w-]{0,40}Token:[ \t]*)([^\s\"',]+)", re.IGNORECASE)),
)
# (a substring, values that give themselves away): Ceph and Fernet, AWS, GitHub, GitLab, JSON web tokens, crypt(3)
_FORMS = (
    ("==", re.compile(r"(?<![A-Za-z0-9+/])AQ[A-Za-z0-9+/]{36}==")),
    ("gAAAAA", re.compile(r"\bgAAAAA[\w-]{50,}={0,2}")),
    ("AKIA", re.compile(r"\bAKIA[0-9A-Z]{16}\b")),
    ("ghp_", re.compile(r"\bghp_[A-Za-z0-9]{36,}")),
    ("gho_", re.compile(r"\bgho_[A-Za-z0-9]{36,}")),
    ("ghu_", re.compile(r"\bghu_[A-Za-z0-9]{36,}")),
    ("ghs_", re.compile(r"\bghs_[A-Za-z0-9]{36,}")),
    ("ghr_", re.compile(r"\bghr_[A-Za-z0-9]{36,}")),
    ("glpat-", re.compile(r"\bglpat-[\w-]{20,}")),
    ("eyJ", re.compile(r"(?<![\w-])eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,2000}")),
    ("$", re.compile(r"\$(?:1|5|6|2[aby]|y|apr1)\$[./A-Za-z0-9$=,]{20,}")),
)
# JSON, in small letters, that has none of these has nothing that any of the expressions finds.
_TRACES = ("://", "private key-----", *(hint.lower() for hint, _pattern in (*_FORMS, *_HABITS)))
_TRACES_OF_WORDS = (*_ROOTS, "pw")
_WORD = re.compile(r'%s|%s%s"' % (_SECRET_WORDS, _SHORT_WORDS, _SUFFIX))
_LONGEST_OPTION = 80


class GuessedSecrets:
    """`keys` and `values`: further expressions of the configuration. A faulty one raises ValueError."""

    def __init__(self, keys=(), values=()):
        self._keys = [_compiled("secret_keys", pattern) for pattern in keys]
        self._values = [_compiled("secret_values", pattern) for pattern in values]
        self._known_keys = {}

    def looks_secret(self, key):
        answer = self._known_keys.get(key)
        if answer is None:
            answer = _looks_secret(key) or any(pattern.search(key) for pattern in self._keys)
            if len(self._known_keys) < 10000:
                self._known_keys[key] = answer
        return answer

    def may_stand_in(self, text):
        """False only if nothing in this JSON, as key or as text, looks secret. Not for JSON with escapes."""
        if self._keys or self._values:
            return True
        lowered = text.lower()
        return (any(map(lowered.__contains__, _TRACES))
                or (any(map(lowered.__contains__, _TRACES_OF_WORDS)) and _WORD.search(lowered) is not None))

    def redact(self, text):
        if "://" in text:
            text = _URL_CREDENTIALS.sub(r"\1%s@" % REDACTED, text)
        if "PRIVATE KEY-----" in text:
            text = _without_keys(text)
        for hint, pattern in _FORMS:
            if hint in text:
                text = pattern.sub(REDACTED, text)
        for hint, pattern in _HABITS:
            if hint in text:
                text = pattern.sub(_keep_name, text)
        text = _without_assigned(text)
        for pattern in self._values:
            text = pattern.sub(REDACTED, text)
        return text

    def secret_words(self, words):
        """Commands are lists of words too: the positions of those that are secrets, by the words before them."""
        found, client = set(), False
        for index, word in enumerate(words):
            if not isinstance(word, str) or len(word) > 4096:
                continue
            option = words[index - 1] if index else None
            if isinstance(option, str) and option.startswith("-") and len(option) < _LONGEST_OPTION \
                    and self.looks_secret(option.lstrip("-")):
                found.add(index)
            elif client and word.startswith("-p") and len(word) > 2:
                found.add(index)
            elif index > 1 and isinstance(words[index - 2], str) and words[index - 2].endswith("kolla_keystone_bootstrap"):
                found.add(index)
            client = client or word.rsplit("/", 1)[-1].startswith(("mysql", "mariadb", "sshpass"))
        return found


def _without_keys(text):
    """Each to where it ends, or to the end of the text. One that begins within another is a part of that."""
    pieces, done = [], 0
    for begin in _BEGIN_KEY.finditer(text):
        if begin.start() < done:
            continue
        end = _END_KEY.search(text, begin.end())
        pieces += [text[done:begin.start()], REDACTED]
        done = end.end() if end else len(text)
    return "".join([*pieces, text[done:]]) if pieces else text


def _without_assigned(text):
    """The assignments, in the lines that may have some: none of the expressions goes beyond its line."""
    if not ("=" in text or ":" in text or "--" in text):  # one of these is in each of them; names have none
        return text
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that becomes two: the places differ
        return _without_assigned_in(text)
    pieces, done = [], 0
    for match in _ROOT.finditer(lowered):
        if match.start() < done:
            continue
        start = max(text.rfind("\n", done, match.start()) + 1, done)
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        pieces += [text[done:start], _without_assigned_in(text[start:end])]
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _without_assigned_in(line):
    if _HINT.search(line):
        for pattern in _ASSIGNMENTS:
            line = pattern.sub(_keep_name, line)
    return line


def _looks_secret(key):
    return key.lower() not in _HARMLESS_KEYS and key != _WORKING_DIRECTORY and _SECRET_KEY.search(key) is not None


def _compiled(option, pattern):
    try:
        require_linear(pattern)
        return re.compile(pattern)
    except NotLinear as error:
        raise ValueError("%s: %r could slow down the playbook: %s" % (option, pattern, error)) from None
    except re.error as error:
        raise ValueError("%s: %r is not a valid regular expression: %s" % (option, pattern, error)) from None


def _keep_name(match):
    # What Ansible has hidden itself, or a pass before this one, stays as it says.
    return match.group() if match.group(2).strip("\"'") in _HIDDEN else match.group(1) + REDACTED


_HIDDEN = (REDACTED, "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER", "********")
