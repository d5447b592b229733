"""What every format promises."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import GraphView
from kg.out import EXPORTERS
from kg.out.words import printable
from tests.views import HOSTILE, hostile, scene

BINARY = (".parquet", ".xlsx", ".zip")


def written(name: str, view: GraphView) -> bytes:
    out = io.BytesIO()
    EXPORTERS[name].write(view, out)
    return out.getvalue()


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_view_gives_the_same_bytes_whatever_the_hash_seed(name: str) -> None:
    program = f"import sys, kg.out, tests.views as v; kg.out.EXPORTERS[{name!r}].write(v.scene(), sys.stdout.buffer)"
    root = str(Path(__file__).parents[2])
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONPATH": root, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout == written(name, scene())


@pytest.mark.parametrize("name", EXPORTERS)
def test_hostile_text_can_be_written_and_an_empty_view_too(name: str) -> None:
    assert written(name, hostile())
    assert written(name, GraphView((), (), ())) is not None


@pytest.mark.parametrize("name", [name for name in EXPORTERS if EXPORTERS[name].suffix not in BINARY])
def test_hostile_text_is_valid_utf8(name: str) -> None:
    assert written(name, hostile()).decode("utf-8")


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name != "html"])
def test_a_name_of_a_megabyte_is_written_and_not_cut_but_where_the_format_cuts(name: str) -> None:
    view = scene()
    long = "N" * 1_000_000
    content = written(name, replace(view, actors=tuple(replace(actor, name=long) for actor in view.actors)))
    assert name in {"parquet", "xlsx", "neo4j-csv", "ftm"} or long.encode() in content


def test_csv_has_a_row_for_each_statement() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", scene()).decode(), newline="")))
    assert len(rows) == 7
    denial = next(row for row in rows if row["polarity"] == "negated")
    assert denial["sentence"] == "Menurut Budi Santoso, Partai Contoh tidak berkoordinasi dengan Tim Maju."
    assert (denial["quote"], denial["outlet"], denial["confidence"]) == (
        "Budi menegaskan partainya tidak berkoordinasi dengan Tim Maju.", "Kabar Contoh", "0.95")  # fmt: skip


def test_no_csv_cell_is_a_formula_and_the_rest_reads_back_equal() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", hostile()).decode(), newline="")))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["quote"].removeprefix("'") for row in rows} == {printable(text) for text in HOSTILE}


def test_json_lines_give_back_every_value() -> None:
    records = [json.loads(line) for line in written("jsonl", hostile()).splitlines()]
    assert {record["name"] for record in records if record["type"] == "actor"} == set(HOSTILE)
    assert {record["support"][0]["quote"] for record in records if record["type"] == "claim"} == set(HOSTILE)
    assert [record["type"] for record in records] == sorted(record["type"] for record in records)


def test_articles_nest_actors_statements_and_evidence() -> None:
    articles = [json.loads(line) for line in written("articles", scene()).splitlines()]
    assert [article["id"] for article in articles] == ["a1", "a2", "a3"]
    assert sum(len(article["statements"]) for article in articles) == 7
    denial = next(one for article in articles for one in article["statements"] if one["polarity"] == "negated")
    assert (denial["speaker"], denial["asserted"], denial["evidence"]["span"]) == (
        "budi-santoso",
        False,
        {"start": 10, "stop": 72},
    )
    for article in articles:
        named = {one[side] for one in article["statements"] for side in ("subject", "object", "speaker")} - {None}
        assert {actor["id"] for actor in article["actors"]} == named
    quotes = {
        one["evidence"]["quote"] for line in written("articles", hostile()).splitlines() for one in json.loads(line)["statements"]
    }
    assert quotes == set(HOSTILE)


def test_graphml_reads_back_with_every_claim_as_an_edge() -> None:
    import networkx

    graph = networkx.read_graphml(io.BytesIO(written("graphml", scene())), force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (5, 6)
    labels = sorted(data["label"] for *_, data in graph.edges(data=True))
    assert labels == ["coordinates_with", "meets", "nominates", "not_coordinates_with", "requests_action_from", "speaks_for"]
    names = networkx.get_node_attributes(networkx.read_graphml(io.BytesIO(written("graphml", hostile()))), "label")
    assert set(names.values()) == {printable(text) for text in HOSTILE}
