"""The part of docs/queries.md that is made of the files in `queries/` and their answers about the made-up election.

PYTHONPATH=.:tests python -m graph.queries_page
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.answers import EXPECTED
from graph.scenario import election
from kg.cli.output import plain
from kg.graph.embedded import Embedded, build
from kg.graph.engine import Engine
from kg.graph.queries import Query, ask, named

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
_MARK = "<!-- made of queries/ -->\n"
_SHOWN = 3


def page(text: str, engine: Engine) -> str:
    """The page with what stands between its marks made anew."""
    before, _, after = text.split(_MARK)
    return _MARK.join((before, "\n".join(_made(engine)), after))


def _made(engine: Engine) -> Iterator[str]:
    yield from ("| query | what it answers | parameters | example |", "|---|---|---|---|")
    for query in named().values():
        parameters = ", ".join(f"`{parameter}`" for parameter in query.parameters) or "–"
        yield f"| [`{query.name}`](#{query.name}) | {query.title}. {query.about} | {parameters} | `{query.example}` |"
    yield "\n## What they answer\n"
    yield "Each query, asked about a small election made up for the tests (`tests/graph/scenario.py`), with its first rows.\n"
    for query in named().values():
        yield from _answer(query, engine)


def _answer(query: Query, engine: Engine) -> Iterator[str]:
    given = EXPECTED[query.name][0]
    values = {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}
    found = ask(engine, query, values, limit=1_000, timeout=20)
    asked = " ".join(f"-p {name}={value}" for name, value in values.items() if value is not None)
    more = f" ({_SHOWN} of {len(found.rows)} rows)" if len(found.rows) > _SHOWN else ""
    yield f"### {query.name}\n\n{query.title}: `{f'kg query {query.name} {asked}'.strip()}`{more}\n"
    yield from (_line(found.columns), _line(["---"] * len(found.columns)))
    yield from (_line([plain(value) for value in row]) for row in found.rows[:_SHOWN])
    yield ""


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        build(election(), Path(folder) / "graph-page.kgl")
        with Embedded(Path(folder) / "graph-page.kgl") as opened:
            PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), opened), encoding="utf-8")
