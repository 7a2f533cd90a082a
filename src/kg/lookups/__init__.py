"""Look-ups: the questions that have an address of their own, each a module with its parameters and its answer."""

from kg.lookups.lookup import AFTER, FORM, LIMIT, MOST, PAGES, Found, Lookup, Record, Values

__all__ = ["AFTER", "FORM", "LIMIT", "MOST", "PAGES", "Found", "Lookup", "Record", "Values"]
