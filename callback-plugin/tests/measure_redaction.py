#!/usr/bin/env python3
# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""How good is the guess? Recall and false positives of redaction by keys, assignments, URLs and forms alone.

    python3 callback-plugin/tests/measure_redaction.py RECORDING.jsonl.gz...

The recordings are raw: callback events of real playbooks with made-up passwords. Nothing is known by value here.
"""

import glob
import gzip
import json
import os
import re
import sys
from collections import Counter

from plugin_modules import COLLECTION
from plugin_utils.plain_data import REDACTED
from plugin_utils.redaction import Redactor

# Found by reading the recordings: what stands under auth_password, DB_ROOT_PASSWORD, RABBITMQ_CLUSTER_COOKIE, after
# `mysql -p` and as the password of kolla_keystone_bootstrap, and whatever else looks random.
SECRETS = ("RegPassw0rd-lab", "rnG553o2AbdMHdqOH6TK9E4kVd0exfgVzsAew8v0", "oiXDFyQlxofQUA1Uq9C46aPNfWYQ15JtJw1yB3fd",
           "5TWO1cjjjr9AGd0DbJ2AbgrMVV9T9DrtpYKrTGyO", "yvhNIWIc5oXsOxVFPRnrYxcqx4UGEVMB6eu6H1Fq")
# One more is an everyday word, "password": a secret only where it stands as one.
EVERYDAY = "password"
_EVERYDAY_PLACES = re.compile(r"DB_ROOT_PASSWORD\"?: \"?password\b|bootstrap\"?,? \"?admin\"?,? \"?password\b")
RESULTS = ("ok", "failed", "skipped", "unreachable", "retry", "item_ok", "item_failed", "item_skipped")


def main(paths):
    redactor, rows = Redactor(), []
    reasons = Counter()
    for path in paths:
        row = Counter(name=0)
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                event = json.loads(line)
                if event.get("ev") in RESULTS and isinstance(event.get("res"), dict):
                    measure(redactor, event["res"], row, reasons)
        rows.append((os.path.basename(path).split(".")[0], row))
    total = sum((row for _name, row in rows), Counter())
    print("| recording | results | secrets in them | found | recall | other values redacted | of all values |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, row in [*rows, ("all", total)]:
        recall = "%.1f %%" % (100.0 * row["found"] / row["secrets"]) if row["secrets"] else "-"
        print("| %s | %d | %d | %d | %s | %d | %.4f %% |" % (
            name, row["results"], row["secrets"], row["found"], recall, row["false"],
            100.0 * row["false"] / max(row["values"], 1)))
    for (kind, reason), count in reasons.most_common():
        print("%s: %d x %s" % (kind, count, reason))


def measure(redactor, result, row, reasons):
    row["results"] += 1
    if result.get("_ansible_no_log") or "censored" in result:
        return  # Ansible has hidden it: nothing to guess
    redacted = redactor.redact_result(result)
    kept = {key: result[key] for key in redacted if key in result}
    for path, before, after in leaves(kept, redacted, ()):
        row["values"] += 1
        there = count_secrets(before, path)
        left = count_secrets(after, path) if there else 0
        row["secrets"] += there
        row["found"] += there - left
        if left:
            reasons[("missed", "/".join(path)[-60:])] += left
        if REDACTED in str(after) and not there and "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" not in str(before):
            row["false"] += 1
            reasons[("redacted, no secret of the list", "%s = %.60s" % ("/".join(path)[-60:], before))] += 1


def leaves(before, after, path):
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in after:
                yield from leaves(value, after[key], (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and all(isinstance(item, str) for item in before):
        yield path, json.dumps(before), json.dumps(after)  # a command's words make sense together
    elif isinstance(before, list) and isinstance(after, list):
        for value, told in zip(before, after):
            yield from leaves(value, told, path)
    else:
        yield path, before, after


def count_secrets(value, path):
    text = str(value)
    count = sum(text.count(secret) for secret in SECRETS)
    everyday = text == EVERYDAY and path[-1].upper().endswith("PASSWORD")
    return count + len(_EVERYDAY_PLACES.findall(text)) + everyday


if __name__ == "__main__":
    main(sys.argv[1:] or sorted(glob.glob(os.path.join(COLLECTION, "tests", "recordings", "*.jsonl.gz"))))
