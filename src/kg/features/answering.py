"""Answers for whichever collection is asked about; each of these can be run by a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from kg.features import control, events, places
from kg.features.questions import Extent, Feature, Page, Question
from kg.release import Release


class _Answers(NamedTuple):
    page: Callable[[Release, Question], Page]
    feature: Callable[[Release, str], Feature]
    extent: Callable[[Release], Extent]


_BY_COLLECTION: Final[Mapping[str, _Answers]] = {
    "events": _Answers(events.page, events.feature, events.extent),
    "places": _Answers(places.page, places.feature, places.extent),
    "control": _Answers(control.page, control.feature, control.extent),
}


def page(release: Release, question: Question) -> Page:
    """Give a page of features.

    Raises:
        StoreDamaged: if the release has not the table that this needs.
        MemoryError: if it takes more than it may.
    """
    return _BY_COLLECTION[question.collection].page(release, question)


def feature(release: Release, asked: tuple[str, str]) -> Feature:
    """Give one feature.

    Args:
        release: where it is.
        asked: the ids of the collection and of the feature.

    Raises:
        UnknownThing: if there is none with this id; it carries the nearest.
        StoreDamaged: if the release has not the table that this needs.
    """
    collection, id_ = asked
    return _BY_COLLECTION[collection].feature(release, id_)


def extents(release: Release, asked: tuple[str, ...]) -> dict[str, Extent]:
    """Tell where and when the features of collections are.

    Args:
        release: where they are.
        asked: ids of collections.

    Raises:
        StoreDamaged: if the release has not the tables that this needs.
    """
    return {collection: _BY_COLLECTION[collection].extent(release) for collection in asked}
