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
from urllib.parse import unquote, urlsplit

from .answer import Answer, most_bytes
from .proxy import Proxy, place_of, proxy_url
from .tls_context import tls_context

# A host name or a token that cannot be encoded is a ValueError; the events are worth keeping all the same.
_FAILURES = (OSError, http.client.HTTPException, ValueError)
_PIECE = 16 * 1024


class NoAnswer(Exception):
    """The server could not be reached, or broke off, or took too long."""


class IngestClient:
    """`tls`: the arguments of tls_context. Files and a proxy that cannot be used are told when they are needed."""

    def __init__(self, url, token, timeout=5.0, validate_certs=True, user_agent="playledger-reporter", **tls):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the server URL must look like http://host:port or https://host")
        self._secure = parts.scheme == "https"
        self._address = _ascii(unquote(parts.hostname))
        self._host = self._address.partition("%")[0]  # the interface of a link-local address is nothing to others
        self._port = parts.port or (443 if self._secure else 80)
        self._base = parts.path.rstrip("/") + "/api/ingest/v1/runs/"
        self._proxy_url = proxy_url(self._secure, self._host, self._port)
        if self._proxy_url and not self._secure:
            self._base = "http://" + place_of(self._host, self._port) + self._base
        self._timeout = timeout
        self._tls_arguments = dict(tls, validate_certs=validate_certs)
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

    def post(self, run_id, body, events=0):
        """The server's Answer to one batch of so many events (or to b"", the sign of life); NoAnswer if there is none."""
        reused = self._connection is not None
        deadline = time.monotonic() + self._timeout
        try:
            return self._exchange(run_id, body, events, deadline)
        except _FAILURES as error:
            self.close()
            # A server may close an idle connection at any time; that says nothing about its health.
            if reused and not isinstance(error, TimeoutError) and not _is_timeout(error):
                try:
                    return self._exchange(run_id, body, events, deadline)
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

    def _exchange(self, run_id, body, events, deadline):
        if self._connection is None:
            self._connection = self._connect(deadline)
        connection = self._connection
        connection.sock.deadline = deadline
        headers = dict(self._headers)
        if not body:
            del headers["Content-Encoding"]
        connection.request("POST", self._base + run_id + "/batches", body=body, headers=headers)
        response = connection.getresponse()
        most = most_bytes(events)
        content = response.read(most)
        if response.will_close or not response.isclosed():
            self.close()
        return Answer(response.status, response.headers, content, most)

    def _connect(self, deadline):
        proxy = Proxy(self._proxy_url) if self._proxy_url else None
        if self._secure or (proxy is not None and proxy.is_secure):
            self._prepare_tls()
        if proxy is None:
            sock = self._open_socket(self._address, self._port, deadline)
        else:
            sock = self._open_proxy(proxy, deadline)
        if self._secure:
            sock = self._wrap(sock, self._host, deadline)
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, self._port, **({"context": self._tls} if self._secure else {}))
        connection.sock = _TimedSocket(sock, deadline)
        return connection

    def _prepare_tls(self):
        if self._tls is None:  # not before: reading the system's certificates takes a while
            self._tls = tls_context(**self._tls_arguments)

    def _open_proxy(self, proxy, deadline):
        """A socket on which the server is spoken to."""
        try:
            sock = self._open_socket(proxy.host, proxy.port, deadline)
        except OSError as error:
            raise OSError("the proxy %s: %s" % (proxy.name, error)) from error
        if self._secure:
            # urllib speaks to the proxy without TLS then, whatever the scheme of its URL is.
            return self._tunnelled(sock, proxy, deadline)
        self._headers.update(proxy.headers)
        return self._wrap(sock, proxy.host, deadline) if proxy.is_secure else sock

    def _tunnelled(self, sock, proxy, deadline):
        place = place_of(self._host, self._port)
        lines = ["CONNECT %s HTTP/1.1" % place, "Host: %s" % place, "User-Agent: %s" % self._headers["User-Agent"],
                 *("%s: %s" % header for header in proxy.headers.items()), "", ""]
        timed = _TimedSocket(sock, deadline)
        try:
            timed.sendall("\r\n".join(lines).encode("ascii"))
            response = http.client.HTTPResponse(timed, method="CONNECT")
            response.begin()
            if not 200 <= response.status < 300:
                answer = Answer(response.status, response.headers, _read_if_there(response), most_bytes(0))
                raise OSError("the proxy %s does not connect to %s (%s)" % (proxy.name, place, answer.described()))
            response.close()
            return sock
        except BaseException:
            self._forget(sock)
            raise

    def _wrap(self, sock, name, deadline):
        try:
            sock.settimeout(_seconds_until(deadline))
            return self._tls.wrap_socket(sock, server_hostname=name)
        except BaseException as error:
            self._forget(sock)
            if isinstance(error, ssl.SSLCertVerificationError) and not self._tls_arguments.get("ca_file"):
                raise OSError("%s: a private CA has to be named in ca_file" % error) from error
            raise

    def _open_socket(self, host, port, deadline):
        """As socket.create_connection, but known to `abandon_in_child` while it still connects or shakes hands."""
        failure = OSError("no address for %s" % host)
        for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
            try:
                sock = socket.socket(family, kind, protocol)
                self._descriptor = sock.fileno()
                try:
                    sock.settimeout(_seconds_until(deadline))
                    sock.connect(address)
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return sock
                except BaseException:
                    self._forget(sock)
                    raise
            except OSError as error:
                failure = error
        raise failure

    def _forget(self, sock):
        self._descriptor = None
        sock.close()


class _TimedSocket:
    """What http.client needs of a socket: what is sent and read waits only until `deadline`."""

    def __init__(self, sock, deadline):
        self._sock = sock
        self.deadline = deadline

    def sendall(self, data):
        # In pieces: TLS would wait as long for each of its records.
        for start in range(0, len(data), _PIECE):
            self.arm()
            self._sock.sendall(data[start:start + _PIECE])

    def makefile(self, _mode, *_args, **_kwargs):
        # Of the socket's own file: it keeps the socket open after "Connection: close" until the answer is read.
        return io.BufferedReader(_TimedReader(self, self._sock.makefile("rb", buffering=0)))

    def arm(self):
        self._sock.settimeout(_seconds_until(self.deadline))

    def close(self):
        self._sock.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, timed, file):
        self._timed = timed
        self._file = file

    def readable(self):
        return True

    def readinto(self, buffer):
        self._timed.arm()
        return self._file.readinto(buffer)

    def close(self):
        self._file.close()
        super().close()


def _read_if_there(response):
    try:
        return response.read(most_bytes(0))
    except (OSError, http.client.HTTPException):
        return b""


def _ascii(host):
    """Here, on the main thread: what a name in other letters needs is imported for it. As it is if it is no name."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _seconds_until(deadline):
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("timed out")
    return remaining


def _is_timeout(error):
    return isinstance(error, OSError) and "timed out" in str(error)
