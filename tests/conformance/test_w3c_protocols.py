"""Tests of the protocol, the service description and the graph store, and that nothing can be changed by any of them."""

from __future__ import annotations

import pytest

from conformance.graph_stores import READS, exchanges
from conformance.manifest import Case, suite
from conformance.outcomes import Outcomes
from conformance.protocols import checked
from conformance.queries import SYNTAX, is_update, refusal
from conformance.updates import UPDATES

pytestmark = pytest.mark.long


def ids(case: Case) -> str:
    return case.id


@pytest.mark.parametrize(
    "case", suite().of("ProtocolTest", "ServiceDescriptionTest", "GraphStoreProtocolTest"), ids=ids
)
def test_protocol(outcomes: Outcomes, case: Case) -> None:
    outcome = outcomes.of(case)
    assert outcome.expected, outcome.detail


@pytest.mark.parametrize("way", ["form", "direct"])
@pytest.mark.parametrize("case", [*suite().of(*UPDATES), *filter(is_update, suite().of(*SYNTAX))], ids=ids)
def test_update_is_refused(outcomes: Outcomes, case: Case, way: str) -> None:
    assert case.text
    reply = outcomes.server.update(outcomes.server.suite.files[case.text].decode(), way)
    assert refusal(reply, 403) is None
    outcome = outcomes.of(case)
    assert outcome.expected, outcome.detail


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in suite().of("GraphStoreProtocolTest")
        if "IndirectGraphIdentification" in case.requires or case.id.endswith("put_get_default")
    ],
    ids=ids,
)
def test_graph_store_is_read_as_described_and_not_written(outcomes: Outcomes, case: Case) -> None:
    for message, reply in exchanges(outcomes.server, case):
        if message.method in READS:
            assert checked(reply, message) is None, f"{message.method} {message.path}"
        else:
            assert refusal(reply, 405) is None
            assert {method.strip() for method in reply.headers["allow"].split(",")} >= READS
            assert not {"PUT", "POST", "DELETE"} & {method.strip() for method in reply.headers["allow"].split(",")}
