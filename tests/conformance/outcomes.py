"""The outcome of each test, worked out once however many tests ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final

from conformance import graph_stores, protocols, queries, updates
from conformance.exclusions import exclusions
from conformance.harness import Server
from conformance.manifest import Case

Runner = Callable[[Server, Case], str | None]
"""Runs a test and tells what was wrong, or None."""

RUNNERS: Final[Mapping[str, Runner]] = {
    "QueryEvaluationTest": queries.evaluation,
    "CSVResultFormatTest": queries.evaluation,
    "PositiveSyntaxTest11": queries.syntax,
    "NegativeSyntaxTest11": queries.syntax,
    "UpdateEvaluationTest": updates.update,
    "PositiveUpdateSyntaxTest11": updates.update,
    "NegativeUpdateSyntaxTest11": updates.update,
    "ProtocolTest": protocols.protocol,
    "ServiceDescriptionTest": protocols.service_description,
    "GraphStoreProtocolTest": graph_stores.graph_store,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went.

    Attributes:
        value: ``passed``, ``failed`` or ``inapplicable``.
        detail: why it did not pass.
        expected: whether it went as the table of exclusions says.
    """

    value: str
    detail: str
    expected: bool


class Outcomes:
    """Runs tests against a server, each at most once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._known: dict[str, Outcome] = {}

    def of(self, case: Case) -> Outcome:
        if case.iri not in self._known:
            self._known[case.iri] = self._run(case)
        return self._known[case.iri]

    def _run(self, case: Case) -> Outcome:
        run = updates.update if queries.is_update(case) else RUNNERS[case.kind]
        try:
            wrong = run(self.server, case)
        except (ValueError, LookupError, SyntaxError, OSError, HTTPException) as error:  # no answer, or no good one
            wrong = f"{type(error).__name__}: {error}"
        exclusion = exclusions().get(case.iri)
        if exclusion is None:
            return Outcome("failed" if wrong else "passed", wrong or "", expected=wrong is None)
        if wrong is None:
            return Outcome("passed", f"it is excluded, and passes: {exclusion.reason}", expected=False)
        value = "failed" if exclusion.category == "engine" else "inapplicable"
        return Outcome(value, exclusion.reason, expected=True)
