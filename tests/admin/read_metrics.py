"""Reads a file in Prometheus' text format and fails on what breaks its rules.

usage: read_metrics.py FILE
"""

import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as file:
    families = list(text_string_to_metric_families(file.read()))

problems = []
for family in families:
    if not family.documentation:
        problems.append(f"{family.name} has no help")
    if family.type not in ("counter", "gauge", "histogram"):
        problems.append(f"{family.name} is of type {family.type}")
    for sample in family.samples:
        if family.type == "counter" and not sample.name.endswith("_total"):
            problems.append(f"the counter {sample.name} does not end in _total")
    if family.type == "histogram" and not family.name.endswith("_seconds"):
        problems.append(f"the histogram {family.name} has no unit")
names = [family.name for family in families]
if len(set(names)) != len(names):
    problems.append("a family stands there twice")
print("\n".join(problems) if problems else f"read {len(families)} families")
sys.exit(1 if problems or len(families) < 20 else 0)
