"""The log: what came, changed and went, and when. Of a forgotten article it keeps id and times only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum

from kg.model import Extraction


class Event(StrEnum):
    """What became of an article: a corrected one came again with another text or date, a reread one met another reader."""

    NEW = "new"
    CORRECTED = "corrected"
    REREAD = "reread"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, order=True)
class Lost:
    """A statement that a correction took away, by the names in the article; `speaker` is "" for the newsroom."""

    subject: str
    relation: str
    object: str
    polarity: str
    modality: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. `at` is UTC (`2024-02-19T10:00:00Z`); what is known of the article is None where it is forgotten."""

    at: str
    event: Event
    article: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None
    lost: tuple[Lost, ...]


LOG = """
CREATE TABLE IF NOT EXISTS log (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  event TEXT NOT NULL,
  article TEXT NOT NULL,  -- id, which stays when the article is gone
  lost TEXT               -- JSON: [[subject, relation, object, polarity, modality, speaker], ...]
) STRICT;
CREATE INDEX IF NOT EXISTS log_article ON log (article);
"""
_ENTRIES = """
SELECT log.at, log.event, log.article, title, url, outlet, published, log.lost
FROM log LEFT JOIN article ON article.id = log.article ORDER BY log.number
"""


def write(connection: sqlite3.Connection, event: Event, article: str, lost: tuple[Lost, ...] = ()) -> None:
    """Add a line, with the time that it is now."""
    told = json.dumps([astuple(one) for one in lost], ensure_ascii=False) if lost else None
    connection.execute("INSERT INTO log (event, article, lost) VALUES (?, ?, ?)", (event.value, article, told))


def write_forgotten(connection: sqlite3.Connection, article: str) -> None:
    """Add the line that an article went, and take out of the earlier ones what it said."""
    connection.execute("UPDATE log SET lost = NULL WHERE article = ?", (article,))
    write(connection, Event.FORGOTTEN, article)


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """All lines, the oldest first."""
    for at, event, article, title, url, outlet, published, lost in connection.execute(_ENTRIES):
        losses = tuple(Lost(*one) for one in json.loads(lost or "[]"))
        yield Entry(at, Event(event), article, title, url, outlet, published, losses)


def lost(before: Extraction, after: Extraction) -> tuple[Lost, ...]:
    """The statements that a text has no more after its correction, sorted."""
    return tuple(sorted(_named(before) - _named(after)))


def _named(extraction: Extraction) -> set[Lost]:
    names = {actor.key: actor.name for actor in extraction.actors}
    return {
        Lost(
            names[s.subject],
            s.relation,
            names[s.object],
            s.polarity.value,
            s.modality.value,
            names[s.speaker] if s.speaker else "",
        )
        for s in extraction.statements
    }
