# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The buffer between the hooks and the threads: who waits for whom, and for how long."""

import threading
import time
import unittest

import plugin_modules  # noqa: F401
from plugin_utils import buffer


class EventBufferTest(unittest.TestCase):
    def test_the_hook_waits_for_a_stuck_disk_once(self):
        self.addCleanup(setattr, buffer, "LONGEST_WAIT_FOR_ROOM", buffer.LONGEST_WAIT_FOR_ROOM)
        buffer.LONGEST_WAIT_FOR_ROOM = 0.3
        many_notes, many_bytes = buffer.EventBuffer(max_notes=2), buffer.EventBuffer(max_bytes=10)
        for full, taken_notes in ((many_notes, 1), (many_bytes, 0)):
            full.append(buffer.PendingEvent("r", 1, b"0123456789", 10))
            started = time.monotonic()
            taken = [full.note(number) for number in range(500)]
            self.assertEqual((sum(taken), taken[:taken_notes]), (taken_notes, [True] * taken_notes))
            self.assertLess(time.monotonic() - started, 20)  # of 150, on a busy machine

    def test_the_hook_waits_as_long_as_something_goes_on(self):
        self.addCleanup(setattr, buffer, "LONGEST_WAIT_FOR_ROOM", buffer.LONGEST_WAIT_FOR_ROOM)
        buffer.LONGEST_WAIT_FOR_ROOM = 1.0
        full = buffer.EventBuffer(max_bytes=10)
        full.append(buffer.PendingEvent("r", 1, b"0123456789", 10))

        def build_slowly():
            full.wait_for_batch(1, 10, 0, 1)
            for _step in range(20):
                time.sleep(0.1)
                full.step_done()
            full.settle(full.in_flight())

        threading.Thread(target=build_slowly, daemon=True).start()
        started = time.monotonic()
        self.assertTrue(full.note(1))
        self.assertGreater(time.monotonic() - started, 1.9)

    def test_a_hook_that_waited_spares_the_next_ones_a_wait(self):
        full = buffer.EventBuffer(max_notes=10)
        self.assertTrue(all([full.note(number) for number in range(9)]))

        def record_slowly():
            while not full._room_awaited:
                time.sleep(0.001)
            while full.record_note(lambda note: time.sleep(0.01)):
                pass

        threading.Thread(target=record_slowly, daemon=True).start()
        self.assertTrue(full.note(9))
        self.assertLessEqual(len(full), 5)

    def test_a_batch_is_due_when_its_least_patient_event_is(self):
        waiting = buffer.EventBuffer()

        def seqs_due(max_events=10):
            taken = [event.seq for event in waiting.wait_for_batch(max_events, 10**6, 60.0, 0)]
            waiting.settle(waiting.in_flight())
            return taken

        for seq, patience in enumerate((1.0, 0.5, 0.0), start=1):
            self.assertEqual(seqs_due(), [])
            waiting.append(buffer.PendingEvent("r", seq, b"{}", 2, patience))
        self.assertEqual(seqs_due(max_events=2), [1, 2])
        self.assertEqual(seqs_due(), [3])  # it is as impatient as it was
        waiting.append(buffer.PendingEvent("r", 4, b"{}", 2))
        self.assertEqual(seqs_due(), [])

    def test_who_records_waits_for_room_without_using_the_processor(self):
        full = buffer.EventBuffer(max_bytes=10)
        self.assertTrue(all([full.note(number) for number in range(300)]))
        full.append(buffer.PendingEvent("r", 1, b"0123456789", 10))
        self.assertFalse(full.record_note(print))
        started = time.monotonic()
        full.wait_for_notes(0.3)
        self.assertGreater(time.monotonic() - started, 0.25)

        def make_room():
            full.wait_for_batch(1, 10, 0, 1)
            time.sleep(0.1)
            full.settle(full.in_flight())

        threading.Thread(target=make_room, daemon=True).start()
        started = time.monotonic()
        full.wait_for_notes(20)
        self.assertLess(time.monotonic() - started, 5)
        recorded = []
        self.assertTrue(full.record_note(recorded.append))
        self.assertEqual(recorded, [0])


class EstimatedSizeTest(unittest.TestCase):
    def test_about_right_and_quick(self):
        item = {"item": 1, "rc": 0, "stdout": "x" * 10000, "stderr": "", "invocation": {"module_args": {"a": "b"}}}
        for value, size in (("x" * 500, 500), ({"stdout": "x" * 10000, "rc": 0}, 10000), ([], 0), ({}, 0), (None, 0),
                            ({"results": [dict(item) for _number in range(1000)]}, 10**7),
                            ({"facts": {"key%d" % number: "x" * 100 for number in range(2000)}}, 200000)):
            started = time.thread_time()
            estimate = buffer.estimated_size(value)
            self.assertLess(time.thread_time() - started, 0.1)
            self.assertTrue(size <= estimate <= size * 2 + 400, (size, estimate))
