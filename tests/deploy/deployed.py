"""geminid as its image has it: installed with its dashboard, run as a user that nobody knows, where one folder can be written.

GEMINID_BUILD names a build folder to install from, into a folder that everybody can read; without it GEMINID_BIN is a program that
runs an image's geminid like that already (tools/replay_dockerfile.sh).
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

SOURCES = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCES / "tests" / "end_to_end" / "operator"), str(SOURCES / "tools")]

import dockerfile  # noqa: E402
from programs import Host, Program  # noqa: E402

USER = "31337:31337"
IMAGE = dockerfile.parse((SOURCES / "Dockerfile").read_text())[-1].image
USER_KEY = "sk-deployed-0123456789abcdef"
KEYS = [f"AIzaDeployedKey-{number:023d}" for number in range(2)]


class Installation:
    """Where the program is; `command` is how it is run."""

    def __init__(self):
        self._folder = None
        build = os.environ.get("GEMINID_BUILD")
        if not build:
            self.command = [os.environ["GEMINID_BIN"]]
            return
        self._folder = tempfile.mkdtemp(prefix="geminid-installed-")
        os.chmod(self._folder, 0o755)
        install = ["cmake", "--install", build, "--prefix", self._folder, "--component", "server", "--strip"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        self.command = [str(SOURCES / "tools" / "in_root.sh"), "/", USER, "", f"{self._folder}/bin/geminid"]

    def remove(self):
        if self._folder:
            shutil.rmtree(self._folder)


class DeployedHost(Host):
    """`environment` is all that geminid has beside what its image sets."""

    def __init__(self, installation):
        super().__init__()
        self._command = installation.command
        os.chmod(self.folder, 0o755)
        for name, value in IMAGE.environment.items():
            self.environment.setdefault(name, value)

    def start(self, *arguments, **environment):
        self._geminid = Program([*self._command, *arguments], {**self.environment, **environment}, self.log)

    def command(self, *arguments, **environment):
        return subprocess.run(
            [*self._command, *arguments],
            env={"PATH": os.environ["PATH"], **self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
