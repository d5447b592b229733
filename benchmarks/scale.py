"""What linking and projection of many articles cost: `python -m benchmarks.scale FOLDER [--articles 20000] [--all]`.

FOLDER gets so many articles' worth of extractions, as `kg extract --engine ray` leaves them: those of data/samples, in which
each name is drawn anew (known people by a Zipf law, a third of them nobody known, a tenth a single word) and each date from ten
years. It stays there, so that a second run with the same number only measures. Then what `kg export neo4j-csv --extracted` does
is timed: to read the shards and do nothing with them; who is who and what is claimed; the files for Neo4j. For each it prints
seconds on the clock and of processor time, and the largest memory so far.

The whole press of ten years, as docs/scale.md counts it: `python -m benchmarks.scale FOLDER --articles 2600000`.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

from kg import gold, pipeline, read, schema
from kg.ids import article_id
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Reading, Span, Statement
from kg.out import neo4j_csv
from kg.resources import folder
from kg.store import shards

READER = "synthetic"
SHARD = 500
FIRST = date(2014, 1, 1)
OUTLETS = 300
_DRAWN = {Kind.PERSON: "people", Kind.PARTY: "parties", Kind.INSTITUTION: "institutions", Kind.ORGANIZATION: "organizations"}


def main() -> None:
    """Make what is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--all", action="store_true", help="project every statement, not only those above the publishable points")
    options = parser.parse_args()
    if not _holds(options.folder, options.articles):
        with _measured("make the shards"):
            make(options.folder, options.articles)
    size = sum(path.stat().st_size for path in options.folder.glob("*.parquet"))
    print(f"{options.articles} articles, {size:,} bytes of shards, {size / options.articles:,.0f} an article")
    with _measured("read the shards"):
        actors, said = _counted(options.folder)
    print(f"  {actors} local actors, {said} statements")
    project(options.folder, everything=options.all)


def project(extraction: Path, *, everything: bool) -> None:
    """Measure both steps."""
    out = extraction / "graph.zip"
    with _measured("link") as done, pipeline.large_view(extraction, everything=everything) as view:
        done()
        claims = sum(1 for _ in view.claims)
        print(f"  {len(view.actors)} actors, {claims} claims, {view.left_out} statements left out")
        scratch = sum(path.stat().st_size for found in extraction.glob(".view-*") for path in found.iterdir())
        print(f"  {scratch:,} bytes on the disk meanwhile")
        with _measured("write the files for Neo4j"), out.open("wb") as stream:
            neo4j_csv.write(view, stream)
    print(f"  {out.stat().st_size:,} bytes")


@contextmanager
def _measured(what: str) -> Iterator[object]:
    start, worked, said = time.perf_counter(), time.process_time(), []

    def done() -> None:
        if not said:
            seconds, busy = time.perf_counter() - start, time.process_time() - worked
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            said.append(f"{what}: {seconds:.1f} s, {busy:.1f} s of processor time, {peak:,.0f} MB at most")
            print(said[0], flush=True)

    yield done
    done()


def _holds(path: Path, articles: int) -> bool:
    if not (path / "manifest.json").is_file():
        return False
    found = shards.manifest(path)
    return found.reader == READER and sum(shard.rows for shard in found.shards) == articles


def _counted(path: Path) -> tuple[int, int]:
    actors = said = 0
    for reading in shards.every(path, frozenset(schema.relations())):
        actors += len(reading.extraction.actors)
        said += len(reading.extraction.statements)
    return actors, said


# --- synthetic articles -----------------------------------------------------------------------------------------------


def make(path: Path, count: int) -> None:
    """Write shards of `count` articles, the same each time."""
    for old in path.glob("*.parquet"):
        old.unlink()
    out, names = shards.Output(path, READER), list[str]()
    readings = synthetic(count)
    while part := list(islice(readings, SHARD)):
        names.append(shards.name(READER, [reading.article for reading in part]))
        out.put(names[-1], shards.pack(part, READER))
    out.finish(names)


def synthetic(count: int) -> Iterator[Reading]:
    """Readings of the sample articles with other names and dates."""
    chance, samples, names = random.Random(0), _samples(), _Names()
    for number in range(count):
        yield _permuted(number, samples[number % len(samples)], names, chance)


def _samples() -> list[Reading]:
    home = folder("data") / "samples"
    articles = {item.source_id: item for item in read.articles([home / "articles.jsonl"]) if isinstance(item, Article)}
    annotated = gold.load(home / "gold.jsonl")
    return [gold.reading(ident, annotated[ident], articles[ident]) for ident in sorted(annotated) if ident in articles]


class _Names:
    """Names of each kind, the first ones drawn most often."""

    def __init__(self) -> None:
        self._names = {kind: _column(folder("data") / "actors" / f"{name}.csv") for kind, name in _DRAWN.items()}
        self._weights = {kind: list(accumulate(1 / rank for rank in range(1, len(n) + 1))) for kind, n in self._names.items()}
        words = sorted({word for name in self._names[Kind.PERSON] for word in name.split() if word.isalpha() and len(word) > 3})
        self._words = words

    def draw(self, kind: Kind, chance: random.Random) -> str:
        luck = chance.random()
        if kind is Kind.PERSON and luck < 0.1:
            return chance.choice(self._words)
        if kind is Kind.PERSON and luck < 0.43:
            return " ".join(chance.sample(self._words, 2))
        weights = self._weights[kind]
        return self._names[kind][bisect_right(weights, chance.random() * weights[-1])]


def _column(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as stream:
        found = [row["name"] for row in csv.DictReader(stream)]
    random.Random(0).shuffle(found)  # the alphabet says nothing about fame
    return found


def _permuted(number: int, sample: Reading, names: _Names, chance: random.Random) -> Reading:
    """A reading with other names at the same places; teams and tickets have those of their members."""
    drawn = {a.key: names.draw(a.kind, chance) for a in sample.extraction.actors if a.kind in _DRAWN}
    edits = _edits(sample.extraction.actors, drawn)
    text = _Text(sample.article.text, edits)
    url = f"https://kabar{number % OUTLETS}.example/{number}"
    day = FIRST + timedelta(days=chance.randrange(3650))
    title = text.new[: text.place(len(sample.article.title))] if sample.article.title else ""
    article = Article(article_id(url, ""), text.new, title, url, f"kabar{number % OUTLETS}.example", day.isoformat(), "field")
    actors = tuple(_actor(actor, drawn, text, article) for actor in sample.extraction.actors)
    said = tuple(_statement(one, text, article, chance) for one in sample.extraction.statements)
    return Reading(article, Extraction(actors, said))


def _edits(actors: Sequence[LocalActor], drawn: Mapping[str, str]) -> list[tuple[Span, str]]:
    """What stands where a drawn name does; of two places that overlap, the first and longer one."""
    found = sorted(
        (span.start, -len(span), drawn[actor.key], span) for actor in actors if actor.key in drawn for span in actor.mentions
    )
    edits: list[tuple[Span, str]] = []
    for _, _, name, span in found:
        if not edits or edits[-1][0].stop <= span.start:
            edits.append((span, name))
    return edits


class _Text:
    """A text with edits, and where a place of the old one is in it."""

    def __init__(self, old: str, edits: Sequence[tuple[Span, str]]) -> None:
        parts, shift, last = [], 0, 0
        self._starts, self._moved = [0], [(0, 0, 0)]  # from a place of the old text on: its end there, shift before and after
        for span, name in edits:
            parts += [old[last : span.start], name]
            before, shift, last = shift, shift + len(name) - len(span), span.stop
            self._starts.append(span.start)
            self._moved.append((span.stop, before, shift))
        self.new = "".join([*parts, old[last:]])

    def place(self, old: int) -> int:
        """A place within a name that was replaced is at the end of the new one, its start stays the start."""
        at = bisect_right(self._starts, old) - 1
        stop, before, after = self._moved[at]
        return old + before if old == self._starts[at] else max(old, stop) + after

    def span(self, old: Span) -> Span:
        """A span of the old text; one within a name is all of the new name."""
        at = bisect_right(self._starts, old.start) - 1
        inside = old.start < self._moved[at][0]
        start = self.place(self._starts[at]) if inside else self.place(old.start)
        return Span(start, max(self.place(old.stop), start + 1))


def _actor(actor: LocalActor, drawn: Mapping[str, str], text: _Text, article: Article) -> LocalActor:
    mentions = tuple(sorted({text.span(span) for span in actor.mentions}))
    forms = tuple(sorted({article.cut(span) for span in mentions}))
    return LocalActor(actor.key, drawn.get(actor.key) or (forms[0] if forms else actor.name), actor.kind, mentions, forms)


def _statement(said: Statement, text: _Text, article: Article, chance: random.Random) -> Statement:
    evidence = Evidence.cut(article, text.span(said.evidence.span))
    sure = round(chance.random(), 2)
    return Statement(
        said.subject,
        said.relation,
        said.object,
        evidence,
        said.polarity,
        said.modality,
        said.speaker,
        said.role,
        None,
        "model",
        sure,
    )


if __name__ == "__main__":
    main()
