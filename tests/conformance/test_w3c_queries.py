"""Tests of queries, of the protocol and of the service description, each by its name in the suite."""

from __future__ import annotations

import json

import pytest

from conformance.exclusions import exclusions
from conformance.manifest import Case, suite
from conformance.outcomes import Outcomes
from conformance.queries import EVALUATION, SYNTAX, WAYS, by_engine_alone, is_update, refusal, text_of

pytestmark = pytest.mark.long


def ids(case: Case) -> str:
    return case.id


@pytest.mark.parametrize("case", suite().of(*EVALUATION, *SYNTAX), ids=ids)
def test_query(outcomes: Outcomes, case: Case) -> None:
    outcome = outcomes.of(case)
    assert outcome.expected, outcome.detail


def excluded(*categories: str) -> list[Case]:
    return [
        case
        for case in suite().of(*EVALUATION, *SYNTAX)
        if case.iri in exclusions() and exclusions()[case.iri].category in categories
    ]


@pytest.mark.parametrize("case", excluded("engine", "entailment"), ids=ids)
def test_what_the_engine_is_blamed_for_it_does_by_itself(case: Case) -> None:
    assert not is_update(case)
    assert by_engine_alone(suite(), case) is not None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", excluded("federation"), ids=ids)
def test_service_is_refused(outcomes: Outcomes, case: Case, way: str) -> None:
    server = outcomes.server
    reply = server.query(text_of(server.suite, case), way, {}, server.dataset(case))
    assert refusal(reply, 400) is None
    assert "SERVICE" in json.loads(reply.body)["detail"]
