"""The store: a SQLite file, one transaction an article, so that a run may be stopped anywhere and leaves whole articles."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.errors import StoreError
from kg.model import Article, Extraction, Reading
from kg.store import backup, check, log, rows
from kg.store.log import Entry, Event
from kg.store.tables import READINGS, TABLES, UPGRADES, VERSION

_BUSY_SECONDS = 5.0
_logger = logging.getLogger("kg")  # what it says goes to stderr where nobody decides otherwise


class Change(StrEnum):
    """What `Store.put` did."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the database holds; `actors` are those of each article, before any is recognised in another."""

    articles: int
    actors: int
    mentions: int
    statements: int


class Store:
    """What was read, and nothing derived. Every method raises StoreError where the database cannot be used."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open the database at `path`; where there is none, make it (`create`) or fail.

        Raises:
            StoreError: if it is absent, locked, damaged, read-only, or of another version; nothing was changed.
        """
        if not create and not path.is_file():
            raise StoreError(f"{path}: no such database; make it with: kg ingest PATH... --db {path}")
        with _clearly(path), ExitStack() as undo:
            connection = _connect(path, "rwc" if create else "rw")
            undo.callback(connection.close)
            _prepare(path, connection)
            undo.pop_all()  # it is sound, so it stays open
        return cls(path, connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to close it also empties the write-ahead log."""
        self._connection.close()

    def holds(self, article: Article, version: str) -> bool:
        """Whether this article, as it came (before cleaning), is stored as read by this reader."""
        with _clearly(self.path):
            stored = self._reading(article.id)
        return stored is not None and stored[1] == version and _as_it_came(stored[0].article) == _as_it_came(article)

    def put(self, article: Article, extraction: Extraction, reader_version: str) -> Change:
        """Store a reading in place of any earlier one of the same article; writes nothing where nothing is new.

        Raises:
            StoreError: if the database cannot be written; the earlier reading stands.
            KeyError: if a statement names an actor that the extraction lacks.
        """
        with self._transaction() as connection:
            stored = self._reading(article.id)
            if stored is not None and (stored[0].article, stored[1]) == (article, reader_version):
                return Change.UNCHANGED
            connection.execute("DELETE FROM article WHERE id = ?", (article.id,))
            _insert(connection, article, extraction, reader_version)
            connection.execute("UPDATE state SET revision = revision + 1")
            _log(connection, stored[0] if stored else None, article, extraction)
        return Change.UPDATED if stored else Change.NEW

    def forget(self, url_or_id: str) -> str | None:
        """Delete an article and all that was read in it, from the raw pages too; gives its id, or None where there is none."""
        with self._transaction() as connection:
            found = connection.execute("SELECT id FROM article WHERE id = ?1 OR url = ?1", (url_or_id,)).fetchone()
            if found is None:
                return None
            connection.execute("DELETE FROM article WHERE id = ?", found)
            connection.execute("UPDATE state SET revision = revision + 1")
            log.write_forgotten(connection, str(found[0]))
        with _clearly(self.path):  # the write-ahead log would keep the text until somebody closes the database
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return str(found[0])

    def readings(self) -> Iterator[Reading]:
        """All readings, sorted by article id, of one moment: what is written meanwhile does not appear."""
        return (reading for reading, _ in self._versioned())

    def article(self, id: str) -> Article | None:
        """The article with this id."""
        with _clearly(self.path):
            stored = self._reading(id)
        return stored[0].article if stored else None

    def stale(self, version: str) -> list[str]:
        """Ids of the articles that were read by another reader than `version`, sorted."""
        return [id for (id,) in self._all("SELECT id FROM article WHERE reader <> ? ORDER BY id", version)]

    def counts(self) -> Counts:
        """How much there is."""
        tables = ("article", "actor", "mention", "statement")
        return Counts(*(self._all(f"SELECT count(*) FROM {table}")[0][0] for table in tables))

    def undated(self) -> int:
        """How many articles there are of which nobody knows when they were published."""
        return int(self._all("SELECT count(*) FROM article WHERE published IS NULL")[0][0])

    def tally(self, column: str) -> Mapping[str | None, int]:
        """How often each value stands in a column: `outlet`, `reader` of articles, `relation` of statements; most first."""
        table = {"outlet": "article", "reader": "article", "relation": "statement"}[column]
        return dict(self._all(f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1"))

    def dump(self) -> Iterator[str]:
        """Everything as JSON, one line an article, sorted by id: equal for equal content, however it came in."""
        for reading, version in self._versioned():
            yield json.dumps({**asdict(reading), "reader": version}, ensure_ascii=False, sort_keys=True)

    def faults(self, relations: frozenset[str]) -> Iterator[str]:
        """One line for each fault of the database; `relations` are the names that a statement may have."""
        with _clearly(self.path), closing(_connect(self.path, "ro")) as snapshot:
            yield from check.faults(snapshot, relations)

    def log(self) -> list[Entry]:
        """What came, changed and went, the oldest first; nothing of the time before the database had a log."""
        with _clearly(self.path):
            return list(log.entries(self._connection)) if _version(self._connection) == VERSION else []

    def revision(self) -> int:
        """A number that grows with each change; what is derived may be kept under it."""
        return int(self._all("SELECT revision FROM state")[0][0])

    def _reading(self, id: str) -> tuple[Reading, str] | None:
        row = self._connection.execute(READINGS + "WHERE id = ?", (id,)).fetchone()
        return rows.reading(row) if row else None

    def _versioned(self) -> Iterator[tuple[Reading, str]]:
        # A connection of its own: the caller may write while it iterates, and still sees one moment.
        with _clearly(self.path), closing(_connect(self.path, "ro")) as snapshot:
            for row in snapshot.execute(READINGS + "ORDER BY id"):
                yield rows.reading(row)

    def _all(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with _clearly(self.path):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _clearly(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits, or rolls back on any error
                if (version := _version(self._connection)) < VERSION:
                    _upgrade(self.path, self._connection, version)
                yield self._connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    """Check that this is a database of ours, or make it one where it is empty."""
    # One statement sees one state: another process may be making the tables just now.
    state = "SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)"
    version, tables = connection.execute(state).fetchone()
    if version not in {VERSION, *UPGRADES} and tables:  # before anything is written: it may be a file of somebody else's
        raise StoreError(f"{path}: a database of version {version}, and this kg needs version {VERSION}; nothing was changed")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL a power cut may lose the last articles, and breaks none
    if not tables:  # or another process makes them just now, which changes nothing
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(path: Path, connection: sqlite3.Connection, old: int) -> None:
    """Copy the database beside it, and bring its tables to VERSION, within the transaction of a write: all of it or nothing."""
    with closing(_connect(path, "ro")) as snapshot:  # nobody else writes: the transaction has begun
        copied = backup.copy(path, old, snapshot)
    _logger.warning("%s: upgraded from version %d to %d; %s is a copy of what it was", path, old, VERSION, copied)
    for version in range(old, VERSION):
        for statement in filter(str.strip, UPGRADES[version].split(";")):
            connection.execute(statement)  # executescript would end the transaction
        connection.execute(f"PRAGMA user_version = {version + 1}")


def _log(connection: sqlite3.Connection, before: Reading | None, article: Article, extraction: Extraction) -> None:
    if before is None:
        log.write(connection, Event.NEW, article.id)
    elif _as_it_came(before.article) == _as_it_came(article):
        log.write(connection, Event.REREAD, article.id)
    else:
        log.write(connection, Event.CORRECTED, article.id, log.lost(before.extraction, extraction))


def _insert(connection: sqlite3.Connection, article: Article, extraction: Extraction, version: str) -> None:
    row = connection.execute(f"INSERT INTO article VALUES (NULL, {_marks(11)})", rows.article_row(article, version)).lastrowid
    inserts: tuple[tuple[str, Iterable[rows.Row], int], ...] = (
        ("actor", rows.actor_rows(extraction), 5),
        ("mention", rows.mention_rows(extraction), 5),
        ("statement", rows.statement_rows(extraction), 16),
    )
    for table, values, width in inserts:
        connection.executemany(f"INSERT INTO {table} VALUES ({_marks(width)})", ((row, *value) for value in values))


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _as_it_came(article: Article) -> Article:
    return replace(article, noise=(), sentences=())


_CAUSES = {
    "SQLITE_BUSY": "another process is writing to it; try again when that is done",
    "SQLITE_LOCKED": "another process is writing to it; try again when that is done",
    "SQLITE_NOTADB": "not a database of kg",
    "SQLITE_CORRUPT": "damaged; restore it from a backup, or delete it and ingest again",
    "SQLITE_CANTOPEN": "cannot be opened: no such folder, or no permission",
    "SQLITE_READONLY": "cannot be written: the file or its folder is read-only",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk cannot be read or written: is it full, or gone?",
}


@contextmanager
def _clearly(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into one that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        cause = next((text for code, text in _CAUSES.items() if name.startswith(code)), str(error))
        raise StoreError(f"{path}: {cause}; nothing was changed") from error
