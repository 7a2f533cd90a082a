"""The vocabulary: ontology, code lists, prefixes and the JSON-LD context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from kg.crosswalk import MappingSet, read_sets, write_table
from kg.description import Vocabulary, crosswalk_record, crosswalk_rows, crosswalk_schemes, prefix_triples
from kg.namespaces import PREFIXES
from kg.ontology import Ontology
from kg.server.dependencies import Accept, Current
from kg.server.negotiation import GRAPHS, TABLES, choose
from kg.server.pages import page
from kg.server.rdf import Form, for_all, rdf

router = APIRouter(tags=["vocabulary"])
_RDF: Final = {form: media for form, media in GRAPHS.items() if form != "html"}
_ALL: Final[Mapping[str, Sequence[str]]] = {"json": ("application/json",), **GRAPHS}
_PREFIXES: Final[Mapping[str, Sequence[str]]] = {"json": ("application/json",), **_RDF}
_CROSSWALK: Final[Mapping[str, Sequence[str]]] = {"json": ("application/json",), "tsv": TABLES["tsv"], **GRAPHS}
_vocabulary = lru_cache(1)(Vocabulary)


@lru_cache(1)
def _tables(ontology: Ontology) -> tuple[MappingSet, ...]:
    return read_sets(ontology.folder / "crosswalk")


@router.get("/ns", responses={406: {}})
def ontology(release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Give the ontology with its code lists, in RDF, or its terms as a page: each at its name, such as `/ns#Event`."""
    chosen, media = choose(form, accept, GRAPHS)
    vocabulary = _vocabulary(release.ontology)
    if chosen == "html":
        return for_all(page("ontology.html", release=release, terms=vocabulary.terms(), schemes=vocabulary.schemes()))
    return rdf(vocabulary.triples, chosen, media)


@router.get("/codes", responses={406: {}})
def schemes(release: Current, form: Form = None, accept: Accept = None) -> Response:
    """List the code lists."""
    chosen, media = choose(form, accept, _ALL)
    vocabulary = _vocabulary(release.ontology)
    listed = vocabulary.schemes()
    if chosen == "json":
        found = [
            {"id": s.path, "label": s.label, "definition": s.definition, "codes": vocabulary.size(s.name)}
            for s in listed
        ]
        return for_all(JSONResponse(found))
    if chosen == "html":
        return for_all(page("schemes.html", release=release, schemes=listed))
    return rdf(vocabulary.about(*(scheme.path for scheme in listed)), chosen, media)


@router.get("/codes/crosswalk", responses={400: {}, 406: {}})
def crosswalk(
    release: Current,
    scheme: Annotated[str | None, Query(description="only rows with a code of this list on either side")] = None,
    form: Form = None,
    accept: Accept = None,
) -> Response:
    """Give the crosswalk between codes of other systems and ours, with what is lost: as a table (SSSOM) or in SKOS."""
    chosen, media = choose(form, accept, _CROSSWALK)
    tables = _tables(release.ontology)
    rows = crosswalk_rows(tables, scheme)
    if chosen == "json":
        return for_all(JSONResponse([crosswalk_record(group, row) for group, row in rows]))
    if chosen == "tsv":
        return for_all(Response(write_table(rows), media_type=media))
    if chosen == "html":
        lists = crosswalk_schemes(tables)
        return for_all(page("crosswalk.html", release=release, schemes=lists, scheme=scheme or "", rows=rows))
    vocabulary = _vocabulary(release.ontology)
    theirs = {group.name for group, _ in rows} & {listed.name for listed in vocabulary.schemes()}
    paths = dict.fromkeys([*(f"codes/{name}" for name in sorted(theirs)), *(row.subject for _, row in rows)])
    return rdf(vocabulary.about(*paths), chosen, media)


@router.get("/codes/{scheme}", responses={404: {}, 406: {}})
def scheme(scheme: str, release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Give a code list with its codes, such as `/codes/event-type`."""
    chosen, media = choose(form, accept, _ALL)
    vocabulary = _vocabulary(release.ontology)
    described, codes = vocabulary.scheme(scheme)
    if chosen == "json":
        record = vocabulary.record(described.path) | {"codes": [vocabulary.record(code.path) for code in codes]}
        return for_all(JSONResponse(record))
    if chosen == "html":
        return for_all(page("scheme.html", release=release, scheme=described, codes=codes))
    return rdf(vocabulary.about(described.path, *(code.path for code in codes)), chosen, media)


@router.get("/codes/{scheme}/{code}", responses={404: {}, 406: {}})
def concept(scheme: str, code: str, release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Give one code: labels, definition, notations in other systems, broader and narrower codes."""
    chosen, media = choose(form, accept, _ALL)
    vocabulary = _vocabulary(release.ontology)
    described = vocabulary.concept(scheme, code)
    if chosen == "json":
        return for_all(JSONResponse(vocabulary.record(described.path)))
    if chosen == "html":
        return for_all(page("scheme.html", release=release, scheme=described, codes=[]))
    return rdf(vocabulary.about(described.path), chosen, media)


@router.get("/prefixes", responses={406: {}})
def prefixes(form: Form = None, accept: Accept = None) -> Response:
    """Give the prefixes: a JSON object, or in RDF as `sh:prefix` and `sh:namespace`."""
    chosen, media = choose(form, accept, _PREFIXES)
    if chosen == "json":
        return for_all(JSONResponse(PREFIXES))
    return rdf(prefix_triples(), chosen, media)


@router.get("/context.jsonld")
def context(release: Current) -> Response:
    """Give the JSON-LD context."""
    data = (release.ontology.folder / "context.jsonld").read_bytes()
    return for_all(Response(data, media_type="application/ld+json"))
