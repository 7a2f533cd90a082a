"""A knowledge graph of an armed conflict that never loses who said what.

`open_release` gives a release to query, search and describe; the rooms of the package are drawn in the README.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.release import Release, open_release

__version__ = "0.1.0"
__all__ = ["Release", "__version__", "open_release"]


def __getattr__(name: str) -> Any:
    """Give the public names at their first use, so that `import kg` alone loads nothing."""
    if name in {"Release", "open_release"}:
        from kg import release  # noqa: PLC0415  loading it here is the point

        return getattr(release, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
