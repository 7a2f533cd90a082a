"""The graph of who is connected to whom: a projection of a release as a networkx graph, and what it tells.

`projection` makes it, `measures` counts on it, `balance` and `triads` tell its sides, `ways` connects two actors with
evidence, `change` compares two days.
"""

from kg.network.filters import ATTACK, KINDS, OF_PLACES, Filters
from kg.network.projection import build, project

__all__ = ["ATTACK", "KINDS", "OF_PLACES", "Filters", "build", "project"]
