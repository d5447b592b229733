"""Answers of language models, kept by what was asked, so that nothing is paid for twice; safe to delete."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreError

_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
  request TEXT NOT NULL,  -- digest of model, prompt and text
  article TEXT NOT NULL,  -- whose forgetting deletes it
  content TEXT NOT NULL,
  PRIMARY KEY (request, article)
) STRICT, WITHOUT ROWID
"""
_WAIT_SECONDS = 30.0


class Answers:
    """The file `answers.db` in a folder. Every method raises StoreError where it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "answers.db"

    def get(self, request: str) -> str | None:
        """What was answered to a request, whichever article it was about."""
        if not self.path.is_file():
            return None
        with self._open() as connection:
            row = connection.execute("SELECT content FROM answer WHERE request = ? LIMIT 1", (request,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, request: str, article: str, content: str) -> None:
        """Keep an answer, as one about `article` too."""
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (request, article, content))

    def forget(self, article: str) -> None:
        """Delete the answers about an article, from the raw pages of the file too."""
        if self.path.is_file():
            with self._open() as connection:
                connection.execute("DELETE FROM answer WHERE article = ?", (article,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # A connection a call: threads share none, and opening takes less than a thousandth of an answer's time.
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as connection, connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(_TABLE)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.path}: {error}; it only keeps answers of language models and may be deleted") from error
