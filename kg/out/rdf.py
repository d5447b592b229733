"""RDF 1.1 in standard terms: what was claimed, by whom, and the quote in the article that shows it.

Actors are schema.org, FOAF and W3C ORG, articles `schema:NewsArticle`, claims reified statements (a denial is no
`rdf:Statement` but a `kg:DeniedClaim`), evidence Web Annotations, origin PROV. A direct triple `actor relation actor`
exists only for what the newsroom itself says as fact: "X says that Y did" never becomes "Y did".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from kg.model import Actor, Claim, GraphView, Polarity, Source, Support
from kg.out.words import LANGUAGES, Sentences, knowledge

if TYPE_CHECKING:
    from rdflib import Literal, URIRef
    from rdflib.term import Node

    Facts = Iterable[tuple[URIRef, Node]]

BASE = "https://w3id.org/kabar-graph/"
TERMS = f"{BASE}ontology#"
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": TERMS,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DATES = (
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), "xsd:date"),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
)
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as Turtle: subject by subject, so that memory does not grow with the number of triples."""
    out.write(header().encode())
    for subject, facts in resources(view):
        out.write(block(subject, facts).encode())


def resources(view: GraphView) -> Iterator[tuple[URIRef, Facts]]:
    """The triples of `view`, all those of a subject together: actors, articles, then each claim with its evidence."""
    from rdflib import URIRef  # 0.1 s to import: only for those who export RDF

    plain: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for claim in view.claims:
        if claim.asserted:
            plain[claim.subject].add((claim.relation, claim.object))
    for actor in view.actors:
        direct = [(URIRef(TERMS + relation), iri("actor", object_)) for relation, object_ in sorted(plain[actor.id])]
        yield iri("actor", actor.id), [*_actor(actor), *direct]
    for source in view.sources:
        yield iri("article", source.id), _article(source)
    sentences = {language: Sentences(view, language) for language in LANGUAGES}
    for claim in view.claims:
        labels = [(term("rdfs:label"), text(said.say(claim), language)) for language, said in sentences.items()]
        yield iri("claim", claim.id), [*_claim(claim), *labels]
        for support in claim.support:
            yield from _evidence(claim, support)


def iri(kind: str, id_: str, part: str = "") -> URIRef:
    """The IRI of a thing of ours; whatever its id holds is percent-encoded."""
    from rdflib import URIRef

    return URIRef(f"{BASE}{kind}/{quote(id_, safe='', errors='replace')}{part}")


@cache
def term(name: str) -> URIRef:
    """The IRI of a term written as `prefix:name`."""
    from rdflib import URIRef

    prefix, local = name.split(":", 1)
    return URIRef(PREFIXES[prefix] + local)


def text(value: object, language: str | None = None, type_: str | None = None) -> Literal:
    """A literal with its words as they are, not normalised."""
    from rdflib import Literal

    return Literal(str(value), lang=language, datatype=term(type_) if type_ else None, normalize=False)


def date(value: str) -> Literal:
    """A date with the precision that it has; as plain text where it is no date."""
    return next((text(value, type_=type_) for pattern, type_ in _DATES if pattern.fullmatch(value)), text(value))


def header() -> str:
    """The prefixes of a Turtle file."""
    return "".join(f"@prefix {prefix}: <{iri_}> .\n" for prefix, iri_ in sorted(PREFIXES.items()))


def block(subject: Node, facts: Facts) -> str:
    """A subject with its predicates and objects in Turtle, in the order given."""
    lines = [f"    {turtle(predicate)} {turtle(object_)}" for predicate, object_ in facts]
    return f"\n{turtle(subject)}\n" + " ;\n".join(lines) + " .\n"


def turtle(node: Node) -> str:
    """One IRI or literal in Turtle: strings on one line, with every control character escaped."""
    from rdflib import Literal

    if not isinstance(node, Literal):
        return _shortened(str(node))
    value = f'"{_ESCAPED.sub(_escape, str(node))}"'
    if node.language:
        return f"{value}@{node.language}"
    return f"{value}^^{_shortened(str(node.datatype))}" if node.datatype else value


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half a character: no RDF syntax can hold it
    return _ESCAPES.get(char, f"\\u{ord(char):04X}")


@lru_cache(maxsize=4096)  # predicates and classes come again and again
def _shortened(iri_: str) -> str:
    for prefix, start in PREFIXES.items():
        if iri_.startswith(start) and re.fullmatch(r"[A-Za-z_]\w*", iri_[len(start) :], re.ASCII):
            return f"{prefix}:{iri_[len(start) :]}"
    return f"<{iri_}>"


def _actor(actor: Actor) -> Facts:
    yield term("rdf:type"), term(f"kg:{actor.kind.capitalize()}")
    for class_ in knowledge("kinds.yml")[actor.kind]["rdf"]:
        yield term("rdf:type"), term(class_)
    yield term("rdfs:label"), text(actor.name)
    yield term("foaf:name"), text(actor.name)
    for alias in actor.aliases:
        yield term("skos:altLabel"), text(alias)
    if actor.wikidata and _WIKIDATA.fullmatch(actor.wikidata):
        yield term("owl:sameAs"), term(f"wd:{actor.wikidata}")


def _article(source: Source) -> Facts:
    yield term("rdf:type"), term("schema:NewsArticle")
    yield term("schema:headline"), text(source.title)
    if source.url:
        yield term("schema:url"), text(source.url, type_="xsd:anyURI")
    if source.outlet:
        yield term("schema:publisher"), text(source.outlet)
    if source.published:
        yield term("schema:datePublished"), date(source.published)


def _claim(claim: Claim) -> Facts:
    affirmed = claim.polarity is Polarity.AFFIRMED
    yield term("rdf:type"), term("kg:Claim")
    yield term("rdf:type"), term("rdf:Statement" if affirmed else "kg:DeniedClaim")
    yield term("rdf:subject"), iri("actor", claim.subject)
    yield term("rdf:predicate"), term(f"kg:{claim.relation}")
    yield term("rdf:object"), iri("actor", claim.object)
    yield term("kg:modality"), term(f"kg:{claim.modality}")
    yield term("kg:asserted"), text(str(claim.asserted).lower(), type_="xsd:boolean")
    if claim.speaker:
        yield term("prov:wasAttributedTo"), iri("actor", claim.speaker)
    for article in sorted({support.article for support in claim.support}):
        yield term("prov:wasDerivedFrom"), iri("article", article)
    for support in claim.support:
        yield term("kg:evidence"), iri("statement", support.statement)
    yield term("kg:confidence"), text(f"{claim.confidence:.2f}", type_="xsd:decimal")
    if claim.first:
        yield term("kg:first"), date(claim.first)
    if claim.last:
        yield term("kg:last"), date(claim.last)


def _evidence(claim: Claim, support: Support) -> Iterator[tuple[URIRef, Facts]]:
    annotation, target, position, exact = (
        iri("statement", support.statement, part) for part in ("", "#target", "#position", "#quote")
    )
    yield annotation, list(_annotation(claim, support, target))
    yield (
        target,
        [
            (term("rdf:type"), term("oa:SpecificResource")),
            (term("oa:hasSource"), iri("article", support.article)),
            (term("oa:hasSelector"), position),
            (term("oa:hasSelector"), exact),
        ],
    )
    yield (
        position,
        [
            (term("rdf:type"), term("oa:TextPositionSelector")),
            (term("oa:start"), text(support.span.start, type_="xsd:nonNegativeInteger")),
            (term("oa:end"), text(support.span.stop, type_="xsd:nonNegativeInteger")),
        ],
    )
    yield exact, [(term("rdf:type"), term("oa:TextQuoteSelector")), (term("oa:exact"), text(support.quote))]


def _annotation(claim: Claim, support: Support, target: URIRef) -> Facts:
    yield term("rdf:type"), term("oa:Annotation")
    yield term("oa:motivatedBy"), term("oa:identifying")
    yield term("oa:hasBody"), iri("claim", claim.id)
    yield term("oa:hasTarget"), target
    yield term("prov:wasDerivedFrom"), iri("article", support.article)
    yield term("kg:confidence"), text(f"{support.confidence:.2f}", type_="xsd:decimal")
    yield term("kg:method"), text(support.method)
    if support.role:
        yield term("kg:role"), text(support.role)
    if support.happened:
        yield term("kg:happened"), date(support.happened)
