"""RDF in standard terms: what was claimed, by whom, and the quote in the article that shows it.

    terms     how a term is written in each syntax
    facts     what is said, once for all syntaxes
    nanopub   a graph for each statement (TriG, N-Quads)
    jsonld    JSON-LD with its context
    rdf12     RDF 1.2 triple terms, by pyoxigraph

This module writes RDF 1.1 that every tool reads: Turtle and N-Triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.model import GraphView
from kg.out.rdf.facts import Description, Facts
from kg.out.rdf.terms import PREFIXES, Lines, Turtle

if TYPE_CHECKING:
    from rdflib import Graph


def turtle(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as Turtle."""
    out.write(header().encode())
    for subject, facts in Description(view, Turtle()).resources():
        out.write(block(subject, facts).encode())


def ntriples(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as N-Triples: the same triples, one on each line."""
    term = Lines.term
    for subject, facts in Description(view, Lines()).resources():
        out.write("".join([f"{subject} {term(predicate)} {object_} .\n" for predicate, object_ in facts]).encode())


def graph(view: GraphView) -> Graph:
    """The same triples as a graph of rdflib, for SPARQL and for every store that rdflib knows; all of it in memory."""
    import io

    from rdflib import Graph  # 0.1 s to import: only for those who ask

    out = io.BytesIO()
    turtle(view, out)
    return Graph().parse(data=out.getvalue(), format="turtle")


def header() -> str:
    """The prefixes of a Turtle file."""
    return "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in sorted(PREFIXES.items()))


def block(subject: str, facts: Facts[str]) -> str:
    """A subject with its predicates and objects in Turtle, in the order given."""
    term = Turtle.term
    return f"\n{subject}\n    " + " ;\n    ".join([f"{term(predicate)} {object_}" for predicate, object_ in facts]) + " .\n"
