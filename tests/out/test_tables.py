"""Tables: CSV, Excel, Parquet, events and dyads, each read back by a reader of that format."""

from __future__ import annotations

import csv as reader
import io
import zipfile
from dataclasses import replace

import pytest

from kg.model import GraphView
from kg.out import EXPORTERS, xlsx
from kg.out.csv import COLUMNS, rows
from kg.out.words import printable
from tests.views import HOSTILE, hostile, scene

openpyxl = pytest.importorskip("openpyxl", reason="reads Excel files; a development dependency")


def written(name: str, view: GraphView) -> io.BytesIO:
    out = io.BytesIO()
    EXPORTERS[name].write(view, out)
    out.seek(0)
    return out


def table(name: str, view: GraphView) -> list[dict[str, str]]:
    return list(reader.DictReader(io.StringIO(written(name, view).read().decode(), newline="")))


def test_excel_gives_back_every_cell_with_its_type() -> None:
    sheet = openpyxl.load_workbook(written("xlsx", scene())).active
    got = list(sheet.iter_rows(values_only=True))
    assert list(got[0]) == list(COLUMNS)
    assert [tuple(row) for row in got[1:]] == list(rows(scene()))
    assert sheet.freeze_panes == "A2"


def test_excel_gives_back_hostile_text_and_runs_none_of_it() -> None:
    sheet = openpyxl.load_workbook(written("xlsx", hostile())).active
    quotes = sheet["P"][1:]
    assert {cell.value for cell in quotes} == {printable(text) for text in HOSTILE}
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


def test_a_cell_that_excel_would_decode_or_not_hold_is_escaped_or_cut() -> None:
    view = scene()
    names = ("_x0041_ bukan huruf", "A" * 100_000)
    actors = (replace(view.actors[0], name=names[0]), replace(view.actors[1], name=names[1]), *view.actors[2:])
    content = zipfile.ZipFile(written("xlsx", replace(view, actors=actors))).read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_ bukan huruf" in content
    assert "A" * xlsx.LONGEST in content
    assert "A" * (xlsx.LONGEST + 1) not in content


def test_rows_beyond_a_sheet_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 4)
    book = openpyxl.load_workbook(written("xlsx", scene()))
    assert [sheet.max_row for sheet in book] == [4, 4, 2]
    assert [cell for sheet in book for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True) for cell in row] == [
        row[0] for row in rows(scene())
    ]


def test_a_workbook_says_no_time() -> None:
    assert {entry.date_time for entry in zipfile.ZipFile(written("xlsx", scene())).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_parquet_gives_back_every_cell() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet")
    for view in (scene(), hostile()):
        got = parquet.read_table(written("parquet", view))
        assert got.column_names == list(COLUMNS)
        expected = [tuple(printable(cell) if isinstance(cell, str) else cell for cell in row) for row in rows(view)]
        assert list(zip(*got.to_pydict().values(), strict=True)) == expected


def test_an_event_is_a_claim_with_a_class_of_plover() -> None:
    events = table("events", scene())
    assert sorted((event["event_type"], event["relation"], event["polarity"], event["modality"]) for event in events) == [
        ("CONSULT", "meets", "affirmed", "possible"),
        ("COOPERATE", "coordinates_with", "affirmed", "actual"),
        ("COOPERATE", "coordinates_with", "negated", "actual"),
        ("REQUEST", "requests_action_from", "affirmed", "actual"),
    ]
    (denial,) = (event for event in events if event["polarity"] == "negated")
    assert (denial["speaker"], denial["asserted"], denial["source_kind"]) == ("Budi Santoso", "false", "party")


def test_dyads_count_claims_and_articles_by_month() -> None:
    dyads = table("dyads", scene())
    (asked,) = (row for row in dyads if row["event_type"] == "REQUEST")
    assert (asked["month"], asked["events"], asked["articles"], asked["attributed"]) == ("2024-02", "1", "2", "no")
    assert sum(int(row["events"]) for row in dyads) == len(table("events", scene()))


@pytest.mark.parametrize("name", ["events", "dyads"])
def test_no_cell_of_a_table_is_a_formula(name: str) -> None:
    found = table(name, hostile())
    assert found
    assert not [cell for row in found for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {row["source"].removeprefix("'") for row in found} == {printable(text) for text in HOSTILE}
