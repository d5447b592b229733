from __future__ import annotations

import re
from pathlib import Path

from kg.store import Event, Lost, Store
from tests.fakes import FakeReader, NewerReader, article

READER = FakeReader()
URL = "https://kabar.test/1"


def put(store: Store, body: str, url: str = URL, reader: FakeReader = READER) -> None:
    one = article(body, url=url)
    store.put(one, reader.read(one), reader.version)


def test_what_came_changed_and_went_is_logged_in_order(store: Store) -> None:
    put(store, "Sari meminta KPU membuka data.")
    put(store, "Sari meminta KPU membuka data.")  # nothing new
    put(store, "Sari meminta KPU membuka data.", reader=NewerReader())
    put(store, "Budi meminta Bawaslu bertindak.")
    put(store, "Sari meminta KPU membuka data.", "https://kabar.test/2")
    store.forget("https://kabar.test/2")
    log = store.log()
    assert [entry.event for entry in log] == ["new", "reread", "corrected", "new", "forgotten"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.at) for entry in log)
    assert log[2].lost == (Lost("Sari", "requests_action_from", "KPU", "affirmed", "actual", ""),)
    assert (log[0].url, log[0].title) == (URL, "Berita")


def test_a_correction_that_says_the_same_loses_nothing(store: Store) -> None:
    put(store, "Sari meminta KPU membuka data.")
    put(store, "Kemarin Sari meminta KPU membuka data lagi.")
    assert [(entry.event, entry.lost) for entry in store.log()] == [(Event.NEW, ()), (Event.CORRECTED, ())]


def test_of_a_forgotten_article_the_log_keeps_id_and_times_only(store: Store) -> None:
    put(store, "Sari meminta KPU membuka data.")
    put(store, "Budi meminta Bawaslu bertindak.")
    id = store.log()[0].article
    store.forget(URL)
    for entry in store.log():
        assert (entry.article, entry.title, entry.url, entry.outlet, entry.published, entry.lost) == (
            id,
            None,
            None,
            None,
            None,
            (),
        )
    content = store.path.read_bytes()
    store.close()
    assert not any(word in content for word in (b"Sari", b"Budi", b"kabar.test/1"))


def test_the_log_is_no_part_of_what_is_compared(store: Store, tmp_path: Path) -> None:
    put(store, "Sari meminta KPU membuka data.")
    put(store, "Budi meminta Bawaslu bertindak.")
    with Store.open(tmp_path / "other.db") as other:
        put(other, "Budi meminta Bawaslu bertindak.")
        assert list(other.dump()) == list(store.dump())
