# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are not there, or not right. Each is a context manager that gives a URL."""

import os
import socket
import ssl
import threading
import time
from contextlib import contextmanager

from ingest_stub import NEVER_ANSWER, Foreign, IngestStub

CERTIFICATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "self_signed.pem")


@contextmanager
def refused():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield "http://127.0.0.1:%d" % port


@contextmanager
def black_holed():
    """The backlog is full: connecting takes for ever."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = []
        for _connection in range(3):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
            waiting.append(client)
        yield "http://127.0.0.1:%d" % listener.getsockname()[1]
        for client in waiting:
            client.close()


@contextmanager
def one_byte_a_second():
    with _talking(_dribble) as url:
        yield url


@contextmanager
def speaks_no_tls():
    with IngestStub() as stub:
        yield stub.url.replace("http:", "https:")


@contextmanager
def self_signed():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with _talking(lambda connection: context.wrap_socket(connection, server_side=True).close()) as url:
        yield url.replace("http:", "https:")


@contextmanager
def unknown_name():
    yield "http://playledger.invalid:8080"


def answers(answer):
    """Every request gets `answer`; see IngestStub."""
    @contextmanager
    def server():
        with IngestStub(*[answer] * 1000) as stub:
            yield stub.url
    return server


ALL = {
    "refused": refused,
    "black-holed": black_holed,
    "accepts and never answers": answers(NEVER_ANSWER),
    "one byte a second": one_byte_a_second,
    "self-signed": self_signed,
    "no TLS on https": speaks_no_tls,
    "401": answers(401),
    "413": answers(413),
    "429": answers((429, {"Retry-After": "3600"})),
    "500": answers(500),
    "unknown name": unknown_name,
    "a login page": answers(Foreign(200, b"<title>Sign in</title>")),
    "413 of a proxy": answers(Foreign(413, b"<title>413 Request Entity Too Large</title>")),
}


@contextmanager
def _talking(talk):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def accept():
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                threading.Thread(target=_quietly, args=(talk, connection), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        yield "http://127.0.0.1:%d" % listener.getsockname()[1]


def _quietly(talk, connection):
    with connection:
        try:
            talk(connection)
        except OSError:
            pass  # also a failed handshake


def _dribble(connection):
    for letter in b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}":
        connection.sendall(bytes((letter,)))
        time.sleep(1)
