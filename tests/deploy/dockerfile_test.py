"""tools/dockerfile.py does what an engine would, or refuses."""

import sys
import unittest

from deployed import SOURCES

sys.path.insert(0, str(SOURCES / "tools"))

import dockerfile  # noqa: E402


class Parser(unittest.TestCase):
    def test_reads_stages_steps_and_how_the_image_is_run(self):
        build, image = dockerfile.parse(
            "# a comment\nFROM debian:one AS build\nARG WHO=nobody\nARG NOTE=${WHO:-x}\nENV A=\"b c\" D=$NOTE\nWORKDIR /w\n"
            "COPY a b c/\nRUN echo \\\n  # in between\n  done\n\nFROM debian:two\nCOPY --from=build /x /y\nUSER 7:8\n"
            'STOPSIGNAL SIGINT\nEXPOSE 80/tcp\nHEALTHCHECK --timeout=3s CMD ["a", "b"]\nENTRYPOINT ["a"]\nCMD ["c"]\n',
            {"WHO": "me"},
        )
        self.assertEqual((build.name, build.base, image.base), ("build", "debian:one", "debian:two"))
        folder, copied, run = build.steps
        self.assertEqual((folder.path, copied.sources, copied.target), ("/w", ["a", "b"], "/w/c/"))
        self.assertEqual(run.arguments, ["/bin/sh", "-c", "echo   done"])
        self.assertEqual((run.folder, run.environment["A"], run.environment["D"]), ("/w", "b c", "me"))
        self.assertEqual((image.steps[0].stage, image.steps[0].target), ("build", "/y"))
        told = image.image
        self.assertEqual((told.user, told.stop_signal, told.ports), ("7:8", "SIGINT", [80]))
        self.assertEqual((told.health, told.entrypoint, told.command), (["a", "b"], ["a"], ["c"]))
        self.assertEqual(told.health_options, {"timeout": "3s"})

    def test_refuses_what_it_does_not_know_and_names_the_line(self):
        for line in (
            "ADD a b",
            "VOLUME /data",
            "RUN --mount=type=cache,target=/x true",
            "COPY --chown=1 a b",
            "COPY --from=other a b",
            "COPY *.txt b/",
            "COPY ../a b",
            "COPY a b c",
            "ENTRYPOINT geminid",
            "HEALTHCHECK CMD curl x",
            "ENV A b",
            "ENV A=${B%x}",
            "FROM a AS",
            "SHELL [\"/bin/bash\"]",
        ):
            with self.assertRaisesRegex(dockerfile.Wrong, "line 2", msg=line):
                dockerfile.parse(f"FROM debian:one\n{line}\n")
        with self.assertRaises(dockerfile.Wrong):
            dockerfile.parse("RUN true\n")

    def test_leaves_out_of_the_context_what_the_ignore_file_names(self):
        is_ignored = dockerfile.ignored("# why\n.git\n*.md\n**/node_modules\nbuild/\n")
        out = [".git", ".git/config", "README.md", "a/node_modules/b", "node_modules", "build", "build/x"]
        left = ["docs/README.md", ".github", "a/build", "builder", "a.mdx"]
        self.assertEqual([path for path in out + left if is_ignored(path)], out)
        for pattern in ("!keep", "a/**/b", "[ab]"):
            with self.assertRaises(dockerfile.Wrong):
                dockerfile.ignored(pattern)


if __name__ == "__main__":
    unittest.main()
