"""render.yaml deploys as it stands, and with each of the choices that its comments offer."""

import os
import subprocess
import unittest

import render_blueprint
from deployed import IMAGE, SOURCES

TEXT = (SOURCES / "render.yaml").read_text()


def service(text):
    return render_blueprint.load(text)["services"][0]


class Blueprint(unittest.TestCase):
    def test_keeps_to_renders_rules_whichever_lines_are_chosen(self):
        choices = render_blueprint.choices(TEXT)
        self.assertEqual(set(choices), {"", "runtime", "plan"})
        for name, text in choices.items():
            self.assertEqual(render_blueprint.faults(render_blueprint.load(text)), [], name)

    def test_is_a_docker_service_on_the_free_plan_until_somebody_chooses(self):
        stated = service(TEXT)
        self.assertEqual((stated["runtime"], stated["plan"], stated["healthCheckPath"]), ("docker", "free", "/health"))
        self.assertTrue((SOURCES / stated.get("dockerfilePath", "Dockerfile")).exists())
        self.assertEqual(service(render_blueprint.choices(TEXT)["runtime"])["runtime"], "image")

    def test_a_disk_is_where_the_image_keeps_its_state(self):
        chosen = service(render_blueprint.choices(TEXT)["plan"])
        self.assertNotEqual(chosen["plan"], "free")
        self.assertEqual(chosen["disk"]["mountPath"], IMAGE.environment["GEMINID_DATA_DIR"])

    def test_no_secret_is_in_the_file_and_only_what_must_be_said_is_asked_for(self):
        variables = {variable["key"]: variable for variable in service(TEXT)["envVars"]}
        asked = {name for name, variable in variables.items() if variable.get("sync") is False}
        made = {name for name, variable in variables.items() if variable.get("generateValue")}
        self.assertEqual(asked, {"GEMINI_API_KEYS", "GEMINID_USER_KEYS", "GEMINID_RESTORE", "GEMINID_RESTORE_PASSPHRASE"})
        self.assertEqual(made, {"GEMINID_ADMIN_PASSWORD", "GEMINID_MASTER_KEY"})

    def test_a_drain_ends_before_render_ends_it(self):
        variables = {variable["key"]: variable for variable in service(TEXT)["envVars"]}
        self.assertLess(int(variables["GEMINID_DRAIN_SECONDS"]["value"]), service(TEXT).get("maxShutdownDelaySeconds", 30))

    def test_geminid_knows_every_variable(self):
        known = subprocess.run([os.environ["GEMINID_BIN"], "--help"], capture_output=True, text=True, check=True).stdout
        for variable in service(TEXT)["envVars"]:
            self.assertIn(variable["key"], known)


class Rules(unittest.TestCase):
    """The rules themselves refuse what they are there for."""

    def faults(self, **changes):
        blueprint = render_blueprint.load(TEXT)
        blueprint["services"][0].update(changes)
        return render_blueprint.faults(blueprint)

    def test_refuse_what_render_refuses(self):
        disk = {"name": "d", "mountPath": "/data"}
        for changes in (
            {"plan": "gratis"},
            {"disk": disk},
            {"maxShutdownDelaySeconds": 60},
            {"plan": "starter", "disk": disk, "maxShutdownDelaySeconds": 60},
            {"plan": "starter", "maxShutdownDelaySeconds": 301},
            {"plan": "starter", "disk": {"name": "d", "mountPath": "/etc"}},
            {"autoDeployTrigger": False},
            {"startCommand": "geminid"},
            {"runtime": "image"},
            {"envVars": [{"key": "A", "value": 25}]},
            {"envVars": [{"key": "A", "sync": False, "value": "x"}]},
            {"envVars": [{"key": "A", "value": "x"}, {"key": "A", "value": "y"}]},
            {"region": "mars"},
        ):
            self.assertEqual(len(self.faults(**changes)), 1, changes)
        self.assertEqual(self.faults(plan="starter", maxShutdownDelaySeconds=60), [])


if __name__ == "__main__":
    unittest.main()
