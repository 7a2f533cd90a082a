"""Searching names, beside rapidfuzz going through all of them.

Invented names of two kinds, in Latin letters and for some in Arabic, are put into an index and asked for: as they are,
in capitals, with one slip and with two, by a part, by a beginning, in Arabic, and names of nobody. Every name that is
asked for is drawn anew. `process.extract` of rapidfuzz with its WRatio is what one would do without an index; it is
asked the same, less often. Both are timed in one process, in turn. With `--serve`, the server is asked too, over one
connection; its milliseconds are those of its own log.

    python benchmarks/names.py [--names 100000] [--asks 300] [--seed 1] [--serve]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from rapidfuzz import process
from world import make_world

from kg.search import NameIndex, write_index
from kg.statements import Labels

KG: Final = str(Path(sys.executable).parent / "kg")
PEER: Final = 10
"""Of so many questions one is asked of the peer, too."""
Names = Mapping[str, Labels]


def slipped(name: str, rng: random.Random) -> str:
    """Leave out a letter, put one in, or take another one."""
    at, letter = rng.randrange(len(name)), rng.choice("abdefghiklmnoprstuz")
    return name[:at] + rng.choice(("", letter, letter + name[at])) + name[at + 1 :]


KINDS: Final[Mapping[str, Callable[[Labels, random.Random], str]]] = {
    "as it is": lambda labels, _: labels.shown,
    "in capitals": lambda labels, _: labels.shown.upper(),
    "one slip": lambda labels, rng: slipped(labels.shown, rng),
    "two slips": lambda labels, rng: slipped(slipped(labels.shown, rng), rng),
    "a part": lambda labels, _: labels.shown.split()[-1],
    "a beginning": lambda labels, rng: labels.shown[: rng.randint(1, len(labels.shown) - 1)],
    "in Arabic": lambda labels, _: next((text for tag, text in labels.preferred if tag == "ar"), ""),
    "nobody": lambda _, rng: "".join(rng.choices("abcdefghijklmnop", k=9)).capitalize() + " Front",
}
"""How a name is asked for."""


def questions(names: Names, asks: int, seed: int) -> list[tuple[str, str, str]]:
    """Draw what is asked: the kind of question, a name, and the path of the thing that bears it; in mixed order."""
    rng = random.Random(f"{seed}/questions")
    paths = sorted(names)
    asked = []
    for kind, make in KINDS.items():
        drawn = ((path, make(names[path], rng)) for path in rng.sample(paths, min(3 * asks, len(paths))))
        asked += [(kind, name, path) for path, name in drawn if name][:asks]
    rng.shuffle(asked)
    return asked


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Give the median and the 99th of a hundred, in milliseconds."""
    ordered = sorted(seconds)
    return 1000 * statistics.median(ordered), 1000 * ordered[min(int(0.99 * len(ordered)), len(ordered) - 1)]


def measured(index: NameIndex, names: Names, asked: Sequence[tuple[str, str, str]]) -> None:
    """Ask the index and, now and then, the peer; print how long it took and how often the first was right."""
    everything = {labels.shown: path for path, labels in names.items()}
    known = list(everything)
    ours: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    peer: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    for number, (kind, name, path) in enumerate(asked):
        began = time.perf_counter()
        found = index.find(name, typing=kind == "a beginning")
        ours[kind].append(
            (time.perf_counter() - began, bool(found) and names[found[0].path].shown == names[path].shown)
        )
        if number % PEER == 0:
            began = time.perf_counter()
            near = process.extract(name, known, limit=20)
            peer[kind].append((time.perf_counter() - began, near[0][0] == names[path].shown))
    print(f"{'asked for':12} {'p50 ms':>8} {'p99 ms':>8} {'first':>6}    {'rapidfuzz p50':>13} {'first':>6}")
    for kind in KINDS:
        median, slow = quantiles([seconds for seconds, _ in ours[kind]])
        theirs, _ = quantiles([seconds for seconds, _ in peer[kind]])
        right, other = (f"{100 * statistics.mean(good for _, good in some[kind]):.0f} %" for some in (ours, peer))
        print(f"{kind:12} {median:8.2f} {slow:8.2f} {right:>6}    {theirs:13.1f} {other:>6}")
    median, slow = quantiles([seconds for kind in KINDS for seconds, _ in ours[kind]])
    print(f"{'all':12} {median:8.2f} {slow:8.2f}")


def served(index: Path, asked: Sequence[tuple[str, str, str]]) -> None:
    """Ask a server whose release has the index; print the times that its log tells."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as log:
        environment = {**os.environ, "CKG_STORE": folder, "CKG_LOG": "json"}
        subprocess.run([KG, "build"], check=True, capture_output=True, env=environment)
        names = next(Path(folder).glob("releases/*/names.sqlite"))
        names.write_bytes(index.read_bytes())
        server = subprocess.Popen([KG, "serve", "--port", "0"], stderr=log, env=environment)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", _port(log))
            for kind, name, _ in asked:
                typing = "&typing=true" if kind == "a beginning" else ""
                connection.request("GET", f"/search?q={quote(name)}{typing}")
                answer = connection.getresponse()
                assert answer.status == 200, answer.read()
                answer.read()
        finally:
            server.terminate()
            server.wait(30)
        log.seek(0)
        lines = (json.loads(line) for line in log if line.startswith("{"))
        times = [line["ms"] / 1000 for line in lines if str(line.get("path", "")).startswith("/search")]
    median, slow = quantiles(times)
    print(f"{'served':12} {median:8.2f} {slow:8.2f}    {len(times)} requests, the server's own time")


def _port(log: IO[str]) -> int:
    for _ in range(600):
        log.seek(0)
        text = log.read()
        if "http://127.0.0.1:" in text:
            return int(text.partition("http://127.0.0.1:")[2].split()[0].strip('",'))
        time.sleep(0.1)
    raise SystemExit(f"the server did not start: {text}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Searching names, beside going through all of them.")
    parser.add_argument("--names", type=int, default=100_000, help="how many things have names")
    parser.add_argument("--asks", type=int, default=300, help="how many questions of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", action="store_true", help="ask the server too")
    asked = parser.parse_args()
    world = make_world(asked.names // 2, asked.names // 2, asked.seed)
    names = {actor.path: actor.labels for actor in world.actors}
    names |= {place.path: place.labels for place in world.places}
    spellings = sum(len(labels.preferred) + len(labels.other) + len(labels.hidden) for labels in names.values())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite"
        began = time.perf_counter()
        write_index(path, names.items())
        seconds, size = time.perf_counter() - began, path.stat().st_size / 1e6
        print(f"{len(names):,} things, {spellings:,} spellings: index of {size:.0f} MB written in {seconds:.1f} s\n")
        drawn = questions(names, asked.asks, asked.seed)
        measured(NameIndex(path), names, drawn)
        if asked.serve:
            served(path, drawn)


if __name__ == "__main__":
    main()
