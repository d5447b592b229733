"""A database with a few statements, and the command line run on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import main, settings
from kg.store import Store
from tests import fakes

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Kg = Callable[..., Ran]


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kg:
    """Runs `kg` in an empty folder, with the fake reader; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    monkeypatch.setattr("kg.cli._end_at_once", lambda: None)  # would end the tests with the command
    monkeypatch.setattr(settings, "user_file", lambda: tmp_path / "home" / "kg.toml")
    for stage in (pipeline.ingest, pipeline.reread, pipeline.readings):
        monkeypatch.setitem(stage.__kwdefaults__, "load", fakes.load)  # type: ignore[arg-type]

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def filled(kg: Kg, tmp_path: Path) -> Path:
    """The database kg.db in the current folder, with three articles."""
    bodies = (
        "Sari meminta KPU membuka data.",
        "Sari tidak meminta KPU menunda rapat.",
        "Sari akan meminta Bawaslu bertindak. \x1b[31m[bold]merah[/bold]",
    )
    with Store.open(tmp_path / "kg.db") as store:
        for number, body in enumerate(bodies, 1):
            one = fakes.article(body, url=f"https://kabar.test/{number}")
            store.put(one, fakes.FakeReader().read(one), fakes.FakeReader.version)
    return tmp_path / "kg.db"


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """`kg` as a process of its own."""
    command = [sys.executable, "-m", "kg.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **options)  # type: ignore[call-overload,no-any-return]
