"""kg stats: how much there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from kg.cli.options import DB, Db, OutputFormat, open_store
from kg.cli.output import Format, write_rows
from kg.pipeline import measured
from kg.store import Store


def stats(db: Db = DB, format: OutputFormat = Format.TABLE) -> None:
    """Count what the database holds.

    Articles, statements by relation, outlets, and the readers (models) that read them. Beside a relation stand the precision and
    recall that were measured on held-out articles for what is shown of it by default.

    Example: kg stats --format json
    """
    accuracy = measured()
    with open_store(db) as store:
        rows = [
            {"what": what, "name": name, "count": count, **_accuracy(accuracy, what, name)}
            for what, name, count in _figures(store)
        ]
    write_rows(rows, ("what", "name", "count", "precision", "recall"), format)


def _accuracy(accuracy: Mapping[str, Mapping[str, float]], what: str, name: str | None) -> dict[str, float | None]:
    found = accuracy.get(name, {}) if what == "relation" and name else {}
    return {figure: found.get(figure) for figure in ("precision", "recall")}


def _figures(store: Store) -> Iterator[tuple[str, str | None, int]]:
    counts = store.counts()
    yield from (("total", name, count) for name, count in asdict(counts).items())
    size = store.path.stat().st_size
    yield "total", "bytes", size
    yield "total", "bytes an article", round(size / counts.articles) if counts.articles else 0
    for column in ("relation", "outlet", "reader"):
        yield from ((column, name, count) for name, count in store.tally(column).items())
