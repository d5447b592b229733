"""kg contradictions: what articles say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.cli.options import DB, Db, Everything, MinConfidence, Of, OutputFormat, Relations, Verified, open_view, selection
from kg.cli.output import Format, note, write_rows
from kg.cli.statements import Row, rows
from kg.link.contradictions import Contradiction, Kind
from kg.link.contradictions import contradictions as found_in
from kg.model import GraphView

_COLUMNS = (
    *("contradiction", "kind", "subject", "relation", "object", "polarity", "modality", "speaker", "role", "date", "outlet"),
    *("articles", "outlets", "independent", "quote", "confidence", "verified", "statement", "article", "url"),
)
_FOR_PEOPLE = ("contradiction", "subject", "relation", "object", "polarity", "speaker", "date", "outlet", "quote", "url")


def contradictions(
    *,
    actor: Of = None,
    relation: Relations = None,
    format: OutputFormat = Format.TABLE,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    db: Db = DB,
) -> None:
    """Show what articles say differently.

    Two sorts: the same thing affirmed and denied, and words that several outlets put into the mouths of different speakers. Each
    row is a statement with its quote and source; rows of one contradiction have one id and stand together.

    Example: kg contradictions --actor KPU --format csv > sheet.csv
    """
    from kg.out.select import select  # brings the exporters: not for kg --help

    whole = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified)
    view = select(whole, selection(whole.actors, actor=actor, relations=relation))
    found = found_in(view)
    write_rows(_rows(view, found), _FOR_PEOPLE if format is Format.TABLE else _COLUMNS, format)
    kinds = Counter(one.kind for one in found)
    note(
        f"{kinds[Kind.DENIED]} things affirmed and denied, {kinds[Kind.SPEAKERS]} said by different speakers in different outlets"
    )


def _rows(view: GraphView, found: Iterable[Contradiction]) -> Iterator[Row]:
    for one in found:
        for row in rows(view, one.claims):
            whole = {"contradiction": one.id, "kind": one.kind.value} | row
            yield {column: whole[column] for column in _COLUMNS}
