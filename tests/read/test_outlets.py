from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import outlets
from kg.errors import BadData


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the user's, laid over ours."""
    caches = (outlets.outlets, outlets._by_name, outlets._hosts)
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    (tmp_path / "outlets").mkdir()
    for cached in caches:
        cached.cache_clear()
    yield tmp_path / "outlets"
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize(
    ("publisher", "url", "name"),
    [
        ("nasional.kompas.com", None, "Kompas.com"),
        ("KOMPAS", None, "Kompas.com"),
        ("", "https://aceh.tribunnews.com/a", "Tribunnews"),
        ("Warta Melati", "https://news.detik.com/a", "Warta Melati"),
        (None, "https://bukankompas.com/a", None),
        (None, "http://[", None),
        (None, None, None),
    ],
)
def test_an_outlet_has_one_name_however_it_is_given(publisher: str | None, url: str | None, name: str | None) -> None:
    assert outlets.outlet_name(publisher, url) == name


def test_no_name_and_no_host_stands_for_two_outlets() -> None:
    known = outlets.outlets().values()
    for keys in (
        [n for o in known for n in {name.casefold() for name in (o.name, *o.aliases)}],
        [h for o in known for h in o.hosts],
    ):
        assert sorted(keys) == sorted(set(keys))


def test_an_outlet_of_the_user_is_added_to_ours(own: Path) -> None:
    (own / "warta.yml").write_text("name: Warta Melati\nhosts: [warta.example]\n", encoding="utf-8")
    assert outlets.outlet_name(None, "https://www.warta.example/a") == "Warta Melati"
    assert outlets.outlet_name(None, "https://tempo.co/a") == "Tempo"


@pytest.mark.parametrize(
    "content", ["hosts: [a]", "name: A\nhost: a", "name: A\nnoise: [x]", "- 1", "name: A\nlinks: [{has: a}]"]
)
def test_a_broken_file_is_named(own: Path, content: str) -> None:
    (own / "rusak.yml").write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=r"rusak\.yml"):
        outlets.outlets()


@pytest.mark.parametrize(
    ("outlet", "owner"),
    [
        ("Tribunnews", "Kompas Gramedia"),
        ("Narasi", "Narasi"),
        ("Warta Melati", "Warta Melati"),
        ("jogja.warta.example", "warta.example"),
        ("Jogja.Warta.co.id", "warta.co.id"),
        ("warta.co.id", "warta.co.id"),
    ],
)
def test_an_outlet_has_an_owner(outlet: str, owner: str) -> None:
    assert outlets.owner(outlet) == owner


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ([], 0),
        ([(None, "a")], 0),
        ([("Tempo", "a"), ("Tempo", "b")], 1),
        ([("Tempo", "a"), ("Republika", "a")], 1),
        # Both also print the wire's text, but each has a text of its own.
        ([("Tempo", "wire"), ("Republika", "wire"), ("Tempo", "a"), ("Republika", "b")], 2),
        # Either paper may stand for the wire's text, and one more for its own.
        ([("Tempo", "wire"), ("Republika", "wire"), ("Republika", "b")], 2),
        ([("detikcom", "a"), ("CNN Indonesia", "b"), (None, "c")], 1),
    ],
)
def test_no_two_independent_sources_share_owner_or_text(texts: list[tuple[str | None, str]], count: int) -> None:
    assert outlets.independent(texts) == outlets.independent(reversed(texts)) == count
