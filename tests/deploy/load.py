"""Clients that never pause, and what became of their requests while geminid was told to stop."""

import http.client
import json
import threading
import time

MODEL = "gemini-2.5-flash"
WAIT_SECONDS_MAX = 60


def eventually(what, probe):
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not probe():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.01)


def is_refused(port):
    """Nobody listens there any more."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.connect()
    except ConnectionRefusedError:
        return True
    finally:
        connection.close()
    return False


def ask(connection, key, stream):
    """A chat; "whole" when the answer came to its end, "refused" when it had none, else what was wrong with it."""
    body = json.dumps({"model": MODEL, "stream": stream, "messages": [{"role": "user", "content": "Say hello to everybody."}]})
    headers = {"content-type": "application/json", "authorization": f"Bearer {key}"}
    try:
        connection.request("POST", "/v1/chat/completions", body, headers)
        answer = connection.getresponse()
    except (http.client.RemoteDisconnected, ConnectionError):
        return "refused"
    try:
        text = answer.read().decode()
    except (http.client.HTTPException, OSError) as error:
        return f"broken off: {error!r}"
    if answer.status == 503:
        return "refused"
    if answer.status != 200:
        return f"{answer.status}: {text}"
    if stream:
        return "whole" if text.endswith("data: [DONE]\n\n") else f"no end: {text[-200:]}"
    return "whole" if json.loads(text)["choices"][0]["finish_reason"] == "stop" else text


class Load:
    """`clients` threads, each with a connection that it keeps; every other request is streamed. A client ends when it is refused."""

    def __init__(self, port, key, clients):
        self._port, self._key = port, key
        self._condition = threading.Condition()
        self.whole = 0
        self.refused = 0
        self.wrong = []
        self._threads = [threading.Thread(target=self._talk, args=(number,), daemon=True) for number in range(clients)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        for thread in self._threads:
            thread.join(WAIT_SECONDS_MAX)

    def wait_for(self, answers):
        with self._condition:
            if not self._condition.wait_for(lambda: self.whole >= answers or self.wrong or self.refused, WAIT_SECONDS_MAX):
                raise AssertionError(f"{self.whole} answers in {WAIT_SECONDS_MAX} s")

    def _talk(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=WAIT_SECONDS_MAX)
        while True:
            outcome = ask(connection, self._key, stream=number % 2 == 0)
            number += 1
            with self._condition:
                if outcome == "whole":
                    self.whole += 1
                elif outcome == "refused":
                    self.refused += 1
                else:
                    self.wrong.append(outcome)
                self._condition.notify_all()
            if outcome != "whole":
                connection.close()
                return
