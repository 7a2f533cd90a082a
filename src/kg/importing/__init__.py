"""Tables into a build: `tables` brings them in, the others write what DuckDB holds as the store takes it.

The modules but for `tables` load Ibis, and are loaded only when there is a table to import.
"""

from kg.importing.tables import Room, TableRows, dataset_record, table_rows

__all__ = ["Room", "TableRows", "dataset_record", "table_rows"]
