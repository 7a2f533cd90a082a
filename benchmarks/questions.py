"""Building and asking, beside rdflib loading and asking the same graph.

Each measurement is a process of its own, as a user runs it; runs of ours and of the peer's alternate, so that whatever
else the machine does falls on both. Printed are medians and the ratio of the medians: trust the ratio.

    python benchmarks/questions.py [runs]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KG = str(Path(sys.executable).parent / "kg")
PEER = """
import sys, rdflib
rdflib.NORMALIZE_LITERALS = False
dataset = rdflib.Dataset()
dataset.parse(sys.argv[1], format="nquads")
query = open(sys.argv[2], encoding="utf-8").read()
rows = list(dataset.query(query, initBindings={"on": rdflib.Literal("2024-12-02", datatype=rdflib.XSD.date)}))
assert rows
"""


def timed(command: list[str]) -> float:
    """Run a command and give its wall time in seconds."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def main(runs: int) -> None:
    """Measure and print."""
    query = Path(__file__).parents[1] / "queries" / "who-supported-whom.rq"
    with tempfile.TemporaryDirectory() as folder:
        store, dump = f"{folder}/store", f"{folder}/graph.nq"
        subprocess.run([KG, "build", "--store", store], check=True, capture_output=True)
        subprocess.run([KG, "export", "nquads", "--out", dump, "--store", store], check=True, capture_output=True)
        ask = [KG, "query", "who-supported-whom", "--param", "on=2024-12-02", "--store", store]
        peer = [sys.executable, "-W", "ignore", "-c", PEER, dump, str(query)]
        times: dict[str, list[float]] = {"kg build": [], "kg query": [], "rdflib, load and ask": []}
        for number in range(runs):
            times["kg build"].append(timed([KG, "build", "--store", f"{folder}/{number}"]))
            times["kg query"].append(timed(ask))
            times["rdflib, load and ask"].append(timed(peer))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(
            f"{name:22} median {medians[name]:6.2f} s   {min(values):5.2f} to {max(values):5.2f} s, {len(values)} runs"
        )
    print(f"rdflib / kg query      {medians['rdflib, load and ask'] / medians['kg query']:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
