# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Whether a regular expression takes time that only grows as a text does, whatever stands in it.

Managed hosts decide what is searched, Python's `re` tries all that could match, and nothing can break it off: it holds
up the whole playbook. So an expression is taken only where it is plain that it cannot try much. Some that would do are
refused; the reason says what to write instead.

See docs/decisions/0032-searches-take-linear-time.md.
"""

from __future__ import annotations

import re

try:
    from re import _parser as parser  # Python 3.11 and newer
except ImportError:
    import sre_parse as parser

# How much may be tried from one place of the text.
MOST_STEPS = 1000
_TOO_MANY = ("it may try more than %d ways from one place of a text: give its repetitions smaller bounds, or let what "
             "follows each begin with what it cannot hold" % MOST_STEPS)
# Of all other letters one stands for the rest.
_LETTERS = (*map(chr, range(256)), "\u4e2d")
_ANYTHING = frozenset(_LETTERS)
_ONE_LETTER = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
_CATEGORIES = {
    "DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda letter: letter.isalnum() or letter == "_",
    "LINEBREAK": lambda letter: letter == "\n",
}


class NotLinear(ValueError):
    """Says why, and what would do."""


def require_linear(pattern, flags=0):
    """Raises NotLinear for an expression that some text could keep busy, re.error for none at all."""
    parsed = parser.parse(pattern, flags)
    _steps(list(_flat(parsed)), parsed.state.flags, set(), True)


def _steps(items, flags, before, is_last):
    """(steps, ways) from one place: how much is tried at most, and at how many places it may end.

    `before`: the letters that surely stand before, for what could begin anew within a repetition would try it again.
    """
    steps, ways = 0, 1
    for index, (name, value) in enumerate(items):
        rest = items[index + 1:]
        if name in _ONE_LETTER:
            own_steps, own_ways = 1, 1
            before = before | {_letters(name, value, flags)}
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            own_steps, own_ways = _steps_of_repeat(name, value, rest, flags, before, is_last)
            if value[0] > 0 and _is_one_letter(value[2]):
                before = before | {_letters_of(value[2], flags)}
        elif name == "BRANCH":
            branches = [_steps([*_flat(branch)], flags, before, is_last and not rest) for branch in value[1]]
            own_steps, own_ways = sum(each for each, _ in branches), sum(each for _, each in branches)
        elif name in ("ASSERT", "ASSERT_NOT"):
            own_steps, own_ways = _steps([*_flat(value[1])], flags, set(), False)[0], 1
        elif name == "ATOMIC_GROUP":
            own_steps, own_ways = _steps([*_flat(value)], flags, before, False)[0], 1
        elif name == "AT":
            own_steps, own_ways = 1, 1
            if str(value).startswith("AT_BEGINNING") and not flags & re.MULTILINE:
                before = before | {frozenset()}  # there is one such place
        else:
            raise NotLinear("a reference to a group may have to be tried at every place: write out what it stands for")
        steps += ways * own_steps
        ways *= own_ways
        if steps > MOST_STEPS or ways > MOST_STEPS:
            raise NotLinear(_TOO_MANY)
    return steps, ways


def _steps_of_repeat(name, value, rest, flags, before, is_last):
    least, most, body = value[0], value[1], value[2]
    endless = most == parser.MAXREPEAT
    if not _is_one_letter(body):
        steps, ways = _steps([*_flat(body)], flags, before, False)
        if endless:
            raise NotLinear("a repetition without an end may only repeat one letter, or one of a set: give it an end")
        if most > MOST_STEPS:
            raise NotLinear(_TOO_MANY)  # before the powers are taken
        each = max(ways, 1)
        return steps * sum(each ** times for times in range(most)), sum(each ** times for times in range(least, most + 1))
    letters = _letters_of(body, flags)
    if not rest and is_last:
        return 1, 1  # it ends where it may, and what it took is not looked at again
    only_one_end = name == "POSSESSIVE_REPEAT" or bool(rest) and letters.isdisjoint(_first(rest, flags))
    if not endless:
        return most, 1 if only_one_end else most - least + 1
    if not only_one_end:
        raise NotLinear("what follows a repetition without an end may stand in it too: give it an end, as {0,200}")
    if not any(letters.isdisjoint(each) for each in before):
        raise NotLinear("a search may begin anew within a repetition without an end: let something that it cannot hold "
                        "stand before it, or give it an end, as {0,200}")
    return 1, 1  # once for each letter of the text, not for each start


def _flat(parsed):
    """The items with those of groups in their place."""
    for operator, value in parsed:
        if str(operator) == "SUBPATTERN":
            if value[1] or value[2]:
                raise NotLinear("flags may only stand at the beginning of the whole expression")
            yield from _flat(value[3])
        else:
            yield str(operator), value


def _is_one_letter(body):
    items = [*_flat(body)]
    return len(items) == 1 and items[0][0] in _ONE_LETTER


def _letters_of(body, flags):
    (name, value), = _flat(body)
    return _letters(name, value, flags)


def _letters(name, value, flags):
    if name == "ANY":
        return _ANYTHING if flags & re.DOTALL else _ANYTHING - {"\n"}
    if name in ("LITERAL", "NOT_LITERAL"):
        found = _of_letter(value, flags)
        return _ANYTHING - found if name == "NOT_LITERAL" else found
    found, negated = set(), False
    for operator, item in value:
        kind = str(operator)
        if kind == "NEGATE":
            negated = True
        elif kind == "LITERAL":
            found |= _of_letter(item, flags)
        elif kind == "RANGE":
            for letter in _LETTERS:
                if item[0] <= ord(letter) <= item[1]:
                    found |= _of_letter(ord(letter), flags)
            if item[1] > 255:
                found.add(_LETTERS[-1])
        else:
            _prefix, *no, category = str(item).split("_")
            found |= {letter for letter in _LETTERS if _CATEGORIES[category](letter) != bool(no)}
    return _ANYTHING - found if negated else frozenset(found)


def _of_letter(code, flags):
    letter = chr(code) if code < 256 else _LETTERS[-1]
    return frozenset((letter.lower(), letter.upper())) if flags & re.IGNORECASE else frozenset((letter,))


def _first(items, flags):
    """The letters that these may begin with; all where they may be nothing at all."""
    found = frozenset()
    for name, value in items:
        if name in _ONE_LETTER:
            return found | _letters(name, value, flags)
        if name == "BRANCH":
            return found.union(*(_first([*_flat(branch)], flags) for branch in value[1]))
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            found |= _first([*_flat(value[2])], flags)
            if value[0] > 0:
                return found
        elif name == "AT" and str(value).startswith("AT_END"):
            return found | (frozenset("\n") if flags & re.MULTILINE else frozenset())
        elif name == "ATOMIC_GROUP":
            return found | _first([*_flat(value)], flags)
        elif name not in ("AT", "ASSERT", "ASSERT_NOT"):
            return _ANYTHING
    return _ANYTHING
