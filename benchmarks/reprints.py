"""Copies of one text among many articles: `python -m benchmarks.reprints NEWS [--first N] [--sheet FILE]`.

Prints how many families there are, between which outlets, how long finding them takes, and what one more article costs. The
sheet has 100 pairs drawn from the families for a look by hand: fill in the column `copy` with yes or no.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg import clean, parallel, read
from kg.link.reprints import Families, families, sketch
from kg.model import Article
from kg.outlets import owner

_DRAWN = 100
_SHOWN = 600  # characters of each text in the sheet
_MORE = 100


def main() -> None:
    """Measure on the articles of a file, and write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path, help="articles as kg reads them")
    parser.add_argument("--first", type=int, metavar="N", help="only so many")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="write pairs for a look by hand")
    options = parser.parse_args()
    start = time.perf_counter()
    found = {article.id: article for article in itertools.islice(_articles(options.news), options.first)}
    print(f"{len(found)} articles, read and cleaned in {time.perf_counter() - start:.0f} s")
    articles = list(found.values())
    named, _ = families(articles, _timed(articles))
    _report(named, found)
    if options.sheet:
        _write(options.sheet, _pairs(named, found))


def _articles(path: Path) -> Iterator[Article]:
    articles = (item for item in read.articles([path]) if isinstance(item, Article))
    yield from parallel.in_order(clean.clean, articles)


def _timed(articles: Sequence[Article]) -> Families:
    """Seconds for all, and for each of the last ones when the others are known: wall clock and processor; the families."""
    start, worked = time.perf_counter(), time.process_time()
    _, known = families(articles[:-_MORE])
    print(f"families: {time.perf_counter() - start:.1f} s, {time.process_time() - worked:.1f} s of processor time")
    start, worked = time.perf_counter(), time.process_time()
    for article in articles[-_MORE:]:
        known.add(sketch(article))
    each = (1000 * (time.perf_counter() - start) / _MORE, 1000 * (time.process_time() - worked) / _MORE)
    print(f"one more article: {each[0]:.2f} ms, {each[1]:.2f} ms of processor time")
    return known


def _report(named: Mapping[str, str], found: Mapping[str, Article]) -> None:
    sizes = Counter(named.values())
    pairs = list(_pairs(named, found))
    between = Counter(tuple(sorted(str(one.outlet and owner(one.outlet)) for one in pair)) for pair in pairs)
    print(
        f"{len(sizes)} families with {len(named)} articles, the largest with {max(sizes.values(), default=0)}; {len(pairs)} pairs"
    )
    for (one, other), count in between.most_common(12):
        print(f"  {count:5} {one} / {other}")


def _pairs(named: Mapping[str, str], found: Mapping[str, Article]) -> Iterator[tuple[Article, Article]]:
    members: defaultdict[str, list[Article]] = defaultdict(list)
    for ident, family in sorted(named.items()):
        members[family].append(found[ident])
    for family in sorted(members):
        yield from itertools.combinations(members[family], 2)


def _write(sheet: Path, pairs: Iterator[tuple[Article, Article]]) -> None:
    every = list(pairs)
    drawn = random.Random(0).sample(every, min(_DRAWN, len(every)))
    with sheet.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["copy", "outlet", "published", "text", "outlet_2", "published_2", "text_2"])
        for pair in drawn:
            rows.writerow(
                ["", *(cell for one in pair for cell in (one.outlet, one.published, " ".join(one.text.split())[:_SHOWN]))]
            )
    print(f"{sheet}: {len(drawn)} pairs; fill in the column copy")


if __name__ == "__main__":
    main()
