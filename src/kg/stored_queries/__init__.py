"""Stored queries: ``queries/<slug>.rq`` with a header, as typed queries whose parameters are bound, never pasted.

A header is the lines that begin with ``#+``, YAML: ``summary``, ``description`` and ``parameters``, each of these with
``name``, ``type``, ``help``, ``example`` and perhaps ``required``; a choice has ``choices`` too. `TYPES` has the types.
"""

from kg.stored_queries.parameters import KNOWN_ON, MAX_TEXT, TYPES, Parameter
from kg.stored_queries.reading import StoredQuery, read_query, stored_queries, stored_query

__all__ = [
    "KNOWN_ON",
    "MAX_TEXT",
    "TYPES",
    "Parameter",
    "StoredQuery",
    "read_query",
    "stored_queries",
    "stored_query",
]
