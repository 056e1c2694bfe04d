"""What the image does on Render: with what render.yaml and Render itself set, and nothing to write to but the working folder."""

import base64
import os
import pathlib
import re
import unittest

import render_blueprint
from deployed import IMAGE, KEYS, SOURCES, USER_KEY, DeployedHost, Installation, free_port

PASSPHRASE = "a passphrase of the operator"


def generated():
    """As Render's generateValue makes them."""
    return base64.b64encode(os.urandom(32)).decode()


def platform(port):
    """What Render sets in every web service."""
    return {
        "PORT": str(port),
        "RENDER": "true",
        "RENDER_SERVICE_TYPE": "web",
        "RENDER_SERVICE_NAME": "geminid",
        "RENDER_SERVICE_ID": "srv-d0123456789abcdefghi",
        "RENDER_INSTANCE_ID": "srv-d0123456789abcdefghi-hibernate-5d8f7c9b4-x2x7z",
        "RENDER_DISCOVERY_SERVICE": "geminid-discovery",
        "RENDER_EXTERNAL_HOSTNAME": "geminid-x2x7.onrender.com",
        "RENDER_EXTERNAL_URL": "https://geminid-x2x7.onrender.com",
        "RENDER_GIT_BRANCH": "main",
        "RENDER_GIT_COMMIT": "0123456789abcdef0123456789abcdef01234567",
        "RENDER_GIT_REPO_SLUG": "someone/geminid",
        "RENDER_CPU_COUNT": "0.1",
        "RENDER_WEB_CONCURRENCY": "1",
        "WEB_CONCURRENCY": "1",
        "IS_PULL_REQUEST": "false",
    }


@unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
class Render(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.remove)

    def setUp(self):
        self.filled_in = {"GEMINI_API_KEYS": "\n".join(KEYS), "GEMINID_USER_KEYS": USER_KEY}
        service = render_blueprint.load((SOURCES / "render.yaml").read_text())["services"][0]
        self.variables = {
            variable["key"]: variable.get("value")
            or (generated() if variable.get("generateValue") else self.filled_in.get(variable["key"], ""))
            for variable in service["envVars"]
        }
        self.health_path = service["healthCheckPath"]
        self.host = self.instance()
        self.host.start_simulator(KEYS)
        self.upstream = self.host.environment["GEMINI_BASE_URL"]

    def instance(self):
        """A new one, with an empty disk, as after each deploy of the free plan."""
        self.assertEqual(IMAGE.folder, IMAGE.environment["GEMINID_DATA_DIR"])
        host = DeployedHost(self.installation)
        self.addCleanup(host.__exit__, None, None, None)
        # Beyond what Render sets: the test listens on this machine alone.
        host.environment.update(platform(free_port()), **self.variables, HOST="127.0.0.1")
        return host

    def chat(self, host, key):
        body = {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hello"}]}
        return host.request("POST", "/v1/chat/completions", body, {"authorization": f"Bearer {key}"}).status

    def log_in(self, host):
        answer = host.request("POST", "/admin/api/login", {"password": self.variables["GEMINID_ADMIN_PASSWORD"]})
        self.assertEqual(answer.status, 200, answer.body)
        session = re.match(r"geminid_session=[^;]+", {n.lower(): v for n, v in answer.headers.items()}["set-cookie"])[0]
        return {"cookie": session, "x-csrf-token": answer.document["csrf_token"]}

    def test_is_well_and_serves_with_what_was_filled_in(self):
        self.host.start()
        self.assertEqual(self.host.port, int(self.host.environment["PORT"]))
        for method in ("GET", "HEAD"):
            self.assertEqual(self.host.request(method, self.health_path).status, 200)
        self.assertEqual(self.chat(self.host, USER_KEY), 200)
        self.assertEqual(self.host.request("GET", "/admin/").status, 200)
        system = self.host.request("GET", "/admin/api/system", headers=self.log_in(self.host))
        self.assertEqual(system.status, 200)
        self.host.stop()
        names = {path.name for path in pathlib.Path(self.host.data).iterdir()}
        self.assertIn("CURRENT", names)
        self.assertNotIn("master.key", names)

    def test_what_was_set_up_comes_back_from_the_backup_in_its_variable_when_the_disk_is_gone(self):
        self.host.start()
        session = self.log_in(self.host)
        made = self.host.request("POST", "/admin/api/user-keys", {"name": "a phone"}, session)
        self.assertEqual(made.status, 201, made.body)
        backup = self.host.request("POST", "/admin/api/backup", {"passphrase": PASSPHRASE}, session)
        self.assertEqual(backup.status, 200, backup.body)
        self.host.stop()
        self.variables.update(GEMINID_RESTORE=backup.body, GEMINID_RESTORE_PASSPHRASE=PASSPHRASE)
        following = self.instance()
        following.start(GEMINI_BASE_URL=self.upstream)
        self.assertEqual(self.chat(following, made.document["key"]), 200)
        following.stop()


if __name__ == "__main__":
    unittest.main()
