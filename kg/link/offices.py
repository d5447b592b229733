"""Who is meant where an article names a minister by the office alone: whoever held it on the day of the article."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from kg.errors import BadData
from kg.link.knowledge import Knowledge, Known
from kg.link.names import key, names_dated_office
from kg.model import Kind
from kg.resources import data_folders

Term = tuple[str, str, str, str]  # start, end, Wikidata id, name


def office(name: str) -> str:
    """The office that a person's name is instead of a name ("Mendagri" gives "menteri dalam negeri"), "" if it is none."""
    written = _abbreviations().get(key(name), key(name))
    return written if names_dated_office(written) else ""


def holder(of: str, day: str | None, knowledge: Knowledge) -> Known | None:
    """Who held an office on a day; None where the day or the holder is not known.

    A term from news lasts from the first to the last article that says it, so that days between two holders have none.
    """
    terms = [term for term in _terms().get(of, ()) if day and term[0] <= day <= term[1]]
    found = {known for term in terms for known in _bearers(term, knowledge)}
    return found.pop() if len(found) == 1 else None


def files() -> list[Path]:
    """The files that say so, ours before the user's."""
    folders = [root / "actors" / "roles" for root in data_folders()]
    return [path for folder in folders for path in (folder / "roles.csv", folder / "offices.csv") if path.is_file()]


def _bearers(term: Term, knowledge: Knowledge) -> Sequence[Known]:
    _, _, wikidata, name = term
    known = knowledge.with_id(wikidata)
    return [known] if known else knowledge.find(name, Kind.PERSON)


@cache
def _terms() -> Mapping[str, Sequence[Term]]:
    """The terms with two dates, by the key of the office; not where those of two holders overlap, for one of them is wrong."""
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in _rows("roles.csv"):
        if names_dated_office(row["role"]) and row["start"] and row["end"]:
            terms[key(row["role"])].append((row["start"], row["end"], row["wikidata"], row["name"]))
    return {of: held for of, held in terms.items() if not _overlap(sorted(held))}


def _overlap(terms: Sequence[Term]) -> bool:
    """Whether two holders had the office at once; the terms come in the order of their starts."""
    return any(other[0] <= one[1] and other[2:] != one[2:] for one, other in combinations(terms, 2))


@cache
def _abbreviations() -> Mapping[str, str]:
    return {key(row["abbreviation"]): key(row["office"]) for row in _rows("offices.csv")}


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    for path in files():
        if path.name == name:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                yield from _checked(path, csv.DictReader(lines, restval=""))


def _checked(path: Path, rows: csv.DictReader[str]) -> Iterator[Mapping[str, str]]:
    needed = {"roles.csv": {"name", "wikidata", "role", "start", "end"}, "offices.csv": {"abbreviation", "office"}}[path.name]
    if missing := needed - set(rows.fieldnames or ()):
        raise BadData(f"{path}: lacks {', '.join(sorted(missing))}")
    yield from rows
