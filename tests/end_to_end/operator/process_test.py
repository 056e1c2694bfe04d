"""geminid as systemd and containers run it: what it tells of its state, how it ends, as whom and on what disk it runs."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import unittest

from programs import GEMINID, Host

USER_KEY = "sk-process-test-user-key"
GEMINI_KEY = f"AIzaProcessTestKey-{'0' * 20}"
ANY_UID = 54_321
AS_ANY_UID = ("setpriv", f"--reuid={ANY_UID}", f"--regid={ANY_UID}", "--clear-groups", "--")


def read_only_but(folder):
    """Runs a command where nothing but this folder can be written."""
    mounts = 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec "$@"'
    return ("unshare", "--mount", "sh", "-ec", mounts, str(folder))


def can_mount():
    if os.geteuid() != 0:
        return False
    return subprocess.run([*read_only_but("/tmp"), "true"], capture_output=True).returncode == 0


class Operator(unittest.TestCase):
    def setUp(self):
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.environment["GEMINI_BASE_URL"] = "http://127.0.0.1:9"

    def chat(self):
        body = {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "Hello."}]}
        return self.host.request("POST", "/v1/chat/completions", body, {"authorization": f"Bearer {USER_KEY}"})

    def fails(self, *arguments, under=(), program=GEMINID, code=1, **environment):
        """Its one line on stderr."""
        done = subprocess.run(
            [*under, program, "--host", "127.0.0.1", "--port", "0", *arguments],
            env={"PATH": os.environ["PATH"], **self.host.environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertRegex(done.stderr, r"^geminid: [^\n]+\n$")
        return done.stderr


class ServiceManager(Operator):
    """What the socket of a unit with Type=notify gets."""

    def setUp(self):
        super().setUp()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.settimeout(30)
        path = str(self.host.folder / "notify")
        self.socket.bind(path)
        self.host.environment["NOTIFY_SOCKET"] = path

    def told(self):
        return self.socket.recv(4096).decode().splitlines()

    def all_told(self):
        self.socket.setblocking(False)
        lines = []
        try:
            while True:
                lines += self.told()
        except BlockingIOError:
            return lines

    def test_is_told_when_geminid_listens_and_when_it_drains(self):
        self.host.start_simulator([GEMINI_KEY])
        self.host.start(GEMINI_API_KEYS=GEMINI_KEY, GEMINID_USER_KEYS=USER_KEY)
        ready = self.told()
        self.assertEqual(ready[0], "READY=1")
        self.assertEqual(ready[1], f"STATUS=listens on port {self.host.port}")
        self.assertEqual(self.host.request("GET", "/health").status, 200)

        self.host.add_fault(kind="slow", ms=1000)
        answers = []
        running = threading.Thread(target=lambda: answers.append(self.chat()))
        running.start()
        while self.host.simulator_stats()["active"] == 0:
            pass
        self.host.ask_to_stop()
        stopping = self.told()
        self.assertEqual(answers, [])
        self.assertEqual(stopping[0], "STOPPING=1")
        self.assertIn("EXTEND_TIMEOUT_USEC=40000000", stopping)
        running.join()
        self.assertEqual(answers[0].status, 200)
        self.host.stop()
        self.assertEqual(self.all_told(), [])

    def test_hears_that_it_lives_where_there_is_a_watchdog(self):
        self.host.start(WATCHDOG_USEC="200000")
        self.assertEqual(self.told()[0], "READY=1")
        for _ in range(3):
            self.assertEqual(self.told(), ["WATCHDOG=1"])
        self.host.stop()

    def test_of_another_process_has_no_watchdog_here(self):
        self.host.start(WATCHDOG_USEC="1000", WATCHDOG_PID="1")
        self.host.stop()
        self.assertEqual([line for line in self.all_told() if "WATCHDOG" in line], [])

    def test_hears_nothing_of_a_start_that_fails(self):
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        port = str(taken.getsockname()[1])
        done = self.host.command("--host", "127.0.0.1", "--port", port)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot listen on 127.0.0.1:{port}", done.stdout + done.stderr)
        self.assertEqual(self.all_told(), [])


class Start(Operator):
    def test_that_is_told_to_stop_ends_at_once(self):
        self.host.data.mkdir()
        current = self.host.data / "CURRENT"  # which opening the store reads first
        os.mkfifo(current)
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                starting = subprocess.Popen(
                    [GEMINID, "--host", "127.0.0.1", "--port", "0"],
                    env={"PATH": os.environ["PATH"], **self.host.environment},
                )
                self.addCleanup(starting.kill)
                with open(current, "wb"):  # which opens once geminid reads there, and keeps it reading
                    starting.send_signal(number)
                    self.assertEqual(starting.wait(timeout=60), 0)
        current.unlink()
        self.host.start()
        self.host.stop()

    def test_with_roots_that_are_none_is_refused(self):
        roots = self.host.folder / "roots"
        roots.write_text("no certificate")
        said = self.fails("--upstream-ca-file", str(roots), code=2)
        self.assertIn("--upstream-ca-file (GEMINID_UPSTREAM_CA_FILE): expected a PEM file of certificates", said)


class DataDirectory(Operator):
    def setUp(self):
        super().setUp()
        # Where any user can reach it.
        self.host.folder.chmod(0o755)
        self.program = self.host.folder / "geminid"
        shutil.copy(GEMINID, self.program)

    @unittest.skipUnless(os.geteuid() == 0, "only root becomes another user")
    def test_of_somebody_else_is_refused_with_the_name_of_the_user_that_it_needs(self):
        self.host.start()
        self.host.stop()
        said = self.fails(under=AS_ANY_UID, program=str(self.program))
        self.assertIn(f"{self.host.data} is not readable and writable for this user, uid {ANY_UID}", said)

    @unittest.skipUnless(os.geteuid() == 0, "only root becomes another user")
    def test_that_cannot_be_made_is_said(self):
        said = self.fails(under=AS_ANY_UID, program=str(self.program))
        self.assertIn(f"the data directory {self.host.data} cannot be made: Permission denied", said)

    @unittest.skipUnless(os.geteuid() == 0, "only root becomes another user")
    def test_serves_a_user_that_no_database_knows(self):
        self.host.data.mkdir()
        os.chown(self.host.data, ANY_UID, ANY_UID)
        self.host.start(under=AS_ANY_UID, program=str(self.program))
        self.assertEqual(self.host.request("GET", "/health").status, 200)
        self.host.stop()
        self.assertEqual({file.stat().st_uid for file in self.host.data.iterdir()}, {ANY_UID})

    @unittest.skipUnless(can_mount(), "only root mounts")
    def test_is_all_that_geminid_writes_to(self):
        self.host.data.mkdir()
        self.host.start(under=read_only_but(self.host.data))
        self.assertEqual(self.host.request("GET", "/health").status, 200)
        self.host.stop()

    @unittest.skipUnless(can_mount(), "only root mounts")
    def test_on_a_read_only_file_system_is_refused(self):
        other = self.host.folder / "other"
        other.mkdir()
        under = read_only_but(other)
        self.assertIn("cannot be made: Read-only file system", self.fails(under=under))
        self.host.data.mkdir()
        said = self.fails(under=under)
        self.assertIn(f"the data directory {self.host.data} is on a read-only file system", said)


if __name__ == "__main__":
    unittest.main()
