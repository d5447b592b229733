from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.store import Store
from tests.cli.conftest import Kg

TAIL = "Ini sebuah berita tentang pemilihan umum yang akan datang di daerah itu."


def news(path: Path, *bodies: str) -> None:
    records = ({"title": "Berita", "isi": f"{body} {TAIL}", "url": f"https://kabar.test/{n}"} for n, body in enumerate(bodies))
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")


def test_ingest_says_what_became_of_the_articles(kg: Kg, tmp_path: Path) -> None:
    news(tmp_path / "a.jsonl", "Sari meminta KPU bertindak.", "MELEDAK", "Budi meminta Bawaslu bertindak.")
    ran = kg("ingest", "a.jsonl", "--map", "body=isi")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "https://kabar.test/1: could not be read: RuntimeError: the reader cannot read this",
        "3 read: 2 new, 0 unchanged, 0 updated, 1 failed",
        "4 actors and 2 statements in the new and updated ones",
        "kg.db: 2 articles, 4 actors, 2 statements",
        "Next: kg view -o graph.html",
    ]
    before = kg("dump").out
    news(tmp_path / "a.jsonl", "Sari meminta KPU bertindak.", "Budi meminta KPU bertindak.")
    ran = kg("ingest", "a.jsonl", "--map", "body=isi", "--jobs", "1")
    assert ran.code == 0
    assert "2 read: 1 new, 1 unchanged, 0 updated, 0 failed" in ran.err
    assert kg("ingest", "a.jsonl", "--map", "body=isi", "--quiet").err == ""
    assert kg("dump").out != before


def test_ingest_needs_a_field_and_a_column(kg: Kg) -> None:
    assert kg("ingest", "x", "--map", "body").err == "kg: --map body: must be FIELD=COLUMN, as in --map body=isi\n"


def test_extract_prints_the_gold_format_and_stores_nothing(kg: Kg, tmp_path: Path) -> None:
    news(tmp_path / "a.jsonl", "Sari meminta KPU bertindak.")
    ran = kg("extract", "a.jsonl", "--map", "body=isi", "--format", "gold")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert [actor["mentions"] for actor in found["actors"]] == [["Sari"], ["KPU"]]
    [statement] = found["statements"]
    assert statement["evidence"] in f"Berita\nSari meminta KPU bertindak. {TAIL}"
    expected = {"subject", "relation", "object", "polarity", "modality", "speaker", "role", "evidence", "confidence"}
    assert set(statement) == expected
    assert not (tmp_path / "kg.db").exists()


def test_forget_takes_an_article_out_of_everything(kg: Kg, filled: Path) -> None:
    cache = filled.with_suffix(".cache")
    cache.mkdir()
    (cache / "graph-0.kgl").write_text("Sari meminta KPU")
    ran = kg("forget", "https://kabar.test/1")
    assert ran.code == 0
    assert ran.err.startswith("forgotten: ")
    assert "membuka data" not in kg("dump").out
    assert list(cache.iterdir()) == []
    again = kg("forget", "https://kabar.test/1")
    assert (again.code, again.err) == (1, "kg: https://kabar.test/1: no article with this URL or id in kg.db\n")


def test_stats_count(kg: Kg, filled: Path) -> None:
    rows = {(row["what"], row["name"]): row["count"] for row in json.loads(kg("stats", "--format", "json").out)}
    assert rows["total", "articles"] == 3
    assert rows["relation", "requests_action_from"] == 3
    assert rows["reader", "fake-1"] == 3
    assert rows["total", "bytes an article"] > 0
    assert "requests_action_from" in kg("stats").out


def test_dump_is_the_same_each_time(kg: Kg, filled: Path) -> None:
    assert kg("dump").out == kg("dump").out


def test_reread_says_what_it_did(kg: Kg, filled: Path) -> None:
    assert "0 read" in kg("reread").err
    with Store.open(filled) as store:
        one = next(store.readings())
        store.put(one.article, one.extraction, "older")
    assert "1 read: 0 new, 0 unchanged, 1 updated, 0 failed" in kg("reread").err


class TestWhy:
    def test_shows_both_what_is_said_and_what_is_denied_with_its_words_marked(self, kg: Kg, filled: Path) -> None:
        ran = kg("why", "sari", "kpu")
        assert ran.code == 0
        assert "Sari — requests action from → Komisi Pemilihan Umum" in ran.out
        assert "Sari — NOT requests action from → Komisi Pemilihan Umum" in ran.out
        assert '"Berita Sari «meminta» KPU membuka data."' in ran.out
        assert "2024-02-19 · kabar.test" in ran.out
        assert ran.err == "2 statements between Sari and Komisi Pemilihan Umum\n"

    def test_finds_them_from_either_side(self, kg: Kg, filled: Path) -> None:
        assert kg("why", "KPU", "Sari").out == kg("why", "Sari", "KPU").out

    def test_gives_json_to_programs(self, kg: Kg, filled: Path) -> None:
        for row in json.loads(kg("why", "Sari", "KPU", "--format", "json").out):
            start, stop = row["trigger"]
            assert row["quote"][start:stop] == "meminta"
            assert row["speaker"] is None

    def test_says_how_many_are_left_out(self, kg: Kg, filled: Path) -> None:
        ran = kg("why", "Sari", "KPU", "--min-confidence", "0.95")
        assert ran.out == ""
        assert "2 more below the publishable point are left out (--all shows them)" in ran.err

    def test_lists_the_actors_that_a_name_may_mean(self, kg: Kg, filled: Path) -> None:
        ran = kg("why", "a", "KPU")
        assert ran.code == 2
        assert "Sari (" in ran.err
        assert "Badan Pengawas Pemilu (" in ran.err

    def test_takes_a_part_of_a_name(self, kg: Kg, filled: Path) -> None:
        assert kg("why", "bawas", "sar").code == 0

    def test_says_which_name_nobody_has(self, kg: Kg, filled: Path) -> None:
        ran = kg("why", "Nobody", "KPU")
        assert (ran.code, ran.err) == (2, "kg: no actor named 'Nobody'; kg actors lists them\n")

    def test_lets_no_article_steer_the_terminal(self, kg: Kg, filled: Path) -> None:
        ran = kg("why", "Sari", "Bawaslu")
        assert "[bold]merah[/bold]" in ran.out  # not taken for markup
        assert "\x1b" not in ran.out


def test_actors_are_listed_with_those_in_most_claims_first(kg: Kg, filled: Path) -> None:
    rows = json.loads(kg("actors", "--format", "json").out)
    assert rows[0]["name"] == "Sari"
    assert rows[0]["claims"] == 3
    assert [row["name"] for row in json.loads(kg("actors", "bawas", "--format", "json").out)] == ["Badan Pengawas Pemilu"]
    assert kg("actors", "--format", "csv").out.splitlines()[0] == "name,kind,claims,id,aliases"
    assert json.loads(kg("actors", "--format", "jsonl").out.splitlines()[0])["name"] == "Sari"


class TestSample:
    def test_draws_the_same_sheet_each_time(self, kg: Kg, filled: Path) -> None:
        sheet = kg("sample", "2").out
        assert sheet == kg("sample", "2").out
        rows = list(csv.DictReader(io.StringIO(sheet)))
        assert len(rows) == 2
        assert list(rows[0])[-2:] == ["right", "why"]
        assert len(list(csv.DictReader(io.StringIO(kg("sample", "99").out)))) == 3

    def test_scores_what_was_judged(self, kg: Kg, filled: Path, tmp_path: Path) -> None:
        rows = list(csv.DictReader(io.StringIO(kg("sample", "3").out)))
        for row, verdict in zip(rows, ("y", "N", ""), strict=True):
            row["right"] = verdict
        with (tmp_path / "sheet.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        everything, relation = json.loads(kg("sample", "--score", "sheet.csv", "--format", "json").out)
        assert everything | {"relation": None} == relation | {"relation": None}
        assert (everything["judged"], everything["right"], everything["precision"]) == (2, 1, "0.500")
        assert (everything["low"], everything["high"]) == ("0.095", "0.905")  # Wilson, as tables have it

    def test_says_where_a_judgement_is_none(self, kg: Kg, tmp_path: Path) -> None:
        (tmp_path / "sheet.csv").write_text("relation,right\nmeets,y\nmeets,perhaps\n")
        ran = kg("sample", "--score", "sheet.csv")
        assert (ran.code, ran.err) == (1, "kg: sheet.csv, row 3: right must be y or n, not 'perhaps'\n")
        (tmp_path / "sheet.csv").write_text("a,b\n1,2\n")
        assert "no column 'right'" in kg("sample", "--score", "sheet.csv").err
        assert kg("sample", "--score", "absent.csv").code == 1

    def test_wants_either_a_number_or_a_sheet(self, kg: Kg) -> None:
        assert kg("sample").code == 2
        assert kg("sample", "3", "--relation", "nonsense").code == 2


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_a_table_in_a_pipe_is_neither_cut_nor_coloured(kg: Kg, filled: Path, format: str) -> None:
    ran = kg("stats", "--format", format)
    assert "\x1b" not in ran.out
    assert "…" not in ran.out
