"""A database that cannot be used gives one clear line, and stays as it is."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.errors import StoreError
from kg.model import Extraction
from kg.store import Change, Store, sqlite
from tests.fakes import FakeReader, article

READER = FakeReader()


def put(store: Store, url: str, version: str = "v1") -> Change:
    one = article(url=url)
    return store.put(one, READER.read(one), version)


def test_an_absent_database_is_not_made_by_a_command_that_reads(db: Path) -> None:
    with pytest.raises(StoreError, match=r"no such database.*kg ingest"):
        Store.open(db, create=False)
    assert not db.exists()


def test_a_file_that_is_no_database_is_left_alone(db: Path) -> None:
    db.write_bytes(b"surat rahasia " * 1000)
    with pytest.raises(StoreError, match="not a database of kg"):
        Store.open(db)
    assert db.read_bytes() == b"surat rahasia " * 1000
    assert [path.name for path in db.parent.iterdir()] == ["kg.db"]


def test_the_database_of_another_program_is_left_alone(db: Path) -> None:
    with sqlite3.connect(db) as other:
        other.execute("CREATE TABLE accounts (name)")
    other.close()
    before = db.read_bytes()
    with pytest.raises(StoreError, match="version 0"):
        Store.open(db)
    assert db.read_bytes() == before


def test_a_database_of_another_version_is_left_alone(db: Path) -> None:
    Store.open(db).close()
    with sqlite3.connect(db) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StoreError, match="version 99"):
        Store.open(db)


def test_an_empty_file_becomes_a_database(db: Path) -> None:
    db.touch()
    with Store.open(db) as store:
        assert put(store, "https://kabar.test/1") is Change.NEW


def test_a_damaged_page_is_said(db: Path) -> None:
    with Store.open(db) as store:
        for number in range(60):
            put(store, f"https://kabar.test/{number}")
    whole = db.read_bytes()
    db.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="damaged"), Store.open(db) as store:
        list(store.dump())


def test_a_locked_database_is_said_and_nothing_changes(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.1)
    with Store.open(db) as store:
        put(store, "https://kabar.test/1")
        other = sqlite3.connect(db, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"):
            put(store, "https://kabar.test/2")
        with pytest.raises(StoreError, match="another process is writing"):
            store.forget("https://kabar.test/1")
        assert store.counts().articles == 1  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        assert put(store, "https://kabar.test/2") is Change.NEW


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "absent" / "kg.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of files are those of POSIX")
def test_a_read_only_folder_is_said() -> None:
    with TemporaryDirectory() as folder:
        db = Path(folder) / "kg.db"
        with Store.open(db) as store:
            put(store, "https://kabar.test/1")
        before = db.read_bytes()
        db.chmod(0o444)
        db.parent.chmod(0o555)
        own = os.geteuid()
        if own == 0:  # root may write everywhere, so it becomes nobody for a moment
            os.seteuid(65534)
        try:
            with pytest.raises(StoreError, match=r"read-only|cannot be opened"), Store.open(db) as store:
                store.forget("https://kabar.test/1")
        finally:
            if own == 0:
                os.seteuid(own)
            db.parent.chmod(0o755)
        assert db.read_bytes() == before


def test_two_writers_at_once_lose_nothing(db: Path) -> None:
    def write(name: str) -> None:
        with Store.open(db) as store:  # both also make the database
            for number in range(30):
                put(store, f"https://kabar.test/{name}/{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(db) as store:
        assert store.counts().articles == 90


def test_an_article_is_stored_whole_or_not_at_all(store: Store) -> None:
    one = article(url="https://kabar.test/1")
    read = READER.read(one)
    put(store, "https://kabar.test/1")
    before = list(store.dump())
    with pytest.raises(KeyError):
        store.put(one, Extraction((), read.statements), "v2")
    assert list(store.dump()) == before
    assert put(store, "https://kabar.test/2") is Change.NEW
