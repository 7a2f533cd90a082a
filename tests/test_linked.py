"""A thing as JSON: its context turns it back into its triples, in rdflib and in pyld, without asking anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import rdflib
from pyld import jsonld  # type: ignore[import-untyped]
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.compare import to_canonical_graph

from kg.cards.described import LARGEST, Described, large, missing, read, written
from kg.cards.described import Question as Asked
from kg.cards.linked import NOTHING, Linked
from kg.errors import BadParameter, UnknownThing
from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, DCT, RDF, SKOS, XSD
from kg.ontology import shipped as ontology
from kg.release import Release

SECTIONS = ("actors", "places", "events", "situations", "claims", "documents", "periods")
TRIPLES = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}


def offline(address: str, options: Any) -> Any:
    pytest.fail(f"{address} was asked for")


def things(release: Release) -> Iterator[Described]:
    """Give every thing of a release that has an address: whatever something is said of, under one of the sections."""
    subjects = {path_of(quad.subject) for quad in release.store.quads() if isinstance(quad.subject, NamedNode)}
    for path in sorted(subjects):
        section, _, rest = path.partition("/")
        if section in SECTIONS and "#" not in rest:
            thing = read(release, path, LARGEST)
            assert thing is not None
            yield thing


def by_rdflib(text: bytes) -> set[str]:
    graph = to_canonical_graph(rdflib.Graph().parse(data=text, format="json-ld"))
    return {line for line in graph.serialize(format="nt").splitlines() if line}


def by_pyld(text: bytes) -> set[str]:
    document = jsonld.normalize(
        json.loads(text), {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": offline}
    )
    return {line for line in document.splitlines() if line}


def lines(triples: Any) -> set[str]:
    """Write triples as canonical N-Triples; there are no blank nodes."""
    graph = rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    return {line for line in graph.serialize(format="nt").splitlines() if line}


@pytest.mark.parametrize("name", ["release", "tables", "shipped"])
def test_json_turns_back_into_the_very_triples_of_every_thing(name: str, request: pytest.FixtureRequest) -> None:
    release: Release = request.getfixturevalue(name)
    seen = set()
    for thing in things(release):
        text = written(release, thing, "json", {"card": {"id": "actors/other", "from": "2030-01-01", "agent": ["x"]}})
        said = lines(release.triples(thing.path))
        assert by_rdflib(text) == said, thing.path
        assert {line.replace(" .", "").strip() for line in by_pyld(text)} == {
            str(triple) for triple in release.triples(thing.path)
        }, thing.path
        seen.add(thing.path.partition("/")[0])
    assert seen == set(SECTIONS)


def test_the_forms_hold_the_same_triples(release: Release) -> None:
    for thing in things(release):
        triples = set(release.triples(thing.path))
        for form, syntax in TRIPLES.items():
            quads = set(parse(written(release, thing, form), format=syntax, base_iri=BASE))
            assert {quad.triple for quad in quads} == triples, (thing.path, form)
            if form in {"trig", "nquads"}:
                hidden = release.ontology.index_properties
                stored = {quad for quad in release.store.quads(None, iri(thing.path)) if quad.predicate not in hidden}
                assert quads == stored


def test_json_of_an_actor_reads_well(release: Release) -> None:
    thing = read(release, "actors/red-front", 1000)
    assert thing is not None
    document = json.loads(written(release, thing, "json"))
    context = document.pop("@context")
    assert document == {
        "id": "actors/red-front",
        "type": ["Actor", "Group"],
        "name": "Red Front",
        "release": release.name,
        "links": {"card": "/actors/red-front?include=card", "neighbours": "/actors/red-front/neighbours"},
        "prefLabel": {"ar": "الجبهة الحمراء", "en": "Red Front"},
        "altLabel": {"en": ["RF"]},
        "hiddenLabel": ["Redd Front"],
        "actorKind": "codes/actor-kind/rebel",
        "controls": ["places/alpha", "places/beta"],
        "opposes": ["actors/blue-army"],
    }
    whole = json.loads((ontology().folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert context.items() <= whole.items()
    assert len(context) < len(whole) / 3


def test_bounds_that_are_open_are_null_and_those_of_entities_are_not_there(release: Release) -> None:
    for thing in things(release):
        document = json.loads(written(release, thing, "json"))
        facts = {"Fact", "Claim"}.intersection(document["type"])
        bounds = {name for name in ("from", "until", "surelyFrom", "surelyUntil") if name in document}
        assert len(bounds) == (4 if facts else 0), thing.path


ODD: list[Literal | NamedNode] = [
    Literal("007", datatype=XSD.integer),
    Literal("12345678901234567890", datatype=XSD.integer),
    Literal("-3", datatype=XSD.integer),
    Literal("1", datatype=XSD.boolean),
    Literal("true", datatype=XSD.boolean),
    Literal("35.10", datatype=XSD.decimal),
    Literal("no language"),
    Literal("eine", language="de"),
    Literal('two\nlines "quoted" \\ \u202e'),
    Literal("2024", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
    NamedNode("urn:isbn:0451450523"),
    NamedNode("https://w3id.org/ckg/"),
    NamedNode("https://w3id.org/ckg/ns#Event"),
    NamedNode("https://example.org/x?y=z#f"),
]


@pytest.mark.parametrize("value", ODD, ids=str)
@pytest.mark.parametrize(
    "predicate",
    [SKOS.prefLabel, SKOS.hiddenLabel, CKG.value, CKG.lat, CKG.deathsBest, CKG.alleged, CKG.from_, CKG.agent, CKG.within,
     RDF.comment, NamedNode("https://example.org/p"), NamedNode(BASE + "odd/p")],
    ids=lambda node: node.value,
)  # fmt: skip
def test_what_is_of_another_kind_than_expected_is_written_in_full(
    value: Literal | NamedNode, predicate: NamedNode
) -> None:
    quads = [Quad(iri("actors/x"), predicate, one) for one in (value, Literal("another", language="en"))]
    writer = Linked(ontology())
    document = writer.document("actors/x", writer.said(quads))
    expected = {f"{Triple(q.subject, q.predicate, q.object)}" for q in quads}
    text = json.dumps(document).encode()
    assert {line.removesuffix(" .") for line in by_pyld(text)} == expected
    assert by_rdflib(text) == lines(quad.triple for quad in quads)


def test_what_was_withdrawn_or_never_held_says_so(release: Release) -> None:
    writer = Linked(ontology())
    announced = read(release, "events/capture-gamma-2030", 10)
    assert announced is not None
    assert json.loads(written(release, announced, "json"))["note"] == NOTHING
    day, reason = Literal("2030-01-06", datatype=XSD.date), Literal("misread")
    quads = [
        Quad(iri("claims/c"), CKG.withdrawnOn, day, iri("graphs/report-1")),
        Quad(iri("claims/c"), CKG.withdrawalReason, reason, iri("graphs/report-1")),
    ]
    document = json.loads(written(release, Described("claims/c", quads, writer.said(quads)), "json"))
    assert document["note"] == "Withdrawn on 2030-01-06: misread"
    assert (document["withdrawnOn"], document["graph"]) == ("2030-01-06", "graphs/report-1")


def test_what_took_the_place_of_something(release: Release) -> None:
    former = read(release, "actors/ochre", 10)
    assert former is not None
    assert former.successor == "actors/captain-ochre"
    assert json.loads(written(release, former, "json"))["isReplacedBy"] == ["actors/captain-ochre"]
    successor = read(release, "actors/captain-ochre", 100)
    assert successor is not None
    assert successor.successor is None
    assert set(successor.said[DCT.replaces]) == {iri("actors/ochre"), iri("actors/captain-yellow")}


def test_a_thing_of_which_much_is_said_is_for_a_worker(release: Release) -> None:
    assert read(release, "actors/red-front", 3) is None
    asked = Asked("actors/red-front", "json", {"card": {}})
    whole = json.loads(large(release, asked))
    assert whole["card"] == {}
    assert whole["prefLabel"]["en"] == "Red Front"


def test_more_than_can_be_written_is_told(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cards.described.LARGEST", 3)
    with pytest.raises(BadParameter, match="more than 3 triples"):
        large(release, Asked("actors/red-front", "json"))


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("actors/red-frnt", "actors/red-front"),
        ("places/alfa", "places/alpha"),
        ("documents/report-9", "documents/report-1"),
        ("periods/2031-01", "periods/2030-01"),
    ],
)
def test_the_nearest_of_what_is_not_there(release: Release, path: str, nearest: str) -> None:
    with pytest.raises(UnknownThing) as caught:
        missing(release, path)
    assert nearest in caught.value.nearest
    assert all(near.startswith(path.partition("/")[0]) for near in caught.value.nearest)
