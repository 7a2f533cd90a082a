"""Inputs: each kind of file has a module here that turns it into statements. No store in here."""

from kg.sources.data_directory import InputFile, Source, read_directories

__all__ = ["InputFile", "Source", "read_directories"]
