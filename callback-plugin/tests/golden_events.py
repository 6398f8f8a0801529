# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A run's events without what differs from one execution to the next: times, paths, ids, versions, other order.

Tasks keep their order and their results follow them, sorted by host. Where hosts go their own ways (free,
host_pinned) tasks are sorted by their place in the file, and the copies of an include, which Ansible loads once for
one or for several hosts as it happens, are put together.
"""

import json
import os

from ansible_run import counted_results

_FREE = ("free", "host_pinned")
_TOLD_BY = {"debug": ("msg",), "fail": ("msg",)}
_TOLD = ("rc", "stdout", "ansible_stats", "ansible_facts")
_FALSY = (None, False, "", [], {})


def normalised(events):
    """A list of small dictionaries, the same for each execution of the same playbook."""
    lines = []
    started, rest = events[0], events[1:]
    lines.append(_run_started(started))
    plays = [event for event in rest if event["type"] == "play_started"]
    for play in plays:
        lines.append(_without_falsy(type="play_started", name=play["name"], hosts=play["hosts"],
                                    strategy=play["strategy"], serial=play["serial"], roles=play["roles"]))
        lines += [{"type": event["type"]} for event in rest
                  if event["type"].startswith("no_hosts") and event["playSeq"] == play["seq"]]
        for task, its_events in _tasks(play, rest):
            lines.append(_without_falsy(
                type="task_started", name=task["name"], action=task["action"].rsplit(".", 1)[-1], role=task["role"],
                place=_place(task), noLog=task["noLog"], handler=task["handler"], loop=task["loop"]))
            lines += [_answer(task, event) for event in its_events]
    lines += [_run_finished(event, events) for event in rest if event["type"] == "run_finished"]
    return lines


def as_text(runs):
    """One event a line: a change is reviewed as a diff."""
    return "[\n%s\n]\n" % ",\n".join(
        "[\n%s\n]" % ",\n".join(json.dumps(line, ensure_ascii=False) for line in run) for run in runs)


def _run_started(event):
    arguments = event["arguments"]
    return _without_falsy(
        type="run_started", playbook=os.path.basename(event["playbookPath"]), checkMode=event["checkMode"],
        diffMode=event["diffMode"], limit=event["limit"], tags=event["tags"], skipTags=event["skipTags"],
        extraVarNames=event["extraVarNames"], collections=[found["name"] for found in event["collections"]],
        startAtTask=arguments.get("start_at_task"), step=arguments.get("step"))


def _run_finished(event, events):
    recap = event["recap"]
    # Before ansible-core 2.17 or so an included role counts for nothing in the recap.
    if recap is not None and recap == counted_results(events, roles_count=False):
        recap = counted_results(events, roles_count=True)
    if recap is not None:
        recap = {host: {name: count for name, count in sorted(counts.items()) if count}
                 for host, counts in sorted(recap.items())}
    # Ansible keeps them in the order in which the hosts' results arrived.
    custom_stats = dict(sorted((event["customStats"] or {}).items()))
    return _without_falsy(type="run_finished", outcome=event["outcome"], reason=event["reason"], recap=recap,
                          customStats=custom_stats, lost=event["reporter"]["lost"])


def _tasks(play, events):
    """(task, its events) of a play."""
    tasks = [event for event in events if event["type"] == "task_started" and event["playSeq"] == play["seq"]]
    answers = {}
    for event in events:
        if event["type"] in ("task_retried", "task_result"):
            answers.setdefault(event["taskSeq"], []).append(event)
    if play["strategy"] not in _FREE:
        return [(task, sorted(answers.get(task["seq"], []), key=_by_host)) for task in tasks]
    merged = {}
    for task in tasks:
        merged.setdefault((_place(task), task["name"]), (task, []))[1].extend(answers.get(task["seq"], []))
    return [(task, sorted(its_events, key=_by_host))
            for _place_and_name, (task, its_events) in sorted(merged.items(), key=lambda entry: _sortable(entry[0]))]


def _by_host(event):
    # A host's retries before its result; the copies of an include in the order in which the host ran them.
    return event["host"], event["seq"]


def _sortable(place_and_name):
    place, name = place_and_name
    file, _colon, line = place.rpartition(":")
    return file != "playbook.yml", file, int(line or 0), name


def _place(task):
    return "%s:%s" % (os.path.basename(task["path"]), task["line"]) if task["path"] else ""


def _answer(task, event):
    return _without_falsy(
        type=event["type"], task=task["name"], host=event["host"], status=event.get("status"),
        ignored=event.get("ignored"), rescued=event.get("rescued"), started=bool(event.get("startedAt")) or None,
        attempt=event.get("attempt"), retries=event.get("retries"), attempts=event.get("attempts"),
        delegatedTo=event.get("delegatedTo"), delegates=event.get("delegates"), **_result(task, event))


def _result(task, event):
    told = _told(task, event["result"])
    if event.get("itemCount") is not None:
        told["items"] = [dict(_item(task, item), **_delegate(event, item)) for item in event["result"]["results"]]
    return told


def _delegate(event, item):
    # ansible-core 2.21 itself names it in each item, also where it is the host, and where all have one.
    delegate = item.get("_ansible_delegated_vars", {}).get("ansible_delegated_host")
    return {"delegatedTo": delegate} if event.get("delegates") and delegate not in (None, event["host"]) else {}


def _item(task, item):
    label = item.get("_ansible_item_label", item.get(item.get("ansible_loop_var", "item")))
    status = "failed" if item.get("failed") else "skipped" if item.get("skipped") else "changed" if item.get("changed") \
        else "unreachable" if item.get("unreachable") else "ok"
    return dict(_told(task, item), label=label, status=status)


def _told(task, result):
    action = task["action"].rsplit(".", 1)[-1]
    names = _TOLD + _TOLD_BY.get(action, ())
    told = {name: result[name] for name in names if name in result and result[name] not in ("", {})}
    if "msg" in told:  # before 2.19 a template gives text, whatever is in it
        told["msg"] = str(told["msg"])
    if "censored" in result:
        told["censored"] = True
    return told


def _without_falsy(**fields):
    return {name: value for name, value in fields.items()
            if not any(value is falsy or value == falsy and not isinstance(value, int) for falsy in _FALSY)}
