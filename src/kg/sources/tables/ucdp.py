"""What all tables of the Uppsala Conflict Data Program share."""

from __future__ import annotations

from kg.sources.tables.mapping import Dataset


def dataset(title: str) -> Dataset:
    """Give what is known of one of its datasets, all of which are under CC BY 4.0.

    Args:
        title: the dataset's name.
    """
    return Dataset(
        title=title,
        family="ucdp",
        publisher="Uppsala Conflict Data Program",
        address="https://ucdp.uu.se/downloads/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        redistributable=True,
    )
