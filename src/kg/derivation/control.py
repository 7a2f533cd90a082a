"""Who held a place, derived from the events that transfer it.

An event whose type transfers control (a capture) gives the place to its agents. If it took the whole place and nobody
denies it, it ends what its targets, and anybody else known to hold the place, had there. If it took a part, or is
disputed, it ends nobody's control: the place is contested. Control of a place says nothing of the places around or
within it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.dates import Bounds
from kg.derivation.windows import Windows
from kg.ontology import Ontology
from kg.statements import Event, Situation


def derived_control(
    events: Iterable[Event],
    situations: Sequence[Situation],
    ontology: Ontology,
    windows: Windows,
    affirmed: Mapping[str, str],
) -> list[Situation]:
    """Add derived control to the situations, and end what captures ended.

    Args:
        events: all facts that are events.
        situations: all facts that are situations; control among them is what claims state outright.
        ontology: says which types transfer control.
        windows: places the new situations in time.
        affirmed: the status that each event would have if nobody denied it. Who denies a taking does not deny that
            the loser held the place before, but affirms it.

    Returns:
        All situations: those that are not control as they were.
    """
    stated: dict[str, list[Situation]] = defaultdict(list)
    others = [situation for situation in situations if situation.says != "Control"]
    for situation in situations:
        if situation.says == "Control":
            for place in situation.places:
                stated[place].append(situation)
    transfers: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if any(ontology.concepts[kind].transfers_control for kind in event.types):
            for place in event.places:
                transfers[place].append(event)
    control: list[Situation] = []
    for place in sorted(stated.keys() | transfers.keys()):
        control.extend(_Chain(place, transfers[place], stated[place], windows, affirmed).links())
    return others + control


class _Chain:
    """The holders of one place, one after another."""

    def __init__(
        self,
        place: str,
        events: Iterable[Event],
        stated: Iterable[Situation],
        windows: Windows,
        affirmed: Mapping[str, str],
    ) -> None:
        self.place = place
        self.events = sorted(events, key=lambda event: (event.index_from, event.index_until, event.path))
        self.stated = list(stated)
        self.windows = windows
        self.affirmed = affirmed
        words = [*self.events, *self.stated]
        self.last_word = max(filter(None, (windows.last_word(fact.derived_from) for fact in words)), default=None)

    def links(self) -> Iterator[Situation]:
        for situation in self.stated:
            yield self._ended(situation)
        for index, event in enumerate(self.events):
            for holder in event.agents:
                yield self._after(event, holder, self.events[index + 1 :])
            for loser in event.targets:
                if not self._held_by(loser, index):
                    yield self._before(event, loser, self.events[index + 1 :])

    def _after(self, event: Event, holder: str, later: Sequence[Event]) -> Situation:
        """The taker holds it until another takes the whole of it, and surely until another is said to enter.

        Who took a part, and later the whole, holds the part no longer than that.
        """
        others = [e for e in later if holder not in e.agents]
        rivals = others if _ends_control(event) else later
        end = next((e for e in rivals if _ends_control(e)), None)
        sure = [others[0].bounds.from_ if others else self.last_word, end.bounds.from_ if end else None]
        bounds = Bounds(
            from_=event.bounds.from_,
            until=end.bounds.until if end else None,
            surely_from=event.bounds.until,
            surely_until=min(filter(None, sure), default=None),
        )
        return self._link(event, holder, "after", bounds, (event, *([end] if end else [])))

    def _before(self, event: Event, loser: str, later: Sequence[Event]) -> Situation:
        """The loser held it when the taking began; since when is not said."""
        begun = event.bounds.from_
        end = next((e for e in (event, *later) if _ends_control(e) and loser not in e.agents), None)
        bounds = Bounds(None, end.bounds.until if end else None, begun, begun)
        return self._link(event, loser, "before", bounds, dict.fromkeys((event, *([end] if end else []))))

    def _link(self, event: Event, holder: str, side: str, bounds: Bounds, because: Iterable[Event]) -> Situation:
        slug, name = event.path.removeprefix("events/"), holder.removeprefix("actors/")
        place = self.place.removeprefix("places/")
        situation = Situation(
            path=f"situations/control-{name}-{place}-{side}-{slug}",
            says="Control",
            derived_from=tuple(sorted(e.path for e in because)),
            agents=(holder,),
            places=(self.place,),
            part_of=event.part_of,
            extents=event.extents if side == "after" else (),
            bounds=bounds,
            status=event.status if side == "after" else self.affirmed.get(event.path, event.status),
            document_count=event.document_count,
        )
        return self._placed(situation)

    def _ended(self, situation: Situation) -> Situation:
        """Control that a claim states goes on until somebody else takes the whole place."""
        bounds = situation.bounds
        if bounds.until is not None:
            return situation
        known = bounds.surely_until or bounds.surely_from or date.min
        for event in self.events:
            taken = _ends_control(event) and not set(situation.agents) & set(event.agents)
            if taken and event.bounds.from_ and event.bounds.from_ >= known:
                ended = replace(bounds, until=event.bounds.until)
                because = tuple(sorted({*situation.derived_from, event.path}))
                return self._placed(replace(situation, bounds=ended, derived_from=because))
        return situation

    def _held_by(self, loser: str, index: int) -> bool:
        """Whether an earlier taking, or a claim, says already that the loser held the place before this event."""
        event = self.events[index]
        taken = any(loser in earlier.agents for earlier in self.events[:index])
        return taken or any(
            loser in situation.agents and situation.index_from <= event.index_until for situation in self.stated
        )

    def _placed(self, situation: Situation) -> Situation:
        """Give control its window: without an end it stays possible until the latest document known.

        It is sure for a shorter time, until the last document that speaks of the place.
        """
        placed = self.windows.placed(situation)
        if situation.bounds.until is None and self.windows.latest:
            placed = replace(placed, index_until=max(self.windows.latest, placed.index_from))
        return placed


def _ends_control(event: Event) -> bool:
    """Whether an event ends what others held: it took the whole place, and nobody denies it."""
    return event.status != "disputed" and not {"part", "most"}.intersection(event.extents)
