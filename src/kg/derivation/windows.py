"""When a fact is possible at all: the days outside of which the answer is *no evidence*.

Outer bounds say it where they are known. An open bound reaches only as far as the evidence does: back to the start of
the enclosing war, or to the first day that is sure where no war encloses it; and on to the day on which the latest
document that says so was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kg.dates import Bounds
from kg.statements import Claim, Document, Event, Situation

WAR = "codes/event-type/war"
F = TypeVar("F", bound=Event | Situation)


class Windows:
    """Works out windows of possibility for the facts of one derivation."""

    def __init__(
        self, facts: Iterable[Event | Situation], claims: Sequence[Claim], documents: Mapping[str, Document]
    ) -> None:
        """Take the facts (their `part_of` leads to the war), the claims that stand, and all documents by path."""
        self.events = {fact.path: fact for fact in facts if isinstance(fact, Event)}
        dates = {path: document.date for path, document in documents.items()}
        self.published = {claim.path: dates[claim.document] for claim in claims} | dates
        known = self.published.values()
        self.latest = max(known, default=None)

    def placed(self, fact: F) -> F:
        """Give a fact its window, and take back what is said to be sure after the latest document known."""
        bounds = self._sure_until_now(fact.bounds)
        sure = [day for day in (bounds.surely_from, bounds.surely_until) if day]
        war = self._war(fact)
        first, last = bounds.from_, bounds.until
        if last is None:
            ends = [self.last_word(fact.derived_from), war.bounds.until if war else None]
            last = max([min(filter(None, ends), default=date.max), *sure, *([first] if first else [])])
        if first is None:
            opening = (war.bounds.from_ if war else None) or min(sure, default=date.min)
            first = min([opening, *sure, last])
        return replace(fact, bounds=bounds, index_from=first, index_until=last)

    def _sure_until_now(self, bounds: Bounds) -> Bounds:
        if self.latest is None or bounds.surely_until is None or bounds.surely_until <= self.latest:
            return bounds
        return replace(bounds, surely_until=self.latest)

    def last_word(self, derived_from: Iterable[str]) -> date | None:
        """Give the day of the latest document among what a fact is derived from."""
        return max((self.published[path] for path in derived_from if path in self.published), default=None)

    def _war(self, fact: Event | Situation) -> Event | None:
        """Climb from a fact to the nearest war that it is part of."""
        queue, seen = list(fact.part_of), {fact.path}
        while queue:
            path = queue.pop(0)
            event = self.events.get(path)
            if event is None or path in seen:
                continue
            if WAR in event.types:
                return event
            seen.add(path)
            queue.extend(event.part_of)
        return None
