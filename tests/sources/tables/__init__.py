"""Tests of the importers of tables."""
