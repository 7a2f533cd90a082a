"""Reading ``queries/<slug>.rq``: the header, and the checks that its parameters are applied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter, DataError, Location, Problem, UnknownQuery
from kg.resources import directory
from kg.spelling import nearest
from kg.stored_queries.parameters import KNOWN_ON, Parameter


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    summary: str
    description: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with a name, a purpose and typed parameters.

    Attributes:
        slug: the file's stem; also the route's and the command's.
        summary: the question that it answers.
        description: what the answer means.
        parameters: in the order of the header.
        text: the SPARQL.
    """

    slug: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, str]) -> dict[str, NamedNode | Literal]:
        """Check values and turn them into terms.

        Args:
            values: by parameter name; an optional one may be absent or empty.

        Returns:
            Terms by parameter name.

        Raises:
            BadParameter: if one is unknown, missing, or not of its type, or if *to* is before *from*.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                close = nearest(name, known) or list(known)
                raise BadParameter(
                    name, f"{self.slug} has no such parameter", f"one of {', '.join(close)}", values[name]
                )
        terms = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, "")
            if value.strip():
                terms[parameter.name] = parameter.term(value)
            elif parameter.required:
                raise BadParameter(parameter.name, "missing", parameter.expected)
        _in_order(values, terms)
        return terms


def _in_order(values: Mapping[str, str], terms: Mapping[str, NamedNode | Literal]) -> None:
    """Refuse a last day or year before the first: nothing lies between them."""
    first, last = terms.get("from"), terms.get("to")
    if first and last and last.value.zfill(10) < first.value.zfill(10):
        raise BadParameter("to", f"before {first.value}, the first", "the same or a later one", values["to"])


def read_query(path: Path) -> StoredQuery:
    """Read a stored query's file.

    Raises:
        DataError: if the header is wrong, or a parameter would not be applied: it is not in the query, or not
            projected by every SELECT that uses it.
    """
    text = path.read_text(encoding="utf-8")
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    where = Location(str(path), 1)
    try:
        # BaseLoader keeps every scalar a text: `on`, a usual parameter name here, is a truth value in YAML 1.1.
        header = _Header.model_validate(yaml.load("\n".join(lines), Loader=yaml.BaseLoader))  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark  # the header's lines are the file's first
        where = Location(str(path), mark.line + 1, mark.column + 4) if mark else where
        problem = Problem(where, f"the header cannot be read: {error.problem}", "lines of YAML after #+")
        raise DataError([problem]) from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}" for fault in error.errors())
        raise DataError(
            [Problem(where, f"the header cannot be read: {faults}", "summary, description, parameters")]
        ) from error
    body = _without_comments(text)
    problems = [
        Problem(where, f"?{parameter.name} {wrong}", "each parameter projected by every SELECT that uses it")
        for parameter in header.parameters
        if parameter.type != KNOWN_ON and (wrong := _not_applied(parameter.name, body))
    ]
    if re.search(r"\bSERVICE\b", body, re.IGNORECASE):
        problems.append(Problem(where, "SERVICE in a stored query", "a query that this release alone can answer"))
    if problems:
        raise DataError(problems)
    return StoredQuery(path.stem, header.summary, header.description, header.parameters, text)


@cache
def stored_queries() -> Mapping[str, StoredQuery]:
    """Give the shipped queries by slug, sorted.

    Example:
        >>> "control-on-date" in stored_queries()
        True
    """
    return {path.stem: read_query(path) for path in sorted(directory("queries").glob("*.rq"))}


def stored_query(slug: str) -> StoredQuery:
    """Give one query.

    Raises:
        UnknownQuery: if there is none of that slug; it carries the nearest ones.
    """
    queries = stored_queries()
    if slug not in queries:
        raise UnknownQuery(slug, nearest(slug, queries))
    return queries[slug]


def _without_comments(text: str) -> str:
    """Drop comments, and blank out strings and IRIs, so that what remains can be searched for variables."""
    token = re.compile(r'<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*')
    return token.sub(lambda match: "" if match.group().startswith("#") else '""', text)


def _not_applied(name: str, body: str) -> str:
    """Say why a parameter would be ignored somewhere, or nothing.

    The engine binds a variable in a SELECT only if that SELECT projects it.
    """
    variable = re.compile(rf"[?$]{name}\b")
    if not variable.search(body):
        return "is not in the query"
    for select in re.finditer(r"\bSELECT\b", body, re.IGNORECASE):
        opening = body.find("{", select.end())
        projection = body[select.end() : opening]
        uses = variable.search(body[opening : _closing(body, opening)])
        if uses and not variable.search(projection) and "*" not in projection.split():
            return "is used by a SELECT that does not project it"
    return ""


def _closing(body: str, opening: int) -> int:
    depth = 0
    for position in range(opening, len(body)):
        depth += {"{": 1, "}": -1}.get(body[position], 0)
        if depth == 0:
            return position + 1
    return len(body)
