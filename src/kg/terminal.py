"""Printing to a terminal in colour, and plainly to anything else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table as RichTable
from rich.text import Text

from kg.build import Summary
from kg.cards import Card, Line
from kg.errors import DataError, KgError
from kg.presentation import Readable, readable
from kg.review import Reviewed
from kg.sparql import Table
from kg.stored_queries import StoredQuery
from kg.verification import Verification

PLAIN_WIDTH = 100_000
"""Plain output is never wrapped: a line is a row for grep and cut."""
LEAST_COLUMN = 11
"""In a terminal that cannot give each column so many characters, rows are printed one below the other."""


def out() -> Console:
    """Give the console for answers."""
    return _console(stderr=False)


def err() -> Console:
    """Give the console for progress and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, emoji=False)


@contextmanager
def progress(message: str) -> Iterator[Callable[[str], None]]:
    """Show that something is going on, in a terminal only; gives a function that tells the step being done."""
    console = err()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(message) as status:
        yield status.update


@contextmanager
def build_progress() -> Iterator[tuple[Callable[[str], None], Callable[[str, int, int, int], None]]]:
    """Show how far a build is, in a terminal only.

    Gives a function that tells the step being done, and one that tells how far reading a table is: its name, rows,
    bytes done and bytes in all.
    """
    console = err()
    if not console.is_terminal:
        yield (lambda _: None), (lambda *_: None)
        return
    columns = (SpinnerColumn(), "{task.description}", BarColumn(), "{task.fields[rows]}", DownloadColumn())
    with Progress(*columns, TransferSpeedColumn(), TimeRemainingColumn(), console=console, transient=True) as bars:
        step = bars.add_task("reading", total=None, rows="")
        tables: dict[str, TaskID] = {}

        def tell(words: str) -> None:
            bars.update(step, description=words)

        def reading(name: str, rows: int, done: int, of: int) -> None:
            if name not in tables:
                tables[name] = bars.add_task(escape(name), total=of, rows="")
            bars.update(tables[name], completed=done, rows=f"{rows:,} rows")

        yield tell, reading


def print_summary(summary: Summary) -> None:
    """Print what a build did: the release, its counts, and what each table gave and changed."""
    console = out()
    state = "written" if summary.written else "already there, nothing to do"
    console.print(f"release [bold]{summary.name}[/] {state} in {summary.seconds:.1f} s: {summary.path}", soft_wrap=True)
    console.print("  " + ", ".join(f"{number:,} {kind}" for kind, number in summary.counts.items()), soft_wrap=True)
    for dataset in summary.datasets:
        left_out = f", [yellow]{dataset['quarantined']:,} left out[/]" if dataset["quarantined"] else ""
        replaced = ", replaced by a later edition" if dataset["replaced_by"] else ""
        title = escape(f"{dataset['title']} ({dataset['document'].removeprefix('documents/')})")
        console.print(f"  {title}: {dataset['rows']:,} rows{left_out}{replaced}", soft_wrap=True)
        for change in dataset["changes"]:
            numbers = ", ".join(f"{change[name]:,} {name}" for name in ("kept", "changed", "new", "gone"))
            earlier, renamed = escape(change["earlier"]), change["renamed"]
            console.print(
                f"    takes the place of {earlier}: rows {numbers}; {renamed:,} actors renamed", soft_wrap=True
            )
    if summary.quarantine is not None:
        console.print(f"  [yellow]rows left out are listed in[/] {escape(str(summary.quarantine))}", soft_wrap=True)


def print_error(error: KgError) -> None:
    """Print an error: what is wrong, where, what was expected."""
    console = err()
    if not isinstance(error, DataError):
        console.print(f"[bold red]error:[/] {escape(str(error))}", soft_wrap=True)
        return
    for problem in error.problems:
        expected = f"; [green]expected[/] {escape(problem.expected)}" if problem.expected else ""
        console.print(f"[bold]{escape(str(problem.where))}:[/] {escape(problem.wrong)}{expected}", soft_wrap=True)
    count = len(error.problems)
    console.print(f"[bold red]{count} problem{'s' if count > 1 else ''}[/]", soft_wrap=True)


def print_table(table: Table, empty: str, given: Collection[str] = ()) -> None:
    """Print an answer for people.

    Args:
        table: the answer.
        empty: what to say if it has no rows.
        given: columns that only repeat what was asked for.
    """
    console = out()
    if not table.rows:
        console.print(empty)
        return
    shown = readable(table, given)
    if console.is_terminal and console.width < LEAST_COLUMN * len(shown.headings):
        _print_records(console, shown)
    else:
        _print_grid(console, shown)
    if table.truncated:
        console.print(f"[yellow]only the first {len(table.rows)} rows[/]")


def _print_grid(console: Console, shown: Readable) -> None:
    style = box.SIMPLE_HEAD if console.is_terminal else None
    grid = RichTable(box=style, header_style="bold cyan", pad_edge=False, padding=(0, 2, 0, 0))
    for heading in shown.headings:
        grid.add_column(heading, overflow="fold")
    for row in shown.rows:
        grid.add_row(*(_coloured(cell.text) for cell in row))
    console.print(grid)


def _print_records(console: Console, shown: Readable) -> None:
    width = max(map(len, shown.headings))
    for number, row in enumerate(shown.rows, 1):
        console.rule(f"[bold]{number}", align="left", style="dim")
        grid = RichTable(box=None, show_header=False, pad_edge=False)
        grid.add_column(style="cyan", min_width=width)
        grid.add_column(overflow="fold")
        for heading, cell in zip(shown.headings, row, strict=True):
            if cell.text:
                grid.add_row(heading, _coloured(cell.text))
        console.print(grid)


_COLOURS = {
    "surely": "green",
    "possibly": "yellow",
    "no evidence": "dim",
    "contested": "yellow",
    "disputed": "red",
    "against": "red",
    "for": "green",
}


def _coloured(text: str) -> Text:
    return Text(text, style=_COLOURS.get(text, ""))


def _span(first: str | None, last: str | None) -> str:
    if first == last:
        return first or ""
    return f"{first or ''}–{last or ''}"


def print_queries(queries: Iterable[StoredQuery]) -> None:
    """Print what each stored query answers, and its parameters."""
    console = out()
    for query in queries:
        console.print(f"[bold]{query.slug}[/]  {escape(query.summary)}", soft_wrap=True)
        for parameter in query.parameters:
            needed = " (required)" if parameter.required else ""
            text = escape(f"{parameter.help} Such as {parameter.example}")
            console.print(f"    [cyan]{parameter.name}[/]{needed}: {text}", soft_wrap=True)


def print_verification(found: Verification) -> None:
    """Print what became of one document: which claims hold, and where the others may stand now."""
    console = out()
    name = found.document.path
    if found.file is None:
        console.print(f"[red]missing[/] {name}: no text here has its hash {found.document.sha256}", soft_wrap=True)
        return
    state = "[green]exact[/]" if found.exact else "[red]changed[/]"
    counts = f"{found.held} claims hold, {len(found.failures)} do not"
    console.print(f"{state} {name}: {escape(str(found.file))}, {counts}", soft_wrap=True)
    for failure in found.failures:
        spans = ", ".join(f"{start}–{end}" for start, end in failure.elsewhere)
        moved = f"; the same letters stand at {spans}" if spans else ""
        claim, passage = failure.claim, failure.claim.passage
        place = f"{passage.start}–{passage.end}"
        console.print(f"  [red]does not hold[/] {claim.path} at {place}{moved}: {escape(claim.gloss)}", soft_wrap=True)


def print_review(reviewed: Iterable[Reviewed]) -> None:
    """Print each claim below its passage, in the order of the text."""
    console = out()
    for document in reviewed:
        print_verification(document.verification)
        for reading in document.readings:
            console.print()
            if reading.words is None:
                place = f"{reading.claim.passage.start}–{reading.claim.passage.end}"
                console.print(f"[red]the passage does not stand at {place}[/]", soft_wrap=True)
            else:
                marks = ("", "") if console.is_terminal else ("⟦", "⟧")  # where no colour can show the passage
                passage = Text(f"…{reading.before}", style="dim")
                passage.append(f"{marks[0]}{reading.words}{marks[1]}", style="not dim bold yellow")
                passage.append(f"{reading.after}…")
                console.print(Text(" ").join(passage.split()), soft_wrap=not console.is_terminal)
            gloss = f"[bold]{escape(reading.claim.gloss)}[/]  [dim]{escape(str(reading.where))}[/]"
            console.print(gloss, soft_wrap=True)
            said = "; ".join(f"[cyan]{slot}[/] {escape(value)}" for slot, value in reading.said)
            console.print(said, soft_wrap=not console.is_terminal)


def print_card(card: Card) -> None:
    """Print what is known of one thing."""
    console = out()
    console.print(f"[bold]{escape(card.name)}[/]  [dim]{card.path}  {', '.join(card.classes)}[/]", soft_wrap=True)
    if card.names:
        names = "; ".join(f"{name} ({kind})" if kind else name for kind, name in card.names)
        console.print(f"  [cyan]also[/] {escape(names)}", soft_wrap=True)
    for label, values in card.properties:
        console.print(f"  [cyan]{escape(label)}[/] {escape('; '.join(values))}", soft_wrap=True)
    for title, lines in card.sections.items():
        _print_facts(console, title, lines)
    if card.more:
        console.print(f"\n[bold yellow]{card.more:,} more events are not shown[/]{_way(card)}", soft_wrap=True)
    sides = [(_side(dispute, "", "document"), _side(dispute, "other", "otherDocument")) for dispute in card.disputes]
    _print_list(console, "Disputed", [f"{one}\n    [red]against[/] {other}" for one, other in sides])
    _print_list(console, "Who says so", [_said(claim) for claim in card.claims])
    _print_list(console, "Sources", [f"{escape(title)} [dim]{path}[/]" for path, title in card.sources])


def _way(card: Card) -> str:
    """Say how to see what a card leaves out."""
    slug, _, asked = card.ask.partition("?")
    return f": kg query {slug} {' '.join(f'--param {value}' for value in asked.split('&'))}" if slug else ""


def _print_facts(console: Console, title: str, lines: Iterable[Line]) -> None:
    console.print(f"\n[bold cyan]{title}[/]")
    grid = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=3 if console.is_terminal else None)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold", style="dim", ratio=2 if console.is_terminal else None)
    for line in lines:
        voices = "; ".join(line.voices)
        grid.add_row(_span(line.from_, line.until), escape(line.label), _coloured(line.status), escape(voices))
    console.print(grid)


def _print_list(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(f"\n[bold cyan]{title}[/]")
        for line in lines:
            console.print(f"  {line}", soft_wrap=True)


def _said(claim: Mapping[str, Any]) -> str:
    """Write a claim with its voice and passage, or an imported row."""
    source = claim["document"].rsplit("/", 1)[-1]
    row = claim.get("row")
    voice = "the writer" if claim["voice"] == claim["document"] and not row else claim["voiceName"]
    place = f"row {row}" if row else f"{claim['start']}–{claim['end']}"
    side = claim.get("side")
    mark = f"[{_COLOURS.get(side, 'yellow')}]{side}[/] " if side else ""
    words = escape(claim.get("gloss") or f"row {row}")
    return f"{mark}{words} [dim]— {escape(voice)}, {claim.get('modalityName') or 'dataset'}; {source}, {place}[/]"


def _side(dispute: Mapping[str, Any], prefix: str, document: str) -> str:
    """Write one side of a dispute: what it says, and whose voice it is."""
    gloss = dispute[f"{prefix}Gloss" if prefix else "gloss"]
    voice = dispute[f"{prefix}VoiceName" if prefix else "voiceName"] or "the writer"
    slug = dispute[document].rsplit("/", 1)[-1]
    return f"{escape(gloss)} [dim]— {escape(voice)}, {slug}[/]"
