#!/usr/bin/env python3
# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Records how each ansible-core words the same failures, for test/support/recorded-failures.json.

    record_failures.py DIRECTORY-OF-A-VENV... > ../../test/support/recorded-failures.json

Plays failures/playbook.yml with the plugin and each of these; what was sent is what the spool holds. A core that was
recorded before and is not given stays as it was.
"""

import gzip
import json
import os
import sys

os.environ.setdefault("PLAYLEDGER_TEST_ANSIBLE_PLAYBOOK", "")
from ansible_run import HERE, AnsibleRun  # noqa: E402

RECORDED = os.path.join(HERE, "..", "..", "test", "support", "recorded-failures.json")
_VARY = ("start", "end", "delta", "invocation", "diff", "warnings", "deprecations", "stdout_lines", "stderr_lines")


def record(venv):
    os.environ["PLAYLEDGER_TEST_ANSIBLE_PLAYBOOK"] = os.path.join(venv, "bin", "ansible-playbook")
    run = AnsibleRun("http://127.0.0.1:9", ANSIBLE_LIBRARY=os.path.join(HERE, "failures", "library"))
    try:
        done = run.start(os.path.join(HERE, "failures", "playbook.yml"))
        output = done.communicate()[0]
        events = []
        for folder, _folders, names in os.walk(run.spool):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    contents = file.read()
                events += _events_in(contents)
        if not events:
            raise SystemExit(output)
    finally:
        run.remove()
    (started,) = [event for event in events if event["type"] == "run_started"]
    names = {event["seq"]: event["name"] for event in events if event["type"] == "task_started"}
    failures = {names[event["taskSeq"]]: _without(event["result"], run.directory) for event in events
                if event["type"] == "task_result" and event["status"] in ("failed", "unreachable")}
    return started["ansibleVersion"], failures


def _events_in(contents):
    for line in gzip.decompress(contents).splitlines():
        brace = line.find(b"{")
        if brace >= 0:
            yield json.loads(line[brace:])


def _without(result, directory):
    kept = {key: value for key, value in result.items() if key not in _VARY}
    if isinstance(kept.get("results"), list):
        kept["results"] = [_without(item, directory) if isinstance(item, dict) else item for item in kept["results"]]
    return json.loads(json.dumps(kept).replace(os.path.dirname(HERE), "/repository").replace(directory, "/home/dragon"))


def main(venvs):
    recorded = {}
    if os.path.exists(RECORDED) and os.path.getsize(RECORDED):
        with open(RECORDED, encoding="utf-8") as file:
            recorded = json.load(file)
    for venv in venvs:
        version, failures = record(venv)
        recorded = {known: told for known, told in recorded.items()
                    if known.split(".")[:2] != version.split(".")[:2]}
        recorded[version] = failures
    ordered = dict(sorted(recorded.items(), key=lambda entry: [int(part) for part in entry[0].split(".")]))
    print(json.dumps(ordered, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
