"""Rows of the support and the actor tables as situations, and what the actor table tells of actors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kg.dates import Bounds
from kg.ontology import Ontology
from kg.sources.tables import ucdp_actor, ucdp_esd
from kg.sources.tables.actors import Actors
from kg.sources.tables.editions import Edition
from kg.statements import Situation


def support_situations(edition: Edition, actors: Actors, ontology: Ontology) -> Iterator[Situation]:
    """Give one support for each supporter, recipient and year.

    Args:
        edition: of the support table.
        actors: find the actors.
        ontology: gives our support types for the table's columns.
    """
    types = ontology.by_notation("esdColumn")
    found = ucdp_esd.supports(ucdp_esd.supporters(edition.table)).order_by("year", "recipient", "supporter")
    for row in found.to_pyarrow().to_pylist():
        first, last = date(row["year"], 1, 1), date(row["year"], 12, 31)
        name = row["supporter_name"]
        supporter, recipient = (actors.path(row[who], row[f"{who}_name"]) for who in ("supporter", "recipient"))
        yield Situation(
            path=f"situations/ucdp-esd-{row['supporter'].lower()}-{row['recipient'].lower()}-{row['year']}",
            says="Support",
            derived_from=(edition.document.path,),
            agents=(supporter,),
            targets=(recipient,),
            types=tuple(sorted(types[name] for name in ucdp_esd.TYPES if row[name])),
            group_types=tuple(sorted(types[name] for name in ucdp_esd.TYPES if row[f"{name}_group"])),
            supporter_kind=_supporter_kind(name, state=row["state"], other=row["other"]),
            alleged=row["alleged"],
            bounds=Bounds(first, last, last, first),
            rows=tuple(sorted(row["rows"])),
        )


def _supporter_kind(name: str | None, *, state: bool | None, other: bool | None) -> str | None:
    """Tell a state, elements within one, and others apart, as the table does by their names.

    Where a row has no name for each id, what it says of all its supporters decides, if they are of one kind.
    """
    if name is None:
        return {(True, False): "state", (False, True): "non-state"}.get((bool(state), bool(other)))
    if name.endswith(" elements"):
        return "state-elements"
    return "state" if name.startswith("Government of ") else "non-state"


def describe_actors(edition: Edition, actors: Actors) -> None:
    """Take kinds and names from the actor table, whether a row of another table speaks of the actor or not."""
    for row in edition.table.order_by("ActorId").to_pyarrow().to_pylist():
        columns = [*((column, "en") for column in ucdp_actor.NAMES), *ucdp_actor.FULL_NAMES]
        names = [(lang, name) for column, lang in columns for name in _names(column, row[column])]
        actors.describe(row["ActorId"], ucdp_actor.KINDS.get(row["Org"] or ""), names)
        actors.path(row["ActorId"], row["NameData"])


def actor_situations(edition: Edition, actors: Actors) -> Iterator[Situation]:
    """Give the successions and memberships that the actor table tells of."""
    for row in edition.table.order_by("ActorId").to_pyarrow().to_pylist():
        for relation in ucdp_actor.RELATIONS:
            if row[relation.flag] != "1":
                continue
            agent = actors.path(row["ActorId"], row["NameData"])
            ids = list(dict.fromkeys(row[relation.ids].split(",")))
            for other, name in zip(ids, _parted(row[relation.names], len(ids)), strict=True):
                yield Situation(
                    path=f"situations/ucdp-actor-{relation.flag.lower()}-{row['ActorId'].lower()}-{other.lower()}",
                    says=relation.says,
                    derived_from=(edition.document.path,),
                    agents=(agent,),
                    targets=(actors.path(other, name),),
                    roles=(relation.role,),
                    rows=(row["ActorId"],),
                )


def _parted(text: str | None, number: int) -> list[str | None]:
    """Part a list of names, if there are as many as there are ids; some have a comma of their own."""
    names = [text] if number == 1 else (text or "").split(",")
    found = [(name or "").strip() or None for name in names]
    return found if len(found) == number else [None] * number


def _names(column: str, text: str | None) -> list[str]:
    """Part the names that a column has: those of later names are lists."""
    parts = (part.strip() for part in (text or "").split(",")) if column.startswith("New") else [(text or "").strip()]
    return [part for part in parts if part and part.casefold() not in ucdp_actor.UNKNOWN]
