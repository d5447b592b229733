"""The embedded engine: its snapshot is a cache that may be damaged, old or gone; a query may take the process with it."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import kglite
import pytest

from graph.graphs import random_view
from graph.scenario import election
from kg.errors import EngineError
from kg.graph import Origin
from kg.graph.embedded import DISABLED_PASSES, Embedded, build, open_engine, sweep
from kg.model import GraphView

COUNT = "MATCH (a:Actor) RETURN count(a) AS n"


def _actors(engine: Embedded) -> object:
    return engine.run(COUNT, {}, limit=1, timeout=10).rows[0][0]


def _origin(folder: Path, view: GraphView, state: str = "1") -> Origin:
    return Origin(lambda: view, lambda: state, folder)


def _never() -> GraphView:
    raise AssertionError("the view was made again")


def test_a_second_opening_needs_no_view(tmp_path: Path) -> None:
    open_engine(_origin(tmp_path, election())).close()
    with open_engine(Origin(_never, lambda: "1", tmp_path)) as engine:
        assert _actors(engine) == 10


def test_another_state_is_made_anew_and_the_old_one_deleted(tmp_path: Path) -> None:
    open_engine(_origin(tmp_path, election())).close()
    with open_engine(_origin(tmp_path, random_view(), "2")) as engine:
        assert _actors(engine) == 20
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_snapshot_is_made_again(tmp_path: Path) -> None:
    open_engine(_origin(tmp_path, election())).close()
    (path,) = tmp_path.iterdir()
    good = path.read_bytes()
    chance = random.Random(7)
    flipped = bytearray(good)
    flipped[chance.randrange(len(good))] ^= 0x10
    for bad in (b"", b"no graph", good[: len(good) // 2], bytes(flipped)):
        path.write_bytes(bad)
        with open_engine(_origin(tmp_path, election())) as engine:
            assert _actors(engine) == 10
        assert path.read_bytes() == good


def test_every_damage_of_the_layout_that_we_write_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.kgl"
    build(election(), path)
    good = path.read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        bad = bytearray(good)
        bad[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        path.write_bytes(bad)
        with pytest.raises(kglite.KgError):
            kglite.load(str(path), verify="eager")


def test_the_same_view_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("x", "y"):
        build(random_view(), tmp_path / name)
    assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()


def test_the_optimiser_pass_that_miscounts_is_off_and_named_as_kglite_names_it() -> None:
    assert DISABLED_PASSES == ("fuse_match_return_aggregate",)
    assert set(DISABLED_PASSES) <= set(kglite.cypher_pass_names())


def test_what_a_killed_process_left_half_written_is_swept_when_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / "graph-a.kgl.tmp.1.0", tmp_path / "graph-b.kgl.tmp.2.0"
    for path in (old, young):
        path.touch()
    os.utime(old, (time.time() - 7_200,) * 2)
    sweep(tmp_path, keep=tmp_path / "graph-c.kgl")
    assert [path.name for path in tmp_path.iterdir()] == [young.name]


def test_forgetting_sweeps_all_of_it(tmp_path: Path) -> None:
    open_engine(_origin(tmp_path, election())).close()
    (tmp_path / "graph-b.kgl.tmp.2.0").touch()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_wants_too_much_memory_is_stopped_and_we_live_on(random_snapshot: Path) -> None:
    with Embedded(random_snapshot, memory=2 << 30) as engine, pytest.raises(EngineError, match="stopped: it"):
        engine.run("RETURN size(reduce(s = 'x', i IN range(1, 60) | s + s)) AS n", {}, limit=1, timeout=20)


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineError, match="cannot be kept there"):
        build(election(), tmp_path / "file" / "x.kgl")


def test_a_snapshot_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as raised:
        Embedded(tmp_path / "none.kgl")
    assert "\n" not in str(raised.value)
