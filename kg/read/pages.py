"""The raw pages beside the database, as they came: what was fetched need not be fetched again, and `kg forget` deletes it.

A page is a WARC of its own, named by a digest of its address; an index says which article came out of it. Of what was forgotten
only that digest is left.
"""

from __future__ import annotations

import io
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import BadInput, StoreError
from kg.ids import article_id
from kg.read import warc
from kg.read.answer import Answer

_TABLE = """
CREATE TABLE IF NOT EXISTS page (
  key TEXT PRIMARY KEY,             -- digest of the address
  article TEXT,                     -- id of the article that came out of it; NULL where none did
  etag TEXT,
  modified TEXT,
  forgotten INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_article ON page (article);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address that was asked before."""

    article: str | None
    etag: str | None
    modified: str | None
    forgotten: bool

    @property
    def validators(self) -> dict[str, str]:
        """Headers with which the server gives the page only if it has changed."""
        named = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return {name: value for name, value in named if value}


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages in `folder`, which is made when the first one is kept."""

    folder: Path

    def known(self, url: str) -> Known | None:
        """What is known of an address; None where nothing ever came from it."""
        if not self._path.is_file():
            return None
        with self._index() as index:
            row = index.execute("SELECT article, etag, modified, forgotten FROM page WHERE key = ?", (_key(url),)).fetchone()
        return Known(row[0], row[1], row[2], bool(row[3])) if row else None

    def page(self, url: str) -> Answer | None:
        """The answer that was kept for an address."""
        path = self._file(_key(url))
        try:
            with path.open("rb") as stream:
                return warc.answer(stream, str(path))
        except (FileNotFoundError, BadInput):  # deleted or damaged: it can be fetched again
            return None

    def keep(self, url: str, answer: Answer, article: str | None) -> None:
        """Keep the answer for an address, from which `article` came, in place of an earlier one.

        Raises:
            StoreError: if it cannot be written.
        """
        out = io.BytesIO()
        warc.write(out, answer, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        key = _key(url)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self._file(key), out.getvalue())
        except OSError as error:
            raise StoreError(f"{self.folder}: {error.strerror or error}; the page was not kept") from error
        row = (key, article, answer.headers.get("etag"), answer.headers.get("last-modified"))
        with self._index() as index:
            index.execute("REPLACE INTO page (key, article, etag, modified) VALUES (?, ?, ?, ?)", row)

    def pass_over(self, url: str) -> None:
        """Note that what stands at an address is no article; one that came from it earlier stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._index() as index:
            index.execute("INSERT OR IGNORE INTO page (key) VALUES (?)", (_key(url),))

    def forget(self, article: str) -> None:
        """Delete the pages of an article. That they are not to come back through a feed is kept, as digests."""
        if not self._path.is_file():
            return
        with self._index() as index:
            found = index.execute("SELECT key FROM page WHERE article = ?", (article,)).fetchall()
            for key in sorted({article, *(key for (key,) in found)}):  # its id is the key of its own address
                self._file(key).unlink(missing_ok=True)
                index.execute("REPLACE INTO page (key, forgotten) VALUES (?, 1)", (key,))

    @property
    def _path(self) -> Path:
        return self.folder / "index.sqlite"

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.warc.gz"

    @contextmanager
    def _index(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path)) as index, index:
                index.executescript(f"PRAGMA secure_delete = ON; {_TABLE}")
                yield index
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: {error}; delete it, and pages are fetched anew") from error


def beside(database: Path) -> Pages:
    """The raw pages of a database: `kg.pages` beside `kg.db`."""
    return Pages(database.with_suffix(".pages"))


def _key(url: str) -> str:
    return article_id(url, "")


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(name).replace(path)
