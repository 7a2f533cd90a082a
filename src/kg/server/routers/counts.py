"""Events and deaths counted by month, type, actor, place and so on, over millions of events."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.counting.parameters import PARAMETERS, read_question
from kg.counting.questions import BY, FIGURES, CountAnswer, CountQuestion
from kg.counting.reading import FILE, missing
from kg.counting.showing import as_table, columns, records, totals_records, totals_table, with_separators
from kg.errors import BadParameter, QueryFailed, UnknownThing
from kg.identifiers import canonical_json, sha256
from kg.namespaces import BASE
from kg.presentation import readable
from kg.release import Release
from kg.server.answering import has_already
from kg.server.answers import NAMED, TEXT, answers, listed, members
from kg.server.dependencies import Accept, Configured, Current, Format, named
from kg.server.inner import Inner
from kg.server.manners import given
from kg.server.negotiation import ROWS, choose
from kg.server.pages import page
from kg.server.problems import status_of, words
from kg.server.rdf import for_all
from kg.sparql import write_table
from kg.sparql.jobs import Job

router = APIRouter(tags=["counts"])
_SOURCE: Final = {"source": f"{BASE}documents/event-table-1-0", "sourceName": "Event table, version 1.0"}
_EXAMPLE: Final = {
    "release": "5f0c1d2e3a4b5c6d",
    "parameters": {"by": "month,type", "from": "2016-01-01"},
    "columns": ["month", "type", "typeName", *_SOURCE, *FIGURES],
    "rows": [
        {
            "month": "2016-01",
            "type": f"{BASE}codes/event-type/one-sided-violence",
            "typeName": "violence against civilians",
            **_SOURCE,
            **dict(zip(FIGURES, (31, 31, 96, 203, 240, 311), strict=True)),
        }
    ],
    "totals": [_SOURCE | dict(zip(FIGURES, (1204, 1204, 5310, 9120, 9340, 11002), strict=True))],
    "note": "Figures of different sources are never added up: they may count the same events.",
    "truncated": False,
}
_ANSWER: Final = members(
    *_EXAMPLE,
    release=TEXT,
    parameters=NAMED,
    columns=listed(TEXT),
    rows=listed({"type": "object"}),
    totals=listed({"type": "object"}),
    note=TEXT,
    truncated={"type": "boolean", "description": "whether there are more rows"},
)
_DESCRIPTION: Final = "\n".join(
    [
        "How many events there were, and how many people died in them by each source's low, best and high figure.",
        "Every row is of one source: figures of sources are never added up, as they may count the same events.",
        "A source that is null stands for the events that were read from texts, whose deaths are not added up at all.",
        "*records* are the records of the source that the events stand for, *reports* the reports that it counted.",
        "An event with two actors, or two types or places, counts for each of them; in *totals* it counts once.",
        "What events are counted by:\n",
        *(f"- `{name}`: {key.help}" for name, key in BY.items()),
    ]
)


@router.get(
    "/events/counts",
    summary="Events and deaths, counted by month, type, actor, place and so on",
    description=_DESCRIPTION,
    response_class=Response,
    responses={
        **answers(ROWS, 400, 404, 406, 410, 429, 503, 504, schema=_ANSWER, example=_EXAMPLE),
        304: {"description": "The client has this answer"},
    },
    openapi_extra={"parameters": [parameter.documented() for parameter in PARAMETERS.values()]},
)
async def counts(
    request: Request, release: Current, settings: Configured, form: Format = None, accept: Accept = None
) -> Response:
    """Count events."""
    chosen, media = choose(form, accept, ROWS)
    values, pinned = given(request), named(request).get("release", "")
    try:
        question = await asyncio.to_thread(
            read_question, values, release.resolve, release.store, release.ontology, settings.max_rows
        )
    except (BadParameter, UnknownThing) as error:
        if chosen != "html":
            raise
        return for_all(_page(release, values, pinned=pinned, status=status_of(error), wrong=words(error)))
    tag = f'W/"{release.name}-{sha256(canonical_json([sorted(values.items()), question.limit, media]))[:16]}"'
    if has_already(dict(request.scope["headers"]), tag.encode()):
        response = Response(status_code=304)
    else:
        answer = await _answer(request, release, question)
        if chosen == "html":
            response = await asyncio.to_thread(_page, release, values, pinned=pinned, answer=answer)
        else:
            response = await asyncio.to_thread(_written, release, values, answer, chosen, media)
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "X-Release": release.name})
    return for_all(response)


async def _answer(request: Request, release: Release, question: CountQuestion) -> CountAnswer:
    """Have a worker count."""
    table = release.path / FILE
    if not table.is_file():
        raise QueryFailed("missing", missing(table))
    inner: Inner = request.app.state.inner
    job = Job("counts", str(release.path), {"question": question}, shown=f"counts {question}")
    answer: CountAnswer = await inner.done((request.scope, request.receive), job)
    return answer


def _written(release: Release, values: dict[str, str], answer: CountAnswer, form: str, media: str) -> Response:
    if form != "json":
        table = as_table(answer)
        headers = {"X-Truncated": "true"} if table.truncated else {}
        return Response(write_table(table, form), media_type=media, headers=headers)
    body = {
        "release": release.name,
        "parameters": values,
        "columns": columns(answer.question),
        "rows": records(answer),
        "totals": totals_records(answer),
        "note": answer.note,
        "truncated": answer.more,
    }
    return JSONResponse(body)


def _page(
    release: Release,
    values: dict[str, str],
    *,
    pinned: str,
    status: int = 200,
    answer: CountAnswer | None = None,
    wrong: str = "",
) -> Response:
    shown: dict[str, Any] = {"wrong": wrong, "answer": None}
    if answer is not None:
        most = max((row.events for row in answer.rows), default=1)
        shown = {
            "wrong": "",
            "answer": readable(with_separators(as_table(answer))),
            "totals": readable(with_separators(totals_table(answer))),
            "bars": [round(100 * row.events / most, 1) for row in answer.rows],
            "note": answer.note,
            "more": answer.more,
        }
    return page(
        "counts.html", status, pinned=pinned, release=release, parameters=PARAMETERS.values(), values=values, **shown
    )
