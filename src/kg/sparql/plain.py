"""A quick look that most queries pass: nothing in their text could be what the gate must look at closely.

This goes through a text as a whole, which takes a fraction of the time of going through its tokens one by one. It is
only ever stricter than `kg.sparql.gate`: what it lets pass, the gate would admit as it is.
"""

from __future__ import annotations

import re
from typing import Final

from kg.sparql.header import FORMS, UPDATES
from kg.sparql.tokens import TERMINALS

_CLOSE: Final = ("service", "now", "rand", "uuid", "bnode", "\r")
"""What is looked at closely wherever it stands: calls, what differs each time, odd comments."""
_FROM: Final = re.compile(r"(?<![a-z0-9_:?$/#.-])from")
"""A dataset clause, or what the engine could take for one: no variable, and not within a name or an IRI."""
_OPENING: Final = ("(", "[", "{", "<<")
_IRI: Final = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
_BLANK: Final = r"(?:\s|#[^\n]*+\n)*+"
_HEAD: Final = re.compile(
    rf"(?:{_BLANK}PREFIX\s++[A-Za-z][A-Za-z0-9_-]*+:\s*+{_IRI})*+{_BLANK}({'|'.join(sorted(FORMS))})(?=[\s*?$({{<])",
    re.IGNORECASE | re.ASCII,
)
_NO_UPDATE: Final = rf"(?!(?i:{'|'.join(sorted(UPDATES))})(?![A-Za-z0-9_]))"
_TOKENS: Final = re.compile(
    r"(?:[ \t\n]*+(?:"
    + "|".join((_NO_UPDATE if kind == "word" else "") + f"(?:{pattern})" for kind, pattern in TERMINALS)
    + r"))*+[ \t\n]*+"
)


def plain_form(text: str, depth: int) -> str | None:
    """Tell the form of a query in which nothing needs a closer look.

    Args:
        text: the query.
        depth: how deep brackets may be nested.

    Returns:
        ``select``, ``ask``, ``construct`` or ``describe``; None if the gate must look.

    Example:
        >>> plain_form("SELECT * { ?s ?p ?o }", 10)
        'select'
        >>> plain_form("SELECT * FROM graphs:registry { ?s ?p ?o }", 10)
    """
    if not text.isascii() or sum(map(text.count, _OPENING)) > depth:
        return None
    lower = text.lower()
    for word in _CLOSE:
        if word in lower:
            return None
    if "from" in lower and _FROM.search(lower):
        return None
    head = _HEAD.match(text)
    return head[1].lower() if head is not None and _TOKENS.fullmatch(text) else None
