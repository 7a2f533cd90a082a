"""What may run: a look at a query's tokens before the engine sees it.

The engine follows ``SERVICE`` to any host, and nothing can keep it from that. So whatever it could take for ``SERVICE``
is refused here, although the word in comments, strings, IRIs and names is not: see `kg.sparql.hidden`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from kg.errors import QueryTooLong
from kg.namespaces import PREFIXES
from kg.sparql.header import UPDATES, Header
from kg.sparql.hidden import refuse_hidden
from kg.sparql.plain import plain_form
from kg.sparql.tokens import Token, refused, tokens_of

VOLATILE: Final = ("NOW", "RAND", "UUID", "BNODE")
"""What the functions end with that give another value each time; the engine wants no blank before them."""
DEPTH: Final = 128
"""How deep brackets may be nested: the engine recurses into them, and its stack has an end.

Nothing else needs a limit if the stack has two kB for each byte of the text: the worst chain without brackets, an IRI
after the other behind DESCRIBE, was seen to take 1.5.
"""


class Admitted(NamedTuple):
    """A query that may run.

    Attributes:
        text: what the engine is to read: without the dataset clause, which stands in the next two. All else is where
            it was, so that the engine's messages name the right places.
        form: ``select``, ``ask``, ``construct`` or ``describe``.
        default_graphs: IRIs of FROM, each once; None if there is no dataset clause.
        named_graphs: IRIs of FROM NAMED, each once; None if there is no dataset clause.
        volatile: whether the answer may be another each time.
    """

    text: str
    form: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    volatile: bool = False


def admit(text: str, most_bytes: int = 1 << 20, depth: int = DEPTH, prefixes: Mapping[str, str] = PREFIXES) -> Admitted:
    """Look whether a query may run.

    Args:
        text: the query; a byte order mark before it is left out.
        most_bytes: how long it may be, in UTF-8.
        depth: how deep its brackets may be nested.
        prefixes: those that need not be declared.

    Returns:
        The query as the engine is to read it. Whether it is well-formed is the engine's to say.

    Raises:
        QueryTooLong: if it is.
        QueryRefused: if it is an update, could call out, is nested too deep, or no query at all.

    Example:
        >>> admit("SELECT * FROM graphs:registry { ?s ?p ?o }").default_graphs
        ('https://w3id.org/ckg/graphs/registry',)
        >>> admit("ASK { SERVICE <http://example.org/> {} }")
        Traceback (most recent call last):
        kg.errors.QueryRefused: SERVICE cannot stand here (line 1, column 7); expected no call to another endpoint
    """
    if len(text) <= most_bytes and (form := plain_form(text, depth)):
        return Admitted(text, form)
    return examine(text, most_bytes, depth, prefixes)


def examine(text: str, most_bytes: int, depth: int, prefixes: Mapping[str, str]) -> Admitted:
    """Look at a query token by token; see `admit`."""
    text = text.removeprefix("\ufeff")
    try:
        length = len(text.encode())
    except UnicodeEncodeError as error:
        raise refused(text, error.start, "half of a surrogate pair is no character", "text in UTF-8") from error
    if length > most_bytes:
        raise QueryTooLong(most_bytes, length)
    tokens, comments = tokens_of(text)
    header = Header(text, tokens, prefixes)
    _refuse_words(text, tokens)
    _refuse_depth(text, tokens, depth)
    refuse_hidden(text, tokens, comments, depth)
    volatile = any(token.kind == "word" and token.text.upper().endswith(VOLATILE) for token in tokens)
    default_graphs, named_graphs = header.take_graphs() or (None, None)
    return Admitted(header.text, header.form, default_graphs, named_graphs, volatile)


def _refuse_words(text: str, tokens: Sequence[Token]) -> None:
    """Refuse words of updates, and any word in which the engine could find SERVICE."""
    for token in tokens:
        if token.kind != "word":
            continue
        word = token.text.upper()
        if "SERVICE" in word:
            raise refused(text, token.start, f"{token.shown} cannot stand here", "no call to another endpoint")
        if word == "LOAD":
            raise refused(text, token.start, "LOAD cannot stand here", "no document from elsewhere")
        if word in UPDATES:
            raise refused(text, token.start, f"{token.shown} is of an update, and this is read-only", "a query")


def _refuse_depth(text: str, tokens: Sequence[Token], depth: int) -> None:
    """Refuse what is nested too deep; ``<<`` is two tokens, since the second may begin an IRI."""
    now, second = 0, -1
    for token in tokens:
        if token.kind == "mark":
            if token.text in {"(", "{", "[", "{|"}:
                now += 1
            elif token.text in {")", "}", "]", "|}", ">>"}:
                now -= 1
        elif token.kind in {"less", "iri"}:
            paired = token.start == second
            now += paired
            second = token.end if token.text == "<" and not paired else -1
        if now > depth:
            raise refused(text, token.start, f"brackets are nested more than {depth} deep", "a flatter query")
