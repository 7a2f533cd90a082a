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
        """Give a fact its window."""
        war = self._war(fact)
        bounds = fact.bounds
        sure = [day for day in (bounds.surely_from, bounds.surely_until) if day]
        opening = bounds.from_ or (war.bounds.from_ if war else None) or min(sure, default=None)
        closing = bounds.until or self.last_word(fact.derived_from)
        if bounds.until is None and war and war.bounds.until and closing:
            closing = min(closing, war.bounds.until)
        first, last = opening or date.min, closing or date.max
        return replace(fact, index_from=min(first, *sure, last), index_until=max(last, *sure, first))

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
