"""The vocabulary: ontology, code lists, prefixes and the JSON-LD context."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from kg.crosswalk import MappingSet, read_sets, write_table
from kg.description import Vocabulary, crosswalk_record, crosswalk_rows, crosswalk_schemes, prefix_triples
from kg.flat import csv_of
from kg.namespaces import PREFIXES
from kg.ontology import Ontology
from kg.server.answers import NAMED, TEXT, answers, listed, members
from kg.server.dependencies import Accept, Current, part
from kg.server.negotiation import GRAPHS, TABLES, choose
from kg.server.pages import page
from kg.server.rdf import Form, for_all, rdf

router = APIRouter(tags=["vocabulary"])
Offers = Mapping[str, Sequence[str]]
_RDF: Final[Offers] = {form: media for form, media in GRAPHS.items() if form != "html"}
_ONE: Final[Offers] = {"json": ("application/json",), **GRAPHS}
_LIST: Final[Offers] = {**_ONE, "csv": TABLES["csv"]}
_PREFIXES: Final[Offers] = {"json": ("application/json",), **_RDF, "csv": TABLES["csv"]}
_CROSSWALK: Final[Offers] = {**_ONE, "tsv": TABLES["tsv"], "csv": TABLES["csv"]}
_CONTEXT: Final[Offers] = {"jsonld": ("application/ld+json",)}
_SCHEME: Final = members("id", "label", "definition", "codes", id=TEXT, label=TEXT, definition=TEXT)
_CODE: Final = members(
    "id", "label", "labels", "definition", "notations", id=TEXT, label=TEXT, labels=NAMED, definition=TEXT
)
_ROW: Final = ("code", "label", "match", "ours", "ours_label", "lost", "licence")
_COLUMNS: Final = ("id", "label", "definition")
_NO_CODE: Final = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST: Final = 100
SchemeName = Annotated[str, part("name of a code list; /codes lists them", "event-type")]
CodeName = Annotated[str, part("a code of it", "capture")]
_vocabulary = lru_cache(1)(Vocabulary)


@lru_cache(1)
def _tables(ontology: Ontology) -> tuple[MappingSet, ...]:
    return read_sets(ontology.folder / "crosswalk")


@router.get("/ns", response_class=Response, responses=answers(GRAPHS, 406))
def ontology(release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Give the ontology with its code lists, in RDF, or its terms as a page: each at its name, such as `/ns#Event`."""
    chosen, media = choose(form, accept, GRAPHS)
    vocabulary = _vocabulary(release.ontology)
    if chosen == "html":
        return for_all(page("ontology.html", release=release, terms=vocabulary.terms(), schemes=vocabulary.schemes()))
    return rdf(vocabulary.triples, chosen, media)


@router.get("/codes", response_class=Response, responses=answers(_LIST, 406, schema=listed(_SCHEME)))
def schemes(release: Current, form: Form = None, accept: Accept = None) -> Response:
    """List the code lists."""
    chosen, media = choose(form, accept, _LIST)
    vocabulary = _vocabulary(release.ontology)
    found = vocabulary.schemes()
    if chosen in {"json", "csv"}:
        records = [
            {"id": s.path, "label": s.label, "definition": s.definition, "codes": vocabulary.size(s.name)}
            for s in found
        ]
        return _flat(records, (*_COLUMNS, "codes"), chosen, media)
    if chosen == "html":
        return for_all(page("schemes.html", release=release, schemes=found))
    return rdf(vocabulary.about(*(scheme.path for scheme in found)), chosen, media)


def _tidy(name: str) -> str:
    """Put hyphens for what no code has in its name, so that the nearest can be named."""
    return _NO_CODE.sub("-", name[:_LONGEST])


def _flat(records: list[dict[str, Any]], columns: Sequence[str], form: str, media: str) -> Response:
    """Answer with records as JSON or CSV."""
    if form == "csv":
        return for_all(Response(csv_of(records, columns), media_type=media))
    return for_all(JSONResponse(records))


@router.get(
    "/codes/crosswalk",
    response_class=Response,
    responses=answers(_CROSSWALK, 400, 406, schema=listed(members(*_ROW))),
)
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
    if chosen in {"json", "csv"}:
        return _flat([crosswalk_record(group, row) for group, row in rows], _ROW, chosen, media)
    if chosen == "tsv":
        return for_all(Response(write_table(rows), media_type=media))
    if chosen == "html":
        lists = crosswalk_schemes(tables)
        return for_all(page("crosswalk.html", release=release, schemes=lists, scheme=scheme or "", rows=rows))
    vocabulary = _vocabulary(release.ontology)
    theirs = {group.name for group, _ in rows} & {listed.name for listed in vocabulary.schemes()}
    paths = dict.fromkeys([*(f"codes/{name}" for name in sorted(theirs)), *(row.subject for _, row in rows)])
    return rdf(vocabulary.about(*paths), chosen, media)


@router.get(
    "/codes/{scheme}",
    response_class=Response,
    responses=answers(_LIST, 404, 406, schema={**_CODE, "required": [*_CODE["required"], "codes"]}),
)
def scheme(scheme: SchemeName, release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Give a code list with its codes, such as `/codes/event-type`; CSV has the codes alone."""
    chosen, media = choose(form, accept, _LIST)
    vocabulary = _vocabulary(release.ontology)
    described, codes = vocabulary.scheme(_tidy(scheme))
    if chosen == "json":
        record = vocabulary.record(described.path) | {"codes": [vocabulary.record(code.path) for code in codes]}
        return for_all(JSONResponse(record))
    if chosen == "csv":
        return _flat([vocabulary.record(code.path) for code in codes], (*_COLUMNS, "broader"), chosen, media)
    if chosen == "html":
        return for_all(page("scheme.html", release=release, scheme=described, codes=codes))
    return rdf(vocabulary.about(described.path, *(code.path for code in codes)), chosen, media)


@router.get("/codes/{scheme}/{code}", response_class=Response, responses=answers(_ONE, 404, 406, schema=_CODE))
def concept(scheme: SchemeName, code: CodeName, release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Give one code: labels, definition, notations in other systems, broader and narrower codes."""
    chosen, media = choose(form, accept, _ONE)
    vocabulary = _vocabulary(release.ontology)
    described = vocabulary.concept(_tidy(scheme), _tidy(code))
    if chosen == "json":
        return for_all(JSONResponse(vocabulary.record(described.path)))
    if chosen == "html":
        return for_all(page("scheme.html", release=release, scheme=described, codes=[]))
    return rdf(vocabulary.about(described.path), chosen, media)


@router.get("/prefixes", response_class=Response, responses=answers(_PREFIXES, 406, schema=NAMED))
def prefixes(form: Form = None, accept: Accept = None) -> Response:
    """Give the prefixes: a JSON object, a table, or in RDF as `sh:prefix` and `sh:namespace`."""
    chosen, media = choose(form, accept, _PREFIXES)
    if chosen == "json":
        return for_all(JSONResponse(PREFIXES))
    if chosen == "csv":
        records = [{"prefix": prefix, "namespace": namespace} for prefix, namespace in PREFIXES.items()]
        return _flat(records, ("prefix", "namespace"), chosen, media)
    return rdf(prefix_triples(), chosen, media)


@router.get("/context.jsonld", response_class=Response, responses=answers(_CONTEXT))
def context(release: Current) -> Response:
    """Give the JSON-LD context."""
    data = (release.ontology.folder / "context.jsonld").read_bytes()
    return for_all(Response(data, media_type="application/ld+json"))
