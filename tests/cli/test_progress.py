"""What a terminal shows while articles are read."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest

from kg import read
from kg.cli.progress import bar
from kg.read import Position


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def news(folder: Path, suffix: str) -> Path:
    records = [{"body": f"Sari meminta KPU membuka data ke-{number}. " * 20} for number in range(200)]
    path, content = folder / f"news{suffix}", "\n".join(map(json.dumps, records)).encode()
    path.write_bytes(gzip.compress(content) if suffix.endswith(".gz") else content)
    return path


def test_reading_knows_how_far_it_has_come(tmp_path: Path) -> None:
    paths = [news(tmp_path, ".jsonl"), news(tmp_path, ".jsonl.gz"), tmp_path / "absent.txt"]
    position = Position()
    found = read.articles(paths, position=position)
    assert (position.done, position.total) == (0, sum(path.stat().st_size for path in paths[:2]))
    seen = [position.done for _ in found]
    assert seen == sorted(seen)
    assert 0 < seen[0] < position.total / 2
    assert position.done == position.total


def test_a_terminal_sees_how_many_articles_and_how_long_it_will_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    position = Position()
    assert len(list(bar(read.articles([news(tmp_path, ".jsonl")], position=position), quiet=False, position=position))) == 200
    assert "200 articles" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "still about" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_without_a_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(bar(iter(range(3)), quiet=False)) == [0, 1, 2]
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
