"""Look-ups with a page of their own kind: evidence with both sides side by side, disputes as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Response
from pyoxigraph import NamedNode

from kg.cards.facts import name_of
from kg.cards.told import Named
from kg.identifiers import iri, path_of
from kg.lookups import Record
from kg.namespaces import CKG, NS, OTHER
from kg.release import Release
from kg.server.bundles import scripted
from kg.server.pages import page
from kg.server.voiced import SIDES, Said, said, sides

EVIDENCE: Final = ("/events/{id}/evidence", "/situations/{id}/evidence")
DISPUTES: Final = "/disputes"


@dataclass(slots=True)
class Side:
    """One side of a dispute.

    Attributes:
        says: in one word or two, what it says.
        claims: that say it.
        follows: facts of the release that hold if it is right.
    """

    says: str
    claims: dict[str, Said] = field(default_factory=dict)
    follows: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """What sources disagree on, and the sides."""

    about: Named
    kind: str
    attribute: str
    sides: dict[str, Side]


def own_page(release: Release, lookup: str, path: str, records: Sequence[Record], values: dict[str, Any]) -> Response:
    """Show an answer of evidence or disputes.

    Args:
        release: that answered.
        lookup: the path of the look-up, with its parameters in braces.
        path: that was asked.
        records: of the answer.
        values: that every look-up's page has.
    """
    if lookup == DISPUTES:
        return page("disputes.html", disputes=_disputes(release, records), **values)
    section, name, _ = path.strip("/").split("/")
    fact = release.resolve(f"{section}/{name}", (section,))
    named = Named(fact, name_of(release, fact))
    grouped = sides([_flat(record, record["document"]) for record in records])
    return scripted("evidence.html", "passage", fact=named, sides=grouped, side_headings=SIDES, **values)


def _flat(record: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record of a look-up as one of a stored query."""
    return {
        **record,
        "voice": record["voice"]["id"],
        "voiceName": record["voice"]["name"],
        "document": document["id"],
        "title": document["name"],
        "modalityName": record["modality"],
        "certaintyName": record.get("certainty"),
        "about": None,
        "sha256": record.get("document_sha256"),
        "passageSha256": record.get("passage_sha256"),
        "letterCount": record.get("letters"),
        "lettersSha256": record.get("letters_sha256"),
    }


def _disputes(release: Release, records: Sequence[Record]) -> list[Dispute]:
    """Gather pairs into disputes: all that is said of one thing, by what it says."""
    found: dict[tuple[Any, ...], Dispute] = {}
    for record in records:
        one, other = record["one"], record["other"]
        things = tuple(sorted({one["about"]["id"], other["about"]["id"]}))
        key = (things, record["kind"], record["attribute"])
        if key not in found:
            about = Named(record["about"]["id"], record["about"]["name"])
            found[key] = Dispute(about, record["kind"], _label(release, record["attribute"]), {})
        for side in (one, other):
            denied = side["modality"] == "denied"
            says = side["says"] or "it is so"
            if record["kind"] == "denial":
                says = "It is not so" if denied else "It is so"
            told = found[key].sides.setdefault(says, Side(says))
            told.claims[side["claim"]] = said(_flat(side, side["document"]))
    for dispute in found.values():
        if dispute.kind == "denial":
            _conclude(release, dispute)
    return list(found.values())


def _label(release: Release, attribute: str | None) -> str:
    return release.ontology.labels.get(f"{NS}{attribute}", attribute) if attribute else ""


def _conclude(release: Release, dispute: Dispute) -> None:
    """Name who held the place by each side: what was derived from the event, and whose hold it would have ended."""
    fact = iri(dispute.about.path)
    actors = set(_objects(release, fact, CKG.agent))
    after, before = [], []
    for quad in release.store.quads("", predicate=OTHER.wasDerivedFrom, value=fact):
        node = quad.subject
        if not isinstance(node, NamedNode):
            continue
        named = Named(path_of(node), name_of(release, path_of(node)))
        if actors & set(_objects(release, node, CKG.agent)):
            after.append(named)
        elif not _objects(release, node, CKG.until):
            before.append(named)
    for says, facts in (("It is so", after), ("It is not so", before)):
        if says in dispute.sides:
            dispute.sides[says].follows = tuple(sorted(facts))


def _objects(release: Release, node: NamedNode, predicate: NamedNode) -> list[Any]:
    return [quad.object for quad in release.store.quads("", node, predicate)]
