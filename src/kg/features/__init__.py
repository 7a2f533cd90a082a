"""Maps for GIS programs: events, places and control as features, by OGC API Features (OGC 17-069r4, Part 1: Core).

`collections` declares what there is, `questions` what can be asked of it and what comes back, `reading` reads a
question from texts. `events`, `places` and `control` answer, each for its collection, and `answering` chooses between
them. `geojson`, `documents` and `definition` write answers as the standard has them. `place_table` is written with a
release, as places are read from it. No HTTP in here.

Example:
    >>> from kg.features.collections import COLLECTIONS
    >>> list(COLLECTIONS)
    ['events', 'places', 'control']
"""
