"""Clients against a real server: a library that others wrote, and the requests that OpenRefine makes, in its order."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import pytest

from kg.reconciliation.asked import BATCH
from reconciliation.protocol import NEW, OLD, check
from serving import Served

pytestmark = pytest.mark.long
NAMES = {
    "Red Front": "actors/red-front",
    "RF": "actors/red-front",
    "Redd  Front": "actors/red-front",
    "الجبهة الحمراء": "actors/red-front",
    "Greenland": "actors/greenland",
    "Alphaville": "places/alpha",
    "BETA": "places/beta",
    "Captain Ochre": "actors/captain-ochre",
}


@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")  # how it calls pandas
def test_the_library_reconciler(served: Served) -> None:
    reconciler: Any = pytest.importorskip("reconciler")
    column = pd.Series([*NAMES, *NAMES])  # it asks for each name once, ten in a batch
    found = reconciler.reconcile(column, reconciliation_endpoint=f"{served.address}/reconcile")
    assert dict(zip(found["input_value"], found["id"], strict=True)) == NAMES
    assert found["match"].all()
    table = pd.DataFrame({"town": ["Alpha", "Beta"], "country": ["Northland", "Northland"]})
    towns = reconciler.reconcile(
        table["town"],
        type_id="Place",
        property_mapping={"within": table["country"]},
        reconciliation_endpoint=f"{served.address}/reconcile",
    )
    assert list(towns["id"]) == ["places/alpha", "places/beta"]
    assert list(towns["type_id"]) == ["Place", "Place"]


def _browsed(served: Served, address: str) -> Any:
    """Ask as a script of OpenRefine's page does."""
    accept, origin = "application/json, text/javascript, */*; q=0.01", "http://127.0.0.1:3333"
    answer = served.ask(address.removeprefix(served.address), Accept=accept, Origin=origin)
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json


def _posted(served: Served, address: str, **form: Any) -> Any:
    body = urlencode({name: json.dumps(value) for name, value in form.items()}).encode()
    answer = served.ask(address.removeprefix(served.address), method="POST", body=body)
    assert answer.status == 200, answer.text
    return answer.json


def test_what_openrefine_does_from_adding_the_service_to_adding_columns(served: Served) -> None:
    """The requests of OpenRefine 3: its browser's part with its headers, and its server's part as forms."""
    endpoint = f"{served.address}/reconcile"
    manifest = _browsed(served, endpoint)
    check(OLD, "manifest", manifest)

    # guessing the type of a column from the first candidates of a few cells
    guessing = _posted(served, endpoint, queries={f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(NAMES)})
    kinds = [kind["id"] for result in guessing.values() for kind in result["result"][0]["type"]]
    assert max(set(kinds), key=kinds.count) in {"Actor", "Group"}

    # choosing a property for another column
    suggest = manifest["suggest"]["property"]
    address = suggest["service_url"] + suggest["service_path"] + "?" + urlencode({"prefix": "with", "type": "Place"})
    (property_, *_) = _browsed(served, address)["result"]
    assert property_["id"] == "within"

    # the cells, ten at a time, with the other column
    query = {"type": "Place", "type_strict": "should", "properties": [{"pid": property_["id"], "v": "Northland"}]}
    towns = ["Alpha", "Beta", "Gamma", "Omega"]
    judged = _posted(served, endpoint, queries={f"q{n}": {"query": town, **query} for n, town in enumerate(towns)})
    check(OLD, "reconciliation-result-batch", judged)
    matched = [next((one["id"] for one in found["result"] if one["match"]), None) for found in judged.values()]
    assert matched == ["places/alpha", "places/beta", "places/gamma", None]

    # hovering over a candidate, and following it
    preview = manifest["preview"]["url"].replace("{{id}}", quote("places/alpha", safe=""))
    assert "Alpha" in served.ask(preview.removeprefix(served.address)).text
    view = manifest["view"]["url"].replace("{{id}}", quote("places/alpha", safe=""))
    assert "Alpha" in served.ask(view.removeprefix(served.address), Accept="text/html").text

    # adding columns from reconciled values
    proposing = manifest["extend"]["propose_properties"]
    address = proposing["service_url"] + proposing["service_path"] + "?" + urlencode({"type": "Place", "limit": 12})
    proposed = [one["id"] for one in _browsed(served, address)["properties"]]
    assert {"lat", "long", "within"} <= set(proposed)
    extended = _posted(
        served,
        endpoint,
        extend={"ids": ["places/alpha", "places/beta"], "properties": [{"id": id_} for id_ in proposed]},
    )
    check(OLD, "data-extension-response", extended)
    assert extended["rows"]["places/alpha"]["lat"] == [{"float": 10.5}]
    assert extended["rows"]["places/beta"]["lat"] == []


def test_whole_batches_of_both_versions_give_the_same(served: Served) -> None:
    names = [f"{name} {n}" if n % 3 else name for n, name in zip(range(BATCH), [*NAMES] * BATCH, strict=False)]
    old = _posted(
        served, f"{served.address}/reconcile", queries={f"q{n}": {"query": name} for n, name in enumerate(names)}
    )
    queries = [{"conditions": [{"matchType": "name", "propertyValue": name}]} for name in names]
    body = json.dumps({"queries": queries}).encode()
    answer = served.ask("/reconcile/1.0-draft/match", method="POST", body=body, Content_Type="application/json").json
    check(NEW, "reconciliation-result-batch", answer)
    assert [found["result"] for found in old.values()] == [found["candidates"] for found in answer["results"]]
