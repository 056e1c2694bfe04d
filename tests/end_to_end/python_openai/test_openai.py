#!/usr/bin/env python3
"""OpenAI's Python library against a real geminid. Run by with_gateway.sh. What stands in [[...]] steers the simulator's answer
(tools/gemini_sim/script.hpp)."""

import base64
import json
import sys
import time
import unittest
from typing import List, Literal, Optional

sys.dont_write_bytecode = True

import openai  # noqa: E402
from pydantic import BaseModel  # noqa: E402

import gateway  # noqa: E402

MODEL = "gemini-2.5-flash"
DEMANDS_SIGNATURES = "gemini-3.8-flash"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
WAV = base64.b64encode(b"RIFF\x24\0\0\0WAVEfmt ").decode()
PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()


class Hour(BaseModel):
    at: str
    note: Optional[str]


class Forecast(BaseModel):
    city: str
    celsius: float
    sky: Literal["clear", "cloudy"]
    hours: List[Hour]


def user(content):
    return {"role": "user", "content": content}


def tool(name, **properties):
    parameters = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "function", "function": {"name": name, "description": f"What {name} does", "parameters": parameters}}


class Test(unittest.TestCase):
    def setUp(self):
        self.client = gateway.client()
        gateway.clear_faults()
        gateway.forget_sent()

    def tearDown(self):
        self.client.close()

    def ask(self, text="Hello.", **more):
        return self.client.chat.completions.create(**{"model": MODEL, "messages": [user(text)], **more})

    def sent_config(self):
        return gateway.sent_upstream()[-1][1].get("generationConfig", {})


class Chat(Test):
    def assert_adds_up(self, usage):
        self.assertGreater(usage.prompt_tokens, 0)
        self.assertGreater(usage.completion_tokens, 0)
        self.assertEqual(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens)

    def test_answers_a_text(self):
        reply = self.ask("Good morning, Oslo.")
        self.assertRegex(reply.id, "^chatcmpl-")
        self.assertEqual(reply.model, MODEL)
        self.assertEqual(reply.choices[0].message.content, "echo: Good morning, Oslo.")
        self.assertEqual(reply.choices[0].finish_reason, "stop")
        self.assertTrue(reply._request_id)
        self.assert_adds_up(reply.usage)

    def test_streams_the_same_text_with_usage_at_its_end(self):
        text = "The quick brown fox. Grüße, 世界, 🦊."
        chunks = list(self.ask(f"[[chunks=7]] {text}", stream=True, stream_options={"include_usage": True}))
        deltas = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
        self.assertEqual("".join(delta or "" for delta in deltas), f"echo: {text}")
        self.assertEqual(chunks[-1].choices, [])
        self.assert_adds_up(chunks[-1].usage)

    def test_feeds_the_stream_helper(self):
        with self.client.beta.chat.completions.stream(model=MODEL, messages=[user("Hello.")]) as stream:
            kinds = [event.type for event in stream]
            final = stream.get_final_completion()
        self.assertIn("content.delta", kinds)
        self.assertEqual(final.choices[0].message.content, "echo: Hello.")

    def test_serves_the_asynchronous_client(self):
        import asyncio

        async def ask_at_once():
            async with gateway.async_client() as client:
                asks = [client.chat.completions.create(model=MODEL, messages=[user(f"Number {n}.")]) for n in range(10)]
                return [reply.choices[0].message.content for reply in await asyncio.gather(*asks)]

        self.assertEqual(asyncio.run(ask_at_once()), [f"echo: Number {n}." for n in range(10)])

    def test_lists_models(self):
        self.assertIn(MODEL, [model.id for model in self.client.models.list()])
        self.assertEqual(self.client.models.retrieve(MODEL).id, MODEL)

    def test_parses_into_a_class(self):
        for model in (MODEL, DEMANDS_SIGNATURES, "gemini-2.0-flash"):
            reply = self.client.beta.chat.completions.parse(
                model=model, messages=[user("How is the weather?")], response_format=Forecast
            )
            self.assertIsInstance(reply.choices[0].message.parsed, Forecast, model)

    def test_shows_the_model_an_image_a_sound_and_a_document(self):
        parts = [
            {"type": "text", "text": "What are these?"},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
            {"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}},
            {"type": "file", "file": {"file_data": f"data:application/pdf;base64,{PDF}", "filename": "a.pdf"}},
        ]
        reply = self.ask(messages=[user(parts)])
        seen = "[image/png, 70 bytes] [audio/wav, 16 bytes] [application/pdf, 15 bytes]"
        self.assertEqual(reply.choices[0].message.content, f"echo: What are these? {seen}")

    def test_a_stream_that_is_closed_ends_upstream(self):
        stream = self.ask("[[tokens=6000]] [[chunks=6000]] [[pace=20]]", stream=True)
        next(chunk for chunk in stream if chunk.choices[0].delta.content)
        stream.close()
        deadline = time.monotonic() + 10
        while gateway.upstream_stats()["active"] > 0 or gateway.upstream_stats()["aborted"] == 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)


class GooglesOwnMembers(Test):
    CONFIG = {"thinking_config": {"thinking_budget": 512, "include_thoughts": True}}

    def test_count_in_every_shape_that_python_gives_them(self):
        shapes = {
            "nested, as Google documents it": {"extra_body": {"google": self.CONFIG}},
            "lifted to the root": {"google": self.CONFIG},
            "within generation_config": {"google": {"generation_config": self.CONFIG}},
        }
        for shape, extra_body in shapes.items():
            with self.subTest(shape):
                reply = self.ask("Think.", extra_body=extra_body)
                self.assertEqual(self.sent_config()["thinkingConfig"], {"thinkingBudget": 512, "includeThoughts": True})
                message = reply.choices[0].message
                self.assertEqual(message.content, "echo: Think.")
                self.assertEqual(message.reasoning_content, "Thinking about the request.")

    def test_streams_thoughts_beside_the_content(self):
        stream = self.ask("Think.", stream=True, extra_body={"google": self.CONFIG})
        deltas = [chunk.choices[0].delta for chunk in stream]
        self.assertEqual("".join(delta.content or "" for delta in deltas), "echo: Think.")
        thoughts = "".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas)
        self.assertEqual(thoughts, "Thinking about the request.")

    def test_reasoning_effort_needs_none_of_them(self):
        self.ask("Think.", reasoning_effort="low")
        self.assertEqual(self.sent_config()["thinkingConfig"], {"thinkingBudget": 1024})


class Tools(Test):
    TOOLS = [tool("get_weather", city={"type": "string"}), tool("get_time"), tool("get_news", topic={"type": "string"})]
    ROUNDS = "call get_weather(city=Oslo) and get_time() then call get_time() then call get_news(topic=ice)"

    def setUp(self):
        super().setUp()
        gateway.admin("PATCH", "settings", {"routing": {"strategy": "round_robin", "affinity": False}})

    def assistant(self, request, stream):
        """The assistant's message as a client keeps it for the next round."""
        if not stream:
            message = self.client.chat.completions.create(**request).choices[0].message
        else:
            with self.client.beta.chat.completions.stream(**request) as running:
                message = running.get_final_completion().choices[0].message
        return message.model_dump(exclude_none=True, exclude={"parsed": True})

    def test_run_three_rounds_on_as_many_keys(self):
        for model in (DEMANDS_SIGNATURES, MODEL):
            for stream in (False, True):
                with self.subTest(model=model, stream=stream):
                    gateway.forget_sent()
                    messages = [user(self.ROUNDS)]
                    called = []
                    while messages[-1]["role"] != "assistant":
                        request = {"model": model, "tools": self.TOOLS, "messages": messages}
                        messages.append(self.assistant(request, stream))
                        for call in messages[-1].get("tool_calls", []):
                            called.append((call["function"]["name"], json.loads(call["function"]["arguments"])))
                            messages.append({"role": "tool", "tool_call_id": call["id"], "content": "noon"})
                    self.check(messages, called)

    def check(self, messages, called):
        self.assertEqual(messages[-1]["content"], 'get_news: {"output":"noon"}')
        expected = [("get_weather", {"city": "Oslo"}), ("get_time", {}), ("get_time", {}), ("get_news", {"topic": "ice"})]
        self.assertEqual(called, expected)
        sent = gateway.sent_upstream()
        self.assertEqual(len(sent), 4)
        self.assertEqual(len({key for key, _ in sent}), 4)


class Errors(Test):
    def setUp(self):
        super().setUp()
        gateway.admin("PATCH", "settings", {"routing": {"max_wait_ms": 0}})

    def assert_fails(self, expected, status, code, **request):
        for stream in (False, True):
            with self.assertRaises(expected) as caught:
                self.ask(stream=stream, **request)
            self.assertEqual(caught.exception.status_code, status)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(caught.exception.request_id)
        return caught.exception

    def test_401(self):
        self.client = gateway.client(api_key="sk-nobody-issued-this-one")
        self.assert_fails(openai.AuthenticationError, 401, "invalid_api_key")

    def test_404(self):
        self.assert_fails(openai.NotFoundError, 404, "model_not_found", model="gemini-none")

    def test_400_names_the_parameter(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(temperature="hot")
        self.assertEqual(caught.exception.param, "temperature")

    def test_429(self):
        model = "gemini-3.5-flash-lite"
        gateway.add_fault(kind="status", body="per_minute", model=model, count=None)
        error = self.assert_fails(openai.RateLimitError, 429, "rate_limit_exceeded", model=model)
        gateway.clear_faults()
        self.assertEqual(error.type, "rate_limit_error")

    def test_503(self):
        gateway.add_fault(kind="status", body="overloaded", count=None)
        self.assert_fails(openai.InternalServerError, 503, "service_unavailable")

    def test_a_stream_that_breaks_upstream_raises_after_its_first_part(self):
        gateway.add_fault(kind="data_error", after=2)
        text = ""
        with self.assertRaises(openai.APIError):
            for chunk in self.ask("[[chunks=8]] A text of several parts.", stream=True):
                text += chunk.choices[0].delta.content or ""
        self.assertTrue(text and "echo: A text of several parts.".startswith(text), text)

    def test_what_is_blocked_or_unsafe_is_filtered(self):
        for directive in ("[[blocked=PROHIBITED_CONTENT]]", "[[finish=SAFETY]]"):
            self.assertEqual(self.ask(f"{directive} Hello.").choices[0].finish_reason, "content_filter")


if __name__ == "__main__":
    print(f"openai {openai.__version__}, Python {sys.version.split()[0]}", file=sys.stderr)
    unittest.main(verbosity=2)
