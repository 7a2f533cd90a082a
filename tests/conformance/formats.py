"""Reading answers in every format.

The readers are not those of the engine that wrote the answers, so that a fault in it cannot hide itself.

- JSON: https://www.w3.org/TR/sparql11-results-json/
- XML: https://www.w3.org/TR/rdf-sparql-XMLres/
- CSV and TSV: https://www.w3.org/TR/sparql11-results-csv-tsv/
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import rdflib

from conformance.tables import Answer, Row, Rows, Term

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING: Final = XSD + "string"
DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
NUMBER: Final = re.compile(DECIMAL.pattern + r"([eE][+-]?\d+)?")
ESCAPE: Final = re.compile(r"""\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[tbnrf"'\\])""")
QUOTED: Final = re.compile(
    r"""("(?P<double>([^"\\\n\r]|\\.)*)"|'(?P<single>([^'\\\n\r]|\\.)*)')(@(?P<lang>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?"""
)
SRX: Final = "{http://www.w3.org/2005/sparql-results#}"
RS: Final = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


def read(content: bytes, form: str, base: str = "") -> Answer:
    """Read an answer.

    Args:
        content: as it came.
        form: ``json``, ``xml``, ``tsv``, ``csv``; or ``turtle``, ``ntriples``, ``rdfxml``, ``jsonld``.
        base: for relative IRIs in a graph.
    """
    if form in READERS:
        return READERS[form](content)
    graph = rdflib.Graph().parse(data=content, format=GRAPH_FORMATS[form], publicID=base)
    return _result_set(graph) if graph.value(None, rdflib.RDF.type, RS.ResultSet) else graph


def as_text(table: Rows) -> Rows:
    """Give what CSV keeps of a table."""
    rows = ({name: _text(term) for name, term in row.items() if term.value} for row in table.rows)
    return Rows(table.columns, tuple(rows))


def literal(value: str, datatype: str | None, lang: str | None) -> Term:
    """Give a literal; one of datatype ``xsd:string`` is a plain one, and language tags know no case."""
    datatype = "" if lang or datatype == XSD_STRING else datatype or ""
    return Term("literal", canonical(value, datatype.removeprefix(XSD)), datatype, (lang or "").lower())


def canonical(value: str, kind: str) -> str:
    """Give one spelling to a number: Oxigraph keeps the value alone, and the suite does not ask for more.

    Args:
        value: as it is written.
        kind: the name of its XSD datatype; ``text`` if only the look of it tells that it is a number.
    """
    if kind == "boolean":
        return {"0": "false", "1": "true"}.get(value, value)
    if NUMBER.fullmatch(value) and kind in {"double", "float", "text"}:
        return repr(float(value))
    if DECIMAL.fullmatch(value) and kind in {"decimal", "integer"}:
        return format(Decimal(value).normalize() + 0, "f")
    return value


def _json(content: bytes) -> Answer:
    answer: dict[str, Any] = json.loads(content)
    if "boolean" in answer:
        return bool(answer["boolean"])
    rows = [{name: _json_term(cell) for name, cell in row.items()} for row in answer["results"]["bindings"]]
    return Rows(tuple(answer["head"]["vars"]), tuple(rows))


def _json_term(cell: dict[str, str]) -> Term:
    if cell["type"] in {"literal", "typed-literal"}:
        return literal(cell["value"], cell.get("datatype"), cell.get("xml:lang"))
    return Term(cell["type"], cell["value"])


def _xml(content: bytes) -> Answer:
    root = ET.fromstring(content)
    if (truth := root.findtext(SRX + "boolean")) is not None:
        return {"true": True, "false": False}[truth.strip()]
    rows = [
        {binding.attrib["name"]: _xml_term(binding[0]) for binding in result.iter(SRX + "binding")}
        for result in root.iter(SRX + "result")
    ]
    return Rows(tuple(variable.attrib["name"] for variable in root.iter(SRX + "variable")), tuple(rows))


def _xml_term(cell: ET.Element) -> Term:
    kind = cell.tag.removeprefix(SRX)
    text = cell.text or ""
    if kind == "literal":
        return literal(text, cell.get("datatype"), cell.get("{http://www.w3.org/XML/1998/namespace}lang"))
    return Term(kind, text)


def _tsv(content: bytes) -> Answer:
    head, *lines = content.decode().removesuffix("\n").split("\n")
    columns = tuple(name.removeprefix("?") for name in head.split("\t") if name)
    cells = {cell for line in lines for cell in line.split("\t") if cell}
    terms = {cell: _turtle_term(cell) for cell in cells}
    rows = [
        {name: terms[cell] for name, cell in zip(columns, line.split("\t"), strict=bool(columns)) if cell}
        for line in lines
    ]
    return Rows(columns, tuple(rows))


def _turtle_term(cell: str) -> Term:
    """Read a term as Turtle writes it, without its long strings and prefixed names."""
    if cell.startswith("_:"):
        return Term("bnode", cell[2:])
    if cell.startswith("<") and cell.endswith(">"):
        return Term("uri", ESCAPE.sub(_unescaped, cell[1:-1]))
    if quoted := QUOTED.fullmatch(cell):
        value = quoted["double"] if quoted["double"] is not None else quoted["single"]
        return literal(ESCAPE.sub(_unescaped, value), quoted["datatype"], quoted["lang"])
    kind = "boolean" if cell in {"true", "false"} else "double" if "e" in cell.lower() else "decimal"
    if kind != "boolean" and not NUMBER.fullmatch(cell):
        raise ValueError(f"{cell} is no term")
    return literal(cell, XSD + ("integer" if kind == "decimal" and "." not in cell else kind), None)


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}.get(code, code)


def _rdflib_term(node: rdflib.term.Node) -> Term:
    if isinstance(node, rdflib.Literal):
        return literal(str(node), node.datatype and str(node.datatype), node.language)
    return Term("bnode" if isinstance(node, rdflib.BNode) else "uri", str(node))


def _csv(content: bytes) -> Answer:
    # The row of one column that is not bound is an empty line, in which Python's reader sees no cell.
    columns, *lines = csv.reader(io.StringIO(content.decode(), newline=""))
    return Rows(tuple(columns), tuple(_csv_row(columns, line or [""] * len(columns)) for line in lines))


def _csv_row(columns: Iterable[str], line: Sequence[str]) -> Row:
    cells = zip(columns, line, strict=True)
    return {
        name: Term("bnode", cell[2:]) if cell.startswith("_:") else _text(Term("literal", cell))
        for name, cell in cells
        if cell
    }


def _text(term: Term) -> Term:
    return term if term.kind == "bnode" else Term("text", canonical(term.value, "text"))


def _result_set(graph: rdflib.Graph) -> Rows:
    """Read a table that is written as a graph."""
    rows = [
        {
            str(graph.value(binding, RS.variable)): _rdflib_term(graph.value(binding, RS.value, any=False))  # type: ignore[arg-type]
            for binding in graph.objects(solution, RS.binding)
        }
        for solution in graph.objects(None, RS.solution)
    ]
    return Rows(tuple(str(name) for name in graph.objects(None, RS.resultVariable)), tuple(rows))


READERS: Final[Mapping[str, Callable[[bytes], Answer]]] = {"json": _json, "xml": _xml, "tsv": _tsv, "csv": _csv}
GRAPH_FORMATS: Final = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
