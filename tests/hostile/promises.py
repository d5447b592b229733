"""What holds whatever is read: `Trial` reads inputs and looks at all that comes out. `python -m tests.hostile` tries 10,000."""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, redirect_stderr
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from kg import pipeline
from kg.cli.progress import Tally
from kg.errors import BadInput
from kg.graph.embedded import Embedded, build
from kg.model import Article, Evidence, Extraction, GraphView, Kind, LocalActor, Span, Statement
from kg.out import EXPORTERS
from kg.out.words import printable
from kg.pipeline import Stored
from kg.projection import KINDS, PRIMARY, units
from kg.schema import relations
from kg.store import Store
from tests.hostile.inputs import Input
from tests.views import scene

SECONDS = 5.0  # of processor time for one file
_LINES, _LONGEST = 6, 2_000
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]")
_LABELS = {*PRIMARY, *KINDS, "Kg", "KgState"}


class LineReader:
    """Takes each line for an actor, and says that each one does something to the next: so all text gets to all outputs."""

    version = "lines-1"

    def read(self, article: Article) -> Extraction:
        lines = [match for match in re.finditer(r"[^\n]+", article.text) if match[0].strip()][:_LINES]
        spans = dict.fromkeys(Span(line.start(), min(line.end(), line.start() + _LONGEST)) for line in lines)
        actors = [
            LocalActor(f"{number}{article.cut(span)}", article.cut(span), list(Kind)[number], (span,), (article.cut(span),))
            for number, span in enumerate(spans)
        ]
        names = list(relations())
        said = [
            Statement(
                one.key,
                names[(len(one.name) + number) % len(names)],
                other.key,
                Evidence.cut(article, Span(one.mentions[0].start, other.mentions[0].stop), other.mentions[0]),
                speaker=actors[0].key if number else None,
                role=one.name[:100],
            )
            for number, (one, other) in enumerate(pairwise(actors))
        ]
        return Extraction(tuple(actors), tuple(said))


def load(language: str) -> LineReader:
    """As `kg.extract.load`."""
    return LineReader()


@dataclass
class Trial:
    """Reads inputs into a database in `folder` and notes each promise that is broken; `slowest` is in seconds."""

    folder: Path
    broken: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")

    def run(self, inputs: Iterable[Input]) -> None:
        """Read all of them, and look at what came out."""
        inbox, out = self.folder / "inbox", self.folder / "out"
        inbox.mkdir(parents=True)
        out.mkdir()
        paths = [self._written(inbox, one) for one in inputs]
        before, here = _files(self.folder), Path.cwd()
        os.chdir(out)  # where a path like ../x would be harmful
        try:
            with Store.open(out / "kg.db") as store:
                for path in paths:
                    self._read(store, path)
                self._look(store)
        finally:
            os.chdir(here)
        new = {path for path in _files(self.folder) - before if not re.fullmatch(r"out/(kg\.db(-wal|-shm)?|graph\.kgl)", path)}
        self._expect("nothing else is written", new, set())

    def _written(self, folder: Path, one: Input) -> Path:
        path = folder / one.name
        path.write_bytes(one.data)
        return path

    def _read(self, store: Store, path: Path) -> None:
        start = time.process_time()
        try:
            with redirect_stderr(io.StringIO()) as screen:
                for item in pipeline.ingest(store, [path], jobs=1, load=load):
                    self.outcomes["failed" if isinstance(item, BadInput) else item.change.value] += 1
                    self._expect(f"{path.name}: one line of text, or none", _CONTROL.findall(_told(item)), [])
            self._expect(f"{path.name}: no package writes to the terminal", screen.getvalue(), "")
        except Exception as error:
            self.broken.append(f"{path.name}: {type(error).__name__}: {error}")
        took = time.process_time() - start
        self.slowest = max(self.slowest, (took, path.name))
        if took > SECONDS:
            self.broken.append(f"{path.name}: took {took:.1f} s")

    def _look(self, store: Store) -> None:
        self._expect("kg check finds nothing", list(store.faults(frozenset(relations()))), [])
        view = pipeline.view(store, everything=True)
        self._expect("the tables of SQL are ours", _tables(store.path), _tables_of_an_empty_one(self.folder))
        for look in (self._cypher, self._html, self._table, self._workbook, self._graphs, self._rdf, self._lines):
            try:
                look(view)
            except Exception as error:
                self.broken.append(f"{look.__name__}: {type(error).__name__}: {str(error)[:300]}")

    def _cypher(self, view: GraphView) -> None:
        path = self.folder / "out" / "graph.kgl"
        build(view, path)
        with Embedded(path) as engine:

            def rows(query: str) -> list[tuple[object, ...]]:
                return list(engine.run(query, {}, limit=1_000_000, timeout=60).rows)

            names = sorted((actor.id, actor.name) for actor in view.actors)
            self._expect("Cypher gives every name", sorted(rows("MATCH (a:Actor) RETURN a.id, a.name")), names)
            labels = {label for (found,) in rows("MATCH (n) RETURN DISTINCT labels(n)") for label in found}  # type: ignore[attr-defined]
            self._expect("no label but ours", labels - _LABELS, set())
            self._expect("every node", rows("MATCH (n:Kg) RETURN count(n)"), [(len(list(units(view))),)])
            quotes = {quote for (quote,) in rows("MATCH (:Claim)-[e:EVIDENCE]->() RETURN e.quote")}
            self._expect("every quote", quotes, {one.quote for claim in view.claims for one in claim.support})
            for actor in view.actors[:20]:
                found = engine.run("MATCH (a:Actor {name: $name}) RETURN a.id", {"name": actor.name}, limit=99, timeout=60).rows
                self._expect(f"{actor.name!r} is found by name", (actor.id,) in found, True)

    def _html(self, view: GraphView) -> None:
        from lxml import html

        def shape(page: str) -> set[tuple[str, ...]]:
            return {(str(one.tag), *sorted(one.attrib)) for one in html.document_fromstring(page.encode()).iter()}

        page, harmless = (_export("html", one).decode() for one in (view, scene()))
        self._expect("the page has the elements of any page", shape(page) - shape(harmless), set())
        self._expect("and as many scripts", page.lower().count("<script"), harmless.lower().count("<script"))

    def _table(self, view: GraphView) -> None:
        rows = list(csv.DictReader(io.StringIO(_export("csv", view).decode(), newline="")))
        cells = {cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))}
        self._expect("no cell of CSV is a formula", cells, set())
        self._expect("CSV has every quote", {row["quote"].removeprefix("'") for row in rows}, {*map(_bare, _quotes(view))})

    def _workbook(self, view: GraphView) -> None:
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(_export("xlsx", view))).active
        self._expect("no cell of XLSX is a formula", {cell.data_type for row in sheet for cell in row} - {"s", "n"}, set())
        self._expect("XLSX has every row", sheet.max_row - 1, sum(len(claim.support) for claim in view.claims))

    def _graphs(self, view: GraphView) -> None:
        import networkx

        names = {printable(actor.name) for actor in view.actors}
        for format, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
            graph = read(io.BytesIO(_export(format, view)))
            self._expect(f"{format} has every name", {str(one) for _, one in graph.nodes(data="label")}, names)

    def _rdf(self, view: GraphView) -> None:
        import pyoxigraph as ox

        quotes = set(map(printable, _quotes(view)))
        for name, format in (("rdf", ox.RdfFormat.TURTLE), ("ntriples", ox.RdfFormat.N_TRIPLES), ("trig", ox.RdfFormat.TRIG)):
            literals = (
                quad.object for quad in ox.parse(_export(name, view), format=format) if isinstance(quad.object, ox.Literal)
            )
            self._expect(f"{name} has every quote", quotes - {printable(literal.value) for literal in literals}, set())

    def _lines(self, view: GraphView) -> None:
        for name, exporter in EXPORTERS.items():
            if exporter.suffix not in (".parquet", ".xlsx", ".zip"):
                _export(name, view).decode("utf-8")

    def _expect(self, what: str, got: object, wanted: object) -> None:
        if got != wanted:
            self.broken.append(f"{what}: {_short(got)} and not {_short(wanted)}")


def _told(item: Stored | BadInput) -> str:
    """What a person at a terminal is told about it, without the line's end."""
    with redirect_stderr(io.StringIO()) as screen:
        Tally().add(item)
    return screen.getvalue().removesuffix("\n")


def _quotes(view: GraphView) -> Iterator[str]:
    return (one.quote for claim in view.claims for one in claim.support)


def _bare(text: str) -> str:
    return printable(text).removeprefix("'")


def _short(value: object) -> str:
    return ascii(value)[:300]


def _export(name: str, view: GraphView) -> bytes:
    out = io.BytesIO()
    EXPORTERS[name].write(view, out)
    return out.getvalue()


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _tables(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def _tables_of_an_empty_one(folder: Path) -> list[tuple[str, str]]:
    with Store.open(folder.parent / "empty.db") as store:
        return _tables(store.path)
