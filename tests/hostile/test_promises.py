"""Inputs that somebody made to do harm do none; `python -m tests.hostile` tries thousands of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Kg, filled, kg
from tests.hostile.inputs import KINDS, PAYLOADS, hostile
from tests.hostile.promises import Trial

__all__ = ["filled", "kg"]  # fixtures


def test_hostile_inputs_are_read_or_refused_and_stay_text(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra parquet")
    pytest.importorskip("openpyxl", reason="reads Excel files; a development dependency")
    trial = Trial(tmp_path / "trial")
    trial.run(map(hostile, range(5 * len(KINDS))))
    assert trial.broken == []
    assert trial.outcomes["new"] > 50 and trial.outcomes["failed"] > 20


def test_the_same_number_is_always_the_same_input() -> None:
    numbers = [number for number, kind in enumerate(KINDS) if kind not in ("columns", "turned columns")]
    assert list(map(hostile, numbers)) == list(map(hostile, numbers))


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if "\0" not in text][::4])
def test_hostile_arguments_are_text_too(kg: Kg, filled: Path, payload: str) -> None:
    for arguments in (
        ("why", "--db", str(filled), "--", payload, "Sari"),
        ("query", "neighbours", "-p", f"actor={payload}", "--db", str(filled)),
        ("query", "--db", str(filled), "--", payload),
        ("forget", "--db", str(filled), "--", payload),
        ("export", "--db", str(filled), "--", payload),
    ):
        ran = kg(*arguments)
        assert ran.code in (1, 2), arguments
        assert "Traceback" not in ran.err
    assert {path.name for path in filled.parent.iterdir()} <= {"kg.db", "kg.cache", "kg.db-wal", "kg.db-shm"}
