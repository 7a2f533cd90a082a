"""Prefixes and the stored queries as examples, in SHACL's terms (https://www.w3.org/TR/shacl/#sparql-prefixes)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, Triple

from kg.description.terms import ENDPOINT, english, part, term
from kg.identifiers import iri
from kg.namespaces import PREFIXES, RDF
from kg.stored_queries import StoredQuery, stored_queries

PREFIX_LIST: Final = iri("prefixes")
_TOKEN: Final = re.compile(
    r'<[^<>"{}|^`\\\s]*>|"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*',
    re.DOTALL,
)
_DATA_BLOCK: Final = re.compile(r"\bVALUES\s*(?:\([^()]*\)|[?$]\w+)\s*$", re.IGNORECASE)


def prefix_triples() -> Iterator[Triple]:
    """Declare the prefixes, as ``sh:prefix`` and ``sh:namespace``."""
    yield Triple(PREFIX_LIST, RDF.type, term("owl:Ontology"))
    for prefix, namespace in PREFIXES.items():
        declaration = part("prefix", prefix)
        yield Triple(PREFIX_LIST, term("sh:declare"), declaration)
        yield Triple(declaration, term("sh:prefix"), Literal(prefix))
        yield Triple(declaration, term("sh:namespace"), Literal(namespace, datatype=term("xsd:anyURI")))


def example_triples() -> Iterator[Triple]:
    """Describe each stored query as an example that runs as it stands, in the way of SIB's sparql-examples."""
    for query in stored_queries().values():
        node = iri(f"queries/{query.slug}")
        comment = f"{query.summary} {query.description}".replace("*", "")
        yield Triple(node, RDF.type, term("sh:SPARQLExecutable"))
        yield Triple(node, RDF.type, term("sh:SPARQLSelectExecutable"))
        yield Triple(node, term("rdfs:label"), english(query.summary))
        yield Triple(node, term("rdfs:comment"), english(comment))
        yield Triple(node, term("sh:prefixes"), PREFIX_LIST)
        yield Triple(node, term("sh:select"), Literal(example_text(query)))
        yield Triple(node, term("schema:target"), ENDPOINT)


def example_text(query: StoredQuery) -> str:
    """Write a stored query out with the examples of its required parameters, so that it runs without the program.

    A parameter is a variable whose value the program gives to the engine. Here the value stands in the text once, as
    the ``VALUES`` of the outermost group, and again in each inner group that names the variable, where nothing from
    outside can be seen (groups are evaluated from the inside out,
    https://www.w3.org/TR/sparql11-query/#sparqlAlgebra). Optional parameters stay variables.

    Raises:
        ValueError: if a parameter is named in a ``MINUS``, where a value more would change what is taken away.

    Example:
        >>> from kg.stored_queries import stored_query
        >>> '{ VALUES ?on { "2024-12-05"^^<http://www.w3.org/2001/XMLSchema#date> }' in example_text(
        ...     stored_query("control-on-date")
        ... )
        True
    """
    required = {p.name: p.example for p in query.parameters if p.required}
    text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")) + "\n"
    return with_values(text, {name: str(value) for name, value in query.bind(required).items()})


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Give variables of a SELECT query their values in every group that names them; see `example_text`.

    Args:
        text: the query; each SELECT that uses one of the variables projects it.
        values: terms as N-Triples writes them, by variable.

    Raises:
        ValueError: if a ``MINUS`` names one of the variables.
    """
    bare = _TOKEN.sub(lambda match: " " * len(match.group()), text)  # as long as the text: positions stay
    insertions: dict[int, list[str]] = {}
    for name, value in values.items():
        named = re.compile(rf"[?$]{re.escape(name)}\b")
        for group in _groups(bare):
            if not group.selects and named.search(group.own):
                if group.taken_away:
                    raise ValueError(f"?{name} is named in a MINUS")
                insertions.setdefault(group.opening + 1, []).append(f" VALUES ?{name} {{ {value} }}")
    for position in sorted(insertions, reverse=True):
        text = text[:position] + "".join(insertions[position]) + text[position:]
    return text


@dataclass(slots=True)
class _Group:
    """A group of a query.

    Attributes:
        opening: where it opens.
        own: its own text, without inner groups.
        taken_away: whether it is in a MINUS.
        selects: whether it is a sub-select, whose patterns are all in the group inside it.
    """

    opening: int
    own: str
    taken_away: bool
    selects: bool = False


def _groups(bare: str) -> Iterator[_Group]:
    """Give the groups of patterns; the text of one that a SELECT opens begins with what that SELECT projects."""
    stack: list[_Group] = []
    head = ""  # what stands before a brace, since the last one
    for piece in re.finditer(r"[^{}]+|[{}]", bare):
        words = piece.group()
        if words == "{":
            projection = re.search(r"\bSELECT\b.*", head, re.IGNORECASE | re.DOTALL)
            if stack and projection:
                stack[-1].own = stack[-1].own.removesuffix(projection.group())
                stack[-1].selects = not stack[-1].own.strip()
            minus = re.search(r"\bMINUS\s*$", head, re.IGNORECASE)
            taken_away = bool(minus or (stack and stack[-1].taken_away))
            stack.append(_Group(piece.start(), projection.group() if projection else "", taken_away))
        elif words == "}":
            group = stack.pop()
            if not _DATA_BLOCK.search(bare[: group.opening]):
                yield group
        elif stack:
            stack[-1].own += words
        head = "" if words in "{}" else words
