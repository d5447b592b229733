"""Date phrases of our own (`dates.jsonl`): how many are read right, how many are invented; dateparser beside it if installed.

Run from the root of the repository: python -m benchmarks.dates
A second file of the same format, with sentences of newspapers, which do not belong into this repository:
python -m benchmarks.dates --also ../phrases-news.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kg.extract.dates import happened
from kg.model import Article, Span

_PHRASES = Path(__file__).with_suffix(".jsonl")


class Phrase(NamedTuple):
    """A sentence, the day of its publication, the date that it gives, and the words that the date is asked for."""

    text: str
    published: str | None
    expected: str | None
    near: str | None = None


def phrases(path: Path = _PHRASES) -> Iterator[Phrase]:
    """The phrases of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Phrase(**json.loads(line))


def ours(phrase: Phrase) -> str | None:
    """What `kg` reads."""
    article = Article("benchmark", phrase.text, published=phrase.published)
    start = phrase.text.index(phrase.near) if phrase.near else 0
    near = Span(start, start + len(phrase.near)) if phrase.near else None
    return happened(article, Span(0, len(phrase.text)), near)


def dateparser(phrase: Phrase) -> str | None:
    """The first date that `dateparser.search` finds, cut to the expected precision, which it does not tell."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]  # not one of our dependencies

    base = {"RELATIVE_BASE": datetime.fromisoformat(phrase.published)} if phrase.published else {}
    found = search_dates(phrase.text, languages=["id"], settings={"DATE_ORDER": "DMY", **base})
    return found[0][1].date().isoformat()[: len(phrase.expected or "2024-02-19")] if found else None


def verdict(expected: str | None, read: str | None) -> str:
    """`right`, `missed` (there is one, none is read), `invented` (none, one is read) or `wrong`."""
    if read == expected:
        return "right"
    return "missed" if read is None else "invented" if expected is None else "wrong"


def report(name: str, read: Callable[[Phrase], str | None], asked: Sequence[Phrase], *, mistakes: bool) -> None:
    """Print the counts and the time of one reader, and with `mistakes` each phrase that it does not read right."""
    read(Phrase("kemarin", "2024-02-19", "2024-02-18"))  # loads its data, which is not what is timed
    begun = time.process_time()
    results = [(phrase, read(phrase)) for phrase in asked]
    spent = (time.process_time() - begun) / len(results)
    for phrase, result in results:
        if mistakes and result != phrase.expected:
            print(f"  {phrase.text} [{phrase.published}] {phrase.expected} read as {result}")
    counts = Counter(verdict(phrase.expected, result) for phrase, result in results)
    share = ", ".join(f"{kind} {counts[kind]}" for kind in ("right", "missed", "wrong", "invented"))
    print(f"{name}: {share} of {len(results)} ({counts['right'] / len(results):.3f}), {spent * 1e6:.0f} µs a phrase")


def main() -> None:
    """Report on each file, and on all of them together."""
    options = argparse.ArgumentParser()
    options.add_argument("--also", type=Path, help="a second file of phrases")
    also = options.parse_args().also
    files = [list(phrases(path)) for path in (_PHRASES, *([also] if also else []))]
    for name, read in (("kg", ours), *([("dateparser", dateparser)] if find_spec("dateparser") else [])):
        for asked in files:
            report(name, read, asked, mistakes=read is ours)
        if also:
            report(f"{name}, both", read, [phrase for asked in files for phrase in asked], mistakes=False)


if __name__ == "__main__":
    main()
