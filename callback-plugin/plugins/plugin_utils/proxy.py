# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The proxy that the environment names for the server, as urllib and so ansible-galaxy takes it.

`http_proxy` for http, `https_proxy` for https, in lower or upper case; `no_proxy` with names, suffixes, ports, or `*`.
"""

from __future__ import annotations

import base64
import os
from urllib.parse import unquote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Proxy:
    """`name` is for people: host and port, without user and password. ValueError for what is no proxy's URL."""

    def __init__(self, url):
        scheme, separator, rest = url.partition("://")
        if not separator:
            scheme, rest = "http", url
        # As urllib reads it: a password may hold any character but the one that ends it.
        user, _at, place = rest.rpartition("@")
        try:
            parts = urlsplit("//" + place.partition("/")[0])
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if scheme.lower() not in _DEFAULT_PORTS or not host:
            raise ValueError("the proxy of the environment must look like http://host:port: it is not used, and nothing is sent")
        self.is_secure = scheme.lower() == "https"
        self.host = host
        self.port = port or _DEFAULT_PORTS[scheme.lower()]
        self.name = place_of(self.host, self.port)
        self.headers = {"Proxy-Authorization": _basic(user)} if user else {}


def proxy_url(is_secure, host, port):
    """The URL of the proxy for this server, None if it is reached without one.

    Called on the main thread: a worker that is forked while another thread imports a module could not import it.
    """
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return None
    from urllib.request import getproxies_environment, proxy_bypass_environment  # takes a while
    proxies = getproxies_environment()
    names = (host, place_of(host, port), place_of(host))
    if any(proxy_bypass_environment(name, proxies) for name in names):
        return None
    return proxies.get("https" if is_secure else "http")


def place_of(host, port=None):
    """host:port, as URLs have it."""
    host = "[%s]" % host if ":" in host else host
    return host if port is None else "%s:%d" % (host, port)


def _basic(user):
    name, _colon, password = user.partition(":")
    credentials = "%s:%s" % (unquote(name), unquote(password))
    return "Basic " + base64.b64encode(credentials.encode("utf-8")).decode("ascii")
