"""The first page: names, views, questions as forms, and what is in the graph."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from pyoxigraph import NamedNode

from kg.cards.facts import name_of
from kg.cards.told import Named
from kg.identifiers import path_of
from kg.namespaces import CKG, RDF
from kg.release import Release
from kg.server.bundles import scripted
from kg.server.dependencies import Configured, Current
from kg.server.pages import Answered
from kg.server.routers.queries import answered, example
from kg.stored_queries import StoredQuery, stored_queries

router = APIRouter(include_in_schema=False)
ANSWERED: Final = ("control-on-date", "who-supports-whom")
"""Questions that are shown with an answer."""
_GROUPS: Final = {
    "Who held what": ("control-history", "changes-between"),
    "Who stood with whom, and against": (
        "who-supported-whom", "supporters-of-each-side", "support-by-year", "who-opposes-whom", "leaders-on-date",
        "designations", "network-edges",
    ),
    "What happened, and how many died": (
        "timeline", "events-of-actor", "near-place", "casualties", "deaths-by-month", "dyads", "most-active",
    ),
    "Who says so": ("evidence", "disputes", "single-source-facts", "announced-or-denied-only", "names"),
}  # fmt: skip


@router.get("/")
async def home(request: Request, release: Current, settings: Configured) -> Response:
    """Show the first page."""
    queries = stored_queries()
    shown = [await _answered(request, release, queries[slug], settings.max_rows) for slug in ANSWERED]
    grouped = {*ANSWERED, *(slug for slugs in _GROUPS.values() for slug in slugs)}
    groups = {title: [queries[slug] for slug in slugs] for title, slugs in _GROUPS.items()}
    others = [query for slug, query in queries.items() if slug not in grouped]
    if others:
        groups["More questions"] = others
    asked = {
        title: [
            Answered(query, {p.name: p.example for p in query.parameters if p.required and p.example}) for query in some
        ]
        for title, some in groups.items()
    }
    return scripted("home.html", "home", release=release, answered=shown, groups=asked, documents=_documents(release))


async def _answered(request: Request, release: Release, query: StoredQuery, most: int) -> Answered:
    """Ask with the examples; where the example's place is none of this release, without it."""
    values = {p.name: p.example for p in query.parameters if p.example and (p.required or p.name == "place")}
    asked = await answered(request, release, query, values, most)
    return await example(request, release, query, most) if asked.wrong else asked


def _documents(release: Release) -> list[Named]:
    """Give the documents, datasets among them, by title."""
    subjects = (quad.subject for quad in release.store.quads("", predicate=RDF.type, value=CKG.Document))
    paths = [path_of(node) for node in subjects if isinstance(node, NamedNode)]
    return sorted((Named(path, name_of(release, path)) for path in paths), key=lambda one: one.name)
