"""What README.md promises is run, line by line; what it names is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import resources
from kg.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
DOCUMENTS = ("README.md", "CONTRIBUTING.md")

needs_model = pytest.mark.skipif(
    not (resources.folder("data") / "models" / "id" / "card.json").is_file(), reason="no trained model in data/models/id yet"
)


def run(arguments: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)


@needs_model
def test_every_command_of_the_readme_works(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    environment.pop("KG_DB", None)
    shutil.copytree(ROOT / "data" / "samples", tmp_path / "data" / "samples")
    ran = []
    for line in LINES:
        words = shlex.split(line)
        if words == ["make", "demo"]:
            words = ["kg", "demo"]  # what it runs
        if words[0] == "export":
            environment |= dict(word.split("=", 1) for word in words[1:])
        if words[0] == "kg":
            result = run(words[1:], tmp_path, environment)
            assert result.returncode == 0, f"{line}\n{result.stderr}"
            ran.append(words[1])
    assert (tmp_path / "graph.html").stat().st_size > 100_000
    assert {"demo", "query", "why", "view", "ingest", "export"} <= set(ran)


def test_the_readme_shows_the_two_commands() -> None:
    assert LINES[:2] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(f"\n{line.split()[1]}:" in makefile for line in LINES[:2])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_and_files_that_a_document_names_are_there(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    named = set(re.findall(r"`kg ([a-z]+)\b", text))
    assert named <= {*COMMANDS}
    paths = re.findall(r"`((?:kg|data|queries|docs)/[\w./-]*)`", text) + re.findall(r"\]\(([\w./-]+)\)", text)
    made = ("data/languages/xx/", "data/models/xx/", "kg/cli/NAME.py", "data/relations/NAME.yml")
    assert [path for path in paths if path not in made and not (ROOT / path).exists()] == []


def test_no_document_names_a_folder_of_this_machine() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        assert not re.search(r"/(?:home|root|work|Users)/", path.read_text("utf-8")), path
