# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Send what the callback left in the spool.

    python3 -m ansible_collections.playledger.reporter.plugins.plugin_utils.replay
    python3 .../playledger/reporter/plugins/plugin_utils/replay.py

Takes its options from the command line, the callback's environment variables and ansible.cfg, in this order.
"""

from __future__ import annotations

import argparse
import configparser
import os
import sys

if __package__ in (None, ""):  # run as a script: make the relative imports work
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    __package__ = "plugin_utils"
    import plugin_utils  # noqa: F401

from .delivery import DELIVERED, LATER, Counters, Delivery
from .ingest_client import IngestClient
from .settings import DEFAULT_SPOOL_DIR, token_from
from .spool import Spool

SECTION = "callback_playledger"


def main(arguments=None, out=sys.stdout):
    """0: everything was sent. 1: something is left. 2: not configured."""
    options = _options(arguments)
    if not options.url:
        print("No server: give --url, set PLAYLEDGER_URL, or url in [%s] of ansible.cfg." % SECTION, file=out)
        return 2
    try:
        token = token_from(options.token, options.token_file)
        client = IngestClient(options.url, token, options.timeout, not options.no_validate_certs)
    except (OSError, ValueError) as error:
        print("Cannot start: %s" % error, file=out)
        return 2
    return replay(Spool(options.spool_dir), client, out)


def replay(spool, client, out):
    delivery = Delivery(client, lambda _kind, reason: print("  " + reason, file=out))
    names, counters, sent, damaged, left = spool.names(), Counters(), 0, 0, 0
    print("%d batches in %s" % (len(names), spool.directory), file=out)
    for number, name in enumerate(names, 1):
        with spool.claim(name) as claimed:
            if claimed is None:
                continue  # another process is sending it, or has sent it
            if not claimed.intact:
                damaged += 1
                print("  %s is damaged: %d events in it are intact" %
                      (name, claimed.batch.count if claimed.batch else 0), file=out)
            outcome = delivery.send(claimed.batch, counters) if claimed.batch else DELIVERED
            if outcome == LATER:
                left = len(names) - number + 1
                break
            if outcome == DELIVERED:
                sent += claimed.batch.count if claimed.batch else 0
                claimed.delivered()
            else:
                left += 1
                claimed.rejected()
        print("[%d/%d] %s %s" % (number, len(names), name, outcome), file=out)
    delivery.close()
    print("%d events sent, %d rejected by the server, %d batches damaged, %d batches left"
          % (sent, counters.rejected, damaged, left), file=out)
    return 1 if left or damaged else 0


def _options(arguments):
    configured = _ansible_cfg()

    def default(name, otherwise=None):
        return os.environ.get("PLAYLEDGER_" + name.upper()) or configured.get(name) or otherwise

    parser = argparse.ArgumentParser(description="Send the run events that wait in the Playledger spool.")
    parser.add_argument("--url", default=default("url"))
    parser.add_argument("--token", default=default("token"), help="better in a file or the environment")
    parser.add_argument("--token-file", default=default("token_file"))
    parser.add_argument("--spool-dir", default=default("spool_dir", DEFAULT_SPOOL_DIR))
    parser.add_argument("--timeout", type=float, default=float(default("timeout", 30)))
    parser.add_argument("--no-validate-certs", action="store_true",
                        default=str(default("validate_certs", "true")).lower() in ("false", "no", "0", "off"))
    return parser.parse_args(arguments)


def _ansible_cfg():
    for path in (os.environ.get("ANSIBLE_CONFIG"), "ansible.cfg", "~/.ansible.cfg", "/etc/ansible/ansible.cfg"):
        path = os.path.expanduser(path or "")
        if path and os.path.isfile(path):
            parser = configparser.ConfigParser(interpolation=None, strict=False, inline_comment_prefixes=(";",))
            try:
                parser.read(path)
            except configparser.Error:
                return {}
            return dict(parser[SECTION]) if parser.has_section(SECTION) else {}
    return {}


if __name__ == "__main__":
    sys.exit(main())
