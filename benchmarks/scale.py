"""Event tables of ten thousand, a hundred thousand and a million rows: building, converting and asking, beside peers.

For each size a table is made (`event_csv.py`), a release is built of it by the command that users run, the same rows
are converted by morph-kgc, and questions are asked in turn of `kg serve` and of Virtuoso, which has loaded the
release's dump. Answers are compared. A peer that is not installed is said to be missing.

    python benchmarks/scale.py [--rows 10000,100000,1000000] [--asks 30] [--like GED.csv] [--install-peers]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import scale_build
import scale_conversion
from event_counting import profile_of, read_table
from event_csv import EventTable, write_csv
from event_profile import Profile, load
from scale_asking import ask_all, report
from scale_build import Built
from scale_conversion import Conversion
from scale_questions import OURS, QUESTIONS
from scale_subjects import subjects
from servers import BENCH, Missing, Server, end_servers_when_ended, install_peers, make_bench, running

SERVERS = ("kg", "virtuoso")
STEPS = ("build", "convert", "ask")
WARM = 3
SEED = 1


def make_table(rows: int, profile: Profile, name: str) -> Path:
    """Make an event table, unless it is there."""
    folder = BENCH / "events"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{rows}.csv"
    if not file.exists():
        new = file.with_suffix(".new")
        write_csv(EventTable(rows, SEED, profile), new)
        new.rename(file)
    return file


def ask(table: Path, store: Path, asks: int, names: Sequence[str]) -> list[str]:
    """Ask the questions of the servers that are there; give the lines of the report."""
    with ExitStack() as stack:
        servers: list[Server] = []
        for name in names:
            try:
                servers.append(stack.enter_context(running(name, store)))
            except (Missing, OSError) as error:
                print(f"MISSING {name}: {error}")
        if not servers or servers[0].name != "kg":
            return []
        drawn = subjects(table, servers[0], asks + WARM, SEED)
        together = report(ask_all(servers, QUESTIONS, drawn, WARM), [server.name for server in servers])
        return [*together, "", *report(ask_all(servers[:1], OURS, drawn, WARM), ["kg"])]


def convert(table: Path, built: Built) -> list[str]:
    """Convert a table by morph-kgc, if it is there; give the lines that compare it with the build."""
    conversions: list[Conversion] = [scale_conversion.of_build(built)]
    try:
        conversions.append(scale_conversion.by_morph(table, built.rows, BENCH / "morph"))
    except (Missing, OSError) as error:
        print(f"MISSING morph-kgc: {error}")
    return scale_conversion.report(conversions)


def show(*lines: str) -> None:
    """Print lines at once, for the next may take minutes."""
    print("\n".join(lines), flush=True)


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(description="Event tables of growing size, beside peers.")
    parser.add_argument("--rows", default="10000,100000", help="sizes of the tables (default: %(default)s)")
    parser.add_argument("--asks", type=int, default=30, help="how often each question is asked (default: %(default)s)")
    parser.add_argument("--like", type=Path, help="a GED table whose rows are spread alike (default: the profile here)")
    parser.add_argument("--servers", default=",".join(SERVERS), help="which servers (default: %(default)s)")
    parser.add_argument("--steps", default=",".join(STEPS), help="which steps (default: %(default)s)")
    parser.add_argument("--install-peers", action="store_true", help="install morph-kgc from PyPI into .bench/ first")
    given = parser.parse_args()
    sizes = sorted(int(rows) for rows in given.rows.split(","))
    make_bench()
    end_servers_when_ended()
    if given.install_peers:
        install_peers(["morph-kgc"])
    profile = profile_of(read_table(given.like)) if given.like else load()
    names = given.servers.split(",")
    builds: list[Built] = []
    try:
        for rows in sizes:
            table = make_table(rows, profile, given.like.stem if given.like else "world")
            store = BENCH / "scale" / str(rows)
            show(f"\n== {rows:,} rows, {table.stat().st_size / 1_000_000:,.0f} MB ==")
            if "build" in given.steps:
                builds.append(scale_build.build(table, rows, store))
                show(*scale_build.report(builds))
                if "convert" in given.steps:
                    show("", *convert(table, builds[-1]))
            if "ask" in given.steps:
                show("", *ask(table, store, given.asks, names))
    except OSError as error:
        print(f"scale: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
