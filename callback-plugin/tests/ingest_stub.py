# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for the ingest API: keeps what it was sent, answers as a test tells it."""

import gzip
import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BREAK_OFF, NEVER_ANSWER = "break off", "never answer"


class IngestStub:
    """`answers` is consumed request by request: a status, (status, headers), BREAK_OFF or NEVER_ANSWER; then 202."""

    def __init__(self, *answers):
        self.answers = deque(answers)
        self.requests = []  # (path, headers, body as sent)
        self._released = threading.Event()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for the client's acknowledgement

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stub.requests.append((self.path, dict(self.headers), body))
                answer = stub.answers.popleft() if stub.answers else 202
                if answer == NEVER_ANSWER:
                    stub._released.wait(30)
                if answer in (BREAK_OFF, NEVER_ANSWER):
                    self.close_connection = True
                    return
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                count = len(_lines(body))
                content = json.dumps({"accepted": count, "duplicates": 0, "rejected": [] if status != 422 else [
                    {"position": index, "seq": index, "code": "x", "message": "x"} for index in range(count)]}).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_request: None  # a client that breaks off is none of the test's errors
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def runs(self):
        """run id -> its events by seq, in the order of first arrival of the runs; batches with a 202 or not."""
        runs = {}
        for path, _headers, body in list(self.requests):
            run = runs.setdefault(path.split("/")[-2], {})
            for line in _lines(body):
                event = json.loads(line)
                run[event["seq"]] = event
        return {run_id: [events[seq] for seq in sorted(events)] for run_id, events in runs.items()}

    def wait_for(self, condition, seconds=60.0):
        deadline = time.monotonic() + seconds
        while not condition(self):
            if time.monotonic() > deadline:
                raise AssertionError("the stub waited in vain; it has %d requests" % len(self.requests))
            time.sleep(0.01)


def _lines(body):
    return gzip.decompress(body).splitlines() if body else []
