"""The whole derivation, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.derivation.contradictions import contradictions
from kg.derivation.control import derived_control
from kg.derivation.facts import attributes_of, fact_of
from kg.derivation.knowledge import Knowledge
from kg.derivation.naming import Namer
from kg.derivation.status import documents_of, status_of
from kg.derivation.windows import Windows
from kg.ontology import Ontology
from kg.statements import Claim, Event, Situation, Statements

F = TypeVar("F", bound=Event | Situation)


def derive(statements: Statements, ontology: Ontology) -> Knowledge:
    """Derive the knowledge plane.

    Args:
        statements: the registry, the documents and their claims; events and situations in it are imported rows.
        ontology: gives the rules.

    Returns:
        Facts with their bounds, status and names; contradictions; names of what is no fact. It depends on the
        statements alone, not on their order.
    """
    documents = {document.path: document for document in statements.documents}
    standing = sorted((c for c in statements.claims if c.withdrawn_on is None), key=lambda claim: claim.path)
    within = {place.path: place.within for place in statements.places}
    pairs = contradictions(standing, ontology, within)
    in_conflict = {path for pair in pairs for path in pair}

    facts: list[Event | Situation] = []
    affirmed: dict[str, str] = {}
    for about, claims in _by_subject(standing).items():
        fact = fact_of(about, claims, ontology)
        if fact is not None:
            sources = documents_of(fact, claims)
            status = status_of(claims, in_conflict, [documents[path] for path in sources])
            affirmed[about] = status_of(claims, (), [documents[path] for path in sources])
            attributes = attributes_of(claims, ontology, in_conflict)
            facts.append(replace(fact, status=status, document_count=len(sources), attributes=attributes))
    facts.extend(statements.facts)

    windows = Windows(facts, standing, documents)
    placed: list[Event | Situation] = [windows.placed(fact) for fact in facts]
    events = [fact for fact in placed if isinstance(fact, Event)]
    situations = [fact for fact in placed if isinstance(fact, Situation)]
    situations = derived_control(events, situations, ontology, windows, affirmed)

    namer = Namer(statements, ontology)
    events = [replace(event, label=namer.name(event)) for event in events]
    situations = [replace(situation, label=namer.name(situation)) for situation in situations]
    known = {fact.path for fact in (*events, *situations)}
    return Knowledge(
        events=_sorted(events),
        situations=_sorted(situations),
        contradictions=tuple(sorted(pairs)),
        names=namer.names_of_others(standing, known),
    )


def _by_subject(claims: Sequence[Claim]) -> Mapping[str, list[Claim]]:
    subjects: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        subjects[claim.about].append(claim)
    return subjects


def _sorted(facts: Sequence[F]) -> tuple[F, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.path))
