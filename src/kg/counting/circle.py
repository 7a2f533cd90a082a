"""What lies near a place: a circle around its coordinates, on a sphere with the Earth's mean radius."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from pyoxigraph import Literal

from kg.errors import BadParameter
from kg.identifiers import iri
from kg.namespaces import CKG
from kg.parameters import Parameter
from kg.store import OpenStore

RADIUS: Final = 6371.0088
"""Mean radius of the Earth in kilometres (https://doi.org/10.1007/s001900050278, Moritz 2000)."""
_DEGREE: Final = 111.19
"""Kilometres of a degree of latitude on that sphere, cut and not rounded."""
_USUAL: Final = 50

NEAR: Final = Parameter(
    "near", "only events near this place, by coordinates; an id or a name", "hama", "thing", sections=("places",)
)
KILOMETRES: Final = Parameter(
    "kilometres", f"how near, as the crow flies; {_USUAL} if nothing is said", "25", "number", least=1, most=1000
)


@dataclass(frozen=True, slots=True)
class Circle:
    """Whatever is no farther from a point.

    Attributes:
        lat: degrees north of the point (WGS 84).
        long: degrees east.
        kilometres: how far at most.
    """

    lat: float
    long: float
    kilometres: int

    def has(self, lat: float | None, long: float | None) -> bool:
        """Whether a point lies in it; what lies nowhere, as far as is known, does not.

        Example:
            >>> Circle(35.13, 36.76, 45).has(34.73, 36.72), Circle(35.13, 36.76, 44).has(34.73, 36.72)
            (True, False)
        """
        if lat is None or long is None:
            return False
        north, east = radians(lat - self.lat) / 2, radians(long - self.long) / 2
        half = sin(north) ** 2 + cos(radians(self.lat)) * cos(radians(lat)) * sin(east) ** 2
        return 2 * RADIUS * asin(min(1.0, sqrt(half))) <= self.kilometres

    def condition(self) -> tuple[str, dict[str, Any]]:
        """Give the same as SQL over the columns `lat` and `long`, and its parameters; most rows need no sine."""
        box = f"lat BETWEEN $lat - $kilometres / {_DEGREE} AND $lat + $kilometres / {_DEGREE}"
        half = "sin(radians(lat - $lat) / 2) ** 2 + cos(radians($lat)) * cos(radians(lat)) "
        half += "* sin(radians(long - $long) / 2) ** 2"
        return f"({box} AND {2 * RADIUS} * asin(least(1.0, sqrt({half}))) <= $kilometres)", asdict(self)


def circle_of(store: OpenStore, values: Mapping[str, Any]) -> Circle | None:
    """Turn the parameters `near` and `kilometres` into a circle; None if they are not given.

    Args:
        store: quads of the release.
        values: as `kg.parameters.read` gives them.

    Raises:
        BadParameter: if `kilometres` stands alone, or nobody knows where the place lies.
    """
    near, kilometres = values.get(NEAR.name), values.get(KILOMETRES.name)
    if near is None:
        if kilometres is not None:
            raise BadParameter(KILOMETRES.name, "given without near", "a place in near", str(kilometres))
        return None
    lat, long = coordinates(store, near)
    if lat is None or long is None:
        raise BadParameter(NEAR.name, f"nobody here knows where {near} lies", "a place with coordinates", near)
    return Circle(lat, long, kilometres or _USUAL)


def coordinates(store: OpenStore, place: str) -> tuple[float | None, float | None]:
    """Give degrees north and east of a place, as far as they are known."""
    found: list[float | None] = []
    for predicate in (CKG.lat, CKG.long):
        objects = (quad.object for quad in store.quads("", iri(place), predicate))
        found.append(next((float(term.value) for term in objects if isinstance(term, Literal)), None))
    return found[0], found[1]
