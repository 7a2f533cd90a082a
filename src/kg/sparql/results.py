"""Tables of terms, and writing them as JSON, CSV, TSV and XML."""

from __future__ import annotations

import csv
import io
import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

Cell = NamedNode | Literal | BlankNode | Triple | None

_NUMBERS: Final = {
    "http://www.w3.org/2001/XMLSchema#integer": int,
    "http://www.w3.org/2001/XMLSchema#decimal": float,
    "http://www.w3.org/2001/XMLSchema#double": float,
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of terms.

    Attributes:
        columns: their names, without a question mark.
        rows: each as long as `columns`; None where a variable is unbound.
        truncated: whether there were more rows than were asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False

    def records(self) -> list[dict[str, Any]]:
        """Give each row as a mapping of plain values: texts, numbers, truth values, None.

        Example:
            >>> Table(("n",), ((Literal(3),),)).records()
            [{'n': 3}]
        """
        return [dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows]


def plain(cell: Cell) -> Any:
    """Turn a term into a plain value: an IRI or text as text, a number as a number."""
    if cell is None:
        return None
    if isinstance(cell, Literal):
        if cell.datatype.value == "http://www.w3.org/2001/XMLSchema#boolean":
            return cell.value in ("true", "1")
        try:
            number = _NUMBERS.get(cell.datatype.value, str)(cell.value)
        except ValueError:
            return cell.value  # RDF allows a literal whose text does not fit its datatype
        return number if not isinstance(number, float) or math.isfinite(number) else cell.value  # JSON has no NaN
    return cell.value if isinstance(cell, NamedNode | BlankNode) else str(cell)


def nquads_of(triples: Iterable[Triple], most: int | None) -> str:
    """Write triples as sorted N-Triples lines, at most so many."""
    data = serialize(islice(triples, most), format=RdfFormat.N_TRIPLES)
    assert data is not None
    return "".join(sorted(set(data.decode().splitlines(keepends=True))))


def to_json(table: Table) -> str:
    """Write the rows as a JSON list of objects, which is what a script or a spreadsheet wants to read."""
    return json.dumps(table.records(), ensure_ascii=False, indent=2) + "\n"


def to_csv(table: Table) -> str:
    """Write CSV as https://www.w3.org/TR/sparql11-results-csv-tsv/ has it: plain values, lines end with CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows(["" if cell is None else _text(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def to_tsv(table: Table) -> str:
    """Write TSV as the same specification has it: terms as in Turtle."""
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += ["\t".join("" if cell is None else str(cell).replace("\t", "\\t") for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def to_xml(table: Table) -> str:
    """Write https://www.w3.org/TR/rdf-sparql-XMLres/."""
    root = ET.Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    head = ET.SubElement(root, "head")
    for column in table.columns:
        ET.SubElement(head, "variable", name=column)
    results = ET.SubElement(root, "results")
    for row in table.rows:
        result = ET.SubElement(results, "result")
        for column, cell in zip(table.columns, row, strict=True):
            if cell is not None:
                _xml_term(ET.SubElement(result, "binding", name=column), cell)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


FORMATS: Final[Mapping[str, Callable[[Table], str]]] = {
    "json": to_json,
    "csv": to_csv,
    "tsv": to_tsv,
    "xml": to_xml,
}


def write_table(table: Table, form: str) -> str:
    r"""Write a table in one of `FORMATS`.

    Example:
        >>> write_table(Table(("name",), ((Literal("Hama"),),)), "csv")
        'name\r\nHama\r\n'
    """
    return FORMATS[form](table)


def _text(cell: NamedNode | Literal | BlankNode | Triple) -> str:
    return str(cell) if isinstance(cell, Triple) else cell.value


def _xml_term(binding: ET.Element, cell: NamedNode | Literal | BlankNode | Triple) -> None:
    match cell:
        case NamedNode():
            ET.SubElement(binding, "uri").text = cell.value
        case BlankNode():
            ET.SubElement(binding, "bnode").text = cell.value
        case Literal():
            literal = ET.SubElement(binding, "literal")
            literal.text = cell.value
            if cell.language:
                literal.set("xml:lang", cell.language)
            elif cell.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
                literal.set("datatype", cell.datatype.value)
        case _:
            ET.SubElement(binding, "literal").text = str(cell)
