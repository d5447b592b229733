"""How fast RDF is written: `python -m benchmarks.rdf [--triples 1000000]`.

The same triples of a made-up graph, from the same view, by six ways, each in a process of its own, one after the other: the
Turtle, N-Triples and TriG of `kg export`, a plain rdflib graph (built, then serialized) and a stream of triples into
pyoxigraph. Prints triples a second, how much faster than rdflib that is, and by how much the memory grew while writing.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from kg.ids import claim_id, digest
from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity, Source, Span, Support
from kg.out import rdf
from kg.out.rdf import nanopub
from kg.out.rdf.facts import Description
from kg.out.rdf.terms import PREFIXES, Turtle, full
from kg.schema import relations

_ACTORS, _OUTLETS, _PER_ARTICLE = 2_000, 25, 6
_WORDS = ("ketua", "partai", "meminta", "komisi", "pemilihan", "membuka", "data", "hasil", "suara", "kata", "juru", "bicara")


def graph(statements: int) -> GraphView:
    """A made-up graph of this many statements, the same each time."""
    articles = -(-statements // _PER_ARTICLE)
    actors = tuple(_actor(number) for number in range(_ACTORS))
    sources = tuple(_source(number) for number in range(articles))
    claims = (_claim(number, statements) for number in range(0, statements, 2))
    return GraphView(actors, sources, tuple(sorted(claims, key=lambda claim: claim.id)))


def _actor(number: int) -> Actor:
    name = f'Tokoh "{number}" Contoh'
    return Actor(f"Q{number + 1}", name, list(Kind)[number % len(Kind)], (name, f"Tokoh {number}"), f"Q{number + 1}")


def _source(number: int) -> Source:
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return Source(f"a{number:07}", f"Judul {number}", f"https://contoh.example/{number}", f"Media {number % _OUTLETS}", day, "v1")


def _claim(number: int, statements: int) -> Claim:
    """A claim with two pieces of evidence."""
    names = list(relations())
    subject, object_ = f"Q{number % _ACTORS + 1}", f"Q{(number * 7 + 3) % _ACTORS + 1}"
    polarity = Polarity.NEGATED if number % 11 == 0 else Polarity.AFFIRMED
    modality = list(Modality)[number % 20 // 9]
    speaker = f"Q{(number * 13 + 5) % _ACTORS + 1}" if number % 3 else None
    relation = names[number % len(names)]
    support = tuple(_support(n, (n // _PER_ARTICLE)) for n in (number, min(number + 1, statements - 1)))
    ident = claim_id(subject, relation, object_, polarity, modality, f"{speaker}{number}")
    return Claim(ident, subject, relation, object_, polarity, modality, speaker, support, 1, 1, "2024-01-03", "2024-02")


def _support(number: int, article: int) -> Support:
    quote = " ".join(_WORDS[(number + n) % len(_WORDS)] for n in range(16))
    span = Span(number % 900, number % 900 + len(quote))
    return Support(
        digest(str(number)), f"a{article:07}", span, quote, 0.5 + number % 50 / 100, "model", prefix="Lalu ", suffix="."
    )


class _Rdflib:
    """Terms of rdflib."""

    def term(self, name: str) -> Any:
        return self.iri(full(name))

    def iri(self, address: str) -> Any:
        from rdflib import URIRef

        return URIRef(address)

    def text(self, value: str, language: str | None = None, type_: str | None = None) -> Any:
        from rdflib import Literal

        return Literal(value, lang=language, datatype=self.term(type_) if type_ else None)


class _Oxigraph:
    """Terms of pyoxigraph."""

    def term(self, name: str) -> Any:
        return self.iri(full(name))

    def iri(self, address: str) -> Any:
        from pyoxigraph import NamedNode

        return NamedNode(address)

    def text(self, value: str, language: str | None = None, type_: str | None = None) -> Any:
        from pyoxigraph import Literal

        return Literal(value, language=language, datatype=self.term(type_) if type_ else None)


def triples(view: GraphView, syntax: Any) -> Iterator[tuple[Any, Any, Any]]:
    """All triples of the view, in the terms of `syntax`."""
    for subject, facts in Description(view, syntax).resources():
        for predicate, object_ in facts:
            yield subject, syntax.term(predicate), object_


def plain_rdflib(view: GraphView, out: BinaryIO, format: str = "turtle") -> None:
    """Build a graph, then serialize it."""
    from rdflib import Graph

    built = Graph()
    for prefix, address in PREFIXES.items():
        built.bind(prefix, address)
    for triple in triples(view, _Rdflib()):
        built.add(triple)
    built.serialize(out, format=format, encoding="utf-8")


def oxigraph(view: GraphView, out: BinaryIO) -> None:
    """Stream the triples."""
    from pyoxigraph import RdfFormat, Triple, serialize

    serialize((Triple(*triple) for triple in triples(view, _Oxigraph())), out, format=RdfFormat.TURTLE, prefixes=PREFIXES)


BASELINE = "rdflib, built, then Turtle"
WAYS: dict[str, Callable[[GraphView, BinaryIO], None]] = {
    "kg export rdf": rdf.turtle,
    "kg export ntriples": rdf.ntriples,
    "kg export trig": nanopub.trig,
    "pyoxigraph, streamed": oxigraph,
    "rdflib, built, then N-Triples": partial(plain_rdflib, format="nt"),
    BASELINE: plain_rdflib,  # last: of a million triples it takes as long as all others many times over
}


def measure(name: str, statements: int) -> tuple[float, float, float]:
    """Processor seconds (other work on the machine hardly changes them), memory in MB at its largest, and how much it grew."""
    WAYS[name](graph(2), io.BytesIO())  # imports, and what is made once, are not measured
    view = graph(statements)
    before = _peak()
    with tempfile.TemporaryFile(dir=os.environ.get("TMPDIR")) as out:
        start = time.process_time()
        WAYS[name](view, out)
        return time.process_time() - start, _peak(), _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    """Measure every way and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    wanted = parser.parse_args().triples
    few, more = _count(graph(1_000)), _count(graph(2_000))
    statements = max(2, round(1_000 + (wanted - few) / (more - few) * 1_000))
    there = _count(graph(statements))
    print(f"{there:,} triples of {statements:,} statements")
    print(f"{'way':30} {'seconds':>8} {'triples/s':>10} {'peak MB':>8} {'grew MB':>8}")
    found = {}
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for name in WAYS:
            seconds, peak, grew = pool.apply(measure, (name, statements))
            found[name] = seconds
            print(f"{name:30} {seconds:8.2f} {there / seconds:10,.0f} {peak:8.0f} {grew:8.0f}", flush=True)
    for name, seconds in found.items():
        print(f"{name}: {found[BASELINE] / seconds:.1f} times as fast as {BASELINE}")


def _count(view: GraphView) -> int:
    return sum(sum(1 for _ in facts) for _, facts in Description(view, Turtle()).resources())


if __name__ == "__main__":
    main()
