# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Send what the callback left in the spool: the command bin/playledger-replay.

Takes its options from the command line, the callback's environment variables and ansible.cfg, in this order. What it
cannot read, it passes over and names; the rest is sent.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

if __package__ in (None, ""):  # run as a script: make the relative imports work
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    __package__ = "plugin_utils"
    import plugin_utils  # noqa: F401

from .ansible_cfg import SECTION, read_options
from .delivery import DELIVERED, LATER, NEVER, Counters, Delivery
from .ingest_client import IngestClient
from .spool_places import spool_places
from .token_file import find_token

_PATIENCE = 10
_LONGEST_PAUSE = 60.0
_STRANGERS_IN_A_ROW = 3  # then nobody else will come


def main(arguments=None, out=sys.stdout):
    """0: everything was sent. 1: something is left, or was refused or damaged. 2: not configured."""
    try:
        options = _options(arguments, out)
        if not options.url:
            _say(out, "No server: use --url, or set PLAYLEDGER_URL or url in [%s] of ansible.cfg." % SECTION)
            return 2
        token, problem = find_token(options.token, options.token_file)
        if problem is not None:
            _say(out, "Cannot start: %s" % problem)
            return 2
        client = IngestClient(options.url, token, options.timeout, not options.no_validate_certs,
                              ca_file=options.ca_file, client_cert=options.client_cert, client_key=options.client_key)
        spool = spool_places(options.spool_dir, options.ansible_home)
    except (OSError, ValueError) as error:
        _say(out, "Cannot start: %s" % error)
        return 2
    return replay(spool, client, out)


def replay(spool, client, out, sleep=time.sleep):
    delivery = Delivery(client, lambda _kind, reason: _say(out, "  " + reason))
    waiting, left = _waiting(spool, out)
    counters, damaged = Counters(), 0
    progress = _Progress(len(waiting), sum(place.waiting_bytes() for place in {place for _name, place in waiting}), out)
    _say(out, "%d batches (%s) in %s" % (len(waiting), _size(progress.all_bytes), ", ".join(_directories(spool))))
    busy, strangers = [], 0
    for number, (name, place) in enumerate(waiting):
        with place.claim(name) as claimed:
            if claimed is None:
                refusal = place.refusal(name)
                left += refusal is not None
                busy += [(name, place)] if refusal is None else []
                progress.passed(name, 0, 0, "being sent by another process, or already sent" if refusal is None
                                else "not sent: it " + refusal)
                continue
            if not claimed.intact:
                damaged += 1
                _say(out, "  " + claimed.damage())
            size, sent = claimed.size, _send_patiently(delivery, claimed.batch, counters, sleep) if claimed.batch else []
            outcomes = {outcome for _part, outcome in sent}
            if LATER in outcomes:
                # What somebody else has answered to this file, the server may answer to the next one.
                strangers = strangers + 1 if delivery.met_a_stranger and delivery.down else 0
                if delivery.down and strangers in (0, _STRANGERS_IN_A_ROW):
                    left += len(waiting) - number
                    break
                outcome = LATER
            elif NEVER in outcomes:
                strangers, outcome = 0, NEVER
                claimed.rejected()
            else:
                strangers, outcome = 0, DELIVERED
                claimed.delivered()
            left += outcome != DELIVERED or claimed.leftover is not None
        progress.passed(name, size, sum(part.count for part, how in sent if how == DELIVERED),
                        outcome if claimed.leftover is None else "%s: it %s" % (outcome, claimed.leftover))
    delivery.close()
    left += _still_there(busy, out)
    _say(out, "%d events sent, %d rejected by the server, %d batches damaged, %d batches left"
         % (progress.events, counters.rejected, damaged, left))
    return 1 if left or damaged else 0


def _waiting(spool, out):
    """(name, place) of the waiting files, oldest first; and how many directories and claimed files are left."""
    waiting, left = [], 0
    for place in spool.places():
        place.adopt_orphans()
        try:
            waiting += [(name, place) for name in place.names()]
            claimed = place.claimed_elsewhere()
        except OSError as error:
            _say(out, "The spool %s cannot be read: %s" % (place.directory, error.strerror or error))
            left += 1
            continue
        if claimed:
            _say(out, "%d batches in %s are being sent by another process; of a process that was killed, they are taken"
                 " back after ten minutes" % (claimed, place.directory))
            left += claimed
        distrust = place.distrust()
        if distrust is not None:
            _say(out, "Warning: " + distrust)
    return sorted(waiting, key=lambda file: file[0]), left


def _directories(spool):
    """The first choice, and those of the others that exist."""
    return [place.directory for place in spool.places()
            if place.directory == spool.directory or os.path.isdir(place.directory)]


def _still_there(busy, out):
    """How many of the files that another process had are still there."""
    count = sum(os.path.lexists(os.path.join(place.directory, name)) for name, place in busy)
    if count:
        _say(out, "%d batches are left to another process, which is sending them" % count)
    return count


def _send_patiently(delivery, batch, counters, sleep):
    """[(part, outcome)]. A server that names a time (Retry-After) is only busy; one that does not is left alone."""
    sent = delivery.send(batch, counters)
    for _attempt in range(_PATIENCE):
        if delivery.asked_to_wait is None or all(outcome != LATER for _part, outcome in sent):
            break
        sleep(min(delivery.asked_to_wait, _LONGEST_PAUSE))
        sent = delivery.send(batch, counters)
    return sent


class _Progress:
    """A line per batch: how far, how much, how long still."""

    def __init__(self, batches, all_bytes, out):
        self._batches = batches
        self.all_bytes = all_bytes
        self._out = out
        self._done = 0
        self._bytes = 0
        self._started = time.monotonic()
        self.events = 0

    def passed(self, name, size, events, outcome):
        self._done += 1
        self._bytes += size
        self.events += events
        remaining = (self.all_bytes - self._bytes) * (time.monotonic() - self._started) / max(self._bytes, 1)
        _say(self._out, "[%d/%d] %3d %%  %d events  %s %s%s"
             % (self._done, self._batches, 100 * self._done // self._batches, self.events, name, outcome,
                "; about %d s left" % remaining if self._done < self._batches and remaining >= 1 else ""))


def _say(out, line):
    print(line, file=out, flush=True)


def _size(count):
    return "%.1f MB" % (count / 1e6) if count >= 1e5 else "%.1f kB" % (count / 1e3)


def _options(arguments, out):
    configured = read_options(lambda warning: _say(out, "Warning: " + warning))

    def default(name, otherwise=None):
        return configured.get(name, otherwise)

    parser = argparse.ArgumentParser(
        prog="playledger-replay", description="Send the run events in the Playledger spool.",
        epilog="The options are also read from PLAYLEDGER_<NAME> in the environment and from [%s] in ansible.cfg. A proxy is"
               " taken from http_proxy, https_proxy and no_proxy in the environment." % SECTION)
    parser.add_argument("--url", default=default("url"), help="URL of the server")
    parser.add_argument("--token", default=default("token"), help="prefer a file or the environment")
    parser.add_argument("--token-file", default=default("token_file"))
    parser.add_argument("--spool-dir", default=default("spool_dir"))
    parser.add_argument("--timeout", type=float, default=float(default("timeout", 30)))
    parser.add_argument("--no-validate-certs", action="store_true",
                        default=str(default("validate_certs", "true")).lower() in ("false", "no", "0", "off"))
    parser.add_argument("--ca-file", default=default("ca_file"), help="PEM file of the CAs to trust, instead of the system's")
    parser.add_argument("--client-cert", default=default("client_cert"),
                        help="PEM file of the certificate to show to the server; may contain the key")
    parser.add_argument("--client-key", default=default("client_key"), help="PEM file of its key, without a passphrase")
    parser.set_defaults(ansible_home=default("ansible_home"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
