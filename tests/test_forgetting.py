"""Forgetting is never having read: whatever came before, nothing of a forgotten article is left in anything that is shown."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.cli.forget import forget
from kg.cli.merge import merge
from kg.cli.split import split
from kg.link import decisions, kept, memory
from kg.model import Article, GraphView
from kg.out import EXPORTERS
from kg.projection import units
from kg.store import Store
from tests.fakes import FakeReader, article

READER = FakeReader()
OUTLETS = ("Tempo", "Kompas.com", "Tribunnews", None)
BODIES = (
    "Sari meminta KPU membuka data",
    "Sari tidak meminta KPU membuka data",
    "Budi akan meminta Bawaslu bertindak",
    "Wati meminta Sari datang dan Budi pulang",
)
SAME = "sementara warga di lima kecamatan menunggu keputusan itu sejak pagi di halaman kantor kabupaten sambil membawa surat"


@dataclass(frozen=True)
class Read:
    """An article comes, or comes again with another text."""

    url: int
    body: int
    copied: bool

    def article(self) -> Article:
        body = f"{BODIES[self.body]} {SAME if self.copied else f'pada hari ke-{self.url}'}."
        return replace(article(body, url=f"https://kabar.test/{self.url}"), outlet=OUTLETS[self.url % len(OUTLETS)])


@dataclass(frozen=True)
class Forget:
    """It goes."""

    url: int


@dataclass(frozen=True)
class Decide:
    """A person joins two actors, or takes the last article of one out of it."""

    one: int
    other: int
    join: bool


STEPS = st.lists(
    st.builds(Read, st.integers(0, 4), st.integers(0, 3), st.booleans())
    | st.builds(Forget, st.integers(0, 4))
    | st.builds(Decide, st.integers(0, 9), st.integers(0, 9), st.booleans()),
    max_size=12,
)


def put(db: Path, one: Article) -> None:
    with Store.open(db) as store:
        store.put(one, READER.read(one), READER.version)


def decide(db: Path, step: Decide) -> None:
    with Store.open(db) as store:
        found = pipeline.resolution(store.readings(), db)
    if not found.actors:
        return
    one, other = (found.actors[number % len(found.actors)] for number in (step.one, step.other))
    told = {"why": "", "who": "penguji", "when": "2024-02-19", "db": db}
    if step.join and one != other:
        merge(one.id, other.id, **told)  # type: ignore[arg-type]
    elif not step.join and len({local.article for local in found.groups[one.id]}) > 1:
        split(one.id, [found.groups[one.id][-1].article], **told)  # type: ignore[arg-type]


def run(db: Path, steps: list[Read | Forget | Decide]) -> dict[int, Article]:
    """Go through the steps, looking at everything after each one, so that all that is kept for speed is kept; what is left."""
    there: dict[int, Article] = {}
    for step in steps:
        match step:
            case Read():
                there[step.url] = step.article()
                put(db, there[step.url])
            case Forget() if there.pop(step.url, None):
                forget(f"https://kabar.test/{step.url}", db=db)
            case Decide() if there:
                decide(db, step)
        if db.exists():
            shown(db)
    return there


def shown(db: Path) -> GraphView:
    with Store.open(db) as store:
        return pipeline.view(store, everything=True)


def told(db: Path) -> Iterator[object]:
    """The dump, the graph as engines get it, and the bytes of RDF, page and table."""
    with Store.open(db) as store:
        yield list(store.dump())
    view = shown(db)
    yield view
    yield [unit.digest for unit in units(view)]
    for format in ("rdf", "html", "csv"):
        out = io.BytesIO()
        EXPORTERS[format].write(view, out)
        yield out.getvalue()


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_forgetting_is_never_having_read(steps: list[Read | Forget | Decide]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_WORTH", 1)
        patch.setattr(memory, "_WORTH", 1)
        lived, fresh = Path(folder) / "lived" / "kg.db", Path(folder) / "fresh" / "kg.db"
        for db in (lived, fresh):
            db.parent.mkdir()
            Store.open(db).close()
        there = run(lived, steps)
        for url in sorted(there, reverse=True):
            put(fresh, there[url])
        if decisions.path_of(lived).exists():  # what people decided is theirs, and stays
            shutil.copy(decisions.path_of(lived), decisions.path_of(fresh))
        assert list(told(lived)) == list(told(fresh))


def test_nothing_of_a_forgotten_article_stands_in_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_WORTH", 1)
    monkeypatch.setattr(memory, "_WORTH", 1)
    db, secret = tmp_path / "kg.db", "Rahasiabesar"
    put(db, article())
    one = article(f"Sari meminta KPU membuka {secret}.", url="https://kabar.test/1")
    put(db, one)
    shown(db)
    before = {path.name for path in (tmp_path / "kg.cache").iterdir()}
    assert before
    forget("https://kabar.test/1", db=db)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(secret.encode() in path.read_bytes() for path in files)
    assert [path for path in files if path.parent.name == "kg.cache"] == []
