"""What the names in articles were found to say, left in `kg.cache` for the next time: to work it out is most of resolving.

The traits of an article's actors depend on what was read there and on the knowledge, never on other articles or on decisions;
so they are kept under what they depend on, and who is who is worked out anew from all of them. A file that is damaged, or made
with other knowledge or another program, counts for none.
"""

from __future__ import annotations

import json
import marshal
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from kg.ids import digest
from kg.link import offices
from kg.link.knowledge import Knowledge, files
from kg.link.names import Family
from kg.link.profile import Profile, Traits, in_order, profiles, telling
from kg.model import Kind, LocalActor, Reading
from kg.resources import folder as our
from kg.schema import relations

Row = tuple[str, str, int | None, bool, list[str]]  # traits in the file: family, form, index of who is known, weak, context

_NAME = "names.json"
_PLAIN = {kind: kind.value for kind in Kind}  # as `marshal` takes it
_WORTH = 1000  # so many new articles take as long as writing the file


def remembered(readings: Iterable[Reading], knowledge: Knowledge, folder: Path | None) -> list[Profile]:
    """The profiles of all readings (see `profile.profiles`), by article, with the help of what `folder` keeps.

    Their order does not depend on that of `readings`.
    """
    read = sorted(readings, key=lambda reading: reading.article.id)
    if folder is None:
        return [profile for reading in read for profile in profiles(reading, knowledge)]
    memory = Memory(knowledge, folder / _NAME)
    found = list(chain.from_iterable(map(memory.profiles, read)))
    if memory.new >= _WORTH:
        with suppress(OSError):  # a folder that cannot be written costs time only
            memory.save()
    return found


def forget(folder: Path) -> None:
    """Delete what is kept: it holds names from articles, and must not outlive them."""
    for path in folder.glob(f"{_NAME}*"):
        path.unlink(missing_ok=True)


class Memory:
    """Traits by what was read, as the file at `path` holds them; `new` counts the articles that were not there."""

    def __init__(self, knowledge: Knowledge, path: Path) -> None:
        self.new = 0
        self._knowledge, self._path, self._made_with = knowledge, path, _made_with()
        self._listed: list[Traits] = []
        self._told: dict[str, list[int]] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            self._load(json.loads(path.read_text("utf-8")))
        self._numbers = {traits: number for number, traits in enumerate(self._listed)}
        self._used: set[str] = set()

    def profiles(self, reading: Reading) -> Iterable[Profile]:
        """What `profiles` gives for a reading."""
        actors = in_order(reading.extraction.actors)
        told = _told(reading, actors)
        numbers = self._told.get(told)
        if numbers is None or len(numbers) != len(actors):
            numbers = self._told[told] = [self._number(profile.traits) for profile in profiles(reading, self._knowledge)]
            self.new += 1
        self._used.add(told)
        return map(Profile, repeat(reading.article.id), actors, map(self._listed.__getitem__, numbers))

    def save(self) -> None:
        """Write what was asked for this time; the file is replaced at once or not at all.

        Raises:
            OSError: if it cannot be written.
        """
        told = {name: self._told[name] for name in sorted(self._used)}
        numbers = {number: index for index, number in enumerate(sorted(set(chain.from_iterable(told.values()))))}
        kept = {
            "made_with": self._made_with,
            "traits": [self._row(self._listed[number]) for number in numbers],
            "told": {name: [numbers[number] for number in row] for name, row in told.items()},
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        half.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), "utf-8")
        half.replace(self._path)

    def _load(self, kept: Mapping[str, Any]) -> None:
        if kept["made_with"] == self._made_with:
            listed = [self._read(row) for row in kept["traits"]]
            if set(chain.from_iterable(kept["told"].values())) <= set(range(len(listed))):
                self._listed, self._told = listed, kept["told"]

    def _number(self, traits: Traits) -> int:
        number = self._numbers.setdefault(traits, len(self._listed))
        if number == len(self._listed):
            self._listed.append(traits)
        return number

    def _row(self, traits: Traits) -> Row:
        known = None if traits.known is None else self._knowledge.number(traits.known)
        return traits.family.value, traits.form, known, traits.weak, sorted(traits.context)

    def _read(self, row: Row) -> Traits:
        family, form, known, weak, context = row
        return Traits(Family(family), form, None if known is None else self._knowledge.entries[known], weak, frozenset(context))


def _told(reading: Reading, actors: Iterable[LocalActor]) -> str:
    """A digest of all that the traits of a reading depend on."""
    cast = [(actor.key, actor.name, _PLAIN[actor.kind], actor.aliases) for actor in actors]
    said = [(s.subject, s.relation, s.object, s.role) for s in reading.extraction.statements if telling(s)]
    # Version 2 writes equal values as equal bytes, and lengths before texts, so that no name can look like two.
    return sha256(marshal.dumps((reading.article.published, cast, said), 2)).hexdigest()[:16]


def _made_with() -> str:
    """A digest of the knowledge, the word lists and the program that traits are made with."""
    code = [Path(__file__).with_name(name) for name in ("knowledge.py", "memory.py", "names.py", "offices.py", "profile.py")]
    lists = [our("data") / "languages" / "id" / name for name in ("bodies.yml", "titles.yml")]
    contents = [path.read_text("utf-8", errors="replace") for path in (*code, *lists, *files(), *offices.files())]
    return digest(*sorted(relations()), *contents)
