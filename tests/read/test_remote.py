from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.errors import BadInput, UsageError
from kg.model import Article
from kg.read import remote

BODY = "Sari meminta KPU membuka data. Ini sebuah berita tentang pemilihan umum yang akan datang di daerah itu."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    line = json.dumps({"title": "Berita", "isi": BODY})
    (tmp_path / "b.jsonl").write_text(f"{line}\nrusak\n")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    return tmp_path


def test_the_files_of_an_address_come_sorted(folder: Path) -> None:
    assert remote.files(f"file://{folder}/*.jsonl*") == [f"file://{folder}/{name}" for name in ("a.jsonl.gz", "b.jsonl")]
    assert remote.files(f"file://{folder}/b.jsonl") == [f"file://{folder}/b.jsonl"]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "b.jsonl"])
def test_the_articles_of_a_file_on_storage_are_read_as_those_of_a_path(folder: Path, name: str) -> None:
    address = f"file://{folder}/{name}"
    found = list(remote.articles(address, {"body": "isi"}))
    assert [item.title for item in found if isinstance(item, Article)] == ["Berita"]
    assert [str(item).partition(" (")[0] for item in found if isinstance(item, BadInput)] == (
        [f"{address}:2: not JSON"] if name == "b.jsonl" else []
    )


@pytest.mark.parametrize(
    "address",
    ["https://kabar.test/a.jsonl", "ftp://kabar.test/a.jsonl", "memory://a.jsonl", "zip://a.jsonl::file:///a.zip", "S3://a/b"],
)
def test_no_other_scheme_is_asked(address: str) -> None:
    with pytest.raises(UsageError, match="not an address that is read"):
        remote.files(address)


def test_a_scheme_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    with pytest.raises(UsageError, match="needs s3fs: pip install s3fs"):
        remote.files("s3://kabar/a.jsonl")


@pytest.mark.parametrize("name", ["absent.jsonl", "*.csv"])
def test_an_address_that_names_nothing_is_said(folder: Path, name: str) -> None:
    with pytest.raises(BadInput, match="no such file"):
        remote.files(f"file://{folder}/{name}")


def test_what_is_gone_or_of_no_kind_is_said_when_it_is_its_turn(folder: Path) -> None:
    (folder / "a.doc").write_text("x")
    found = [str(item) for name in ("absent.jsonl", "a.doc") for item in remote.articles(f"file://{folder}/{name}", {})]
    assert found[0] == f"file://{folder}/absent.jsonl: no such file or directory"
    assert "unknown kind of file" in found[1]
