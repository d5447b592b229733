from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.pairs import STANDINGS, Pair, Place, candidates, gap, standing

places = st.lists(
    st.builds(
        lambda start, length, actor: Place(start, start + length, start // 10, actor),
        st.integers(0, 99),
        st.integers(1, 3),
        st.sampled_from("abcd"),
    ),
    max_size=12,
    unique_by=lambda place: (place.start, place.stop, place.actor),
)


def test_two_actors_of_one_sentence_are_a_pair_with_the_earlier_one_first() -> None:
    assert candidates([Place(5, 6, 0, "b"), Place(1, 2, 0, "a")]) == [Pair(1, 0)]


def test_the_closest_mentions_of_two_actors_stand_for_them() -> None:
    assert candidates([Place(1, 2, 0, "a"), Place(4, 5, 0, "a"), Place(6, 7, 0, "b")]) == [Pair(1, 2)]


def test_actors_that_meet_in_a_sentence_are_not_paired_across_it_and_the_next() -> None:
    found = candidates([Place(1, 2, 0, "a"), Place(3, 4, 0, "b"), Place(8, 9, 1, "a")])
    assert found == [Pair(0, 1)]


def test_actors_of_neighbouring_sentences_are_a_pair() -> None:
    assert candidates([Place(1, 2, 0, "a"), Place(9, 10, 1, "b")]) == [Pair(0, 1)]


def test_actors_that_never_come_near_are_paired_once_where_they_are_closest() -> None:
    found = candidates([Place(1, 2, 0, "a"), Place(31, 32, 3, "b"), Place(35, 36, 3, "b")])
    assert found == [Pair(0, 1)]


def test_actors_further_apart_than_the_reach_are_no_pair() -> None:
    assert candidates([Place(1, 2, 0, "a"), Place(41, 42, 4, "b")]) == []


def test_the_outer_one_of_two_nested_mentions_comes_first() -> None:
    nested = [Place(3, 4, 0, "member"), Place(3, 6, 0, "ticket")]
    assert candidates(nested) == [Pair(1, 0)]
    assert gap(nested, Pair(1, 0)) == 3


@given(places)
def test_a_pair_is_in_the_order_of_the_text_and_never_of_one_actor(found: list[Place]) -> None:
    for pair in candidates(found):
        first, second = found[pair.first], found[pair.second]
        assert first.actor != second.actor
        assert first.start <= second.start


@given(places)
def test_two_actors_of_one_sentence_are_never_missed(found: list[Place]) -> None:
    paired = {frozenset((found[p.first].actor, found[p.second].actor)) for p in candidates(found)}
    for a in found:
        for b in found:
            if a.actor != b.actor and a.sentence == b.sentence:
                assert frozenset((a.actor, b.actor)) in paired


def test_a_voice_is_seen_by_its_sentences_away_and_by_whose_it_is() -> None:
    places = [Place(1, 2, 0, "a"), Place(4, 5, 1, "b"), Place(8, 9, 1, "c"), Place(9, 10, 20, "a")]
    found = standing(places, Pair(1, 2)).tolist()
    assert found[0] == 4  # somebody else, a sentence before
    assert found[1] == 11 + 5  # the first of the pair, in its last sentence
    assert found[2] == 22 + 5
    assert found[3] == 10  # far after
    assert max(found) < STANDINGS
