"""What an operator does with geminid's commands on a data directory."""

import json
import os
import unittest

from programs import Host

TOKEN = "operator-token-0123456789"
USER_KEY = "sk-operator-user-key-0123456789"
PASSPHRASE = "a passphrase of the operator"


def key(n):
    return f"AIzaOperatorTestKey-{n:019d}"


class Commands(unittest.TestCase):
    def setUp(self):
        self.host = self.enterContext(Host()) if hasattr(self, "enterContext") else self._enter(Host())
        self.host.environment["GEMINID_ADMIN_TOKEN"] = TOKEN
        self.host.environment["GEMINI_BASE_URL"] = "http://127.0.0.1:9"

    def _enter(self, host):
        self.addCleanup(host.__exit__, None, None, None)
        return host

    def admin(self, method, path, body=None):
        return self.host.request(method, f"/admin/api/{path}", body, {"authorization": f"Bearer {TOKEN}"})

    def run_command(self, *arguments, code=0, **options):
        done = self.host.command(*arguments, **options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def masks(self):
        return sorted(k["masked"] for k in self.admin("GET", "keys").document["keys"])

    def knows_user(self, secret=USER_KEY):
        return self.host.request("GET", "/v1/models/none", headers={"authorization": f"Bearer {secret}"}).status != 401

    def test_every_command_explains_itself(self):
        for command in (
            ["keys", "import"], ["backup"], ["restore"], ["set-password"], ["check-config"], ["rotate-master-key"]
        ):  # fmt: skip
            with self.subTest(command):
                self.assertIn(command[-1], self.run_command(*command, "--help").stdout)
                self.assertIn(command[0], self.run_command("--help").stdout)
        self.assertIn("FILE", self.run_command("restore", code=2).stderr)
        self.run_command("nonsense", code=2)

    def test_they_say_that_geminid_is_running(self):
        self.host.start()
        document = self.host.folder / "document"
        document.write_text("{}")
        for command in (
            ["keys", "import", "-"], ["backup"], ["restore", str(document)], ["set-password"], ["check-config"],
            ["rotate-master-key"]
        ):  # fmt: skip
            with self.subTest(command):
                done = self.run_command(*command, code=1, input=f"{key(1)}\n", GEMINID_PASSPHRASE=PASSPHRASE)
                self.assertIn("in use by another process", done.stderr)

    def test_imported_keys_are_served_and_known_ones_are_left_alone(self):
        done = self.run_command("keys", "import", "-", input=f"{key(1)}\nsk-{'x' * 40}\n{key(2)}\n{key(1)}")
        self.assertIn("2 added, 1 known already, 1 refused", done.stdout)
        self.assertIn("line 2", done.stderr)
        self.assertIn("0 added", self.run_command("keys", "import", "-", input=key(1)).stdout)
        self.run_command("keys", "import", str(self.host.folder / "none"), code=2)
        self.run_command("keys", "import", "-", code=2, input="nothing")
        self.host.start()
        self.assertEqual(len(self.masks()), 2)

    def test_a_backup_restores_elsewhere_with_another_master_key(self):
        self.host.start(GEMINI_API_KEYS=key(1), GEMINID_USER_KEYS=USER_KEY)
        self.admin("PUT", "models/m", {"rpm": 7})
        self.host.stop()
        file = self.host.folder / "backup"
        self.run_command("backup", str(file), GEMINID_PASSPHRASE=PASSPHRASE)
        self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
        printed = self.run_command("backup", input=PASSPHRASE + "\n").stdout
        self.assertEqual(printed.count("\n"), 1)
        self.assertEqual(json.loads(printed)["version"], 1)

        there = self._enter(Host())
        there.environment.update(self.host.environment, GEMINID_DATA_DIR=str(there.data))
        self.host = there
        self.assertIn("1 Gemini keys", self.run_command("restore", str(file), input=PASSPHRASE).stdout)
        self.host.start(GEMINID_USER_KEYS="")
        self.assertTrue(self.knows_user())
        self.assertEqual(len(self.masks()), 1)
        self.assertEqual(self.admin("GET", "models").document["models"][0]["rpm"], 7)

    def test_a_restore_that_fails_changes_nothing(self):
        self.run_command("keys", "import", "-", input=key(1))
        document = self.run_command("backup", input=PASSPHRASE).stdout
        self.run_command("keys", "import", "-", input=key(2))
        wrong = self.run_command("restore", "-", code=2, input=document, GEMINID_PASSPHRASE="another passphrase")
        self.assertIn("passphrase", wrong.stderr)
        damaged = document.replace('"version":1', '"version":2')
        newer = self.run_command("restore", "-", code=2, input=damaged, GEMINID_PASSPHRASE=PASSPHRASE)
        self.assertIn("document.version", newer.stderr)
        self.run_command("restore", "-", code=2, input=document)
        self.assertIn("2 Gemini keys", self.run_command("check-config").stdout)
        self.run_command("restore", "-", input=document, GEMINID_PASSPHRASE=PASSPHRASE)
        self.assertIn("1 Gemini keys", self.run_command("check-config").stdout)

    def test_the_environment_restores_an_empty_store_and_leaves_another_alone(self):
        self.run_command("keys", "import", "-", input=key(1))
        document = self.run_command("backup", input=PASSPHRASE).stdout.strip()
        fresh = self._enter(Host())
        fresh.environment.update(self.host.environment, GEMINID_DATA_DIR=str(fresh.data), GEMINID_RESTORE=document)
        self.host = fresh
        missing = self.run_command("check-config", code=2)
        self.assertIn("GEMINID_RESTORE_PASSPHRASE", missing.stderr)
        refused = self.host.command("--port", "0", GEMINID_RESTORE_PASSPHRASE="another passphrase")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("GEMINID_RESTORE: passphrase", refused.stderr)
        fresh.environment["GEMINID_RESTORE_PASSPHRASE"] = PASSPHRASE
        self.host.start()
        self.assertEqual(len(self.masks()), 1)
        self.assertEqual(self.admin("POST", "keys", {"keys": [key(2)]}).status, 201)
        self.host.stop()
        self.host.start()
        self.assertEqual(len(self.masks()), 2)

    def test_a_new_password_replaces_the_old_one(self):
        self.host.start()
        self.host.stop()
        self.assertIn("password", self.run_command("set-password", code=2, input="short\n").stderr)
        self.run_command("set-password", input="a new password\n")
        refused = self.run_command("set-password", code=2, input="x" * 20, GEMINID_ADMIN_PASSWORD="of-the-environment")
        self.assertIn("GEMINID_ADMIN_PASSWORD", refused.stderr)
        self.host.start()
        self.assertEqual(self.host.request("POST", "/admin/api/login", {"password": "a new password"}).status, 200)
        self.assertEqual(self.host.request("POST", "/admin/api/login", {"password": "another"}).status, 401)

    def test_a_rotated_master_key_opens_everything_and_the_old_one_nothing(self):
        self.host.start(GEMINI_API_KEYS=key(1), GEMINID_USER_KEYS=USER_KEY)
        self.host.stop()
        former = (self.host.data / "master.key").read_text()
        self.run_command("rotate-master-key")
        self.assertNotEqual((self.host.data / "master.key").read_text(), former)
        self.assertFalse((self.host.data / "master.key.next").exists())
        self.host.start()
        self.assertTrue(self.knows_user())
        self.assertEqual(len(self.masks()), 1)
        self.host.stop()
        present = (self.host.data / "master.key").read_text()
        (self.host.data / "master.key").write_text(former)
        self.assertIn("master key", self.run_command("check-config", code=1).stderr)
        (self.host.data / "master.key").write_text(present)

        # From the file to the environment, and there to one that is made and printed.
        self.run_command("rotate-master-key", GEMINID_NEW_MASTER_KEY="first of the environment")
        self.assertFalse((self.host.data / "master.key").exists())
        printed = self.run_command("rotate-master-key", GEMINID_MASTER_KEY="first of the environment").stdout
        new = printed.split("GEMINID_MASTER_KEY=")[1].split()[0]
        self.run_command("check-config", code=1, GEMINID_MASTER_KEY="first of the environment")
        self.host.start(GEMINID_MASTER_KEY=new)
        self.assertTrue(self.knows_user())
        self.assertEqual(len(self.masks()), 1)

    def test_a_rotation_that_a_crash_cut_short_is_finished_or_taken_back(self):
        self.run_command("keys", "import", "-", input=key(1))
        file, following = self.host.data / "master.key", self.host.data / "master.key.next"
        former = file.read_text()
        following.write_text("0" * 64 + "\n")  # before the store's commit
        self.assertIn("1 Gemini keys", self.run_command("check-config").stdout)
        self.assertFalse(following.exists())
        self.run_command("rotate-master-key")
        file.rename(following)  # after it
        file.write_text(former)
        self.assertIn("1 Gemini keys", self.run_command("check-config").stdout)
        self.assertFalse(following.exists())
        self.assertIn("1 Gemini keys", self.run_command("check-config").stdout)

    def test_where_no_store_is_nothing_is_made(self):
        for command in (["backup"], ["rotate-master-key"]):
            done = self.run_command(*command, code=1, input=PASSPHRASE)
            self.assertIn("there is no store", done.stderr)
        self.assertIn("not there yet", self.run_command("check-config").stdout)
        self.assertFalse(self.host.data.exists())
        self.assertIn("--port", self.run_command("check-config", "--port", "x", code=2).stderr)


if __name__ == "__main__":
    unittest.main()
