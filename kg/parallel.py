"""Articles read in several processes or threads, in the order of the input: their number changes nothing but the time."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from kg.errors import KgError
from kg.model import Article

Other = TypeVar("Other")
Result = TypeVar("Result")

# Starting a process and loading a model into it takes as long as reading about so many articles.
_FEW = 32
# So many articles a process are under way at once: enough to keep it busy, few enough to stop quickly.
_AHEAD = 4


def in_order(
    work: Callable[[Article], Result], items: Iterable[Article | Other], *, jobs: int | None = None, threads: bool = False
) -> Iterator[Result | Other]:
    """Apply `work` to the articles and pass whatever else comes, all in the order of the input.

    `work` and its results are pickled where there is more than one process. By default (`jobs` None) there are as many as
    processors, or one where there are few items. `threads` in place of processes are for work that waits for a server.

    Raises:
        KgError: if a process is killed.
    """
    items = iter(items)
    if jobs is None:
        head = list(islice(items, _FEW))
        jobs = (os.cpu_count() or 1) if len(head) == _FEW else 1
        items = chain(head, items)
    if jobs == 1:
        return (work(item) if isinstance(item, Article) else item for item in items)
    return _in_pool(work, items, jobs, threads)


def _in_pool(
    work: Callable[[Article], Result], items: Iterable[Article | Other], jobs: int, threads: bool
) -> Iterator[Result | Other]:
    with ThreadPoolExecutor(jobs) if threads else _processes(jobs) as pool:
        waiting: deque[Future[Result | Other]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item) if isinstance(item, Article) else _done(item))
                while len(waiting) > jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            raise KgError(
                "a reading process was killed (out of memory?); what was read is kept: go on with less --jobs"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _processes(jobs: int) -> Executor:
    # Spawned, not forked: a fork of a process in which a model has threads may hang.
    return ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_ignore_interrupts, initargs=())


def _ignore_interrupts() -> None:
    """Ctrl-C goes to every process of a terminal; the first one alone decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _done(item: Other) -> Future[Other]:
    future: Future[Other] = Future()
    future.set_result(item)
    return future
