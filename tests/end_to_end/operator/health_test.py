"""`geminid health`, as a container's health check runs it beside geminid."""

import socket
import threading
import time
import unittest

from programs import Host


class Listener:
    """Another program at the port: answers a connection with these bytes, or with nothing for as long as it lives."""

    def __init__(self, answer):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._taken = []
        self._thread = threading.Thread(target=self._serve, args=(answer,))
        self._thread.start()

    def _serve(self, answer):
        connection, _ = self._socket.accept()
        self._taken.append(connection)
        if answer is not None:
            connection.recv(4096)
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)

    def close(self):
        self._thread.join()
        for connection in (*self._taken, self._socket):
            connection.close()


class Health(unittest.TestCase):
    def setUp(self):
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.environment["GEMINI_BASE_URL"] = "http://127.0.0.1:9"

    def health(self, *arguments, code=0, **environment):
        done = self.host.command("health", *arguments, **environment)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def unhealthy(self, port):
        said = self.health(HOST="127.0.0.1", PORT=str(port), code=1)
        self.assertRegex(said, rf"^geminid: http://127\.0\.0\.1:{port}/health: [^\n]+\n$")
        return said

    def against(self, answer):
        listener = Listener(answer)
        self.addCleanup(listener.close)
        return self.unhealthy(listener.port)

    def test_says_nothing_while_geminid_serves_wherever_that_listens(self):
        self.host.start()
        port = str(self.host.port)
        self.assertEqual(self.health(HOST="127.0.0.1", PORT=port), "")
        self.assertEqual(self.health(PORT=port), "")  # on every address, as geminid unless told otherwise
        self.assertEqual(self.health("--host", "127.0.0.1", "--port", port, HOST="192.0.2.1", PORT="1"), "")
        self.host.stop()
        self.unhealthy(port)

    def test_asks_over_ipv6_where_geminid_listens_there(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("there is no IPv6 here")
        self.host.start(host="::")
        self.assertEqual(self.health(HOST="::", PORT=str(self.host.port)), "")
        self.host.stop()

    def test_minds_nothing_but_the_address(self):
        self.host.start()
        elsewhere = self.host.folder / "elsewhere"
        self.health(
            PORT=str(self.host.port),
            GEMINID_DATA_DIR=str(elsewhere),
            HTTPS_PROXY="http://127.0.0.1:9",
            http_proxy="nonsense://",
            GEMINID_PUBLIC_URL="nonsense",
            GEMINID_ADMIN_PASSWORD="admin",
            GEMINID_RESTORE="without its passphrase",
            GEMINID_WEB_DIR=str(elsewhere),
        )
        self.assertFalse(elsewhere.exists())

    def test_says_in_one_line_what_is_wrong(self):
        self.assertIn("status 503", self.against(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"))
        self.assertIn("status 301", self.against(b"HTTP/1.1 301 Moved\r\nlocation: /\r\ncontent-length: 0\r\n\r\n"))
        self.against(b"\x16\x03\x01 nonsense\r\n\r\n")
        self.against(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n")
        self.against(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000)
        self.against(b"")
        self.assertIn("--port", self.health(PORT="0", code=1))
        self.assertIn("--host", self.health(HOST="localhost", code=1))

    def test_waits_for_five_seconds_at_most(self):
        began = time.monotonic()
        self.assertIn("no answer within 5 seconds", self.against(None))
        self.assertLess(time.monotonic() - began, 15)


if __name__ == "__main__":
    unittest.main()
