"""Requests about maps: reading them, and what all their answers have alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from kg.counting.reading import FILE as EVENTS
from kg.errors import QueryFailed
from kg.features.documents import GEOJSON, HTML, JSON, Here, Link
from kg.features.place_table import FILE as PLACES
from kg.features.reading import FORM, gathered
from kg.identifiers import canonical_json, sha256
from kg.parameters import Parameter, read
from kg.release import Release
from kg.server.answering import has_already
from kg.server.negotiation import choose
from kg.server.pages import page
from kg.server.rdf import for_all

Forms = Mapping[str, Sequence[str]]
PLAIN: Final[Forms] = {"json": (JSON,), "html": (f"{HTML}; charset=utf-8",)}
"""The forms of what is no feature."""
FEATURES: Final[Forms] = {"json": (GEOJSON, JSON), "html": PLAIN["html"]}
"""The forms of features."""
_TABLES: Final[Mapping[str, Sequence[str]]] = {"events": (EVENTS,), "places": (PLACES,), "control": (PLACES,)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        release: that answers it.
        here: its address.
        media: media type of the answer.
        values: its parameters.
        etag: of the answer.
    """

    release: Release
    here: Here
    media: str
    values: Mapping[str, Any]
    etag: str

    def answer(self, body: Mapping[str, Any], template: str, **shown: Any) -> Response:
        """Give what was found in the form that was asked for."""
        response: Response
        if self.here.form == "html":
            response = page(template, release=self.release, here=self.here, body=body, **shown)
        else:
            response = JSONResponse(body, media_type=self.media)
        return self.sent(response, body["links"])

    def sent(self, response: Response, links: Sequence[Link] = ()) -> Response:
        """Say from which release an answer is, and what it links to."""
        if links:
            response.headers["Link"] = ", ".join(map(_header, links))
        response.headers.update({"ETag": self.etag, "Cache-Control": "no-cache", "X-Release": self.release.name})
        return for_all(response)


def _header(link: Link) -> str:
    return f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"'


def read_request(
    request: Request, release: Release, accept: str | None, known: Mapping[str, Parameter], forms: Forms = PLAIN
) -> Asked:
    """Read a request.

    Args:
        request: to read.
        release: that answers it.
        accept: its Accept header.
        known: the parameters that there are.
        forms: that the answer has.

    Raises:
        BadParameter: if a parameter is unknown, given twice, or not what it should be.
        HTTPException: if no form of the answer is accepted.
    """
    given = gathered(request.query_params.multi_items())
    values = read(given, known, release.resolve)
    form, media = choose(values[FORM.name], accept, forms)
    texts = {name: text for name, text in given if name != FORM.name}
    base, path = str(request.base_url), quote(request.scope["path"].strip("/"), safe="/@")
    shown = {name: offered[0].partition(";")[0] for name, offered in forms.items()}
    tag = sha256(canonical_json([base, path, sorted(texts.items()), media]))[:16]
    return Asked(release, Here(base, path, form, texts, shown), media, values, f'W/"{release.name}-{tag}"')


def unchanged(request: Request, asked: Asked) -> Response | None:
    """Tell a client that it has the answer already, if it has."""
    if has_already(dict(request.scope["headers"]), asked.etag.encode()):
        return asked.sent(Response(status_code=304))
    return None


def needs(release: Release, collections: Sequence[str]) -> None:
    """Make sure that a release has the tables that some collections are read from.

    Args:
        release: to look at.
        collections: their ids.

    Raises:
        QueryFailed: if it has not.
    """
    for table in (table for collection in collections for table in _TABLES[collection]):
        if not (release.path / table).is_file():
            wrong = f"release {release.name} has no {table}: it was made by an older version; build again"
            raise QueryFailed("missing", wrong)
