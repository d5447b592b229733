"""kg query: a question to the graph, named or in Cypher."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Annotated

import typer

from kg.cli.names import pick
from kg.cli.options import DB, Db, Everything, MinConfidence, OutputFormat, Quiet, Verified, note_left_out
from kg.cli.output import Format, note, write_rows
from kg.cli.push import DATABASE, URI, USER, Database, Uri, User, server
from kg.cli.shown import Shown
from kg.cli.times import AsOf, Since, Undated, Until, note_undated, times
from kg.errors import UsageError
from kg.graph import ENGINES, Engine, Origin, Rows, cypher, guard
from kg.graph.queries import Parameter, Query, Type, ask, named
from kg.model import Actor, Kind
from kg.pipeline import cache_of

_ACTORS = "MATCH (a:Actor) RETURN a.id AS id, a.name AS name, a.kind AS kind, a.aliases AS aliases ORDER BY id"
_MOST_ACTORS = 1_000_000


def query(
    question: Annotated[str | None, typer.Argument(metavar="NAME_OR_CYPHER", help="A named query (--list), or Cypher.")] = None,
    *,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; NAME:TYPE=VALUE for your own Cypher."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the named queries.")] = False,
    format: OutputFormat = Format.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 1_000,
    timeout: Annotated[float, typer.Option(min=0.001, help="Seconds after which the query is stopped.")] = 30,
    neo4j: Annotated[bool, typer.Option("--neo4j", help="Ask the Neo4j that kg push wrote to.")] = False,
    uri: Uri = URI,
    user: User = USER,
    database: Database = DATABASE,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    undated: Undated = False,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    quiet: Quiet = False,
    db: Db = DB,
) -> None:
    """Ask the graph, by a named query or in Cypher that only reads.

    Example: kg query asks -p actor=KPU
    """
    if list_:
        rows = [{"name": q.name, "title": q.title, "parameters": list(map(str, q.parameters))} for q in named().values()]
        return write_rows(rows, ("name", "title", "parameters"), format)
    if question is None:
        raise UsageError("which query? kg query --list shows the named ones")
    then = times(since=since, until=until, as_of=as_of, undated=undated)
    if neo4j and then:
        raise UsageError("--since, --until and --as-of are for the embedded engine: Neo4j holds what kg push wrote")
    shown = Shown(db, min_confidence, everything, verified, then)
    origin = Origin(shown.view, shown.state, cache_of(db), server(uri, user, database))
    engine = "neo4j" if neo4j else "embedded"
    left_out = None if quiet else partial(note_left_out, verified=verified)
    found = answer(question, param or [], origin, engine=engine, limit=limit, timeout=timeout, left_out=left_out)
    write_rows([{name: _printable(value) for name, value in row.items()} for row in found.records()], found.columns, format)
    if not quiet:
        note_undated(db, then)
        note(f"{len(found.rows)} rows" + (f", and there are more (--limit {limit})" if found.more else ""))
    return None


def answer(
    question: str,
    param: Sequence[str],
    origin: Origin,
    *,
    engine: str,
    limit: int,
    timeout: float,
    left_out: Callable[..., None] | None = None,
) -> Rows:
    """The rows of a query, named or in Cypher; says on stderr what the guard and the engine remark.

    `left_out` is told how many statements the graph lacks, and how many decisions change nothing there.

    Raises:
        UsageError: if there is no such query, its parameters are not these, or it does more than read.
        EngineError: if it took too long, or the engine went away.
    """
    asked = _asked(question, param)
    for warning in guard.check(asked.query.text).warnings:
        note(warning)
    with ENGINES[engine](origin) as opened:
        found = ask(opened, asked.query, _parameters(asked, opened), limit=limit, timeout=timeout)
        if left_out is not None:
            for lacks in opened.run(cypher.LACKS, {}, limit=1, timeout=60).rows:
                left_out(*lacks)
    for remark in found.notes:
        note(remark)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query with the values that the user gave, as text."""

    query: Query
    values: Mapping[str, str]


_NAME = re.compile(r"[\w.-]+")
_GIVEN = re.compile(r"(?P<name>\w+)(?::(?P<type>\w+))?=(?P<value>.*)", re.DOTALL)


def _asked(question: str, given: Sequence[str]) -> _Asked:
    """What the user asks.

    Raises:
        UsageError: if there is no such query, or its parameters are not these.
    """
    parts = [_given(text) for text in given]
    values = {part["name"]: part["value"] for part in parts}
    if not _NAME.fullmatch(question.strip()):
        types = {part["name"]: part["type"] for part in parts if part["type"]}
        wanted = guard.check(question).parameters
        return _Asked(_own(question, wanted, types), _checked(values, wanted))
    known = named()
    if question not in known:
        near = difflib.get_close_matches(question, known, n=3)
        advice = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}"
        raise UsageError(f"no query named {question!r}; {advice}")
    return _Asked(known[question], _checked(values, [parameter.name for parameter in known[question].parameters]))


def _given(text: str) -> Mapping[str, str]:
    found = _GIVEN.fullmatch(text)
    if not found:
        raise UsageError(f"-p {text}: write -p NAME=VALUE")
    return found.groupdict()


def _own(cypher: str, names: Sequence[str], types: Mapping[str, str]) -> Query:
    """The user's own Cypher; a parameter is text unless its type is given."""
    unknown = sorted(set(types.values()) - set(Type))
    if unknown:
        raise UsageError(f"no type {', '.join(unknown)}: a parameter is {', '.join(Type)}")
    parameters = tuple(Parameter(name, Type(types.get(name, Type.TEXT))) for name in names)
    return Query("", "", "", "", parameters, cypher)


def _checked(values: Mapping[str, str], names: Sequence[str]) -> Mapping[str, str]:
    if surplus := sorted(set(values) - set(names)):
        raise UsageError(f"the query has no parameter {', '.join(surplus)}; it has {', '.join(names) or 'none'}")
    return values


def _parameters(asked: _Asked, engine: Engine) -> dict[str, object]:
    """The values of all parameters.

    Raises:
        UsageError: if one is missing, is not of its type, or names no actor or several.
    """
    return {
        parameter.name: _parameter(parameter, asked.values.get(parameter.name), lambda: _actors(engine))
        for parameter in asked.query.parameters
    }


def _parameter(parameter: Parameter, given: str | None, actors: Callable[[], Sequence[Actor]]) -> object:
    text = given if given is not None else parameter.default
    if text is None and not parameter.optional:
        raise UsageError(f"parameter {parameter.name} is missing: -p {parameter.name}=VALUE ({parameter.type})")
    if text is None:
        return None
    return pick(actors(), text).id if parameter.type is Type.ACTOR else parameter.type.parse(parameter.name, text)


def _actors(engine: Engine) -> list[Actor]:
    """All actors, asked of the engine: Neo4j may hold another state than the database beside us."""
    found = engine.run(_ACTORS, {}, limit=_MOST_ACTORS, timeout=60).records()
    return [Actor(str(row["id"]), str(row["name"]), Kind(str(row["kind"])), tuple(row["aliases"] or ())) for row in found]  # type: ignore[arg-type]


def _printable(value: object) -> object:
    """A value as JSON can say it."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case date() | time():
            return value.isoformat()
        case list() | tuple():
            return [_printable(item) for item in value]
        case dict():
            return {str(name): _printable(item) for name, item in value.items()}
        case _:
            return str(value)
