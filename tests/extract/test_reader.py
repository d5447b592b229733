"""The reader with its shipped model: what it promises whatever it was trained on, and the sentences it began with."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg import parallel
from kg.clean import clean
from kg.extract import Reader, load
from kg.model import Article, Extraction, Polarity
from kg.resources import folder
from kg.schema import relations

SAMPLES = folder("data") / "samples" / "articles.jsonl"


@cache
def reader() -> Reader:
    return load("id")


def samples() -> list[Article]:
    rows = map(json.loads, SAMPLES.read_text("utf-8").splitlines())
    return [
        clean(
            Article(
                id=row["id"],
                text=f"{row['title']}\n{row['body']}",
                title=row["title"],
                url=row["url"],
                published=row["date"][:10],
            )
        )
        for row in rows
    ]


def read(article: Article) -> Extraction:
    return reader().read(article)


def test_an_article_reads_the_same_alone_again_and_beside_others_in_two_processes() -> None:
    articles = samples()[:4]
    alone = [load("id").read(article) for article in articles]
    assert [read(article) for article in reversed(articles)] == alone[::-1]
    assert list(parallel.in_order(read, articles, jobs=2)) == alone


def test_every_quote_and_trigger_is_cut_from_the_text_and_every_mention_is_an_alias() -> None:
    for article in samples():
        found = read(article)
        keys = {actor.key for actor in found.actors}
        assert len(keys) == len(found.actors)
        for actor in found.actors:
            assert {article.cut(span) for span in actor.mentions} <= set(actor.aliases)
        for statement in found.statements:
            assert statement.evidence.quote == article.cut(statement.evidence.span)
            assert statement.evidence.trigger is None or statement.evidence.span.contains(statement.evidence.trigger)
            assert {statement.subject, statement.object} <= keys
            assert statement.speaker is None or statement.speaker in keys
            assert 0 <= statement.confidence <= 1


def test_statements_join_kinds_that_their_relation_admits() -> None:
    for article in samples():
        found = read(article)
        kinds = {actor.key: actor.kind for actor in found.actors}
        for s in found.statements:
            assert relations()[s.relation].admits(kinds[s.subject], kinds[s.object])


def test_boilerplate_gives_no_actor_and_no_statement() -> None:
    text = "Sari Wulandari meminta KPU membuka data pemilih.\nBaca Juga: Budi Santoso Dukung Partai Gelora\nKPU belum menjawab."
    found = read(clean(Article(id="a", text=text)))
    assert not any("Budi" in alias or "Gelora" in alias for actor in found.actors for alias in actor.aliases)


@pytest.mark.parametrize("text", ["", "\n", "???", "The committee said nothing of the kind.", "a" * 5000])
def test_texts_that_say_nothing_give_no_statement(text: str) -> None:
    assert read(clean(Article(id="a", text=text))).statements == ()


def test_what_is_read_depends_on_no_other_field_of_the_article() -> None:
    article = samples()[0]
    assert read(replace(article, id="other", source_id="x")) == read(article)


def said_in_the_seed(shared: Path) -> set[tuple[str, str, str, str | None]]:
    text = (shared / "seed" / "infosemarang-2024-02-19.txt").read_text("utf-8")
    found = read(clean(Article(id="seed", text=text)))
    names = {actor.key: actor.name for actor in found.actors}
    return {
        (names[s.subject], s.relation, names[s.object], names[s.speaker] if s.speaker else None)
        for s in found.statements
        if s.polarity is Polarity.AFFIRMED
    }


def test_who_asks_whom_for_action_is_read_in_the_article_that_the_project_began_with(shared: Path) -> None:
    assert ("Anies Baswedan", "requests_action_from", "KPU", None) in said_in_the_seed(shared)


def test_the_cooperation_of_two_teams_is_read_there_too(shared: Path) -> None:
    ends = {"tim Anies Baswedan", "TPN Ganjar Pranowo-Mahfud Md"}
    assert any(
        {subject, object_} == ends and relation == "coordinates_with" and speaker == "Anies Baswedan"
        for subject, relation, object_, speaker in said_in_the_seed(shared)
    )
