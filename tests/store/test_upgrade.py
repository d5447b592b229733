"""A database of an older version is copied before it is upgraded, or stays as it is."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Change, Store, backup, copies
from tests.cli.conftest import Kg, kg, process
from tests.fakes import FakeReader, article

__all__ = ["kg"]  # a fixture

READER = FakeReader()
URL = "https://kabar.test/1"


def put(store: Store, body: str, url: str = URL) -> Change:
    one = article(body, url=url)
    return store.put(one, READER.read(one), READER.version)


@pytest.fixture
def old(db: Path) -> Path:
    """A database of version 1, which had no log, with some articles."""
    with Store.open(db) as store:
        for number in range(30):
            put(store, "Sari meminta KPU membuka data.", f"https://kabar.test/{number}")
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript("DROP TABLE log; PRAGMA user_version = 1;")
    return db


def version(db: Path) -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def dumped(db: Path) -> list[str]:
    with Store.open(db) as store:
        return list(store.dump())


def test_it_is_read_as_it_is_and_upgraded_by_the_first_write_after_a_copy(old: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = dumped(old)
    with Store.open(old) as store:
        assert (list(store.dump()), store.log()) == (before, [])
        assert (version(old), copies(old)) == (1, [])
        assert put(store, "Budi meminta Bawaslu bertindak.") is Change.UPDATED
        assert put(store, "Wati meminta Bawaslu bertindak.") is Change.UPDATED  # and is not copied again
        assert [entry.event for entry in store.log()] == ["corrected", "corrected"]
    copy = old.with_name("kg.db.v1")
    assert caplog.messages == [f"{old}: upgraded from version 1 to 2; {copy} is a copy of what it was"]
    assert (version(old), copies(old), version(copy), dumped(copy)) == (2, [copy], 1, before)
    assert sorted(path.name for path in old.parent.iterdir()) == ["kg.db", "kg.db.v1"]


def test_the_copy_is_named_on_stderr(old: Path) -> None:
    ran = process("forget", URL, "--db", str(old))
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[0] == f"{old}: upgraded from version 1 to 2; {old}.v1 is a copy of what it was"


def test_forgetting_says_which_copies_still_hold_it(old: Path, kg: Kg) -> None:
    copy = f"{old}.v1"
    ran = kg("forget", URL, "--db", str(old))
    assert ran.err.splitlines()[-1] == f"{copy}: a copy from before an upgrade, which may still hold it; delete it if you can"
    Path(copy).unlink()
    assert "copy" not in kg("forget", "https://kabar.test/2", "--db", str(old)).err


def test_a_copy_never_takes_the_place_of_another(old: Path) -> None:
    earlier = old.with_name("kg.db.v1")
    earlier.write_bytes(b"older")
    with Store.open(old) as store:
        put(store, "Budi meminta Bawaslu bertindak.")
    assert copies(old) == [earlier, old.with_name("kg.db.v1-2")]
    assert earlier.read_bytes() == b"older"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="permissions of files are those of POSIX")
def test_the_copy_is_as_private_as_the_database(old: Path) -> None:
    old.chmod(0o640)
    with Store.open(old) as store:
        put(store, "Budi meminta Bawaslu bertindak.")
    assert stat.S_IMODE(copies(old)[0].stat().st_mode) == 0o640


def test_where_the_disk_is_full_nothing_is_changed(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, connect = dumped(old), sqlite3.connect

    def small(path: object, **options: object) -> sqlite3.Connection:
        connection = connect(path, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 4")
        return connection  # type: ignore[no-any-return]

    with Store.open(old) as store:
        with monkeypatch.context() as disk:
            disk.setattr(backup, "sqlite3", type("small", (), {"connect": small}))
            with pytest.raises(StoreError, match="the disk is full; nothing was changed"):
                put(store, "Budi meminta Bawaslu bertindak.")
        assert (version(old), copies(old), list(store.dump())) == (1, [], before)
        assert put(store, "Budi meminta Bawaslu bertindak.") is Change.UPDATED
    assert sorted(path.name for path in old.parent.iterdir()) == ["kg.db", "kg.db.v1"]


def test_where_no_file_can_be_made_nothing_is_changed(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with Store.open(old) as store:
        monkeypatch.setattr(backup.tempfile, "mkstemp", refused)
        with pytest.raises(
            StoreError, match=r"no copy can be made before the upgrade \(Permission denied\); nothing was changed"
        ):
            put(store, "Budi meminta Bawaslu bertindak.")
    assert version(old) == 1
