"""Text made safe for formats: what XML cannot hold, what a spreadsheet would run, what a page would read as markup."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from xml.sax.saxutils import escape

Plain = str | int | float | bool | list[Any] | None
"""What a value becomes before it is written."""
BETWEEN: Final = "; "
"""Stands between the members of a list where a format has none."""
UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_NOT_UNICODE: Final = re.compile("[\ud800-\udfff]")
_RUN: Final = tuple("=+-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LARGEST: Final = 2**63


def plain(value: object) -> Plain:
    """Turn any value into one that every format can hold.

    Args:
        value: whatever an attribute has. What is no number, such as infinity, becomes None.

    Example:
        >>> plain(float("nan")), plain(date(2024, 12, 5)), plain(("a", None)), plain({"b": 1})
        (None, '2024-12-05', ['a', None], '{"b": 1}')
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if -_LARGEST <= value < _LARGEST else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str):
        return unicode(str(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return json.dumps({str(key): plain(one) for key, one in value.items()}, ensure_ascii=False)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(one) for one in value]
    return sorted(plain(one) for one in value) if isinstance(value, set | frozenset) else unicode(str(value))


def flat(value: object) -> str:
    """Write any value as one text; nothing for None.

    Example:
        >>> flat(["a", "b"]), flat(True), flat(None), flat(2.0)
        ('a; b', 'true', '', '2.0')
    """
    if type(value) is str and value.isascii():  # most are: a fifth of the time
        return value
    found = plain(value)
    if isinstance(found, list):
        return BETWEEN.join(flat(one) for one in found)
    if isinstance(found, bool):
        return "true" if found else "false"
    return "" if found is None else str(found)


def unicode(text: str) -> str:
    """Put a mark in the place of what is no character, such as half of a surrogate pair."""
    return text if text.isascii() else _NOT_UNICODE.sub(UNKNOWN, text)


def xml(value: object) -> str:
    r"""Write a value as text of an XML element.

    Example:
        >>> xml("a\x00b <i> ]]>") == "a\ufffdb &lt;i&gt; ]]&gt;"
        True
    """
    return escape(fit(flat(value)), {"\r": "&#13;"})


def attribute(value: object) -> str:
    """Write a value as an attribute of an XML element, with its quotes; line ends are kept as references.

    Example:
        >>> attribute('say "a"')
        '"say &quot;a&quot;"'
    """
    return _double(fit(flat(value)))


def fit(text: str) -> str:
    r"""Put a mark in the place of what XML and text for people cannot hold; line ends and tabs stay.

    Example:
        >>> fit("a\x00b") == "a\ufffdb"
        True
    """
    return text if text.isascii() and text.isprintable() else _NOT_XML.sub(UNKNOWN, text)


def _double(text: str) -> str:
    if text.isalnum():
        return f'"{text}"'
    return '"' + escape(text, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}) + '"'


def token(value: object) -> str:
    r"""Write a value as an attribute that readers take for words with single blanks between (xs:token).

    Example:
        >>> token(" a \n b ")
        '"a b"'
    """
    return _double(fit(" ".join(flat(value).split())))


def cell(value: object) -> str:
    r"""Write a value as a cell of a table that a spreadsheet will not run as a formula.

    A text that begins like one gets an apostrophe in front, as OWASP advises
    (https://owasp.org/www-community/attacks/CSV_Injection); numbers are left as they are.

    Example:
        >>> cell('=HYPERLINK("x")'), cell(-1), cell("-1.5"), cell("-a")
        ('\'=HYPERLINK("x")', '-1', '-1.5', "'-a")
    """
    text = flat(value).replace("\x00", UNKNOWN)
    return f"'{text}" if text.startswith(_RUN) and not _NUMBER.fullmatch(text) else text


def rows_as_csv(rows: Iterable[Sequence[object]], *, guarded: bool = True) -> str:
    """Write rows as CSV (RFC 4180), with a line feed at the end of each.

    Args:
        rows: of values.
        guarded: whether cells are kept from being run as formulas; see `cell`.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    made = cell if guarded else flat
    writer.writerows([made(value) for value in row] for row in rows)
    return out.getvalue()


def json_text(value: object) -> str:
    """Write a plain value as JSON, on one line, readable in any script."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def json_in_html(value: object) -> str:
    r"""Write a plain value as JSON that may stand in a page's script element.

    Example:
        >>> json_in_html("</script><!--")
        '"\\u003c/script\\u003e\\u003c!--"'
    """
    text = json_text(value)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def isolated(text: str) -> str:
    """Keep the direction of a name from turning the words around it (https://www.unicode.org/reports/tr9/)."""
    bare = re.sub("[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f]", " ", unicode(text))
    return f"\N{FIRST STRONG ISOLATE}{bare}\N{POP DIRECTIONAL ISOLATE}"
