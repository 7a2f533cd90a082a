"""The program of a worker process: `python -m kg.worker CHANNEL MEMORY [RELEASE]`. Only the server starts it."""

from __future__ import annotations

import pickle
import socket
import sys
from collections import OrderedDict
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import BadParameter, UnknownThing
from kg.sparql.asking import Question, answer, graph
from kg.sparql.jobs import Ended, Job
from kg.sparql.worker import Outlet, work
from kg.store import OpenStore, open_store
from kg.store.layout import in_use

if TYPE_CHECKING:
    from kg.release import Release

OPEN: Final = 3
"""How many releases a worker keeps open."""
WHOLE: Final = 2
"""How many of them with their names and ontology: the current one, and one that somebody has pinned."""


class Opened:
    """The releases that a worker has open, the last used at the end."""

    def __init__(self) -> None:
        """Begin with none."""
        self._open: OrderedDict[str, tuple[OpenStore, ExitStack]] = OrderedDict()
        self._whole: OrderedDict[str, Release] = OrderedDict()

    def whole(self, release: str) -> Release:
        """Give a release with its names and its ontology, which takes longer to open than its quads.

        Raises:
            StoreDamaged: if it is not whole, or gone.
        """
        from kg.release import Release  # noqa: PLC0415  a third of a second that a query need not wait for

        if release not in self._whole:
            self._whole[release] = Release(Path(release))
            while len(self._whole) > WHOLE:
                self._whole.popitem(last=False)[1].close()
        self._whole.move_to_end(release)
        return self._whole[release]

    def get(self, release: str) -> OpenStore:
        """Open a release, or give it if it is open.

        Raises:
            StoreDamaged: if it is not whole, or gone.
        """
        if release not in self._open:
            resources = ExitStack()
            resources.enter_context(in_use(Path(release)))
            self._open[release] = (open_store(Path(release) / "quads"), resources)
            while len(self._open) > OPEN:
                self._open.popitem(last=False)[1][1].close()
        self._open.move_to_end(release)
        return self._open[release][0]


def main(channel: int, memory: int, release: str = "") -> None:
    """Work on a channel.

    Args:
        channel: file descriptor of a connected socket.
        memory: bytes that jobs may take.
        release: directory of the release to open before the first job.
    """
    opened = Opened()

    def ask(job: Job, out: Outlet) -> Ended:
        return answer(opened.get(job.release), Question(*job.arguments["question"]), out)

    def read(job: Job, out: Outlet) -> Ended:
        return graph(opened.get(job.release), job.arguments["name"], job.arguments["form"], out)

    def counts(job: Job, out: Outlet) -> Ended:
        from kg.counting.counts import answer  # noqa: PLC0415  as above
        from kg.counting.reading import without_pandas  # noqa: PLC0415

        without_pandas()
        question, store = job.arguments["question"], opened.get(job.release)
        out.write(pickle.dumps(answer(Path(job.release), store, question, 3 * memory // 4)))
        return Ended()

    def call(job: Job, out: Outlet) -> Ended:
        from kg.counting.reading import without_pandas  # noqa: PLC0415  as above

        without_pandas()
        try:
            found = job.arguments["function"](opened.whole(job.release), job.arguments["question"])
        except (BadParameter, UnknownThing) as error:  # whole, with what was expected
            found = error
        out.write(pickle.dumps(found))
        return Ended()

    def settle() -> None:
        if release:
            opened.get(release)

    tasks = {"ask": ask, "graph": read, "counts": counts, "call": call}
    work(socket.socket(fileno=channel), tasks, memory, settle)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4])
