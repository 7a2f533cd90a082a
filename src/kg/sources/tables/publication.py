"""The document that an edition of a dataset is: its title, version, licence, and the day of its publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import ibis
from ibis import Table

from kg.errors import DataError, Location, Problem
from kg.identifiers import sha256
from kg.sources.tables.inputs import TableFile
from kg.sources.tables.loading import EVENTS, SPECS
from kg.statements import Document


def version_key(file: TableFile) -> str:
    """Give what tells the versions of a dataset apart, fit for a path; files that share it are parts of one edition."""
    plain = re.sub(r"[^a-z0-9]+", "-", (file.version or "").lower()).strip("-")
    return plain or file.sha256[:8]


def edition_key(file: TableFile) -> str:
    """Give what the parts of an edition share: a version, or that they are files of records to be put together."""
    mapping = EVENTS.get(file.kind)
    return "" if not file.version and mapping is not None and mapping.record else version_key(file)


def version_number(version: str) -> tuple[int, ...]:
    """Give the numbers of a version, to put versions in order.

    Example:
        >>> version_number("23.1") < version_number("v23.10")
        True
    """
    return tuple(int(part) for part in re.findall(r"[0-9]+", version))


def dataset_document(files: Sequence[TableFile], table: Table) -> Document:
    """Describe an edition as a document.

    Args:
        files: its parts. It may be handed on only if each of them may.
        table: its rows.

    Raises:
        DataError: if it is said to be published before the last day that it speaks of, or if nothing tells when.
    """
    file = files[0]
    dataset = SPECS[file.kind].dataset
    digests = sorted(part.sha256 for part in files)
    digest = (digests[0] if len(digests) == 1 else sha256("".join(digests)))[:8]
    allowed = (dataset.redistributable if part.redistributable is None else part.redistributable for part in files)
    return Document(
        path=f"documents/{file.kind}-{version_key(file) if file.version else digest}",
        title=_first(part.title for part in files) or f"{dataset.title}{f' {file.version}' if file.version else ''}",
        date=_published(files, table),
        language="en",
        publisher=dataset.publisher,
        address=dataset.address,
        origin=dataset.publisher,
        version=file.version or f"unknown (file{'s' * (len(files) > 1)} {digest})",
        licence=_first(part.licence for part in files) or dataset.licence,
        redistributable=all(allowed),
    )


def _first(texts: Iterable[str | None]) -> str | None:
    return next(filter(None, texts), None)


def _published(files: Sequence[TableFile], table: Table) -> date:
    file = files[0]
    last = _last_day(file, table)
    told = [part.published for part in files if part.published is not None]
    if not told:
        return _not_before(file, table, last)
    published = max(told)
    if last is not None and published < last:
        wrong = f"said to be published on {published}, and has rows of {last}"
        raise DataError([Problem(Location(str(file.path)), wrong, "a day of publication that is not before its rows")])
    return published


def _not_before(file: TableFile, table: Table, last: date | None) -> date:
    """Give the first day on which a table can have been published, by its last day and the year of its version."""
    days = [date(year, 1, 1)] if (year := _year(file.version)) else []
    days += filter(None, [_stamp(file, table), last])
    if not days:
        expected = "`published:` in a manifest, see `kg build --help`"
        raise DataError([Problem(Location(str(file.path)), "nothing tells when it was published", expected)])
    return max(days)


def _year(version: str | None) -> int | None:
    """Give the year of a version: ``23.1`` and ``2023`` are both of 2023.

    Example:
        >>> _year("23.1"), _year("2023-07"), _year("v7")
        (2023, 2023, None)
    """
    found = re.match(r"v?(?:20)?([0-9]{2})(?![0-9])", version or "")
    return 2000 + int(found[1]) if found else None


def _stamp(file: TableFile, table: Table) -> date | None:
    """Give the day of the latest change that a table itself tells of."""
    mapping = EVENTS.get(file.kind)
    if mapping is None or mapping.published is None:
        return None
    stamp = table[mapping.published].max().to_pyarrow().as_py()
    return datetime.fromtimestamp(stamp, UTC).date() if isinstance(stamp, int) else stamp


def _last_day(file: TableFile, table: Table) -> date | None:
    """Give the last day that the rows of a table speak of."""
    mapping = EVENTS.get(file.kind)
    if mapping is not None:
        return _day(table["SQLDATE" if mapping.record else mapping.when.last].max())
    year = table.year.max().to_pyarrow().as_py() if "year" in table.columns else None
    return date(int(year), 12, 31) if year else None


def _day(value: ibis.Value) -> date | None:
    found = value.to_pyarrow().as_py()
    return found if isinstance(found, date) else None
