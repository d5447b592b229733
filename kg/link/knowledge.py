"""What is known about actors before any article is read: `data/actors/*.csv`, ours and the user's."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import BadData
from kg.link.names import Family, family, fold, key, pair, simple
from kg.model import Kind
from kg.resources import data_folders

_SPACED = (Family.BODY, Family.PARTY)  # whose names are written with spaces or without
_LONG = 6  # letters of such a name


@dataclass(frozen=True, slots=True)
class Known:
    """One line of the knowledge: an actor with its other names.

    `members` are the two candidates of a ticket, in full; `shared` are keys of names that less known people bear too, who are
    told apart by the `party`.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    members: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    party: str = ""

    def __hash__(self) -> int:
        return hash(self.name)  # the other fields tell few apart, and there are many of them


class Knowledge:
    """Known actors by name. A name that two of them share finds both, so that it is known to be ambiguous."""

    def __init__(self, entries: Sequence[Known]) -> None:
        self.entries = entries
        self._numbers: dict[Known, int] = {}
        self._named: dict[tuple[Family, str], list[Known]] = {}
        self._spelled: dict[str, list[Known]] = {}
        self._joined: dict[tuple[Family, str], list[Known]] = {}
        self._pairs: dict[str, Known] = {}
        self._ids: dict[str, Known] = {}
        self._longest = 1
        for entry in entries:
            if entry.wikidata:
                self._ids[entry.wikidata] = entry
            for name in (entry.name, *entry.aliases):
                self._add(key(name), entry)
                if entry.kind is not Kind.PERSON:  # whose names stand in the files without titles: half of the time of loading
                    self._add(simple(name, entry.kind), entry)
        for entry in entries:
            if entry.kind is Kind.TEAM:  # after the tickets that teams are named after
                for name in (entry.name, *entry.aliases):
                    self._add(self.canonical(name, entry.kind), entry)
            if entry.members:
                self._pairs[pair(*(simple(name, Kind.PERSON) for name in entry.members))] = entry

    def with_id(self, wikidata: str) -> Known | None:
        """The known actor with this Wikidata id."""
        return self._ids.get(wikidata)

    def number(self, known: Known) -> int:
        """Where `known` stands among the entries."""
        if not self._numbers:  # only what is kept for the next time needs it
            self._numbers = {entry: number for number, entry in enumerate(self.entries)}
        return self._numbers[known]

    def ticket(self, form: str) -> Known | None:
        """The known ticket of two candidates, given as `pair` of their full names."""
        return self._pairs.get(form)

    def find(self, name: str, kind: Kind) -> list[Known]:
        """All known actors of this family of kinds that bear `name`: by its exact words, else without titles, else by spelling.

        Spelling counts only for names of persons with two words or more, and is tried without initials at last ("Sari W
        Lestari"); in long names of bodies spaces do not count ("Kemenpan RB"); teams are found by whatever name of their ticket.
        """
        group = family(kind)
        stripped = simple(name, kind)
        found = self._named.get((group, key(name))) or self._named.get((group, stripped))
        if not found and group is Family.PERSON and " " in stripped:
            full = " ".join(word for word in stripped.split() if len(word) > 1)
            found = self._spellings().get(fold(stripped)) or (self._spellings().get(fold(full)) if " " in full else None)
        if not found and group in _SPACED and len(stripped) >= _LONG:
            found = self._unspaced().get((group, stripped.replace(" ", "")))
        if not found and kind is Kind.TEAM:
            found = self._named.get((group, self.canonical(name, kind)))
        return found or []

    def canonical(self, name: str, kind: Kind) -> str:
        """The key of a body's name with each known name inside it in full: of tickets and persons in a team's, else of bodies.

        So that "KPU Kota Semarang" and "Komisi Pemilihan Umum Kota Semarang" are one, and neither is KPU.
        """
        groups = (Family.TICKET, Family.PERSON) if kind is Kind.TEAM else (Family.BODY,)
        words = simple(name, kind).split()
        parts: list[str] = []
        while words:
            size = next((n for n in range(min(len(words), self._longest), 0, -1) if self._full(" ".join(words[:n]), groups)), 0)
            parts.append(self._full(" ".join(words[:size]), groups) or words[0])
            words = words[max(size, 1) :]
        return " ".join(parts)

    def _full(self, name: str, groups: Sequence[Family]) -> str:
        """The full form of a name that only one known actor of these families bears, "" where there is none."""
        for group in groups:
            if len(found := self._named.get((group, name), [])) == 1:
                return key(found[0].name)
        return ""

    def _add(self, name: str, entry: Known) -> None:
        group = family(entry.kind)
        entries = self._named.setdefault((group, name), [])
        if not any(other is entry for other in entries):
            entries.append(entry)
            self._longest = max(self._longest, name.count(" ") + 1)

    def _spellings(self) -> dict[str, list[Known]]:
        # Only made when a name is not found as written, because it costs as much as loading.
        if not self._spelled:
            for (group, name), entries in self._named.items():
                if group is Family.PERSON and " " in name:
                    bearers = self._spelled.setdefault(fold(name), [])
                    bearers += [entry for entry in entries if not any(entry is other for other in bearers)]
        return self._spelled

    def _unspaced(self) -> dict[tuple[Family, str], list[Known]]:
        if not self._joined:
            for (group, name), entries in self._named.items():
                if group in _SPACED and len(name) >= _LONG:
                    bearers = self._joined.setdefault((group, name.replace(" ", "")), [])
                    bearers += [entry for entry in entries if not any(entry is other for other in bearers)]
        return self._joined


@cache
def load() -> Knowledge:
    """The knowledge in `data/actors` and in the user's folder, loaded once.

    Raises:
        BadData: if a file lacks a column or names an unknown kind; the message names file and line.
    """
    return Knowledge([entry for path in files() for entry in _entries(path)])


def files() -> list[Path]:
    """The files that hold the knowledge, ours before the user's."""
    return [path for root in data_folders() for path in sorted((root / "actors").glob("*.csv"))]


def _entries(path: Path) -> Iterator[Known]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            try:
                yield Known(
                    name=row["name"],
                    kind=Kind(row["kind"]),
                    aliases=_parts(row["aliases"]),
                    wikidata=row["wikidata"] or None,
                    members=_parts(row.get("members")),
                    shared=_parts(row.get("shared")),
                    party=row.get("party") or "",
                )
            except (KeyError, ValueError, TypeError) as error:
                raise BadData(f"{path.name}, line {rows.line_num}: {type(error).__name__}: {error}") from error


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (cell or "").split("|")))
