"""The list of export formats: what each is, what opens it, what it keeps and what it loses."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from kg.exports.files import Out
from kg.exports.filters import FILTERS, Subject
from kg.exports.source import Source
from kg.parameters import Parameter
from kg.release import Release

_ALL_OF_EDGES: Final = "every relation with its fact, sign, days, voices and documents; parallel ones stay apart"
_NOT_STATED: Final = (
    "attacks, and relations without direction, which have no such statement; how sure it is of the time asked about"
)
_NO_MIX: Final = "that some relations have no direction, but for the column `directed`: networkx reads no mixture"


@dataclass(frozen=True, slots=True)
class Export:
    """A format.

    Attributes:
        name: as it is asked for.
        help: what it is for, in a line.
        extension: of a file's name.
        media: its media type.
        subject: what is written, which tells the filters; see `kg.exports.filters.FILTERS`.
        writer: module of this package, and in it the function that writes; loaded when it is needed.
        opens: programs that open it.
        keeps: what the file holds.
        loses: what it does not hold.
    """

    name: str
    help: str
    extension: str
    media: str
    subject: Subject
    writer: str
    opens: str
    keeps: str
    loses: str

    @property
    def filters(self) -> Mapping[str, Parameter]:
        """The parameters that it has, by name."""
        return FILTERS[self.subject]

    def write(self, source: Source, out: Out) -> None:
        """Write it.

        Args:
            source: what is written.
            out: where to.

        Raises:
            BadParameter: if filters do not fit together, or let in more than the format can show.
            UnknownThing: if a filter names nothing.
        """
        module, function = self.writer.split(":")
        write: Callable[[Source, Out], None] = getattr(import_module(f"kg.exports.{module}"), function)
        write(source, out)

    def lines(self, release: Release) -> Iterator[str]:
        """Give the lines of a format of text, of a whole release."""
        out = io.BytesIO()
        self.write(Source(release), out)
        out.seek(0)
        return (line.decode() for line in out)

    @property
    def record(self) -> dict[str, Any]:
        """Describe it with plain values."""
        told = ("name", "help", "extension", "media", "subject", "opens", "keeps", "loses")
        return {name: getattr(self, name) for name in told} | {
            "filters": {name: parameter.help for name, parameter in self.filters.items()}
        }


_FORMATS: Final = (
    Export(
        "claims", "every claim as a line of JSON, with passage, voice and time", "jsonl", "application/jsonl",
        "release", "claims:write", "any program; pandas.read_json(lines=True), DuckDB", "each claim with all its slots",
        "the facts that are derived from claims, and rows of datasets",
    ),
    Export(
        "entities", "every actor and place as a line of JSON, with all names", "jsonl", "application/jsonl", "release",
        "entities:write", "any program; pandas.read_json(lines=True), DuckDB", "names in all languages, ids elsewhere",
        "everything that is said of them",
    ),
    Export(
        "nquads", "the whole graph as canonical N-Quads", "nq", "application/n-quads", "release", "rdf:write_nquads",
        "RDF stores and libraries: Oxigraph, Jena, GraphDB, rdflib", "everything, in the same bytes for the same graph",
        "nothing",
    ),
    Export(
        "trig", "the whole graph as TriG, with prefixes", "trig", "application/trig", "release", "rdf:write_trig",
        "RDF stores and libraries, and people", "everything", "nothing",
    ),
    Export(
        "jsonld", "the whole graph as JSON-LD", "jsonld", "application/ld+json", "release", "rdf:write_jsonld",
        "JSON-LD processors, rdflib, Oxigraph", "everything", "short names: it is in expanded form",
    ),
    Export(
        "gexf", "the network with its times, for Gephi", "gexf", "application/gexf+xml", "network", "gexf:write",
        "Gephi 0.9 and newer (File, Open), graphology, networkx", _ALL_OF_EDGES + "; an interval of days for each",
        _NO_MIX + "; lists become texts with semicolons",
    ),
    Export(
        "graphml", "the network as plain GraphML", "graphml", "application/graphml+xml", "network", "graphml:write",
        "networkx, igraph, Cytoscape, Gephi, R", _ALL_OF_EDGES, _NO_MIX + "; lists become texts with semicolons",
    ),
    Export(
        "graphml-yed", "the network as GraphML with shapes and labels, for yEd", "graphml", "application/graphml+xml",
        "network", "graphml:write_for_yed", "yEd (then choose a layout), yFiles", _ALL_OF_EDGES + "; labels, colours",
        "places in the picture: choose a layout; lists become texts with semicolons",
    ),
    Export(
        "cytoscape", "the network as Cytoscape.js JSON, with a style", "cyjs", "application/json", "network",
        "cytoscape:write", "cytoscape.js, Cytoscape (File, Import, Network)", _ALL_OF_EDGES + "; lists", "nothing",
    ),
    Export(
        "gephi-csv", "the network as two tables for Gephi", "zip", "application/zip", "network", "gephi_csv:write",
        "Gephi (File, Import spreadsheet), spreadsheets", _ALL_OF_EDGES,
        "time as Gephi has it: two columns that it can merge; lists become texts with semicolons",
    ),
    Export(
        "neo4j-csv", "the network as two tables for Neo4j's importer", "zip", "application/zip", "network",
        "neo4j_csv:write", "neo4j-admin database import", _ALL_OF_EDGES + "; types, days and lists as Neo4j has them",
        "relations without direction: Neo4j has none, `directed` tells",
    ),
    Export(
        "node-link", "the network as node-link JSON", "json", "application/json", "network", "node_link:write",
        "networkx.node_link_graph, D3, force-graph", _ALL_OF_EDGES + "; lists, names of attributes as in Python",
        "nothing",
    ),
    Export(
        "cx2", "the network as CX2, with a style", "cx2", "application/json", "network", "cx2:write",
        "Cytoscape 3.10 and newer (File, Import, Network), Cytoscape Web, NDEx", _ALL_OF_EDGES + "; types, lists",
        "relations without direction: it has none, `directed` tells, and the style shows them without an arrow",
    ),
    Export(
        "dot", "the network as DOT, for Graphviz", "dot", "text/vnd.graphviz; charset=utf-8", "network", "dot:write",
        "Graphviz (dot, sfdp), Gephi, networkx by pydot, VS Code", _ALL_OF_EDGES + "; labels, colours, links to facts",
        "types of values; lists become texts with semicolons; backslashes are doubled; places: dot finds them",
    ),
    Export(
        "mermaid", "a small network as a flowchart of Mermaid, for Markdown", "mmd", "text/plain; charset=utf-8",
        "network", "mermaid:write", "GitHub, GitLab, Obsidian, mermaid.live, any page with Mermaid",
        "labels, signs, days, status",
        "facts, voices and documents; long labels; larger networks: see its limits",
    ),
    Export(
        "rdf12-turtle", "statements annotated with their facts, as Turtle 1.2", "ttl", "text/turtle; version=1.2",
        "network", "annotations:write_turtle", "Oxigraph 0.5, Apache Jena 5.4 and newer; not rdflib 7, nor RDF 1.1",
        "each statement with its facts: days, status, documents, voices", _NOT_STATED,
    ),
    Export(
        "rdf12-ntriples", "the same as N-Triples 1.2, one a line", "nt", "application/n-triples; version=1.2",
        "network", "annotations:write_ntriples", "Oxigraph 0.5, Apache Jena 5.4 and newer; not rdflib 7, nor RDF 1.1",
        "each statement with its facts: days, status, documents, voices", _NOT_STATED,
    ),
    Export(
        "nanopub", "one claim as a nanopublication, not signed", "trig", "application/trig", "claim", "nanopub:write",
        "nanopub tools (np, Nanodash), RDF stores and libraries",
        "what is claimed; voice, modality, passage and document as provenance; what is denied or only announced is "
        "written as a claim, and not asserted",
        "other claims about the same, and the fact that follows from all",
    ),
    Export(
        "timelinejs", "events as a timeline of TimelineJS", "json", "application/json", "events", "timelinejs:write",
        "TimelineJS 3 of Knight Lab, by its address or its file",
        "events with their days as precisely as known, parties, places, deaths, each voice and document",
        "events without a known day, which are counted; more events than its limit; media",
    ),
    Export(
        "html", "a page that shows the network, in one file", "html", "text/html; charset=utf-8", "network",
        "html:write", "any browser, without a network",
        _ALL_OF_EDGES + "; search, a day to choose, a list beside the picture", "larger networks: see its limits",
    ),
    Export(
        "svg", "a picture of the network that can be enlarged", "svg", "image/svg+xml", "network", "svg:write",
        "browsers, Inkscape, Illustrator, word processors",
        "labels, signs, days, status, a legend, a list of relations",
        "voices, documents and larger networks: see its limits",
    ),
    Export(
        "png", "a picture of the network", "png", "image/png", "network", "png:write", "everything",
        "labels, signs, days, status, a legend, a list of relations",
        "voices, documents and larger networks: see its limits",
    ),
    Export(
        "geojson", "events and control as points with time", "geojson", "application/geo+json", "map", "geojson:write",
        "QGIS, GDAL, Leaflet, MapLibre, R sf, geopandas", "events with parties and deaths, holdings with voices; lists",
        "more places than one of an event; points of what has no known coordinates",
    ),
    Export(
        "kml", "events and control as places with time, for Google Earth", "kml",
        "application/vnd.google-earth.kml+xml", "map", "kml:write", "Google Earth, GDAL, QGIS",
        "events with parties and deaths, holdings with voices; time as years, months or days",
        "more places than one of an event; lists become texts with semicolons",
    ),
    Export(
        "events-parquet", "events as a Parquet table", "parquet", "application/vnd.apache.parquet", "events",
        "event_tables:write_parquet", "pandas, Arrow, DuckDB, Spark, R arrow",
        "every event, with lists, days and names",
        "claims and voices behind events",
    ),
    Export(
        "events-csv", "events as a CSV table", "csv", "text/csv; charset=utf-8", "events", "event_tables:write_csv",
        "spreadsheets, pandas, R", "every event",
        "types of columns; lists become texts with semicolons; a text like a formula has an apostrophe in front",
    ),
)  # fmt: skip
EXPORTS: Final[Mapping[str, Export]] = {export.name: export for export in _FORMATS}
"""What there is, by name."""
