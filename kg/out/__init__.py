"""GraphView → bytes: the formats that people open. To add one, write a module and a line in `EXPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from kg.model import GraphView
from kg.out import csv, graphml, html, jsonl, rdf
from kg.out.rdf import jsonld, nanopub, rdf12


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the suffix of its files, what it holds, and the function that writes it (same view, same bytes)."""

    suffix: str
    title: str
    write: Callable[[GraphView, BinaryIO], None]


EXPORTERS: Mapping[str, Exporter] = {
    "csv": Exporter(".csv", "one row for each statement, with sentence, quote and link", csv.write),
    "graphml": Exporter(".graphml", "GraphML for Gephi, yEd and networkx: one edge for each claim", graphml.write),
    "html": Exporter(".html", "the page: one file that opens offline", html.write),
    "jsonl": Exporter(".jsonl", "JSON lines: actors, articles, claims with their evidence", jsonl.write),
    "rdf": Exporter(".ttl", "RDF 1.1 (Turtle) with provenance and quotes", rdf.turtle),
    "ntriples": Exporter(".nt", "the same triples as N-Triples", rdf.ntriples),
    "trig": Exporter(".trig", "a nanopublication for each statement (TriG)", nanopub.trig),
    "nquads": Exporter(".nq", "the same quads as N-Quads", nanopub.nquads),
    "jsonld": Exporter(".jsonld", "the triples of rdf as JSON-LD with its context", jsonld.write),
    "rdf12": Exporter(".ttl", "RDF 1.2 with triple terms (needs pyoxigraph)", rdf12.write),
}
