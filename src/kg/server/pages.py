"""The pages: templates, and what they show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.presentation import Readable, Shown, span
from kg.server.bars import bars
from kg.server.queries_documented import attributes
from kg.server.wording import kinds, language, reading_order
from kg.stored_queries import StoredQuery

HERE: Final = Path(__file__).parent
SECTIONS: Final = ("actors", "places", "events", "situations", "claims", "documents", "periods", "graphs")
"""The kinds of thing that have pages of their own."""
KEEPING: Final = (
    *SECTIONS, "changes", "codes", "control", "disputes", "explore", "exports", "network", "ns", "queries", "search",
    "sparql", "support", "timeline",
)  # fmt: skip
"""What paths begin with that can be asked of a release by its name."""
_LINK: Final = re.compile(r'(<a [^>]*?href=")(/[^"?#]*|(?=\?))(\?[^"#]*|)(#[^"]*|)"')
_FORM: Final = re.compile(r"<form\b[^>]*>")
STATIC: Final = HERE / "static"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Pages run no script and ask nobody else for anything."""

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the values that were asked for, and its answer or what was wrong with them."""

    query: StoredQuery
    values: dict[str, str]
    answer: Readable | None = None
    truncated: bool = False
    more: int = 0
    wrong: str = ""
    status: int = 200


def page(template: str, status: int = 200, *, pinned: str = "", **values: Any) -> HTMLResponse:
    """Render a page.

    Args:
        template: its name.
        status: of HTTP.
        pinned: name of the release that was asked for; all links lead on through it. Empty where none was.
        values: for the template.
    """
    html = _templates.get_template(template).render(**values)
    if pinned:
        html = _through(html, pinned)
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(html, status, headers)


def _through(html: str, release: str) -> str:
    """Have the links and forms of a page that is made of our templates lead on through a release."""

    def named(found: re.Match[str]) -> str:
        begin, path, query, part = found.groups()
        elsewhere = path and path.split("/")[1] not in KEEPING
        if elsewhere or "release=" in query:
            return found[0]
        asked = f"{query}&amp;" if query[1:] else "?"
        return f'{begin}{path}{asked}release={release}{part}"'

    html = _LINK.sub(named, html)
    if 'name="release"' in html:  # the form has it already
        return html
    return _FORM.sub(rf'\g<0><input type="hidden" name="release" value="{release}">', html)


def read_templates() -> None:
    """Read all templates, which are kept: the first page that is made of one would wait for it."""
    for name in _templates.list_templates():
        _templates.get_template(name)


def link(cell: Shown) -> str:
    """Give the address of the thing that a cell names, or nothing."""
    section, _, rest = (cell.path or "").partition("/")
    return f"/{cell.path}" if rest and section in SECTIONS else ""


def emphasised(text: str) -> Markup:
    """Turn ``*words*`` of a description into emphasis, words in backticks into code, all else into safe text."""
    marked = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", str(escape(text)))
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", marked))  # noqa: S704  escaped first


_templates.globals["link"] = link
_templates.globals["bars"] = bars
_templates.globals["span"] = span
_templates.filters["language"] = language
_templates.globals["reading_order"] = reading_order
_templates.filters["kinds"] = kinds
_templates.globals["attributes"] = attributes
_templates.filters["emphasised"] = emphasised
