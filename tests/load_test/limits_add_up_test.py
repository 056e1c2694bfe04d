"""N keys carry N times the limit: the same load on a pool of one key and on one of ten, at the same time.

usage: limits_add_up_test.py [--minute]

By the limit of a day, which takes seconds; with --minute also by that of a minute, which takes one. geminid is told the
limits, and the simulator behind it refuses whatever is over them.
"""

import pathlib
import sys
import unittest

from loaded_gateway import MODEL, LoadedGateway

POOLS = (1, 10)
SCENARIO = pathlib.Path(__file__).parents[2] / "tools/load_test/scenarios/limits_add_up.json"


def shown(name, values):
    return f"{name:28}" + "".join(f"{value:>12}" for value in values)


class LimitsAddUp(unittest.TestCase):
    def compare(self, limit, count, *load):
        """Runs the load on both pools and holds each to exactly its limits."""
        gateways = []
        for keys in POOLS:
            gateway = LoadedGateway(keys, f"--{limit}", str(count))
            self.addCleanup(gateway.__exit__, None, None, None)
            gateway.admin("PUT", f"models/{MODEL}", {limit: count})
            gateways.append(gateway)
        running = [gateway.begin_load(str(SCENARIO), *load) for gateway in gateways]
        reports = [gateway.end_load(process)[1] for gateway, process in zip(gateways, running)]

        served = [report["served"] for report in reports]
        refused = [report["failed"] for report in reports]
        refused_by_google = [gateway.simulator_counts().get(429, 0) for gateway in gateways]
        print(f"\n{limit} {count} for each key, {reports[0]['load']}, {max(r['measured_s'] for r in reports):.0f} s")
        print(shown("", [f"{keys} key{'s' if keys > 1 else ''}" for keys in POOLS]))
        print(shown("served", served))
        print(shown("not served", refused))
        print(shown("refused by the simulator", refused_by_google))
        print(shown("factor", ["", f"{served[1] / max(served[0], 1):.2f}"]), flush=True)

        self.assertEqual(served, [keys * count for keys in POOLS])
        self.assertEqual(refused_by_google, [0, 0])
        for gateway, report, keys in zip(gateways, reports, POOLS):
            spread = report["keys"]
            self.assertEqual((spread["used"], spread["least"], spread["most"]), (keys, count, count))
            self.assertEqual(gateway.simulator_counts()[200], keys * count)

    def test_by_the_day(self):
        self.compare("rpd", 20, "--requests", "400")

    @unittest.skipUnless("--minute" in sys.argv, "takes a minute: --minute")
    def test_by_the_minute(self):
        self.compare("rpm", 10)


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--minute"])
