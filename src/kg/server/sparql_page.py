"""The endpoint for people: a form to write a query in, and the answer as a page.

It is whole without scripts. Where they run, an editor takes the form's place, and asks this endpoint as everybody does.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Response
from markupsafe import Markup
from pyoxigraph import RdfFormat, parse, serialize

from kg.namespaces import BASE, PREFIXES
from kg.presentation import Readable, Shown
from kg.release import Release
from kg.server.asked import Asked
from kg.server.bundles import scripted
from kg.server.cache import Reply
from kg.server.sending import TRUNCATED

EXAMPLE: Final = """SELECT ?supporter ?supported WHERE {
  ?one ckg:supports ?other .
  ?one skos:prefLabel ?supporter . ?other skos:prefLabel ?supported .
  FILTER(LANG(?supporter) = "en" && LANG(?supported) = "en")
}"""


def form_page(release: Release, request: Asked) -> Reply:
    """Make the page with the form.

    Args:
        release: that the request names, or the current one.
        request: without a query.
    """
    response = _page(release, request._replace(query=EXAMPLE))
    headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
    return Reply(200, [*headers, (b"x-release", release.name.encode())], bytes(response.body))


def as_page(release: Release, request: Asked, form: str, reply: Reply) -> Reply:
    """Make the page with the answer to a query.

    Args:
        release: that answered.
        request: what was asked.
        form: of the query: select, ask, construct or describe.
        reply: the answer, JSON for the first two, Turtle for the others.
    """
    shown: dict[str, Any] = {
        "truncated": TRUNCATED in reply.headers,
        "data": _data(form, reply),
        "answered": reply.release,
    }
    if form == "ask":
        shown["truth"] = json.loads(reply.body)["boolean"]
    elif form == "select":
        shown["table"] = _table(json.loads(reply.body))
    else:
        shown["turtle"] = reply.body.decode()
    response = _page(release, request, **shown)
    policy = [pair for pair in response.raw_headers if pair[0] not in {b"content-length", b"content-type"}]
    return reply._replace(headers=reply.headers + policy, body=bytes(response.body))


def _data(form: str, reply: Reply) -> Markup:
    """Give an answer to the page's script as well, which would have to ask once more for it.

    It is JSON, which a browser does not run; nothing in it can end the element that it stands in.
    """
    text = reply.body.decode()
    if form not in {"select", "ask"}:
        triples = serialize(parse(text, RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES)
        text = json.dumps((triples or b"").decode())
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  JSON has this sign in strings alone


def _page(release: Release, request: Asked, **shown: Any) -> Response:
    names = ["default-graph-uri"] * len(request.default_graphs) + ["named-graph-uri"] * len(request.named_graphs)
    graphs = list(zip(names, request.default_graphs + request.named_graphs, strict=True))
    forms = ("turtle", "ntriples", "jsonld", "rdfxml") if "turtle" in shown else ("json", "csv", "tsv", "xml")
    links = {form: "?" + urlencode([("query", request.query or ""), *graphs, ("format", form)]) for form in forms}
    embed = bool(shown) and request.embed
    values = {"table": None, "truth": None, "turtle": None, "truncated": False, "data": None} | shown
    return scripted(
        "sparql.html",
        "query",
        framed=embed,
        embed=embed,
        pinned=request.release or "",
        release=release,
        request=request,
        graphs=graphs,
        links=links if shown else {},
        prefixes=PREFIXES,
        **values,
    )


def _table(answer: dict[str, Any]) -> Readable:
    columns = answer["head"]["vars"]
    rows = tuple(tuple(_cell(row.get(column)) for column in columns) for row in answer["results"]["bindings"])
    return Readable(tuple(columns), rows)


def _cell(term: dict[str, Any] | None) -> Shown:
    if term is None:
        return Shown("")
    if term["type"] == "uri" and term["value"].startswith(BASE):
        path = term["value"].removeprefix(BASE)
        return Shown(path, path)
    return Shown(str(term["value"]))
