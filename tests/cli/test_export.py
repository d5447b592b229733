"""kg export: what stands beside a file, options of one format, and disks and pipes that end early."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from tests.cli.conftest import ROOT, Kg

pytestmark = pytest.mark.usefixtures("filled")


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line of the shell, in which `kg` is ours."""
    script = f'kg() {{ PYTHONPATH="{ROOT}" "{sys.executable}" -m kg.cli "$@"; }}\n{command}'
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)


def test_beside_an_export_stands_what_it_covers(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"requests_action_from": {"threshold": 0.4, "precision": 0.9}}
    monkeypatch.setattr(pipeline, "measured", lambda language="id": figures)
    kg("export", "csv", "--all", "--actor", "bawaslu", "-o", "part.csv")
    meta = json.loads((tmp_path / "part.csv.meta.json").read_text("utf-8"))
    assert meta["counts"] == {"actors": 2, "articles": 1, "claims": 1, "statements": 1}
    assert meta["filters"]["all"] is True
    assert meta["filters"]["actor"] in (tmp_path / "part.csv").read_text("utf-8") or meta["filters"]["actor"]
    assert meta["left_out_statements"] == {"below_publishable_point": 0, "by_filters": 2}
    assert meta["relations"]["requests_action_from"]["measured"] == figures["requests_action_from"]
    assert list(meta["readers"].values()) == [1]
    assert meta["format"] == "csv"


def test_stdout_and_devices_have_nothing_beside_them(kg: Kg, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert kg("export", "csv", "--all", "-q", "-o", "-").out.startswith("statement,")
    assert kg("export", "csv", "--all", "-o", "/dev/null").code == 0
    assert sorted(tmp_path.iterdir()) == before
    assert Path("/dev/null").is_char_device()


def test_bom_is_for_csv_and_rdf12_for_rdf(kg: Kg, tmp_path: Path) -> None:
    assert kg("export", "events", "--all", "--bom", "-o", "events.csv").code == 0
    assert (tmp_path / "events.csv").read_bytes().startswith(b"\xef\xbb\xbfevent_id,")
    assert kg("export", "rdf", "--all", "--bom", "-o", "x").code == 2
    assert kg("export", "csv", "--all", "--rdf12", "-o", "x").code == 2
    pytest.importorskip("pyoxigraph", reason="the extra rdf12")
    assert kg("export", "rdf", "--all", "--rdf12", "-o", "graph.ttl").code == 0
    assert "reifies" in (tmp_path / "graph.ttl").read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("target", ["/dev/full", "- > /dev/full"])
def test_a_full_disk_is_one_line_and_exit_code_1(tmp_path: Path, target: str) -> None:
    ran = shell(f"kg export rdf --all -q -o {target}", tmp_path)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)
    assert "No space left on device" in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("format", ["csv", "rdf", "xlsx"])
def test_whoever_reads_only_the_head_hears_nothing(tmp_path: Path, format: str) -> None:
    ran = shell(f"set -o pipefail; kg export {format} --all -q -o - | head -c 1 | wc -c; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert ran.stderr == ""
    assert ran.stdout.split()[0] == "1"


def test_a_closed_stdout_is_one_line(tmp_path: Path) -> None:
    ran = shell("kg export csv --all -q -o - >&-", tmp_path)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
