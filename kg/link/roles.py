"""Offices and parents of actors, from `data/actors/roles`: shown beside an actor; only `offices` decides by them who is who."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import BadData
from kg.link.knowledge import load
from kg.link.names import key, simple
from kg.model import Actor, Kind
from kg.resources import data_folders

_LAST = "~"  # sorts behind every digit and hyphen: the end of the year, month or day that it follows
_PARTY_BRANCHES = frozenset({"dpd", "dpw", "dpc", "pac"})


@dataclass(frozen=True, slots=True)
class Role:
    """An office or a candidacy: `start` and `end` are dates or years ("" where the source has none); `source` names its row."""

    role: str
    party: str
    region: str
    start: str
    end: str
    source: str

    def holds(self, day: str | None) -> bool:
        """Whether it was held on some day of `day` (a day, month or year); one without dates counts for every day."""
        return not day or (self.start <= day + _LAST and (not self.end or self.end + _LAST >= day))


@dataclass(frozen=True, slots=True)
class Parent:
    """The body that an actor is a branch of, and where that stands ("name": the name itself says so)."""

    name: str
    source: str


def roles(actor: Actor) -> list[Role]:
    """The known roles of a person, the earliest first: by Wikidata id, or by a name that only one known person bears.

    Raises:
        BadData: if a file lacks a column.
    """
    if actor.kind is not Kind.PERSON:
        return []
    known = load().find(actor.name, Kind.PERSON)
    alone = len(known) == 1 and known[0].wikidata == actor.wikidata and known[0].name == actor.name
    names = {simple(name, Kind.PERSON) for name in (actor.name, *(known[0].aliases if alone else ()))} if alone else set()
    found = [
        Role(*(row[column] for column in ("role", "party", "region", "start", "end", "source")))
        for row in _rows("roles.csv")
        if (row["wikidata"] == actor.wikidata if row["wikidata"] else simple(row["name"], Kind.PERSON) in names)
    ]
    return sorted(found, key=lambda role: (role.start, role.end, role.role, role.source))


def parent(actor: Actor) -> Parent | None:
    """The body of which this one is a branch: "KPU Kota Semarang" of the election commission, "DPD Gerindra" of Gerindra.

    Raises:
        BadData: if a file lacks a column.
    """
    if actor.kind not in (Kind.PARTY, Kind.INSTITUTION, Kind.ORGANIZATION):
        return None
    knowledge = load()
    form = knowledge.canonical(actor.name, actor.kind)
    for row in _rows("branches.csv"):
        if form == knowledge.canonical(row["name"], actor.kind):
            return Parent(row["parent"], row["source"])
    words = simple(actor.name, actor.kind).split()
    for row in _rows("branches.csv"):
        if words[:1] == [key(row["name"])]:
            return Parent(row["parent"], row["source"])
    starts = words[1:] if actor.kind is Kind.PARTY and words[:1] and words[0] in _PARTY_BRANCHES else words[:-1]
    for size in range(len(starts), 0, -1):
        found = knowledge.find(" ".join(starts[:size]), actor.kind)
        if len(found) == 1 and found[0].name != actor.name:
            return Parent(found[0].name, "name")
    return None


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    for path in (root / "actors" / "roles" / name for root in data_folders()):
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as lines:
                rows = csv.DictReader(lines, restval="")
                needed = {"name", "wikidata", "role", "party", "region", "start", "end", "source"}
                if missing := (needed if name == "roles.csv" else {"name", "parent", "source"}) - set(rows.fieldnames or ()):
                    raise BadData(f"{path}: lacks {', '.join(sorted(missing))}")
                yield from rows
