"""Anything that may come in a batch, in an address or in a data extension: an answer by the schema, or what was wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.reconciliation.properties import EXACT, PROPERTIES
from reconciliation.protocol import NEW, OLD, check

pytestmark = pytest.mark.long
NAMES = ("Alpha", "Red Front", "الجبهة", "actors/red-front", "ucdp:1", "2030-01-03", "2030", "town", "10.5", "Capture")
TEXTS = st.sampled_from(NAMES) | st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
VALUES = (
    TEXTS | st.integers() | st.floats() | st.booleans() | st.fixed_dictionaries({"id": TEXTS}, optional={"name": TEXTS})
)
SEVERAL = VALUES | st.lists(VALUES, max_size=3)
IDS = st.sampled_from([*PROPERTIES, "unheardOf"]) | TEXTS
TYPES = st.sampled_from(["Place", "Actor", "Event", "Document", "codes/place-kind/town", "Unheard Of"]) | TEXTS
LIMITS = st.integers(1, 100)
OLD_QUERIES = st.fixed_dictionaries(
    {"query": TEXTS},
    optional={
        "type": TYPES | st.lists(TYPES, max_size=3),
        "limit": LIMITS,
        "properties": st.lists(st.fixed_dictionaries({"pid": IDS, "v": SEVERAL}), max_size=4),
        "type_strict": st.sampled_from(["any", "all", "should"]),
    },
)
CONDITIONS = st.fixed_dictionaries(
    {"matchType": st.sampled_from(["name", "id", "property"]), "propertyValue": SEVERAL},
    optional={
        "propertyId": IDS,
        "required": st.booleans(),
        "matchQuantifier": st.sampled_from(["any", "all", "none"]),
        "matchQualifier": st.sampled_from([EXACT, "WildcardMatch"]) | TEXTS,
    },
)
NEW_QUERIES = st.fixed_dictionaries(
    {"conditions": st.lists(CONDITIONS, min_size=1, max_size=4)}, optional={"type": TYPES, "limit": LIMITS}
)
EXTENSIONS = st.fixed_dictionaries(
    {
        "ids": st.lists(TEXTS, max_size=4),
        "properties": st.lists(
            st.fixed_dictionaries({"id": IDS}, optional={"settings": st.dictionaries(TEXTS, JSON, max_size=2)}),
            max_size=4,
        ),
    }
)
often = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(answer: Any, version: str, name: str) -> None:
    """Hold an answer against the schema, or a refusal against its shape."""
    if answer.status_code == 200:
        check(version, name, answer.json())
        return
    assert answer.status_code in {400, 413}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 3_000


@often
@given(
    batch=st.dictionaries(TEXTS, OLD_QUERIES | JSON, max_size=3)
    | st.dictionaries(TEXTS, OLD_QUERIES, max_size=3)
    | JSON
)
def test_batches_of_version_0_2(client: TestClient, batch: Any) -> None:
    judged(client.post("/reconcile", data={"queries": json.dumps(batch)}), OLD, "reconciliation-result-batch")


@often
@given(batch=st.fixed_dictionaries({"queries": st.lists(NEW_QUERIES, max_size=3)}) | JSON)
def test_batches_of_version_1_0(client: TestClient, batch: Any) -> None:
    body = json.dumps(batch)
    answer = client.post("/reconcile/match", content=body, headers={"Content-Type": "application/json"})
    judged(answer, NEW, "reconciliation-result-batch")


@often
@given(asked=EXTENSIONS | JSON)
def test_data_extensions(client: TestClient, asked: Any) -> None:
    old = client.post("/reconcile", data={"extend": json.dumps(asked)})
    judged(old, OLD, "data-extension-response")
    headers = {"Content-Type": "application/json"}
    new = client.post("/reconcile/extend", content=json.dumps(asked), headers=headers)
    judged(new, NEW, "data-extension-response")
    assert old.status_code == new.status_code


@often
@given(prefix=st.text(max_size=40), type_=TYPES, skipped=st.integers(-1, 101) | TEXTS)
def test_suggestions(client: TestClient, prefix: str, type_: str, skipped: Any) -> None:
    for what, name in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        parameters = {"prefix": prefix, "type": type_, "cursor": skipped}
        judged(client.get(f"/reconcile/suggest/{what}", params=parameters), OLD, f"suggest-{name}-response")


@often
@given(id_=TEXTS)
def test_previews(client: TestClient, id_: str) -> None:
    answer = client.get("/reconcile/preview", params={"id": id_})
    assert answer.status_code in {200, 400, 404}
