"""One row for each statement, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, TypeAlias

from kg.model import GraphView
from kg.out.words import Sentences, printable

COLUMNS = (
    *("statement", "claim", "sentence", "subject", "relation", "object", "polarity", "modality", "speaker", "role", "happened"),
    *("published", "outlet", "title", "url", "quote", "start", "stop", "confidence", "method", "verified"),
    *("articles", "outlets", "independent"),
)
Cell: TypeAlias = str | int | float | None

# A spreadsheet runs a cell that begins like this as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(view: GraphView, out: BinaryIO) -> None:
    """Write the statements of `view` as UTF-8 CSV with a header line."""
    write_table(COLUMNS, rows(view), out)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], out: BinaryIO) -> None:
    """Write any table as UTF-8 CSV with a header line; no cell is taken for a formula."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    lines = csv.writer(text)
    lines.writerow(columns)
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()  # flushes, and leaves `out` to the caller


def harmless(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula; empty for None."""
    if isinstance(cell, float):
        return f"{cell:.2f}"
    text = "" if cell is None else printable(str(cell))
    return f"'{text}" if text.startswith(_FORMULA) else text


def rows(view: GraphView) -> Iterator[tuple[Cell, ...]]:
    """The statements of `view`, a value for each of `COLUMNS`."""
    sentences = Sentences(view, "id")
    names = {actor.id: actor.name for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    for claim in view.claims:
        said = sentences.say(claim)
        speaker = names[claim.speaker] if claim.speaker else None
        for support in claim.support:
            source = sources[support.article]
            yield (
                *(support.statement, claim.id, said, names[claim.subject], claim.relation, names[claim.object]),
                *(claim.polarity.value, claim.modality.value, speaker, support.role, support.happened),
                *(source.published, source.outlet, source.title, source.url, support.quote),
                *(support.span.start, support.span.stop, support.confidence, support.method, "yes" if support.verified else "no"),
                *(claim.articles, claim.outlets, claim.independent),
            )
