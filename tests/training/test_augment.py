from __future__ import annotations

import random

from kg.clean import clean
from kg.model import Article
from training.augment import Renamer, cropped

MEETING = "Sari Wulandari menemui Ketua KPU Budi Santoso."
TEXT = f"Sari Temui KPU\n{MEETING} Sari meminta data dibuka. Tim Sari-Budi hadir."
ARTICLE = clean(Article(id="a", text=TEXT, title="Sari Temui KPU"))
ANNOTATION = {
    "actors": [
        {"key": "sari", "name": "Sari Wulandari", "type": "person", "mentions": ["Sari Wulandari", "Sari"]},
        {"key": "budi", "name": "Budi Santoso", "type": "person", "mentions": ["Budi Santoso", "Budi"]},
        {"key": "kpu", "name": "KPU", "type": "institution", "mentions": ["KPU"]},
    ],
    "statements": [{"subject": "sari", "relation": "meets", "object": "budi", "evidence": MEETING}],
}
DONOR = {"actors": [{"key": "d", "name": "Rangga Kusuma", "type": "person", "mentions": ["Rangga Kusuma"]}], "statements": []}


def test_persons_get_other_names_in_text_and_annotation_alike() -> None:
    article, annotation = Renamer([DONOR])(ARTICLE, ANNOTATION, random.Random(1))
    assert "Sari" not in article.text
    assert "Wulandari" not in article.text
    assert annotation["actors"][0]["mentions"] == ["Rangga Kusuma", "Rangga"]
    assert annotation["actors"][2]["mentions"] == ["KPU"]
    assert annotation["statements"][0]["evidence"] in article.text
    assert all(string in article.text for actor in annotation["actors"] for string in actor["mentions"])


def test_keys_and_titles_stay() -> None:
    article, annotation = Renamer([DONOR])(ARTICLE, ANNOTATION, random.Random(1))
    assert [actor["key"] for actor in annotation["actors"]] == ["sari", "budi", "kpu"]
    assert "Ketua KPU" in article.text


def test_a_cut_article_keeps_its_text_and_some_neighbouring_sentences() -> None:
    cut = cropped(ARTICLE, random.Random(3), most=2)
    assert cut.text == ARTICLE.text
    first = ARTICLE.sentences.index(cut.sentences[0])
    assert cut.sentences == ARTICLE.sentences[first : first + len(cut.sentences)]
    assert 1 <= len(cut.sentences) <= 2
