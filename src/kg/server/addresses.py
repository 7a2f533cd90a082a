"""The addresses of things: what they ask for, and what answers to them have in their heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from starlette.responses import Response

from kg.errors import BadParameter, UnknownThing
from kg.namespaces import BASE
from kg.release import Release
from kg.server.answering import ANYBODY, FOREVER
from kg.server.asked import fields_of
from kg.server.cache import Reply
from kg.server.manners import once
from kg.server.negotiation import THINGS, choose
from kg.server.problems import fit
from kg.server.sending import Scope
from kg.spelling import nearest

Headers = list[tuple[bytes, bytes]]
SECTIONS: Final = ("actors", "places", "events", "situations", "claims", "documents", "periods")
"""The kinds of thing that are answered here."""
SUFFIXES: Final[Mapping[str, str]] = {
    "json": "json",
    "jsonld": "jsonld",
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "trig": "trig",
    "nq": "nquads",
    "html": "html",
}
"""What may stand behind an id, after a full stop, and the form that it asks for."""
METHODS: Final = "GET, HEAD, OPTIONS"
KNOWN: Final = ("format", "include", "release")
"""The parameters that there are."""
CARD: Final = "card"
"""What can be included."""
VARY: Final = b"Accept, Accept-Encoding"
LONGEST: Final = 200
"""Letters that a path may have."""
_OTHERS: Final = "".join(
    f', <{{path}}.{suffix}>; rel="alternate"; type="{THINGS[form][0].partition(";")[0]}"'
    for suffix, form in SUFFIXES.items()
)


@dataclass(frozen=True, slots=True)
class Address:
    """A thing in a form.

    Attributes:
        path: of the thing.
        suffix: of the address, with its full stop; or nothing.
        form: of the answer.
        media: its media type.
        carded: whether JSON has the card too.
        release: name of the release to answer from; None for the current one.
    """

    path: str
    suffix: str
    form: str
    media: str
    carded: bool
    release: str | None = None

    def reply(self, release: Release, body: bytes) -> Reply:
        """Make the answer."""
        tag = f"{release.name}-{self.form}{'-card' * self.carded}"
        headers = common_headers(release, self.path, self.media, tag)
        if self.release and self.form != "html":  # a page names scripts, which follow from no release
            headers = [(name, FOREVER if name == b"cache-control" else value) for name, value in headers]
        return Reply(200, headers, body, release.name, f'W/"{tag}"'.encode())


def read_address(scope: Scope, accept: str) -> Address:
    """Read what an address asks for.

    Raises:
        BadParameter: if a parameter is unknown, or is not what it should be.
        UnknownThing: if the address ends in a form that there is not.
        HTTPException: if no form is accepted.
    """
    path, dot, suffix = scope["path"].strip("/").partition(".")
    given = once(fields_of(scope["query_string"]), KNOWN) if scope["query_string"] else {}
    wanted = given.get("format")
    if dot:
        if suffix not in SUFFIXES:
            close = nearest(suffix[:LONGEST], SUFFIXES) or list(SUFFIXES)
            raise UnknownThing(fit(f"{path}.{suffix}"), [f"{fit(path)}.{other}" for other in close])
        if wanted and choose(wanted, None, THINGS)[0] != SUFFIXES[suffix]:
            raise BadParameter("format", f"the address ends in .{suffix}", "one of the two, or both alike", wanted)
        wanted = SUFFIXES[suffix]
    form, media = _chosen(wanted, accept) if len(accept) <= LONGEST else choose(wanted, accept, THINGS)
    included = given.get("include", "").strip()
    if included not in ("", CARD):
        raise BadParameter("include", "there is nothing of that name to include", CARD, included)
    if included and form not in {"json", "jsonld", "html"}:
        raise BadParameter("include", f"{form} holds triples alone", "json, or jsonld, with it", included)
    return Address(path, dot + suffix, form, media, bool(included) and form != "html", given.get("release") or None)


@lru_cache(256)
def _chosen(wanted: str | None, accept: str) -> tuple[str, str]:
    return choose(wanted, accept, THINGS)


def moved(scope: Scope, asked: Address, path: str) -> Reply:
    """Make the answer of a thing that is at another address now, in the form that was asked for."""
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    where = f"/{path}{asked.suffix}".encode() + query
    return Reply(308, [(b"location", where), (b"cache-control", b"no-cache"), *ANYBODY])


def with_policy(headers: Headers, shown: Response) -> Headers:
    """Add to headers what only a page has: what it may do in a browser."""
    there = {name for name, _ in headers} | {b"content-length"}
    return [*headers, *(pair for pair in shown.raw_headers if pair[0] not in there)]


def common_headers(release: Release, path: str, media: str, tag: str) -> Headers:
    """Make the headers of an answer that has other forms at addresses of their own.

    Args:
        release: that it is from.
        path: of the thing.
        media: type of this form.
        tag: of all that the answer follows from, beside its address.
    """
    return [
        (b"content-type", media.encode()),
        (b"vary", VARY),
        (b"cache-control", b"no-cache"),
        (b"etag", f'W/"{tag}"'.encode()),
        (b"x-release", release.name.encode()),
        (b"link", f'<{BASE}{path}>; rel="canonical"{_OTHERS.replace("{path}", f"/{path}")}'.encode()),
        (b"x-content-type-options", b"nosniff"),
        *ANYBODY,
    ]
