"""Running SPARQL on a release's quads, and writing what comes out."""

from kg.sparql.results import FORMATS, Table, write_table
from kg.sparql.running import Answer, run, run_table, run_text

__all__ = ["FORMATS", "Answer", "Table", "run", "run_table", "run_text", "write_table"]
