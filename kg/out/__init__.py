"""GraphView → bytes: the formats that people open. To add one, write a module and a line in `EXPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from kg.model import GraphView
from kg.out import csv, events, ftm, gexf, graphml, html, jsonl, neo4j_csv, parquet, popolo, rdf, xlsx
from kg.out.rdf import jsonld, nanopub, rdf12


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the suffix of its files, what it holds, and the function that writes it (same view, same bytes)."""

    suffix: str
    title: str
    write: Callable[[GraphView, BinaryIO], None]


EXPORTERS: Mapping[str, Exporter] = {
    "csv": Exporter(".csv", "one row for each statement, with sentence, quote and link", csv.write),
    "xlsx": Exporter(".xlsx", "the rows of csv as an Excel workbook", xlsx.write),
    "parquet": Exporter(".parquet", "the rows of csv for pandas and DuckDB (needs pyarrow)", parquet.write),
    "jsonl": Exporter(".jsonl", "JSON lines: actors, articles, claims with their evidence", jsonl.write),
    "articles": Exporter(".jsonl", "JSON lines: articles with their actors, statements and evidence", jsonl.write_articles),
    "html": Exporter(".html", "the page: one file that opens offline", html.write),
    "rdf": Exporter(".ttl", "RDF 1.1 (Turtle) with provenance and quotes", rdf.turtle),
    "ntriples": Exporter(".nt", "the triples of rdf as N-Triples", rdf.ntriples),
    "trig": Exporter(".trig", "a nanopublication for each statement (TriG)", nanopub.trig),
    "nquads": Exporter(".nq", "the quads of trig as N-Quads", nanopub.nquads),
    "jsonld": Exporter(".jsonld", "the triples of rdf as JSON-LD with its context", jsonld.write),
    "rdf12": Exporter(".ttl", "RDF 1.2 with triple terms (needs pyoxigraph)", rdf12.write),
    "graphml": Exporter(".graphml", "GraphML for Gephi, yEd and networkx: one edge for each claim", graphml.write),
    "gexf": Exporter(".gexf", "GEXF 1.3 for Gephi with dates: one edge for each claim", gexf.write),
    "gexf-collapsed": Exporter(".gexf", "GEXF 1.3 with one edge for each pair and relation", gexf.write_collapsed),
    "neo4j-csv": Exporter(".zip", "files for neo4j-admin database import, with the command", neo4j_csv.write),
    "ftm": Exporter(".ftm.json", "FollowTheMoney entities for Aleph and OpenSanctions", ftm.write),
    "popolo": Exporter(".json", "Popolo JSON: persons, organizations and memberships", popolo.write),
    "events": Exporter(".csv", "events in the manner of PLOVER, one row for each claim", events.write),
    "dyads": Exporter(".csv", "events counted by month and pair of actors", events.write_dyads),
}
