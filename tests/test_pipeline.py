from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import BadData, BadInput, KgError
from kg.model import Article, Extraction
from kg.pipeline import Load, Stored
from kg.store import Store
from tests import fakes

BODIES = ["Sari meminta KPU membuka data.", "Budi tidak meminta Bawaslu menunda.", "Wati akan meminta KPU bertindak."]


def write(path: Path, records: Sequence[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return path


def record(number: int, body: str = "") -> dict[str, str]:
    body = body or BODIES[number % 3]
    tail = f"Ini berita nomor {number} tentang pemilihan umum yang akan datang di daerah itu."
    return {
        "title": f"Berita {number}",
        "body": f"{body} {tail}",
        "url": f"https://kabar.test/{number}",
        "date": "2024-02-19",
        "publisher": "kabar.test",
    }


def ingest(store: Store, path: Path, *, jobs: int | None = 1, load: Load = fakes.load) -> list[Stored | BadInput]:
    return list(pipeline.ingest(store, [path], jobs=jobs, load=load))


def changes(items: Sequence[Stored | BadInput]) -> list[str]:
    return [item.change.value if isinstance(item, Stored) else "failed" for item in items]


def test_articles_go_all_the_way_into_the_store(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(number) for number in range(3)])
    assert changes(ingest(store, path)) == ["new"] * 3
    first = next(store.readings())
    assert first.article.sentences
    assert store.counts().statements == 3
    assert {source.outlet for source in pipeline.view(store).sources} == {"kabar.test"}


def test_the_same_articles_again_are_not_even_read(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(number) for number in range(3)])
    ingest(store, path)
    before = list(store.dump()), store.revision()
    again = ingest(store, path)
    assert changes(again) == ["unchanged"] * 3
    assert all(isinstance(item, Stored) and item.reading is None for item in again)
    assert (list(store.dump()), store.revision()) == before


def test_what_cannot_be_read_is_said_and_the_rest_is_stored(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(0), record(1, BODIES[1] + " MELEDAK"), record(2)])
    items = ingest(store, path)
    assert changes(items) == ["new", "failed", "new"]
    assert str(items[1]) == "https://kabar.test/1: could not be read: RuntimeError: the reader cannot read this"


def test_of_two_texts_of_one_url_the_last_one_stands_whatever_the_number_of_processes(tmp_path: Path) -> None:
    old, new = record(1, BODIES[0]), record(1, BODIES[1])
    path = write(tmp_path / "news.jsonl", [old, new, old])
    dumps = []
    for jobs in (1, 2):
        with Store.open(tmp_path / f"{jobs}.db") as store:
            ingest(store, write(tmp_path / "first.jsonl", [old]))
            assert changes(ingest(store, path, jobs=jobs)) == ["unchanged", "updated", "updated"]
            dumps.append(list(store.dump()))
    assert dumps[0] == dumps[1]


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(n, BODIES[n % 3] + ("MELEDAK" if n == 5 else "")) for n in range(20)])
    outcomes, dumps = [], []
    for jobs in (1, 2, 3):
        with Store.open(tmp_path / f"{jobs}.db") as store:
            outcomes.append([str(item) if isinstance(item, BadInput) else item for item in ingest(store, path, jobs=jobs)])
            dumps.append(list(store.dump()))
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert dumps[0] == dumps[1] == dumps[2]
    assert content(tmp_path / "1.db") == content(tmp_path / "2.db") == content(tmp_path / "3.db")


def content(db: Path) -> list[str]:
    """All tables as SQL, without the times of the log and the random number at which revisions begin."""
    with closing(sqlite3.connect(db)) as connection:
        lines = [line for line in connection.iterdump() if 'INTO "state"' not in line]
    return [re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", "", line) for line in lines]


def test_the_order_of_articles_changes_nothing_in_the_dump(tmp_path: Path) -> None:
    records = [record(number) for number in range(10)]
    dumps = []
    for seed in range(3):
        random.Random(seed).shuffle(records)
        with Store.open(tmp_path / f"{seed}.db") as store:
            ingest(store, write(tmp_path / "news.jsonl", records))
            dumps.append(list(store.dump()))
    assert dumps[0] == dumps[1] == dumps[2]


def test_a_run_that_was_stopped_goes_on_where_it_was(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(number) for number in range(6)])
    run = iter(pipeline.ingest(store, [path], jobs=1, load=fakes.load))
    stopped = [next(run), next(run)]
    del run
    assert changes(stopped) == ["new", "new"]
    assert changes(ingest(store, path)) == ["unchanged"] * 2 + ["new"] * 4


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="a terminal sends Ctrl-C to a group of processes")
@pytest.mark.parametrize(("jobs", "body"), [("1", ""), ("2", ""), ("2", "Berita ini dibaca LAMA sekali.")])
def test_ctrl_c_ends_at_once_and_leaves_whole_articles(tmp_path: Path, jobs: str, body: str) -> None:
    records = [record(number) for number in range(3)] + [record(number, body) for number in range(3, 200)]
    path, db = write(tmp_path / "news.jsonl", records), tmp_path / "kg.db"
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.slow", "ingest", str(path), "--db", str(db), "--jobs", jobs],
        cwd=Path(__file__).parents[1],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: _stored(db) >= 3)
    start = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does it: to the processes that read, too
    _, errors = run.communicate(timeout=60)
    assert time.monotonic() - start < PATIENCE
    assert run.returncode == 130
    assert errors == "interrupted: what was read is stored; the same command goes on from there\n"
    wait_until(lambda: not _group(run.pid))  # no process is left
    with Store.open(db) as store:
        there = store.counts().articles
        assert 3 <= there < 200
        assert store.counts().statements == there
        assert changes(ingest(store, path)) == ["unchanged"] * there + ["new"] * (200 - there)


PATIENCE = 2 if (os.getloadavg()[0] < (os.cpu_count() or 1)) else 20  # seconds; a busy machine needs longer for anything


def wait_until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and not there():
        time.sleep(0.05)


def _group(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def _stored(db: Path) -> int:
    try:
        with Store.open(db, create=False) as store:
            return store.counts().articles
    except KgError:
        return 0


class Fatal(fakes.FakeReader):
    """Dies as a process that the system kills for its memory does."""

    version = "fatal"

    def read(self, article: Article) -> Extraction:
        os._exit(9)


def load_fatal(language: str) -> Fatal:
    return Fatal()


def test_a_killed_process_is_said(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(0)])
    with pytest.raises(KgError, match="was killed"):
        ingest(store, path, jobs=2, load=load_fatal)


def test_a_new_reader_reads_the_stored_texts_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", [record(number) for number in range(3)])
    ingest(store, path)
    assert changes(list(pipeline.reread(store, jobs=1, load=fakes.load))) == []
    assert changes(list(pipeline.reread(store, jobs=1, load=fakes.load_newer))) == ["updated"] * 3
    assert store.stale("fake-2") == []
    with Store.open(tmp_path / "fresh.db") as fresh:
        ingest(fresh, path, load=fakes.load_newer)
        assert list(fresh.dump()) == list(store.dump())


def test_without_a_model_card_nothing_is_held_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kg.resources.folder", lambda name: tmp_path / name)
    assert pipeline.publishable() == {}


def test_the_model_card_says_what_is_publishable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Store) -> None:
    card = tmp_path / "data" / "models" / "id" / "card.json"
    card.parent.mkdir(parents=True)
    card.write_text('{"relations": {"requests_action_from": {"threshold": 0.95, "precision": 0.9, "recall": 0.5, "n": 100}}}')
    ingest(store, write(tmp_path / "news.jsonl", [record(0)]))
    whole = pipeline.view(store)
    monkeypatch.setattr("kg.pipeline.publishable", lambda language: {"requests_action_from": 0.95})
    shown = pipeline.view(store)
    assert (len(whole.claims), whole.left_out) == (1, 0)
    assert (len(shown.claims), shown.left_out) == (0, 1)
    assert len(pipeline.view(store, everything=True).claims) == 1
    assert len(pipeline.view(store, min_confidence=0.5).claims) == 1
    monkeypatch.undo()
    monkeypatch.setattr("kg.resources.folder", lambda name: tmp_path / name)
    assert pipeline.publishable() == {"requests_action_from": 0.95}
    card.write_text('{"relations": []}')
    with pytest.raises(BadData, match=r"card\.json"):
        pipeline.publishable()
