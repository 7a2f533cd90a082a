"""The lists of things: actors, places, events, situations, documents and graphs, each with filters and in pages."""

from kg.lookups.lists.entities import ACTORS, PLACES
from kg.lookups.lists.events import EVENTS
from kg.lookups.lists.situations import SITUATIONS
from kg.lookups.lists.sources import DOCUMENTS, GRAPHS

LISTS = (ACTORS, PLACES, EVENTS, SITUATIONS, DOCUMENTS, GRAPHS)
"""All of them."""

__all__ = ["ACTORS", "DOCUMENTS", "EVENTS", "GRAPHS", "LISTS", "PLACES", "SITUATIONS"]
