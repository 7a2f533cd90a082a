"""Exports: one file for each format; `formats` lists them, with what opens them, what they keep and what they lose.

All are written by one function each, from a `Source` to anything that takes bytes. Those of the network have one table
of attributes, `columns`; `texts` makes text safe for formats, `files` makes files that are whole or not there.

Example:
    >>> import io, json, networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("actors/a", "actors/b", key="situations/s", kind="Support", sign=1)
    >>> EXPORTS["node-link"].write(Source.of_graph(graph), out := io.BytesIO())
    >>> json.loads(out.getvalue())["edges"][0]["key"]
    'situations/s'
"""

from kg.exports.files import Out, write_file, write_whole
from kg.exports.formats import EXPORTS, Export
from kg.exports.source import Source

__all__ = ["EXPORTS", "Export", "Out", "Source", "write_file", "write_whole"]
