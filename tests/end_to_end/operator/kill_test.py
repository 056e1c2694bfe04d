"""Nothing that was acknowledged is lost to kill -9, whenever that comes. GEMINID_KILL_SEED=n runs a seed again."""

import http.client
import os
import random
import threading
import unittest

from programs import Host

TOKEN = "kill-admin-token-0123456789"
ROUNDS = 50
CHANGES = 1_000
KEYS_MAX = 40


class Book:
    """What must be there. A change that was under way at the kill may be there or not."""

    def __init__(self, random_numbers):
        self.random = random_numbers
        self.keys = {}  # id: {"name", "weight", "enabled"}
        self.users = {}  # id: {"name", "rpm"}
        self.models = {}  # model: rpm
        self.threshold = 5
        self.made = 0
        self.loose = None  # how the change under way would leave things

    def change(self):
        """A random change, as (method, path, body, what to note once it is acknowledged)."""
        choices = [self.add_key, self.add_user, self.put_model, self.set_threshold]
        if self.keys:
            choices += [self.patch_key, self.patch_key]
        if len(self.keys) > KEYS_MAX // 2:
            choices += [self.delete_key] * 3
        if self.users:
            choices += [self.patch_user]
        if len(self.users) > KEYS_MAX // 2:
            choices += [self.delete_user] * 3
        if self.models:
            choices += [self.delete_model]
        return self.random.choice(choices)()

    def add_key(self):
        self.made += 1
        name = f"key {self.made}"
        body = {"keys": [f"AIzaKillTestKey-{self.made:023d}"], "name": name}

        def note(document):
            self.keys[document["added"][0]["id"]] = {"name": name, "weight": 1, "enabled": True}

        return "POST", "keys", body, note

    def patch_key(self):
        key = self.random.choice(sorted(self.keys))
        patch = self.random.choice(
            [{"enabled": self.random.random() < 0.5}, {"weight": self.random.randint(1, 9)}, {"name": f"n{self.made}"}]
        )
        return "PATCH", f"keys/{key}", patch, lambda _: self.keys[key].update(patch)

    def delete_key(self):
        key = self.random.choice(sorted(self.keys))
        return "DELETE", f"keys/{key}", None, lambda _: self.keys.pop(key)

    def add_user(self):
        self.made += 1
        body = {"name": f"user {self.made}", "rpm": self.random.randint(1, 99)}
        return "POST", "user-keys", body, lambda document: self.users.update({document["id"]: dict(body)})

    def patch_user(self):
        user = self.random.choice(sorted(self.users))
        patch = {"rpm": self.random.randint(1, 99)}
        return "PATCH", f"user-keys/{user}", patch, lambda _: self.users[user].update(patch)

    def delete_user(self):
        user = self.random.choice(sorted(self.users))
        return "DELETE", f"user-keys/{user}", None, lambda _: self.users.pop(user)

    def put_model(self):
        model, rpm = f"model-{self.random.randint(1, 8)}", self.random.randint(1, 99)
        return "PUT", f"models/{model}", {"rpm": rpm}, lambda _: self.models.update({model: rpm})

    def delete_model(self):
        model = self.random.choice(sorted(self.models))
        return "DELETE", f"models/{model}", None, lambda _: self.models.pop(model)

    def set_threshold(self):
        threshold = self.random.randint(1, 20)

        def note(_):
            self.threshold = threshold

        return "PATCH", "settings", {"routing": {"failure_threshold": threshold}}, note


class Kill(unittest.TestCase):
    def setUp(self):
        self.seed = int(os.environ.get("GEMINID_KILL_SEED") or random.SystemRandom().randrange(1_000_000))
        print(f"GEMINID_KILL_SEED={self.seed}", flush=True)
        self.random = random.Random(self.seed)
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.environment.update(
            GEMINID_ADMIN_TOKEN=TOKEN, GEMINID_ADMIN_PASSWORD="kill-admin-password", GEMINI_BASE_URL="http://127.0.0.1:9"
        )
        self.book = Book(self.random)
        self.acknowledged = 0

    def admin(self, connection, method, path, body=None):
        return self.host.request(
            method, f"/admin/api/{path}", body, {"authorization": f"Bearer {TOKEN}"}, connection=connection
        )

    def changes_until_killed(self, count):
        """At least `count` changes, then one into which the kill comes."""
        connection = self.host.connection()
        for _ in range(count):
            method, path, body, note = self.book.change()
            answer = self.admin(connection, method, path, body)
            self.assertLess(answer.status, 300, answer.body)
            note(answer.document if answer.body else None)
            self.acknowledged += 1
        timer = threading.Timer(self.random.uniform(0, 0.01), self.host.kill)
        timer.start()
        try:
            while True:
                method, path, body, note = self.book.change()
                self.book.loose = (method, path, body)
                answer = self.admin(connection, method, path, body)
                self.assertLess(answer.status, 300, answer.body)
                note(answer.document if answer.body else None)
                self.acknowledged += 1
        except (OSError, http.client.HTTPException):
            pass
        timer.join()
        connection.close()

    def stored(self):
        connection = self.host.connection()
        keys = self.admin(connection, "GET", "keys?limit=1000").document["keys"]
        users = self.admin(connection, "GET", "user-keys").document["user_keys"]
        models = self.admin(connection, "GET", "models").document["models"]
        settings = self.admin(connection, "GET", "settings").document
        connection.close()
        return {
            "keys": {k["id"]: {name: k[name] for name in ("name", "weight", "enabled")} for k in keys},
            "users": {u["id"]: {name: u[name] for name in ("name", "rpm")} for u in users},
            "models": {m["id"]: m["rpm"] for m in models},
            "threshold": settings["routing"]["failure_threshold"],
        }

    def as_if_loose_was_made(self, expected, stored):
        """What is expected when the change under way reached the disk; ids that it made are taken from what is stored."""
        method, path, body = self.book.loose
        kind, _, name = path.partition("/")
        member = {"keys": "keys", "user-keys": "users", "models": "models"}.get(kind)
        if kind == "settings":
            expected["threshold"] = body["routing"]["failure_threshold"]
        elif method == "POST":
            for made in set(stored[member]) - set(expected[member]):
                wanted = {"name": body["name"], "weight": 1, "enabled": True} if kind == "keys" else body
                expected[member][made] = dict(wanted)
                break
        elif method == "DELETE":
            expected[member].pop(name)
        elif method == "PUT":
            expected[member][name] = body["rpm"]
        else:
            expected[member][name].update(body)
        return expected

    def expected(self):
        book = self.book
        return {
            "keys": {id: dict(key) for id, key in book.keys.items()},
            "users": {id: dict(user) for id, user in book.users.items()},
            "models": dict(book.models),
            "threshold": book.threshold,
        }

    def test_loses_nothing_that_was_acknowledged(self):
        self.host.start()
        for number in range(ROUNDS):
            self.changes_until_killed(CHANGES // ROUNDS)
            self.host.start()
            stored = self.stored()
            if stored != self.expected():
                self.assertEqual(stored, self.as_if_loose_was_made(self.expected(), stored), f"round {number}")
            self.book.keys, self.book.users = stored["keys"], stored["users"]
            self.book.models, self.book.threshold = stored["models"], stored["threshold"]
        self.assertGreaterEqual(self.acknowledged, CHANGES)


if __name__ == "__main__":
    unittest.main()
