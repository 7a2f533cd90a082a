"""Answers at size: the columnar table of events in a release, and counts and pages over it.

`table` writes it with the release, `questions` says what can be asked, `parameters` reads a question from texts,
`counts` and `window` ask it with DuckDB, `showing` makes answers readable. Nothing is imported here: DuckDB and pyarrow
take half a second, which only those who count or build should pay.

Example:
    >>> from kg.counting.questions import CountQuestion
    >>> CountQuestion(by=("month", "type")).keys
    ('month', 'type')
"""
