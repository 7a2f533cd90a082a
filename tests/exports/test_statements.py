"""What only newer RDF has: statements about statements, and one claim as a nanopublication."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib.plugins.parsers.notation3 import BadSyntax

from exports.graphs import NASTY, hostile, needs, written
from kg.build import build as make
from kg.errors import BadParameter
from kg.exports import EXPORTS, Source
from kg.identifiers import iri
from kg.namespaces import BASE, CKG, NS, PREFIXES, RDF
from kg.network import build
from kg.parameters import read
from kg.release import Release, open_release
from kg.statements import Claim
from synthetic import DATA

REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")
FORMS = {"rdf12-turtle": RdfFormat.TURTLE, "rdf12-ntriples": RdfFormat.N_TRIPLES}
NP = "http://www.nanopub.org/nschema#"
PROV = PREFIXES["prov"]


def triples(name: str, source: Source | nx.MultiDiGraph[str]) -> set[Triple]:
    return {quad.triple for quad in parse(written(name, source), format=FORMS[name])}


def test_both_syntaxes_hold_the_same(release: Release) -> None:
    for source in (Source(release), hostile(), nx.MultiDiGraph()):
        assert triples("rdf12-turtle", source) == triples("rdf12-ntriples", source)


def test_each_statement_is_asserted_and_has_its_facts(shipped: Release) -> None:
    found = triples("rdf12-turtle", Source(shipped, {"places": True}))
    verbs = {NS + kind.shortcut for kind in shipped.ontology.situation_classes.values()}
    statements = {triple for triple in found if triple.predicate.value in verbs}
    reified = {(triple.subject, triple.object) for triple in found if triple.predicate == REIFIES}
    assert {statement for _, statement in reified} == statements
    known = {q.triple for verb in verbs for q in shipped.store.quads("", predicate=NamedNode(verb))}
    assert statements == known
    graph = build(shipped, places=True)
    facts = {data["fact"] for *_, data in graph.edges(data=True)}
    assert {fact.value for fact, _ in reified} == facts  # type: ignore[union-attr]


def test_what_is_known_of_a_fact_is_what_the_graph_knows(shipped: Release) -> None:
    found = triples("rdf12-turtle", Source(shipped))
    facts = {triple.subject for triple in found if triple.predicate == REIFIES}
    same = {CKG.from_, CKG.until, CKG.surelyFrom, CKG.surelyUntil, CKG.status}
    expected = {quad.triple for fact in facts for quad in shipped.store.quads("", fact) if quad.predicate in same}  # type: ignore[arg-type]
    assert {triple for triple in found if triple.predicate in same} == expected
    assert {t.predicate for t in expected} >= {CKG.from_, CKG.surelyFrom, CKG.status}


def test_sparql_finds_the_days_of_a_statement(shipped: Release) -> None:
    store = Store()
    store.load(io.BytesIO(written("rdf12-turtle", Source(shipped))), format=RdfFormat.TURTLE)
    query = f"""PREFIX ckg: <{NS}> PREFIX actors: <{BASE}actors/> PREFIX rdf: <{PREFIXES["rdf"]}>
    SELECT ?day {{ ?fact rdf:reifies <<( actors:russia ckg:supports actors:assad-government )>> ; ckg:from ?day }}"""
    assert [row["day"].value for row in store.query(query)] == ["2011-01-01"]  # type: ignore[union-attr]


def test_hostile_names_are_literals_and_addresses_stay_addresses() -> None:
    graph = hostile()
    graph.add_node('actors/a b"<>\\^`{|}\n', label="odd")
    graph.add_edge('actors/a b"<>\\^`{|}\n', "actors/plain", key="situations/odd key", kind="Support")
    found = triples("rdf12-ntriples", graph)
    labels = {triple.object.value for triple in found if triple.predicate == RDF.label}  # type: ignore[union-attr]
    assert labels >= {label.replace("\ud800", "\ufffd") for label in NASTY.values()}
    odd = NamedNode(BASE + "actors/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%0A")
    statement = Triple(odd, CKG.supports, iri("actors/plain"))
    assert Triple(NamedNode(BASE + "situations/odd%20key"), REIFIES, statement) in found
    loops = [t for t in found if t.predicate == CKG.opposes]
    assert loops == [Triple(iri("actors/plain"), CKG.opposes, iri("actors/plain"))]


def test_attacks_have_no_statement(tables: Release) -> None:
    found = triples("rdf12-turtle", Source(tables, {"events": True, "kind": ("Attack",)}))
    assert build(tables, kinds=["Attack"], events=True).number_of_edges() > 0
    assert not [triple for triple in found if triple.predicate == REIFIES]


def test_rdflib_cannot_read_it(release: Release) -> None:
    with pytest.raises(BadSyntax):
        rdflib.Graph().parse(data=written("rdf12-turtle", Source(release)), format="turtle")


def nanopub(release: Release, claim: Claim) -> dict[str, set[Triple]]:
    texts = {"claim": claim.path}
    source = Source(release, read(texts.items(), EXPORTS["nanopub"].filters, release.resolve), texts)
    quads: Iterable[Quad] = parse(written("nanopub", source), format=RdfFormat.TRIG)
    graphs: dict[str, set[Triple]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name.value.rpartition("-")[2], set()).add(quad.triple)  # type: ignore[union-attr]
    return graphs


def of(release: Release, modality: str, says: str | None = None) -> Claim:
    claims = release.statements.claims
    return next(c for c in claims if c.modality == modality and (says is None or c.says == says) and c.targets)


def test_every_claim_makes_a_nanopublication(shipped: Release) -> None:
    for claim in shipped.statements.claims:
        graphs = nanopub(shipped, claim)
        assert graphs.keys() == {"head", "assertion", "provenance", "pubinfo"}
        (publication,) = {t.subject for t in graphs["head"] if t.object == NamedNode(NP + "Nanopublication")}
        named = {t.predicate.value.removeprefix(NP): t.object for t in graphs["head"] if t.predicate != RDF.type}
        assert {t.subject for t in graphs["head"]} == {publication}
        assert named.keys() == {"hasAssertion", "hasProvenance", "hasPublicationInfo"}
        assert named["hasAssertion"] in {t.subject for t in graphs["provenance"]}
        assert {t.subject for t in graphs["pubinfo"]} == {publication}


def test_what_a_voice_says_to_be_so_is_asserted(shipped: Release) -> None:
    claim = of(shipped, "claimed", "Support")
    graphs = nanopub(shipped, claim)
    supports = Triple(iri(claim.agents[0]), CKG.supports, iri(claim.targets[0]))
    assert {supports, Triple(iri(claim.about), RDF.type, CKG.Support)} <= graphs["assertion"]
    assert iri(claim.path) not in {triple.subject for triple in graphs["assertion"]}


@pytest.mark.parametrize("modality", ["denied", "intended"])
def test_what_is_denied_or_only_announced_is_not_asserted(shipped: Release, modality: str) -> None:
    for claim in (one for one in shipped.statements.claims if one.modality == modality):
        assertion = nanopub(shipped, claim)["assertion"]
        assert {triple.subject for triple in assertion} == {iri(claim.path)}
        assert Triple(iri(claim.path), CKG.modality, iri(f"codes/modality/{modality}")) in assertion
        assert Triple(iri(claim.path), CKG.about, iri(claim.about)) in assertion


def test_provenance_has_voice_modality_and_passage(shipped: Release) -> None:
    claim = of(shipped, "denied")
    found = nanopub(shipped, claim)["provenance"]
    said = {(t.predicate.value, t.object) for t in found}
    assert (PROV + "wasAttributedTo", iri(claim.according_to)) in said
    assert (PROV + "hadPrimarySource", iri(claim.document)) in said
    assert (CKG.modality.value, iri("codes/modality/denied")) in said
    assert ("http://www.w3.org/ns/oa#start", Literal(claim.passage.start)) in said
    assert (CKG.passageSha256.value, Literal(claim.passage.sha256)) in said


def test_a_description_is_asserted_of_what_it_describes(shipped: Release) -> None:
    claim = next(c for c in shipped.statements.claims if c.says == "Description" and c.accepted)
    (triple,) = nanopub(shipped, claim)["assertion"]
    assert (triple.subject, triple.predicate) == (iri(claim.about), NamedNode(NS + str(claim.attribute)))
    assert triple.object.value == str(claim.value)  # type: ignore[union-attr]


def test_rdflib_reads_a_nanopublication(release: Release) -> None:
    texts = needs("nanopub", release)
    dataset = rdflib.Dataset()
    dataset.parse(data=written("nanopub", Source(release, texts, texts)), format="trig")
    assert len([graph for graph in dataset.graphs() if len(graph)]) == 4


def test_a_claim_that_was_withdrawn_is_refused(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    report = data / "documents" / "report-1.yaml"
    text = report.read_text(encoding="utf-8")
    found = "  - gloss: Two witnesses tell"
    assert found in text
    withdrawal = "  - withdrawn: {date: 2030-01-06, reason: misread}\n    gloss: Two witnesses tell"
    report.write_text(text.replace(found, withdrawal), encoding="utf-8")
    make([data], tmp_path / "store")
    with open_release(tmp_path / "store") as opened:
        claim = next(one for one in opened.statements.claims if one.withdrawn_on)
        with pytest.raises(BadParameter, match="withdrawn on 2030-01-06"):
            nanopub(opened, claim)
