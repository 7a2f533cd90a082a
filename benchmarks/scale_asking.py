"""Asking in turn, timing and comparing: what a client on this machine sees, over one connection that is kept open."""

from __future__ import annotations

import http.client
import json
import statistics
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final, Self

from scale_questions import Question
from scale_requests import Asked, Rows
from scale_subjects import Subject
from servers import Server
from workloads import JSON

PATIENCE: Final = 60.0
"""Seconds until an answer is given up."""

_GIVEN_UP: Final = 2
"""After so many failures of one server a question is not asked of it again."""

ENOUGH: Final = 30.0
"""Seconds that one question may take of a server in all; after them it is not asked again, and what is known counts."""


class Unanswered(Exception):
    """A server gave no answer, or said that it would not."""


class Client:
    """Asks one server.

    Args:
        server: which runs.
    """

    def __init__(self, server: Server) -> None:
        """Keep the address; the connection is made with the first request."""
        self.server = server
        self._address = urllib.parse.urlsplit(server.url).netloc
        self._connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)

    def __enter__(self) -> Self:
        """Give the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._connection.close()

    def ask(self, asked: Asked) -> tuple[float, list[bytes]]:
        """Send a request; give milliseconds until the last byte was there, and the answer, page by page.

        Raises:
            Unanswered: if it is not answered with 200 in time.
        """
        given = {**self.server.given, **asked.given} if asked.path == "/sparql" else asked.given
        accept = JSON if asked.path == "/sparql" else "application/json"
        target: str | None = f"{asked.path}?{urllib.parse.urlencode(given)}"
        took, pages = 0.0, []
        while target:
            milliseconds, body = self._page(target, accept)
            took += milliseconds
            pages.append(body)
            target = json.loads(body)["next"] if asked.paged else None
        return took, pages

    def _page(self, target: str, accept: str) -> tuple[float, bytes]:
        began = time.perf_counter()
        try:
            self._connection.request("GET", target, headers={"Accept": accept})
            answer = self._connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise Unanswered(f"{type(error).__name__}: {error}") from error
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise Unanswered(f"{answer.status}: {body[:200].decode(errors='replace')}")
        return took, body


@dataclass(slots=True)
class Found:
    """What was measured of one question.

    Attributes:
        times: milliseconds by server.
        spent: seconds by server, those before anything is measured included.
        rows: of ours, by asking.
        equal: how often all answers said the same.
        different: what the first difference was, if any.
        failed: why servers did not answer, by server.
    """

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    rows: list[int] = field(default_factory=list)
    equal: int = 0
    compared: int = 0
    different: str = ""
    failed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def ask_all(
    servers: Sequence[Server], questions: Mapping[str, Question], subjects: Sequence[Subject], warm: int
) -> dict[str, Found]:
    """Ask every question of every server about every subject, the order of servers turning.

    Args:
        servers: ours and Virtuoso, or one of them.
        questions: by name.
        subjects: what they are about.
        warm: about how many subjects, the first ones, servers are asked before anything is measured.
    """
    found: dict[str, Found] = {name: Found() for name in questions}
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(server)) for server in servers]
        for number, subject in enumerate(subjects):
            turned = [*clients[number % len(clients) :], *clients[: number % len(clients)]]
            for name, question in questions.items():
                _ask(turned, question, subject, found[name], measured=number >= warm)
    return found


def _ask(clients: Sequence[Client], question: Question, subject: Subject, found: Found, *, measured: bool) -> None:
    pair = question(subject)
    answers: dict[str, Rows] = {}
    for client in clients:
        name = client.server.name
        asked = pair.ours if name == "kg" else pair.theirs
        if asked is None or len(found.failed[name]) >= _GIVEN_UP or found.spent[name] > ENOUGH:
            continue
        try:
            took, pages = client.ask(asked)
        except Unanswered as error:
            found.failed[name].append(str(error))
            continue
        found.spent[name] += took / 1000
        answers[name] = together(asked, pages)
        if measured:
            found.times[name].append(took)
    if measured and "kg" in answers:
        found.rows.append(answers["kg"].total())
    if measured and len(answers) > 1:
        _compare(answers, subject, found)


def together(asked: Asked, pages: Iterable[bytes]) -> Rows:
    """Read all pages of an answer."""
    rows = Rows()
    for page in pages:
        rows |= asked.read(page)  # no two pages have a row in common, but may name the same thing
    return rows


def _compare(answers: Mapping[str, Rows], subject: Subject, found: Found) -> None:
    (one, ours), (other, theirs) = sorted(answers.items())
    found.compared += 1
    found.equal += ours == theirs
    if ours != theirs and not found.different:
        more, fewer = list((ours - theirs).elements()), list((theirs - ours).elements())
        found.different = f"{subject}: {one} alone {len(more)} {more[:2]}, {other} alone {len(fewer)} {fewer[:2]}"


def quantile(times: Sequence[float], share: float) -> float:
    """Give the time that a share of the times does not exceed.

    Example:
        >>> quantile([4, 1, 3, 2], 0.5), quantile([4, 1, 3, 2], 0.95)
        (2, 4)
    """
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def report(found: Mapping[str, Found], names: Sequence[str]) -> Iterator[str]:
    """Give the lines of a table: medians, the 95th of a hundred, and the ratio of the medians to ours."""
    yield (
        f"{'question':24}"
        + "".join(f"{name + ' ms':>14}{'p95':>9}" for name in names)
        + (f"{'kg is':>9}{'rows':>9}  answers")
    )
    for name, one in found.items():
        medians = {server: statistics.median(times) for server, times in one.times.items() if times}
        cells = "".join(
            f"{medians[server]:14.2f}{quantile(one.times[server], 0.95):9.2f}"
            if server in medians
            else f"{'-':>14}{'-':>9}"
            for server in names
        )
        others = [medians[server] for server in names if server != "kg" and server in medians]
        ratio = f"{others[0] / medians['kg']:8.2f}x" if others and "kg" in medians else f"{'-':>9}"
        rows = f"{statistics.median(one.rows):9.0f}" if one.rows else f"{'-':>9}"
        verdict = (
            "not compared"
            if not one.compared
            else "equal"
            if one.equal == one.compared
            else (f"DIFFER in {one.compared - one.equal} of {one.compared}")
        )
        yield f"{name:24}{cells}{ratio}{rows}  {verdict}"
    for name, one in found.items():
        if one.different:
            yield f"  {name}: {one.different}"
        for server, reasons in one.failed.items():
            if reasons:
                yield f"  {name}: {server} gives no answer: {reasons[0]}"
