# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""One answer to an upload, of the server or of whatever answers in its place.

The status alone says nothing: login pages answer 200, and proxies 400, 413 or 422. Playledger's own answers are known by
their bodies, which libs/run-events/README.md describes.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from urllib.parse import urlsplit

# Of ours: a rejection has a message of up to 500 characters, each written as \u and four digits at worst.
_EVENT_BYTES = 4 * 1024
_OTHER_BYTES = 64 * 1024
_MOST_BYTES = 16 * 1024 * 1024
_OUTCOMES = (200, 202, 422)
# Refusals that no later attempt can change, by status. Whatever else is refused is sent again later.
_FOR_GOOD = {
    400: frozenset(("invalid_run_id", "malformed_gzip", "unexpected_gzip", "run_dropped")),
    413: frozenset(("batch_too_large", "too_many_events", "batch_too_costly")),
    415: frozenset(("unsupported_encoding", "unsupported_media_type")),
}
_MAX_QUOTED = 80
_TITLE_BYTES = 64 * 1024
_TITLE = re.compile(r"<title(?:\s[^<>]{0,200})?>([^<]{0,400})", re.IGNORECASE)


class Answer:
    """`headers` is what http.client gives; `content` the body as it came, at most `most` bytes of it."""

    def __init__(self, status, headers, content, most):
        self.status = status
        self._headers = headers
        self._content = _inflated(content, headers.get("Content-Encoding"), most)
        self._own = self._read_own()
        self.retry_after = _seconds(headers.get("Retry-After"))

    def rejected(self, events):
        """What became of the `events` events that were sent: the rejections, mostly none.

        None if this does not tell of each event, and so settles nothing.
        """
        own = self._own
        if self.status not in _OUTCOMES or own is None:
            return None
        rejected = own.get("rejected")
        if not _is_count(own.get("accepted")) or not _is_count(own.get("duplicates")) or not isinstance(rejected, list):
            return None
        if not all(_is_rejection(entry) for entry in rejected):
            return None
        return rejected if own["accepted"] + own["duplicates"] + len(rejected) == events else None

    def refusal(self):
        """(code, message) of a refusal in Playledger's own words, None for any other answer."""
        error = self._own.get("error") if self._own is not None and self.status >= 400 else None
        if not isinstance(error, dict):
            return None
        code, message = error.get("code"), error.get("message")
        return (code, message) if isinstance(code, str) and isinstance(message, str) else None

    def is_for_good(self):
        """A refusal of Playledger's own that it would repeat."""
        refusal = self.refusal()
        return refusal is not None and refusal[0] in _FOR_GOOD.get(self.status, ())

    def described(self):
        """Who answered, as far as it tells: for one line in a terminal."""
        told = ["HTTP %d" % self.status, quoted(self._headers.get("Content-Type")) or "no content type"]
        server, location = quoted(self._headers.get("Server")), _place(self._headers.get("Location"))
        if server:
            told.append("server %s" % server)
        if location:
            told.append("to %s" % location)
        title = self._title()
        if title:
            told.append('title "%s"' % title)
        return ", ".join(told)

    def _read_own(self):
        if str(self._headers.get("Content-Type") or "").split(";")[0].strip().lower() != "application/json":
            return None
        try:
            own = json.loads(self._content)
        except (ValueError, RecursionError):
            return None
        return own if isinstance(own, dict) else None

    def _title(self):
        found = _TITLE.search(self._content[:_TITLE_BYTES].decode("utf-8", "replace"))
        return quoted(html.unescape(found.group(1))) if found else ""


def most_bytes(events):
    """Of an answer to so many events: of a longer one, which is somebody else's, no more is read."""
    return min(_OTHER_BYTES + _EVENT_BYTES * events, _MOST_BYTES)


def quoted(text, most=_MAX_QUOTED):
    """What a stranger has sent, in a form that may stand in a terminal: one line, bounded, nothing that moves a cursor."""
    words = " ".join(str(text or "")[:most * 8].split())
    safe = "".join(letter if letter.isprintable() else "?" for letter in words)
    return safe if len(safe) <= most else safe[:most - 3] + "..."


def _place(location):
    """Without what may be a secret: user, query and fragment."""
    try:
        parts = urlsplit(str(location or ""))
        return quoted("%s%s%s" % (parts.scheme + "://" if parts.scheme else "", parts.netloc.rpartition("@")[2], parts.path))
    except ValueError:
        return ""


def _inflated(content, encoding, most):
    """We ask for no encoding; a proxy may use one all the same."""
    if str(encoding or "").strip().lower() not in ("gzip", "x-gzip"):
        return content
    try:
        return zlib.decompressobj(31).decompress(content, most)
    except zlib.error:
        return content


def _is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_rejection(entry):
    return (isinstance(entry, dict) and _is_count(entry.get("position")) and isinstance(entry.get("code"), str)
            and isinstance(entry.get("message"), str) and (entry.get("seq") is None or _is_count(entry["seq"])))


def _seconds(value):
    """Retry-After in seconds. Its other form, a date, is rare and compares two clocks: not used."""
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, seconds) if seconds == seconds else None
