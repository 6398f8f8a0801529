# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Drives the callback class itself with results of 10 KB and measures its memory and its hooks. Prints JSON.

    synthetic_run.py URL TOKEN_FILE SPOOL_DIR HOSTS TASKS RESULTS_PER_SECOND

The tasks are Ansible's own objects, loaded from a play; the results are made one by one and given away, as Ansible
gives each callback a copy of its own. The baseline is the same loop without the callback.
"""

import json
import os
import random
import sys
import tempfile
import time

RESULT_BYTES = 10 * 1024


class Host:
    def __init__(self, name):
        self._name = name

    def get_name(self):
        return self._name


class Result:
    def __init__(self, host, task, data):
        self._host = host
        self._task = task
        self._return_data = self._result = data

    def is_changed(self):
        return False


class Corpus:
    """Text that compresses about as the output of commands does; each result a fresh piece of it."""

    def __init__(self):
        chance = random.Random(1)
        words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789/.-_", k=chance.randint(2, 12)))
                 for _word in range(3000)]
        self._text = " ".join(chance.choices(words, k=200000))
        self._chance = chance

    def result(self):
        start = self._chance.randrange(len(self._text) - RESULT_BYTES)
        text = self._text[start:start + RESULT_BYTES - 600]
        return {"changed": False, "rc": 0, "cmd": ["cat", "/etc/motd"], "stdout": text, "stderr": "",
                "start": "2026-01-01 00:00:00.000000", "end": "2026-01-01 00:00:01.000000",
                "invocation": {"module_args": {"_raw_params": "cat /etc/motd", "_uses_shell": False, "chdir": None}}}


def status_kib(field):
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    return 0


def reset_peak():
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def loop(callback, play, hosts, tasks, rate):
    corpus = Corpus()
    started, number = time.monotonic(), 0
    reset_peak()
    before = status_kib("VmRSS")
    for task in tasks:
        if callback:
            callback.v2_playbook_on_task_start(task, False)
            for host in hosts:
                callback.v2_runner_on_start(host, task)
        for host in hosts:
            number += 1
            if rate:
                ahead = started + number / rate - time.monotonic()
                if ahead > 0.002:
                    time.sleep(ahead)
            result = Result(host, task, corpus.result())
            if callback:
                callback.v2_runner_on_ok(result)
            del result
    return {"seconds": round(time.monotonic() - started, 2), "peakMiB": (status_kib("VmHWM") - before) / 1024}


def load_play(task_count):
    from ansible.parsing.dataloader import DataLoader
    from ansible.playbook import Playbook
    from ansible.vars.manager import VariableManager
    loader = DataLoader()
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        json.dump([{"name": "Synthetic", "hosts": "all", "gather_facts": False, "tasks": [
            {"name": "Task %d" % number, "ansible.builtin.command": "true"} for number in range(task_count)]}], file)
        file.flush()
        playbook = Playbook.load(file.name, variable_manager=VariableManager(loader=loader), loader=loader)
    play = playbook.get_plays()[0]
    return playbook, play, [task for block in play.tasks for task in block.block]


def main():
    url, token_file, spool_dir = sys.argv[1:4]
    host_count, task_count, rate = int(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6])
    from ansible import context
    context.CLIARGS = {}
    from ansible.plugins.loader import callback_loader, init_plugin_loader
    init_plugin_loader()
    playbook, play, tasks = load_play(task_count)
    hosts = [Host("host-%03d" % number) for number in range(host_count)]
    baseline = loop(None, play, hosts, tasks[:min(len(tasks), 50)], 0)

    os.environ.update(PLAYLEDGER_URL=url, PLAYLEDGER_TOKEN_FILE=token_file, PLAYLEDGER_SPOOL_DIR=spool_dir)
    callback = callback_loader.get("playledger.reporter.playledger")
    callback.set_options()
    callback.v2_playbook_on_start(playbook)
    callback.v2_playbook_on_play_start(play)
    counters = callback.reporter.recording.counters
    measured = loop(callback, play, hosts, tasks, rate)
    closing = time.monotonic()
    buffer_peak = callback.reporter._buffer.peak_bytes
    callback.reporter.close()
    reported = counters.as_reporter()
    print(json.dumps({
        "seconds": measured["seconds"], "closeSeconds": round(time.monotonic() - closing, 2),
        "results": host_count * task_count, "bufferPeakMiB": round(buffer_peak / 2**20, 1),
        # The peak may have been passed while closing.
        "memoryPeakMiB": round(max(measured["peakMiB"], 0) - max(baseline["peakMiB"], 0), 1),
        "baselinePeakMiB": round(baseline["peakMiB"], 1),
        "hookP50Us": round(counters.hooks.percentile(50) * 1e6), "hookP99Us": round(counters.hooks.percentile(99) * 1e6),
        "hookMaxUs": round(counters.hooks.longest * 1e6), "hookCalls": counters.hooks.calls,
        "hookSeconds": round(counters.hooks.seconds, 2),
        "lost": reported["lost"], "spooled": reported["spooled"], "spilled": reported["spilled"],
        "bytes": reported["bytes"]}))


if __name__ == "__main__":
    main()
