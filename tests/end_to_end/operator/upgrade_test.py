"""geminid on the data directory of every earlier format: tests/golden/stores, of which make_upgrade_fixture.py says what is
in it. tests/app/upgrade_test.cpp looks at what depends on the time."""

import json
import pathlib
import shutil
import unittest

from make_upgrade_fixture import KEYS, MODELS, PASSWORD, SETTINGS, TOKEN, USER_KEY
from programs import Host

STORES = pathlib.Path(__file__).parents[2] / "golden" / "stores"


class Upgrade(unittest.TestCase):
    def check(self, fixture):
        expected = json.loads((fixture / "expected.json").read_text())["keys"]
        with Host() as host:
            shutil.copytree(fixture / "data", host.data)
            # The simulator knows these keys and no other, so a key that was not decrypted right is refused.
            host.start_simulator(list(KEYS.values()))
            host.start(GEMINID_ADMIN_TOKEN=TOKEN)

            def admin(path):
                answer = host.request("GET", f"/admin/api/{path}", headers={"authorization": f"Bearer {TOKEN}"})
                self.assertEqual(answer.status, 200, answer.body)
                return answer.document

            keys = {key["id"]: key for key in admin("keys")["keys"]}
            for name, told in expected.items():
                with self.subTest(name):
                    key = keys[told["id"]]
                    self.assertEqual(key["totals"], told["totals"])
                    self.assertEqual(key["enabled"], told["state"] != "disabled")
                    self.assertEqual(key["state"] == "invalid", told["state"] == "invalid")
            self.assertEqual(keys[expected["shared1"]["id"]]["project"], "shared")

            settings = admin("settings")
            for section, members in SETTINGS.items():
                for member, value in members.items():
                    stored = settings[section][member]
                    if isinstance(value, dict):
                        stored = {name: stored[name] for name in value}
                    self.assertEqual(stored, value, member)
            models = {model["id"]: model for model in admin("models")["models"]}
            for model, config in MODELS.items():
                for member, value in config.items():
                    if member == "thinking":
                        self.assertEqual(models[model][member]["mode"], value["mode"])
                    else:
                        self.assertEqual(models[model][member], value, member)
            self.assertGreater(len(admin("logs?limit=1000")["logs"]), 10)

            for _ in expected:  # each that serves has its turn
                body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello."}]}
                answer = host.request(
                    "POST", "/v1/chat/completions", body, {"authorization": f"Bearer {USER_KEY}"}
                )
                self.assertEqual(answer.status, 200, answer.body)
            after = {key["id"]: key for key in admin("keys")["keys"]}
            self.assertEqual(
                {id for id, key in after.items() if key["state"] == "invalid"}, {expected["leaked"]["id"]}
            )
            self.assertEqual(host.request("POST", "/admin/api/login", {"password": PASSWORD}).status, 200)
            host.stop()

    def test_every_format_is_served_as_it_was_left(self):
        fixtures = sorted(STORES.iterdir())
        self.assertTrue(fixtures)
        for fixture in fixtures:
            with self.subTest(fixture.name):
                self.check(fixture)


if __name__ == "__main__":
    unittest.main()
