"""Who held a place, derived from the events that transfer it.

An event whose type transfers control (a capture) gives the place to its agents. If it took the whole place and nobody
denies it, it ends what its targets, and anybody else known to hold the place, had there. If it took a part, or is
disputed, it ends nobody's control: the place is contested. So it does if another taking may have come after it: two
takings on one day are in no order. Control of a place says nothing of the places around or within it.
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
        for event in self.events:
            for holder in event.agents:
                yield self._after(event, holder)
            for loser in event.targets:
                if not self._held_by(loser, event):
                    yield self._before(event, loser)

    def _after(self, event: Event, holder: str) -> Situation:
        """The taker holds it until another surely takes the whole of it later.

        It is sure until another may have taken it. Who took a part, and later the whole, holds the part no longer than
        that.
        """
        end = self._end(event, holder)
        others = [other for other in self.events if holder not in other.agents and _may_follow(other, event)]
        sure = [self.last_word, end.bounds.from_ if end else None, *(other.index_from for other in others)]
        bounds = Bounds(
            from_=event.bounds.from_,
            until=end.bounds.until if end else None,
            surely_from=event.bounds.until,
            surely_until=min(filter(None, sure), default=None),
        )
        return self._link(event, holder, "after", bounds, (event, *([end] if end else [])))

    def _before(self, event: Event, loser: str) -> Situation:
        """The loser held it when the taking began; since when is not said."""
        begun = event.bounds.from_
        later = [other for other in self.events if _surely_follows(other, event)]
        end = next((e for e in (event, *later) if _ends_control(e) and loser not in e.agents), None)
        bounds = Bounds(None, end.bounds.until if end else None, begun, begun)
        return self._link(event, loser, "before", bounds, dict.fromkeys((event, *([end] if end else []))))

    def _end(self, event: Event, holder: str) -> Event | None:
        """Find the first taking of the whole place that surely came after an event and ends what it gave."""
        for other in self.events:
            another = holder not in other.agents or not _ends_control(event)
            if another and _ends_control(other) and _surely_follows(other, event):
                return other
        return None

    def _link(self, event: Event, holder: str, side: str, bounds: Bounds, because: Iterable[Event]) -> Situation:
        # Two hyphens part the slugs, which have single ones: no two links share a path.
        names = (holder.removeprefix("actors/"), self.place.removeprefix("places/"), side)
        situation = Situation(
            path=f"situations/control--{'--'.join((*names, event.path.removeprefix('events/')))}",
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
        """Control that a claim states goes on until somebody else takes the whole place, and is sure until then.

        A dataset's row stands as the dataset gives it.
        """
        if situation.rows:
            return situation
        bounds, because = situation.bounds, situation.derived_from
        known = bounds.surely_until or bounds.surely_from or date.min
        for event in self.events:
            began = event.bounds.from_
            if began is None or set(situation.agents) & set(event.agents) or not _ends_control(event):
                continue
            if bounds.until is None and began >= known:
                bounds, because = replace(bounds, until=event.bounds.until), (*because, event.path)
            if bounds.surely_from and bounds.surely_until and bounds.surely_from <= began < bounds.surely_until:
                bounds = replace(bounds, surely_until=began)
        return self._placed(replace(situation, bounds=bounds, derived_from=tuple(sorted(set(because)))))

    def _held_by(self, loser: str, event: Event) -> bool:
        """Whether an earlier taking that still stood, or a claim, says already that the loser held the place."""
        for earlier in self.events:
            if loser in earlier.agents and earlier != event and _may_follow(event, earlier):
                end = self._end(earlier, loser)
                if end is None or end == event or not _surely_follows(event, end):
                    return True
        return any(loser in situation.agents and situation.index_from <= event.index_until for situation in self.stated)

    def _placed(self, situation: Situation) -> Situation:
        """Give control its window: without an end it stays possible until the latest document known.

        It is sure for a shorter time, until the last document that speaks of the place.
        """
        placed = self.windows.placed(situation)
        if situation.bounds.until is None and self.windows.latest:
            placed = replace(placed, index_until=max(self.windows.latest, placed.index_from))
        return placed


def _may_follow(later: Event, earlier: Event) -> bool:
    """Whether one event may have happened after another, or on the same day."""
    return later != earlier and later.index_until >= earlier.index_from


def _surely_follows(later: Event, earlier: Event) -> bool:
    """Whether one event began after another had ended, in days."""
    return (
        later.bounds.from_ is not None
        and earlier.bounds.until is not None
        and (later.bounds.from_ > earlier.bounds.until)
    )


def _ends_control(event: Event) -> bool:
    """Whether an event ends what others held: it took the whole place, and nobody denies it."""
    return event.status != "disputed" and not {"part", "most"}.intersection(event.extents)
