"""Pages of records that are at hand, by the values that they are sorted by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import TypeVar

from kg.errors import BadParameter
from kg.lookups.lookup import AFTER, Values

Key = tuple[str | int, ...]
T = TypeVar("T")


def after(values: Values, kinds: tuple[type, ...]) -> Key | None:
    """Give the key of the last record of the page before; None for the first page.

    Args:
        values: of a look-up.
        kinds: what the parts of its keys are.

    Raises:
        BadParameter: if it has other parts, as that of no page of ours has.
    """
    key = values.get(AFTER)
    if key is None:
        return None
    if len(key) != len(kinds) or not all(map(isinstance, key, kinds)):
        raise BadParameter("cursor", "no cursor of this server", "the text that `next` of the page before has")
    return tuple(key)


def paged(
    items: Iterable[T], key: Callable[[T], Key], kinds: tuple[type, ...], values: Values
) -> tuple[list[T], Key | None]:
    """Give a page.

    Args:
        items: all that there is, in any order.
        key: gives the values that an item is sorted by, no two alike.
        kinds: what the parts of a key are.
        values: of the look-up, with its limit.

    Returns:
        The items of the page, and the key of the last one if there are more.

    Example:
        >>> paged(["b", "c", "a"], lambda item: (item,), (str,), {"limit": 2})
        (['a', 'b'], ('b',))
        >>> paged(["b", "c", "a"], lambda item: (item,), (str,), {"limit": 2, "after": ["b"]})
        (['c'], None)
    """
    last = after(values, kinds)
    keyed = ((key(item), number, item) for number, item in enumerate(items))
    left = nsmallest(values["limit"] + 1, (one for one in keyed if last is None or one[0] > last))
    page = left[: values["limit"]]
    return [item for _, _, item in page], page[-1][0] if len(left) > len(page) else None
