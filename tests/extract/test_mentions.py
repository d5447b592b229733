"""Tags → mentions: which part of a run of tags is the name."""

import re

import numpy as np
import pytest

from kg.extract import mentions
from kg.extract.windows import Piece, Window
from kg.model import Article, Kind, Span

SURE = dict.fromkeys(map(str, Kind), 0.5)


def found(text: str, kind: Kind, name: str, thresholds: dict[str, float] = SURE) -> list[str]:
    """What is read where the network tags the words of `name`."""
    article = Article(id="a", text=text, sentences=(Span(0, len(text)),))
    pieces = tuple(Piece(9, Span(*match.span()), 0) for match in re.finditer(r"\S+", text))
    tags = np.zeros((len(pieces) + 2, len(Kind), 3))
    tags[:, :, 0] = 1.0
    start, stop = text.index(name), text.index(name) + len(name)
    inside = [i for i, piece in enumerate(pieces, 1) if piece.span.overlaps(Span(start, stop))]
    tags[inside, list(Kind).index(kind)] = (0.2, 0.0, 0.8)
    tags[inside[0], list(Kind).index(kind)] = (0.2, 0.8, 0.0)
    return [article.cut(one.span) for one in mentions.find(article, [Window(pieces)], [tags], thresholds)]


@pytest.mark.parametrize(
    ("text", "kind", "name", "read"),
    [
        ("Hadir pula Rahmat Hidayat12 dan Sari.", Kind.PERSON, "Rahmat Hidayat12", ["Rahmat Hidayat"]),
        ("Sikap Komisi XI2 dan Komisi III.", Kind.INSTITUTION, "Komisi XI2", ["Komisi XI2"]),
        ("Kader Partai Fajar itu, pergi.", Kind.PARTY, "Partai Fajar itu,", ["Partai Fajar"]),
        ("Kata mantan menteri itu, pergi.", Kind.PERSON, "mantan menteri itu,", ["mantan menteri itu"]),
        ("Orang itu pergi.", Kind.PERSON, "itu", []),
        ("Badan Laut (BL) pergi.", Kind.INSTITUTION, "Badan Laut (BL)", ["Badan Laut (BL)"]),
    ],
)
def test_a_mention_is_the_name_without_what_sticks_to_it(text: str, kind: Kind, name: str, read: list[str]) -> None:
    assert found(text, kind, name) == read


def test_each_kind_has_its_own_threshold() -> None:
    text = "Kata Relawan Fajar kemarin."
    assert found(text, Kind.TEAM, "Relawan Fajar", {**SURE, "team": 0.9}) == []
    assert found(text, Kind.TEAM, "Relawan Fajar", {**SURE, "person": 0.9}) == ["Relawan Fajar"]
