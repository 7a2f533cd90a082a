"""Exports: one file for each format; `formats` lists them."""

from kg.exports.files import write_whole
from kg.exports.formats import EXPORTS, Export

__all__ = ["EXPORTS", "Export", "write_whole"]
