"""The same graph for more articles than fit into memory: who is who from names alone, claims sorted on the disk.

`resolve` is that of every graph; it gets the articles without their texts, and one object for equal actors. Claims are put
together one after the other, from a file that SQLite sorts. Not worked out: copies of one text (`reprints`), so that each counts
as a source of its own; decisions of people belong to a database, and there is none.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, TypeVar

from kg.errors import KgError
from kg.ids import claim_id
from kg.link import resolve
from kg.link.claims import aggregate, proposition
from kg.link.profile import Place, telling
from kg.link.verdicts import Judged, Verdicts
from kg.link.withhold import suppressed
from kg.model import Actor, Article, Claim, Evidence, Extraction, LocalActor, Reading, Source, Span, Statement

Readings = Callable[[], Iterable[Reading]]
Item = TypeVar("Item")

_NOWHERE = Evidence(Span(0, 1), "")
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE who (article TEXT, key TEXT, id TEXT, PRIMARY KEY (article, key)) WITHOUT ROWID;
CREATE TABLE source (article TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID;
CREATE TABLE said (claim TEXT, content BLOB);
"""


@dataclass(frozen=True, slots=True)
class Kept(Generic[Item]):
    """Values in a file of our own, which can be gone through more than once."""

    path: Path

    def __iter__(self) -> Iterator[Item]:
        with self.path.open("rb") as file:
            while file.peek(1):
                item: Item = pickle.load(file)
                yield item


@dataclass(frozen=True, slots=True)
class LargeView:
    """As a `GraphView`: actors in memory, articles and claims (sorted by id) on the disk; `left_out` counts statements."""

    actors: tuple[Actor, ...]
    sources: Kept[Source]
    claims: Kept[Claim]
    left_out: int


def view(readings: Readings, *, thresholds: Mapping[str, float], folder: Path) -> LargeView:
    """The graph of what was read, but for `reprints`; of two readings of one article the last one counts.

    `readings` is called twice, and gives the same each time. `folder` is one of our own, in which much is written.

    Raises:
        KgError: if there are names that must not appear (suppress.csv), which are only taken out of smaller graphs.
        BadData: if a file of `data/actors` or `data/languages` is broken.
    """
    if suppressed():
        raise KgError("suppress.csv names people who must not appear, and only a graph from a database leaves them out")
    last: dict[str, int] = {}
    with closing(sqlite3.connect(folder / "sorted.db", isolation_level=None)) as sorter:
        sorter.executescript(_TABLES)
        actors = _who(readings, last, sorter, folder)
        left_out = _said(readings, last, sorter, thresholds)
        sources, claims = _kept(folder / "sources", _sources(sorter)), _kept(folder / "claims", _claims(sorter))
    return LargeView(actors, sources, claims, left_out)


def _who(readings: Readings, last: dict[str, int], sorter: sqlite3.Connection, folder: Path) -> tuple[Actor, ...]:
    """The actors; which of them each local actor is goes into the sorter."""
    slim, found = _Slim(), dict[str, Reading]()
    for number, reading in enumerate(readings()):
        found[reading.article.id] = slim.reading(reading)
        last[reading.article.id] = number
    resolution = resolve(found.values(), cache=folder)
    rows = ((*local.place, ident) for ident, group in resolution.groups.items() for local in group)
    with _transaction(sorter):
        sorter.executemany("INSERT INTO who VALUES (?, ?, ?)", rows)
    return resolution.actors


class _Slim:
    """Makes readings small: without texts, quotes and what tells nobody from others; equal parts are one object."""

    def __init__(self) -> None:
        self._one: dict[Any, Any] = {}

    def reading(self, reading: Reading) -> Reading:
        article = Article(reading.article.id, "", published=self._same(reading.article.published))
        actors = tuple(self._same(self._actor(actor)) for actor in reading.extraction.actors)
        said = (self._statement(statement) for statement in reading.extraction.statements if telling(statement))
        return Reading(article, Extraction(actors, tuple(map(self._same, said))))

    def _actor(self, actor: LocalActor) -> LocalActor:
        return replace(actor, mentions=self._same((_NOWHERE.span,) * len(actor.mentions)))  # how many there are is asked

    def _statement(self, statement: Statement) -> Statement:
        return Statement(statement.subject, statement.relation, statement.object, _NOWHERE, role=statement.role)

    def _same(self, value: Item) -> Item:
        same: Item = self._one.setdefault(value, value)
        return same


def _said(readings: Readings, last: Mapping[str, int], sorter: sqlite3.Connection, thresholds: Mapping[str, float]) -> int:
    """Put articles and statements that are shown into the sorter; how many statements are not."""
    left_out, judge = 0, Verdicts(())
    with _transaction(sorter):
        for number, reading in enumerate(readings()):
            if last[reading.article.id] != number:
                continue
            sorter.execute("INSERT INTO source VALUES (?, ?)", (reading.article.id, pickle.dumps(_source(reading))))
            every = list(judge.of(reading))
            shown = [one for one in every if one.statement.confidence >= thresholds.get(one.statement.relation, 0.0)]
            left_out += len(every) - len(shown)
            if shown:
                sorter.executemany("INSERT INTO said VALUES (?, ?)", _rows(reading.article, shown, sorter))
    return left_out


def _rows(article: Article, shown: Iterable[Judged], sorter: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    """The statements of an article, each with the id of its claim, by which they are sorted."""
    found = sorter.execute("SELECT key, id FROM who WHERE article = ?", (article.id,))
    ids: dict[Place, str] = {(article.id, key): ident for key, ident in found}
    dated = Article(article.id, "", outlet=article.outlet, published=article.published)
    for judged in shown:
        if said := proposition(article.id, judged.statement, ids):
            ends = {judged.statement.subject, judged.statement.object, judged.statement.speaker}
            yield claim_id(*said), pickle.dumps((dated, judged, {place: ids[place] for place in ids if place[1] in ends}))


def _source(reading: Reading) -> Source:
    article = reading.article
    return Source(article.id, article.title, article.url, article.outlet, article.published, reading.reader or None)


def _sources(sorter: sqlite3.Connection) -> Iterator[Source]:
    return (pickle.loads(content) for (content,) in sorter.execute("SELECT content FROM source ORDER BY article"))


def _claims(sorter: sqlite3.Connection) -> Iterator[Claim]:
    """The claims, one after the other, of statements that are sorted by them."""
    rows = sorter.execute("SELECT claim, content FROM said ORDER BY claim")
    for _, said in groupby(rows, key=lambda row: row[0]):
        parts = [pickle.loads(content) for _, content in said]
        ids = {place: ident for _, _, ends in parts for place, ident in ends.items()}
        yield from aggregate(((article, judged) for article, judged, _ in parts), ids, {})


def _kept(path: Path, items: Iterable[Item]) -> Kept[Item]:
    with path.open("wb") as file:
        for item in items:
            pickle.dump(item, file)
    return Kept(path)


@contextmanager
def _transaction(sorter: sqlite3.Connection) -> Iterator[None]:
    sorter.execute("BEGIN")
    yield
    sorter.execute("COMMIT")
