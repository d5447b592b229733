from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.errors import BadInput
from kg.model import Article
from kg.read import articles
from kg.read.answer import Limits
from tests.read.site import SAID, page

HTML = {"Content-Type": "text/html; charset=utf-8"}


def read(path: Path, **columns: str) -> tuple[list[Article], list[str]]:
    items = list(articles([path], columns=columns))
    return [i for i in items if isinstance(i, Article)], [str(i) for i in items if isinstance(i, BadInput)]


class Archive:
    """A WARC that is written record by record."""

    def __init__(self, path: Path) -> None:
        self.path, self._out = path, io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=path.suffix == ".gz")

    def add(
        self, url: str, body: bytes, headers: Mapping[str, str] = HTML, *, status: str = "200 OK", kind: str = "response"
    ) -> Archive:
        sent = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        http = None if kind == "metadata" else sent
        self._writer.write_record(self._writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http))
        self.path.write_bytes(self._out.getvalue())
        return self


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_a_web_archive_are_articles(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path / name).add("https://kabar.test/a?utm_source=x", page().body)
    archive.add("https://kabar.test/b", gzip.compress(page("Budi").body), {**HTML, "Content-Encoding": "gzip"})
    archive.add("https://kabar.test/c.jpg", b"\xff\xd8", {"Content-Type": "image/jpeg"})
    archive.add("https://kabar.test/d", page().body, status="404 Not Found").add("https://kabar.test/e", b"x", kind="metadata")
    found, bad = read(archive.path)
    assert ([a.url for a in found], bad) == (["https://kabar.test/a", "https://kabar.test/b"], [])
    assert found[0].text.startswith("Sari Minta Data Dibuka\n")


def test_a_page_of_an_archive_that_is_no_article_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc").add("https://kabar.test/a", b"<p>rus").add("http://[", page().body)
    archive.add("https://kabar.test/c", gzip.compress(b"<p>" * 5_000_000), {**HTML, "Content-Encoding": "gzip"})
    found, bad = read(archive.path)
    assert [a.url for a in found] == [None]
    assert [b.partition(": ")[0] for b in bad] == [f"{archive.path}[1]", f"{archive.path}[3]"]
    assert bad[1].endswith(f"larger than {Limits().bytes // 1_000_000} MB, so it was not read")


def test_a_damaged_archive_is_named_and_what_stands_before_the_damage_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz").add("https://kabar.test/a", page(head=f"<!-- {'x' * 40_000} -->").body)
    whole = archive.path.read_bytes()
    archive.path.write_bytes(whole + whole[:-20])
    found, bad = read(archive.path)
    assert len(found) == 1
    assert len(bad) == 1
    archive.path.write_bytes(gzip.compress(b"bukan warc sama sekali"))
    assert read(archive.path) == ([], [f"{archive.path}: not a WARC, or a damaged one"])


def table(path: Path, rows: list[dict[str, object]], **options: object) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path, **options)
    return path


def test_a_row_of_parquet_is_read_as_the_same_record_of_json(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": n, "title": f"Berita {n}", "body": SAID, "url": f"https://kabar.test/{n}", "date": "2024-02-19", "lain": [1, 2]}
        for n in range(250)
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    assert read(table(tmp_path / "a.parquet", rows, row_group_size=70)) == read(tmp_path / "a.json")


def test_columns_of_parquet_are_mapped_and_missing_ones_named(tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", [{"isi": SAID, "judul": "Sari"}, {"isi": None, "judul": ""}])
    assert "no column body or text or content; it has isi, judul" in read(path)[1][0]
    found, bad = read(path, body="isi", title="judul")
    assert [a.title for a in found] == ["Sari"]
    assert bad == [f"{path}[2]: an article without a body"]


def test_a_day_that_parquet_holds_as_a_day_is_read(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"body": SAID, "date": date(2024, 2, 19)}]
    assert read(table(tmp_path / "a.parquet", rows))[0][0].published == "2024-02-19"
    rows = [{"body": SAID, "date": datetime(2024, 2, 19, 10)}]
    assert read(table(tmp_path / "b.parquet", rows))[0][0].published == "2024-02-19"


@pytest.mark.parametrize("keep", [0, 3, 4, 20, -4, -30])
def test_a_damaged_parquet_file_is_one_bad_input(tmp_path: Path, keep: int) -> None:
    path = table(tmp_path / "a.parquet", [{"body": SAID}])
    path.write_bytes(path.read_bytes()[:keep])
    found, bad = read(path)
    assert (found, len(bad)) == ([], 1)


def test_reading_files_loads_no_package_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"body": SAID, "url": "https://kabar.test/a?utm_source=x"}))
    names = ("courlan", "htmldate", "lxml", "protego", "warcio", "pyarrow", "http.client", "ssl")
    code = f"import sys, kg.read, pathlib; list(kg.read.articles([pathlib.Path({str(tmp_path / 'a.json')!r})]))"
    code += f"; print([name for name in {names!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert ran.stdout.strip() == "[]"
