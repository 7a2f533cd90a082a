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
from kg.derivation.status import affirmed_status, documents_of, status_of
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

    facts: dict[str, Event | Situation] = {fact.path: fact for fact in statements.facts}
    affirmed: dict[str, str] = {}
    for about, claims in _by_subject(standing).items():
        fact = _with_row(facts[about], claims) if about in facts else fact_of(about, claims, ontology)
        if fact is not None:
            sources = documents_of(fact, claims)
            texts = [documents[path] for path in sources]
            affirmed[about] = affirmed_status(texts)
            facts[about] = replace(
                fact,
                status=status_of(claims, in_conflict, texts),
                document_count=len(sources),
                attributes=fact.attributes or attributes_of(claims, ontology, in_conflict),
            )

    windows = Windows(facts.values(), standing, documents)
    placed: list[Event | Situation] = [windows.placed(fact) for fact in facts.values()]
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
        names=namer.names_of_others(sorted(statements.claims, key=lambda claim: claim.path), known),
    )


def _with_row(row: F, claims: Sequence[Claim]) -> F:
    """Add to an imported fact the claims that affirm it; its slots stay the row's."""
    affirming = (claim.path for claim in claims if claim.accepted)
    return replace(row, derived_from=tuple(sorted({*row.derived_from, *affirming})))


def _by_subject(claims: Sequence[Claim]) -> Mapping[str, list[Claim]]:
    subjects: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        subjects[claim.about].append(claim)
    return subjects


def _sorted(facts: Sequence[F]) -> tuple[F, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.path))
