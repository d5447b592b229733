"""What articles say differently stands side by side."""

from __future__ import annotations

from dataclasses import replace

from kg.link import view
from kg.link.contradictions import Kind, contradictions
from kg.model import GraphView, Statement
from tests.link.build import actor, article, reading, statement

CAST = [
    *(actor("Sari Wulandari", key="sari"), actor("KPU", "institution", key="kpu"), actor("Budi Santosa", key="budi")),
    *(actor("Wati Lestari", key="wati"),),
]


def graph(*said: tuple[str | None, Statement]) -> GraphView:
    """A view of articles by their outlets, each with one statement and a text of its own."""
    read = [
        reading(replace(article(f"a{n}", outlet=outlet), text=f"Judul {n}"), CAST, [one]) for n, (outlet, one) in enumerate(said)
    ]
    return view(read, thresholds={})


def says(polarity: str = "affirmed", speaker: str | None = None, relation: str = "supports") -> Statement:
    return statement("sari", relation, "kpu", polarity=polarity, speaker=speaker)


def test_the_same_thing_affirmed_and_denied_is_shown_with_both_sides() -> None:
    found = contradictions(graph(("Tempo", says("negated")), ("Republika", says()), ("Kontan", says(relation="rejects"))))
    assert [(one.kind, [claim.polarity.value for claim in one.claims]) for one in found] == [
        (Kind.DENIED, ["affirmed", "negated"])
    ]


def test_two_outlets_with_different_speakers() -> None:
    one, other = says(speaker="budi"), says(speaker="wati")
    [found] = contradictions(graph(("Tempo", one), ("Republika", other)))
    assert (found.kind, sorted(claim.speaker or "" for claim in found.claims)) == (
        Kind.SPEAKERS,
        ["budi-santosa", "wati-lestari"],
    )


def test_two_speakers_of_one_outlet_or_of_all_of_them_are_no_contradiction() -> None:
    one, other = says(speaker="budi"), says(speaker="wati")
    assert contradictions(graph(("Tempo", one), ("Tempo", other))) == []
    assert contradictions(graph(("Tempo", one), ("Republika", one), ("Tempo", other))) == []
    assert contradictions(graph((None, one), ("Republika", other))) == []
    assert contradictions(graph(("Tempo", one), ("Republika", says()))) == []


def test_what_more_sources_contradict_comes_first_and_the_order_of_articles_changes_nothing() -> None:
    weak = [("Tempo", says("negated")), ("Republika", says())]
    strong = [
        (outlet, says(polarity, relation="rejects"))
        for outlet in ("Tempo", "Republika", "Kontan")
        for polarity in ("affirmed", "negated")
    ]
    found = contradictions(graph(*weak, *strong))
    assert [one.claims[0].relation for one in found] == ["rejects", "supports"]
    assert [one.id for one in contradictions(graph(*strong, *weak))] == [one.id for one in found]


def test_agreement_is_no_contradiction() -> None:
    assert contradictions(graph(("Tempo", says()), ("Republika", says()))) == []
