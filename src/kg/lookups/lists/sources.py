"""The lists of documents and of named graphs."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pyoxigraph import Literal

from kg.cards.described import linked
from kg.cards.linked import Said, name_of
from kg.identifiers import VOID_GRAPH, graph_of, iri, path_of
from kg.known import Known
from kg.lookups.lists.writing import table, text_of
from kg.lookups.lookup import Found, Lookup, Values
from kg.lookups.paging import paged
from kg.namespaces import BASE, CKG, DCT, RDF
from kg.parameters import Parameter
from kg.release import Release
from kg.times import FROM, ON, TO, period_of

_TEXTS: Final = {
    "date": DCT.date,
    "language": DCT.language,
    "publisher": CKG.publisher,
    "author": CKG.author,
    "address": CKG.address,
    "translated_from": CKG.translatedFrom,
    "origin": CKG.origin,
    "version": CKG.version,
    "licence": DCT.license,
    "withdrawn_on": CKG.withdrawnOn,
    "withdrawal_reason": CKG.withdrawalReason,
}


def documents(release: Release, values: Values) -> Found:
    """Give a page of documents, in the order of publication."""
    known, period = Known(release), period_of(values)
    writer = linked(release.ontology)
    read = {path: writer.said(release.store.quads("", iri(path))) for path in known.subjects(RDF.type, CKG.Document)}
    fitting = [
        (text_of(said, DCT.date) or "", path)
        for path, said in read.items()
        if period.holds(date.fromisoformat(text_of(said, DCT.date) or ""))
        and values["kind"] in (None, "dataset" if CKG.Dataset in said[RDF.type] else "text")
    ]
    page, after = paged(fitting, tuple, (str, str), values)
    return Found([_document(release, path, read[path]) for _, path in page], after)


def _document(release: Release, path: str, said: Said) -> dict[str, Any]:
    graph = graph_of(path)
    is_dataset = CKG.Dataset in said.get(RDF.type, ())
    claims = release.store.quads(BASE + graph, predicate=RDF.type, value=CKG.Claim)
    return {
        "id": path,
        "name": name_of(said) or path,
        "kind": "dataset" if is_dataset else "text",
        **{name: text_of(said, predicate) for name, predicate in _TEXTS.items()},
        "redistributable": {"true": True, "false": False}.get(text_of(said, CKG.redistributable) or ""),
        "claims": sum(1 for _ in claims),
        "graph": None if is_dataset else graph,
    }


def graphs(release: Release, values: Values) -> Found:
    """Give a page of named graphs, in the order of their paths."""
    paths, after = paged(map(path_of, release.store.graphs()), lambda path: (path,), (str,), values)
    return Found([_graph(release, path) for path in paths], after)


def _graph(release: Release, path: str) -> dict[str, Any]:
    document = path.replace("graphs/", "documents/", 1)
    title = text_of(linked(release.ontology).said(release.store.quads("", iri(document), DCT.title)), DCT.title)
    described = release.store.quads(BASE + VOID_GRAPH, iri(path))
    sizes = [quad.object for quad in described if quad.predicate.value.endswith("void#triples")]
    return {
        "id": path,
        "name": title or path,
        "document": None if title is None else {"id": document, "name": title},
        "triples": next((int(size.value) for size in sizes if isinstance(size, Literal)), None),
    }


DOCUMENTS: Final = Lookup(
    path="/documents",
    summary="Which documents are there?",
    description="Texts and versions of datasets that everything here comes from, in the order of publication; with "
    "days, those that were published then. What a document does not tell of itself is `unknown`.",
    parameters=table(
        Parameter("kind", "only texts, or only datasets", "text", "choice", choices=("text", "dataset")), ON, FROM, TO
    ),
    fields={
        "id": "path of the document, which is its address here",
        "name": "its title, in our own words",
        "kind": "`text` or `dataset`",
        "date": "day of publication",
        "language": "language tag",
        "publisher": "who published it",
        "author": "who wrote it",
        "address": "web address",
        "translated_from": "language it was translated from",
        "origin": "whose reporting it repeats; two documents of one origin do not corroborate one another",
        "version": "of a dataset",
        "licence": "IRI of the licence, where it is known",
        "redistributable": "whether a dataset's rows may be handed on",
        "claims": "how many claims it makes",
        "graph": "the named graph that its claims stand in",
        "withdrawn_on": "day on which it was withdrawn; null if it stands",
        "withdrawal_reason": "why it was withdrawn",
    },
    answer=documents,
    example={
        "id": "documents/fall-of-assad-analysis",
        "name": "How the offensive of HTS and its allies brought down Bashar al-Assad, city by city",
        "kind": "text",
        "date": date(2024, 12, 8).isoformat(),
        "language": "en",
        "publisher": "unknown",
        "author": "unknown",
        "address": "unknown",
        "translated_from": "unknown",
        "origin": "unknown",
        "version": None,
        "licence": None,
        "redistributable": None,
        "claims": 98,
        "graph": "graphs/fall-of-assad-analysis",
        "withdrawn_on": None,
        "withdrawal_reason": None,
    },
    tag="things",
)
GRAPHS: Final = Lookup(
    path="/graphs",
    summary="Which named graphs are there?",
    description="One for each document with claims, the registry, and what the data set says of itself. What follows "
    "from them is the default graph, which has no name.",
    parameters=table(),
    fields={
        "id": "path of the graph, at which its content is",
        "name": "title of its document, or its path",
        "document": "the document whose claims it holds; null for the others",
        "triples": "how many it holds",
    },
    answer=graphs,
    example={
        "id": "graphs/fall-of-assad-analysis",
        "name": "How the offensive of HTS and its allies brought down Bashar al-Assad, city by city",
        "document": {
            "id": "documents/fall-of-assad-analysis",
            "name": "How the offensive of HTS and its allies brought down Bashar al-Assad, city by city",
        },
        "triples": 2018,
    },
    tag="things",
)
