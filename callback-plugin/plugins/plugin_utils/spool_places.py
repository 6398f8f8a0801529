# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The directories of a spool: batches are written to the first that can be written, and sent from all of them.

Which these are, the callback and bin/playledger-replay compute alike, from their settings alone.
"""

from __future__ import annotations

import hashlib
import os
import time

from .spool import DEFAULT_MAX_BYTES, Spool

_NAME = "playledger-spool"
_HOME = "~/.ansible"
_TEMPORARY = "/var/tmp"  # not /tmp: what lies here outlasts a restart
_SECONDS_LEFT_ALONE = 30.0  # a place that could not be written, if another one can


def spool_places(spool_dir=None, ansible_home=None, max_bytes=DEFAULT_MAX_BYTES):
    """The spool that is to lie in `spool_dir`, else in Ansible's home.

    1. `spool_dir`, if it is set. The names below then end in a digest of it, for whoever keeps the batches of two
       servers apart will not have them mixed where they cannot be written.
    2. playledger-spool in `ansible_home`,
    3. the same in ~/.ansible,
    4. playledger-spool-UID in TMPDIR, else in /var/tmp, if it is a directory of ours alone.
    """
    places, name = [], _NAME
    if spool_dir:
        places.append(Spool(spool_dir, max_bytes))
        name += "-" + hashlib.sha256(os.fsencode(places[0].directory)).hexdigest()[:8]
    for home in (ansible_home or _HOME, _HOME):
        places.append(Spool(os.path.join(home, name), max_bytes, fallback=bool(places)))
    temporary = os.environ.get("TMPDIR") or _TEMPORARY
    places.append(Spool(os.path.join(temporary, name.replace(_NAME, "%s-%d" % (_NAME, os.geteuid()))), max_bytes,
                        fallback=True, private=True))
    return SpoolPlaces({place.directory: place for place in places}.values())


class SpoolPlaces:
    """Several `Spool`s as one, the first choice first."""

    def __init__(self, places):
        self._places = list(places)
        self._failed = {}  # by directory: (when it could not be written, why)

    @property
    def directory(self):
        """The first choice."""
        return self._places[0].directory

    def places(self):
        return self._places

    def put(self, batch):
        """The directory that the batch is in now; None when that is full. OSError, of the first choice, if none works."""
        now, failure = time.monotonic(), None
        for place in sorted(self._places, key=lambda place: self._is_left_alone(place, now)):
            try:
                return place.put(batch)
            except OSError as error:
                self._failed[place.directory] = (now, error)
                failure = failure or error
        raise self._failed[self.directory][1] if self.directory in self._failed else failure

    def why_not_first(self):
        """Why a batch went elsewhere: a sentence about the first choice; None if nothing is known against it."""
        if self.directory not in self._failed:
            return None
        error = self._failed[self.directory][1]
        return "%s cannot be written: %s" % (self.directory, error.strerror or error)

    def _is_left_alone(self, place, now):
        return place.directory in self._failed and now - self._failed[place.directory][0] < _SECONDS_LEFT_ALONE
