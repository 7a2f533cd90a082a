"""Look-ups of the network: its nodes and edges, how two actors are connected, and what changed between two days."""

from typing import Final

from kg.lookups.lookup import Lookup
from kg.lookups.network import changed, connected, whole

NETWORK: Final[tuple[Lookup, ...]] = (whole.LOOKUP, connected.LOOKUP, changed.LOOKUP)
"""All of them."""
