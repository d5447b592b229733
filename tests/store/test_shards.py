"""What comes from other machines is believed only where it is what would have been written here."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from kg import pipeline, schema
from kg.errors import BadInput, KgError
from kg.model import Article, Reading
from kg.store import Store, rows, shards
from tests.fakes import FakeReader, article
from tests.store.test_store import readings

RELATIONS = frozenset(schema.relations())
ONE, TWO, THREE = (article(f"Sari meminta KPU membuka data {word}.", url=f"https://kabar.test/{word}") for word in "abc")

Row = dict[str, Any]


def extraction(folder: Path, *parts: list[Article]) -> list[Path]:
    """A finished extraction with a shard for each part; the paths of the shards."""
    out = shards.Output(folder, FakeReader.version)
    names = [shards.name(FakeReader.version, part) for part in parts]
    for name, part in zip(names, parts, strict=True):
        items = [Reading(one, FakeReader().read(one)) for one in part]
        out.put(name, shards.pack([*items, BadInput("x", "bad")], FakeReader.version))
    out.finish(names)
    return [folder / name for name in names]


def ingest(folder: Path, database: Path) -> tuple[list[str], list[str]]:
    """The dump of a database into which an extraction went, and what was refused."""
    with Store.open(database) as store:
        refused = [str(item) for item in pipeline.ingest_shards(store, folder) if isinstance(item, BadInput)]
        return list(store.dump()), refused


def put(*articles: Article, database: Path) -> list[str]:
    with Store.open(database) as store:
        for one in articles:
            store.put(one, FakeReader().read(one), FakeReader.version)
        return list(store.dump())


def admit(folder: Path, path: Path, content: bytes, count: int = 2) -> None:
    """Put other bytes into a shard and into the manifest, as somebody would who knows it."""
    path.write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    for entry in manifest["shards"]:
        if entry["file"] == path.name:
            entry |= {"sha256": hashlib.sha256(content).hexdigest(), "rows": count}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def changed(path: Path, change: Callable[[Row], object]) -> bytes:
    """The shard with a change in its first row."""
    table = pq.read_table(path)
    found = table.to_pylist()
    change(found[0])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(found, table.schema), out)
    return out.getvalue()


def test_what_was_read_elsewhere_is_stored_as_if_read_here(tmp_path: Path) -> None:
    extraction(tmp_path / "out", [ONE, TWO], [THREE])
    dumped, refused = ingest(tmp_path / "out", tmp_path / "kg.db")
    assert refused == []
    assert dumped == put(ONE, TWO, THREE, database=tmp_path / "here.db")


def test_the_same_readings_give_the_same_bytes_and_others_another_name(tmp_path: Path) -> None:
    first, second = extraction(tmp_path / "a", [ONE, TWO]), extraction(tmp_path / "b", [ONE, TWO])
    assert first[0].read_bytes() == second[0].read_bytes()
    names = {shards.name(reader, part) for reader in ("a", "b") for part in ([ONE, TWO], [TWO, ONE], [ONE])}
    assert len(names) == 6


@pytest.mark.parametrize(
    ("break_", "cause"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "not the bytes that the manifest names"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"PAR1", b"PAR2")), "not the bytes that the manifest names"),
        (lambda path: path.write_bytes(b""), "not the bytes that the manifest names"),
        (lambda path: path.unlink(), "no such file or directory"),
        (lambda path: (path.unlink(), path.mkdir()), "is a directory"),
    ],
)
def test_a_shard_that_is_damaged_is_named_and_the_others_are_stored(
    tmp_path: Path, break_: Callable[[Path], object], cause: str
) -> None:
    first, _ = extraction(tmp_path / "out", [ONE, TWO], [THREE])
    break_(first)
    dumped, refused = ingest(tmp_path / "out", tmp_path / "kg.db")
    assert len(refused) == 1
    assert refused[0].startswith(f"{first}: {cause}")
    assert dumped == put(THREE, database=tmp_path / "here.db")


def edit(column: str, change: Callable[[Any], object]) -> Callable[[Row], object]:
    """A change of what stands in a column as JSON."""

    def apply(row: Row) -> None:
        value = json.loads(row[column])
        change(value)
        row[column] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    return apply


def at(place: int, value: object) -> Callable[[Any], object]:
    """Put a value into the first entry."""
    return lambda entries: entries[0].__setitem__(place, value)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda row: row.update(id="0" * 12), "its id is not that of its URL or text"),
        (lambda row: row.update(url="https://kabar.test/z"), "its id is not that of its URL or text"),
        (lambda row: row.update(text=row["text"][:20]), "is not in the text"),
        (lambda row: row.update(reader="other"), "read by other, and the manifest says fake-1"),
        (lambda row: row.update(reader=None), "no reader is named"),
        (lambda row: row.update(actors="{"), "not a reading (JSONDecodeError)"),
        (lambda row: row.update(actors="[" * 100_000), "not a reading (RecursionError)"),
        (lambda row: row.update(statements=None), "not a reading (TypeError)"),
        (lambda row: row.update(mentions="[ ]"), "not written as kg writes it"),
        (edit("statements", at(0, 7)), "not a reading (IndexError)"),
        (edit("statements", at(0, -1)), "not written as kg writes it"),
        (edit("statements", at(1, "loves")), "no relation named 'loves'"),
        (edit("statements", at(4, 5000)), "the quote [0, 5000) is not in the text"),
        (edit("statements", at(13, 2.0)), "its confidence is 2.0"),
        (edit("statements", at(13, 0.123)), "not written as kg writes it"),
        (edit("statements", at(13, "sure")), "not a reading (TypeError)"),
        (edit("mentions", at(1, -3)), "is not in the text"),
        (edit("actors", at(2, "robot")), "no kind named 'robot'"),
    ],
)
def test_a_row_that_we_would_not_write_keeps_its_shard_out(tmp_path: Path, change: Callable[[Row], object], cause: str) -> None:
    first, _ = extraction(tmp_path / "out", [ONE, TWO], [THREE])
    admit(tmp_path / "out", first, changed(first, change))
    dumped, refused = ingest(tmp_path / "out", tmp_path / "kg.db")
    assert len(refused) == 1
    assert refused[0].startswith(f"{first}[1]: ")
    assert cause in refused[0]
    assert dumped == put(THREE, database=tmp_path / "here.db")


def test_a_file_that_is_no_shard_is_refused(tmp_path: Path) -> None:
    first, second = extraction(tmp_path / "out", [ONE], [TWO])
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), out)
    admit(tmp_path / "out", first, out.getvalue(), 1)
    admit(tmp_path / "out", second, b"PAR1 and so on", 1)
    _, refused = ingest(tmp_path / "out", tmp_path / "kg.db")
    assert refused == [f"{first}: not the columns of a shard, but a", f"{second}: a damaged Parquet file"]


def test_rows_that_are_missing_are_missed(tmp_path: Path) -> None:
    (first,) = extraction(tmp_path / "out", [ONE, TWO])
    admit(tmp_path / "out", first, first.read_bytes(), 3)
    assert ingest(tmp_path / "out", tmp_path / "kg.db")[1] == [f"{first}: 2 rows, and the manifest says 3"]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (None, "not there; is the extraction finished?"),
        ("", "the file: Invalid JSON"),
        ("[]", "the file: Input should be an object"),
        ('{"kg_schema": 9, "reader": "r", "shards": []}', "shards of format 9, and this kg reads format 1"),
        ('{"kg_schema": 1, "reader": "", "shards": []}', "reader: String should have at least 1 character"),
        (
            '{"kg_schema": 1, "reader": "r", "shards": [{"file": "../secret.parquet", "sha256": "", "rows": 1}]}',
            "shards.0.file: String should match pattern",
        ),
    ],
)
def test_a_folder_without_a_sound_manifest_is_refused(tmp_path: Path, content: str | None, cause: str) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with Store.open(tmp_path / "kg.db") as store, pytest.raises(KgError) as raised:
        list(pipeline.ingest_shards(store, tmp_path))
    assert str(raised.value).startswith(f"{tmp_path / 'manifest.json'}: {cause}")


def test_a_half_written_shard_does_not_count_and_a_new_run_is_unfinished(tmp_path: Path) -> None:
    (first,) = extraction(tmp_path, [ONE, TWO])
    half = tmp_path / f".{first.name}.17"
    half.write_bytes(first.read_bytes()[:100])
    whole = shards.Output(tmp_path, FakeReader.version)
    assert whole.holds(first.name)
    assert [str(item) for item in whole.told(first.name)] == ["x: bad", "2"]
    assert not half.exists()
    assert not (tmp_path / "manifest.json").exists()
    first.write_bytes(first.read_bytes()[:-9])
    assert not shards.Output(tmp_path, FakeReader.version).holds(first.name)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(KgError, match="out: cannot be written: file exists"):
        shards.Output(tmp_path / "out", "r")


@settings(max_examples=60, deadline=None)
@given(readings())
def test_any_reading_survives_a_row(reading: Reading) -> None:
    row = rows.row(reading.article, reading.extraction, "v1")
    assert rows.reading(row) == (reading, "v1")
    assert rows.row(reading.article, reading.extraction, "v1") == row
