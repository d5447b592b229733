"""Each statement as a nanopublication: a graph with what is said, one with where it comes from, one about the publication.

Actors, articles and the counts of claims stand in the default graph. The direct triple of a fact stands in the graph of what
is said, and only there. All graphs together hold the triples of the Turtle file, and those that make the nanopublications.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO, TypeAlias

from kg.model import Claim, GraphView, Support
from kg.out.rdf import block, header
from kg.out.rdf.facts import Description, Facts
from kg.out.rdf.terms import BASE, Lines, Syntax, Term, Turtle

Quads: TypeAlias = Iterator[tuple[Term | None, Term, Facts[Term]]]  # graph (None: the default one), subject, facts


def trig(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as TriG."""
    out.write(header().encode())
    for graph, quads in groupby(_quads(view, Turtle()), key=lambda quad: quad[0]):
        blocks = (block(subject, facts) for _, subject, facts in quads)
        if graph:
            out.write(f"\n{graph} {{{''.join(blocks)}}}\n".encode())
        else:
            out.writelines(text.encode() for text in blocks)


def nquads(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as N-Quads: the same quads, one on each line."""
    term = Lines.term
    for graph, subject, facts in _quads(view, Lines()):
        end = f" {graph} .\n" if graph else " .\n"
        out.write("".join([f"{subject} {term(predicate)} {object_}{end}" for predicate, object_ in facts]).encode())


def _quads(view: GraphView, syntax: Syntax[Term]) -> Quads[Term]:
    said = Description(view, syntax)
    for actor in view.actors:
        yield None, said.thing("actor", actor.id), said.actor(actor)
    for source in view.sources:
        for subject, facts in said.article(source):
            yield None, subject, facts
    for claim in view.claims:
        yield None, said.thing("claim", claim.id), said.backing(claim)
        for support in claim.support:
            yield from _nanopublication(said, syntax, claim, support)


def _nanopublication(said: Description[Term], syntax: Syntax[Term], claim: Claim, support: Support) -> Quads[Term]:
    key = said.key(claim, support)
    whole, head, assertion, provenance, about = (
        said.thing("nanopublication", key, part) for part in ("", "#Head", "#assertion", "#provenance", "#about")
    )
    parts = (("np:hasAssertion", assertion), ("np:hasProvenance", provenance), ("np:hasPublicationInfo", about))
    yield head, whole, (("rdf:type", syntax.term("np:Nanopublication")), *parts)
    yield assertion, said.thing("claim", claim.id), said.proposition(claim)
    if claim.asserted and claim.publishable:
        fact = (f"kg:{claim.relation}", said.thing("actor", claim.object))
        yield assertion, said.thing("actor", claim.subject), (fact,)
    yield provenance, assertion, said.origin(claim, support)
    for subject, facts in said.evidence(claim, support):
        yield provenance, subject, facts
    made = ("dcterms:conformsTo", syntax.iri(f"{BASE}ontology")), ("dcterms:subject", said.thing("claim", claim.id))
    yield about, whole, made
