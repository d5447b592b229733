"""Looks through a whole database for what no command of ours writes: the work of a bad disk, or of another program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.ids import article_id
from kg.model import Kind, Modality, Polarity
from kg.store.tables import READINGS

# What names a row that is not there.
_ORPHANS: Mapping[str, str] = {
    "an actor of no article": "SELECT article, number FROM actor WHERE article NOT IN (SELECT row FROM article)",
    "actors that are not numbered from 0": "SELECT article, max(number) FROM actor GROUP BY article "
    "HAVING max(number) >= count(*)",
    "a mention of no actor": "SELECT m.article, m.number FROM mention m LEFT JOIN actor a ON (a.article, a.number) = "
    "(m.article, m.actor) WHERE a.article IS NULL",
    "a statement of no article": "SELECT article, number FROM statement WHERE article NOT IN (SELECT row FROM article)",
    **{
        f"a statement whose {end} is no actor": f"SELECT s.article, s.number FROM statement s LEFT JOIN actor a ON "
        f"(a.article, a.number) = (s.article, s.{end}) WHERE a.article IS NULL AND s.{end} IS NOT NULL"
        for end in ("subject", "object", "speaker")
    },
}


def faults(connection: sqlite3.Connection, relations: frozenset[str]) -> Iterator[str]:
    """One line for each fault; `relations` are the names that a statement may have."""
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file: {' '.join(line.split())}"
    for what, sql in _ORPHANS.items():
        for row, number in connection.execute(f"{sql} ORDER BY 1, 2"):
            yield f"row {row}: {what} (number {number})"
    for columns in connection.execute(f"{READINGS} ORDER BY id"):
        for fault in reading(columns, relations):
            yield f"article {columns[0]}: {fault}"


def reading(columns: Sequence[Any], relations: frozenset[str]) -> Iterator[str]:
    """One line for each fault of a row of READINGS."""
    id, text, title, url, *_, noise, sentences, reader, actors, mentions, statements = columns
    if id != article_id(url, text):
        yield "its id is not that of its URL or text"
    if title and not text.startswith(f"{title}\n"):
        yield "its text does not begin with its title"
    if not reader:
        yield "no reader is named"
    for name, written in (("noise", noise), ("sentences", sentences)):
        yield from _flat(name, written, len(text))
    found, said = json.loads(actors), json.loads(statements)
    yield from _actors(found, json.loads(mentions), len(text))
    for number, statement in enumerate(said):
        yield from (f"statement {number}: {fault}" for fault in _statement(statement, relations, len(text)))


def _flat(name: str, written: str, length: int) -> Iterator[str]:
    try:
        offsets = json.loads(written)
        spans = list(zip(offsets[::2], offsets[1::2], strict=True))
    except (ValueError, TypeError):
        yield f"its {name} are no list of offsets"
        return
    yield from (f"{name}: [{start}, {stop}) is not in the text" for start, stop in spans if not _within(start, stop, length))


def _actors(actors: Sequence[Any], mentions: Sequence[Any], length: int) -> Iterator[str]:
    keys = [key for key, _, _ in actors]
    yield from (f"two actors have the key {key!r}" for key in sorted({key for key in keys if keys.count(key) > 1}))
    yield from (f"actor {key!r}: no kind named {kind!r}" for key, _, kind in actors if kind not in {*Kind})
    for actor, start, stop in mentions:
        if not _within(start, stop, length):
            yield f"actor number {actor}: the mention [{start}, {stop}) is not in the text"


def _statement(statement: Sequence[Any], relations: frozenset[str], length: int) -> Iterator[str]:
    _, relation, _, start, stop, from_, to, polarity, modality, _, _, _, _, confidence = statement
    if relation not in relations:
        yield f"no relation named {relation!r}"
    if polarity not in {*Polarity} or modality not in {*Modality}:
        yield f"neither polarity nor modality may be {polarity!r}, {modality!r}"
    if not _within(start, stop, length):
        yield f"the quote [{start}, {stop}) is not in the text"
    if (from_, to) != (None, None) and not _within(from_, to, length):
        yield f"the decisive words [{from_}, {to}) are not in the text"
    if not 0 <= confidence <= 1:
        yield f"its confidence is {confidence}"


def _within(start: Any, stop: Any, length: int) -> bool:
    return isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop <= length
