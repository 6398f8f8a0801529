# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Cut anywhere, changed anywhere: what comes out was put in, and what does not is counted."""

import gzip
import json
import random
import unittest

import plugin_modules  # noqa: F401
from plugin_utils import spool_file
from plugin_utils.batch import encode_event

CHANCE = random.Random(7)
# Some compress well and some do not, some are short and one is longer than a member.
LINES = [encode_event({"seq": seq, "type": "task_result", "host": "ctl-%03d" % (seq % 7), "result": {
    "msg": "the same for all", "noise": "%x" % CHANCE.getrandbits(CHANCE.choice((8, 800, 8000, 90000)))}})
    for seq in range(1, 61)]
PACKED = spool_file.packed(LINES)


class SpoolFileTest(unittest.TestCase):
    def assert_honest(self, damaged, message):
        contents = spool_file.unpacked(damaged)
        self.assertEqual([line for line in contents.lines if line not in LINES], [], message)
        self.assertEqual(len(set(contents.lines)), len(contents.lines), message)
        if contents.lost is None:
            self.assertEqual(contents.lines, [], message)
        else:
            self.assertEqual(len(contents.lines) + contents.lost, len(LINES), message)
        return contents

    def test_whole(self):
        contents = spool_file.unpacked(PACKED)
        self.assertEqual((contents.lines, contents.lost), (LINES, 0))

    def test_any_gzip_tool_reads_it(self):
        self.assertEqual(gzip.decompress(PACKED).splitlines(), LINES)

    def test_empty_and_foreign(self):
        for data in (b"", b"\x1f\x8b\x08", b"something else", gzip.compress(b"{}"), bytes(5000)):
            contents = spool_file.unpacked(data)
            self.assertEqual((contents.lines, contents.lost), ([], None))

    def test_plain_gzip(self):
        contents = spool_file.unpacked(gzip.compress(b"\n".join(LINES)))
        self.assertEqual((contents.lines, contents.lost), (LINES, 0))

    def test_cut_at_any_place(self):
        before = 0
        for length in list(range(0, 400)) + list(range(400, len(PACKED), 997)) + [len(PACKED) - 9, len(PACKED) - 1]:
            lines = self.assert_honest(PACKED[:length], "cut at %d" % length).lines
            self.assertEqual(lines, LINES[:len(lines)])
            self.assertGreaterEqual(len(lines), before)  # more of the file never gives less
            before = len(lines)
        self.assertEqual(before, len(LINES))

    def test_a_changed_byte_costs_one_member_at_most(self):
        largest = max(_events_of_members())
        for position in list(range(0, 400)) + list(range(400, len(PACKED), 1999)):
            damaged = bytearray(PACKED)
            damaged[position] ^= 1 << (position % 8)
            contents = self.assert_honest(bytes(damaged), "changed at %d" % position)
            self.assertLessEqual(contents.lost, largest, "changed at %d" % position)

    def test_holes_and_several_changes(self):
        for _round in range(30):
            damaged = bytearray(PACKED)
            for _change in range(CHANCE.randint(1, 6)):
                start = CHANCE.randrange(len(damaged))
                damaged[start:start + CHANCE.choice((1, 50, 3000))] = bytes(CHANCE.choice((0, 1, 50)))
            self.assert_honest(bytes(damaged), "changed by chance")

    def test_bytes_changed_between_events_keep_their_neighbours(self):
        # The damage of the middle member leaves all events of the others.
        contents = spool_file.unpacked(PACKED[:len(PACKED) // 2] + b"\0" * 40 + PACKED[len(PACKED) // 2 + 40:])
        seqs = [json.loads(line)["seq"] for line in contents.lines]
        self.assertEqual((seqs[0], seqs[-1]), (1, len(LINES)))


def _events_of_members():
    counts, rest = [], PACKED
    while rest:
        _lines, _count, end = spool_file._read_member(rest, 0)
        counts.append(len(_lines))
        rest = rest[end:]
    return counts
