"""tools/check_layers.py finds what it is there to find: each case plants one violation in a tree of its own."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "check_layers.py"

LAYERS = """\
shared shared:
policy actors/policy: shared
translate server/translate: shared
store server/store: shared
log server/log: shared
net server/net: shared
actors actors: shared policy net
http server/http: shared net
gateway server/gateway: shared actors http translate
"""

# What is right in every way; a case adds its own files.
TREE = {
    "shared/time.hpp": "#include <chrono>\n",
    "actors/policy/window.hpp": '#include "shared/time.hpp"\n',
    "actors/key_actor.cpp": '#include "actors/policy/window.hpp"\n#include <caf/all.hpp>\n',
    "server/translate/chat.hpp": '#include "shared/time.hpp"\n#include <nlohmann/json.hpp>\n',
    "server/store/rocks.cpp": "#include <rocksdb/db.h>\n",
    "server/http/server.hpp": "#include <boost/asio.hpp>\n",
    "server/app/main.cpp": '#include "server/http/server.hpp"\n#include "actors/policy/window.hpp"\n',
    "server/log/log.cpp": "#include <spdlog/spdlog.h>\n",
    "tests/http/server_test.cpp": '#include "server/http/server.hpp"\n#include <caf/all.hpp>\n',
    "tools/cmake/pch/actors.hpp": "#include <caf/all.hpp>\n",
}


class CheckLayers(unittest.TestCase):
    def check(self, extra_files=None, layers=LAYERS):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**TREE, **(extra_files or {})}.items():
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            layers_file = Path(folder, "layers.txt")
            layers_file.write_text(layers, encoding="utf-8")
            run = subprocess.run(
                [sys.executable, SCRIPT, folder, layers_file], capture_output=True, text=True, check=False, timeout=60
            )
        return run.returncode, run.stdout + run.stderr

    def assert_refused(self, expected, **planted):
        code, output = self.check(**planted)
        self.assertEqual(code, 1, output)
        self.assertIn(expected, output)
        self.assertIn("layers: 1 problems", output)

    def test_accepts_a_tree_in_order(self):
        self.assertEqual(self.check(), (0, "layers: in order\n"))

    def test_refuses_a_component_that_is_not_declared_as_dependency(self):
        self.assert_refused(
            "server/translate/x.hpp:2: translate may not include http",
            extra_files={"server/translate/x.hpp": '#pragma once\n#include "server/http/server.hpp"\n'},
        )

    def test_refuses_a_dependency_of_a_dependency_that_is_not_declared_itself(self):
        self.assert_refused(
            "gateway may not include policy",
            extra_files={"server/gateway/x.cpp": '#include "actors/policy/window.hpp"\n'},
        )

    def test_tells_policy_from_the_actors_around_it(self):
        self.assert_refused(
            "policy may not include actors",
            extra_files={"actors/key_actor.hpp": "", "actors/policy/x.hpp": '#include "actors/key_actor.hpp"\n'},
        )

    def test_refuses_a_way_around_by_a_relative_path(self):
        self.assert_refused(
            "write this tree's headers from its root: server/http/server.hpp",
            extra_files={"server/translate/x.hpp": '#include "../http/server.hpp"\n'},
        )

    def test_refuses_a_program_s_header_in_a_component(self):
        self.assert_refused(
            "http may not include server/app/config.hpp, which belongs to no component",
            extra_files={"server/app/config.hpp": "", "server/http/x.cpp": '#include "server/app/config.hpp"\n'},
        )

    def test_refuses_sources_in_an_undeclared_folder(self):
        self.assert_refused("server/new/x.cpp: this folder is no declared component", extra_files={"server/new/x.cpp": ""})

    def test_refuses_a_dependency_on_what_is_declared_later(self):
        self.assert_refused("a depends on b, which is not declared before it", layers=LAYERS + "a server/a: b\nb server/b: a\n")

    def test_refuses_libraries_outside_their_place(self):
        for path, header in (
            ("server/http/x.cpp", "caf/all.hpp"),
            ("actors/policy/x.cpp", "caf/actor.hpp"),
            ("actors/x.cpp", "rocksdb/db.h"),
            ("tools/gemini_sim/x.cpp", "rocksdb/db.h"),
            ("shared/x.hpp", "boost/asio.hpp"),
            ("actors/policy/x.hpp", "boost/asio.hpp"),
            ("server/translate/x.cpp", "boost/json.hpp"),
            ("server/http/x.cpp", "spdlog/spdlog.h"),
            ("server/app/x.cpp", "imgui.h"),
            ("webui/view/x.hpp", "imgui.h"),
            ("webui/plot/x.hpp", "imgui_internal.h"),
            ("webui/pages/x.hpp", "emscripten.h"),
        ):
            with self.subTest(path=path, header=header):
                self.assert_refused(
                    f"{path}:1: <{header}> may ", extra_files={path: f"  # include <{header}>\n"}
                )


if __name__ == "__main__":
    unittest.main()
