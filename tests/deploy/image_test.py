"""What a container of the image does, whoever runs it."""

import json
import os
import subprocess
import unittest

from deployed import IMAGE, KEYS, USER_KEY, DeployedHost, Installation, free_port


@unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
class Image(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.remove)

    def setUp(self):
        self.host = DeployedHost(self.installation)
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.start_simulator(KEYS)
        self.port = free_port()
        self.host.environment.update(
            HOST="127.0.0.1", PORT=str(self.port), GEMINI_API_KEYS=",".join(KEYS), GEMINID_USER_KEYS=USER_KEY
        )

    def test_is_started_and_checked_without_a_shell_and_asked_to_stop_by_a_signal_that_it_knows(self):
        self.assertEqual(IMAGE.health, [*IMAGE.entrypoint, "health"])
        self.assertEqual(IMAGE.stop_signal, "SIGTERM")
        self.assertNotIn(IMAGE.user.split(":")[0], ("", "0", "root"))

    def test_answers_a_chat_and_serves_its_dashboard(self):
        self.host.start()
        body = json.dumps({"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "Hello!"}]})
        chat = ["curl", "-fsS", "--noproxy", "*", f"http://127.0.0.1:{self.port}/v1/chat/completions", "-d", body]
        chat += ["-H", f"Authorization: Bearer {USER_KEY}", "-H", "Content-Type: application/json"]
        answer = json.loads(subprocess.run(chat, check=True, capture_output=True, timeout=60).stdout)
        self.assertEqual(answer["object"], "chat.completion")
        self.assertIn("<script", self.host.request("GET", "/admin/").body)
        self.host.stop()

    def test_is_healthy_while_it_serves(self):
        self.assertNotEqual(self.host.command("health").returncode, 0)
        self.host.start()
        healthy = self.host.command("health")
        self.assertEqual(healthy.returncode, 0, healthy.stderr)
        self.host.stop()
        self.assertNotEqual(self.host.command("health").returncode, 0)

    def test_keeps_its_state_in_one_folder_and_writes_nowhere_else(self):
        self.host.start()
        self.host.stop()
        self.assertTrue((self.host.data / "CURRENT").exists())
        self.assertEqual({path.stat().st_uid for path in self.host.data.rglob("*")}, {31337})
        self.host.environment.pop("GEMINI_API_KEYS")
        self.host.environment.pop("GEMINID_USER_KEYS")
        self.host.start()
        self.assertEqual(self.host.request("GET", "/v1/models", headers={"authorization": f"Bearer {USER_KEY}"}).status, 200)
        self.host.stop()


if __name__ == "__main__":
    unittest.main()
