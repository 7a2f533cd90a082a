"""Checks of a data file against its format, with messages that say where, what, and what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kg.errors import DataError, Location, Problem, did_you_mean
from kg.ontology import Ontology
from kg.sources.formats import THING, Entry
from kg.sources.yaml_text import Tree
from kg.spelling import nearest

E = TypeVar("E", bound=Entry)
LONGEST: Final = 80
"""Longer values are cut in messages."""


class Problems:
    """Collects what is wrong, so that one run tells all of it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.found: list[Problem] = []

    def add(self, where: Location, wrong: str, expected: str = "") -> None:
        """Note one thing that is wrong."""
        self.found.append(Problem(where, wrong, expected))

    def unknown(self, where: Location, what: str, word: str, known: Sequence[str], source: str) -> None:
        """Note a name that nobody knows, with the nearest that is known.

        Args:
            where: its place.
            what: what it should name, such as ``actor``.
            word: the name.
            known: all that it could have been.
            source: where those are defined.
        """
        self.add(
            where,
            f"unknown {what} {word!r}{did_you_mean(nearest(word, known))}",
            f"{'an' if what[0] in 'aeiou' else 'a'} {what} of {source}",
        )

    def code(self, where: Location, ontology: Ontology, scheme: str, code: str) -> None:
        """Note a code that is not in its code list."""
        codes = ontology.codes(scheme)
        if code not in codes:
            self.unknown(where, scheme.replace("-", " "), code, codes, f"ontology/codes/{scheme}.ttl")

    def take(self, error: DataError) -> None:
        """Add the problems of an error caught on the way."""
        self.found.extend(error.problems)

    def raise_if_any(self) -> None:
        """Raise all of it at once.

        Raises:
            DataError: if anything was noted.
        """
        if self.found:
            raise DataError(self.found)


def check(tree: Tree, kind: type[E], problems: Problems) -> E | None:
    """Hold a file against its format.

    Args:
        tree: the file.
        kind: the model of its format.
        problems: takes what is wrong.

    Returns:
        The file's content, or None if something is wrong with it.
    """
    if tree.value is None:
        problems.add(tree.at(), "the file is empty", f"the keys {', '.join(kind.model_fields)}")
        return None
    try:
        return kind.model_validate(tree.value)
    except ValidationError as error:
        for details in error.errors():
            wrong, expected = _explain(details, kind)
            problems.add(tree.at(*_way(details["loc"])), wrong, expected)
        return None


def _way(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    return tuple(part for part in loc if part != "[key]")


def _explain(details: ErrorDetails, kind: type[Entry]) -> tuple[str, str]:
    """Say in plain words what pydantic found, and what was expected."""
    way = _way(details["loc"])
    key = next((part for part in reversed(way) if isinstance(part, str)), "")
    value: Any = details["input"]
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return f"{key!r} is missing", f"a line `{key}: ...` here"
        case "extra_forbidden":
            known = _keys_at(kind, way[:-1])
            return f"unknown key {_shown(key)}{did_you_mean(nearest(key, known))}", f"one of {', '.join(known)}"
        case "string_too_short" | "string_too_long" as wrong:
            limit = context["min_length" if wrong == "string_too_short" else "max_length"]
            side = "at least" if wrong == "string_too_short" else "at most"
            return f"{key!r} has {len(str(value))} characters", f"{side} {limit}"
        case "value_error":
            return f"{key!r} is incomplete", str(context["error"])
        case "string_pattern_mismatch":
            expected = _PATTERNS.get(context["pattern"], "another form")
        case wrong:
            given = {name: context[name] for name in ("le", "ge") if name in context}
            expected = _EXPECTED.get(wrong, details["msg"].lower()).format(**given)
    return f"{key!r} cannot be {_shown(value)}", expected


_EXPECTED = {
    "less_than_equal": "at most {le}",
    "greater_than_equal": "at least {ge}",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "decimal_parsing": "a number such as 36.75",
    "decimal_type": "a number such as 36.75",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "a text",
    "tuple_type": "a text, or a list of texts",
    "dict_type": "keys with values below it",
    "model_type": "keys with values below it",
    "model_attributes_type": "keys with values below it",
}
_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a slug: lower-case letters, digits and single hyphens",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits; paste them from kg locate",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "a language tag such as en or ar",
    r"^Q[1-9][0-9]*$": "a Wikidata item such as Q178810",
    THING: "a path such as places/idlib or events/capture-hama-2024",
}


def _shown(value: Any) -> str:
    """Show a value in a message: short, whatever it is."""
    if isinstance(value, str):
        return repr(value) if len(value) <= LONGEST else f"{value[:LONGEST]!r}... ({len(value)} characters)"
    return "nothing" if value is None else "a mapping" if isinstance(value, dict) else "a list"


def _keys_at(kind: type[Entry], way: tuple[int | str, ...]) -> list[str]:
    """List the keys that a format allows at the end of a way."""
    model: Any = kind
    for part in way:
        field = model.model_fields.get(str(part)) if isinstance(model, type) and issubclass(model, Entry) else None
        model = _inner(field.annotation) if field else model
    return list(model.model_fields)


def _inner(annotation: Any) -> Any:
    """Find the model within an annotation such as ``tuple[ClaimEntry, ...]`` or ``Withdrawal | None``."""
    queue = [annotation]
    while queue:
        candidate = queue.pop(0)
        if isinstance(candidate, type) and issubclass(candidate, Entry):
            return candidate
        queue.extend(getattr(candidate, "__args__", ()))
    return Entry
