# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The same playbook without a callback, with ours (server up, server black-holed) and with ARA's, in turn.

"Up" is the whole product on the processors that Ansible works on. Of a server on another machine a control host has only
what the plugin costs: for that, one stands in that does no more than to answer.

With --slices the runs of a round share the time instead, which tells far smaller differences: see slices.py.

Started by `npm run bench -- plugin`, which brings the server and the Ansible; see scripts/bench.mjs.
"""

import argparse
import json
import math
import os
import platform
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import namedtuple
from contextlib import ExitStack, contextmanager

import ansible.release

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "tests")]

import dead_servers  # noqa: E402
import slices  # noqa: E402
from ingest_stub import IngestStub  # noqa: E402

_BATCH_AGE, _TIMEOUT = 5, 5  # the plugin's defaults
# Variants by the names of dead_servers.py; "down" is its black-holed one.
DEAD = {"down", *dead_servers.ALL} - {"black-holed"}
# How many tasks each has, and of which kind.
PLAYBOOKS = {"light.yml": (40, "light tasks"), "modules.yml": (20, "tasks of modules")}
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


def main():
    options = arguments()
    directory = tempfile.mkdtemp(prefix="playledger-bench-")
    try:
        with ExitStack() as stack:
            dead_url = stack.enter_context(dead_servers.black_holed())
            elsewhere_url = stack.enter_context(IngestStub()).url
            variants = {"none": {}, "up": ours(options, directory, "up", options.url),
                        "elsewhere": ours(options, directory, "elsewhere", elsewhere_url),
                        "down": ours(options, directory, "down", dead_url), "idle": idle()}
            if options.dead_servers:
                for kind in sorted(DEAD - {"down"}):
                    variants[kind] = ours(options, directory, kind, stack.enter_context(dead_servers.ALL[kind]()))
            ara_url, ara_pid = stack.enter_context(ara_server(options, directory))
            if ara_url:
                variants["ara"] = ara(options, directory, ara_url)
            variants = chosen(variants, options.only)
            write_inventory(options, directory)
            if options.slices:
                runs = rounds_in_slices(options, directory, variants, {
                    "up": options.server_pid, "ara": ara_pid, "none": options.idle_server_pid})
            else:
                runs = rounds(options, directory, variants)
            synthetic = {} if options.skip_synthetic else {
                name: synthetic_run(options, directory, url)
                for name, url in (("up", options.url), ("down", dead_url))}
            # Clocks go on while a run is frozen, so that in slices a hook may seem to take one.
            report(options, runs, hooks_of(options) if "up" in variants and not options.slices else None, synthetic)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--server-pid", type=int, required=True)
    parser.add_argument("--idle-server-pid", type=int, help="with --slices: another one that nobody uses, beside the runs without a callback")
    parser.add_argument("--token-file", required=True)
    parser.add_argument("--ansible-bin", required=True)
    parser.add_argument("--core", metavar="VERSION", help="ansible-core, such as 2.21, that scripts/bench.mjs brings; else the newest")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--playbook", choices=PLAYBOOKS, default="light.yml", help="modules.yml: as roles of kolla-ansible, see its head")
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--forks", type=int, default=5)
    parser.add_argument("--dead-servers", action="store_true", help="also with every kind of dead server of the tests")
    parser.add_argument("--only", type=lambda names: names.split(","), default=[], help="some of the variants, with commas: up,idle")
    parser.add_argument("--slices", type=float, metavar="SECONDS", help="the runs of a round at once, one of them at a time: 0.3")
    parser.add_argument("--no-ara", action="store_true")
    parser.add_argument("--skip-synthetic", action="store_true")
    parser.add_argument("--synthetic-hosts", type=int, default=200)
    parser.add_argument("--synthetic-tasks", type=int, default=500)
    parser.add_argument("--synthetic-rate", type=float, default=0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def chosen(variants, only):
    """Those that `only` names, and what they are compared with; all when it names none."""
    unknown = set(only) - set(variants)
    if unknown:
        sys.exit("--only: %s is none of %s" % (", ".join(sorted(unknown)), ", ".join(variants)))
    return {name: given for name, given in variants.items() if name in only or name == "none" or not only}


def base_environment(options, directory):
    return dict({name: os.environ[name] for name in _KEPT if name in os.environ}, HOME=directory,
                ANSIBLE_NOCOLOR="1", ANSIBLE_FORKS=str(options.forks), ANSIBLE_LOCALHOST_WARNING="0",
                ANSIBLE_COLLECTIONS_PATH=collections(directory), ANSIBLE_DEPRECATION_WARNINGS="0")


def environment_of(options, directory, variants, name):
    # In slices all of them are at work at once, and modules.yml writes what it writes for its own hosts.
    hosts = os.path.join(directory, "hosts-" + name.replace(" ", "-"))
    return dict(base_environment(options, directory), BENCH_HOSTS=hosts, **variants[name])


def collections(directory):
    namespace = os.path.join(directory, "collections", "ansible_collections", "playledger")
    if not os.path.isdir(namespace):
        os.makedirs(namespace)
        # Without its .pyc files a copy would be compiled anew in each run.
        shutil.copytree(os.path.dirname(HERE), os.path.join(namespace, "reporter"),
                        ignore=shutil.ignore_patterns("__pycache__", "tests", "bench"))
    return os.path.join(directory, "collections")


def ours(options, directory, name, url):
    return {"ANSIBLE_CALLBACKS_ENABLED": "playledger.reporter.playledger", "PLAYLEDGER_URL": url,
            "PLAYLEDGER_TOKEN_FILE": options.token_file, "PLAYLEDGER_LABELS": "bench",
            "PLAYLEDGER_SPOOL_DIR": os.path.join(directory, "spool-" + name)}


def idle():
    return {"ANSIBLE_CALLBACKS_ENABLED": "idle", "ANSIBLE_CALLBACK_PLUGINS": os.path.join(HERE, "callbacks")}


def ara(options, directory, url):
    """Its best known settings: over HTTP with four threads."""
    plugins = subprocess.run([os.path.join(options.ansible_bin, "python3"), "-m", "ara.setup.callback_plugins"],
                             capture_output=True, text=True, check=True).stdout.strip()
    return {"ANSIBLE_CALLBACK_PLUGINS": plugins, "ARA_API_CLIENT": "http", "ARA_API_SERVER": url,
            "ARA_CALLBACK_THREADS": "4", "ARA_BASE_DIR": os.path.join(directory, "ara-client")}


Run = namedtuple("Run", ("name", "seconds", "cpu", "server_cpu"), defaults=(None,))


def command(options, directory):
    return [os.path.join(options.ansible_bin, "ansible-playbook"), "-i", inventory_file(directory),
            os.path.join(HERE, options.playbook)]


def inventory_file(directory):
    return os.path.join(directory, "inventory.ini")


def write_inventory(options, directory):
    with open(inventory_file(directory), "w", encoding="ascii") as file:
        file.write("".join("host-%03d ansible_connection=local\n" % number for number in range(options.hosts)))


def rounds(options, directory, variants):
    """All runs in their order. Before and after each with a callback comes one without: machines change their speed."""
    others = [name for name in variants if name != "none"]
    for name in ["none"] + others:  # only warms caches
        play(options, directory, variants, name)
    runs = [play(options, directory, variants, "none")]
    for number in range(options.rounds):
        # Each round begins with another variant.
        first = number % len(others)
        for name in others[first:] + others[:first]:
            runs.append(play(options, directory, variants, name))
            runs.append(play(options, directory, variants, "none"))
    return runs


def play(options, directory, variants, name):
    environment = environment_of(options, directory, variants, name)
    started, cpu_before = time.monotonic(), children_cpu()
    done = subprocess.run(command(options, directory), env=environment, cwd=directory, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    return ended(Run(name, time.monotonic() - started, children_cpu() - cpu_before), directory, done.returncode,
                 done.stdout + done.stderr)


def ended(run, directory, exit_code, output):
    if exit_code:
        sys.exit("%s failed:\n%s" % (run.name, output[-6000:]))
    if run.name != "up":
        shutil.rmtree(os.path.join(directory, "spool-" + run.name), ignore_errors=True)
    print("%-14s %6.2f s, processor %6.2f s" % run[:3]
          + ("" if run.server_cpu is None else ", its server %6.2f s" % run.server_cpu), flush=True)
    return run


def rounds_in_slices(options, directory, variants, server_pids):
    """All runs in the order of `rounds`: the round's one without a callback stands before and after each of the others."""
    names = list(variants)
    servers = {"server-" + name: pid for name, pid in server_pids.items() if name in variants and pid}
    runs = []
    try:
        with slices.groups(names + list(servers)) as groups:
            for name, pid in servers.items():
                groups[name].add_with_descendants(pid)
            for number in range(options.rounds + 1):
                first = number % len(names)
                played = play_in_slices(options, directory, variants, names[first:] + names[:first], groups)
                if number:  # the first only warms caches
                    runs.append(played["none"])
                    for name in names[1:]:
                        runs += [played[name], played["none"]]
    except slices.Unavailable as error:
        sys.exit("--slices needs root and control groups of version 2: %s. Leave it out to run one after the other." % error)
    return runs


def play_in_slices(options, directory, variants, order, groups):
    """The runs of one round, by name."""
    scaled = {"PLAYLEDGER_BATCH_AGE": str(_BATCH_AGE * len(order)), "PLAYLEDGER_TIMEOUT": str(_TIMEOUT * len(order))}
    with ExitStack() as stack:
        outputs = {name: stack.enter_context(tempfile.TemporaryFile("w+")) for name in order}
        sides = []
        for name in order:
            environment = dict(environment_of(options, directory, variants, name), **scaled)
            if name in DEAD:  # the drain would be told wrong: at its end mostly nobody shares the time any more
                environment["PLAYLEDGER_DRAIN_TIMEOUT"] = "0"
            process = dict(env=environment, cwd=directory, stdin=subprocess.DEVNULL, stdout=outputs[name],
                           stderr=subprocess.STDOUT)
            sides.append(slices.Side(name, command(options, directory), process, groups[name], groups.get("server-" + name)))
        slices.together(sides, options.slices)
        played = {}
        for side in sides:
            outputs[side.name].seek(0)
            run = Run(side.name, side.seconds, side.processor, side.server_processor)
            played[side.name] = ended(run, directory, side.process.returncode, outputs[side.name].read())
        return played


def ratios(runs, measure):
    """Of each variant, run by run: to the mean of the runs without a callback before and after it."""
    found = {"none": [1.0]}
    for before, run, after in zip(runs, runs[1:], runs[2:]):
        if run.name != "none":
            found.setdefault(run.name, []).append(2 * measure(run) / (measure(before) + measure(after)))
    return found


def children_cpu():
    """Of ansible-playbook and its workers: steadier than the clock where other work goes on."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def ara_server(options, directory):
    """ARA's server on gunicorn and SQLite; None where it is not installed or not asked for."""
    if options.no_ara or (options.only and "ara" not in options.only) or not os.path.exists(os.path.join(options.ansible_bin, "ara-manage")):
        yield None, None
        return
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = dict(base_environment(options, directory), ARA_BASE_DIR=os.path.join(directory, "ara-server"),
                       ARA_ALLOWED_HOSTS="['127.0.0.1']")
    subprocess.run([os.path.join(options.ansible_bin, "ara-manage"), "migrate"], env=environment, check=True,
                   capture_output=True)
    server = subprocess.Popen(
        [os.path.join(options.ansible_bin, "gunicorn"), "--workers=4", "--bind=127.0.0.1:%d" % port,
         "--log-level=error", "ara.server.wsgi"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = "http://127.0.0.1:%d" % port
        wait_for(url + "/api/v1/")
        yield url, server.pid
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


_FIGURES = ("hookCalls", "hookSeconds", "hookSecondsP50", "hookSecondsP99", "hookSecondsMax", "bufferPeakBytes", "bytes",
            "lost")


def hooks_of(options):
    """What the plugin measured of itself in the runs that the server has: the median of the runs."""
    with open(options.token_file, encoding="utf-8") as file:
        token = file.read().strip()
    query = "{ runs(first: 50) { nodes { playbookPath reporter { %s } } } }" % " ".join(_FIGURES)
    request = urllib.request.Request(options.url + "/graphql", json.dumps({"query": query}).encode(), {
        "content-type": "application/json", "authorization": "Bearer " + token})
    reporters = []
    for _attempt in range(50):  # the fold comes after the answer
        with urllib.request.urlopen(request, timeout=30) as answer:
            nodes = json.load(answer)["data"]["runs"]["nodes"]
        reporters = [node["reporter"] for node in nodes
                     if node["reporter"] and node["playbookPath"].endswith(options.playbook)]
        if len(reporters) > options.rounds:
            break
        time.sleep(0.2)
    return {key: statistics.median(reporter[key] for reporter in reporters) for key in _FIGURES} if reporters else None


def synthetic_run(options, directory, url):
    spool = os.path.join(directory, "spool-synthetic")
    done = subprocess.run(
        [os.path.join(options.ansible_bin, "python3"), os.path.join(HERE, "synthetic_run.py"), url, options.token_file,
         spool, str(options.synthetic_hosts), str(options.synthetic_tasks), str(options.synthetic_rate)],
        env=base_environment(options, directory), cwd=directory, capture_output=True, text=True)
    shutil.rmtree(spool, ignore_errors=True)
    if done.returncode:
        sys.exit("the synthetic run failed:\n" + done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def confidence(values):
    """Between which of them the true median lies 19 times of 20 (of fewer than 6 values, almost): by their ranks."""
    ordered = sorted(values)
    count = len(ordered)
    outside = left_out = 0
    while True:
        outside += 2 * math.comb(count, left_out) / 2 ** count
        if outside > 0.05:
            break
        left_out += 1
    ends = max(left_out - 1, 0)
    return ordered[ends], ordered[-1 - ends]


def report(options, runs, hooks, synthetic):
    names = list(dict.fromkeys(run.name for run in runs))
    median = {name: statistics.median(run.seconds for run in runs if run.name == name) for name in names}
    found = ratios(runs, lambda run: run.seconds)
    ratio = {name: statistics.median(found[name]) for name in names}
    cpu_ratio = {name: statistics.median(values) for name, values in ratios(runs, lambda run: run.cpu).items()}
    server_cpu = {name: statistics.median(run.server_cpu for run in runs if run.name == name)
                  for name in names if any(run.name == name and run.server_cpu is not None for run in runs)}
    titles = {"none": "no callback", "up": "playledger, server up", "down": "playledger, server black-holed",
              "elsewhere": "playledger, server elsewhere", "idle": "a callback that does nothing",
              "ara": "ARA, HTTP, 4 threads, gunicorn and SQLite"}
    compared = "before and after"
    if options.slices:
        compared = "that shared the time with them, in slices of about %g s" % options.slices
        if DEAD & set(names):
            compared += " (dead servers without the drain)"
    tasks, kind = PLAYBOOKS[options.playbook]
    print("\n%d hosts x %d %s, %d forks, ansible-core %s on Python %s, medians of %d rounds; ratios to the runs without\n"
          "a callback %s, and between which two the true one lies 19 times of 20"
          % (options.hosts, tasks, kind, options.forks, ansible.release.__version__, platform.python_version(), options.rounds,
             compared))
    for name in names:
        print("  %-44s %7.2f s  ratio %6.3f (%.3f .. %.3f)  processor %6.3f%s" % (
            titles.get(name, "playledger, " + name), median[name], ratio[name], *confidence(found[name]),
            cpu_ratio[name], ", its server %.2f s" % server_cpu[name] if name in server_cpu else ""))
    if "ara" not in median:
        print("  ARA was not measured: it could not be installed, or was not asked for")
    if hooks:
        print("hooks of these runs, server up: %d calls, p50 %.0f us, p99 %.0f us, longest %.0f us, %.3f s in all"
              % (hooks["hookCalls"], hooks["hookSecondsP50"] * 1e6, hooks["hookSecondsP99"] * 1e6,
                 hooks["hookSecondsMax"] * 1e6, hooks["hookSeconds"]))
    for name, run in synthetic.items():
        print("%d results of 10 KB, %s: plugin's peak %.1f MiB (buffer %.1f), %d lost, %d spooled, hook p99 %d us; "
              "%.0f s, end %.1f s" % (run["results"], titles[name], run["memoryPeakMiB"], run["bufferPeakMiB"],
                                      run["lost"], run["spooled"], run["hookP99Us"], run["seconds"],
                                      run["closeSeconds"]))
    if options.json:
        print(json.dumps({
            "rounds": options.rounds, "hosts": options.hosts, "tasks": tasks,
            "ansibleCore": ansible.release.__version__, "python": platform.python_version(),
            "medianSeconds": {name: round(value, 3) for name, value in median.items()},
            "processorRatio": {name: round(value, 4) for name, value in cpu_ratio.items()},
            **{"ratio" + name.capitalize(): round(ratio[name], 4) if name in ratio else None
               for name in ("up", "elsewhere", "down", "idle", "ara")},
            "hookP50Us": round(hooks["hookSecondsP50"] * 1e6) if hooks else None,
            "hookP99Us": round(hooks["hookSecondsP99"] * 1e6) if hooks else None,
            "memoryPeakMiB": max((run["memoryPeakMiB"] for run in synthetic.values()), default=None),
            "synthetic": synthetic}))


if __name__ == "__main__":
    main()
