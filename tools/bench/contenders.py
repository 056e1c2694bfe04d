"""The servers that tools/bench/compare.sh compares, each before the same stand-in for Google, and how they are started."""

import http.client
import json
import os
import pathlib
import shutil
import subprocess
import time

from small_host import ask, free_port

MODEL = "gemini-2.5-flash"
USER_KEY = "sk-bench-0123456789abcdef"
TOKEN = "bench-admin-token-0123456789"
PATIENCE_S = 60
UNLIMITED = 10**9  # so far away that it is counted and never met

NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 20100; }}
http {{
  access_log off; tcp_nodelay on; keepalive_requests 1000000000; keepalive_timeout 3600s;
  client_max_body_size 64m; client_body_buffer_size 256k;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream google {{ server 127.0.0.1:{upstream}; keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 3600s; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://google; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_buffering off; proxy_read_timeout 3600s;
    }}
  }}
}}
"""

HAPROXY = """global
  nbthread 1
defaults
  mode http
  option http-no-delay
  http-reuse always
  timeout connect 10s
  timeout client 3600s
  timeout server 3600s
  timeout http-keep-alive 3600s
frontend clients
  bind 127.0.0.1:{port} backlog 4096
  default_backend google
backend google
  server google 127.0.0.1:{upstream}
"""


def tree(pid):
    """The process and its children, theirs too."""
    pids = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            pids += tree(int(child))
    return pids


def first_line(command, **environment):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", **environment})
    return (done.stdout + done.stderr).strip().split("\n")[0]


class Process:
    """A server as processes: what they take of processor and memory, from the operating system's accounts."""

    def __init__(self, command, folder, cores, environment=None):
        self.log = folder / f"{pathlib.Path(command[0]).name}.out"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env={"PATH": "/usr/bin:/bin", **(environment or {})},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
            )

    def cpu_s(self):
        tasks = [task for pid in tree(self.process.pid) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()]
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def resident_bytes(self):
        total = 0
        for pid in tree(self.process.pid):
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
        return total

    def until_it_answers(self, port, path):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.process.args[0]} ended at its start: {self.log.read_text()[-2000:]}")
            try:
                ask(port, "GET", path)
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.005)
        raise SystemExit(f"{self.process.args[0]} does not answer: {self.log.read_text()[-2000:]}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Contender:
    """One server and the way it is asked. `missing`: why it takes no part."""

    name = ""
    surface = "openai_chat"
    headers = ()
    tolerated = ()  # kinds of errors that are this server's manner
    threads = 1
    missing = None

    def __init__(self, setup):
        self.setup = setup
        self.process = None
        self.port = None

    def start(self, upstream):
        self.folder = self.setup.folder / self.name.replace(" ", "-").replace(",", "")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.port = free_port()
        self._start(upstream)

    def stop(self):
        if self.process:
            self.process.stop()
            self.process = None

    def version(self):
        """One line; nothing where there is none, or where another contender's is the same."""

    def run(self, command, path="/", **environment):
        cores = self.setup.server_cores if self.threads == 1 else None
        self.process = Process(command, self.folder, cores, environment)
        self.process.until_it_answers(self.port, path)


class Direct(Contender):
    """The stand-in itself: what load_test and the machine cost."""

    name = "direct"
    surface = "gemini"

    def _start(self, upstream):
        self.port = upstream


class Nginx(Contender):
    name = "nginx"
    surface = "gemini"

    def version(self):
        return first_line([self.setup.proxies / "usr/sbin/nginx", "-v"])

    def _start(self, upstream):
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, port=self.port, upstream=upstream))
        self.run([self.setup.proxies / "usr/sbin/nginx", "-p", self.folder, "-c", config, "-e", self.folder / "nginx.log"])


class HaProxy(Contender):
    name = "HAProxy"
    surface = "gemini"

    def _start(self, upstream):
        config = self.folder / "haproxy.cfg"
        config.write_text(HAPROXY.format(port=self.port, upstream=upstream))
        self.run([self.program(), "-db", "-f", config], **self.libraries())

    def program(self):
        return self.setup.proxies / "usr/sbin/haproxy"

    def libraries(self):
        return {"LD_LIBRARY_PATH": ":".join(map(str, (self.setup.proxies / "usr/lib").glob("*-linux-gnu")))}

    def version(self):
        return first_line([self.program(), "-v"], **self.libraries()).split(" - ")[0]


class Portkey(Contender):
    """Translates OpenAI's chat to Gemini's, as geminid does. It ends streams of Gemini's without OpenAI's `[DONE]`."""

    name = "Portkey"
    tolerated = ("stream without [DONE]",)

    def version(self):
        package = json.loads((self.setup.portkey / "node_modules/@portkey-ai/gateway/package.json").read_text())
        return f"{package['name']} {package['version']} on Node {first_line([self.setup.node / 'node', '--version'])}"

    def _start(self, upstream):
        self.headers = ("x-portkey-provider: google", f"x-portkey-custom-host: http://127.0.0.1:{upstream}")
        program = self.setup.portkey / "node_modules/@portkey-ai/gateway/build/start-server.js"
        command = [self.setup.node / "node", program, f"--port={self.port}", "--headless"]
        self.run(command, NODE_ENV="production", TRUSTED_CUSTOM_HOSTS="127.0.0.1")


class Geminid(Contender):
    """Everything on: a user key with limits, limits for each key and model, log, statistics, persistence."""

    name = "geminid"
    keys = 10

    def version(self):
        return first_line([self.setup.geminid, "--version"])

    def _start(self, upstream):
        self.launch(upstream)
        bounds = {"rpm": UNLIMITED, "tpm": UNLIMITED * 1000, "rpd": UNLIMITED}
        self.admin("PUT", f"models/{MODEL}", bounds)
        user = self.admin("GET", "user-keys")["user_keys"][0]["id"]
        self.admin("PATCH", f"user-keys/{user}", {**bounds, "max_concurrency": 100_000})

    def launch(self, upstream):
        command = [self.setup.geminid, "--host", "127.0.0.1", "--port", self.port, "--data-dir", self.folder / "data"]
        if self.setup.takes_threads:
            command += ["--threads", self.threads]
        self.run(
            command,
            "/health",
            GEMINI_BASE_URL=f"http://127.0.0.1:{upstream}",
            GEMINI_API_KEYS=",".join(f"AIzaBench-{number:029d}" for number in range(self.keys)),
            GEMINID_USER_KEYS=USER_KEY,
            GEMINID_ADMIN_PASSWORD="bench-password-0123",
            GEMINID_ADMIN_TOKEN=TOKEN,
        )

    def admin(self, method, path, document=None):
        status, body = ask(self.port, method, f"/admin/api/{path}", document, TOKEN)
        if status >= 300:
            raise SystemExit(f"geminid's admin API, {method} {path}: {status} {body!r}")
        return json.loads(body)


class GeminidTwoThreads(Geminid):
    name = "geminid, 2 threads"
    threads = 2

    def version(self):
        return None

    def __init__(self, setup):
        super().__init__(setup)
        if not setup.takes_threads:
            self.missing = "this geminid has one io thread"


class GeminidNative(Geminid):
    """Gemini's own API passed through, as the plain proxies do."""

    name = "geminid, Gemini API"
    surface = "gemini"

    def version(self):
        return None

    def _start(self, upstream):
        super()._start(upstream)
        document = {"contents": [{"role": "user", "parts": [{"text": "Hello."}]}]}
        status, _ = ask(self.port, "POST", f"/v1beta/models/{MODEL}:generateContent?key={USER_KEY}", document)
        if status == 404:
            self.missing = "this geminid does not serve Gemini's own API"


ALL = (Direct, Nginx, HaProxy, Portkey, Geminid, GeminidTwoThreads, GeminidNative)
