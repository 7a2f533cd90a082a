"""The commands for who reads documents: validate, verify, locate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from kg import terminal
from kg.build import check
from kg.cli.app import Data, app
from kg.errors import BadParameter, PassageError
from kg.exports import write_whole
from kg.identifiers import sha256
from kg.ontology import shipped
from kg.passages import locate as locate_words
from kg.release import open_release
from kg.review import review, review_page
from kg.verification import verify as verify_texts


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
