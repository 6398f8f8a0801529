# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A real, small HTTP proxy: CONNECT, and requests with whole URLs. Keeps what it was asked."""

import socket
import threading
from urllib.parse import urlsplit


class SmallProxy:
    """`refuse`: a status to answer everything with, but requests that have `wanted` as Proxy-Authorization.
    `slow`: seconds between the bytes of an answer to CONNECT that never ends."""

    def __init__(self, refuse=None, wanted=None, slow=None, address="127.0.0.1"):
        self.asked = []  # (request line, headers)
        self._refuse, self._wanted, self._slow = refuse, wanted, slow
        self._stop = threading.Event()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family)
        self.port = self._listener.getsockname()[1]
        self.place = "%s:%d" % ("[%s]" % address if ":" in address else address, self.port)
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # else it accepts one more
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._quietly, args=(client,), daemon=True).start()

    def _quietly(self, client):
        with client:
            try:
                self._serve(client)
            except OSError:
                pass

    def _serve(self, client):
        received = b""
        while b"\r\n\r\n" not in received:
            piece = client.recv(65536)
            if not piece:
                return
            received += piece
        head, _end, rest = received.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (text.split(": ", 1) for text in lines)}
        self.asked.append((line, headers))
        if self._slow is not None:
            while not self._stop.wait(self._slow):
                client.sendall(b"H")
            return
        if self._refuse is not None and (self._wanted is None or headers.get("proxy-authorization") != self._wanted):
            page = b"<title>Who are you?</title>"
            client.sendall(b"HTTP/1.1 %d No\r\nServer: smallproxy\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                           % (self._refuse, len(page), page))
            return
        method, target, _version = line.split(" ")
        if method == "CONNECT":
            parts = urlsplit("//" + target)
            with socket.create_connection((parts.hostname, parts.port)) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self._join(client, server, rest)
        else:
            parts = urlsplit(target)
            line = "%s %s HTTP/1.1" % (method, parts.path)
            head = "\r\n".join([line, *(text for text in lines if not text.lower().startswith("proxy-"))])
            with socket.create_connection((parts.hostname, parts.port or 80)) as server:
                self._join(client, server, head.encode("latin-1") + b"\r\n\r\n" + rest)

    @staticmethod
    def _join(client, server, first):
        """The rest of this connection goes to the same server: enough for one client of one server."""
        server.sendall(first)

        def copy(source, target):
            try:
                while True:
                    piece = source.recv(65536)
                    if not piece:
                        break
                    target.sendall(piece)
                target.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        back = threading.Thread(target=copy, args=(server, client), daemon=True)
        back.start()
        copy(client, server)
        back.join()
