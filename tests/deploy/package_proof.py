"""The life of the Debian package on a machine: run by tools/prove_deb.sh in the network of a booted root, whose first process is
GEMINID_BOOTED, with the packages in its /root, 2.deb being later than 1.deb."""

import http.client
import json
import os
import pathlib
import re
import subprocess
import unittest

from deployed import Host
from load import Load, ask, eventually, is_refused

PORT = 8080  # what the service listens on unless told otherwise
TOKEN = "package-proof-admin-token-01"
USER_KEY = "sk-package-proof-0123456789"
KEYS = [f"AIzaPackageProofKey-{number:019d}" for number in range(4)]
ROOT = pathlib.Path(f"/proc/{os.environ['GEMINID_BOOTED']}/root")
CLIENTS = 16


def inside(*command, check=True):
    """On the machine."""
    enter = ["nsenter", "--target", os.environ["GEMINID_BOOTED"], "--all", "--root", "--", "env", "-i", "--chdir=/"]
    enter += ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C"]
    ended = subprocess.run([*enter, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
    if check and ended.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {ended.returncode}\n{ended.stdout}{ended.stderr}\n{journal()}")
    return ended.stdout.strip()


def journal():
    return inside("journalctl", "--no-pager", "-u", "geminid", "-n", "40", check=False)


def install(package):
    return inside("apt-get", "-q", "install", "-y", "--no-install-recommends", package)


def remove(how):
    return inside("apt-get", "-q", how, "-y", "geminid")


def shown(name):
    return inside("systemctl", "show", "--value", "--property", name, "geminid")


def admin(method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    connection.request(method, f"/admin/api/{path}", None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status < 300, text
    return json.loads(text)


def chat(key=USER_KEY):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    outcome = ask(connection, key, stream=False)
    connection.close()
    return outcome


class Package(unittest.TestCase):
    """One life: each step begins where the last one ended, in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.host = Host()
        cls.addClassCleanup(cls.host.__exit__, None, None, None)
        cls.host.start_simulator(KEYS)
        cls.host.simulator("PUT", "/_sim/options", {"pace_ms": 5, "chunks": 6})
        cls.made = None

    def under_load(self, change):
        """Every answer that Google gave while `change` was made reached its client."""
        self.host.simulator("DELETE", "/_sim/stats")
        with Load(PORT, USER_KEY, CLIENTS) as load:
            load.wait_for(answers=200)
            change()
        self.assertEqual(load.wrong, [])
        answered = self.host.simulator("GET", "/_sim/stats")["requests"]
        self.assertEqual(sum(entry["count"] for entry in answered if "enerateContent" in entry["method"]), load.whole)
        self.assertEqual(load.refused, CLIENTS)
        return load

    def test_1_an_installation_starts_a_service_of_its_own_user_that_this_machine_alone_reaches(self):
        install("/root/1.deb")
        self.assertEqual(inside("systemctl", "is-active", "geminid"), "active")
        self.assertEqual(inside("systemctl", "is-enabled", "geminid"), "enabled")
        self.assertEqual(inside("stat", "-c", "%U %a", "/var/lib/geminid"), "geminid 700")
        self.assertEqual(inside("stat", "-c", "%U %a", "/etc/geminid/geminid.env"), "root 640")
        self.assertEqual(inside("stat", "-c", "%U", f"/proc/{shown('MainPID')}"), "geminid")
        listening = [line.split() for line in pathlib.Path(f"/proc/{os.environ['GEMINID_BOOTED']}/net/tcp").read_text().splitlines()[1:]]
        self.assertIn("0100007F:1F90", [fields[1] for fields in listening if fields[3] == "0A"])
        self.assertRegex(journal(), "password")

    def test_2_settings_in_etc_take_effect_at_a_restart_and_secrets_stay_out_of_the_journal(self):
        settings = {
            "GEMINI_BASE_URL": self.host.environment["GEMINI_BASE_URL"],
            "GEMINI_API_KEYS": ",".join(KEYS),
            "GEMINID_USER_KEYS": USER_KEY,
            "GEMINID_ADMIN_TOKEN": TOKEN,
        }
        (ROOT / "etc/geminid/geminid.env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        inside("systemctl", "restart", "geminid")
        self.assertEqual(chat(), "whole")
        admin("PATCH", "settings", {"routing": {"failure_threshold": 7}})
        type(self).made = admin("POST", "user-keys", {"name": "a laptop"})["key"]
        for secret in (*KEYS, USER_KEY, TOKEN, self.made):
            self.assertNotIn(secret, inside("journalctl", "--no-pager", "-u", "geminid"))

    def test_3_an_upgrade_under_load_breaks_no_answer_and_keeps_state_and_settings(self):
        before = shown("MainPID")
        version = inside("dpkg-query", "-W", "-f", "${Version}", "geminid")
        self.under_load(lambda: install("/root/2.deb"))
        self.assertNotEqual(inside("dpkg-query", "-W", "-f", "${Version}", "geminid"), version)
        self.assertNotEqual(shown("MainPID"), before)
        self.assertEqual(inside("systemctl", "is-active", "geminid"), "active")
        self.assertEqual(admin("GET", "settings")["routing"]["failure_threshold"], 7)
        self.assertEqual(len(admin("GET", "keys")["keys"]), len(KEYS))
        self.assertEqual(chat(self.made), "whole")

    def test_4_a_stop_under_load_breaks_no_answer_and_is_a_success(self):
        self.under_load(lambda: inside("systemctl", "stop", "geminid"))
        self.assertEqual((shown("Result"), shown("ExecMainStatus")), ("success", "0"))
        inside("systemctl", "start", "geminid")
        self.assertEqual(chat(), "whole")

    def test_5_one_that_dies_or_hangs_is_started_again(self):
        for signal in ("KILL", "STOP"):  # one that hangs is found by its watchdog
            before = shown("MainPID")
            inside("systemctl", "kill", f"--signal={signal}", "--kill-who=main", "geminid")
            eventually(f"a new process after {signal}", lambda: shown("MainPID") not in ("0", before))
            eventually("an active service", lambda: inside("systemctl", "is-active", "geminid", check=False) == "active")
            self.assertEqual(chat(self.made), "whole")

    def test_6_a_wrong_setting_is_said_once_and_not_tried_for_ever(self):
        file = ROOT / "etc/geminid/geminid.env"
        right = file.read_text()
        file.write_text(right + "PORT=nonsense\n")
        inside("systemctl", "restart", "geminid", check=False)
        self.assertEqual(inside("systemctl", "is-active", "geminid", check=False), "failed")
        self.assertEqual((shown("ExecMainStatus"), shown("NRestarts")), ("2", "0"))
        self.assertRegex(journal(), r"geminid: .*[Pp][Oo][Rr][Tt]")
        file.write_text(right)
        inside("systemctl", "restart", "geminid")
        self.assertEqual(chat(), "whole")

    def test_7_what_an_administrator_disabled_stays_disabled_over_an_upgrade(self):
        inside("systemctl", "disable", "geminid")
        inside("apt-get", "-q", "install", "-y", "--reinstall", "/root/2.deb")
        self.assertEqual(inside("systemctl", "is-enabled", "geminid", check=False), "disabled")
        inside("systemctl", "enable", "--now", "geminid")

    def test_8_a_removal_stops_it_and_keeps_the_state(self):
        state = sorted(path.name for path in (ROOT / "var/lib/geminid").iterdir())
        remove("remove")
        self.assertTrue(is_refused(PORT))
        self.assertFalse((ROOT / "usr/bin/geminid").exists())
        self.assertTrue((ROOT / "etc/geminid/geminid.env").exists())
        self.assertIn("CURRENT", state)
        self.assertTrue((ROOT / "var/lib/geminid/CURRENT").exists())
        install("/root/2.deb")
        self.assertEqual(chat(self.made), "whole")

    def test_9_a_purge_leaves_nothing_but_the_user(self):
        remove("purge")
        for path in ("usr/bin/geminid", "usr/share/geminid", "usr/share/doc/geminid", "etc/geminid", "var/lib/geminid"):
            self.assertFalse((ROOT / path).exists(), path)
        left = inside("find", "/etc", "/usr", "/var/lib", "-name", "*geminid*", "-not", "-path", "/var/lib/apt/*")
        self.assertEqual([line for line in left.splitlines() if not re.search(r"/deb-systemd|/\.pwd", line)], [])
        self.assertIn("geminid", (ROOT / "etc/passwd").read_text())


if __name__ == "__main__":
    unittest.main(failfast=True)
