"""What the builders of `data/actors` read and write: lists, articles, and the lines of the tables."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.link.names import key, person


@dataclass(slots=True)
class Entry:
    """One actor to be written; `names` are keys under which it may be found."""

    name: str
    kind: str
    wikidata: str = ""
    party: str = ""
    region: str = ""
    aliases: set[str] = field(default_factory=set)
    sources: list[str] = field(default_factory=list)
    learned: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    date: str = ""

    def row(self) -> dict[str, str]:
        """The line to be written: aliases that differ from the name, sorted, and the first few sources."""
        own = key(self.name)
        shown: dict[str, str] = {}
        bare = {person(name).title() for name in (self.name, *self.aliases)} if self.kind == "person" else set()
        for alias in [*sorted(self.aliases), *sorted(name for name in bare if " " in name)]:
            if key(alias) != own:
                shown.setdefault(key(alias), alias)
        return {
            "name": self.name,
            "kind": self.kind,
            "aliases": "|".join(sorted(shown.values())),
            "wikidata": self.wikidata,
            "party": self.party,
            "region": self.region,
            "shared": "|".join(sorted(self.shared)),
            "source": ";".join([*self.sources[:2], *sorted(self.learned)[:3]]),
            "source_date": self.date,
        }


def day_of(article: dict[str, str]) -> str:
    """The day of an article, or "" where it has none."""
    found = re.search(r"(?:19|20)\d\d-\d\d-\d\d", str(article.get("date_iso") or article.get("date") or ""))
    return found.group() if found else ""


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def json_lines(path: Path) -> Iterator[dict]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    """Write rows as a CSV file; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
