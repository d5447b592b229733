"""kg ingest: articles into the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline, read
from kg.cli import progress
from kg.cli.options import DB, Columns, Db, Jobs, Quiet
from kg.cli.output import note
from kg.cli.readers import MODEL, MaxCost, Model, PriceOption, Reader, chosen
from kg.cli.web import MOST, PAUSE, AllowPrivate, MaxPages, Pause, addresses, fetching
from kg.errors import UsageError
from kg.store import Counts, Store

Sources = Annotated[
    list[str] | None, typer.Argument(help="Files and folders of articles; - is stdin; addresses with --fetch.", metavar="PATH...")
]
Urls = Annotated[Path | None, typer.Option("--urls", help="A file of addresses, one a line; with --fetch.", metavar="FILE")]
Extracted = Annotated[
    Path | None, typer.Option("--extracted", help="A folder that kg extract --engine ray has filled.", metavar="FOLDER")
]
Fetch = Annotated[bool, typer.Option("--fetch", help="Ask the web for addresses: articles, feeds, sitemaps.")]


def ingest(
    sources: Sources = None,
    *,
    extracted: Extracted = None,
    fetch: Fetch = False,
    urls: Urls = None,
    max_pages: MaxPages = MOST,
    pause: Pause = PAUSE,
    allow_private: AllowPrivate = False,
    reader: Reader = MODEL,
    model: Model = None,
    price: PriceOption = None,
    max_cost: MaxCost = None,
    columns: Columns = None,
    jobs: Jobs = None,
    db: Db = DB,
    quiet: Quiet = False,
) -> None:
    """Read articles into the database.

    Text, HTML, JSON, JSON lines, CSV, Parquet and WARC, in files and folders, or - for stdin. What is stored already is
    skipped, so the same command goes on after a break. Only with --fetch is anything asked for on the web.

    Example: kg ingest news/ --map body=isi --map date=tanggal
    """
    if extracted:
        if sources or urls or fetch:
            raise UsageError("--extracted goes with no other source: ingest them one after the other")
        _shards(extracted, db, quiet=quiet)
        return
    paths = inputs(sources or (), urls, fetch=fetch)
    position = read.Position()
    with progress.interruptible(), Store.open(db) as store, ExitStack() as stack:
        who = stack.enter_context(chosen(reader, model, price, max_cost, jobs=jobs, quiet=quiet, db=db))
        if not fetch and Path("-") not in paths:  # what is read only once cannot be looked at before
            who.announce(lambda load: pipeline.waiting(store, read.articles(paths, columns=mapping(columns)), load=load))
        web = stack.enter_context(fetching(store, most=max_pages, pause=pause, allow_private=allow_private)) if fetch else None
        items = pipeline.ingest(
            store,
            paths,
            columns=mapping(columns),
            fetch=web.articles if web else None,
            position=position,
            jobs=who.jobs or (1 if fetch else None),  # the web is slower than reading: more processes would only wait
            **who.how,
        )
        tally = progress.run(items, quiet=quiet, position=position)
        counts = store.counts()
    _end(db, tally, counts, quiet=quiet)


def _shards(folder: Path, db: Path, *, quiet: bool) -> None:
    """Bring in what was read elsewhere."""
    with progress.interruptible(), Store.open(db) as store:
        tally = progress.run(pipeline.ingest_shards(store, folder), quiet=quiet)
        counts = store.counts()
    _end(db, tally, counts, quiet=quiet)


def _end(db: Path, tally: progress.Tally, counts: Counts, *, quiet: bool) -> None:
    """What the database holds now, and whether all went well."""
    if not quiet:
        note(f"{db}: {counts.articles} articles, {counts.actors} actors, {counts.statements} statements")
        note("Next: kg view -o graph.html")
    if tally.failed:
        raise typer.Exit(1)


def inputs(sources: Sequence[str], urls: Path | None, *, fetch: bool) -> list[Path | str]:
    """What is to be read: files as paths, addresses of the web as they are.

    Raises:
        typer.BadParameter: if there is nothing.
        UsageError: if there is an address without `fetch`.
    """
    from kg.read.address import is_address

    found = [*(source if is_address(source) else Path(source) for source in sources), *(addresses(urls) if urls else ())]
    if not found:
        raise typer.BadParameter("name files, folders or addresses", param_hint="PATH...")
    if not fetch and (address := next((one for one in found if isinstance(one, str)), None)):
        raise UsageError(f"{address} is on the web, and kg asks for nothing there unless you say --fetch")
    return found


def mapping(pairs: Iterable[str] | None) -> dict[str, str]:
    """`["body=isi"]` as a mapping from field to column.

    Raises:
        UsageError: if one is not of this form.
    """
    parts = [pair.partition("=") for pair in pairs or ()]
    for field, equals, column in parts:
        if not (field and equals and column):
            raise UsageError(f"--map {field}{equals}{column}: must be FIELD=COLUMN, as in --map body=isi")
    return {field: column for field, _, column in parts}
