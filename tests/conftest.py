"""What all tests share: a database, and what to do where a browser, a server or a folder is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Store


def need(present: object, what: str) -> None:
    """Skip the test where `what` is absent; fail it in CI (KG_CI=1), where everything has to be there."""
    if present:
        return
    if os.environ.get("KG_CI"):
        pytest.fail(f"{what} is missing, and in CI nothing may be skipped")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium, for playwright's `executable_path`."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    need(path, "chromium")
    return str(path)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold articles beside the repository, which not everybody has: without it the test skips, in CI too."""
    path = Path(__file__).parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("the gold articles (../shared) are not here")
    return path


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "kg.db"


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    """A new database."""
    with Store.open(db) as opened:
        yield opened
