"""What a client reads before it reads features: the landing page, the conformance classes, the collections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from kg.features.collections import COLLECTIONS, Collection
from kg.features.questions import Extent

Link = Mapping[str, str]
ROOT: Final = "ogc"
TITLE: Final = "Events, places and control as maps"
DESCRIPTION: Final = (
    "Who did what, where, and who held what when, as features for GIS programs. Each feature leads to the page that "
    "says who says so."
)
_CORE: Final = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CONFORMANCE: Final = tuple(_CORE + name for name in ("core", "geojson", "html", "oas30"))
"""Conformance classes of the standard that are kept to."""
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
JSON: Final = "application/json"
HTML: Final = "text/html"
GEOJSON: Final = "application/geo+json"
OPENAPI: Final = "application/vnd.oai.openapi+json;version="
_FORMS: Final = {"json": "as JSON", "html": "as a page"}


@dataclass(frozen=True, slots=True)
class Here:
    """The address that is answered, from which the links of the answer follow.

    Attributes:
        base: address of the server, with a slash at its end.
        path: of what is answered, below `base`.
        form: of the answer, ``json`` or ``html``.
        texts: the parameters as they came, but for the form.
        media: of the forms that it has, by form.
    """

    base: str
    path: str
    form: str
    texts: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=lambda: {"json": JSON, "html": HTML})

    def address(self, form: str, **others: str) -> str:
        """Give the address of the same in a form, with other parameters.

        Example:
            >>> Here("https://kg.test/", "ogc/collections/events/items", "json", {"limit": "9"}).address("html")
            'https://kg.test/ogc/collections/events/items?limit=9&f=html'
        """
        return f"{self.base}{self.path}?{urlencode({**self.texts, **others, 'f': form})}"

    def links(self) -> list[Link]:
        """Link to this answer and to its other forms."""
        return [
            _link(self.address(form), "self" if form == self.form else "alternate", media, f"This {_FORMS[form]}")
            for form, media in sorted(self.media.items(), key=lambda pair: pair[0] != self.form)
        ]

    def next(self, cursor: str) -> Link:
        """Link to the next page."""
        return _link(self.address(self.form, cursor=cursor), "next", self.media[self.form], "The next page")

    def up(self, rel: str, path: str, title: str) -> Link:
        """Link to something else that has the same forms."""
        return _link(f"{self.base}{ROOT}{path}?f={self.form}", rel, HTML if self.form == "html" else JSON, title)


def _link(href: str, rel: str, media: str, title: str) -> Link:
    return {"href": href, "rel": rel, "type": media, "title": title}


def landing(here: Here) -> dict[str, Any]:
    """Write the landing page."""
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            *here.links(),
            _link(f"{here.base}{ROOT}/api", "service-desc", f"{OPENAPI}3.0", "What can be asked here, as OpenAPI 3.0"),
            _link(f"{here.base}openapi.json", "service-desc", f"{OPENAPI}3.1", "The whole server, as OpenAPI 3.1"),
            _link(f"{here.base}docs", "service-doc", HTML, "What can be asked, as a page"),
            here.up("conformance", "/conformance", "Which parts of the standard are kept to"),
            here.up("data", "/collections", "The collections of features"),
            _link(LICENCE, "license", HTML, "CC BY 4.0"),
        ],
    }


def conformance(here: Here) -> dict[str, Any]:
    """Write the list of conformance classes."""
    return {"conformsTo": list(CONFORMANCE), "links": [*here.links(), here.up("up", "", "Landing page")]}


def collections(here: Here, extents: Mapping[str, Extent]) -> dict[str, Any]:
    """Write the list of collections."""
    return {
        "links": [*here.links(), here.up("up", "", "Landing page")],
        "collections": [
            collection(Here(here.base, path_of(one), here.form), one, extents[one.id]) for one in COLLECTIONS.values()
        ],
    }


def collection(here: Here, described: Collection, extent: Extent) -> dict[str, Any]:
    """Write what a collection is."""
    items = {"json": GEOJSON, "html": HTML}
    return {
        "id": described.id,
        "title": described.title,
        "description": described.description,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(extent),
        "links": [
            *here.links(),
            *(
                _link(f"{here.base}{here.path}/items?f={form}", "items", media, f"{described.title} {_FORMS[form]}")
                for form, media in items.items()
            ),
            here.up("up", "/collections", "The collections of features"),
            _link(LICENCE, "license", HTML, "CC BY 4.0"),
        ],
    }


def path_of(described: Collection) -> str:
    """Give the path of a collection below the server's address.

    Example:
        >>> path_of(COLLECTIONS["events"])
        'ogc/collections/events'
    """
    return f"{ROOT}/collections/{described.id}"


def _extent(extent: Extent) -> dict[str, Any]:
    times = [_moment(extent.first, "00:00:00"), _moment(extent.last, "23:59:59")]
    written: dict[str, Any] = {"temporal": {"interval": [times], "trs": GREGORIAN}}
    if extent.box is not None:
        box = extent.box
        written["spatial"] = {"bbox": [[box.west, box.south, box.east, box.north]], "crs": CRS84}
    return written


def _moment(day: date | None, time: str) -> str | None:
    return None if day is None else f"{day}T{time}Z"
