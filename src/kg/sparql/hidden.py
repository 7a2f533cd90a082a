r"""What the engine could take for ``SERVICE`` although it stands in something else.

The engine (Oxigraph 0.5) has no tokens: it tries one rule after another at each place, goes back when one fails, and
wants no blank between words. It was seen to call out for each of these (``<x>`` being the host):

- ``true.SERVICE<x>{}``, ``trueSERVICE<x>{}``: a word begins anywhere, so no word may have ``service`` in it.
- ``SERVICEex:y{}``, ``service:y{}``, ``true.SERVICE:y{}``: a name is given up if its prefix is not declared, and then
  ``service`` is a word, the rest of the name the host. So is ``p:service <x> {}`` if ``p:service`` is no IRI, and
  ``p:a.b.service:y {}``, since a name has only one group of dots. In all of these the host is what remains of the name
  or the next token, and then comes a brace. That is refused, except behind the words that want a name and a brace.
- ``FILTER(?a<?b)SERVICE:y#>`` and a brace in the next line: behind a value, ``<`` is an operator.
- ``FILTER(?a<?b#>'''`` and in the next line ``) SERVICE <x> {} #'''``: the same, and from there on what is a comment
  or a string for us is not for the engine. ``<<`` may also be an operator and an IRI, or begin a triple with a name.

Nothing else moves the engine to another reading: a variable, label, language or number ends where ours ends; strings
are alike but for escapes without meaning, which are no tokens; a name that is given up has no quote and no number sign
without a backslash, which begins nothing; ``\u0053ERVICE`` is not decoded outside of strings and IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.sparql.tokens import Token, refused

_NAMES_NEXT: Final = frozenset({"GRAPH", "DESCRIBE", "FROM", "NAMED"})
"""Words behind which the engine reads a name and nothing else."""
_OPENING, _CLOSING = frozenset({"(", "[", "{", "{|"}), frozenset({")", "]", "}", "|}"})
_MOVES: Final = re.compile(r"[#'()\[\]]")
"""What changes the state of a reader that does not take it for part of an IRI."""
_SURELY_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
"""Only an IRI: as operands, ``http:`` is followed by a division, and its second operand cannot begin with ``/``."""
_COVERS: Final = frozenset({"string", "comment", "iri"})
_CALLS: Final = re.compile(r"\).*service", re.IGNORECASE | re.DOTALL)
_APART: Final = "a blank behind it if it is an operator; %23 %27 %28 %29 for # ' ( ) in an IRI"


def refuse_hidden(text: str, tokens: Sequence[Token], comments: Sequence[Token], depth: int) -> None:
    """Refuse a query that the engine could read as one with ``SERVICE``, or with brackets where we see none.

    Args:
        text: the query.
        tokens: of it, none a word with ``service`` in it.
        comments: of it.
        depth: how deep brackets may be nested.

    Raises:
        QueryRefused: if it could.
    """
    doubt = _first_doubt(tokens)
    until = len(text) if doubt is None else doubt.start
    for number, token in enumerate(tokens):
        if token.kind == "name" and "service" in token.text.lower():
            wanted = bool(number) and token.start < until and tokens[number - 1].text.upper() in _NAMES_NEXT
            if not wanted and _brace(tokens, number):
                raise refused(
                    text, token.start, f"{token.shown} could be read as SERVICE", "a full stop before the brace"
                )
    if doubt is None:
        return
    covers = [token.text for token in [*tokens, *comments] if token.kind in _COVERS and token.start > doubt.start]
    if _CALLS.search(doubt.text) or any("service" in cover.lower() for cover in covers):
        raise refused(text, doubt.start, "this < could begin an IRI or be an operator, and hide SERVICE", _APART)
    if sum(cover.count(bracket) for cover in [doubt.text, *covers] for bracket in "([{") > depth:
        raise refused(text, doubt.start, "this < could begin an IRI or be an operator, and hide brackets", _APART)


def _first_doubt(tokens: Sequence[Token]) -> Token | None:
    """Find the first IRI that may be none, and then would leave the engine in another state behind it.

    An operator stands in brackets, behind a value; there an IRI can stand too, in VALUES and collections.
    """
    if not any(map(_may_move, tokens)):
        return None
    brackets: list[str] = []
    before = Token("mark", "", 0)
    for token in tokens:
        if token.kind == "mark":
            if token.text in _OPENING:
                brackets.append(token.text)
            elif token.text in _CLOSING and brackets:
                brackets.pop()
        elif _may_move(token):
            doubled = before.kind == "less" and before.end == token.start
            if doubled or (brackets and brackets[-1] == "(" and _may_be_value(before)):
                return token
        before = token
    return None


def _may_move(token: Token) -> bool:
    return token.kind == "iri" and bool(_MOVES.search(token.text)) and not _SURELY_IRI.match(token.text)


def _may_be_value(token: Token) -> bool:
    """Tell whether an operand may end with a token."""
    if token.kind == "word":
        return token.text.lower().endswith(("true", "false"))
    return token.text in {")", "}", ">", ">>"} if token.kind == "mark" else token.kind != "less"


def _brace(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a brace comes behind a token, or behind it and the name of a host."""
    following = [token for token in tokens[number + 1 : number + 4] if token.text.upper() != "SILENT"]
    if following and following[0].kind in {"iri", "name", "variable"}:
        following = following[1:]
    return bool(following) and following[0].text in {"{", "{|"}
