"""Parameters of look-ups: declared once for addresses, the command line, the documentation and the forms of pages.

A look-up declares a table of `Parameter`; `read` turns the texts that came into values, each of its kind, or says what
was wrong with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kg.dates import Bounds, bounds_of, day_of
from kg.errors import BadParameter, EdtfError, UnknownThing
from kg.spelling import nearest

Resolve = Callable[[str, Sequence[str]], str]
"""Gives the path of what an id or a name means, among things of some sections; see `Release.resolve`."""
LONGEST: Final = 1_000
"""Characters that a value may have."""
KINDS: Final[Mapping[str, str]] = {
    "time": "a day, month or year in EDTF, such as 2024-12-05, 2024-12 or 2024",
    "day": "a day as YYYY-MM-DD, such as 2024-12-05",
    "thing": "an id or a name, such as hts, actors/hts or Al Jolaini",
    "choice": "one of the values that it lists",
    "number": "a whole number",
    "yes": "true or false",
    "text": "printable characters",
}
"""What the values of a kind look like."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a look-up.

    Attributes:
        name: as in an address.
        help: what it is, in a sentence.
        example: a value that can be given.
        kind: one of `KINDS`.
        default: what is taken if it is not given, as text; empty where there is none.
        required: whether it must be given.
        sections: of a thing, where it is looked for, such as ``actors``.
        choices: of a choice, the values.
        several: whether values with commas between may be given, which come as a tuple.
        least: of a number.
        most: of a number.
        longest: characters that a value may have.
    """

    name: str
    help: str
    example: str
    kind: str = "text"
    default: str = ""
    required: bool = False
    sections: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    several: bool = False
    least: int = 0
    most: int = 1_000_000
    longest: int = LONGEST

    @property
    def expected(self) -> str:
        """What a value must be, for messages."""
        if self.kind == "choice":
            return f"{'some' if self.several else 'one'} of {', '.join(self.choices)}"
        if self.kind == "number":
            return f"a whole number from {self.least} to {self.most}"
        return f"up to {self.longest} {KINDS['text']}" if self.kind == "text" else KINDS[self.kind]

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema, for an OpenAPI document."""
        schema: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        if self.kind == "day":
            schema = {"type": "string", "format": "date"}
        elif self.kind == "number":
            schema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        elif self.kind == "yes":
            schema = {"type": "boolean"}
        elif self.kind == "choice" and not self.several:
            schema = {"type": "string", "enum": list(self.choices)}
        if self.default:
            schema["default"] = self._plain(self.default)
        return schema

    def documented(self) -> dict[str, Any]:
        """Describe it as OpenAPI does (https://spec.openapis.org/oas/v3.1.0#parameter-object)."""
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.help,
            "example": self._plain(self.example),
            "schema": self.schema,
        }

    def _plain(self, text: str) -> str | int | bool:
        """Give a value as JSON has it."""
        if self.kind == "yes":
            return _YES[text]
        return int(text) if self.kind == "number" else text


_DIGITS: Final = 12
_YES: Final = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


def table(*parameters: Parameter) -> Mapping[str, Parameter]:
    """Give parameters by their names."""
    return {parameter.name: parameter for parameter in parameters}


def read(given: Iterable[tuple[str, str]], known: Mapping[str, Parameter], resolve: Resolve) -> dict[str, Any]:
    """Turn texts into values.

    Args:
        given: names and texts, as they came; a text that is empty counts as not given.
        known: the parameters that there are.
        resolve: finds things.

    Returns:
        A value for each parameter in `known`: `kg.dates.Bounds` of a time, a `date`, a path of a thing, an `int`, a
        `bool` or a text; a tuple of them where several may be given; None (or an empty tuple) where none was.

    Raises:
        BadParameter: if one is unknown, missing, given twice, or not what it should be.
        UnknownThing: if there is nothing of an id or name; it carries the nearest.

    Example:
        >>> known = table(Parameter("on", "", "2024-12", "time"), Parameter("limit", "", "5", "number", "50", most=500))
        >>> read([("on", "2024")], known, lambda text, sections: text)["limit"]
        50
    """
    texts = _texts(given, known)
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        text = texts.get(name, parameter.default)
        if parameter.several:
            parts = [part.strip() for part in text.split(",")]
            values[name] = tuple(dict.fromkeys(_value(parameter, part, resolve) for part in parts if part))
        else:
            values[name] = _value(parameter, text, resolve) if text else None
        if parameter.required and values[name] in (None, ()):
            raise BadParameter(name, "missing", f"{parameter.expected}; for example {parameter.example}")
    return values


def _texts(given: Iterable[tuple[str, str]], known: Mapping[str, Parameter]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            close = nearest(name[:100], known) or list(known)
            wrong = "there is no such parameter here" if close else "there is none here"
            expected = f"one of {', '.join(close)}" if close else "no parameter at all"
            raise BadParameter(_safe(name), wrong, expected, _safe(value))
        if name in texts:
            raise BadParameter(name, "given twice", "one value", _safe(value))
        text, longest = value.strip(), known[name].longest
        if len(text) > longest or not text.isprintable():
            wrong, expected = "too long, or not printable", f"up to {longest} {KINDS['text']}"
            raise BadParameter(name, wrong, expected, _safe(value))
        texts[name] = text
    return {name: text for name, text in texts.items() if text}


def _value(parameter: Parameter, text: str, resolve: Resolve) -> Any:
    if parameter.kind == "thing":
        try:
            path = resolve(text, parameter.sections)
        except UnknownThing as error:
            raise UnknownThing(_safe(text), error.nearest) from error
        if path.partition("/")[0] not in parameter.sections:
            lists = " or ".join(f"/{section}" for section in parameter.sections)
            raise BadParameter(parameter.name, f"{path} is none", f"something of {lists}", path)
        return path
    value = _plain(parameter, text)
    if value is None:
        raise BadParameter(parameter.name, f"not {_A[parameter.kind]}", parameter.expected, _safe(text))
    return value


_A: Final = {
    "time": "a date",
    "day": "a day",
    "choice": "a choice",
    "number": "such a number",
    "yes": "a yes or no",
    "text": "a text",
}


def _plain(parameter: Parameter, text: str) -> Bounds | date | int | bool | str | None:
    """Give the value of a text that names no thing; None if it is of another kind."""
    match parameter.kind:
        case "time" | "day":
            try:
                return bounds_of(text) if parameter.kind == "time" else day_of(text)
            except EdtfError as error:
                raise BadParameter(parameter.name, error.wrong, parameter.expected, _safe(text)) from error
        case "number":
            number = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1
            return number if parameter.least <= number <= parameter.most else None
        case "yes":
            return _YES.get(text.casefold())
        case "choice":
            return text if text in parameter.choices else None
        case _:
            return text


def _safe(text: str) -> str:
    """Give the beginning of a text that came, fit to be shown."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:200])
