"""Render's rules for a render.yaml, as far as its Blueprint reference tells them and this project's file needs them."""

import re

import yaml

SERVICE_FIELDS = {
    "type", "name", "region", "runtime", "plan", "branch", "repo", "rootDir", "autoDeployTrigger", "healthCheckPath", "envVars",
    "disk", "numInstances", "maxShutdownDelaySeconds", "dockerfilePath", "dockerContext", "dockerCommand", "image",
    "registryCredential", "buildFilter", "domains",
}  # fmt: skip
REGIONS = {"oregon", "ohio", "virginia", "frankfurt", "singapore"}
PLANS = {"free", "starter", "standard", "pro", "pro plus", "pro max", "pro ultra"}
# Nothing may be mounted over these.
TAKEN_PATHS = {
    "/", "/opt", "/opt/render", "/opt/render/project", "/opt/render/project/src", "/home", "/home/render", "/etc", "/etc/secrets",
}  # fmt: skip
VARIABLE_SOURCES = {"value", "generateValue", "sync", "fromDatabase", "fromService"}


def faults(blueprint):
    """What Render would refuse, as sentences."""
    if not isinstance(blueprint, dict) or not isinstance(blueprint.get("services"), list):
        return ["expected a map with a list of services"]
    found = [f"{field} is no field of a blueprint" for field in set(blueprint) - {"services"}]
    for service in blueprint["services"]:
        found += service_faults(service)
    return found


def service_faults(service):
    found = [f"{field} is no field of a Docker service" for field in set(service) - SERVICE_FIELDS]
    found += [f"{field} is missing" for field in ("type", "name", "runtime") if field not in service]
    free = service.get("plan", "starter") == "free"
    disk = service.get("disk")

    def expect(condition, text):
        if not condition:
            found.append(text)

    expect(service.get("type") == "web", "type: expected web")
    expect(service.get("region", "oregon") in REGIONS, "region is none of Render's")
    expect(service.get("plan", "starter") in PLANS, "plan is none of Render's")
    expect(service.get("autoDeployTrigger", "commit") in ("commit", "checksPass", "off"), "autoDeployTrigger: expected a word")
    expect(service.get("healthCheckPath", "/").startswith("/"), "healthCheckPath: expected a path")
    expect(service.get("runtime") in ("docker", "image"), "runtime: expected docker or image")
    expect((service.get("runtime") == "image") == ("image" in service), "image goes with runtime: image")
    if "image" in service:
        expect(set(service["image"]) <= {"url", "creds"} and "/" in service["image"].get("url", ""), "image: expected a url")
    if "maxShutdownDelaySeconds" in service:
        expect(1 <= service["maxShutdownDelaySeconds"] <= 300, "maxShutdownDelaySeconds: expected 1 to 300")
        expect(not free and not disk, "maxShutdownDelaySeconds is for paid plans without a disk")
    if disk is not None:
        expect(not free, "the free plan has no disk")
        expect(set(disk) <= {"name", "mountPath", "sizeGB"} and {"name", "mountPath"} <= set(disk), "disk: expected name, mountPath")
        expect(disk.get("mountPath", "").startswith("/") and disk.get("mountPath") not in TAKEN_PATHS, "disk: a path that is taken")
        expect(isinstance(disk.get("sizeGB", 10), int) and disk.get("sizeGB", 10) >= 1, "disk: sizeGB: expected a whole number")
        expect(service.get("numInstances", 1) == 1, "a service with a disk has one instance")
    names = [variable.get("key") for variable in service.get("envVars", [])]
    expect(len(names) == len(set(names)), "a variable is set twice")
    for variable in service.get("envVars", []):
        found += variable_faults(variable)
    return found


def variable_faults(variable):
    name = variable.get("key", "")
    sources = set(variable) - {"key"}
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return [f"{name!r} is no variable's name"]
    if len(sources) != 1 or not sources <= VARIABLE_SOURCES:
        return [f"{name}: expected one of value, generateValue, sync, fromDatabase, fromService"]
    if "sync" in variable and variable["sync"] is not False:
        return [f"{name}: sync can only be false"]
    if "generateValue" in variable and variable["generateValue"] is not True:
        return [f"{name}: generateValue can only be true"]
    # Environment variables are texts; a number without quotes is Render's guess.
    if "value" in variable and not isinstance(variable["value"], str):
        return [f"{name}: value: expected a text"]
    return []


def choices(text):
    """The file, and for each block of lines that are commented without a space the file with that block in force: {first field:
    text}, under "" the file as it is."""
    lines = text.splitlines()
    found, block = {"": text}, []
    for number, line in enumerate([*lines, ""]):
        match = re.match(r"(\s*)#(?=\S|  )(.*)$", line)
        if match:
            block.append((number, match[1] + match[2]))
            continue
        if block:
            names = {m[1] for _, chosen in block if (m := re.match(r"    (\w+):", chosen))}
            numbers = {n for n, _ in block}
            chosen = dict(block)
            kept = [
                chosen.get(n, l)
                for n, l in enumerate(lines)
                if n in numbers or not ((m := re.match(r"    (\w+):", l)) and m[1] in names)
            ]
            found[re.match(r"\s*(\w+)", block[0][1])[1]] = "\n".join(kept)
            block = []
    return found


def load(text):
    return yaml.safe_load(text)
