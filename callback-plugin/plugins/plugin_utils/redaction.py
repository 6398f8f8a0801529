# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What Ansible was told to hide never leaves the control host.

Three nets, from certain to guessed: no_log and vault (Ansible says so), the values of secret variables and files
wherever they appear, and what looks like a secret.
"""

from __future__ import annotations

import threading

from .bounded_result import bounded_result
from .guessed_secrets import GuessedSecrets
from .known_secrets import KnownSecrets
from .plain_data import MAX_RESULT, MAX_STRING, REDACTED, as_json, bounded_strings, plain
from .typed_words import TypedWords
from .unredacted_fields import OF_EVERY_EVENT, UNREDACTED_FIELDS
from .within_limits import has_fixed_fields

CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result"
IGNORED = "<left out by playledger, as ignored_facts says>"
ALL_FACTS = "all"

_FLAGS = ("changed", "failed", "skipped", "unreachable", "ignored", "attempts", "retries", "finished", "started")
_KEPT_INTERNAL_KEYS = frozenset(("_ansible_item_label", "_ansible_delegated_vars"))


class Redactor:
    """Knows the secret values of this invocation."""

    def __init__(self, secret_values=(), convert_unknown=str, max_string=MAX_STRING, max_result=MAX_RESULT,
                 guesses=None, ignored_facts=()):
        self._known = KnownSecrets()
        self._guesses = guesses or GuessedSecrets()
        self._learning = threading.RLock()
        self._convert_unknown = convert_unknown
        self._max_string = max_string
        self._max_result = max_result
        self._ignored_facts = frozenset(ignored_facts)
        # Of JSON that has none of these no fact is left out.
        self._traces_of_ignored_facts = ('"ansible_facts"',) if ALL_FACTS in self._ignored_facts else tuple(
            '"%s"' % name for fact in self._ignored_facts for name in (fact, fact.removeprefix("ansible_")))
        self._least_limit = min(max_string, max_result)
        self.further_values = None  # a function that gives secrets learned since it was called last
        self.add_values(secret_values)

    def add_values(self, values):
        """Further secrets to find by value."""
        self._known.add(values)

    def redact_event(self, event, no_log=False):
        """The event with plain, redacted and bounded contents; only its `result` can be under no_log."""
        # Locked: at the end the main thread may build events too, and must not run ahead of a secret being learned.
        with self._learning:
            if self.further_values is not None:
                self.add_values(self.further_values())
            self._known.learn()
        unredacted = UNREDACTED_FIELDS.get(event.get("type"), OF_EVERY_EVENT)
        redacted, texts = {}, {}
        for key, value in event.items():
            if key == "result":
                redacted[key] = self.redact_result(value, no_log)
            elif isinstance(value, TypedWords):
                redacted[key] = value.redacted(self.redact_text, self._known.redact)
            elif key in unredacted:
                redacted[key] = plain(value, self._convert_unknown)
            else:
                redacted[key] = texts[key] = _told(plain(value, self._convert_unknown))
        # One look at all of them: most are short, and a look at each takes longer than what it looks at.
        if texts and not self._stays_as_it_is(list(texts.values())):
            redacted.update((key, self._cleaned(told, has_fixed_fields(event.get("type"), key)))
                            for key, told in texts.items())
        return redacted

    def redact_result(self, result, no_log=False):
        if not isinstance(result, dict):
            result = {"value": result}
        if no_log or "censored" in result:
            return censored(result)
        return self._cleaned(_told(plain(result, self._convert_unknown)))

    def redact_text(self, text):
        return self._guesses.redact(self._known.redact(text))

    def _cleaned(self, told, has_fixed_form=False):
        if self._stays_as_it_is(told):
            return told
        cleaned = bounded_strings(self._clean(told), self._max_string)
        # The lists of an event hold items of one form, and some objects fixed fields: with a marker among them, or
        # without one of them, the server would reject the event.
        return cleaned if has_fixed_form or isinstance(cleaned, list) else bounded_result(cleaned, self._max_result)

    def _stays_as_it_is(self, told):
        """Surely: true only if nothing is to be redacted, left out or cut.

        Most results are so, and one look at their JSON is cheaper than to go through all that is in them.
        """
        text = as_json(told)
        return (len(text) <= self._least_limit
                and "\\" not in text  # what is escaped may be something else than it looks like
                and not ('"ansible_facts"' in text and any(map(text.__contains__, self._traces_of_ignored_facts)))
                and not self._guesses.may_stand_in(text)
                and not self._known.may_stand_in(text))

    def _clean(self, value):
        if isinstance(value, str):
            return self.redact_text(value)
        if isinstance(value, list):
            secret_words = self._guesses.secret_words(value)
            return [REDACTED if index in secret_words else self._clean(item) for index, item in enumerate(value)]
        if isinstance(value, dict):
            return self._clean_dict(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and str(value) in self._known:
            return REDACTED
        return value

    def _clean_dict(self, value):
        """Names can hold secrets too: a registry's URL with its password."""
        cleaned, number = {}, 1
        for key, item in value.items():
            name = whole = self.redact_text(key) if self._guesses.may_stand_in(key) else self._known.redact(key)
            while name in cleaned or (name != key and name in value):  # what two names have become is not lost
                number += 1
                name = "%s #%d" % (whole, number)
            cleaned[name] = self._clean_item(key, item)
        return cleaned

    def _clean_item(self, key, item):
        if self._is_secret(key, item):
            return REDACTED
        if key == "ansible_facts" and isinstance(item, dict) and self._ignored_facts:
            item = {name: IGNORED if self._is_ignored(name) else fact for name, fact in item.items()}
        return self._clean(item)

    def _is_ignored(self, name):
        return not self._ignored_facts.isdisjoint((name, "ansible_" + name, ALL_FACTS))

    def _is_secret(self, key, value):
        # A boolean or nothing is a switch (`ask_pass`), an empty string says only that there is no secret.
        if value is None or isinstance(value, bool) or value in ("", [], {}):
            return False
        return self._guesses.looks_secret(key)


def _told(value):
    """Plain data without what no_log hides and without the keys of Ansible's own."""
    if isinstance(value, dict):
        if value.get("_ansible_no_log"):
            return censored(value)
        return {key: _told(item) for key, item in value.items()
                if not key.startswith("_ansible_") or key in _KEPT_INTERNAL_KEYS}
    return [_told(item) for item in value] if isinstance(value, list) else value


def censored(result):
    """A no_log result: that it happened and how it went, nothing of what it said, and none of its items."""
    kept = {key: result[key] for key in _FLAGS if isinstance(result.get(key), (bool, int))}
    kept["censored"] = CENSORED
    return kept


def secret_values(variables, looks_secret=GuessedSecrets().looks_secret, everything=False):
    """The strings among `variables` whose name looks secret, or which lie under such a name; or just all of them."""
    found = set()
    _collect(variables, everything, looks_secret, found, 0)
    return found


def _collect(value, is_secret, looks_secret, found, depth):
    if depth > 20:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            _collect(item, is_secret or looks_secret(str(key)), looks_secret, found, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, is_secret, looks_secret, found, depth + 1)
    elif is_secret and isinstance(value, str):
        found.add(str.__str__(value))
    elif is_secret and isinstance(value, int) and not isinstance(value, bool):
        found.add(str(int(value)))
