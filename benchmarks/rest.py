"""One thing at its own address, as JSON, beside a route of FastAPI that does nothing: requests a second.

Both servers run at once, with one process each; short passes of a compiled load generator (wrk, 8 connections) go
round, each pass beginning with the other, so that whatever else the machine does falls on both. What is asked for
differs from request to request, and there is more of it than the server remembers, so that each answer is made anew;
*again* asks for a few things again and again, as one does for those that everybody looks at. Printed are medians over
the passes of the rates and of the processor time of a request, and ratios of the medians: trust the ratios.

    python benchmarks/rest.py [--quads 1000000] [--seconds 3] [--passes 7]
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generate import LEAST, Invention, write_release
from processes import ProcessTree
from servers import BENCH, end_servers_when_ended, free_port, make_bench

from kg.identifiers import path_of
from kg.namespaces import CKG, RDF
from kg.release import open_release

CONNECTIONS: Final = 8
FEW: Final = 50
SPELLINGS: Final = ("", ".json", ".jsonld")
"""Endings of one address, each remembered for itself, so that there are enough of them."""
EMPTY: Final = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def empty() -> dict[str, str]:
    return {}
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
"""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass measured: requests a second, and processor microseconds a request."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and what it is asked for: files of paths, by name."""

    url: str
    process: subprocess.Popen[bytes]
    loads: dict[str, Path]

    def run(self, load: str, seconds: int) -> Pass:
        """Make one pass.

        Raises:
            OSError: if an answer is not 200.
        """
        tree = ProcessTree(self.process.pid)
        before = tree.cpu_seconds()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(Path(__file__).with_name("load.lua")),
                   self.url, "--", str(self.loads[load]), "-"]  # fmt: skip
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        if found["failed"] or found["broken"]:
            raise OSError(f"{self.url} failed: {found}")
        return Pass(found["requests"] / found["seconds"], (tree.cpu_seconds() - before) * 1e6 / found["requests"])


@contextmanager
def serving(command: Sequence[str], url: str, loads: dict[str, Path]) -> Iterator[Server]:
    """Run a server for as long as the context lasts.

    Raises:
        OSError: if it does not begin to answer.
    """
    with (BENCH / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    try:
        first = next(iter(loads.values())).read_text().split("\n", 1)[0]
        for _ in range(300):
            try:
                urllib.request.urlopen(url + first, timeout=5).read()
                break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield Server(url, process, loads)
    finally:
        process.terminate()
        process.wait(30)


def write_paths(store: Path, folder: Path) -> dict[str, Path]:
    """Write down what is asked for: entities, facts, and a few entities again and again."""
    with open_release(store) as release:
        paths = {
            cls: sorted(path_of(quad.subject) for quad in release.store.quads("", predicate=RDF.type, value=cls))  # type: ignore[arg-type]
            for cls in (CKG.Actor, CKG.Place, CKG.Fact)
        }
    entities = [f"/{path}{ending}" for ending in SPELLINGS for path in paths[CKG.Actor] + paths[CKG.Place]]
    asked = {"entities": entities, "facts": [f"/{path}" for path in paths[CKG.Fact]], "again": entities[:FEW]}
    files = {}
    for name, lines in asked.items():
        files[name] = folder / f"rest-{name}.txt"
        files[name].write_text("".join(f"{line}\n" for line in lines))
    return files


def report(found: dict[str, dict[str, list[Pass]]]) -> Iterator[str]:
    """Give the lines of a table."""
    yield f"{'':10} {'req/s':>8} {'empty':>8} {'ratio':>6} {'CPU us':>8} {'empty':>8} {'ratio':>6}"
    for load, passes in found.items():
        rate, empty_rate = (statistics.median(one.rate for one in passes[name]) for name in ("kg", "empty"))
        cpu, empty_cpu = (statistics.median(one.cpu for one in passes[name]) for name in ("kg", "empty"))
        yield (f"{load:10} {rate:8.0f} {empty_rate:8.0f} {rate / empty_rate:6.2f} "
               f"{cpu:8.0f} {empty_cpu:8.0f} {empty_cpu / cpu:6.2f}")  # fmt: skip


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000, help=f"size of the data, at least {LEAST}")
    parser.add_argument("--seconds", type=int, default=3, help="of one pass")
    parser.add_argument("--passes", type=int, default=7)
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is needed: apt-get install wrk", file=sys.stderr)
        return 2
    end_servers_when_ended()
    make_bench()
    store = BENCH / f"rest-{given.quads}"
    write_release(Invention(given.quads, seed=1), store)
    loads = write_paths(store, BENCH)
    nothing = BENCH / "rest-empty.txt"
    nothing.write_text("/\n")
    ours, theirs = free_port(), free_port()
    kg = [str(Path(sys.executable).parent / "kg"), "serve", "--port", str(ours), "--store", str(store)]
    empty = [sys.executable, "-c", EMPTY, str(theirs)]
    found: dict[str, dict[str, list[Pass]]] = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        servers = {
            "kg": stack.enter_context(serving(kg, f"http://127.0.0.1:{ours}", loads)),
            "empty": stack.enter_context(serving(empty, f"http://127.0.0.1:{theirs}", dict.fromkeys(loads, nothing))),
        }
        for load in loads:
            for number in range(given.passes + 1):
                for name in (*servers, *servers)[number % 2 : number % 2 + 2]:
                    one = servers[name].run(load, given.seconds)
                    if number:  # the first warms up
                        found[load][name].append(one)
    print(*report(found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
