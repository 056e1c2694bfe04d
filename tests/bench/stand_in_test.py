#!/usr/bin/env python3
"""The stand-in for Google that servers are compared before: its answers are what they claim to be."""

import http.client
import json
import os
import socket
import subprocess
import time
import unittest

GEMINI = "/v1beta/models/gemini-2.5-flash"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class StandInTest(unittest.TestCase):
    def setUp(self):
        self.port = free_port()
        self.process = subprocess.Popen([os.environ["STAND_IN_BIN"], str(self.port)])
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        deadline = time.monotonic() + 30
        while True:
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                self.connection.connect()
                break
            except ConnectionRefusedError:
                self.assertLess(time.monotonic(), deadline)
        self.addCleanup(self.connection.close)

    def post(self, path, body):
        self.connection.request("POST", path, body)
        return self.connection.getresponse()

    def events(self, path, body):
        answer = self.post(path, body)
        self.assertEqual((answer.status, answer.getheader("content-type")), (200, "text/event-stream"))
        return [event.removeprefix("data: ") for event in answer.read().decode().replace("\r\n", "\n").split("\n\n") if event]

    def open_streams(self):
        other = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        other.request("GET", "/open-streams")
        count = int(other.getresponse().read())
        other.close()
        return count

    def test_whole_answers_of_either_api_come_over_one_connection(self):
        for _ in range(2):
            gemini = json.loads(self.post(f"{GEMINI}:generateContent", "{}").read())
            self.assertEqual(gemini["candidates"][0]["finishReason"], "STOP")
        chat = json.loads(self.post("/v1/chat/completions", "{}").read())
        self.assertEqual(chat["object"], "chat.completion")

    def test_a_stream_has_as_many_events_as_are_asked_for(self):
        for asked, count in (("", 32), ("[[chunks=5]]", 5), ("[[chunks=1]] [[pace=9]]", 1)):
            events = self.events(f"{GEMINI}:streamGenerateContent?alt=sse", json.dumps({"text": asked}))
            self.assertEqual(len(events), count, asked)
            finishes = [json.loads(event)["candidates"][0].get("finishReason") for event in events]
            self.assertEqual(finishes, [None] * (count - 1) + ["STOP"])

    def test_a_chat_stream_ends_with_its_mark(self):
        events = self.events("/v1/chat/completions", '{"stream":true,"text":"[[chunks=3]]"}')
        self.assertEqual(len(events), 4)
        self.assertEqual(events[-1], "[DONE]")

    def test_a_body_in_chunks_is_read_to_its_end(self):
        answer = self.post(f"{GEMINI}:generateContent", iter([b"{", b"}"]))
        self.assertEqual(answer.status, 200)
        answer.read()
        self.assertEqual(self.post(f"{GEMINI}:generateContent", "{}").status, 200)

    def test_streams_that_are_held_open_are_counted_until_their_reader_leaves(self):
        answer = self.post(f"{GEMINI}:streamGenerateContent?alt=sse", "[[chunks=2]] [[pace=60000]]")
        answer.read1()
        self.assertEqual(self.open_streams(), 1)
        answer.close()
        self.connection.close()
        deadline = time.monotonic() + 30
        while self.open_streams() > 0:
            self.assertLess(time.monotonic(), deadline)


if __name__ == "__main__":
    unittest.main()
