"""The lists of actors and places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode

from kg.cards.described import linked
from kg.cards.linked import Said, name_of
from kg.identifiers import iri, path_of
from kg.known import Known
from kg.lookups.lists.writing import (
    KIND_FIELD,
    named,
    number_of,
    other_names,
    paths_of,
    table,
    text_of,
    thing,
    things,
)
from kg.lookups.lookup import MOST, Found, Lookup, Values
from kg.lookups.maps import features
from kg.lookups.paging import Key, paged
from kg.namespaces import CKG, OTHER, RDF
from kg.ontology import shipped
from kg.parameters import Parameter
from kg.release import Release

_Q: Final = Parameter("q", f"only what this name may mean, likeliest first; at most {MOST}", "Al Jolaini")
_FINE: Final = 1_000_000


def actors(release: Release, values: Values) -> Found:
    """Give a page of actors."""
    paths, after = _found(release, values, "actors", CKG.Actor, CKG.actorKind)
    said = _said(release, paths)
    names = named(release.store, said, (CKG.actorKind, OTHER.subOrganizationOf))
    records = [
        {
            "id": path,
            "name": name_of(one) or path,
            "kind": thing(next(iter(paths_of(one, CKG.actorKind)), None), names),
            "person": CKG.Person in one.get(RDF.type, ()),
            "part_of": things(paths_of(one, OTHER.subOrganizationOf), names),
            "other_names": other_names(one),
            "same_as": paths_of(one, OTHER.sameAs),
        }
        for path, one in zip(paths, said, strict=True)
    ]
    return Found(records, after)


def places(release: Release, values: Values) -> Found:
    """Give a page of places."""
    paths, after = _found(release, values, "places", CKG.Place, CKG.placeKind)
    said = _said(release, paths)
    names = named(release.store, said, (CKG.placeKind, CKG.within))
    records = [
        {
            "id": path,
            "name": name_of(one) or path,
            "kind": thing(next(iter(paths_of(one, CKG.placeKind)), None), names),
            "within": thing(next(iter(paths_of(one, CKG.within)), None), names),
            "lat": number_of(one, CKG.lat),
            "long": number_of(one, CKG.long),
            "coordinates_from": text_of(one, CKG.coordinateSource),
            "other_names": other_names(one),
            "same_as": paths_of(one, OTHER.sameAs),
        }
        for path, one in zip(paths, said, strict=True)
    ]
    return Found(records, after, features=features(records, values))


def _found(
    release: Release, values: Values, section: str, kind: NamedNode, by_kind: NamedNode
) -> tuple[list[str], Key | None]:
    """Find a page of entities: by name, likeliest first, or all that fit in the order of their paths."""
    known = Known(release)
    wanted: list[frozenset[str]] = []
    if values["kind"] is not None:
        code = f"codes/{section.removesuffix('s')}-kind/{values['kind']}"
        wanted.append(known.once(f"those of {code}", lambda: frozenset(known.subjects(by_kind, iri(code)))))
    if values.get("within") is not None:
        wanted.append(_inside(release, values["within"]))
    if values["q"] is not None:
        matches = release.search(values["q"], (section,), MOST)
        ranked = [(-round(m.score * _FINE), m.path) for m in matches if all(m.path in paths for paths in wanted)]
        keys, after = paged(ranked, lambda key: key, (int, str), values)
        return [path for _, path in keys], after
    everything = known.once(f"all {section}", lambda: frozenset(known.subjects(RDF.type, kind)))
    fitting = everything.intersection(*wanted)
    return paged(fitting, lambda path: (path,), (str,), values)


def _inside(release: Release, place: str) -> frozenset[str]:
    """Give the places that lie within one, at any depth."""
    found: set[str] = set()
    queue = [place]
    while queue:
        inner = release.store.quads("", predicate=CKG.within, value=iri(queue.pop()))
        fresh = {path_of(quad.subject) for quad in inner if isinstance(quad.subject, NamedNode)} - found
        found |= fresh
        queue += fresh
    return frozenset(found)


def _said(release: Release, paths: Sequence[str]) -> list[Said]:
    writer = linked(release.ontology)
    return [writer.said(release.store.quads("", iri(path))) for path in paths]


def _kind(section: str) -> Parameter:
    codes = tuple(shipped().codes(f"{section}-kind"))
    return Parameter(
        "kind", f"only {section}s of this kind; a code of /codes/{section}-kind", codes[0], "choice", choices=codes
    )


ACTORS: Final = Lookup(
    path="/actors",
    summary="Which actors are there?",
    description="Persons and groups that act, are acted on or say something. In the order of their ids; with `q`, the "
    "likeliest first.",
    parameters=table(_kind("actor"), _Q),
    fields={
        "id": "path of the actor, which is its address here",
        "name": "the name to show",
        "kind": KIND_FIELD,
        "person": "whether it is one human being",
        "part_of": "larger groups that it is an organ of",
        "other_names": "its other names, in all languages",
        "same_as": "the same thing elsewhere",
    },
    answer=actors,
    example={
        "id": "actors/syrian-army",
        "name": "Syrian Arab Army",
        "kind": {"id": "codes/actor-kind/armed-force", "name": "armed force"},
        "person": False,
        "part_of": [{"id": "actors/assad-government", "name": "Assad government"}],
        "other_names": ["Syrian army"],
        "same_as": [],
    },
    tag="things",
)
PLACES: Final = Lookup(
    path="/places",
    summary="Which places are there?",
    description="Countries, governorates, towns and other places, as records or as GeoJSON. In the order of their ids; "
    "with `q`, the likeliest first.",
    parameters=table(
        _kind("place"),
        Parameter(
            "within", "only places in this one, at any depth", "idlib-governorate", "thing", sections=("places",)
        ),
        _Q,
    ),
    fields={
        "id": "path of the place, which is its address here",
        "name": "the name to show",
        "kind": KIND_FIELD,
        "within": "the smallest larger place that it lies in",
        "lat": "degrees north, WGS 84",
        "long": "degrees east",
        "coordinates_from": "which gazetteer gives the coordinates",
        "other_names": "its other names, in all languages",
        "same_as": "the same thing elsewhere",
    },
    answer=places,
    example={
        "id": "places/hama",
        "name": "Hama",
        "kind": {"id": "codes/place-kind/city", "name": "city"},
        "within": {"id": "places/hama-governorate", "name": "Hama governorate"},
        "lat": 35.13179,
        "long": 36.75783,
        "coordinates_from": "GeoNames",
        "other_names": ["Hamah"],
        "same_as": ["https://sws.geonames.org/170017/"],
    },
    places=True,
    tag="things",
)
