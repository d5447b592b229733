"""RDF 1.2: each claim reifies a triple term (`rdf:reifies <<( s p o )>>`) instead of naming subject, predicate and object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import UsageError
from kg.model import GraphView
from kg.out.rdf.facts import Description, Facts
from kg.out.rdf.terms import HALF, PREFIXES, full

if TYPE_CHECKING:
    from pyoxigraph import Triple

_PARTS = ("rdf:subject", "rdf:predicate", "rdf:object")


class _Terms:
    """Terms of pyoxigraph; Any, because a fact's object may be of three of its types."""

    def term(self, name: str) -> Any:
        return self.iri(full(name))

    def iri(self, address: str) -> Any:
        from pyoxigraph import NamedNode  # an extra

        return NamedNode(address)

    def text(self, value: str, language: str | None = None, type_: str | None = None) -> Any:
        from pyoxigraph import Literal  # an extra

        whole = HALF.sub("\ufffd", value)
        return Literal(whole, language=language, datatype=self.term(type_) if type_ else None)


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as Turtle 1.2.

    Raises:
        UsageError: if pyoxigraph is not installed.
    """
    try:
        from pyoxigraph import RdfFormat, serialize  # an extra: rdflib has no RDF 1.2
    except ImportError as error:
        raise UsageError("RDF 1.2 needs pyoxigraph: pip install 'kabar-graph[rdf12]'") from error
    serialize(_triples(view), out, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _triples(view: GraphView) -> Iterator[Triple]:
    from pyoxigraph import Triple  # an extra

    terms = _Terms()
    for subject, facts in Description(view, terms).resources():
        for predicate, object_ in _reified(facts):
            yield Triple(subject, terms.term(predicate), object_)


def _reified(facts: Facts[Any]) -> Iterator[tuple[str, Any]]:
    """The facts with subject, predicate and object as one triple term, where they come."""
    from pyoxigraph import Triple  # an extra

    parts: list[Any] = []
    for predicate, object_ in facts:
        if predicate not in _PARTS:
            yield predicate, object_
        else:
            parts.append(object_)
            if len(parts) == len(_PARTS):
                yield "rdf:reifies", Triple(*parts)
