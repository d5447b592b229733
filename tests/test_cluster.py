"""Reading on a real Ray cluster of this machine: whatever its size and whoever dies, what comes of it is the same."""

from __future__ import annotations

import gzip
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg import pipeline
from kg.errors import BadInput, KgError
from kg.pipeline import Load
from kg.store import Store
from tests import fakes
from tests.cli.conftest import Kg, kg  # noqa: F401  # a fixture
from tests.clusters import SIZE, Deadly, Noting
from tests.conftest import need
from tests.read.test_archives import Archive

ROOT = Path(__file__).parents[1]
TAIL = "Ini sebuah berita tentang pemilihan umum yang akan datang di daerah itu."
BODIES = ("Sari meminta KPU membuka data.", "Budi tidak meminta Bawaslu menunda.", "Wati akan meminta KPU bertindak.")


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """Nothing of Ray leaves this machine, who has no token of ours is refused, and its workers find the readers of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
        patch.setenv("PYTHONPATH", str(ROOT))
        yield


@pytest.fixture(scope="module")
def cluster(environment: None) -> Iterator[str]:
    """The address of a cluster that has four processors by name."""
    need(find_spec("ray"), "ray")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ("--num-cpus=4", "--object-store-memory=100000000", "--include-dashboard=false")
    command = [Path(sys.executable).with_name("ray"), "start", "--head", "--block", f"--port={port}", *options]
    for _ in range(3):  # it gives up after 30 seconds, which are short where other tests run
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert running.stdout
        if any("Ray runtime started" in line for line in running.stdout):
            break
    else:
        pytest.fail("Ray did not start")
    yield f"127.0.0.1:{port}"
    running.terminate()
    running.communicate()


def record(number: int, body: str = "") -> dict[str, str]:
    said = f"{body or BODIES[number % 3]} {TAIL} Nomor {number}."
    return {"title": f"Berita {number}", "body": said, "url": f"https://kabar.test/{number}", "date": "2024-02-19"}


def write(path: Path, *records: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> list[Path]:
    """Articles in three formats, among them what cannot be read, and one that comes again with another text."""
    folder = tmp_path / "news"
    folder.mkdir()
    lines = write(
        folder / "a.jsonl", *(record(n) for n in range(5)), record(5, f"{BODIES[0]} MELEDAK"), {"title": "kosong"}, record(6)
    )
    pq.write_table(pa.Table.from_pylist([record(n) for n in range(10, 13)]), folder / "b.parquet")
    page = f"<html><body><article><p>{BODIES[1]} {TAIL}</p><p>{TAIL * 3}</p></article></body></html>"
    archive = Archive(folder / "c.warc.gz").add("https://kabar.test/halaman", page.encode())
    again = write(folder / "d.jsonl", record(0, BODIES[1]))
    return [lines, folder / "b.parquet", archive.path, again]


def extract(sources: list[Path], out: Path, address: str, jobs: int, load: Load = fakes.load) -> list[str | int]:
    items = pipeline.extract_shards(sources, out, address=address, jobs=jobs, load=load, size=SIZE)
    return [str(item) if isinstance(item, BadInput) else item for item in items]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def dump(database: Path, *, of: list[Path] | None = None, shards: Path | None = None) -> list[str]:
    with Store.open(database) as store:
        items = pipeline.ingest(store, of, jobs=1, load=fakes.load) if of else pipeline.ingest_shards(store, shards or Path())
        list(items)
        return list(store.dump())


def test_two_workers_and_four_and_one_machine_give_the_same(cluster: str, news: list[Path], tmp_path: Path) -> None:
    told = [sorted(map(str, extract(news, tmp_path / str(jobs), cluster, jobs))) for jobs in (2, 4)]
    assert told[0] == told[1]
    assert [line for line in told[0] if "MELEDAK" in line or "could not be read" in line] == [
        "https://kabar.test/5: could not be read: RuntimeError: the reader cannot read this"
    ]
    assert any(line.endswith("a.jsonl:7: an article without a body") for line in told[0])
    assert content(tmp_path / "2") == content(tmp_path / "4")
    expected = dump(tmp_path / "one.db", of=news)
    assert len(expected) == 10
    assert dump(tmp_path / "shards.db", shards=tmp_path / "4") == expected


def test_a_killed_worker_changes_nothing(cluster: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(record(n, f"{BODIES[0]} MATI" if n == 3 else "") for n in range(6)))
    extract([path], tmp_path / "killed", cluster, 2, Deadly(tmp_path / "marker"))
    assert (tmp_path / "marker").exists()
    assert dump(tmp_path / "shards.db", shards=tmp_path / "killed") == dump(tmp_path / "one.db", of=[path])


def test_what_always_kills_its_worker_is_given_up_and_the_rest_is_kept(
    cluster: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.cluster._TRIES", 1)
    path = write(tmp_path / "a.jsonl", record(0), record(1), record(2, f"{BODIES[0]} MATI"))
    with pytest.raises(KgError, match="killed again and again"):
        extract([path], tmp_path / "out", cluster, 1, Deadly())
    assert [name.endswith(".parquet") for name in content(tmp_path / "out")] == [True]


def test_a_killed_driver_goes_on_where_it_was(cluster: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(record(n) for n in range(12)))
    out, before, after = tmp_path / "out", tmp_path / "before", tmp_path / "after"
    command = [sys.executable, "-m", "tests.clusters", cluster, *map(str, (path, out, before))]
    driver = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 300
    while time.monotonic() < end and driver.poll() is None and not list(out.glob("*.parquet")):
        time.sleep(0.05)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    finished = content(out)
    assert not any(name == "manifest.json" for name in finished)
    with Store.open(tmp_path / "none.db") as store, pytest.raises(KgError, match="is the extraction finished"):
        list(pipeline.ingest_shards(store, out))
    (out / f".{'0' * 32}.parquet.1").write_bytes(b"half")
    told = extract([path], out, cluster, 2, Noting(after))
    assert sum(item for item in told if isinstance(item, int)) == 12
    whole = [name for name in finished if not name.startswith(".")]
    assert 0 < len(whole) < 6
    assert len(after.read_text().splitlines()) == 12 - SIZE * len(whole)
    assert {name: content(out)[name] for name in whole} == {name: finished[name] for name in whole}
    assert len(content(out)) == 7
    assert dump(tmp_path / "shards.db", shards=out) == dump(tmp_path / "one.db", of=[path])


def test_the_commands_for_it(cluster: str, kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: F811
    monkeypatch.setitem(pipeline.extract_shards.__kwdefaults__, "load", fakes.load)  # type: ignore[arg-type]
    write(tmp_path / "a.jsonl", record(0), record(1))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(record(2)).encode()))
    options = ("--engine", "ray", "--address", cluster, "--jobs", "2")
    ran = kg("extract", *options, "a.jsonl", f"file://{tmp_path}/b*.gz", "absent.jsonl", "out")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-2:] == ["3 articles read, 1 failed", "Next: kg ingest --extracted out"]
    assert "absent.jsonl: no such file or directory" in ran.err
    assert kg("ingest", "--extracted", "out").code == 0
    there = kg("dump").out
    kg("ingest", "a.jsonl", "b.jsonl.gz", "--db", "one.db")
    assert kg("dump", "--db", "one.db").out == there
    again = kg("ingest", "--extracted", "out")
    assert "3 read: 0 new, 3 unchanged, 0 updated, 0 failed" in again.err


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (("--engine", "spark", "a", "b"), "no engine 'spark'; there are: local, ray"),
        (("--address", "auto", "a"), "--address: only with --engine ray"),
        (("--engine", "ray", "a"), "kg extract --engine ray IN OUT"),
        (("--engine", "ray", "--reader", "llm", "a", "b"), "leave --reader llm out"),
        (
            ("--engine", "ray", "ftp://kabar.test/a.jsonl", "b"),
            "not an address that is read; known are file://, s3://, gs://, abfs://",
        ),
        (("--engine", "ray", "file::https://kabar.test/a.jsonl", "b"), "not an address that is read"),
    ],
)
def test_a_wrong_command_is_said_in_one_line(kg: Kg, arguments: tuple[str, ...], cause: str) -> None:  # noqa: F811
    ran = kg("extract", *arguments)
    assert ran.code == 2
    assert cause in ran.err
    assert ran.err.count("\n") == 1


def test_where_there_is_no_cluster_one_line_says_so(kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: F811
    need(find_spec("ray"), "ray")
    monkeypatch.setenv("RAY_gcs_server_port_wait_time_s", "1")
    write(tmp_path / "a.jsonl", record(0))
    ran = kg("extract", "--engine", "ray", "--address", "127.0.0.1:1", "a.jsonl", "out")
    assert ran.code == 1
    assert "no Ray cluster at 127.0.0.1:1" in ran.err
