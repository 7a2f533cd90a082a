"""Tables of events, support and actors, by the thousand and the million: read, checked, and tied to the registry.

A file's way: `packed`, `records`, `parquet` and `reading` (text), `columns` (values), `loading` (what is wrong is
left out), `editions` and `publication` (which file counts, and what document it is), `mapping`, `codes` and a module
for each table (what a row says), `actors` and `places` (whom and where it means), `events` and `relations` (facts).
`importing` does all of it. Only `inputs` is imported here: Ibis, DuckDB and pyarrow take a second that only those who
import tables pay.
"""

from kg.sources.tables.inputs import KINDS, TableFile, Told, gazetteer_files, identity, read_manifest_file, table_file

__all__ = [
    "KINDS",
    "TableFile",
    "Told",
    "gazetteer_files",
    "identity",
    "read_manifest_file",
    "table_file",
]
