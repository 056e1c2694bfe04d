"""The geminid and the simulator that with_gateway.sh started, and OpenAI's client for them."""

import json
import os
import urllib.request

from openai import AsyncOpenAI, OpenAI

URL = os.environ["GEMINID_URL"]
SIMULATOR = os.environ["GEMINI_SIM_URL"]
USER_KEY = os.environ["GEMINID_USER_KEY"]
ADMIN_TOKEN = os.environ["GEMINID_ADMIN_TOKEN"]

# The proxies of the machine are none between two programs on it.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _call(method, url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json", **(headers or {})}, method=method)
    with _opener.open(request) as answer:
        return json.loads(answer.read() or b"null")


def client(api_key=USER_KEY, **options):
    return OpenAI(api_key=api_key, base_url=f"{URL}/v1", max_retries=0, timeout=60, **options)


def async_client():
    return AsyncOpenAI(api_key=USER_KEY, base_url=f"{URL}/v1", max_retries=0, timeout=60)


def admin(method, path, body=None):
    return _call(method, f"{URL}/admin/api/{path}", body, {"authorization": f"Bearer {ADMIN_TOKEN}"})


def add_fault(**fault):
    _call("POST", f"{SIMULATOR}/_sim/faults", fault)


def clear_faults():
    _call("DELETE", f"{SIMULATOR}/_sim/faults")


def upstream_stats():
    return _call("GET", f"{SIMULATOR}/_sim/stats")


def forget_sent():
    _call("DELETE", f"{SIMULATOR}/_sim/stats")


def sent_upstream():
    """The generate requests that the simulator has seen, oldest first, as (key, body)."""
    requests = _call("GET", f"{SIMULATOR}/_sim/requests")["requests"]
    return [(r["key"], json.loads(r["body"])) for r in requests if "enerateContent" in r["target"]]
