"""Releases on disk: files and handles only. No other room makes or opens a pyoxigraph store.

`layout` knows where things lie and which release is current, `writing` makes and publishes one with its `dumping`,
`reading` opens one.
"""

from kg.store.dumping import CHECKSUMS, DUMPS
from kg.store.layout import StoreDirectory
from kg.store.reading import OpenStore, in_memory, open_store, sorted_lines
from kg.store.writing import Content, Shared, publish

__all__ = [
    "CHECKSUMS",
    "DUMPS",
    "Content",
    "OpenStore",
    "Shared",
    "StoreDirectory",
    "in_memory",
    "open_store",
    "publish",
    "sorted_lines",
]
