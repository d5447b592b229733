from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import evaluate, gold
from kg.errors import BadInput
from tests.cli.conftest import Kg

RELATIONS = ("meets", "leads", "supports", "runs_with", "member_of", "accuses")
NAMES = ("Sari", "Budi Santoso", "KPU", "Bawaslu", "Partai Satu", "tim Sari", "Wati")


def invented(chance: random.Random, id: int) -> dict[str, Any]:
    """An article annotated at random."""
    names = chance.sample(NAMES, chance.randint(1, 6))
    actors = [
        {
            "key": f"a{n}",
            "name": name,
            "type": chance.choice(("person", "team")),
            "mentions": [name, name.split()[0], f"{name} itu"],
        }
        for n, name in enumerate(names)
    ]
    keys = [str(actor["key"]) for actor in actors]
    statements = [
        {
            "subject": chance.choice(keys),
            "relation": chance.choice(RELATIONS),
            "object": chance.choice(keys),
            "polarity": chance.choice(("affirmed", "affirmed", "negated")),
            "modality": chance.choice(("actual", "planned", "possible")),
            "speaker": chance.choice((None, *keys)),
            "role": None,
            "evidence": " ".join(chance.sample(("satu", "dua", "tiga", "empat", "lima"), 3)),
        }
        for _ in range(chance.randint(0, 8))
    ]
    return {"id": str(id), "actors": actors, "statements": statements}


def write(path: Path, articles: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(map(json.dumps, articles)), "utf-8")
    return path


@pytest.mark.parametrize("seed", range(3))
def test_scores_equal_those_of_the_scorer_of_the_project(shared: Path, tmp_path: Path, seed: int) -> None:
    scorer = shared / "gold" / "score.py"
    if not scorer.is_file():
        pytest.skip("the scorer (../shared/gold/score.py) is not here")
    chance = random.Random(seed)
    expected = write(tmp_path / "gold.jsonl", [invented(chance, id) for id in range(25)])
    found = write(tmp_path / "found.jsonl", [invented(chance, id) for id in range(20)])
    run = subprocess.run(
        [sys.executable, str(scorer), str(expected), str(found), "--json"], capture_output=True, text=True, check=True
    )
    ours = {
        level: {
            "precision": score.count.precision,
            "recall": score.count.recall,
            "f1": score.count.f1,
            "low": score.low,
            "high": score.high,
            "gold": score.count.gold,
            "predicted": score.count.found,
        }
        for level, score in evaluate.score(gold.load(expected), gold.load(found)).items()
    }
    assert ours == json.loads(run.stdout)


def test_a_perfect_reading_scores_one(tmp_path: Path) -> None:
    chance = random.Random(7)
    articles = gold.load(write(tmp_path / "gold.jsonl", [invented(chance, id) for id in range(10)]))
    scores = evaluate.score(articles, articles)
    assert {score.count.f1 for score in scores.values()} == {1.0}
    assert {score.count.f1 for score in evaluate.score(articles, {}).values()} == {0.0}
    assert evaluate.score({}, {})["actor"].count.f1 == 0.0


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"id": "1", "actors": [{"key": "a"}], "statements": []}'])
def test_a_line_that_breaks_the_format_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "gold.jsonl").write_text(f"\n{line}\n")
    with pytest.raises(BadInput, match=r"gold\.jsonl:2: not in the gold format"):
        gold.load(tmp_path / "gold.jsonl")


def test_eval_reads_the_articles_and_prints_every_level(kg: Kg, tmp_path: Path) -> None:
    text = "Sari meminta KPU membuka data. Ini sebuah berita tentang pemilihan umum yang lalu di daerah itu."
    write(tmp_path / "dev.articles.jsonl", [{"id": "x", "title": "Berita", "body": text}])
    statement = {"subject": "s", "relation": "requests_action_from", "object": "k", "evidence": "Sari meminta KPU membuka data."}
    actors = [{"key": "s", "name": "Sari", "type": "institution"}, {"key": "k", "name": "KPU", "type": "institution"}]
    write(tmp_path / "dev.jsonl", [{"id": "x", "actors": actors, "statements": [statement]}])
    ran = kg("eval", "dev.jsonl", "--format", "json")
    assert ran.code == 0
    assert ran.err == "1 articles, 1 of them read\n"
    rows = {row["level"]: row for row in json.loads(ran.out)}
    assert tuple(rows) == evaluate.LEVELS
    assert rows["full"]["f1"] == "1.000"
