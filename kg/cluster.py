"""Articles read on the machines of a Ray cluster: their number changes nothing but the time.

The unit of work is a part: so many articles, one after the other, of one file. A task cuts each file into its parts, a worker
with a model of its own reads one part after the other, and the driver, which alone writes, says which parts it has already.
Ray Data would cut blocks by bytes and by what is free just then, and after a break goes on with others, so that the borders of
the shards, and their bytes, would hang on the cluster.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from kg.errors import BadInput, KgError, UsageError
from kg.model import Article

Source: TypeAlias = Path | str

_MEMORY = 200_000_000  # bytes in which the processes of one machine hand parts to each other
_AHEAD = 4  # objects that a task cuts before somebody reads them: two parts
_TRIES = 3  # after its worker has died, before a part is given up: it may be what kills


@dataclass(frozen=True, slots=True)
class Task:
    """What is done, and pickled to where: a file is `cut` into parts of `size` articles; each gets a name and is `read`."""

    cut: Callable[[Source], Iterator[Article | BadInput]]
    size: int
    name: Callable[[Sequence[Article]], str]
    read: Callable[[Sequence[Article]], bytes]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a part comes in the input: the number of the file, and of the part in it."""

    file: int
    part: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part was cut: its name, and what of its file is no article ("" where there is nothing else)."""

    place: Place
    name: str
    failed: tuple[BadInput, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A part was read: what became of it."""

    name: str
    content: bytes


def run(
    task: Task, sources: Sequence[Source], *, there: Callable[[str], bool], address: str | None, jobs: int | None
) -> Iterator[Part | Done]:
    """Do a task, but for the parts that are `there`; yields them as they come.

    Without an `address` a cluster of this machine alone is made for it. Local files are cut on this machine. `jobs`: how many
    workers; by default, and at most, one a processor of the cluster.

    Raises:
        KgError: if there is no cluster, or a part kills its worker each time.
    """
    with _connected(address, jobs) as workers, _clearly():
        from ray.util import ActorPool

        pool, seen = ActorPool(_started(task, workers)), set[str]()
        for part, articles in _parts(task, sources, workers):
            yield part
            if not part.name or part.name in seen or there(part.name):
                continue
            seen.add(part.name)
            if not pool.has_free():
                yield Done(*pool.get_next_unordered())
            pool.submit(lambda worker, given: worker.read.remote(*given), (part.name, articles))
        while pool.has_next():
            yield Done(*pool.get_next_unordered())


class _Worker:
    """A process with a reader of its own."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def read(self, name: str, articles: Sequence[Article]) -> tuple[str, bytes]:
        return name, self._task.read(articles)


def _started(task: Task, count: int) -> list[Any]:
    import ray

    worker = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=_TRIES)(_Worker)
    return [worker.remote(task) for _ in range(count)]


def _parts(task: Task, sources: Iterable[Source], ahead: int) -> Iterator[tuple[Part, Any]]:
    """The parts of all files, with a reference to their articles; so many files are cut at a time."""
    import ray

    waiting, streams = deque(enumerate(sources)), deque[tuple[int, int, Any]]()
    while waiting or streams:
        while waiting and len(streams) < ahead:
            file, source = waiting.popleft()
            streams.append((file, 0, _cutter(source).remote(source, task)))
        file, number, stream = streams.popleft()
        if (head := next(stream, None)) is not None:
            found, failed = ray.get(head)
            yield Part(Place(file, number), found, failed), next(stream)
            streams.append((file, number + 1, stream))


def _cutter(source: Source) -> Any:
    """The task that cuts a file: one on this machine where the file is."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    where = {"scheduling_strategy": here} if isinstance(source, Path) else {}
    return ray.remote(num_cpus=0, num_returns="streaming", _generator_backpressure_num_objects=_AHEAD, **where)(_cut)


def _cut(source: Source, task: Task) -> Iterator[object]:
    """For each part its name with what is no article, and then its articles."""
    articles: list[Article] = []
    failed: list[BadInput] = []
    for item in task.cut(source):
        if isinstance(item, BadInput):
            failed.append(item)
            continue
        articles.append(item)
        if len(articles) == task.size:
            yield task.name(articles), tuple(failed)
            yield articles
            articles, failed = [], []
    if articles or failed:
        yield task.name(articles) if articles else "", tuple(failed)
        yield articles


@contextmanager
def _connected(address: str | None, jobs: int | None) -> Iterator[int]:
    """Within a cluster; how many workers it is to have."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing leaves the machine
    try:
        import ray
    except ImportError as error:
        raise UsageError("--engine ray needs ray: pip install 'kabar-graph[ray]'") from error
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    alone = {
        "num_cpus": jobs or os.cpu_count(),
        "object_store_memory": _MEMORY,
        "include_dashboard": False,
    }
    if not address:
        os.environ.setdefault("RAY_AUTH_MODE", "token")  # who reaches its ports may run anything, so they ask for a token
    try:
        ray.init(address or "local", **quiet, **({} if address else alone))
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise KgError(f"no Ray cluster at {address or 'this machine'}: {' '.join(str(error).split())}") from error
    try:
        most = max(1, int(ray.cluster_resources().get("CPU", 1)))
        yield min(jobs or most, most)
    finally:
        ray.shutdown()


@contextmanager
def _clearly() -> Iterator[None]:
    """Turn an error of the cluster into one that says what to do."""
    from ray.exceptions import RayError, RayTaskError

    try:
        yield
    except RayTaskError as error:
        if isinstance(error.cause, KgError):
            raise error.cause from error
        raise KgError(f"a worker failed: {type(error.cause).__name__}: {error.cause}") from error
    except RayError as error:
        first = (str(error).splitlines() or [""])[0]
        raise KgError(
            f"a worker was killed again and again (out of memory?): {first} What was read is kept: the same command goes on"
        ) from error
