from __future__ import annotations

import numpy as np

from kg.extract.cues import BUCKETS, CueModel, buckets, words
from kg.extract.pairs import Pair, Place
from kg.extract.windows import Piece, Window
from kg.model import Article, Kind, Span

TEXT = "Sari Wulandari meminta KPU membuka data."
ARTICLE = Article(id="a", text=TEXT, sentences=(Span(0, len(TEXT)),))
WORDS = [(0, 4), (5, 14), (15, 22), (23, 26), (27, 34), (35, 39)]
WINDOW = Window(tuple(Piece(9, Span(*span), 0) for span in WORDS))
PLACES = [Place(1, 3, 0, "sari"), Place(4, 5, 0, "kpu")]
KINDS = [Kind.PERSON, Kind.INSTITUTION]


def test_a_mention_is_one_word_that_is_its_kind() -> None:
    found = words(ARTICLE, WINDOW, PLACES, KINDS)
    assert found.words == ("<person>", "meminta", "<institution>", "membuka", "data")
    assert found.at == (0, 2)
    assert set(found.sentence) == {0}


def test_nested_mentions_share_the_word_of_the_outer_one() -> None:
    found = words(ARTICLE, WINDOW, [*PLACES, Place(1, 2, 0, "x")], [*KINDS, Kind.PERSON])
    assert found.words[0] == "<person>"
    assert found.at == (0, 2, 0)


def test_columns_are_sorted_distinct_and_the_same_each_time() -> None:
    text = words(ARTICLE, WINDOW, PLACES, KINDS)
    columns = buckets(text, PLACES, KINDS, Pair(0, 1))
    assert columns.tolist() == sorted(set(columns.tolist()))
    assert columns.min() >= 0
    assert columns.max() < BUCKETS
    assert columns.tolist() == buckets(text, PLACES, KINDS, Pair(0, 1)).tolist()


def test_a_score_is_the_sum_of_the_weights_of_the_columns() -> None:
    weights = np.zeros((BUCKETS, 2), np.int8)
    weights[3], weights[5] = (1, 2), (10, -1)
    model = CueModel(weights, np.array([0.5, 1.0], np.float32), np.array([-4.0, 0.0], np.float32))
    assert model.scores([np.array([3, 5]), np.array([3])]).tolist() == [[1.5, 1.0], [-3.5, 2.0]]
