"""A stop under load: every request that was under way is answered whole, and the exit code is 0."""

import pathlib
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end" / "operator"))

from load import Load, ask, eventually, is_refused  # noqa: E402
from programs import Host  # noqa: E402

USER_KEY = "sk-drain-0123456789abcdef"
KEYS = [f"AIzaDrainTestKey-{number:022d}" for number in range(4)]
HELD = 40


class Drain(unittest.TestCase):
    def setUp(self):
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.start_simulator(KEYS)
        self.host.environment.update(GEMINI_API_KEYS=",".join(KEYS), GEMINID_USER_KEYS=USER_KEY)

    def test_requests_that_google_still_holds_are_answered_before_the_end(self):
        self.host.start()
        self.host.add_fault(kind="hang", count=None)
        outcomes = []
        connections = [self.host.connection() for _ in range(HELD)]
        clients = [
            threading.Thread(target=lambda c=connection, s=number % 2: outcomes.append(ask(c, USER_KEY, s == 0)), daemon=True)
            for number, connection in enumerate(connections)
        ]
        for client in clients:
            client.start()
        eventually("every request is with Google", lambda: self.host.simulator("GET", "/_sim/stats")["active"] == HELD)
        port = self.host.port
        self.host.ask_to_stop()
        eventually("it takes no new connections", lambda: is_refused(port))
        self.assertEqual(outcomes, [])
        self.host.clear_faults()
        self.assertEqual(self.host.simulator("POST", "/_sim/release")["released"], HELD)
        for client in clients:
            client.join()
        self.assertEqual(outcomes, ["whole"] * HELD)
        self.assertEqual(self.host.ended(), 0)

    def test_whatever_google_answered_reaches_its_client_whole_while_all_keep_talking(self):
        self.host.start()
        self.host.simulator("PUT", "/_sim/options", {"pace_ms": 5, "chunks": 6})
        with Load(self.host.port, USER_KEY, clients=24) as load:
            load.wait_for(answers=400)
            self.host.ask_to_stop()
        self.assertEqual(load.wrong, [])
        self.assertEqual(self.host.ended(), 0)
        self.assertEqual(load.refused, 24)
        answered = self.host.simulator("GET", "/_sim/stats")["requests"]
        self.assertEqual(sum(entry["count"] for entry in answered if "enerateContent" in entry["method"]), load.whole)


if __name__ == "__main__":
    unittest.main()
