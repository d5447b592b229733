from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Kg


def parsed(text: str, format: str) -> list[dict[str, Any]]:
    if format == "csv":
        return list(csv.DictReader(io.StringIO(text)))
    return list(json.loads(text)) if format == "json" else [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_contradictions_are_shown_with_quotes_and_sources(kg: Kg, filled: Path, format: str) -> None:
    ran = kg("contradictions", "--all", "--format", format)
    assert ran.code == 0
    rows = parsed(ran.out, format)
    assert [(row["kind"], row["polarity"], row["url"]) for row in rows] == [
        ("denied", "affirmed", "https://kabar.test/1"),
        ("denied", "negated", "https://kabar.test/2"),
    ]
    assert len({row["contradiction"] for row in rows}) == 1
    assert "Sari tidak meminta KPU" in rows[1]["quote"]
    assert [str(row["independent"]) for row in rows] == ["1", "1"]
    assert "1 things affirmed and denied, 0 said by different speakers" in ran.err


def test_contradictions_of_others_are_left_out(kg: Kg, filled: Path) -> None:
    assert kg("contradictions", "--all", "--actor", "Bawaslu", "--format", "jsonl").out == ""
    assert "Sari tidak meminta" in kg("contradictions", "--all", "--actor", "KPU").out


def test_check_says_what_is_wrong_with_the_database_and_fails(kg: Kg, filled: Path) -> None:
    sound = kg("check")
    assert (sound.code, sound.out) == (0, "")
    assert sound.err == "kg.db: 3 articles, 3 statements, no faults\n"
    with sqlite3.connect(filled) as other:
        other.execute("UPDATE actor SET kind = 'hantu\x1b[31m' WHERE number = 0")
    other.close()
    broken = kg("check")
    assert broken.code == 1
    assert len(broken.out.splitlines()) == 3
    assert "no kind named" in broken.out and "\x1b" not in broken.out
    assert "3 faults" in broken.err


def test_check_of_a_database_that_is_none_is_one_line(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.db").write_bytes(b"surat " * 2000)
    ran = kg("check")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
