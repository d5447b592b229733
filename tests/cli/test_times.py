"""Options about time: what was known by a day, what happened between two, and what nobody can date."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Article
from kg.store import Store
from tests import fakes
from tests.cli.conftest import Kg, Ran

READER = fakes.FakeReader()
SAID = (
    ("Sari meminta KPU membuka data.", "2024-02-10"),
    ("Sari meminta KPU membuka data lagi.", "2024-02-20"),
    ("Budi meminta KPU menunda rapat.", "2024-02-20"),
    ("Budi tidak meminta Bawaslu bertindak.", "2024-03"),
    ("Wati meminta Bawaslu bertindak.", None),
)


def put(store: Store, body: str, published: str | None, number: int) -> None:
    one: Article = replace(fakes.article(body, url=f"https://kabar.test/{number}"), published=published)
    store.put(one, READER.read(one), READER.version)


@pytest.fixture(autouse=True)
def dated(kg: Kg, tmp_path: Path) -> Path:
    """The database kg.db in the current folder: four articles with a date, one of them of a month, and one without."""
    with Store.open(tmp_path / "kg.db") as store:
        for number, (body, published) in enumerate(SAID, 1):
            put(store, body, published, number)
    return tmp_path / "kg.db"


def short(name: str) -> str:
    return {"Komisi Pemilihan Umum": "KPU", "Badan Pengawas Pemilu": "Bawaslu"}.get(name, name)


def pairs(ran: Ran) -> list[str]:
    assert ran.code == 0, ran.err
    return sorted(
        f"{short(row['subject'])}-{short(row['object'])}:{row['articles']}" for row in csv.DictReader(ran.out.splitlines())
    )


def exported(kg: Kg, *options: str) -> Ran:
    return kg("export", "csv", "--all", "-o", "-", *options)


def test_as_of_shows_what_articles_had_said_by_then(kg: Kg) -> None:
    assert pairs(exported(kg, "--as-of", "2024-02-09")) == []
    assert pairs(exported(kg, "--as-of", "2024-02-10")) == ["Sari-KPU:1"]
    assert pairs(exported(kg, "--as-of", "2024-02")) == ["Budi-KPU:1", "Sari-KPU:2", "Sari-KPU:2"]
    assert pairs(exported(kg, "--as-of", "2024-03-15")) == ["Budi-KPU:1", "Sari-KPU:2", "Sari-KPU:2"]  # March is not over
    assert len(pairs(exported(kg, "--as-of", "2024-03-31"))) == 3  # and it is never guessed that it is
    assert len(pairs(exported(kg, "--as-of", "2024-03"))) == 4


@pytest.mark.parametrize("options", [("--as-of", "2025"), ("--since", "2024"), ("--until", "2025")])
def test_an_article_without_a_date_is_left_out_and_counted_unless_it_is_asked_for(kg: Kg, options: tuple[str, ...]) -> None:
    ran = exported(kg, *options)
    assert "Wati" not in ran.out
    assert "1 of 5 articles have no date and are left out (--undated keeps them)" in ran.err
    ran = exported(kg, *options, "--undated")
    assert "Wati" in ran.out
    assert "no date" not in ran.err
    assert "Wati" in exported(kg).out


def test_queries_know_what_was_known_by_then(kg: Kg) -> None:
    question = "MATCH (a)-[r:REQUESTS_ACTION_FROM]->(b) RETURN a.name AS a, r.articles AS n ORDER BY a"
    then = kg("query", question, "--all", "--as-of", "2024-02-15", "--format", "jsonl")
    assert [json.loads(line) for line in then.out.splitlines()] == [{"a": "Sari", "n": 1}]
    assert "1 of 5 articles have no date" in then.err
    now = kg("query", question, "--all", "--format", "jsonl")  # another snapshot
    assert [json.loads(line)["n"] for line in now.out.splitlines()] == [1, 2, 1]
    assert kg("query", question, "--neo4j", "--as-of", "2024").code == 2


def test_the_page_why_and_show_take_the_same_options(kg: Kg, tmp_path: Path) -> None:
    assert "1 articles in" in kg("view", "--all", "--as-of", "2024-02-15", "-o", "page.html").err
    assert "Budi" not in (tmp_path / "page.html").read_text("utf-8")
    assert "1 statements between" in kg("why", "Sari", "KPU", "--all", "--as-of", "2024-02-15").err
    shown = json.loads(kg("show", "KPU", "--all", "--as-of", "2024-02-15", "--format", "json").out)
    assert [article["published"] for article in shown["articles"]] == ["2024-02-10"]
    assert shown["statements"] == {"→ requests_action_from": 1}


@pytest.mark.parametrize("options", [("--as-of", "kemarin"), ("--since", "2024-2-1"), ("--undated",)])
def test_what_is_no_date_is_said_in_one_line(kg: Kg, options: tuple[str, ...]) -> None:
    ran = exported(kg, *options)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def changes(ran: Ran) -> list[str]:
    assert ran.code == 0, ran.err
    rows = map(json.loads, ran.out.splitlines())
    return [f"{row['change']} {row['date']} {short(row['subject'])}-{short(row['object'])}" for row in rows]


def test_a_diff_tells_what_was_claimed_and_denied_between_two_days(kg: Kg) -> None:
    ran = kg("diff", "2024-02-15", "2024-03", "--all", "--format", "jsonl")
    assert changes(ran) == ["claimed 2024-02-20 Budi-KPU", "denied 2024-03 Budi-Bawaslu"]
    assert "1 articles have no date, and so no part in this" in ran.err
    assert "1 claimed, 1 denied, 0 dropped between 2024-02-15 and 2024-03" in ran.err
    assert changes(kg("diff", "2024-02-15", "2024-03", "--all", "--actor", "Bawaslu", "--format", "jsonl")) == [
        "denied 2024-03 Budi-Bawaslu"
    ]
    assert kg("diff", "2024-03", "2024-02").code == 2


def test_a_diff_tells_what_a_correction_dropped_unless_somebody_still_says_it(kg: Kg, dated: Path) -> None:
    with Store.open(dated) as store:
        put(store, "Wati meminta KPU membuka data.", "2024-02-10", 1)  # the second article still says what it said
        put(store, "Rapat KPU ditunda.", "2024-02-20", 3)
    with closing(sqlite3.connect(dated)) as connection, connection:
        connection.execute("UPDATE log SET at = '2024-02-25T10:00:00Z'")
    options = ("--all", "--format", "jsonl")
    assert "dropped 2024-02-25 Budi-KPU" in changes(kg("diff", "2024-02-24", "2024-02-25", *options))
    assert len([change for change in changes(kg("diff", "2024-02", "2024-03", *options)) if change.startswith("dropped")]) == 0
    assert changes(kg("diff", "2024-02-24", "2024-02-25", "--actor", "Sari", *options)) == []


def test_why_says_which_date_it_is_and_how_precise(kg: Kg, dated: Path) -> None:
    one = replace(fakes.article("Budi meminta KPU menunda rapat.", url="https://kabar.test/9"), published="2024-02-20")
    read = READER.read(one)
    with Store.open(dated) as store:
        store.put(one, replace(read, statements=(replace(read.statements[0], happened="2024-01"),)), "dated")
    ran = kg("why", "Budi", "KPU", "--all")
    assert "happened 2024-01, published 2024-02-20" in ran.out
    [row] = [row for row in json.loads(kg("why", "Budi", "KPU", "--all", "--format", "json").out) if row["happened"]]
    assert (row["date"], row["happened"], row["published"]) == ("2024-01", "2024-01", "2024-02-20")
