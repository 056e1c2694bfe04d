"""The example configurations in packaging/examples, with the real nginx and the real Caddy (tools/fetch_proxies.sh) before geminid."""

import http.client
import json
import os
import pathlib
import socket
import ssl
import subprocess
import unittest

from deployed import SOURCES, Host, Program, free_port
from paced_gemini import PIECES, PacedGemini

EXAMPLES = SOURCES / "packaging" / "examples"
PROXIES = pathlib.Path(os.environ["GEMINID_PROXIES"])
NAME = "gateway.example"
CLIENT = "127.0.0.2"  # not the address from which the proxy speaks to geminid
PASSWORD = "proxy-test-password"
TOKEN = "proxy-test-admin-token-0123"
USER_KEY = "sk-proxy-test-0123456789"
MIB = 1024 * 1024


def adapted(text, *changes):
    for old, new in changes:
        if text.count(old) != 1:
            raise AssertionError(f"the example should hold once: {old}")
        text = text.replace(old, new)
    return text


class Behind:
    """What holds behind either proxy; `start_proxy` gives the port on which it speaks TLS."""

    def setUp(self):
        self.gemini = PacedGemini()
        self.addCleanup(self.gemini.close)
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.environment.update(
            GEMINI_BASE_URL=self.gemini.url,
            GEMINI_API_KEYS="AIzaProxyTestKey-0123456789abcdefghijkl",
            GEMINID_USER_KEYS=USER_KEY,
            GEMINID_ADMIN_PASSWORD=PASSWORD,
            GEMINID_ADMIN_TOKEN=TOKEN,
        )
        self.host.start()
        self.certificate, self.key = self.host.folder / "certificate.pem", self.host.folder / "key.pem"
        make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        make += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        subprocess.run(
            [*make, "-keyout", str(self.key), "-out", str(self.certificate)], check=True, capture_output=True, timeout=60
        )
        self.proxy = None
        self.addCleanup(lambda: self.proxy and self.proxy.kill())
        self.port = self.start_proxy()

    def run_proxy(self, *arguments, **environment):
        self.proxy = Program(list(arguments), environment, self.host.folder / "proxy.log")

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=120, source_address=(CLIENT, 0))
        connection = http.client.HTTPSConnection(NAME, timeout=120)
        connection.sock = ssl.create_default_context(cafile=str(self.certificate)).wrap_socket(plain, server_hostname=NAME)
        self.addCleanup(connection.close)
        return connection

    def post(self, path, document, **headers):
        connection = self.connect()
        connection.request("POST", path, json.dumps(document), {"content-type": "application/json", **headers})
        return connection.getresponse()

    def chat(self, content, stream=False):
        body = {"model": "gemini-2.5-flash", "stream": stream, "messages": [{"role": "user", "content": content}]}
        return self.post("/v1/chat/completions", body, authorization=f"Bearer {USER_KEY}")

    def test_each_piece_of_a_stream_arrives_before_the_next_one_is_said(self):
        answer = self.chat("count", stream=True)
        self.assertEqual((answer.status, answer.getheader("content-type")), (200, "text/event-stream; charset=utf-8"))
        for number, piece in enumerate(PIECES, 1):
            self.gemini.speak()
            text = ""
            while text != piece:
                line = answer.readline().decode()
                self.assertTrue(line, "the stream ended")
                if line.startswith("data: {"):
                    text = json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
            self.assertEqual(self.gemini.said, number)
        self.assertTrue(answer.read().decode().endswith("data: [DONE]\n\n"))

    def test_a_body_passes_as_long_as_geminid_takes_it(self):
        answer = self.chat("a" * (31 * MIB))
        self.assertEqual(answer.status, 200, answer.read()[:500])
        self.assertGreater(self.gemini.body_bytes, 31 * MIB)
        self.assertEqual(self.too_large(), 413)

    def too_large(self):
        """What comes of a body that says beforehand how large it is, soon after its beginning."""
        connection = self.connect()
        connection.putrequest("POST", "/v1/chat/completions")
        connection.putheader("authorization", f"Bearer {USER_KEY}")
        connection.putheader("content-length", str(33 * MIB))
        connection.endheaders()
        connection.send(b"a" * 65536)
        return connection.getresponse().status

    def test_geminid_knows_its_client_and_not_what_the_client_says_of_itself(self):
        answer = self.post("/admin/api/login", {"password": PASSWORD}, **{"x-forwarded-for": "203.0.113.9"})
        self.assertEqual(answer.status, 200)
        self.assertIn("Secure", answer.getheader("set-cookie"))
        audit = self.host.request("GET", "/admin/api/audit?limit=1", headers={"authorization": f"Bearer {TOKEN}"})
        self.assertEqual(audit.document["audit"][0]["address"], CLIENT)


class Nginx(Behind, unittest.TestCase):
    def start_proxy(self):
        folder, plain, secure = self.host.folder, free_port(), free_port()
        site = adapted(
            (EXAMPLES / "nginx.conf").read_text(),
            ("server 127.0.0.1:8080;", f"server 127.0.0.1:{self.host.port};"),
            ("    listen 80;\n    listen [::]:80;\n", f"    listen 127.0.0.1:{plain};\n"),
            ("    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n", f"    listen 127.0.0.1:{secure} ssl http2;\n"),
            ("/etc/letsencrypt/live/gateway.example/fullchain.pem", str(self.certificate)),
            ("/etc/letsencrypt/live/gateway.example/privkey.pem", str(self.key)),
        )
        (folder / "site.conf").write_text(site)
        temporary = "".join(
            f"  {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off;\nmaster_process off;\nuser root;\npid {folder}/nginx.pid;\nerror_log stderr;\n"
            "events { worker_connections 256; }\n"
            f"http {{\n  access_log off;\n{temporary}  include {folder}/site.conf;\n}}\n"
        )
        self.plain = plain
        self.run_proxy(str(PROXIES / "usr/sbin/nginx"), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"))
        return secure

    def test_plain_http_leads_to_tls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=120)
        self.addCleanup(connection.close)
        connection.request("GET", "/admin/", headers={"host": NAME})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.getheader("location")), (301, f"https://{NAME}/admin/"))


class Caddy(Behind, unittest.TestCase):
    def start_proxy(self):
        folder, port = self.host.folder, free_port()
        # Where Caddy would ask for a certificate, the test has one.
        site = adapted(
            (EXAMPLES / "Caddyfile").read_text(),
            ("\ngateway.example {\n", f"\nhttps://{NAME}:{port} {{\n\ttls {self.certificate} {self.key}\n"),
            ("reverse_proxy 127.0.0.1:8080 {", f"reverse_proxy 127.0.0.1:{self.host.port} {{"),
        )
        options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n\tservers {\n\t\tprotocols h1 h2\n\t}\n}\n"
        (folder / "Caddyfile").write_text(options + site)
        self.run_proxy(
            str(PROXIES / "usr/bin/caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile", HOME=str(folder)
        )
        return port


if __name__ == "__main__":
    unittest.main()
