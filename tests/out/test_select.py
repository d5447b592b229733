"""The selection that every exporter and the page share."""

from __future__ import annotations

import pytest

from kg.out.select import Selection, select
from tests.views import scene


def test_the_empty_selection_keeps_everything() -> None:
    assert select(scene(), Selection()) == scene()


@pytest.mark.parametrize(
    ("wanted", "relations"),
    [
        (Selection(relations=("meets", "nominates")), ["meets", "nominates"]),
        (Selection(min_outlets=2), ["requests_action_from"]),
        (Selection(actor="tim-maju"), ["coordinates_with", "coordinates_with", "speaks_for"]),
        (Selection(since="2024-02-17", until="2024-02-19", relations=("meets",)), []),
        (Selection(since="2024-02-16", until="2024-02-16", relations=("meets",)), ["meets"]),
        (Selection(until="2023"), []),
        (Selection(since="2025"), []),
    ],
)
def test_a_selection_keeps_what_it_says(wanted: Selection, relations: list[str]) -> None:
    assert sorted(claim.relation for claim in select(scene(), wanted).claims) == relations


def test_a_month_lies_in_every_range_that_touches_it_and_what_has_no_date_in_none() -> None:
    touching = select(scene(), Selection(since="2024-02-28", until="2024-03-05"))
    assert sorted(claim.relation for claim in touching.claims) == ["coordinates_with", "requests_action_from", "speaks_for"]
    assert all(support.article == "a2" for claim in touching.claims for support in claim.support)
    assert "nominates" not in {claim.relation for claim in select(scene(), Selection(since="1900", until="2100")).claims}


def test_evidence_out_of_range_is_not_counted() -> None:
    (asked,) = select(scene(), Selection(since="2024-03", until="2024-03")).claims or [None]
    assert asked is None
    (asked,) = select(scene(), Selection(relations=("requests_action_from",), since="2024-02-20")).claims
    assert (asked.articles, asked.outlets, asked.first, asked.last) == (1, 1, "2024-02", "2024-02")


def test_only_the_actors_and_articles_that_are_named_stay() -> None:
    kept = select(scene(), Selection(relations=("meets",)))
    assert [actor.id for actor in kept.actors] == ["Q42", "budi-santoso"]
    assert [source.id for source in kept.sources] == ["a1"]
    assert kept.left_out == scene().left_out
