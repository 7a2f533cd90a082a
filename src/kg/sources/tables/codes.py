"""Which of our event types the codes of a table mean."""

from __future__ import annotations

from collections.abc import Mapping

from ibis import Table

from kg.errors import UnknownThing
from kg.ontology import Ontology
from kg.sources.tables.mapping import EventMapping


def event_types(table: Table, mapping: EventMapping, ontology: Ontology) -> Mapping[str, str]:
    """Give the event type of each code that a table has and that has a meaning here.

    Args:
        table: of values, with the table's own codes.
        mapping: tells the column, and which notation its codes are.
        ontology: has the types.
    """
    codes = table.select(code=mapping.type).distinct().to_pyarrow()["code"].to_pylist()
    return {code: path for code in sorted(filter(None, codes)) if (path := _type_of(ontology, mapping.notation, code))}


def _type_of(ontology: Ontology, notation: str, code: str) -> str | None:
    if notation != "cameoCode":
        return ontology.by_notation(notation).get(code)
    try:
        return ontology.cameo_type(code)
    except UnknownThing:
        return None
