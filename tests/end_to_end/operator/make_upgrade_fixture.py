"""Makes tests/golden/stores/format_N: the data directory that a geminid of store format N leaves, small, with what must be
found in it. Run it once with the last geminid of a format, before a migration to the next one is added:

  GEMINID_BIN=.../geminid GEMINI_SIM_BIN=.../gemini_sim tests/end_to_end/operator/make_upgrade_fixture.py N

The secrets are made up; upgrade_test.py and tests/app/upgrade_test.cpp know them."""

import json
import pathlib
import shutil
import sys
import time

from programs import Host

TOKEN = "upgrade-fixture-admin-token"
PASSWORD = "upgrade fixture password"
USER_KEY = "sk-upgrade-fixture-user-key"
KEYS = {name: f"AIzaUpgradeFixtureKey-{name}-{'0' * 12}" for name in ("own", "other", "third", "shared1", "shared2", "leaked", "off")}
SETTINGS = {
    "routing": {"strategy": "round_robin", "max_attempts": 5, "affinity": False},
    "thinking": {"mode": "fixed", "budget": 512, "include_thoughts": True},
    "prompt_injection": {"enabled": True, "position": "user_suffix", "content": "Answer in verse."},
    "logs": {"retention_days": 3, "bodies": True},
    "prices": {"gemini-2.5-flash": {"input": 1, "output": 2}},
}
MODELS = {
    "gemini-2.5-flash": {"rpm": 30, "tpm": None, "rpd": 300, "aliases": ["gpt-4o-mini"], "fallbacks": ["gemini-2.5-pro"]},
    "gemini-2.5-pro": {"thinking": {"mode": "auto"}},
}
CHANGES = {
    "own": {"name": "my own", "weight": 2, "tags": ["home", "free"], "limits": {"gemini-2.5-flash": {"rpd": 100}}},
    "shared1": {"project": "shared", "priority": 1},
    "shared2": {"project": "shared"},
    "off": {"enabled": False},
}
ROUNDS_MAX = 50


class Maker:
    def __init__(self, host):
        self.host = host

    def admin(self, method, path, body=None):
        answer = self.host.request(method, f"/admin/api/{path}", body, {"authorization": f"Bearer {TOKEN}"})
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body}"
        return answer.document if answer.body else None

    def chat(self, model, content="Hello.", **more):
        body = {"model": model, "messages": [{"role": "user", "content": content}], **more}
        return self.host.request("POST", "/v1/chat/completions", body, {"authorization": f"Bearer {USER_KEY}"})

    def keys(self):
        """What geminid tells of each key, by the names above."""
        told = {key["id"]: key for key in self.admin("GET", "keys")["keys"]}
        return {name: told[id] for name, id in self.ids.items()}

    def state(self, name, model):
        return self.keys()[name]["models"].get(model, {}).get("state")

    def until(self, model, what):
        for _ in range(ROUNDS_MAX):
            if what():
                return
            self.chat(model)
        raise AssertionError(f"{model}: not reached")

    def configure(self):
        self.ids = {}
        for name, secret in KEYS.items():
            self.ids[name] = self.admin("POST", "keys", {"keys": [secret]})["added"][0]["id"]
        for name, change in CHANGES.items():
            self.admin("PATCH", f"keys/{self.ids[name]}", change)
        for model, config in MODELS.items():
            self.admin("PUT", f"models/{model}", config)
        self.admin("PATCH", "settings", SETTINGS)
        user = self.admin("GET", "user-keys")["user_keys"][0]["id"]
        self.admin("PATCH", f"user-keys/{user}", {"name": "ann", "rpd": 500, "token_budget": 1_000_000})

    def serve(self):
        for _ in range(6):
            assert self.chat("gemini-2.5-flash").status == 200
        tool = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}
        assert self.chat("gemini-3-flash-preview", "call get_weather(city=Oslo)", tools=[tool]).status == 200

    def suffer(self):
        """A day's limit of one key, a minute's of a project, a leaked key, and a circuit."""
        self.host.add_fault(kind="status", body="per_day", key=KEYS["own"], model="gemini-2.5-flash-lite")
        self.until("gemini-2.5-flash-lite", lambda: self.state("own", "gemini-2.5-flash-lite") == "exhausted")
        self.host.add_fault(kind="status", body="leaked", key=KEYS["leaked"])
        self.until("gemini-2.5-pro", lambda: self.keys()["leaked"]["state"] == "invalid")
        for name in ("shared1", "shared2"):
            self.host.add_fault(kind="status", body="per_minute", key=KEYS[name], model="gemini-2.0-flash")
        self.until("gemini-2.0-flash", lambda: self.state("shared2", "gemini-2.0-flash") == "cooling_down")
        self.host.clear_faults()
        self.host.add_fault(kind="egress_throttle", model="gemini-2.0-flash-lite")
        self.until("gemini-2.0-flash-lite", lambda: self.admin("GET", "circuits")["circuits"])

    def make(self):
        self.host.start_simulator(list(KEYS.values()))
        self.host.environment["GEMINID_ADMIN_TOKEN"] = TOKEN
        assert self.host.command("set-password", input=PASSWORD + "\n").returncode == 0
        self.host.start(GEMINID_USER_KEYS=USER_KEY)
        assert self.host.request("POST", "/admin/api/login", {"password": PASSWORD}).status == 200
        self.configure()
        self.serve()
        self.suffer()
        self.chat("gemini-2.5-flash")  # so that something of the last minute is found
        keys = {name: self.counted(key) for name, key in self.keys().items()}
        expected = {"made_at_ms": int(time.time() * 1000), "keys": keys}
        self.host.stop()
        return expected

    @staticmethod
    def counted(key):
        """What depends on the course of things."""
        models = {
            model: {
                "state": told["state"],
                "day": told["rpd"]["used"],
                "minute": told["rpm"]["used"],
                "learned_rpd": told["rpd"]["limit"] if told["rpd"]["source"] == "learned" else None,
                "learned_rpm": told["rpm"]["limit"] if told["rpm"]["source"] == "learned" else None,
            }
            for model, told in key["models"].items()
        }
        return {"id": key["id"], "state": key["state"], "totals": key["totals"], "models": models}


def open_and_compact(host):
    """Opening turns the log of the run before into a table; nothing but tables is needed."""
    assert host.command("check-config").returncode == 0
    for file in host.data.iterdir():
        if file.name.startswith(("LOG", "LOCK", "OPTIONS")) or (file.suffix == ".log" and file.stat().st_size == 0):
            file.unlink()


def main(version):
    place = pathlib.Path(__file__).parents[2] / "golden" / "stores" / f"format_{version}"
    with Host() as host:
        expected = Maker(host).make()
        open_and_compact(host)
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(host.data, place / "data")
        (place / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
