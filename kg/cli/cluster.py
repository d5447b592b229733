"""kg extract --engine ray: articles read on a cluster into a folder of shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg import read as reading
from kg.cli.output import note
from kg.cli.progress import bar, interruptible
from kg.cli.readers import MODEL
from kg.errors import BadInput, UsageError

LOCAL, RAY = "local", "ray"

Engine = Annotated[str, typer.Option("--engine", help=f"Where is read: {LOCAL} (here), {RAY} (on a cluster).", metavar="NAME")]
Address = Annotated[
    str | None, typer.Option("--address", help="The Ray cluster: auto or HOST:PORT; else one is made here.", metavar="ADDRESS")
]


def chosen(engine: str, address: str | None, reader: str) -> bool:
    """Whether a cluster is to read.

    Raises:
        UsageError: if there is no such engine, or the other options do not go with it.
    """
    if engine not in (LOCAL, RAY):
        raise UsageError(f"no engine {engine!r}; there are: {LOCAL}, {RAY}")
    if engine == LOCAL and address:
        raise UsageError(f"--address: only with --engine {RAY}")
    if engine == RAY and reader != MODEL:
        raise UsageError(f"--engine {RAY} reads with the reader that comes with kg: leave --reader {reader} out")
    return engine == RAY


def extract(sources: Sequence[str], *, address: str | None, columns: Mapping[str, str], jobs: int | None, quiet: bool) -> None:
    """Read all but the last of `sources` into the folder that the last one names.

    Raises:
        UsageError: if there is no last one, or an address that is not read.
        KgError: if there is no cluster, or the folder cannot be written.
        typer.Exit: if something cannot be read.
    """
    if len(sources) < 2 or "-" in sources:
        raise UsageError("name files to read, and a folder for what comes of it: kg extract --engine ray IN OUT")
    *inputs, out = sources
    found = list(_files(inputs))
    files = [file for file in found if not isinstance(file, BadInput)]
    items = pipeline.extract_shards(files, Path(out), columns=columns, address=address, jobs=jobs) if files else iter(())
    read = failed = 0
    with interruptible():
        for item in bar(chain((file for file in found if isinstance(file, BadInput)), _each(items)), quiet=quiet):
            if isinstance(item, BadInput):
                failed += 1
                note(str(item))
            else:
                read += 1
    if not quiet:
        note(f"{read} articles read, {failed} failed")
        note(f"Next: kg ingest --extracted {out}")
    if failed:
        raise typer.Exit(1)


def _files(inputs: Iterable[str]) -> Iterator[Path | str | BadInput]:
    """The files of paths and addresses, and what is none; each can be cut by another task."""
    from kg.read import remote

    for source in inputs:
        if not remote.is_address(source):
            yield from (file if isinstance(file, BadInput) else file.absolute() for file in reading.files(Path(source)))
            continue
        try:
            yield from remote.files(source)
        except BadInput as bad:
            yield bad


def _each(items: Iterable[BadInput | int]) -> Iterator[BadInput | None]:
    """One item for each article, so that they can be counted."""
    for item in items:
        if isinstance(item, BadInput):
            yield item
        else:
            yield from repeat(None, item)
