"""CSV files for `neo4j-admin database import`, in a zip archive with the command that imports them: for millions of claims.

The graph is that of `kg push`, which goes on from an import: both know `kg/projection.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import BinaryIO, TypeAlias

from kg.out.archive import Archive
from kg.out.words import printable
from kg.projection import ACTOR, ARTICLE, CLAIM, PARTS, Properties, Shown, Value, units

# Between the labels, names and roles of one cell: a character that no text holds, because `printable` takes it out.
_BETWEEN = "\x1f"
_TYPES = {str: "", int: ":long", float: ":double", bool: ":boolean", date: ":date", list: ":string[]"}
_NODES = {"actors.csv": ACTOR, "articles.csv": ARTICLE, "claims.csv": CLAIM}
_EDGES = ("relations.csv", "parts.csv", "evidence.csv")
_Row: TypeAlias = tuple[tuple[Value, ...], Properties]
_COMMAND = f"""#!/bin/sh
# Into a database that is empty or not there, with Neo4j stopped; its name is the first argument, or neo4j.
# Afterwards, once in that database: CREATE CONSTRAINT kg_key IF NOT EXISTS FOR (n:Kg) REQUIRE n.key IS UNIQUE
neo4j-admin database import full "${{1:-neo4j}}" \\
  --id-type=string --array-delimiter=U+001F --multiline-fields=true --overwrite-destination=false \\
  {" ".join(f"--nodes={name}" for name in _NODES)} \\
  {" ".join(f"--relationships={name}" for name in _EDGES)}
"""


def write(view: Shown, out: BinaryIO) -> None:
    """Write `view` as a zip archive."""
    with Archive(out) as archive:
        archive.add("import.sh", [_COMMAND.encode()])
        for name in _NODES:
            archive.add(name, _table(("key:ID", ":LABEL"), partial(_nodes, view, name)))
        for name in _EDGES:
            archive.add(name, _table((":START_ID", ":END_ID", ":TYPE"), partial(_edges, view, name)))


def _nodes(view: Shown, name: str) -> Iterator[_Row]:
    for unit in units(view, [_NODES[name]]):
        # The digest is that of `kg push`, which then writes only what has changed since.
        yield (unit.node.key, list(unit.node.labels)), {**unit.node.properties, "hash": unit.digest}


def _edges(view: Shown, name: str) -> Iterator[_Row]:
    for unit in units(view, [CLAIM]):
        for edge in unit.edges:
            if _file(edge.type) == name:
                yield (edge.source, edge.target, edge.type), edge.properties


def _file(type_: str) -> str:
    return "evidence.csv" if type_ == "EVIDENCE" else "parts.csv" if type_ in PARTS else "relations.csv"


def _table(head: tuple[str, ...], rows: Callable[[], Iterator[_Row]]) -> Iterator[bytes]:
    """A header and the rows, which are gone through twice: which properties there are shows at the end of them."""
    columns = _columns(properties for _, properties in rows())
    yield ",".join([*head, *(name + _TYPES[type_] for name, type_ in columns.items())]).encode() + b"\n"
    for first, properties in rows():
        cells = [*map(_cell, first), *(_cell(properties.get(name)) for name in columns)]
        yield ",".join(cells).encode() + b"\n"


def _columns(rows: Iterable[Properties]) -> Mapping[str, type]:
    """All properties but the key, with the types of their values."""
    found = {name: type(value) for row in rows for name, value in row.items() if name != "key"}
    return dict(sorted(found.items()))


def _cell(value: Value | None) -> str:
    """A cell: absent where it is empty, and only then; strings always in quotes."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float() | date():
            return str(value)
        case list():
            return _quoted(_BETWEEN.join(map(printable, value)))
    return _quoted(printable(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
