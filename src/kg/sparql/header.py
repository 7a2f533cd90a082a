"""What stands before the pattern of a query: the prologue, the form, and the dataset clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import QueryRefused
from kg.namespaces import BASE
from kg.sparql.tokens import Token, refused

FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES: Final = frozenset({"INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "LOAD", "WITH"})
_PROLOGUE: Final = {"BASE": ("iri",), "PREFIX": ("name", "iri"), "VERSION": ("string",)}
"""Words of the prologue, and the kinds of tokens that follow each."""
_OPENING, _CLOSING = frozenset({"(", "[", "{"}), frozenset({")", "]", "}"})

Graphs = tuple[tuple[str, ...], tuple[str, ...]]
"""The IRIs of FROM, and of FROM NAMED, each once."""


class Header:
    """The head of a query.

    Attributes:
        text: the query; without the dataset clause once that was taken.
        form: ``select``, ``ask``, ``construct`` or ``describe``.
    """

    def __init__(self, text: str, tokens: Sequence[Token], prefixes: Mapping[str, str]) -> None:
        """Read the prologue and the form.

        Raises:
            QueryRefused: if that is not the beginning of a query.
        """
        self.text = text
        self._tokens = tokens
        self._prefixes = prefixes
        self._base = BASE  # as the engine has it
        self._declared: dict[str, tuple[Token, str]] = {}  # the IRI and its base; seldom needed, so not resolved
        begin = self._read_prologue()
        self.form = self._word(begin).lower()
        if self.form.upper() not in FORMS:
            raise self._no_query(begin)
        self._begin = begin + 1

    def take_graphs(self) -> Graphs | None:
        """Take the dataset clause out of the text, leaving blanks.

        Returns:
            Its graphs, or None if there is no such clause.

        Raises:
            QueryRefused: if it cannot be understood, or a graph's IRI not be resolved.
        """
        at = begin = self._find_from()
        default: dict[str, None] = {}
        named: dict[str, None] = {}
        while self._word(at) == "FROM":
            is_named = self._word(at + 1) == "NAMED"
            at += 2 + is_named
            if at > len(self._tokens) or self._tokens[at - 1].kind not in {"iri", "name"}:
                raise refused(self.text, self._tokens[at - 2].start, "FROM names no graph", "an IRI")
            (named if is_named else default)[self._iri(self._tokens[at - 1])] = None
        if at == begin:
            return None
        if at < len(self._tokens) and self._tokens[at].kind != "word" and self._tokens[at].text != "{":
            raise refused(self.text, self._tokens[at].start, "this cannot follow FROM", "WHERE")
        pieces, end = [], 0
        for token in self._tokens[begin:at]:
            pieces += [self.text[end : token.start], " " * len(token.text)]
            end = token.end
        self.text = "".join([*pieces, self.text[end:]])
        return tuple(default), tuple(named)

    def _word(self, at: int) -> str:
        """Give the word that stands somewhere, in capitals, or nothing."""
        return self._tokens[at].text.upper() if at < len(self._tokens) and self._tokens[at].kind == "word" else ""

    def _read_prologue(self) -> int:
        at = 0
        while kinds := _PROLOGUE.get(self._word(at)):
            following = self._tokens[at + 1 : at + 1 + len(kinds)]
            if tuple(token.kind for token in following) != kinds:
                raise refused(
                    self.text, self._tokens[at].start, f"{self._word(at)} is not complete", " and ".join(kinds)
                )
            if kinds == ("iri",):
                self._base = self._absolute(following[0], self._base)
            elif kinds == ("name", "iri"):
                self._declared[following[0].text.removesuffix(":")] = following[1], self._base
            at += 1 + len(kinds)
        return at

    def _no_query(self, at: int) -> QueryRefused:
        if at == len(self._tokens):
            return refused(self.text, len(self.text), "there is no query here", "SELECT, ASK, CONSTRUCT or DESCRIBE")
        word = self._tokens[at].shown
        if self._word(at) in UPDATES:
            return refused(
                self.text, self._tokens[at].start, f"{word} is of an update, and this is read-only", "a query"
            )
        return refused(
            self.text, self._tokens[at].start, f"{word!r} begins no query", "SELECT, ASK, CONSTRUCT or DESCRIBE"
        )

    def _find_from(self) -> int:
        """Find where the dataset clause begins, or the pattern if there is none."""
        now = 0
        for at, token in enumerate(self._tokens[self._begin :], self._begin):
            if token.text in _OPENING:
                if token.text == "{" and not now and not (self.form == "construct" and at == self._begin):
                    return at
                now += 1
            elif token.text in _CLOSING:
                now -= 1
            elif not now and self._word(at) == "FROM":
                return at
            elif not now and token.text[:4].upper() == "FROM" and not self._may_be_described(token):
                raise refused(self.text, token.start, f"{token.shown} could be read as FROM", "a blank behind FROM")
            elif not now and token.kind == "word" and token.text.upper() not in {"DISTINCT", "REDUCED"}:
                return at
        return len(self._tokens)

    def _may_be_described(self, token: Token) -> bool:
        """Tell whether a name that begins with FROM is one: the engine wants no blank behind FROM."""
        prefix = token.text.partition(":")[0]
        return self.form == "describe" and token.kind == "name" and prefix in {*self._declared, *self._prefixes}

    def _iri(self, token: Token) -> str:
        """Resolve the name of a graph."""
        if token.kind == "iri":
            return self._absolute(token, self._base)
        prefix, _, local = token.text.partition(":")
        if prefix in self._declared:
            space = self._absolute(*self._declared[prefix])
        elif prefix in self._prefixes:
            space = self._prefixes[prefix]
        else:
            raise refused(self.text, token.start, f"the prefix {prefix}: is not declared", "PREFIX for it")
        try:
            return NamedNode(space + re.sub(r"\\(.)", r"\1", local)).value
        except ValueError as error:
            raise refused(self.text, token.start, f"{token.shown} is no IRI: {error}", "one") from error

    def _absolute(self, token: Token, base: str) -> str:
        """Resolve an IRI as the engine does, by having it read a triple."""
        try:
            (quad,) = parse(f"{token.text} <a:a> <a:a> .", format=RdfFormat.TURTLE, base_iri=base)
        except SyntaxError as error:
            raise refused(self.text, token.start, f"{token.shown} is no IRI", "one") from error
        assert isinstance(quad.subject, NamedNode)
        return quad.subject.value
