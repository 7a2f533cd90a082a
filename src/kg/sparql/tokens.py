"""The terminals of SPARQL (https://www.w3.org/TR/sparql11-query/#sparqlGrammar), as one regular expression.

This takes a text apart as the grammar has it; what the tokens mean together is the engine's to say. See
`kg.sparql.hidden` for the places where the engine takes a text apart in another way.

No repetition can end in more than one way, and a word that runs on is refused where it begins: so the time is
proportional to the length, whatever the text. None is gone back into, so that a long one takes no memory.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import QueryRefused

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)  # PN_CHARS_BASE, without its brackets
_NAME: Final = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040"  # what VARNAME goes on with
_CHARS: Final = _NAME + r"\-"  # PN_CHARS
_DOTTED: Final = rf"[{_CHARS}]*+(?:\.++[{_CHARS}]++)*+"  # how PN_PREFIX and BLANK_NODE_LABEL go on
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL: Final = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:[{_CHARS}:]++|{_PLX}|\.++(?=[{_CHARS}:]|{_PLX}))*+"  # PN_LOCAL
# Codepoints that exist: at another the engine gives the whole string up and reads its first two quotes as a string.
_UCHAR: Final = r"\\(?:u|U0000)(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}|\\U00(?!00)(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}"
_ESCAPE: Final = rf"""\\[tbnrf\\"']|{_UCHAR}"""
_EXPONENT: Final = "[eE][+-]?[0-9]++"


def _string(quote: str) -> str:
    """Give STRING_LITERAL_LONG and STRING_LITERAL for a quote; three quotes never begin the second."""
    long = rf"{quote * 3}(?:[^{quote}\\]++|{_ESCAPE}|{quote}(?!{quote * 2}))*+{quote * 3}"
    return long + rf"|{quote}(?!{quote * 2})(?:[^{quote}\\\n\r]++|{_ESCAPE})*+{quote}"


TERMINALS: Final = (
    ("mark", r"\^\^|&&|\|\||[>!]=|\{\||\|\}|>>|[{}()\[\],;|/^*+!=>&~\-]|\.(?![0-9])|\?(?![" + _BASE + "_0-9])"),
    ("variable", rf"[?$][{_BASE}_0-9][{_NAME}]*+"),  # VAR1, VAR2
    ("name", rf"(?:[{_BASE}]{_DOTTED})?:(?:{_LOCAL})?"),  # PNAME_LN, PNAME_NS
    ("word", rf"[A-Za-z][A-Za-z0-9_]*+(?![{_CHARS}]|\.++[{_CHARS}]++\.++[{_CHARS}])"),
    ("iri", rf'<(?:[^<>"{{}}|^`\\\x00-\x20]++|{_UCHAR})*+>'),  # IRIREF
    ("comment", r"#[^\r\n]*+"),
    ("string", "|".join(map(_string, "\"'"))),
    (
        "number",
        rf"[0-9]++\.[0-9]*+{_EXPONENT}|(?:[0-9]*+\.[0-9]++|[0-9]++)(?:{_EXPONENT})?",
    ),  # INTEGER, DECIMAL, DOUBLE
    ("less", r"<=?"),
    ("language", r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*(?:--[A-Za-z]++)?"),  # LANGTAG, LANG_DIR
    ("label", rf"_:[{_BASE}_0-9]{_DOTTED}"),  # BLANK_NODE_LABEL
)
"""The terminals that mean something, or are comments: names of their kinds, and patterns."""
_TOKEN: Final = re.compile(
    r"[ \t\r\n]*+(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in (*TERMINALS, ("end", r"\Z"), ("wrong", ".")))
    + ")",
    re.DOTALL,
)
_SHOWN: Final = 60


class Token(NamedTuple):
    """A token: its kind, its text, and where it begins, in characters from 0."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def shown(self) -> str:
        """Its text as a message shows it."""
        return self.text if len(self.text) <= _SHOWN else self.text[: _SHOWN - 1] + "…"


def tokens_of(text: str) -> tuple[list[Token], list[Token]]:
    """Take a query apart.

    Returns:
        The tokens that mean something, and the comments; blanks are left out.

    Raises:
        QueryRefused: at a character that begins no token, or a comment that ends at a carriage return alone, which
            another reader could take for longer.

    Example:
        >>> tokens, comments = tokens_of("ASK { ?s ex:p 'o' } # all")
        >>> [token.text for token in tokens]
        ['ASK', '{', '?s', 'ex:p', "'o'", '}']
    """
    tokens: list[Token] = []
    comments: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        assert kind is not None
        token = Token(kind, match[kind], match.start(kind))
        if kind == "comment":
            if text.startswith("\r", token.end) and not text.startswith("\r\n", token.end):
                raise refused(text, token.end, "a comment ends at a carriage return", "a line feed at its end")
            comments.append(token)
        elif kind == "wrong":
            raise _wrong(text, token.start)
        elif kind != "end":
            tokens.append(token)
    return tokens, comments


def refused(text: str, at: int, wrong: str, expected: str) -> QueryRefused:
    """Make the error for a place in a query."""
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return QueryRefused(wrong, expected, line, column)


def _wrong(text: str, at: int) -> QueryRefused:
    """Make the error for a character that begins no token."""
    character = text[at]
    if character in "\"'":
        return refused(
            text, at, "a string begins here that does not end, or has a wrong escape", "its closing quote; \\\\ for \\"
        )
    if character == "\\":
        return refused(text, at, "a backslash cannot stand here", "escapes in strings, IRIs and names only")
    if character.isalpha():
        return refused(text, at, f"{text[at : at + 20]!r} begins with no word of SPARQL", "a word, or prefix:name")
    return refused(text, at, f"the character {character!r} cannot stand here", "SPARQL")
