"""Reading requests by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Mapping
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException

from kg.errors import BadParameter

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_ONCE: Final = ("query", "timeout", "release")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_MOST_FIELDS: Final = 1000
_STRAY: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
"""A percent sign that encodes nothing stands for itself."""

Headers = Mapping[bytes, bytes]


class Asked(NamedTuple):
    """What a request asks for.

    Attributes:
        query: the query's text; None if there is none.
        default_graphs: IRIs of graphs to take for the default graph.
        named_graphs: IRIs of named graphs.
        format: of the answer, as asked for in the address; several with commas between, as some clients send.
        timeout: seconds, as text.
        release: name of the release to answer from.
        embed: whether the page is to show the answer alone, in any site's frame.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: str | None = None
    release: str | None = None
    embed: bool = False


def asked(method: str, query_string: bytes, content_type: str, body: bytes) -> Asked:
    """Read a request.

    Args:
        method: GET, HEAD or POST.
        query_string: of the address, still encoded.
        content_type: of the body, as the header has it; empty if it has none.
        body: of a POST.

    Raises:
        HTTPException: with the fitting status, if it is none that the protocol knows.
        BadParameter: if a parameter is not what it should be.

    Example:
        >>> asked("GET", b"query=ASK%20%7B%7D&format=csv", "", b"").query
        'ASK {}'
    """
    fields = fields_of(query_string)
    if method == "POST":
        media, charset = _media(content_type)
        if charset not in {"", "utf-8", "utf8"}:
            raise HTTPException(415, f"the body's charset is {charset}; UTF-8 is needed")
        if media == FORM:
            fields += fields_of(body)
        elif media == DIRECT:
            if any(name == "query" for name, _ in fields):
                raise BadParameter("query", "given in the address and in the body", "one query", "")
            fields.append(("query", _text(body)))
        elif media == UPDATE:
            raise read_only()
        else:
            raise HTTPException(415, f"the body's media type is {media or 'not given'}; {FORM} or {DIRECT} is needed")
    if any(name == "update" for name, _ in fields):
        raise read_only()
    return _collect(fields)


def read_only() -> HTTPException:
    """Make the answer to every attempt to change something."""
    return HTTPException(403, "this endpoint is read-only: it answers queries and refuses updates")


def _collect(fields: list[tuple[str, str]]) -> Asked:
    single: dict[str, str] = {}
    several: dict[str, list[str]] = {"default-graph-uri": [], "named-graph-uri": [], "format": []}
    for name, value in fields:
        if name in _ONCE:
            if name in single:
                raise BadParameter(name, "given twice", "one value", value[:200])
            single[name] = value
        elif name in several:
            if name.endswith("-graph-uri") and not is_iri(value):
                raise BadParameter(
                    name, "no absolute IRI", "an IRI such as https://w3id.org/ckg/graphs/registry", value
                )
            several[name].append(value)
    default, named, formats = several.values()
    return Asked(
        query=single.get("query"),
        default_graphs=tuple(default),
        named_graphs=tuple(named),
        format=",".join(filter(None, formats)) or None,
        timeout=single.get("timeout") or None,
        release=single.get("release") or None,
        embed=("embed", "true") in fields,
    )


def is_iri(text: str) -> bool:
    """Whether a text may be an absolute IRI (https://www.rfc-editor.org/rfc/rfc3987#section-2.2), as far as we look.

    Example:
        >>> is_iri("https://w3id.org/ckg/graphs/registry"), is_iri("registry"), is_iri("a: b")
        (True, False, False)
    """
    return _IRI.fullmatch(text) is not None


def fields_of(encoded: bytes) -> list[tuple[str, str]]:
    """Read the parameters of an address or a form, each decoded once.

    Raises:
        HTTPException: if they are not UTF-8, or too many.
    """
    pairs = encoded.split(b"&", _MOST_FIELDS)
    if len(pairs) > _MOST_FIELDS:
        raise HTTPException(400, f"more than {_MOST_FIELDS} parameters")
    try:
        return [
            (_decoded(name), _decoded(value)) for name, _, value in (pair.partition(b"=") for pair in pairs if pair)
        ]
    except UnicodeError:
        raise HTTPException(400, "a parameter is not UTF-8, percent-encoded") from None


def _decoded(text: bytes) -> str:
    """Decode what is percent-encoded (https://url.spec.whatwg.org/#urlencoded-parsing).

    Quoted-printable is the same code with another sign, and the standard library decodes it in one pass in C.
    """
    if not text.isascii():
        raise UnicodeError
    text = text.replace(b"+", b" ")
    if b"%" in text:
        signs = _STRAY.sub(b"%25", text).replace(b"=", b"=3D").replace(b"%", b"=")
        text = a2b_qp(signs)
    return text.decode("utf-8")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not UTF-8: byte {error.start} is wrong") from None


def _media(content_type: str) -> tuple[str, str]:
    media, *parameters = (part.strip() for part in content_type.lower().split(";"))
    charset = next((part[8:].strip("\"' ") for part in parameters if part.startswith("charset=")), "")
    return media, charset
