# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Send what the callback left in the spool: the command bin/playledger-replay.

Takes its options from the command line, the callback's environment variables and ansible.cfg, in this order.
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

from .ansible_cfg import SECTION, read_ansible_cfg
from .delivery import DELIVERED, LATER, NEVER, Counters, Delivery
from .ingest_client import IngestClient
from .settings import DEFAULT_SPOOL_DIR, token_from
from .spool import Spool

_PATIENCE = 10
_LONGEST_PAUSE = 60.0
_STRANGERS_IN_A_ROW = 3  # then nobody else will come


def main(arguments=None, out=sys.stdout):
    """0: everything was sent. 1: something is left, or was refused or damaged. 2: not configured."""
    options = _options(arguments, out)
    if not options.url:
        print("No server: use --url, or set PLAYLEDGER_URL or url in [%s] of ansible.cfg." % SECTION, file=out)
        return 2
    try:
        token = token_from(options.token, options.token_file)
        client = IngestClient(options.url, token, options.timeout, not options.no_validate_certs,
                              ca_file=options.ca_file, client_cert=options.client_cert, client_key=options.client_key)
    except (OSError, ValueError) as error:
        print("Cannot start: %s" % error, file=out)
        return 2
    return replay(Spool(options.spool_dir), client, out)


def replay(spool, client, out, sleep=time.sleep):
    spool.adopt_orphans()
    delivery = Delivery(client, lambda _kind, reason: _say(out, "  " + reason))
    try:
        names, counters, damaged, left = spool.names(), Counters(), 0, 0
    except OSError as error:
        _say(out, "The spool %s cannot be read: %s" % (spool.directory, error.strerror))
        return 1
    distrust = spool.distrust()
    if distrust is not None:
        _say(out, "Warning: " + distrust)
    progress = _Progress(len(names), spool.waiting_bytes(), out)
    _say(out, "%d batches (%s) in %s" % (len(names), _size(progress.all_bytes), spool.directory))
    strangers = 0
    for number, name in enumerate(names):
        with spool.claim(name) as claimed:
            if claimed is None:
                refusal = spool.refusal(name)
                left += refusal is not None
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
                    left += len(names) - number
                    break
                left, outcome = left + 1, LATER
            elif NEVER in outcomes:
                left, strangers, outcome = left + 1, 0, NEVER
                claimed.rejected()
            else:
                strangers, outcome = 0, DELIVERED
                claimed.delivered()
        progress.passed(name, size, sum(part.count for part, how in sent if how == DELIVERED), outcome)
    delivery.close()
    _say(out, "%d events sent, %d rejected by the server, %d batches damaged, %d batches left"
         % (progress.events, counters.rejected, damaged, left))
    return 1 if left or damaged else 0


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
    configured = read_ansible_cfg(lambda warning: _say(out, "Warning: " + warning))

    def default(name, otherwise=None):
        return os.environ.get("PLAYLEDGER_" + name.upper()) or configured.get(name) or otherwise

    parser = argparse.ArgumentParser(
        prog="playledger-replay", description="Send the run events in the Playledger spool.",
        epilog="The options are also read from PLAYLEDGER_<NAME> in the environment and from [%s] in ansible.cfg. A proxy is"
               " taken from http_proxy, https_proxy and no_proxy in the environment." % SECTION)
    parser.add_argument("--url", default=default("url"), help="URL of the server")
    parser.add_argument("--token", default=default("token"), help="prefer a file or the environment")
    parser.add_argument("--token-file", default=default("token_file"))
    parser.add_argument("--spool-dir", default=default("spool_dir", DEFAULT_SPOOL_DIR))
    parser.add_argument("--timeout", type=float, default=float(default("timeout", 30)))
    parser.add_argument("--no-validate-certs", action="store_true",
                        default=str(default("validate_certs", "true")).lower() in ("false", "no", "0", "off"))
    parser.add_argument("--ca-file", default=default("ca_file"), help="PEM file of the CAs to trust, instead of the system's")
    parser.add_argument("--client-cert", default=default("client_cert"),
                        help="PEM file of the certificate to show to the server; may contain the key")
    parser.add_argument("--client-key", default=default("client_key"), help="PEM file of its key, without a passphrase")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
