"""geminid and the simulator as processes of a test, and what an operator does with them. Only the standard library."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

GEMINID = os.environ["GEMINID_BIN"]
SIMULATOR = os.environ["GEMINI_SIM_BIN"]
START_SECONDS_MAX = 60


def _listening_port(pid):
    """From the kernel, so that no log format matters; None when there is none yet."""
    inodes = set()
    for descriptor in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except OSError:  # closed since the folder was read
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not os.path.exists(table):
            continue
        for line in pathlib.Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                return int(fields[1].rsplit(":", 1)[1], 16)
    return None


class Program:
    """A process that listens. Its environment is only what is given; what it prints goes to a file."""

    def __init__(self, arguments, environment, log):
        self._log = open(log, "ab")
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *arguments],
            env={"PATH": os.environ["PATH"], **environment},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        deadline = time.monotonic() + START_SECONDS_MAX
        self.port = None
        while self.port is None:
            if self._process.poll() is not None:
                raise AssertionError(f"ended at its start: {pathlib.Path(log).read_text()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{arguments[0]} does not listen")
            try:
                self.port = _listening_port(self._process.pid)
            except FileNotFoundError:
                pass
            time.sleep(0.002)

    @property
    def pid(self):
        return self._process.pid

    def kill(self):
        self._process.kill()
        self._process.wait()
        self._log.close()

    def ask_to_stop(self):
        self._process.send_signal(signal.SIGTERM)

    def ended(self):
        """Waits for its end; the exit code."""
        code = self._process.wait(timeout=60)
        self._log.close()
        return code

    def stop(self):
        self.ask_to_stop()
        return self.ended()


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def document(self):
        return json.loads(self.body)


class Host:
    """A machine with a data directory, on which geminid is started, stopped and killed."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="geminid-operator-"))
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.answers = []  # every answer of geminid, as (request, text)
        self.environment = {"GEMINID_DATA_DIR": str(self.data)}
        self._simulator = None
        self._geminid = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for program in (self._geminid, self._simulator):
            if program:
                program.kill()
        shutil.rmtree(self.folder)

    def start_simulator(self, keys, *arguments):
        self._simulator = Program(
            [SIMULATOR, "--port", "0", "--keys", ",".join(keys), *arguments], {}, self.folder / "simulator"
        )
        self.environment["GEMINI_BASE_URL"] = f"http://127.0.0.1:{self._simulator.port}"

    def add_fault(self, **fault):
        self._steer("POST", fault)

    def clear_faults(self):
        self._steer("DELETE", {})

    def simulator_stats(self):
        return self.simulator("GET", "/_sim/stats")

    def _steer(self, method, fault):
        self.simulator(method, "/_sim/faults", fault)

    def simulator(self, method, path, body=None):
        """Asks the simulator's own interface (tools/gemini_sim/control.cpp); its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self._simulator.port, timeout=60)
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        document = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, document
        return document

    def start(self, *arguments, program=GEMINID, host="127.0.0.1", under=(), **environment):
        """`under`: a command that runs it, as the same process in the end."""
        command = [*under, program, "--host", host, "--port", "0", *arguments]
        self._geminid = Program(command, {**self.environment, **environment}, self.log)

    @property
    def port(self):
        return self._geminid.port

    @property
    def pid(self):
        return self._geminid.pid

    def ask_to_stop(self):
        self._geminid.ask_to_stop()

    def stop(self):
        program, self._geminid = self._geminid, None
        assert program.stop() == 0

    def ended(self):
        program, self._geminid = self._geminid, None
        return program.ended()

    def kill(self):
        program, self._geminid = self._geminid, None
        program.kill()

    def command(self, *arguments, input="", **environment):
        return subprocess.run(
            [GEMINID, *arguments],
            env={"PATH": os.environ["PATH"], **self.environment, **environment},
            input=input,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self._geminid.port, timeout=60)

    def request(self, method, path, body=None, headers=None, connection=None):
        own = connection or self.connection()
        data = body if isinstance(body, (str, type(None))) else json.dumps(body)
        own.request(method, path, data, {"content-type": "application/json", **(headers or {})})
        answer = own.getresponse()
        result = Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        if not connection:
            own.close()
        text = "".join(f"{name}: {value}\n" for name, value in answer.getheaders()) + result.body
        self.answers.append((f"{method} {path}", text))
        return result
