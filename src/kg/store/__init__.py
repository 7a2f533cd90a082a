"""Releases on disk: files and handles only. No other room makes or opens a pyoxigraph store.

`layout` knows where things lie and which release is current, `writing` makes and publishes one, `reading` opens one.
"""

from kg.store.layout import StoreDirectory
from kg.store.reading import OpenStore, in_memory, open_store
from kg.store.writing import Content, publish

__all__ = ["Content", "OpenStore", "StoreDirectory", "in_memory", "open_store", "publish"]
