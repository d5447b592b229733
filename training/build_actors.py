"""Builds `data/actors/*.csv` from public lists and from what annotated and dated articles call people and bodies.

    python -m training.build_actors SHARED [OUT]

SHARED holds `data/actors` (lists of politicians, parties, acronyms), `data/news` and `gold/train`. Every line cites the row
or the articles that it rests on. No Wikidata id comes from anywhere but the lists. What cannot be decided (two people of
one name) is kept as two lines, so that the name is known to be ambiguous; one-word names that are no one's alone are left out.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.link.names import family, is_generic, key
from kg.model import Kind
from training.news_bodies import REGIONAL, news_bodies
from training.people import known_people
from training.tables import Entry, day_of, read, write

COLUMNS = ("name", "kind", "aliases", "wikidata", "party", "region", "shared", "source", "source_date")
TICKET_COLUMNS = ("name", "kind", "aliases", "wikidata", "members", "number", "election", "source", "source_date")
_HERE = Path(__file__).parent


def main(shared: Path, out: Path) -> None:
    """Write the files and print what is in them."""
    lists = shared / "data" / "actors"
    people = known_people(lists, shared / "gold" / "train")
    seeds = read(_HERE / "actor_seeds.csv")
    taken = {key(name) for row in seeds for name in _forms(row)}
    news = _News(shared / "data" / "news" / "political.jsonl.gz", taken)
    bodies = [body for body in (_body(row, _acronyms(lists), news) for row in seeds) if body.sources]
    bodies += _other_bodies(lists, shared / "data" / "news" / "all.jsonl.gz", taken)
    by_kind = {
        "parties": [body for body in bodies if body.kind == "party"],
        "institutions": [body for body in bodies if body.kind == "institution"],
        "organizations": [body for body in bodies if body.kind in {"organization", "coalition"}],
        "teams": [body for body in bodies if body.kind == "team"],
        "people": people,
    }
    for name, entries in by_kind.items():
        rows = sorted((entry.row() for entry in entries), key=lambda row: (key(row["name"]), row["wikidata"], row["source"]))
        write(out / f"{name}.csv", COLUMNS, rows)
    tickets = sorted(
        [*_national_tickets(), *_regional_tickets(lists)], key=lambda row: (row["election"], row["name"], row["source"])
    )
    write(out / "tickets.csv", TICKET_COLUMNS, tickets)
    for name, entries in by_kind.items():
        print(f"{name}: {len(entries)}, {sum(bool(entry.wikidata) for entry in entries)} with a Wikidata id")
    print(f"tickets: {len(tickets)}")


# --- bodies -----------------------------------------------------------------------------------------------------------


class _News:
    """Which political articles hold which of the given names."""

    def __init__(self, path: Path, names: set[str]) -> None:
        self.found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        longest = max(len(name.split()) for name in names)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                article = json.loads(line)
                words = key(f"{article['title']} {article['body']}").split()
                grams = {" ".join(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1)}
                for name in names & grams:
                    self.found[name].append((str(article.get("id") or number), day_of(article)))

    def cite(self, name: str, alias: str) -> tuple[str, str] | None:
        """Up to three articles that hold both names, and the date of the last one; None where none does."""
        both = {ident for ident, _ in self.found[key(name)]} & {ident for ident, _ in self.found[key(alias)]}
        dates = sorted((day, ident) for ident, day in self.found[key(alias)] if ident in both)
        return (f"news:{','.join(ident for _, ident in dates[-3:])}", dates[-1][0]) if dates else None


def _body(row: dict[str, str], acronyms: dict[tuple[str, str], int], news: _News) -> Entry:
    """A body of the seed list with those of its other names that the acronym list or an article bears out."""
    entry = Entry(row["name"], row["kind"])
    if cited := news.cite(row["name"], row["name"]):
        entry.sources.append(cited[0])
        entry.date = cited[1]
    for alias in _forms(row)[1:]:
        line = acronyms.get((key(alias), key(row["name"])))
        cited = news.cite(row["name"], alias) or next(filter(None, (news.cite(other, alias) for other in _forms(row)[1:])), None)
        if line is None and cited is None:
            print(f"not borne out: {alias} for {row['name']}")
            continue
        entry.aliases.add(alias)
        entry.sources.append(f"acronyms.csv:{line}" if line else cited[0] if cited else "")
        entry.date = max(entry.date, cited[1] if cited else "")
    return entry


def _forms(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def _acronyms(lists: Path) -> dict[tuple[str, str], int]:
    return {(key(row["acronym"]), key(row["expansion"])): line for line, row in enumerate(read(lists / "acronyms.csv"), start=2)}


def _other_bodies(lists: Path, news: Path, taken: set[str]) -> list[Entry]:
    """The bodies that articles or the list of acronyms explain, and the seed list does not hold; articles know better."""
    found = {key(entry.name): entry for entry in news_bodies(news) if taken.isdisjoint(map(key, (entry.name, *entry.aliases)))}
    explained = {(family(Kind(entry.kind)), key(alias)) for entry in found.values() for alias in entry.aliases}
    for entry in _abbreviated(lists, taken):
        if same := found.get(key(entry.name)):
            same.aliases |= entry.aliases
            same.sources += entry.sources
        elif explained.isdisjoint((family(Kind(entry.kind)), key(alias)) for alias in entry.aliases):
            found[key(entry.name)] = entry
    return list(found.values())


def _abbreviated(lists: Path, taken: set[str]) -> list[Entry]:
    """The bodies of the list of acronyms whose acronym stands for nothing else there, nor for a body of the seed list."""
    kinds = {(row["position"], row["word"]): row["kind"] for row in read(_HERE / "body_words.csv")}
    rows = list(enumerate(read(lists / "acronyms.csv"), start=2))
    meanings = Counter(key(row["acronym"]) for _, row in rows)
    found: dict[str, Entry] = {}
    for line, row in rows:
        acronym, words = key(row["acronym"]), key(row["expansion"]).split()
        kind = kinds.get(("first", words[0])) or kinds.get(("last", words[-1])) if len(words) > 1 else None
        one_of_many = is_generic(acronym) or not REGIONAL.isdisjoint(words)
        if (
            kind
            and row["expansion"][0].isupper()
            and not one_of_many
            and meanings[acronym] == 1
            and " " not in acronym
            and taken.isdisjoint({acronym, " ".join(words)})
        ):
            entry = found.setdefault(" ".join(words), Entry(row["expansion"], kind))
            entry.aliases.add(row["acronym"])
            entry.sources.append(f"acronyms.csv:{line}")
    return list(found.values())


# --- tickets ----------------------------------------------------------------------------------------------------------


def _national_tickets() -> Iterator[dict[str, str]]:
    for row in read(_HERE / "ticket_seeds.csv"):
        yield {**row, "kind": "ticket", "wikidata": "", "source": "ticket_seeds.csv", "source_date": "2024-02-14"}


def _regional_tickets(lists: Path) -> Iterator[dict[str, str]]:
    """The pairs for governor; those for regent and mayor are found by their members."""
    for line, row in enumerate(read(lists / "candidates_pilkada_2024.csv"), start=2):
        if row["level"] == "gubernur" and "Kolom Kosong" not in (row["head_clean"], row["deputy_clean"]) and row["deputy_clean"]:
            yield {
                "name": f"{row['head_clean']}-{row['deputy_clean']}",
                "kind": "ticket",
                "aliases": "",
                "wikidata": "",
                "members": f"{row['head_clean']}|{row['deputy_clean']}",
                "number": row["no"],
                "election": f"Pilkada 2024 {row['region_code']}",
                "source": f"candidates_pilkada_2024.csv:{line}",
                "source_date": "2024-11-27",
            }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else _HERE.parent / "data" / "actors")
