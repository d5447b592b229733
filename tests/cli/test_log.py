from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.store import Store
from tests import fakes
from tests.cli.conftest import Kg


@pytest.fixture
def corrected(filled: Path) -> Path:
    """The database in which the first article came again with another text."""
    one = fakes.article("Budi meminta KPU membuka data.", url="https://kabar.test/1")
    with Store.open(filled) as store:
        store.put(one, fakes.FakeReader().read(one), fakes.FakeReader.version)
    return filled


@pytest.mark.usefixtures("corrected")
def test_the_log_lists_what_came_changed_and_went(kg: Kg) -> None:
    kg("forget", "https://kabar.test/2")
    ran = kg("log", "--format", "json")
    rows = json.loads(ran.out)
    assert [row["event"] for row in rows] == ["new", "new", "new", "corrected", "forgotten"]
    assert rows[3]["lost"] == ["Sari — requests_action_from → KPU"]
    assert (rows[1]["title"], rows[1]["url"], rows[2]["url"]) == ("", "", "https://kabar.test/3")
    assert "5 of 5 lines" in ran.err


@pytest.mark.usefixtures("corrected")
def test_the_log_can_be_cut_to_one_event_and_to_the_last_lines(kg: Kg) -> None:
    assert len(json.loads(kg("log", "--event", "corrected", "--format", "json").out)) == 1
    ran = kg("log", "--limit", "2", "--format", "jsonl")
    assert [json.loads(line)["event"] for line in ran.out.splitlines()] == ["new", "corrected"]
    assert "2 of 4 lines (--limit 0 shows all)" in ran.err
    assert len(kg("log", "--limit", "0", "--format", "jsonl").out.splitlines()) == 4


@pytest.mark.usefixtures("corrected")
def test_names_that_must_not_appear_are_not_in_the_log(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "suppress.csv").write_text("name\nSari\n", "utf-8")
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    assert "Sari" not in kg("log").out
