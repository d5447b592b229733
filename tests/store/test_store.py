from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Reading, Span, Statement
from kg.store import Change, Store
from tests.fakes import FakeReader, article

READER = FakeReader()


def put(store: Store, one: Article, version: str = "v1") -> Change:
    return store.put(one, READER.read(one), version)


def test_what_is_stored_comes_back_equal(store: Store) -> None:
    one = article(url="https://kabar.test/1")
    put(store, one)
    assert list(store.readings()) == [Reading(one, READER.read(one))]
    assert store.article(one.id) == one
    assert store.article("absent") is None


def test_the_same_article_again_writes_nothing(store: Store) -> None:
    one = article(url="https://kabar.test/1")
    assert put(store, one) is Change.NEW
    before = store.revision(), list(store.dump())
    assert put(store, one) is Change.UNCHANGED
    assert (store.revision(), list(store.dump())) == before


def test_the_same_url_with_a_new_text_replaces_the_old_reading(store: Store) -> None:
    put(store, article("Sari meminta KPU membuka data.", url="https://kabar.test/1"))
    revision = store.revision()
    assert put(store, article("Budi meminta Bawaslu bertindak.", url="https://kabar.test/1")) is Change.UPDATED
    assert store.revision() > revision
    [reading] = store.readings()
    assert [actor.name for actor in reading.extraction.actors] == ["Budi", "Bawaslu"]
    assert store.counts().mentions == 2


def test_another_reader_makes_a_reading_stale(store: Store) -> None:
    one, two = article(url="https://kabar.test/1"), article(url="https://kabar.test/2")
    put(store, one, "old")
    put(store, two, "new")
    assert store.stale("new") == [one.id]
    assert not store.holds(one, "new")
    assert store.holds(one, "old")
    assert put(store, one, "new") is Change.UPDATED
    assert store.stale("new") == []


def test_an_article_is_held_whatever_cleaning_found_in_it(store: Store) -> None:
    came = article()
    put(store, Article(came.id, came.text, came.title, outlet=came.outlet, published=came.published, sentences=(Span(0, 6),)))
    assert store.holds(came, "v1")


@pytest.mark.parametrize("by", ["url", "id"])
def test_an_article_is_forgotten_by_url_or_id(store: Store, by: str) -> None:
    one = article(url="https://kabar.test/1")
    put(store, one)
    revision = store.revision()
    assert store.forget(getattr(one, by)) == one.id
    assert store.revision() > revision
    assert set(json.dumps(list(store.dump()))) == set("[]")
    assert store.counts().articles == store.counts().statements == store.counts().mentions == 0
    assert store.forget(getattr(one, by)) is None


def test_a_forgotten_text_stands_nowhere_in_the_files(store: Store) -> None:
    secret = "rahasiabesar"
    one = article(f"Sari meminta KPU membuka {secret}. " * 500)
    put(store, one)
    put(store, article())
    assert any(secret.encode() in path.read_bytes() for path in store.path.parent.iterdir())
    store.forget(one.id)
    assert not any(secret.encode() in path.read_bytes() for path in store.path.parent.iterdir())


def test_readings_show_one_moment_while_the_store_is_written(store: Store) -> None:
    put(store, article(url="https://kabar.test/1"))
    readings = store.readings()
    first = next(readings)
    put(store, article(url="https://kabar.test/2"))
    store.forget(first.article.id)
    assert list(readings) == []
    assert store.counts().articles == 1


def test_tallies_count_the_most_frequent_first(store: Store) -> None:
    put(store, article(url="https://kabar.test/1"))
    put(store, article(url="https://kabar.test/2"), "v2")
    assert store.tally("outlet") == {"kabar.test": 2}
    assert store.tally("reader") == {"v1": 1, "v2": 1}
    assert store.tally("relation") == {"requests_action_from": 2}


# Any Unicode that can be stored, the null character and controls among it; lone surrogates are no text.
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(st.text(st.characters(codec="utf-8"), min_size=2, max_size=40))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).map(lambda t: Span(t[0], max(t[0] + 1, t[1])))
    optional = st.none() | TEXT
    some = st.lists(spans, max_size=3).map(tuple)
    facts = [draw(optional) for _ in range(5)]
    one = Article(draw(st.sampled_from("abcd")), text, draw(TEXT), *facts, noise=draw(some), sentences=draw(some))
    names = draw(st.lists(TEXT, unique=True, min_size=1, max_size=3))
    actors = []
    for name in names:
        own = draw(some)
        actors.append(
            LocalActor(name, draw(TEXT), draw(st.sampled_from(Kind)), own, tuple(sorted({one.cut(span) for span in own})))
        )
    statements = st.builds(
        Statement,
        st.sampled_from(names),
        TEXT,
        st.sampled_from(names),
        st.builds(Evidence.cut, st.just(one), spans, st.none() | spans),
        st.sampled_from(Polarity),
        st.sampled_from(Modality),
        st.none() | st.sampled_from(names),
        optional,
        optional,
        TEXT,
        st.integers(0, 100).map(lambda percent: percent / 100),
    )
    return Reading(one, Extraction(tuple(actors), draw(st.lists(statements, max_size=3).map(tuple))))


def dump_of(kept: list[Reading], forgotten: list[Reading]) -> list[str]:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "kg.db") as store:
        for reading in kept:
            store.put(reading.article, reading.extraction, "v1")
        for reading in forgotten:
            store.forget(reading.article.id)
        return list(store.dump())


@settings(max_examples=60, deadline=None)
@given(readings())
def test_any_reading_survives_the_store(reading: Reading) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "kg.db") as store:
        store.put(reading.article, reading.extraction, "v1")
        assert list(store.readings()) == [reading]


@settings(max_examples=25, deadline=None)
@given(st.lists(readings(), max_size=4, unique_by=lambda r: r.article.id), st.data())
def test_forgetting_is_never_having_read(given_: list[Reading], data: st.DataObject) -> None:
    gone = data.draw(st.lists(st.sampled_from(given_), unique_by=lambda r: r.article.id)) if given_ else []
    assert dump_of(given_, gone) == dump_of([reading for reading in given_ if reading not in gone], [])


@settings(max_examples=25, deadline=None)
@given(st.lists(readings(), max_size=4, unique_by=lambda r: r.article.id), st.randoms())
def test_the_dump_is_the_same_whatever_the_order(given_: list[Reading], random: object) -> None:
    shuffled = sorted(given_, key=lambda reading: random.random())  # type: ignore[attr-defined]
    assert dump_of(given_, []) == dump_of(shuffled, [])
