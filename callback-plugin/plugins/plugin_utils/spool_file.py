# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The contents of a spool file: gzip NDJSON that damage cannot take whole.

Any gzip tool reads it. It is a sequence of gzip members of a few events each, so that damage in one does not reach
the next. gzip's own CRC covers a member, and comes last: it cannot tell which events of a cut or damaged member are
still right. So each member's header carries, in an extra field named PL, how many events the file had, and a CRC-32
of each line in the member. An event is taken for intact if its CRC is right, and for lost otherwise.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import zlib

_MEMBER_BYTES = 16 * 1024
_HEADER = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff"  # deflate, with an extra field, no time, unknown system
_OUR_FIELD = b"PL"
# Where a member may begin: either landmark suffices, the other may be what is damaged.
_LANDMARK = re.compile(rb"(?=\x1f\x8b\x08)|(?=.{12}PL)", re.DOTALL)
_PIECE = 64


class Contents:
    """`lost`: how many events were in the file and are not intact; None if nothing is left that could tell."""

    def __init__(self, lines, lost):
        self.lines = lines
        self.lost = lost


def packed(lines):
    members, group, size = [], [], 0
    for line in lines:
        if group and size + len(line) > _MEMBER_BYTES:
            members.append(_member(group, len(lines)))
            group, size = [], 0
        group.append(line)
        size += len(line)
    members.append(_member(group, len(lines)))
    return b"".join(members)


def unpacked(data):
    lines, counts, position = [], {}, 0
    while True:
        found = _LANDMARK.search(data, position)
        if found is None:
            break
        start = found.start()
        taken, count, end = _read_member(data, start)
        if count is not None and taken:
            counts[count] = counts.get(count, 0) + len(taken)
        lines.extend(taken)
        # Not past what could not be read: another member may begin anywhere in it.
        position = start + 1 if end is None else end
    if not counts:
        return _foreign(data)
    count = max(counts, key=counts.get)  # a damaged header may give a wrong one
    return Contents(lines, max(count - len(lines), 0))


def _foreign(data):
    """Plain gzip NDJSON, as development versions wrote it: all or nothing."""
    try:
        lines = gzip.decompress(data).splitlines()
    except (OSError, EOFError, zlib.error):
        return Contents([], None)
    return Contents(lines, 0) if lines and all(_is_event(line) for line in lines) else Contents([], None)


def _member(lines, count):
    checks = struct.pack("<%dI" % (len(lines) + 1), count, *(zlib.crc32(line) for line in lines))
    extra = _OUR_FIELD + struct.pack("<H", len(checks)) + checks
    body = b"\n".join(lines) + b"\n"
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    return b"".join((_HEADER, struct.pack("<H", len(extra)), extra, deflater.compress(body), deflater.flush(),
                     struct.pack("<2I", zlib.crc32(body), len(body) & 0xffffffff)))


def _read_member(data, start):
    """(intact lines, events in the whole file, end of the member or None)."""
    if start + 16 > len(data):
        return [], None, None
    extra_length, = struct.unpack_from("<H", data, start + 10)
    field_length, = struct.unpack_from("<H", data, start + 14)
    for length in dict.fromkeys((field_length, extra_length - 4)):  # one of them may be damaged
        body_start = start + 16 + length
        if length < 8 or length % 4 or body_start > len(data):
            continue
        count, *checks = struct.unpack_from("<%dI" % (length // 4), data, start + 16)
        inflated, end = _inflated(data, body_start)
        lines = _intact(inflated, checks)
        if lines:
            # The end is believed only with every line intact: damage can carry inflating into the next member.
            return lines, count, end if len(lines) == len(checks) else None
    return [], None, None


def _inflated(data, start):
    """(what could be inflated, end of the member or None). In small pieces: what came before the damage is kept."""
    inflater, inflated = zlib.decompressobj(-15), bytearray()
    position = start
    try:
        while position < len(data) and not inflater.eof:
            inflated += inflater.decompress(data[position:position + _PIECE])
            position += _PIECE
    except zlib.error:
        return bytes(inflated), None
    if not inflater.eof:
        return bytes(inflated), None
    return bytes(inflated), min(position, len(data)) - len(inflater.unused_data) + 8


def _intact(inflated, checks):
    # Not by position: a damaged line break joins two lines, and those after it are still right.
    expected = set(checks)
    return [line for line in inflated.split(b"\n") if zlib.crc32(line) in expected and _is_event(line)]


def _is_event(line):
    try:
        return isinstance(json.loads(line)["seq"], int)
    except (ValueError, KeyError, TypeError):
        return False
