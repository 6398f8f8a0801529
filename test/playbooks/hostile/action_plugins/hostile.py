"""A module that answers what no module should, but some do: the same seed and the same place give the same answer.

Only kinds that every ansible-core hands on to its callbacks: Python's own kinds of data in other forms are in the tests
of the plugin.
"""

from __future__ import annotations

import random

from ansible.plugins.action import ActionBase

TEXTS = (
    "", " ", "\n", "\r\n\r\n", "\t", "\x00", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\ud800", "\udcff\udcfe",
    "\ufffe\uffff", "\u202egpj.exe", "\u200b", "e\u0301" * 40, "\U0001f4a5" * 30, "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "__proto__", "constructor", "null", "undefined", "NaN",
    "-0", "1e999", "9" * 400, "0x41", "2026-02-30T25:61:61Z", "../" * 30, "%s%n%x", "$(reboot)", "`id`", "; rm -rf /",
    "' OR 1=1 --", "\\", "\\u0000", "\\x00", "(?:a+)+$", "a" * 5000, "-----BEGIN PRIVATE KEY-----", "password=",
    "$ANSIBLE_VAULT;1.1;AES256", "Traceback (most recent call last):\n" + "  File \"x\", line 1\n" * 200 + "KeyError: 'k'",
    "line\n" * 3000, "no line end " * 4000, "{\"json\": [1, {\"in\": \"text\"}]}", "[" * 2000, "id: 550e8400-e29b-41d4",
)
NUMBERS = (0, -1, 1, 2 ** 31, 2 ** 53 + 1, -(2 ** 63), 2 ** 64, 10 ** 40, 0.1 + 0.2, 1e308, 5e-324, float("inf"),
           float("-inf"), float("nan"), True, False, None)
FIELDS = ("msg", "stdout", "stderr", "stdout_lines", "stderr_lines", "rc", "cmd", "start", "end", "delta", "diff", "path",
          "dest", "checksum", "mode", "owner", "item", "results", "failures", "exception", "module_stdout", "module_stderr",
          "content", "json", "status", "url", "container", "image", "attempts", "retries", "skip_reason", "changed_when_result",
          "invocation", "failed_when_result", "no_log", "uuid", "id", "type", "seq")


class HostileAnswer:
    def __init__(self, dice):
        self.dice = dice

    def text(self):
        chosen = self.dice.choice(TEXTS)
        if self.dice.random() < 0.1:
            chosen = chosen * self.dice.choice((2, 20))
        if self.dice.random() < 0.3:
            chosen = "".join(self.dice.sample(TEXTS[:34], 3)) + chosen
        if self.dice.random() < 0.01:
            chosen = (chosen or "x") * (1 + 400000 // max(1, len(chosen)))
        return chosen

    def value(self, depth=0):
        kind = self.dice.random()
        if depth > 4 or kind < 0.45:
            return self.text()
        if kind < 0.65:
            return self.dice.choice(NUMBERS)
        if kind < 0.68:
            return self.nested()
        if kind < 0.84:
            return [self.value(depth + 1) for _each in range(self.dice.choice((0, 1, 2, 5, 40 if depth < 2 else 3)))]
        return {self.text()[:200]: self.value(depth + 1) for _each in range(self.dice.choice((0, 1, 3, 20 if depth < 2 else 2)))}

    def nested(self):
        value = self.text()
        for _level in range(self.dice.choice((10, 60))):
            value = [value] if self.dice.random() < 0.5 else {"in": value}
        return value

    def diff(self):
        sides = {side: self.value(3) for side in ("before", "after", "before_header", "after_header", "prepared")
                 if self.dice.random() < 0.7}
        return [sides] * self.dice.choice((1, 2)) if self.dice.random() < 0.5 else sides

    def result(self):
        result = {self.dice.choice(FIELDS): self.value() for _each in range(self.dice.choice((0, 1, 3, 8)))}
        if self.dice.random() < 0.4:
            result["diff"] = self.diff()
        if self.dice.random() < 0.3:
            result["invocation"] = {"module_args": {self.text()[:100]: self.value(2) for _each in range(4)}}
        result["changed"] = self.dice.random() < 0.3
        kind = self.dice.random()
        if kind < 0.3:
            result["failed"] = True
        elif kind < 0.4:
            result["skipped"] = True
        return result


class ActionModule(ActionBase):
    TRANSFERS_FILES = False
    _requires_connection = False

    def run(self, tmp=None, task_vars=None):
        super().run(tmp, task_vars)
        place = "%s %s %s" % (self._task.args["seed"], self._task.args["task"], task_vars["number"])
        return HostileAnswer(random.Random(place)).result()
