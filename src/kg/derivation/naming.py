"""Names of facts, for people: made from what is merged, or given by the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg.dates import Bounds
from kg.ontology import Ontology
from kg.statements import OF_PLACES, Claim, Event, Situation, Statements


class Namer:
    """Names events and situations."""

    def __init__(self, statements: Statements, ontology: Ontology) -> None:
        """Take the registry's names and the ontology's labels."""
        self.ontology = ontology
        self.given = {name.path: name.labels.shown for name in statements.event_names}
        self.entities = {e.path: e.labels.shown for e in statements.entities}

    def name(self, fact: Event | Situation) -> str:
        """Name a fact: ``Capture of a place: Hama, 2024-12-05`` or ``Russia supports the Assad government``."""
        if isinstance(fact, Situation):
            objects = fact.places if fact.says in OF_PLACES else fact.targets
            return self._situation(fact.says, fact.agents, objects, fact.roles, fact.bounds)
        return self.given.get(fact.path) or self._event(fact.types, fact.places, _involved(fact), fact.bounds)

    def names_of_others(self, claims: Iterable[Claim], known: set[str]) -> Mapping[str, str]:
        """Name the events and situations that claims speak of and that are no facts."""
        names: dict[str, str] = {}
        for claim in claims:
            if claim.about in known or claim.about in names or claim.says == "Description":
                continue
            if claim.says == "Event":
                types = (claim.type,) if claim.type else ()
                name = self.given.get(claim.about) or self._event(types, claim.places, _involved(claim), claim.bounds)
            else:
                objects = claim.places if claim.says in OF_PLACES else claim.targets
                roles = (claim.role,) if claim.role else ()
                name = self._situation(claim.says, claim.agents, objects, roles, claim.bounds)
            names[claim.about] = name
        return names

    def _event(self, types: Sequence[str], places: Sequence[str], others: Sequence[str], bounds: Bounds) -> str:
        kind = " / ".join(self.ontology.concepts[path].label for path in types) or "event"
        where = self._listed(places) or self._listed(others)
        return ", ".join(filter(None, (f"{kind[:1].upper()}{kind[1:]}{f': {where}' if where else ''}", _span(bounds))))

    def _situation(
        self, says: str, agents: Sequence[str], objects: Sequence[str], roles: Sequence[str], bounds: Bounds
    ) -> str:
        name = f"{self._listed(agents)} {self.ontology.situation_classes[says].verb} {self._listed(objects)}"
        name += f" ({', '.join(roles)})" if roles else ""
        span = _span(bounds) if says == "Control" else ""
        return f"{name}, {span}" if span else name

    def _listed(self, paths: Sequence[str]) -> str:
        names = [self.entities.get(path, path) for path in paths]
        return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""


def _involved(said: Claim | Event) -> tuple[str, ...]:
    """Name an event without a place by those it was done to, or else by who did it or was involved."""
    return said.targets or said.agents or said.parties


def _span(bounds: Bounds) -> str:
    """Write outer bounds in short: one day, one year, or from and until."""
    first, last = bounds.from_, bounds.until
    if first and last and first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return str(first.year)
    if first == last:
        return first.isoformat() if first else ""
    return " ".join([f"from {first}"] * bool(first) + [f"until {last}"] * bool(last))
