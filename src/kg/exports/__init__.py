"""Exports: one file for each format; `formats` lists them."""

from kg.exports.formats import EXPORTS, Export

__all__ = ["EXPORTS", "Export"]
