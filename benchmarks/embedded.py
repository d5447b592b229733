"""How long the embedded engine takes to be made, opened and stopped: `python -m benchmarks.embedded [--claims 250000]`.

Prints seconds and by how much the memory of the process grew while the graph was made; the statements are made up.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.neo4j import news
from kg.errors import EngineError
from kg.graph.embedded import Embedded, build
from kg.projection import units

T = TypeVar("T")
_MINUTES = "MATCH (a)--(b)--(c)--(d)--(e)--(f) WHERE a.id = 'nobody' OR f.x = 1 RETURN count(a) AS n"
_MEMORY = "RETURN size(reduce(s = 'x', i IN range(1, 60) | s + s)) AS n"


def timed(what: str, act: Callable[[], T]) -> T:
    """What `act` gives; prints how long it took."""
    began = time.perf_counter()
    done = act()
    print(f"{what}: {time.perf_counter() - began:.1f} s", flush=True)
    return done


def refused(engine: Embedded, text: str) -> None:
    """Ask what has to be stopped, after 2 s or at the limit of memory."""
    try:
        engine.run(text, {}, limit=1, timeout=2)
    except EngineError as error:
        print(error)
    else:
        raise AssertionError("it was not stopped")


def peak() -> int:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main(claims: int) -> None:
    """Measure all of it."""
    view = news(claims * 5 // 3)
    sizes = [1 + len(unit.edges) for unit in units(view)]
    print(f"{len(view.sources):,} articles, {len(view.claims):,} claims, {sum(sizes) - len(sizes):,} relationships")
    with tempfile.TemporaryDirectory() as folder:
        path, before = Path(folder) / "graph-x.kgl", peak()
        timed("made", lambda: build(view, path))
        print(f"memory: {before} MB with the view, {peak() - before} MB more; snapshot: {path.stat().st_size >> 20} MB")
        engine = timed("opened", lambda: Embedded(path))
        timed("counted", lambda: engine.run("MATCH (c:Claim) RETURN count(c) AS n", {}, limit=1, timeout=60))
        timed("stopped by time", lambda: refused(engine, _MINUTES))
        with Embedded(path) as other:
            timed("stopped by memory", lambda: refused(other, _MEMORY))
        engine.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--claims", type=int, default=250_000)
    main(options.parse_args().claims)
