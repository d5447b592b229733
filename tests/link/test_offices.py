from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import BadData
from kg.link import knowledge, offices, resolve
from kg.link.offices import office
from kg.model import Actor
from tests.link.build import actor, article, reading

_ROLES = """name,wikidata,role,party,region,start,end,source
Sari Wulandari,Q1,Menteri Pertahanan,,,2019-10-01,2022-05-01,news:a
Budi Santosa,Q2,Menteri Pertahanan,,,2022-06-01,2025-05-01,news:b
Sari Wulandari,Q1,Menteri Agama,,,2019-10-01,2022-05-01,news:a
Budi Santosa,Q2,Menteri Agama,,,2022-01-01,2025-05-01,news:b
"""
_PEOPLE = "name,kind,aliases,wikidata\nSari Wulandari,person,,Q1\nBudi Santosa,person,,Q2\n"


def _forget() -> None:
    knowledge.load.cache_clear()
    offices._terms.cache_clear()
    offices._abbreviations.cache_clear()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "actors" / "roles").mkdir(parents=True)
    (tmp_path / "actors" / "own.csv").write_text(_PEOPLE, "utf-8")
    (tmp_path / "actors" / "roles" / "roles.csv").write_text(_ROLES, "utf-8")
    (tmp_path / "actors" / "roles" / "offices.csv").write_text("abbreviation,office\nMenhan,Menteri Pertahanan\n", "utf-8")
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    monkeypatch.setattr(offices, "data_folders", lambda: [tmp_path])
    _forget()
    yield tmp_path / "actors" / "roles" / "roles.csv"
    monkeypatch.undo()
    _forget()


def _who(name: str, published: str | None) -> Actor:
    return resolve([reading(article("a1", published=published), [actor(name)])]).actors[0]


@pytest.mark.parametrize("name", ["Menteri Pertahanan", "Menhan", "MENHAN"])
@pytest.mark.usefixtures("own")
def test_a_minister_is_who_held_the_office_on_the_day_of_the_article(name: str) -> None:
    assert [_who(name, day).wikidata for day in ("2019-10-01", "2022-05-01", "2024-01-01")] == ["Q1", "Q1", "Q2"]


@pytest.mark.parametrize("day", [None, "2018-01-01", "2022-05-15", "2026-01-01"])
@pytest.mark.usefixtures("own")
def test_a_minister_of_a_day_without_a_known_holder_stays_unresolved(day: str | None) -> None:
    assert _who("Menteri Pertahanan", day).wikidata is None


@pytest.mark.usefixtures("own")
def test_an_office_whose_holders_overlap_decides_nothing() -> None:
    assert _who("Menteri Agama", "2020-01-01").wikidata is None


@pytest.mark.usefixtures("own")
def test_two_ministers_whom_nothing_names_stay_two() -> None:
    texts = [article(ident, published=None) for ident in ("a1", "a2")]
    assert len(resolve([reading(text, [actor("Menteri Dalam Negeri")]) for text in texts]).actors) == 2


def test_a_file_without_a_column_is_named(own: Path) -> None:
    own.write_text("name\nSari\n", "utf-8")
    with pytest.raises(BadData, match=r"roles\.csv: lacks end, role, start, wikidata"):
        _who("Menteri Pertahanan", "2020-01-01")


def test_ours_knows_ministers_by_their_short_names() -> None:
    assert office("Menkeu") == "menteri keuangan"
    assert not office("Sari Wulandari") and not office("Menteri")
    assert _who("Menkeu", "2021-01-15").name == "Sri Mulyani Indrawati"
    assert _who("Menkeu", "2025-11-15").name == "Purbaya Yudhi Sadewa"
