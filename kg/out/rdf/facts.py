"""GraphView → what RDF says of it, in any syntax: resource by resource, so that memory does not grow with the triples.

Actors are schema.org, FOAF and W3C ORG, articles `schema:NewsArticle`, claims reified statements (a denial is no
`rdf:Statement` but a `kg:DeniedClaim`), evidence Web Annotations, origin PROV. A direct triple `actor relation actor`
exists only for what the newsroom itself says as fact, publishable or verified: "X says that Y did" never becomes "Y did".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeAlias

from kg.model import Actor, Claim, GraphView, Polarity, Source, Support
from kg.out.rdf.terms import Syntax, Term, address, date
from kg.out.words import LANGUAGES, Sentences, knowledge
from kg.schema import relations

# Predicates by name (`prefix:local`), objects in the syntax.
Facts: TypeAlias = Iterable[tuple[str, Term]]
Resource: TypeAlias = tuple[Term, Facts[Term]]

_WIKIDATA = re.compile(r"Q[1-9]\d*", re.ASCII)


class Description(Generic[Term]):
    """Says in one syntax what a view holds."""

    def __init__(self, view: GraphView, syntax: Syntax[Term]) -> None:
        self._view = view
        self._syntax = syntax
        self._classes = {kind: known["rdf"] for kind, known in knowledge("kinds.yml").items()}
        self._sentences = {language: Sentences(view, language) for language in LANGUAGES}
        self._readers = {source.id: source.reader for source in view.sources}
        ids = Counter(support.statement for claim in view.claims for support in claim.support)
        self._shared = {id_ for id_, count in ids.items() if count > 1}
        self._plover = {name: relation.plover for name, relation in relations().items()}

    def resources(self) -> Iterator[Resource[Term]]:
        """All triples, those of a subject together: actors with the direct ones, articles, claims each with its evidence."""
        direct: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for claim in self._view.claims:
            if claim.asserted and claim.publishable:
                direct[claim.subject].add((claim.relation, claim.object))
        for actor in self._view.actors:
            said = [(f"kg:{relation}", self.thing("actor", object_)) for relation, object_ in sorted(direct[actor.id])]
            yield self.thing("actor", actor.id), [*self.actor(actor), *said]
        for source in self._view.sources:
            yield from self.article(source)
        for claim in self._view.claims:
            yield self.thing("claim", claim.id), [*self.proposition(claim), *self.backing(claim)]
            for support in claim.support:
                yield from self.evidence(claim, support)

    def thing(self, kind: str, id_: str, part: str = "") -> Term:
        """A thing of ours: an actor, an article, a reading, a claim or a statement."""
        return self._syntax.iri(address(kind, id_, part))

    def key(self, claim: Claim, support: Support) -> str:
        """The id of a statement; with that of its claim where two claims have it (two actors of one name in an article)."""
        return f"{support.statement}-{claim.id}" if support.statement in self._shared else support.statement

    def actor(self, actor: Actor) -> Facts[Term]:
        """What kind of actor it is, its names, and the same one in Wikidata."""
        term, text = self._syntax.term, self._syntax.text
        yield "rdf:type", term(f"kg:{actor.kind.capitalize()}")
        for class_ in self._classes[actor.kind]:
            yield "rdf:type", term(class_)
        yield "dcterms:identifier", text(actor.id)
        yield "rdfs:label", text(actor.name)
        yield "foaf:name", text(actor.name)
        for alias in actor.aliases:
            yield "skos:altLabel", text(alias)
        if actor.wikidata and _WIKIDATA.fullmatch(actor.wikidata):
            yield "owl:sameAs", term(f"wd:{actor.wikidata}")

    def article(self, source: Source) -> Iterator[Resource[Term]]:
        """An article, and the reading of it where the reader is known."""
        yield self.thing("article", source.id), self._article(source)
        if source.reader:
            yield self.thing("reading", source.id), self._reading(source, source.reader)

    def _article(self, source: Source) -> Facts[Term]:
        text = self._syntax.text
        yield "rdf:type", self._syntax.term("schema:NewsArticle")
        yield "dcterms:identifier", text(source.id)
        yield "schema:headline", text(source.title)
        if source.url:
            yield "schema:url", text(source.url, type_="xsd:anyURI")
        if source.outlet:
            yield "schema:publisher", text(source.outlet)
        if source.published:
            yield "schema:datePublished", date(self._syntax, source.published)

    def _reading(self, source: Source, reader: str) -> Facts[Term]:
        yield "rdf:type", self._syntax.term("prov:Activity")
        yield "prov:used", self.thing("article", source.id)
        yield "kg:readerVersion", self._syntax.text(reader)

    def proposition(self, claim: Claim) -> Facts[Term]:
        """What a claim says, and that it is a claim."""
        term, text = self._syntax.term, self._syntax.text
        affirmed = claim.polarity is Polarity.AFFIRMED
        yield "rdf:type", term("kg:Claim")
        yield "rdf:type", term("rdf:Statement" if affirmed else "kg:DeniedClaim")
        yield "dcterms:identifier", text(claim.id)
        yield "rdf:subject", self.thing("actor", claim.subject)
        yield "rdf:predicate", term(f"kg:{claim.relation}")
        yield "rdf:object", self.thing("actor", claim.object)
        yield "kg:modality", term(f"kg:{claim.modality}")
        yield "kg:asserted", text(str(claim.asserted).lower(), type_="xsd:boolean")
        yield "kg:publishable", text(str(claim.publishable).lower(), type_="xsd:boolean")
        yield "kg:verified", text(str(claim.verified).lower(), type_="xsd:boolean")
        for role in sorted({support.role for support in claim.support if support.role}):
            yield "kg:role", text(role)
        if plover := self._plover[claim.relation]:
            yield "kg:plover", text(plover)
        for language, sentences in self._sentences.items():
            yield "rdfs:label", text(sentences.say(claim), language)

    def backing(self, claim: Claim) -> Facts[Term]:
        """Who says a claim, where it stands, how sure and how widely reported it is, and when it happened."""
        text = self._syntax.text
        if claim.speaker:
            yield "prov:wasAttributedTo", self.thing("actor", claim.speaker)
        for article in sorted({support.article for support in claim.support}):
            yield "prov:wasDerivedFrom", self.thing("article", article)
        yield "kg:bestEvidence", self.thing("statement", self.key(claim, claim.support[0]))
        for support in claim.support:
            yield "kg:evidence", self.thing("statement", self.key(claim, support))
        yield "kg:confidence", text(f"{claim.confidence:.2f}", type_="xsd:decimal")
        yield "kg:articles", text(str(claim.articles), type_="xsd:integer")
        yield "kg:outlets", text(str(claim.outlets), type_="xsd:integer")
        yield "kg:independent", text(str(claim.independent), type_="xsd:integer")
        if claim.first:
            yield "kg:first", date(self._syntax, claim.first)
        if claim.last:
            yield "kg:last", date(self._syntax, claim.last)

    def evidence(self, claim: Claim, support: Support) -> Iterator[Resource[Term]]:
        """A statement as a Web Annotation: its body the claim, its target the words in the article."""
        term, text = self._syntax.term, self._syntax.text
        key = self.key(claim, support)
        target, position, quote = (self.thing("statement", key, part) for part in ("#target", "#position", "#quote"))
        yield self.thing("statement", key), self._annotation(claim, support, target)
        yield (
            target,
            (
                ("rdf:type", term("oa:SpecificResource")),
                ("oa:hasSource", self.thing("article", support.article)),
                ("oa:hasSelector", position),
                ("oa:hasSelector", quote),
            ),
        )
        yield (
            position,
            (
                ("rdf:type", term("oa:TextPositionSelector")),
                ("oa:start", text(str(support.span.start), type_="xsd:nonNegativeInteger")),
                ("oa:end", text(str(support.span.stop), type_="xsd:nonNegativeInteger")),
            ),
        )
        yield (
            quote,
            (
                ("rdf:type", term("oa:TextQuoteSelector")),
                ("oa:exact", text(support.quote)),
                ("oa:prefix", text(support.prefix)),
                ("oa:suffix", text(support.suffix)),
            ),
        )

    def _annotation(self, claim: Claim, support: Support, target: Term) -> Facts[Term]:
        term, text = self._syntax.term, self._syntax.text
        yield "rdf:type", term("oa:Annotation")
        yield "dcterms:identifier", text(support.statement)
        yield "oa:motivatedBy", term("oa:identifying")
        yield "oa:hasBody", self.thing("claim", claim.id)
        yield "oa:hasTarget", target
        yield from self.origin(claim, support)
        yield "kg:confidence", text(f"{support.confidence:.2f}", type_="xsd:decimal")
        yield "kg:method", text(support.method)
        yield "kg:verified", text(str(support.verified).lower(), type_="xsd:boolean")
        if support.role:
            yield "kg:role", text(support.role)
        if support.happened:
            yield "kg:happened", date(self._syntax, support.happened)

    def origin(self, claim: Claim, support: Support) -> Facts[Term]:
        """Where a statement comes from: the article, who says it there, the reading that found it."""
        yield "prov:wasDerivedFrom", self.thing("article", support.article)
        if claim.speaker:
            yield "prov:wasAttributedTo", self.thing("actor", claim.speaker)
        if self._readers[support.article]:
            yield "prov:wasGeneratedBy", self.thing("reading", support.article)
