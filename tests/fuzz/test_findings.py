"""What fuzzing starts from and what it found: bytes for which a promise was broken once hold it for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import SEEDS, TARGETS

FINDINGS = sorted(path for path in (Path(__file__).parent / "findings").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_mended(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_holds_for_what_it_starts_from(target: str) -> None:
    for seed in (*SEEDS.get(target, ()), b"", b"\0", b"\xff\xfe"):
        TARGETS[target](seed)
