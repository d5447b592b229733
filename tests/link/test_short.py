"""A list of names without articles: a short name is the only longer one there that it may stand for."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link import Resolution, resolve
from kg.model import LocalActor
from tests.link.build import actor, reading


def listed(*actors: LocalActor) -> Resolution:
    """The actors of a list of names, each of which stands alone."""
    readings = [reading(f"a{number}", [found]) for number, found in enumerate(actors)]
    return resolve(readings, names_alone=True)


def groups(*names: str, kind: str = "person") -> list[list[str]]:
    """The names that are one, sorted."""
    found = listed(*(actor(name, kind) for name in names)).groups.values()
    return sorted(sorted(local.actor.name for local in group) for group in found)


@pytest.mark.parametrize(
    ("short", "long", "kind"),
    [
        ("Warsito", "Raden Warsito", "person"),
        ("Wulandari", "Sari Wulandari", "person"),
        ("Sari Wulandari", "Sari W Wulandari", "person"),
        ("Sari Wulandari", "Sari Wulandari Lestari", "person"),
        ("Sari Wulandri", "Sari Wulandari", "person"),
        ("Sinar Jaya", "PT Sinar Jaya Abadi Tbk", "organization"),
        ("GWS", "Gerakan Warga Sejahtera", "organization"),
        ("SinarJaya", "Sinar Jaya", "organization"),
    ],
)
def test_a_short_name_is_the_only_longer_one(short: str, long: str, kind: str) -> None:
    assert groups(short, long, kind=kind) == [sorted([short, long])]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["Wulandari", "Sari Wulandari", "Budi Wulandari"], "person"),
        (["Sari Lestari", "Sari Wulandari Lestari", "Sari Kusuma Lestari"], "person"),
        (["Wulan", "Sari Wulandari"], "person"),
        (["Sinar", "Sinar Jaya", "Sinar Abadi"], "organization"),
        (["Megawati", "Puan Maharani"], "person"),
    ],
)
def test_a_name_that_may_be_short_for_two_is_neither(names: list[str], kind: str) -> None:
    assert groups(*names, kind=kind) == sorted([name] for name in names)


def test_two_that_are_one_by_their_full_names_make_no_word_ambiguous() -> None:
    assert groups("Kusuma", "Sari Dewi", "Sari K Dewi", "Dewi") == [["Dewi", "Sari Dewi", "Sari K Dewi"], ["Kusuma"]]


def test_two_that_are_known_to_be_two_stay_two() -> None:
    assert len(listed(actor("Partai Demokrat", "party"), actor("Demokrat Perjuangan", "party")).actors) == 2
    assert len(groups("Komisi Pemilihan Umum", "KPU Kota Semarang", kind="institution")) == 2


def test_two_of_one_article_stay_two() -> None:
    found = resolve([reading("a1", [actor("Wulandari"), actor("Sari Wulandari")])], names_alone=True)
    assert len(found.actors) == 2


def test_among_articles_nobody_is_a_short_name() -> None:
    assert len(resolve([reading("a1", [actor("Wulandari")]), reading("a2", [actor("Sari Wulandari")])]).actors) == 2


@settings(deadline=None, max_examples=30)
@given(
    st.permutations(["Wulandari", "Sari Wulandari", "Sari W Wulandari", "Budi", "Budi Santosa", "Santosa", "12", "!", "x" * 200])
)
def test_the_order_of_the_list_does_not_matter(names: list[str]) -> None:
    chance = random.Random(0)
    readings = [reading(name, [actor(name)]) for name in names]
    again = chance.sample(readings, len(readings))
    assert resolve(readings, names_alone=True) == resolve(again, names_alone=True)
