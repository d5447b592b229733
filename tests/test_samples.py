from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.link.names import Family, family
from kg.model import Kind, Modality, Polarity
from kg.schema import relations

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
SETS = {"articles.jsonl": "gold.jsonl", "correction.jsonl": "correction.gold.jsonl"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text("utf-8").splitlines()]


PAIRS = [
    pytest.param(article, gold, id=f"{texts}-{gold['id']}")
    for texts, golds in SETS.items()
    for article, gold in zip(rows(texts), rows(golds), strict=True)
]


@pytest.mark.parametrize(("article", "gold"), PAIRS)
def test_every_mention_and_quote_stands_in_the_article(article: dict[str, Any], gold: dict[str, Any]) -> None:
    text = f"{article['title']}\n{article['body']}"
    assert article["id"] == gold["id"]
    assert all(mention in text for actor in gold["actors"] for mention in actor["mentions"])
    assert all(statement["evidence"] in text for statement in gold["statements"])


@pytest.mark.parametrize(("article", "gold"), PAIRS)
def test_every_statement_joins_actors_of_kinds_that_its_relation_admits(article: dict[str, Any], gold: dict[str, Any]) -> None:
    kinds = {actor["key"]: Kind(actor["type"]) for actor in gold["actors"]}
    assert len(kinds) == len(gold["actors"])
    for statement in gold["statements"]:
        relation = relations()[statement["relation"]]
        assert relation.admits(kinds[statement["subject"]], kinds[statement["object"]]), statement
        assert statement["speaker"] is None or statement["speaker"] in kinds
        assert statement["role"] is None or relation.structural
        Polarity(statement["polarity"]), Modality(statement["modality"])


@pytest.mark.parametrize(("article", "gold"), PAIRS)
def test_no_statement_is_given_twice(article: dict[str, Any], gold: dict[str, Any]) -> None:
    given = [
        tuple(statement[name] for name in ("subject", "relation", "object", "polarity", "modality"))
        for statement in gold["statements"]
    ]
    assert len(given) == len(set(given))


def test_twelve_articles_show_what_the_reader_must_cope_with() -> None:
    articles, gold = rows("articles.jsonl"), rows("gold.jsonl")
    statements = [statement for row in gold for statement in row["statements"]]
    bodies = [article["body"] for article in articles]
    assert len(articles) == 12
    assert len({article["publisher"] for article in articles}) >= 4
    assert len({article["date"] for article in articles}) >= 8
    assert any("Baca Juga" in body for body in bodies)
    assert any("timnya" in body for body in bodies)
    assert {statement["polarity"] for statement in statements} == set(Polarity)
    assert {statement["modality"] for statement in statements} == set(Modality)
    assert any(statement["speaker"] for statement in statements)
    assert {family(Kind(actor["type"])) for row in gold for actor in row["actors"]} == set(Family)
    assert len({statement["relation"] for statement in statements}) >= 20


def test_the_correction_has_the_url_of_an_article_and_another_text() -> None:
    (corrected,) = rows("correction.jsonl")
    (first,) = [article for article in rows("articles.jsonl") if article["url"] == corrected["url"]]
    assert first["body"] != corrected["body"]
