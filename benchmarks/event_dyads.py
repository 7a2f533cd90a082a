"""Who fights whom in an invented event table."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from draws import Draw, Names, Quota
from event_profile import Profile

CIVILIANS: Final = 1
"""The id of side B in violence against civilians."""

_FIRST_ACTOR: Final = 100_001
_FIRST_DYAD: Final = 200_001
_FIRST_CONFLICT: Final = 300_001
"""All of them above the ids that UCDP has given."""

_LIGHT: Final = 0.08
"""Share of the rows that the light dyads have together: most dyads, and few rows."""

_GROUPS: Final = ("Front", "Brigade", "Army", "Militia", "Movement", "Battalions", "Forces", "Council")


@dataclass(frozen=True, slots=True)
class Side:
    """A government, an armed group, a list of groups, or civilians.

    Attributes:
        state: the id of its country; empty for all but governments.
    """

    number: int
    name: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two sides, and the conflict that they are in."""

    number: int
    kind: int
    a: Side
    b: Side
    conflict: int
    conflict_name: str

    @property
    def name(self) -> str:
        """The names of both."""
        return f"{self.a.name} - {self.b.name}"


class Dyads:
    """Makes the dyads of all countries, so that types, states and lists have their shares of the rows.

    Args:
        profile: how many of everything.
        countries: numbers and names.
        names: makes further names.
        rng: the same state makes the same dyads.
    """

    def __init__(
        self, profile: Profile, countries: Sequence[tuple[int, str]], names: Names, rng: random.Random
    ) -> None:
        """Make the governments; nothing else is made yet."""
        self.profile = profile
        self.governments = [
            Side(_FIRST_ACTOR + rank, f"Government of {name}", str(number))
            for rank, (number, name) in enumerate(countries)
        ]
        self.names = names
        self.rng = rng
        self.actors = _FIRST_ACTOR + len(countries)
        self.conflicts = _FIRST_CONFLICT
        self.length = Draw.of(profile.list_lengths, rng)
        self.quotas = self._quotas()

    def by_country(self, rows: Sequence[int]) -> list[tuple[list[Dyad], list[float]]]:
        """Make each country's dyads and their weights.

        Args:
            rows: of each country.
        """
        weights = [self.profile.dyads.weights(count) for count in rows]
        shares = [[weight * count / sum(own) for weight in own] for own, count in zip(weights, rows, strict=True)]
        groups = [self._groups(len(own)) for own in weights]
        made: list[list[Dyad]] = [[] for _ in rows]
        wars: list[list[tuple[int, str]]] = [[] for _ in rows]
        heaviest = sorted(((share, country) for country, own in enumerate(shares) for share in own), reverse=True)
        kinds = self._kinds([share for share, _ in heaviest])
        for number, ((share, country), kind) in enumerate(zip(heaviest, kinds, strict=True)):
            a, b = self._sides(kind, share, country, groups[country])
            conflict = self._conflict(kind, f"{a.name} - {b.name}", country, wars[country])
            made[country].append(Dyad(_FIRST_DYAD + number, kind, a, b, *conflict))
        return [(own, sorted(share, reverse=True)) for own, share in zip(made, shares, strict=True)]

    def _kinds(self, weights: Sequence[float]) -> Iterator[int]:
        """Give each dyad its type: the heavy ones so that rows, the others so that dyads have their shares."""
        of_rows, of_dyads = Quota.of(self.profile.types), Quota.of(self.profile.types_of_dyads)
        left = sum(weights)
        for weight in weights:
            kind = (of_rows if left > sum(weights) * _LIGHT else of_dyads).due(weight)
            of_rows.give(kind, weight)
            of_dyads.give(kind, 1)
            left -= weight
            yield kind

    def _sides(self, kind: int, weight: float, country: int, groups: Sequence[Side]) -> tuple[Side, Side]:
        a = (
            self.governments[country]
            if self._is("state a", kind, weight)
            else self._group("list a", kind, weight, groups)
        )
        if kind == 3:
            return a, Side(CIVILIANS, "Civilians")
        b = (
            self._neighbour(country)
            if self._is("state b", kind, weight)
            else self._group("list b", kind, weight, groups)
        )
        while a.number == b.number:
            b = self.rng.choice(groups)
        return a, b

    def _is(self, what: str, kind: int, weight: float) -> bool:
        """Decide whether a side is of some sort, so that in the end its share of the rows is."""
        quota = self.quotas[what, kind]
        answer = quota.due(weight)
        quota.give(answer, weight)
        return answer

    def _group(self, what: str, kind: int, weight: float, groups: Sequence[Side]) -> Side:
        if kind == 3 or not self._is(what, kind, weight):
            return self.rng.choice(groups)
        members = self.rng.sample(groups, min(len(groups), self.length()))
        return self._side(", ".join(sorted(member.name for member in members)))

    def _quotas(self) -> dict[tuple[str, int], Quota[bool]]:
        """Give the shares of governments among the sides of each type, and of lists among the others."""
        profile, total = self.profile, sum(count for _, count in self.profile.types)
        shares = {}
        for side, states, lists in (("a", profile.state_a, profile.lists_a), ("b", profile.state_b, profile.lists_b)):
            others = sum(count * (1 - states[str(kind)]) for kind, count in profile.types if kind != 3) / total
            for kind, _ in profile.types:
                shares[f"state {side}", kind] = states[str(kind)]
                shares[f"list {side}", kind] = min(1.0, lists / others) if others else 0.0
        return {key: Quota({True: share, False: 1 - share}) for key, share in shares.items()}

    def _groups(self, dyads: int) -> list[Side]:
        return [
            self._side(self.names.one(self.rng.choice(_GROUPS)))
            for _ in range(max(3, round(dyads * self.profile.groups_by_dyad)))
        ]

    def _side(self, name: str) -> Side:
        self.actors += 1
        return Side(self.actors, name)

    def _neighbour(self, country: int) -> Side:
        return (
            self.governments[(country + 1) % len(self.governments)]
            if len(self.governments) > 1
            else self._side(self.names.one("Army"))
        )

    def _conflict(self, kind: int, dyad: str, country: int, wars: list[tuple[int, str]]) -> tuple[int, str]:
        """Give a dyad its conflict: one that its government is in already, or one of its own."""
        if kind == 1 and wars and self.rng.random() > self.profile.conflicts_by_dyad:
            return self.rng.choice(wars)
        self.conflicts += 1
        if kind != 1:
            return self.conflicts, dyad
        state = self.governments[country].name.removeprefix("Government of ")
        wars.append((self.conflicts, f"{state}: {self.names.one() if wars else 'Government'}"))
        return wars[-1]
