# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""How the server is reached: IPv6 literals, the proxy of the environment, private CAs and client certificates."""

import base64
import gzip
import io
import os
import socket
import ssl
import tempfile
import threading
import time
import types
import unittest
from unittest import mock

import plugin_modules  # noqa: F401
import ansible_run
import certificates
import test_replay_settings
import test_sender
from ingest_stub import IngestStub
from plugin_utils import proxy, replay
from plugin_utils.ingest_client import IngestClient, NoAnswer
from plugin_utils.proxy import Proxy, proxy_url
from plugin_utils.spool import Spool
from proxies import SmallProxy
from test_spool import a_batch

PASSWORD = "s3cr3t-of-the-proxy"
BODY = gzip.compress(b'{"seq": 1}\n')


def has_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        return True
    except OSError:
        return False


IPV6 = unittest.skipUnless(has_ipv6(), "this machine has no IPv6 loopback: IPv6 is not tested")
TLS = unittest.skipIf(certificates.WHY_SKIPPED, certificates.WHY_SKIPPED)


class _Environment(unittest.TestCase):
    def setUp(self):
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        patch = mock.patch.dict(os.environ, kept, clear=True)
        patch.start()
        self.addCleanup(patch.stop)
        self.clients = []

    def tearDown(self):
        for client in self.clients:
            client.close()

    def client(self, url, timeout=20.0, **tls):
        client = IngestClient(url, "t", timeout, **tls)
        self.clients.append(client)
        return client

    def post(self, url, **tls):
        return self.client(url, **tls).post("r", BODY)

    def why_not(self, url, **tls):
        with self.assertRaises(NoAnswer) as raised:
            self.post(url, **tls)
        return str(raised.exception)

    def assert_reached(self, url, **tls):
        self.assertEqual(self.post(url, **tls).rejected(1), [])


class AddressTest(_Environment):
    @IPV6
    def test_an_ipv6_literal(self):
        with IngestStub(address="::1") as stub:
            self.assert_reached(stub.url)
            self.assertEqual(stub.requests[0][1]["Host"], stub.url.partition("//")[2])

    def test_without_a_port(self):
        asked = []

        def getaddrinfo(host, port, *_rest):
            asked.append((host, port))
            raise socket.gaierror("not in a test")
        with mock.patch("socket.getaddrinfo", getaddrinfo):
            for url in ("https://[2001:db8::1]", "http://[2001:db8::1]/sub/", "https://[2001:db8::1]:8443",
                        "https://[fe80::1%25eth0]", "https://b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example"):
                self.assertIn("not in a test", self.why_not(url))
        self.assertEqual(asked, [("2001:db8::1", 443), ("2001:db8::1", 80), ("2001:db8::1", 8443),
                                 ("fe80::1%eth0", 443), ("xn--bcher-kva.example", 443)])

    def test_a_path_with_percent_signs(self):
        with IngestStub() as stub:
            self.assert_reached(stub.url + "/a%20b/")
            self.assertEqual(stub.requests[0][0], "/a%20b/api/ingest/v1/runs/r/batches")


class ProxyTest(_Environment):
    def test_http_goes_through_it(self):
        with IngestStub() as stub, SmallProxy() as small:
            os.environ["http_proxy"] = "http://" + small.place
            client = self.client(stub.url)
            self.assertEqual(client.post("r", BODY).rejected(1), [])
            self.assertEqual(client.post("r", b"").rejected(0), [])
            ((line, headers),) = small.asked
            self.assertEqual(line, "POST %s/api/ingest/v1/runs/r/batches HTTP/1.1" % stub.url)
            self.assertEqual(headers["host"], stub.url.partition("//")[2])
            self.assertEqual(len(stub.requests), 2)

    def test_which_one_as_urllib_takes_it(self):
        cases = [
            # environment, is https, host, port, is it used
            ({"http_proxy": "p:1"}, False, "a.example", 80, True),
            ({"HTTP_PROXY": "p:1"}, False, "a.example", 80, True),
            ({"http_proxy": "p:1"}, True, "a.example", 443, False),
            ({"HTTPS_PROXY": "p:1"}, True, "a.example", 443, True),
            ({"all_proxy": "p:1"}, True, "a.example", 443, False),
            ({"https_proxy": "p:1", "no_proxy": "*"}, True, "a.example", 443, False),
            ({"https_proxy": "p:1", "no_proxy": "b.example, a.example"}, True, "a.example", 443, False),
            ({"https_proxy": "p:1", "NO_PROXY": ".example"}, True, "a.example", 443, False),
            ({"https_proxy": "p:1", "no_proxy": "example"}, True, "a.example", 443, False),
            ({"https_proxy": "p:1", "no_proxy": "ample"}, True, "a.example", 443, True),
            ({"https_proxy": "p:1", "no_proxy": "A.EXAMPLE:8443"}, True, "a.example", 8443, False),
            ({"https_proxy": "p:1", "no_proxy": "a.example:8443"}, True, "a.example", 443, True),
            ({"https_proxy": "p:1", "no_proxy": "2001:db8::1"}, True, "2001:db8::1", 443, False),
            ({"https_proxy": "p:1", "no_proxy": "[2001:db8::1]"}, True, "2001:db8::1", 443, False),
            ({"https_proxy": "p:1", "no_proxy": "10.0.0.1"}, True, "10.0.0.2", 443, True),
            ({"https_proxy": ""}, True, "a.example", 443, False),
            ({"HTTPS_PROXY": "p:1", "https_proxy": ""}, True, "a.example", 443, False),
            ({}, True, "a.example", 443, False),
        ]
        for environment, is_secure, host, port, is_used in cases:
            with self.subTest(environment=environment, host=host, port=port), mock.patch.dict(os.environ, environment):
                self.assertEqual(proxy_url(is_secure, host, port), "p:1" if is_used else None)

    def test_how_its_url_is_read(self):
        for url, place, user in (("p", "p:80", None), ("p:3128", "p:3128", None), ("http://p:3128/", "p:3128", None),
                                 ("HTTPS://p", "p:443", None), ("http://[2001:db8::1]", "[2001:db8::1]:80", None),
                                 ("http://u:%s@p:1" % PASSWORD, "p:1", "u:" + PASSWORD), ("u@p:1", "p:1", "u:"),
                                 ("http://u%40x:a%3Ab@p:1", "p:1", "u@x:a:b"), ("http://u:a#b/c?@d@p:1", "p:1", "u:a#b/c?@d")):
            with self.subTest(url=url):
                read = Proxy(url)
                self.assertEqual(read.name, place)
                told = read.headers.get("Proxy-Authorization")
                self.assertEqual(told, user and "Basic " + base64.b64encode(user.encode()).decode())

    def test_what_is_no_proxy_keeps_the_events_and_says_no_password(self):
        for url in ("socks5://u:%s@p:1", "http://u:%s@", "http://u:x@p:%s", "ftp://u:%s@p", "http://u:%s@p:99999999"):
            with self.subTest(url=url):
                os.environ["http_proxy"] = url % PASSWORD
                told = self.why_not("http://server.example")
                self.assertIn("http://host:port", told)
                self.assertNotIn(PASSWORD, told)

    def test_a_password_never_stands_in_a_warning(self):
        with SmallProxy(refuse=407) as small:
            for scheme, word in (("http", "HTTP 407"), ("https", "does not connect to server.example:1 (HTTP 407")):
                os.environ[scheme + "_proxy"] = "http://u:%s@%s" % (PASSWORD, small.place)
                with tempfile.TemporaryDirectory() as directory:
                    spool, out = Spool(directory), io.StringIO()
                    spool.put(a_batch())
                    client = self.client("%s://server.example:1" % scheme)
                    self.assertEqual(replay.replay(spool, client, out), 1)
                    self.assertEqual(len(spool.names()), 1)
                self.assertIn(word, out.getvalue())
                self.assertIn("smallproxy", out.getvalue())
                self.assertNotIn(PASSWORD, out.getvalue())
                self.assertNotIn(base64.b64encode(("u:" + PASSWORD).encode()).decode(), out.getvalue())
        self.assertIn("the proxy %s: " % small.place, self.why_not("https://server.example"))

    def test_the_limit_of_the_exchange_holds(self):
        with SmallProxy(slow=0.1) as small:
            os.environ["https_proxy"] = "http://" + small.place
            started = time.monotonic()
            self.assertIn("timed out", self.why_not("https://server.example", timeout=0.6))
            self.assertLess(time.monotonic() - started, 30)  # of for ever, on a busy machine

    def test_a_child_closes_the_socket_to_it(self):
        for slow in (None, 0.1):  # a connection that is kept, and one that hangs in CONNECT
            with IngestStub() as stub, SmallProxy(slow=slow) as small:
                os.environ["http_proxy" if slow is None else "https_proxy"] = "http://" + small.place
                client = self.client(stub.url if slow is None else stub.url.replace("http", "https"), timeout=5.0)
                thread = threading.Thread(target=self.post_quietly, args=(client,), daemon=True)
                thread.start()
                if slow is None:
                    thread.join()
                else:
                    stub.wait_for(lambda _stub: small.asked)
                port = client._descriptor
                reading, writing = os.pipe()
                child = os.fork()
                if child == 0:
                    try:
                        client.abandon_in_child()
                        os.fstat(port)
                        os.write(writing, b"open")
                    except OSError:
                        os.write(writing, b"closed")
                    finally:
                        os._exit(0)
                os.waitpid(child, 0)
                self.assertEqual(os.read(reading, 10), b"closed")
                os.close(reading)
                os.close(writing)
                thread.join()
            os.environ.pop("http_proxy", None)

    @staticmethod
    def post_quietly(client):
        try:
            client.post("r", BODY)
        except NoAnswer:
            pass

    def test_nothing_is_imported_where_there_is_none(self):
        with mock.patch.dict("sys.modules", {"urllib.request": None}):
            self.assertIsNone(proxy.proxy_url(True, "a", 1))


@TLS
class TlsTest(_Environment):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = directory.name
        cls.path = certificates.make(directory.name)

    def server(self, wants_client=False, address="127.0.0.1"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path["server.pem"])
        if wants_client:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.path["ca.pem"])
        return IngestStub(tls=context, address=address)

    def test_a_private_ca(self):
        with self.server() as stub:
            told = self.why_not(stub.url)
            self.assertIn("ca_file", told)
            self.assert_reached(stub.url, ca_file=self.path["ca.pem"])
            self.assert_reached(stub.url.replace("127.0.0.1", "localhost"), ca_file=self.path["ca.pem"])
            self.assert_reached(stub.url, validate_certs=False)

    @IPV6
    def test_the_name_of_an_ipv6_literal_is_checked(self):
        with self.server(address="::1") as stub:
            self.assert_reached(stub.url, ca_file=self.path["ca.pem"])

    def test_a_client_certificate(self):
        with self.server(wants_client=True) as stub:
            self.why_not(stub.url, ca_file=self.path["ca.pem"])
            self.assert_reached(stub.url, ca_file=self.path["ca.pem"], client_cert=self.path["client.pem"])
            self.assert_reached(stub.url, ca_file=self.path["ca.pem"], client_cert=self.path["client.crt"],
                                client_key=self.path["client.key"])

    def test_a_file_that_cannot_be_used_is_named(self):
        garbage = os.path.join(self.directory, "garbage")
        with open(garbage, "w") as file:
            file.write("nothing of the kind\n")
        missing, crt = os.path.join(self.directory, "missing"), self.path["client.crt"]
        for word, tls in (("ca_file %s " % missing, {"ca_file": missing}), ("ca_file %s " % garbage, {"ca_file": garbage}),
                          ("ca_file %s " % self.directory, {"ca_file": self.directory}),
                          ("client_cert %s " % missing, {"client_cert": missing}),
                          ("client_cert %s " % garbage, {"client_cert": garbage}),
                          ("client_key %s " % missing, {"client_cert": crt, "client_key": missing}),
                          ("client_cert %s " % crt, {"client_cert": crt}),
                          ("client_cert %s " % crt, {"client_cert": crt, "client_key": self.path["ca.key"]}),
                          ("passphrase", {"client_cert": crt, "client_key": self.path["encrypted.key"]}),
                          ("not client_cert", {"client_key": crt})):
            with self.subTest(word):
                self.assertIn(word, self.why_not("https://127.0.0.1:1", **tls))

    def test_through_a_proxy_with_a_password(self):
        wanted = "Basic " + base64.b64encode(("u:" + PASSWORD).encode()).decode()
        with self.server() as stub, SmallProxy(refuse=407, wanted=wanted) as small:
            os.environ["HTTPS_PROXY"] = "http://u:%s@%s" % (PASSWORD, small.place)
            client = self.client(stub.url, ca_file=self.path["ca.pem"])
            for _time in range(2):
                self.assertEqual(client.post("r", BODY).rejected(1), [])
            ((line, headers),) = small.asked
            self.assertEqual(line, "CONNECT %s HTTP/1.1" % stub.url.partition("//")[2])
            self.assertEqual(headers["proxy-authorization"], wanted)
            self.assertNotIn("authorization", headers)
            self.assertNotIn("Proxy-Authorization", stub.requests[0][1])
            os.environ["no_proxy"] = "127.0.0.1"
            self.assert_reached(stub.url, ca_file=self.path["ca.pem"])
            self.assertEqual(len(small.asked), 1)

    @IPV6
    def test_an_ipv6_literal_through_a_proxy_at_one(self):
        with self.server(address="::1") as stub, SmallProxy(address="::1") as small:
            os.environ["https_proxy"] = small.place
            self.assert_reached(stub.url, ca_file=self.path["ca.pem"])
            self.assertEqual(small.asked[0][0], "CONNECT %s HTTP/1.1" % stub.url.partition("//")[2])

    def test_the_certificate_is_checked_through_the_proxy_too(self):
        with self.server() as stub, SmallProxy() as small:
            os.environ["https_proxy"] = small.place
            self.assertIn("CERTIFICATE_VERIFY_FAILED", self.why_not(stub.url))

    def test_the_reporter_and_the_command_take_the_options(self):
        with self.server(wants_client=True) as stub:
            test = types.SimpleNamespace(spool_dir=os.path.join(self.directory, "spool"))
            reporter = test_sender.SenderTest.reporter(
                test, stub.url, ca_file=self.path["ca.pem"], client_cert=self.path["client.crt"],
                client_key=self.path["client.key"], timeout=20.0, drain_timeout=30.0)
            reporter.run_started(dict(test_sender.RUN))
            reporter.close()
            self.assertEqual(list(reporter.notices), [])
            self.assertEqual(len(stub.runs()), 1)
            self.replay(stub.url)
            self.assertEqual(len(stub.runs()), 4)

    @unittest.skipIf(ansible_run.WHY_SKIPPED, ansible_run.WHY_SKIPPED)
    def test_a_playbook_takes_them_from_ansible_cfg(self):
        with self.server(wants_client=True) as stub, SmallProxy() as small:
            run = ansible_run.AnsibleRun(stub.url, HTTPS_PROXY="http://u:%s@%s" % (PASSWORD, small.place))
            self.addCleanup(run.remove)
            run.environment["ANSIBLE_CONFIG"] = test_replay_settings.ReplaySettingsTest.write(
                self.directory, ca_file="ca.pem", client_cert="client.crt", client_key="client.key", drain_timeout=30)
            code, output, _seconds = run.run(os.path.join(ansible_run.PLAYBOOKS, "short.yml"))
            self.assertEqual((code, "playledger:" in output), (0, False), output)
            (events,) = stub.runs().values()
            self.assertEqual(events[-1]["type"], "run_finished")
            self.assertTrue(small.asked)

    def replay(self, url):
        """By arguments, by the environment, and by paths in ansible.cfg, which are of its directory."""
        test = test_replay_settings.ReplaySettingsTest()
        test.setUp()
        self.addCleanup(test.doCleanups)
        for arguments, environment in (
                (("--ca-file", self.path["ca.pem"], "--client-cert", self.path["client.crt"], "--client-key",
                  self.path["client.key"]), {}),
                ((), {"PLAYLEDGER_CA_FILE": self.path["ca.pem"], "PLAYLEDGER_CLIENT_CERT": self.path["client.crt"],
                      "PLAYLEDGER_CLIENT_KEY": self.path["client.key"]}),
                ((), {"ANSIBLE_CONFIG": test.write(self.directory, ca_file="ca.pem", client_cert="client.pem")})):
            done = test.replay("--url", url, *arguments, **environment)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            test.spool.put(a_batch())


if __name__ == "__main__":
    unittest.main()
