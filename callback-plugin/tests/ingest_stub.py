# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A fake of the ingest API, true to libs/run-events/README.md: keeps what it was sent, answers as a test tells it."""

import gzip
import json
import socket
import ssl
import sys
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BREAK_OFF, NEVER_ANSWER = "break off", "never answer"
REFUSALS = {400: "malformed_gzip", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 413: "batch_too_large",
            415: "unsupported_encoding", 429: "backlog", 500: "internal", 503: "unavailable"}


class Foreign:
    """An answer of somebody else, in the server's place. `content` None: none, with its length; `cut`: breaks off so many
    bytes before the end that it has announced."""

    def __init__(self, status, content=None, content_type="text/html", cut=0, **headers):
        self.status = status
        self.content = content
        self.cut = cut
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if content_type:
            self.headers["Content-Type"] = content_type


class IngestStub:
    """`answers` is consumed request by request: a status, (status, headers), a Foreign, BREAK_OFF or NEVER_ANSWER, or a
    function of the number of events that gives one of these; then 202. `tls`: an SSLContext; `address`: where it listens.
    """

    def __init__(self, *answers, tls=None, address="127.0.0.1"):
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
                count = len(_lines(body))
                answer = answer(count) if callable(answer) else answer
                if isinstance(answer, Foreign):
                    self.send_foreign(answer)
                    return
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                self.send_response(status)
                for name, value in dict({"Content-Type": "application/json; charset=utf-8"}, **headers).items():
                    self.send_header(name, value)
                self.send_content(json.dumps(own_answer(status, count)).encode())

            def send_foreign(self, answer):
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.content is None:
                    self.end_headers()
                elif answer.headers.get("Transfer-Encoding") == "chunked":
                    self.end_headers()
                    self.wfile.write(b"%x\r\n%s" % (len(answer.content) + answer.cut, answer.content))
                else:
                    self.send_content(answer.content, answer.cut)
                self.close_connection = answer.content is None or answer.cut > 0 or self.close_connection

            def send_content(self, content, cut=0):
                self.send_header("Content-Length", str(len(content) + cut))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments):
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                # Who has seen enough of an answer goes.
                if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
                    super().handle_error(request, client_address)

            address_family = socket.AF_INET6 if ":" in address else socket.AF_INET

            def finish_request(self, request, client_address):
                # In its own thread: a handshake may hang.
                if tls is None:
                    super().finish_request(request, client_address)
                    return
                with tls.wrap_socket(request, server_side=True) as wrapped:
                    super().finish_request(wrapped, client_address)

        self._server = Server((address, 0), Handler)
        self._server.daemon_threads = True
        self.url = "%s://%s:%d" % ("http" if tls is None else "https", "[%s]" % address if ":" in address else address,
                                   self._server.server_address[1])
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


def own_answer(status, count):
    """The body of the server's answer to `count` events."""
    if status not in (200, 202, 422):
        return {"error": {"code": REFUSALS.get(status, "refused"), "message": "A sentence."}}
    rejected = [{"position": index, "seq": index + 1, "code": "invalid_event", "message": "/x: is not right"}
                for index in range(count)] if status == 422 else []
    return {"accepted": count - len(rejected), "duplicates": 0, "rejected": rejected}


def _lines(body):
    return gzip.decompress(body).splitlines() if body else []
