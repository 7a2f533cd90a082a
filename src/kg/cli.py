"""The command line: parse, call one function, print."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from kg import __version__, terminal
from kg.build import build as build_release
from kg.build import check
from kg.cards import card
from kg.errors import BadParameter, KgError, NoRelease, PassageError, UnknownThing
from kg.exports import EXPORTS, write_whole
from kg.identifiers import sha256
from kg.ontology import shipped
from kg.passages import locate as locate_words
from kg.release import Release, open_release
from kg.review import review, review_page
from kg.settings import SETTINGS, Settings
from kg.sources.formats import FILES, json_schema
from kg.sparql import FORMATS, Table, write_table
from kg.spelling import nearest
from kg.stored_queries import stored_queries, stored_query
from kg.verification import verify as verify_texts

app = typer.Typer(
    name="kg",
    help="A knowledge graph of an armed conflict that never loses who said what.\n\n"
    "Start with `kg build`, then ask: `kg query who-supported-whom --param on=2024-12-02`, "
    "or `kg serve` and a browser.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

_DEFAULT_STORE: Final = next(setting for setting in SETTINGS if setting.name == "store")
Store = Annotated[
    Path | None,
    typer.Option(
        help=f"Directory that holds the releases [default: {_DEFAULT_STORE.default}; or {_DEFAULT_STORE.variable}]",
        show_default=False,
    ),
]
Data = Annotated[
    list[Path] | None,
    typer.Option(help="A data directory instead of the shipped one; repeat it to add further ones", show_default=False),
]


def _store(store: Path | None) -> Path:
    return store or Settings.from_environment().store


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit")
    ] = False,
) -> None:
    pass


@app.command()
def build(data: Data = None, store: Store = None) -> None:
    """Compile data directories to a release, and make it the current one.

    Examples: `kg build`; `kg build --data my-data --store /srv/kg`
    """
    with terminal.progress("reading") as tell:
        summary = build_release(
            data or [],
            _store(store),
            keep=Settings.from_environment().keep,
            progress=tell,
        )
    console = terminal.out()
    state = "written" if summary.written else "already there, nothing to do"
    console.print(f"release [bold]{summary.name}[/] {state} in {summary.seconds:.1f} s: {summary.path}")
    console.print("  " + ", ".join(f"{number} {kind}" for kind, number in summary.counts.items()))


@app.command()
def validate(
    data: Data = None,
    texts: Annotated[
        Path | None, typer.Option(help="Show each claim beside its passage in the texts in DIR", metavar="DIR")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write that as a page instead", metavar="FILE")] = None,
) -> None:
    """Check data directories as a build would, and write no release.

    Examples: `kg validate --data my-data`; `kg validate --texts ~/articles --html review.html`
    """
    if html is not None and texts is None:
        raise BadParameter("--html", "a page of what?", "--texts DIR too")
    with terminal.progress("checking"):
        source = check(data or [])
    statements = source.statements
    if texts is not None:
        reviewed = review(statements, source.locations, texts, shipped())
        if html is None:
            terminal.print_review(reviewed)
        else:
            write_whole(html, [review_page(reviewed)])
        if not all(document.verification.holds for document in reviewed):
            raise typer.Exit(2)
    terminal.out().print(
        f"[green]all is well:[/] {len(statements.documents)} documents with {len(statements.claims)} claims, "
        f"{len(statements.actors)} actors, {len(statements.places)} places"
    )


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Directory with the documents' texts, in any names")],
    data: Data = None,
    store: Annotated[
        Path | None, typer.Option(help="Verify the claims of the release in this store", show_default=False)
    ] = None,
) -> None:
    """Hold every offset and hash against the documents' texts.

    Ends with status 2 if a text is missing or changed, or a claim does not hold.

    Example: `kg verify ~/articles`
    """
    if store is not None and data:
        raise BadParameter("--store", "the claims of a release or of data directories", "--store or --data, not both")
    if store is not None:
        with open_release(store) as release:
            statements = release.statements
    else:
        statements = check(data or []).statements
    found = verify_texts(statements, folder)
    for verification in found:
        terminal.print_verification(verification)
    if not all(verification.holds for verification in found):
        raise typer.Exit(2)


@app.command()
def locate(
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="The document's text, UTF-8")],
    words: Annotated[
        str | None, typer.Argument(help="The passage's words; without them, a new document's head")
    ] = None,
    occurrence: Annotated[
        int | None, typer.Option(min=1, help="Which one, if they stand there more than once", show_default=False)
    ] = None,
) -> None:
    """Print a passage's offsets and hashes as YAML to paste into a claim.

    Examples: `kg locate article.txt 'took control of the city'`;
    `kg locate article.txt > my-data/documents/article.yaml`
    """
    content, digest = _read_text(text)
    if words is None:
        typer.echo(_HEAD.format(sha256=digest, length=len(content)), nl=False)
        return
    passage = locate_words(content, words, occurrence or 0)
    typer.echo("    passage:")
    for key in ("start", "end", "sha256", "letters", "letters_sha256"):
        typer.echo(f"      {key}: {getattr(passage, key)}")


_HEAD: Final = """\
title: TODO, in your own words
date: TODO, the day of publication as YYYY-MM-DD
language: unknown
publisher: unknown
address: unknown
author: unknown
translated_from: unknown
origin: unknown
sha256: {sha256}
length: {length}
claims: []
"""


def _read_text(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
        return data.decode(), sha256(data)
    except OSError as error:
        raise PassageError(f"{path} cannot be read: {error.strerror}", "") from error
    except UnicodeDecodeError as error:
        raise PassageError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8", "") from error


@app.command()
def query(
    slug: Annotated[str | None, typer.Argument(help="Which stored query; see --list")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; repeat it for more")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, json, csv, tsv or xml")] = "table",
    sparql: Annotated[str | None, typer.Option(metavar="FILE", help="A SPARQL query of your own; - reads it")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the stored queries and their parameters")] = False,
    store: Store = None,
) -> None:
    """Ask a stored query, or one of your own.

    Examples: `kg query who-supported-whom -p on=2024-12-02`; `kg query --list`;
    `echo 'SELECT * { ?a ckg:supports ?b }' | kg query --sparql - --format csv`
    """
    if form not in {"table", *FORMATS}:
        raise BadParameter("--format", f"unknown format {form!r}", f"table, {', '.join(FORMATS)}", form)
    if listing:
        terminal.print_queries(stored_queries().values())
        return
    if (slug is None) == (sparql is None):
        raise BadParameter("SLUG", "one query is needed", "either a stored query's name or --sparql FILE; see --list")
    if sparql is not None and param:
        raise BadParameter("--param", "a query of your own has no parameters", "the values written in the query")
    with open_release(_store(store)) as release:
        if sparql is not None:
            _own_query(release, sparql, form)
        else:
            stored = stored_query(slug or "")
            values = _pairs(param or [])
            _print_answer(release.ask(stored, values), form, "no evidence (which is not a no)", values)


def _pairs(params: list[str]) -> dict[str, str]:
    values = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise BadParameter(param, "no value", "NAME=VALUE, such as on=2024-12-02", param)
        if name in values:
            raise BadParameter(name, "given twice", "one value", param)
        values[name] = value
    return values


def _own_query(release: Release, source: str, form: str) -> None:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadParameter(
            "--sparql", f"{source} cannot be read: {error}", "a file with a SPARQL query", source
        ) from error
    answer = release.query(text)
    if answer.table is not None:
        _print_answer(answer.table, form, "no rows")
    elif form not in ("table", "json"):
        raise BadParameter("--format", "this query gives no table", "SELECT, or the format left out", form)
    elif answer.truth is not None:
        typer.echo(json.dumps(answer.truth))
    else:
        typer.echo(answer.triples, nl=False)


def _print_answer(table: Table, form: str, empty: str, given: Collection[str] = ()) -> None:
    if form == "table":
        terminal.print_table(table, empty, given)
    else:
        sys.stdout.write(write_table(table, form))


@app.command()
def show(
    thing: Annotated[str, typer.Argument(help="An id such as actors/hts, or a name in any spelling")],
    form: Annotated[str, typer.Option("--format", help="text, json or ttl")] = "text",
    store: Store = None,
) -> None:
    """Show what is known of an actor, a place, an event, a situation, a claim or a document.

    Examples: `kg show "Al Jolaini"`; `kg show places/hama --format ttl`
    """
    if form not in {"text", "json", "ttl"}:
        raise BadParameter("--format", f"unknown format {form!r}", "text, json or ttl", form)
    with open_release(_store(store)) as release:
        path = release.resolve(thing)
        if form == "ttl":
            typer.echo(release.turtle(path), nl=False)
        elif form == "json":
            typer.echo(json.dumps(card(release, path).record(), ensure_ascii=False, indent=2))
        else:
            terminal.print_card(card(release, path))


@app.command()
def export(
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help="Which format; see --list")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="File to write; else the output", show_default=False)] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the formats")] = False,
    store: Store = None,
) -> None:
    """Write the graph, or a part of it, in some format.

    Examples: `kg export claims --out claims.jsonl`; `kg export nquads | gzip > graph.nq.gz`
    """
    if listing:
        for name, export_format in EXPORTS.items():
            terminal.out().print(f"[bold]{name}[/]  {export_format.help}", soft_wrap=True)
        return
    if form is None or form not in EXPORTS:
        known = nearest(form or "", EXPORTS) or list(EXPORTS)
        raise BadParameter("FORMAT", f"unknown format {form!r}", f"one of {', '.join(known)}", form)
    with open_release(_store(store)) as release:
        lines = EXPORTS[form].lines(release)
        if to is None:
            sys.stdout.writelines(lines)
        else:
            write_whole(to, lines)


@app.command()
def schemas(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them")],
) -> None:
    """Write the JSON Schemas of the data files, for completion and checks in an editor.

    A data file names its schema in its first line: `# yaml-language-server: $schema=../schemas/document.schema.json`

    Example: `kg schemas my-data/schemas`
    """
    for kind in FILES:
        text = json.dumps(json_schema(kind, shipped()), indent=2, ensure_ascii=False) + "\n"
        write_whole(folder / f"{kind}.schema.json", [text])


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on [default: 127.0.0.1]", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on [default: 8000]", show_default=False)
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer")] = 1,
    store: Store = None,
) -> None:
    """Serve the current release to a browser and to programs; build it first if there is none.

    Example: `kg serve --port 8080`, then open http://127.0.0.1:8080
    """
    from kg.server.running import serve as run_server  # noqa: PLC0415  the other commands need no web framework

    where = _store(store)
    try:
        open_release(where).close()
    except NoRelease:
        build(store=where)
    settings = Settings.from_environment({**os.environ, "CKG_STORE": str(where)})
    run_server(
        settings,
        host or settings.host,
        settings.port if port is None else port,
        workers,
        lambda address: terminal.err().print(f"serving at [bold]{address}[/], Ctrl-C ends it", soft_wrap=True),
    )


def main() -> NoReturn:
    """Run the command line; an error of ours is one message and status 2, never a traceback."""
    try:
        app(standalone_mode=True)
    except KgError as error:
        terminal.print_error(error)
        if isinstance(error, UnknownThing | NoRelease):
            terminal.err().print("[dim]see `kg --help`[/]")
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    sys.exit(0)
