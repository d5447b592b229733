"""Articles read in several processes or threads, in the order of the input: their number changes nothing but the time."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
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
    others = frozenset(active_children())
    pool = ThreadPoolExecutor(jobs) if threads else _processes(jobs)
    with ExitStack() as unless_done:
        unless_done.callback(_abandon, pool, others)
        waiting: deque[Future[Result | Other]] = deque()
        try:
            for item in items:
                waiting.append(_submitted(pool, work, item) if isinstance(item, Article) else _done(item))
                while len(waiting) > jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            raise KgError(
                "a reading process was killed (out of memory?); what was read is kept: go on with less --jobs"
            ) from error
        unless_done.pop_all()
    pool.shutdown()


def _submitted(pool: Executor, work: Callable[[Article], Result], article: Article) -> Future[Result | Other]:
    with _uninterrupted():  # a process may be started for it, and must not be hit by a Ctrl-C before it can ignore it
        return pool.submit(work, article)


def _abandon(pool: Executor, others: frozenset[BaseProcess]) -> None:
    """End at once: after a Ctrl-C nobody wants the results any more, and a long article would be waited for."""
    for process in frozenset(active_children()) - others:
        process.terminate()
    pool.shutdown(wait=isinstance(pool, ProcessPoolExecutor), cancel_futures=True)  # a thread cannot be ended


def _processes(jobs: int) -> Executor:
    # Spawned, not forked: a fork of a process in which a model has threads may hang.
    return ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_ignore_interrupts, initargs=())


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold a Ctrl-C back; processes that are started meanwhile never get one."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupts() -> None:
    """Ctrl-C goes to every process of a terminal; the first one alone decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _done(item: Other) -> Future[Other]:
    future: Future[Other] = Future()
    future.set_result(item)
    return future
