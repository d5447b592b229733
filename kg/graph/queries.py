"""Named queries: the files of `queries/`, whose first lines say what they answer (docs/queries.md has the format)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from kg.errors import BadData, UsageError
from kg.graph.algorithms import ALGORITHMS
from kg.graph.engine import Engine, Rows
from kg.resources import folder


class Type(StrEnum):
    """What a parameter takes. An `actor` is given by any of its names and reaches the query as its id."""

    ACTOR = "actor"
    TEXT = "text"
    INT = "int"
    DATE = "date"

    def parse(self, name: str, text: str) -> str | int | date:
        """The value of parameter `name` from the command line.

        Raises:
            UsageError: if `text` is none of this type.
        """
        try:
            match self:
                case Type.INT:
                    return int(text)
                case Type.DATE:
                    return date.fromisoformat(text)
        except ValueError as error:
            wanted = {Type.INT: "a whole number", Type.DATE: "a date such as 2024-02-19"}[self]
            raise UsageError(f"parameter {name}: {text!r} is not {wanted}") from error
        return text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query; one that is optional and not given is null, or its default."""

    name: str
    type: Type
    optional: bool = False
    default: str | None = None

    def __str__(self) -> str:
        rest = f"={self.default}" if self.default is not None else ""
        return f"{self.name}:{self.type}{'?' if self.optional else ''}{rest}"


@dataclass(frozen=True, slots=True)
class Query:
    """A named query; `text` is the whole file. `then` names what works out the answer from its rows, if anything does."""

    name: str
    title: str
    about: str
    example: str
    parameters: tuple[Parameter, ...]
    text: str
    then: str | None = None


def named() -> Mapping[str, Query]:
    """All queries by name, in alphabetical order.

    Raises:
        BadData: if a file breaks the format.
    """
    return {path.stem: _query(path) for path in sorted(folder("queries").glob("*.cypher"))}


def ask(engine: Engine, query: Query, parameters: Mapping[str, object], *, limit: int, timeout: float) -> Rows:
    """The first `limit` rows of the answer.

    Raises:
        UsageError: if the query is wrong or more than reading.
        EngineError: if it took too long, or the engine went away.
    """
    if query.then is None:
        return engine.run(query.text, parameters, limit=limit, timeout=timeout)
    found = ALGORITHMS[query.then](engine.run(query.text, parameters, limit=_MOST_LINKS, timeout=timeout))
    return replace(found, rows=found.rows[:limit], more=len(found.rows) > limit)


_MOST_LINKS = 1_000_000
_HEADER = re.compile(r"// (title|about|params|example|then): (.*)")
_PARAMETER = re.compile(r"(?P<name>\w+):(?P<type>\w+)(?P<optional>\?(?:=(?P<default>.+))?)?")


def _query(path: Path) -> Query:
    text = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not (found := _HEADER.fullmatch(line)):
            break
        header[found[1]] = f"{header[found[1]]} {found[2]}" if found[1] in header else found[2]
    if "title" not in header or "example" not in header:
        raise BadData(f"{path}: the first lines must be // title: … and // example: …")
    if header.get("then", next(iter(ALGORITHMS))) not in ALGORITHMS:
        raise BadData(f"{path}: // then: {header['then']} is none of {', '.join(ALGORITHMS)}")
    parameters = tuple(_parameter(path, part) for part in header.get("params", "").split(",") if part.strip())
    return Query(path.stem, header["title"], header.get("about", ""), header["example"], parameters, text, header.get("then"))


def _parameter(path: Path, text: str) -> Parameter:
    found = _PARAMETER.fullmatch(text.strip())
    if not found or found["type"] not in set(Type):
        raise BadData(
            f"{path}: {text.strip()!r} is no parameter (NAME:TYPE, NAME:TYPE? or NAME:TYPE?=DEFAULT; {', '.join(Type)})"
        )
    return Parameter(found["name"], Type(found["type"]), found["optional"] is not None, found["default"])
