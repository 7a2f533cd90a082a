"""On what sources disagree, about a thing or what it takes part in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.namespaces import CKG, SKOS
from kg.release import Release


def disputes_of(release: Release, path: str) -> list[dict[str, Any]]:
    """Find pairs of claims that contradict one another, about a thing or about a fact with it as a party or place.

    Returns:
        Records with both claims' paths, what each side says, whose voice it is (None where it is the document's) and in
        which document.
    """
    store, thing = release.store, iri(path)

    def concerns(about: NamedNode) -> bool:
        return about == thing or any(
            quad.predicate in (CKG.party, CKG.place) for quad in store.quads("", about, value=thing)
        )

    found = []
    for quad in store.quads("", predicate=CKG.contradicts):
        claim, other = quad.subject, quad.object
        if not (isinstance(claim, NamedNode) and isinstance(other, NamedNode) and claim.value < other.value):
            continue  # each pair stands both ways
        if concerns(_about(release, claim)) or _about(release, other) == thing:
            paths = {"claim": path_of(claim), "otherClaim": path_of(other)}
            found.append(paths | _record(release, _claim(release, claim), _claim(release, other)))
    return sorted(found, key=lambda record: [record[key] or "" for key in ("aboutName", "gloss", "otherGloss")])


def _about(release: Release, claim: NamedNode) -> Any:
    return next(release.store.quads(None, claim, CKG.about)).object


def _claim(release: Release, claim: NamedNode) -> dict[NamedNode, Any]:
    return {
        quad.predicate: quad.object for quad in release.store.quads(None, claim) if quad.predicate != CKG.contradicts
    }


def _record(release: Release, one: dict[NamedNode, Any], other: dict[NamedNode, Any]) -> dict[str, Any]:
    return {
        "aboutName": next(_english(release, one[CKG.about]), None),
        "gloss": one[CKG.gloss].value,
        "voiceName": next(_english(release, one[CKG.accordingTo]), None),
        "document": one[CKG.source].value,
        "otherGloss": other[CKG.gloss].value,
        "otherVoiceName": next(_english(release, other[CKG.accordingTo]), None),
        "otherDocument": other[CKG.source].value,
    }


def _english(release: Release, thing: NamedNode) -> Iterator[str]:
    for quad in release.store.quads("", thing, SKOS.prefLabel):
        if isinstance(quad.object, Literal) and quad.object.language == "en":
            yield quad.object.value
