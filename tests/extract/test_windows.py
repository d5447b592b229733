from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from kg.clean import clean
from kg.extract import windows
from kg.model import Article, Span
from kg.resources import folder


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(folder("data") / "models" / "id" / "tokenizer.json"))


def article(sentences: int) -> Article:
    text = " ".join(
        f"Ketua panitia nomor {number} menyampaikan laporan ke rapat pleno di Kota Satu." for number in range(sentences)
    )
    return clean(Article(id="a", text=text))


def test_a_short_article_is_one_window(tokenizer: Tokenizer) -> None:
    found = windows.split(article(3), tokenizer)
    assert len(found) == 1
    assert found[0].sentences == (0, 2)


def test_an_article_without_text_has_no_window(tokenizer: Tokenizer) -> None:
    assert windows.split(clean(Article(id="a", text="\n")), tokenizer) == []


def test_each_two_neighbouring_sentences_stand_in_one_window(tokenizer: Tokenizer) -> None:
    whole = article(120)
    found = windows.split(whole, tokenizer)
    assert len(found) > 2
    spans = [window.sentences for window in found]
    for first in range(len(whole.sentences) - 1):
        assert any(a <= first and first + 1 <= b for a, b in spans)
    assert all(len(window.ids) <= windows.LIMIT for window in found)


def test_a_sentence_longer_than_a_window_is_cut(tokenizer: Tokenizer) -> None:
    endless = clean(Article(id="a", text="kata " * 2000))
    found = windows.split(endless, tokenizer)
    assert all(len(window.ids) <= windows.LIMIT for window in found)


def test_a_span_is_found_at_the_pieces_that_cover_it(tokenizer: Tokenizer) -> None:
    whole = article(2)
    window = windows.split(whole, tokenizer)[0]
    start = whole.text.index("Kota Satu")
    where = window.locate(Span(start, start + 9))
    assert where is not None
    pieces = window.pieces[where[0] - 1 : where[1] - 1]
    assert whole.text[pieces[0].span.start : pieces[-1].span.stop].startswith("Kota Satu")


def test_offsets_of_pieces_are_those_of_the_article(tokenizer: Tokenizer) -> None:
    samples: Path = folder("data") / "samples" / "articles.jsonl"
    for line in samples.read_text("utf-8").splitlines():
        row = json.loads(line)
        whole = clean(Article(id=row["id"], text=f"{row['title']}\n{row['body']}", title=row["title"], url=row["url"]))
        for window in windows.split(whole, tokenizer):
            assert all(whole.sentences[piece.sentence].contains(piece.span) for piece in window.pieces)
