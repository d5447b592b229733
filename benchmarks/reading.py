"""How fast articles are read: `python -m benchmarks.reading NEWS.jsonl.gz [--every 3] [--jobs 2]`.

Prints articles and tokens a second from text to extraction (cleaning included, nothing stored), the time of the first and of a
single article, and the memory of the largest process. The baseline, in the same run, is the encoder alone over the same windows:
what no change around it can beat.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

from kg.clean import clean
from kg.extract import Reader, load, windows
from kg.model import Article


def articles(path: Path, every: int, limit: int) -> Iterator[Article]:
    """Every n-th article of a corpus file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, 0, None, every)):
            if number == limit:
                return
            row = json.loads(line)
            yield Article(
                id=str(number), text=f"{row['title'] or ''}\n{row['body']}", title=row["title"] or "", url=row["url"] or None
            )


@cache
def reader() -> Reader:
    """The reader of this process."""
    return load("id")


def read(article: Article) -> tuple[int, int, int]:
    """Word pieces read, actors and statements found."""
    cleaned = clean(article)
    extraction = reader().read(cleaned)
    return sum(len(window.ids) for window in _windows(cleaned)), len(extraction.actors), len(extraction.statements)


def encode(article: Article) -> int:
    """Word pieces read by the encoder alone."""
    cut = _windows(clean(article))
    for window in cut:
        reader().encoder.read(window.ids)
    return sum(len(window.ids) for window in cut)


def _windows(article: Article) -> list[windows.Window]:
    return windows.split(article, reader().tokenizer)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--limit", type=int, default=10**9)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    chosen = list(articles(args.news, args.every, args.limit))
    began = time.perf_counter()
    read(chosen[0])
    first = time.perf_counter() - began
    singles = []
    for article in chosen[:: max(1, len(chosen) // 20)]:
        began = time.perf_counter()
        read(article)
        singles.append(time.perf_counter() - began)
    with ProcessPoolExecutor(args.jobs) as pool:
        list(pool.map(read, chosen[:4]))
        began = time.perf_counter()
        pieces, actors, statements = map(sum, zip(*pool.map(read, chosen, chunksize=8), strict=True))
        whole = time.perf_counter() - began
        part = chosen[::10]
        began = time.perf_counter()
        alone = sum(pool.map(encode, part, chunksize=4))
        base = (time.perf_counter() - began) / alone
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"{len(chosen)} articles, {pieces} word pieces, {actors} actors, {statements} statements, {args.jobs} processes")
    print(f"reading           {len(chosen) / whole:6.1f} articles/s  {pieces / whole:7.0f} pieces/s")
    print(f"encoder alone     {len(chosen) / (base * pieces):6.1f} articles/s  {1 / base:7.0f} pieces/s")
    print(f"ratio             {base * pieces / whole:6.2f} of the encoder's speed")
    single = sorted(singles)[len(singles) // 2]
    print(f"first article {first:.2f} s, a single one {single:.3f} s (median), memory {peak:.0f} MB a process")


if __name__ == "__main__":
    main()
