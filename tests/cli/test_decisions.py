from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg import pipeline
from kg.model import Article, Extraction, Kind, LocalActor, Span
from kg.store import Store
from tests import fakes
from tests.cli.conftest import Kg

Row = dict[str, str]


def decided(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO((path.parent / "kg.decisions.csv").read_text("utf-8"))))


def named(number: int, body: str, *names: str) -> tuple[Article, Extraction]:
    """An article in which these persons are."""
    one = fakes.article(body, url=f"https://kabar.test/orang/{number}")
    found = [(name, one.text.index(name)) for name in names]
    spans = [(name, Span(start, start + len(name))) for name, start in found]
    return one, Extraction(tuple(LocalActor(name, name, Kind.PERSON, (span,), (name,)) for name, span in spans))


@pytest.fixture
def people(kg: Kg, tmp_path: Path) -> Path:
    """A database with somebody under three names."""
    with Store.open(tmp_path / "kg.db") as store:
        for number, (body, name) in enumerate(
            [
                ("Wati Lestari membuka rapat.", "Wati Lestari"),
                ("Wati Ayu Lestari menutup rapat.", "Wati Ayu Lestari"),
                ("Wati Lestari pulang.", "Wati Lestari"),
                ("Tuti Rahma datang.", "Tuti Rahma"),
            ]
        ):
            article, extraction = named(number, body, name)
            store.put(article, extraction, "fake-1")
    return tmp_path / "kg.db"


def ids(kg: Kg) -> set[str]:
    return {row["id"] for row in json.loads(kg("actors", "--format", "json").out)}


def statement(kg: Kg, index: int = 0) -> Row:
    rows: list[Row] = json.loads(kg("why", "Sari", "KPU", "--format", "json", "--all").out)
    return rows[index]


def test_merge_makes_two_one_and_deleting_the_line_undoes_it(kg: Kg, people: Path) -> None:
    before = ids(kg)
    ran = kg("merge", "Wati Lestari", "Wati Ayu Lestari", "--why", "satu kantor", "--who", "ani", "--when", "2024-02-19")
    assert (ran.code, ran.out) == (0, "")
    assert len(ids(kg)) == len(before) - 1
    [row] = decided(people)
    assert (row["decision"], row["who"], row["when"], row["why"]) == ("same", "ani", "2024-02-19", "satu kantor")
    file = people.with_suffix(".decisions.csv")
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:1]), "utf-8")
    assert ids(kg) == before


def test_merging_what_is_one_already_is_refused(kg: Kg, people: Path) -> None:
    ran = kg("merge", "Wati Lestari", "wati-lestari")
    assert (ran.code, "one actor already" in ran.err) == (2, True)
    assert not people.with_suffix(".decisions.csv").exists()


def test_split_takes_an_article_out_and_undoes_a_merge(kg: Kg, people: Path) -> None:
    assert kg("split", "Wati Lestari", "https://kabar.test/orang/2").code == 0
    assert len(ids(kg)) == 4
    assert kg("merge", "Wati Ayu Lestari", "Tuti Rahma").code == 0
    assert len(ids(kg)) == 3
    assert kg("split", "Tuti Rahma", "Tuti Rahma").code == 0
    assert len(ids(kg)) == 4
    assert [row["decision"] for row in decided(people)] == ["different", "different"]


def test_split_says_what_there_is_to_split(kg: Kg, people: Path) -> None:
    ran = kg("split", "Wati Lestari", "Siti")
    assert ran.code == 2
    assert "  Wati Lestari (2 articles)" in ran.err


def test_a_rejected_statement_is_in_no_output(kg: Kg, filled: Path) -> None:
    one = statement(kg)
    ran = kg("reject", one["statement"][:8], "--why", "salah orang")
    assert ran.code == 0
    assert one["statement"] not in kg("why", "Sari", "KPU", "--format", "json", "--all").out
    for format in ("csv", "jsonl", "graphml", "rdf", "html"):
        assert kg("export", format, "-o", f"out.{format}").code == 0
        assert one["statement"] not in (filled.parent / f"out.{format}").read_text("utf-8")
    rows = kg("query", "MATCH (:Claim)-[e:EVIDENCE]->() RETURN e.statement AS id", "--format", "json").out
    assert one["statement"] not in rows and rows.strip() != "[]"


def test_a_verified_statement_is_marked_everywhere_and_shown_whatever_its_confidence(kg: Kg, filled: Path) -> None:
    one = statement(kg)
    assert kg("verify", one["statement"]).code == 0
    shown = json.loads(kg("why", "Sari", "KPU", "--format", "json", "--min-confidence", "1").out)
    assert [(row["statement"], row["verified"]) for row in shown] == [(one["statement"], True)]
    assert "verified" in kg("why", "Sari", "KPU").out
    alone = kg("query", "MATCH (c:Claim) RETURN c.verified AS v", "--verified", "--format", "json")
    assert json.loads(alone.out) == [{"v": True}]
    assert "2 statements that nobody verified are left out" in kg("actors", "--verified").err


def test_reading_anew_keeps_decisions_and_lists_those_that_match_nothing(kg: Kg, filled: Path) -> None:
    one = statement(kg)
    kg("reject", one["statement"])
    with Store.open(filled) as store:
        list(pipeline.reread(store, load=fakes.load_newer, jobs=1))
    assert one["statement"] not in kg("why", "Sari", "KPU", "--format", "json", "--all").out
    assert kg("review", "--unmatched").out == ""
    kg("forget", one["article"])
    assert kg("review", "--unmatched").out.startswith("rejected: Sari — ")
    assert "1 decisions change nothing" in kg("actors").err


def test_an_unknown_statement_is_a_usage_error(kg: Kg, filled: Path) -> None:
    ran = kg("verify", "zzz")
    assert (ran.code, ran.err) == (2, "kg: no statements have an id that begins with 'zzz'; kg why A B shows ids\n")


@pytest.mark.parametrize("command", [("actors",), ("verify", "a"), ("merge", "Sari", "KPU"), ("review",), ("show", "Sari")])
def test_a_broken_file_of_decisions_is_one_line_and_nothing_is_lost(kg: Kg, filled: Path, command: tuple[str, ...]) -> None:
    file = filled.with_suffix(".decisions.csv")
    kg("reject", statement(kg)["statement"])
    broken = file.read_bytes() + b"mungkin,Sari\n"
    file.write_bytes(broken)
    ran = kg(*command)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("kg: kg.decisions.csv, line 3: 2 cells instead of 16")
    assert file.read_bytes() == broken


def press(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))


def test_pairs_are_decided_by_one_key_each_and_the_rest_waits(kg: Kg, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "kq")
    ran = kg("review")
    assert ran.code == 0
    assert "holds all of “wati lestari”" in ran.err
    assert "Wati Ayu Lestari menutup rapat." in ran.err
    assert not people.with_suffix(".decisions.csv").exists()
    press(monkeypatch, "xs")
    assert "'x' means nothing here" in kg("review", "--who", "ani").err
    assert [(row["decision"], row["who"]) for row in decided(people)] == [("same", "ani")]
    press(monkeypatch, "s")
    assert kg("review").err.endswith("no more pairs\n")
    assert len(decided(people)) == 1


def test_a_sheet_of_pairs_is_filled_in_and_read_back(kg: Kg, people: Path) -> None:
    sheet = people.parent / "sheet.csv"
    sheet.write_text(kg("actors", "--unsure", "--format", "csv").out.replace("\n,Wati", "\nSame,Wati"), "utf-8")
    assert kg("review", "--from", "sheet.csv").err == "1 decisions read from sheet.csv\n"
    assert [row["decision"] for row in decided(people)] == ["same"]
    assert len(json.loads(kg("actors", "--unsure", "--format", "json").out)) == 0


def test_a_wrong_word_in_a_sheet_is_named_with_its_line_and_changes_nothing(kg: Kg, people: Path) -> None:
    sheet = people.parent / "sheet.csv"
    sheet.write_text(kg("actors", "--unsure", "--format", "csv").out.replace("\n,Wati", "\nentah,Wati"), "utf-8")
    ran = kg("review", "--from", "sheet.csv")
    assert (ran.code, "sheet.csv, line 2: decision must be different, same, unsure" in ran.err) == (1, True)
    assert not people.with_suffix(".decisions.csv").exists()


def test_statements_are_reviewed_by_one_key_each(kg: Kg, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "vrfr\ncriticizes\n")
    ran = kg("review", "statements")
    assert ran.code == 0
    assert "«meminta»" in ran.err
    assert sorted(row["decision"] for row in decided(filled)) == ["corrected", "rejected", "verified"]
    assert [row["fix"] for row in decided(filled) if row["fix"]] == ["relation=criticizes"]
    press(monkeypatch, "v")
    assert kg("review", "statements").err.endswith("no more statements\n")


def test_show_gives_names_dates_statements_and_articles(kg: Kg, filled: Path) -> None:
    found = json.loads(kg("show", "Sari", "--format", "json").out)
    assert (found["name"], found["names"], found["first"], found["last"]) == ("Sari", {"Sari": 3}, "2024-02-19", "2024-02-19")
    assert found["statements"] == {"requests_action_from →": 2, "NOT requests_action_from →": 1}
    ran = kg("show", "KPU")
    assert ran.code == 0
    assert "Komisi Pemilihan Umum · institution" in ran.out


def test_show_gives_roles_with_dates_and_sources_and_the_parent_of_a_branch(kg: Kg, tmp_path: Path) -> None:
    body = "Sri Mulyani Indrawati bicara, lalu KPU Kota Semarang."
    one = fakes.article(body, url="https://kabar.test/peran")
    start = one.text.index("Sri")
    sri = LocalActor("sri", "Sri Mulyani Indrawati", Kind.PERSON, (Span(start, start + 21),), ("Sri Mulyani Indrawati",))
    kpu = LocalActor("kpu", "KPU Kota Semarang", Kind.INSTITUTION, (Span(start + 35, start + 52),), ("KPU Kota Semarang",))
    with Store.open(tmp_path / "kg.db") as store:
        store.put(one, Extraction((sri, kpu)), "fake-1")
    roles = json.loads(kg("show", "Sri Mulyani", "--format", "json").out)["roles"]
    assert any("Finance" in role["role"] and role["start"] and role["source"].startswith("actors_merged.csv:") for role in roles)
    sighted = [line for line in kg("show", "Sri Mulyani").out.splitlines() if "[news:" in line]
    assert sighted and all(line.startswith("  in the news ") for line in sighted)  # first and last article, not a term
    assert "branch of Komisi Pemilihan Umum" in kg("show", "KPU Kota Semarang").out


def test_actors_can_be_listed_by_kind(kg: Kg, people: Path) -> None:
    assert kg("actors", "--kind", "party", "--format", "json").out.strip() == "[]"
    assert len(json.loads(kg("actors", "Wati", "--kind", "person", "--format", "json").out)) == 2


def test_a_withheld_name_is_in_no_output(kg: Kg, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = filled.parent / "own"
    own.mkdir()
    (own / "suppress.csv").write_text("name,why\nSari,saksi\n", "utf-8")
    monkeypatch.setenv("KG_DATA", str(own))
    for command in (("actors",), ("actors", "--format", "csv"), ("dump",), ("sample", "3"), ("actors", "--unsure")):
        ran = kg(*command)
        assert ran.code == 0
        assert "sari" not in ran.out.lower()
    assert "[name withheld] meminta KPU membuka data." in kg("why", "[name withheld]", "KPU").out.replace("«", "").replace(
        "»", ""
    )
    assert kg("why", "Sari", "KPU").code == 2
    for format in ("csv", "jsonl", "graphml", "rdf", "html"):
        assert kg("export", format, "-o", f"out.{format}").code == 0
        text = (filled.parent / f"out.{format}").read_text("utf-8").replace("Saringan", "")  # a word of the page
        assert "Sari" not in text and "name withheld" in text
    found = kg("query", "MATCH (a)-[r:REQUESTS_ACTION_FROM]->() RETURN a.name, r.quote", "--format", "json")
    assert "Sari" not in found.out and "name withheld" in found.out


def test_link_prints_an_entity_for_every_actor(kg: Kg, tmp_path: Path) -> None:
    actor = {"key": "j", "name": "Jokowi", "type": "person", "mentions": ["Jokowi"]}
    lines = [
        {"id": "a1", "actors": [actor], "statements": []},
        {"id": "a2", "actors": [actor | {"name": "Joko Widodo", "key": "w"}], "statements": []},
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert kg("link", "x.jsonl").out == "article\tkey\tentity\na1\tj\tQ3318231\na2\tw\tQ3318231\n"
