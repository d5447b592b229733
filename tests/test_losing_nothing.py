"""A run may be killed at any moment, meet another one, a full disk or one that cannot be written: nothing is half there."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg import pipeline
from kg.errors import StoreError
from kg.schema import relations
from kg.store import Store, sqlite
from tests import fakes
from tests.cli.conftest import Kg, kg

__all__ = ["kg"]  # a fixture

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked and killed")
ARTICLES = 200
KILLS = 200
NAMES = ("Sari", "Budi", "Wati", "KPU", "Bawaslu")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of articles."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    lines = [
        {
            "title": f"Berita {n}",
            "body": f"{NAMES[n % 5]} meminta {NAMES[(n + 1 + n // 5 % 4) % 5]} membuka data ke-{n} tentang pemilihan itu. " * 3,
            "url": f"https://kabar.test/{n}",
        }
        for n in range(ARTICLES)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(news: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What an undisturbed run leaves."""
    with Store.open(tmp_path_factory.mktemp("undisturbed") / "kg.db") as store:
        list(pipeline.ingest(store, [news], jobs=1, load=fakes.load))
        return list(store.dump())


def forked(work: Callable[[], None]) -> int:
    """The id of a process that does it and ends with 0, or with 1 on an error."""
    if pid := os.fork():
        return pid
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


def ingesting(db: Path, news: Path, pipe: int | None = None) -> Callable[[], None]:
    """A run that says to `pipe` which article it reports as stored."""

    def work() -> None:
        with Store.open(db) as store:
            for item in pipeline.ingest(store, [news], jobs=1, load=fakes.load):
                if pipe is not None:
                    os.write(pipe, f"{getattr(item, 'article', '')}\n".encode())

    return work


def killed(db: Path, news: Path, chance: random.Random) -> set[str]:
    """Kill a run some articles after it began, at any point within one; the articles that it reported as stored."""
    listening, telling = os.pipe()
    pid = forked(ingesting(db, news, telling))
    os.close(telling)
    wanted, reported = chance.randrange(ARTICLES // 8), b""
    with os.fdopen(listening, "rb", buffering=0) as pipe:
        before = _stored(db)
        while reported.count(b"\n") < before + wanted and (heard := pipe.read(4096)):
            reported += heard
        time.sleep(chance.random() * 0.004)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        while heard := pipe.read(4096):
            reported += heard
    return set(reported.decode().split("\n")[:-1])


def _stored(db: Path) -> int:
    if not db.exists():
        return 0
    try:
        with Store.open(db, create=False) as store:
            return store.counts().articles
    except StoreError:  # it is being made just now
        return 0


def test_a_run_killed_at_any_point_leaves_whole_articles_and_the_next_one_finishes(
    news: Path, undisturbed: list[str], tmp_path: Path
) -> None:
    chance, whole, kills, round = random.Random(9), set(undisturbed), 0, 0
    while kills < KILLS:
        round += 1
        db, told, there = tmp_path / f"{round}.db", set[str](), 0
        while there < ARTICLES and kills < KILLS:
            told |= killed(db, news, chance)
            kills += 1
            with Store.open(db) as store:
                lines = list(store.dump())
                assert list(store.faults(frozenset(relations()))) == []
            there = len(lines)
            assert set(lines) <= whole  # none is half there
            assert told <= {json.loads(line)["article"]["id"] for line in lines}  # and none is missing that was reported
        assert os.waitpid(forked(ingesting(db, news)), 0)[1] == 0
        with Store.open(db) as store:
            assert list(store.dump()) == undisturbed


def test_two_runs_at_once_finish_and_nothing_doubles(news: Path, undisturbed: list[str], tmp_path: Path) -> None:
    db = tmp_path / "kg.db"
    runs = [forked(ingesting(db, news)) for _ in range(3)]
    while sum(os.waitpid(pid, os.WNOHANG)[0] == 0 for pid in runs[:1]):
        assert _stored(db) <= ARTICLES  # readers are not blocked
        time.sleep(0.01)
    assert [os.waitpid(pid, 0)[1] for pid in runs[1:]] == [0, 0]
    with Store.open(db) as store:
        assert list(store.dump()) == undisturbed


def test_a_run_that_waits_too_long_for_another_says_so_in_one_line(
    kg: Kg, news: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.1)
    with Store.open(db) as store:
        store._connection.execute("BEGIN IMMEDIATE")
        ran = kg("ingest", str(news), "--db", str(db), "--jobs", "1", "--quiet")
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert "another process is writing" in ran.err


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A disk with room for 40 pages of a database; undone, it is large again."""
    with monkeypatch.context() as disk:
        connect = sqlite._connect

        def limited(path: Path, mode: str) -> sqlite3.Connection:
            connection = connect(path, mode)
            connection.execute("PRAGMA max_page_count = 40")
            return connection

        disk.setattr(sqlite, "_connect", limited)
        yield disk


def test_a_full_disk_is_said_in_one_line_and_the_run_goes_on_later(
    kg: Kg, news: Path, db: Path, undisturbed: list[str], small_disk: pytest.MonkeyPatch
) -> None:
    ran = kg("ingest", str(news), "--db", str(db), "--jobs", "1", "--quiet")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"kg: {db}: the disk is full; nothing was changed\n"
    with Store.open(db) as store:
        lines = list(store.dump())
        assert 0 < len(lines) < ARTICLES
        assert set(lines) <= set(undisturbed)
        assert list(store.faults(frozenset(relations()))) == []
    small_disk.undo()
    assert kg("ingest", str(news), "--db", str(db), "--jobs", "1", "--quiet").code == 0
    with Store.open(db) as store:
        assert list(store.dump()) == undisturbed


def test_a_disk_that_takes_no_more_bytes_leaves_whole_articles(news: Path, db: Path, undisturbed: list[str]) -> None:
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
        with pytest.raises(StoreError, match=r"the disk (is full|cannot be read or written)"):
            ingesting(db, news)()

    assert os.waitpid(forked(work), 0)[1] == 0
    with Store.open(db) as store:
        lines = list(store.dump())
        assert 0 < len(lines) < ARTICLES and set(lines) <= set(undisturbed)
        list(pipeline.ingest(store, [news], jobs=1, load=fakes.load))
        assert list(store.dump()) == undisturbed


def test_media_that_cannot_be_written_are_said_and_stay_as_they_are(news: Path) -> None:
    with TemporaryDirectory() as folder:
        db = Path(folder) / "kg.db"
        with Store.open(db) as store:
            store.put(fakes.article(), fakes.FakeReader().read(fakes.article()), "v1")
        before = db.read_bytes()
        db.chmod(0o444)
        db.parent.chmod(0o555)

        def work() -> None:
            if os.geteuid() == 0:  # root may write everywhere
                os.setuid(65534)
            with pytest.raises(StoreError, match=r"read-only|cannot be opened"), Store.open(db) as store:
                store.put(fakes.article(url="https://kabar.test/1"), fakes.FakeReader().read(fakes.article()), "v1")

        assert os.waitpid(forked(work), 0)[1] == 0
        db.parent.chmod(0o755)
        assert db.read_bytes() == before
        assert [path.name for path in db.parent.iterdir()] == ["kg.db"]
