"""Comparing answers of different servers: what is said counts, not how it is spelt."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))  # the scripts import one another by their bare names
from generate import LEAST, Invention
from workloads import JSON, SERIAL, TURTLE, canonical, large, workloads

from kg.store import in_memory

XSD = "http://www.w3.org/2001/XMLSchema#"


def answer(*values: dict[str, str]) -> bytes:
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": value} for value in values]}}).encode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"type": "literal", "value": "2.50", "datatype": XSD + "decimal"}, {"type": "typed-literal", "value": "2.5", "datatype": XSD + "decimal"}, True),
        ({"type": "literal", "value": "a"}, {"type": "literal", "value": "a", "datatype": XSD + "string"}, True),
        ({"type": "literal", "value": "a", "xml:lang": "EN"}, {"type": "literal", "value": "a", "xml:lang": "en"}, True),
        ({"type": "literal", "value": "a", "xml:lang": "en"}, {"type": "literal", "value": "a"}, False),
        ({"type": "literal", "value": "3", "datatype": XSD + "integer"}, {"type": "literal", "value": "3"}, False),
        ({"type": "uri", "value": "urn:a"}, {"type": "literal", "value": "urn:a"}, False),
    ],
)  # fmt: skip
def test_terms_are_compared_by_what_they_say(one: dict[str, str], other: dict[str, str], same: bool) -> None:
    assert (canonical(JSON, answer(one)) == canonical(JSON, answer(other))) is same


def test_order_does_not_matter_and_number_does() -> None:
    a, b = {"type": "uri", "value": "urn:a"}, {"type": "uri", "value": "urn:b"}
    assert canonical(JSON, answer(a, b)) == canonical(JSON, answer(b, a))
    assert canonical(JSON, answer(a, a)) != canonical(JSON, answer(a))


def test_triples_are_compared_whatever_their_prefixes() -> None:
    assert canonical(TURTLE, b"@prefix e: <urn:> . e:a e:b 1 .") == canonical(TURTLE, b"<urn:a> <urn:b> 01 .")
    with pytest.raises(ValueError, match="prefix e:"):
        canonical(TURTLE, b"e:a e:b e:c .")


def test_every_query_has_an_answer_and_room_for_a_number() -> None:
    data = Invention(LEAST, seed=1)
    store = in_memory(data.quads())
    for workload in workloads(data):
        assert all(query.endswith(SERIAL) for query in workload.queries)
        for query in workload.queries[:20]:
            assert len(list(store.engine.query(query + "0000000"))) > 0, query  # type: ignore[arg-type]
    assert len(list(store.engine.query(large(100)))) == 100  # type: ignore[arg-type]
