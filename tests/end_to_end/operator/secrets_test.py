"""No secret of a run is found anywhere but in the one answer that makes it."""

import re
import unittest

from programs import Host

TOKEN = "SecretAdminToken-7c1f0a9be2"
PASSWORD = "SecretAdminPassword-51d2"
WRONG_PASSWORD = "SecretWrongPassword-9b3e"
WRONG_TOKEN = "SecretWrongToken-1f4c8d"
MASTER_KEY = "SecretMasterKey-0f9e8d7c6b5a"
NEW_MASTER_KEY = "SecretNewMasterKey-a5b6c7d8e9"
PASSPHRASE = "SecretPassphrase-63aa10"
USER_KEY = "sk-SecretUserKey-0123456789abcdef"
GEMINI_KEYS = [f"AIzaSySecretGeminiKey{n}-0123456789abcdefgh" for n in range(4)] + ["AQ.SecretGeminiKey-0123456789abcdef"]
UNKNOWN_KEY = "AIzaSySecretKeyThatGoogleDoesNotKnow-012"
MODEL = "gemini-2.5-flash"


class Secrets(unittest.TestCase):
    def setUp(self):
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.start_simulator(GEMINI_KEYS)
        self.host.environment.update(
            GEMINID_ADMIN_TOKEN=TOKEN,
            GEMINID_ADMIN_PASSWORD=PASSWORD,
            GEMINID_MASTER_KEY=MASTER_KEY,
            GEMINID_LOG_LEVEL="trace",
        )
        self.secrets = [TOKEN, PASSWORD, WRONG_PASSWORD, WRONG_TOKEN, MASTER_KEY, NEW_MASTER_KEY, PASSPHRASE, USER_KEY,
                        UNKNOWN_KEY, *GEMINI_KEYS]  # fmt: skip
        self.told = {}  # a secret and the one request whose answer may hold it
        self.outputs = []

    def admin(self, method, path, body=None, token=TOKEN):
        return self.host.request(method, f"/admin/api/{path}", body, {"authorization": f"Bearer {token}"})

    def chat(self, stream=False, key=USER_KEY):
        body = {"model": MODEL, "stream": stream, "messages": [{"role": "user", "content": "hello"}]}
        return self.host.request("POST", "/v1/chat/completions", body, {"authorization": f"Bearer {key}"})

    def log_in(self, password=PASSWORD):
        answer = self.host.request("POST", "/admin/api/login", {"password": password})
        if answer.status == 200:
            session = re.match(r"geminid_session=([^;]+)", answer.headers["set-cookie"])[1]
            self.secrets.append(session)
            self.told[session] = len(self.host.answers) - 1
            csrf = answer.document["csrf_token"]
            self.secrets.append(csrf)
            self.told[csrf] = len(self.host.answers) - 1
            return {"cookie": f"geminid_session={session}", "x-csrf-token": csrf}
        return None

    def errors_that_quote_keys(self):
        for key in GEMINI_KEYS:
            # 429 of one key only: many would open the model's circuit.
            for status in (400, 403, 500) + ((429,) if key == GEMINI_KEYS[0] else ()):
                content = (
                    f'{{"error":{{"code":{status},"status":"UNKNOWN","message":"The key {key} of '
                    f'https://x/?key={key} is wrong: api_key={key}"}}}}'
                )
                self.host.add_fault(kind="status", body="custom", status=status, content=content, key=key)
        for n in range(12):
            self.chat(stream=n % 2 == 0)
        self.host.add_fault(kind="data_error", after=1, body="overloaded")
        self.chat(stream=True)
        self.chat(key="sk-SecretUnknownUserKey-0123456789")
        self.secrets.append("sk-SecretUnknownUserKey-0123456789")

    def bad_logins(self):
        self.assertIsNone(self.log_in(WRONG_PASSWORD))
        self.assertEqual(self.admin("GET", "keys", token=WRONG_TOKEN).status, 401)
        self.assertEqual(self.admin("POST", "backup", {"passphrase": "Secret6f"}).status, 400)
        self.admin("POST", "restore", {"passphrase": WRONG_PASSWORD, "document": {"format": "geminid-backup"}})
        self.admin("POST", "password", {"old": PASSWORD, "new": WRONG_PASSWORD})
        self.admin("POST", "keys", f'{{"keys":["{GEMINI_KEYS[0]}"')
        self.host.request("GET", f"/v1/models?key={GEMINI_KEYS[0]}")

    def read_everything(self):
        for path in ("keys", "user-keys", "models", "circuits", "audit", "logs", "settings", "stats?window=1h", "session"):
            self.assertLess(self.admin("GET", path).status, 500)
        metrics = self.host.request("GET", "/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        self.assertEqual(metrics.status, 200)

    def run_command(self, *arguments, **options):
        done = self.host.command(*arguments, **options)
        self.outputs.append((" ".join(arguments), done.stdout + done.stderr))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_are_in_no_file_log_metric_and_answer(self):
        self.host.start(GEMINID_USER_KEYS=USER_KEY, GEMINI_API_KEYS=" ".join(GEMINI_KEYS[:2]))
        self.assertEqual(self.admin("POST", "keys", {"text": "\n".join(GEMINI_KEYS + [UNKNOWN_KEY])}).status, 201)
        created = self.admin("POST", "user-keys", {"name": "made"})
        self.secrets.append(created.document["key"])
        self.told[created.document["key"]] = len(self.host.answers) - 1
        session = self.log_in()
        self.assertEqual(self.chat().status, 200)
        self.errors_that_quote_keys()
        self.admin("POST", "keys/check")
        self.bad_logins()
        self.read_everything()
        document = self.host.request("POST", "/admin/api/backup", {"passphrase": PASSPHRASE}, session)
        self.assertEqual(document.status, 200)
        restored = self.admin("POST", "restore", {"passphrase": PASSPHRASE, "document": document.document})
        self.assertEqual(restored.status, 200, restored.body)
        self.host.clear_faults()
        ids = [key["id"] for key in self.admin("GET", "keys").document["keys"]]
        self.admin("POST", "keys/bulk", {"ids": ids, "action": "reset"})
        self.assertEqual(self.chat(key=created.document["key"]).status, 200)
        self.host.kill()
        self.host.start()
        self.read_everything()
        self.host.stop()
        self.run_command("keys", "import", "-", input="\n".join(GEMINI_KEYS))
        self.run_command("restore", "-", input=document.body, GEMINID_PASSPHRASE=PASSPHRASE)
        self.run_command("rotate-master-key", GEMINID_NEW_MASTER_KEY=NEW_MASTER_KEY)
        self.host.environment["GEMINID_MASTER_KEY"] = NEW_MASTER_KEY
        self.host.start("--log-format", "json")
        self.log_in()
        self.assertEqual(self.chat().status, 200)
        self.read_everything()
        self.host.stop()
        self.expect_nowhere()

    def expect_nowhere(self):
        places = [(str(path), path.read_bytes()) for path in self.host.data.rglob("*") if path.is_file()]
        self.assertTrue(any(b"key/" in content for _, content in places))  # the search sees what is stored
        log = self.host.log.read_bytes()
        self.assertGreater(len(log), 1_000)
        places += [("the log", log)]
        places += [(f"the output of {command}", text.encode()) for command, text in self.outputs]
        for secret in self.secrets:
            for place, content in places:
                self.assertNotIn(secret.encode(), content, f"{place} holds {secret}")
            for number, (request, text) in enumerate(self.host.answers):
                if secret in text:
                    self.assertEqual(number, self.told.get(secret), f"{request} answered {secret}")
        for secret, number in self.told.items():
            self.assertIn(secret, self.host.answers[number][1])


if __name__ == "__main__":
    unittest.main()
