# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""One keep-alive connection to the ingest API, with a limit on the whole exchange.

A socket timeout alone bounds one read: a server that sends a byte a second would hold the thread for ever.
"""

from __future__ import annotations

import http.client
import io
import os
import socket
import ssl
import time
from urllib.parse import urlsplit

from .answer import MAX_ANSWER, Answer

# A host name or a token that cannot be encoded is a ValueError; the events are worth keeping all the same.
_FAILURES = (OSError, http.client.HTTPException, ValueError)


class NoAnswer(Exception):
    """The server could not be reached, or broke off, or took too long."""


class IngestClient:
    def __init__(self, url, token, timeout=5.0, validate_certs=True, user_agent="playledger-reporter"):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the server URL must look like http://host:port or https://host")
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._path = parts.path.rstrip("/") + "/api/ingest/v1/runs/%s/batches"
        self._timeout = timeout
        self._validate_certs = validate_certs
        self._tls = None
        self._connection = None
        self._descriptor = None
        self._headers = {
            "Content-Type": "application/x-ndjson",
            "Content-Encoding": "gzip",
            "User-Agent": user_agent,
        }
        if token:
            self._headers["Authorization"] = "Bearer " + token

    def post(self, run_id, body):
        """The server's Answer to one batch (or to b"", the sign of life); NoAnswer if there is none."""
        reused = self._connection is not None
        try:
            return self._exchange(run_id, body)
        except _FAILURES as error:
            self.close()
            # A server may close an idle connection at any time; that says nothing about its health.
            if reused and not isinstance(error, TimeoutError) and not _is_timeout(error):
                try:
                    return self._exchange(run_id, body)
                except _FAILURES as second:
                    self.close()
                    raise NoAnswer(str(second) or type(second).__name__) from second
            raise NoAnswer(str(error) or type(error).__name__) from error

    def close(self):
        connection, self._connection, self._descriptor = self._connection, None, None
        if connection is not None:
            try:
                connection.close()
            except OSError:
                pass

    def abandon_in_child(self):
        """After a fork: close the child's copy of the socket, without a word to the server.

        The connection stays as it is: to take it apart would copy a hundred pages of memory for each worker.
        """
        if self._descriptor is not None:
            try:
                os.close(self._descriptor)
            except OSError:
                pass  # it was being closed while the process forked

    def _exchange(self, run_id, body):
        deadline = time.monotonic() + self._timeout
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        connection.response_class = lambda sock, *args, **kwargs: http.client.HTTPResponse(
            _DeadlineSocket(sock, deadline), *args, **kwargs)
        if connection.sock is not None:
            connection.sock.settimeout(self._timeout)
        headers = dict(self._headers)
        if not body:
            del headers["Content-Encoding"]
        connection.request("POST", self._path % run_id, body=body, headers=headers)
        response = connection.getresponse()
        content = response.read(MAX_ANSWER)
        if response.will_close or not response.isclosed():
            self.close()
        return Answer(response.status, response.headers, content)

    def _connect(self):
        if self._secure and self._tls is None:  # not before: reading the system's certificates takes a while
            self._tls = _tls_context(self._validate_certs)
        connection = (http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
                      if self._secure else http.client.HTTPConnection(self._host, self._port, timeout=self._timeout))
        sock = self._open_socket(connection.host, connection.port)
        if self._secure:
            sock = self._tls.wrap_socket(sock, server_hostname=connection.host)
        connection.sock = sock
        return connection

    def _open_socket(self, host, port):
        """As socket.create_connection, but known to `abandon_in_child` while it still connects or shakes hands."""
        failure = OSError("no address for %s" % host)
        for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
            try:
                sock = socket.socket(family, kind, protocol)
                self._descriptor = sock.fileno()
                try:
                    sock.settimeout(self._timeout)
                    sock.connect(address)
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return sock
                except BaseException:
                    self._descriptor = None
                    sock.close()
                    raise
            except OSError as error:
                failure = error
        raise failure

class _DeadlineSocket:
    """What HTTPResponse needs of a socket: each read waits only for the rest of the exchange's time."""

    def __init__(self, sock, deadline):
        self._sock = sock
        self._deadline = deadline

    def makefile(self, _mode, *_args, **_kwargs):
        # Of the socket's own file: it keeps the socket open after "Connection: close" until the answer is read.
        return io.BufferedReader(_DeadlineReader(self._sock, self._sock.makefile("rb", buffering=0), self._deadline))


class _DeadlineReader(io.RawIOBase):
    def __init__(self, sock, file, deadline):
        self._sock = sock
        self._file = file
        self._deadline = deadline

    def readable(self):
        return True

    def readinto(self, buffer):
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(remaining)
        return self._file.readinto(buffer)

    def close(self):
        self._file.close()
        super().close()


def _tls_context(validate_certs):
    context = ssl.create_default_context()
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_timeout(error):
    return isinstance(error, OSError) and "timed out" in str(error)
