"""What an article costs in databases of several sizes: `python -m benchmarks.scale_store NEWS [--sizes 1000 5000 26000]`.

Reads articles drawn from a file of JSON lines into a new database, with a reader that takes capitalised words for actors, so that
reading, cleaning and storing is measured and no model. Each size has a process of its own. Ends with 1 where time, memory or
bytes an article differ by more than 20 % between the sizes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from random import Random

from kg import pipeline, resources
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Span, Statement
from kg.store import Store

_FLAT = 1.2
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
_ACTORS, _STATEMENTS = 20, 10  # of an article; the shipped model finds about as many


class Capitals:
    """Takes two capitalised words for a person, and each one for somebody who meets the next."""

    version = "capitals-1"

    def read(self, article: Article) -> Extraction:
        """The actors and statements of an article."""
        spans: dict[str, list[Span]] = {}
        for found in _NAME.finditer(article.text):
            spans.setdefault(found[0], []).append(Span(*found.span()))
        actors = tuple(LocalActor(name, name, Kind.PERSON, tuple(at), (name,)) for name, at in islice(spans.items(), _ACTORS))
        evidence = Evidence.cut(article, article.sentences[0]) if article.sentences else None
        pairs = islice(pairwise(actors), _STATEMENTS if evidence else 0)
        return Extraction(actors, tuple(Statement(one.key, "meets", other.key, evidence) for one, other in pairs if evidence))


def load(language: str) -> Capitals:
    """As `kg.extract.load`."""
    return Capitals()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: processor seconds, most memory in bytes, and bytes of the database."""

    articles: int
    seconds: float
    memory: int
    size: int

    @property
    def each(self) -> tuple[float, float]:
        """Milliseconds and bytes an article."""
        return 1000 * self.seconds / self.articles, self.size / self.articles


def main() -> None:
    """Measure each size, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path, help="gzipped JSON lines of articles")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 26_000], metavar="N")
    options = parser.parse_args()
    costs = [_apart(options.news, size) for size in options.sizes]
    for cost in costs:
        milliseconds, size = cost.each
        print(
            f"{cost.articles} articles: {cost.seconds:.1f} s, {milliseconds:.2f} ms and {size:.0f} bytes each, {_mb(cost.memory)}"
        )
    ratios = [max(found) / min(found) for found in zip(*((*cost.each, cost.memory) for cost in costs), strict=True)]
    print("most by least: {:.2f} in time, {:.2f} in bytes, {:.2f} in memory".format(*ratios))
    sys.exit(max(ratios) > _FLAT)


def _apart(news: Path, size: int) -> Cost:
    # Each task has a process of its own: what this one or the drawing needs would count as the memory of what it starts.
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        drawn = Path(folder) / "news.jsonl"
        pool.apply(draw, (news, size, drawn))
        return pool.apply(measure, (drawn, Path(folder)))


def draw(news: Path, size: int, out: Path) -> None:
    """Draw lines at random, always the same ones, so that each size has long and short articles alike."""
    with gzip.open(news) as stream:
        lines = stream.readlines()
    chosen = sorted(Random(size).sample(range(len(lines)), min(size, len(lines))))
    out.write_bytes(b"".join(lines[number] for number in chosen))


def measure(news: Path, folder: Path) -> Cost:
    """The cost of the articles of a file, in a process that has read some before."""
    _ingest(resources.folder("data") / "samples" / "articles.jsonl", folder / "before.db")
    start = time.process_time()
    articles = _ingest(news, folder / "kg.db")
    seconds, memory = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Cost(articles, seconds, memory, (folder / "kg.db").stat().st_size)


def _ingest(news: Path, database: Path) -> int:
    with Store.open(database) as store:
        for _ in pipeline.ingest(store, [news], jobs=1, load=load):
            pass
        return store.counts().articles


def _mb(memory: int) -> str:
    return f"{memory / 1e6:.0f} MB at most"


if __name__ == "__main__":
    main()
