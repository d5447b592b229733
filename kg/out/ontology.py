"""Writes `data/ontology.ttl` from `data/relations/` and `data/kinds.yml`: `python -m kg.out.ontology > data/ontology.ttl`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

from kg.model import Kind, Modality
from kg.out.rdf import block, header
from kg.out.rdf.facts import Facts
from kg.out.rdf.terms import BASE, PREFIXES, Turtle
from kg.out.words import LANGUAGES, knowledge
from kg.schema import Relation, relations

_CLASSES = {
    "kg:Actor": ("Aktor", "Actor", None),
    "kg:Claim": ("Klaim", "Claim", "prov:Entity"),
    "kg:DeniedClaim": ("Klaim yang menyatakan tidak", "Claim that denies", "kg:Claim"),
    "kg:Modality": ("Kepastian isi", "Modality", None),
}
_LINKS = {
    "kg:bestEvidence": ("bukti terkuat", "best piece of evidence", "oa:Annotation"),
    "kg:evidence": ("bukti", "piece of evidence", "oa:Annotation"),
    "kg:modality": ("kepastian isi", "modality", "kg:Modality"),
}
_VALUES = {
    "kg:articles": ("jumlah artikel", "number of articles", "xsd:integer"),
    "kg:asserted": ("dikatakan redaksi sebagai fakta", "said by the newsroom as fact", "xsd:boolean"),
    "kg:confidence": ("ketepatan bacaan", "confidence of the reading", "xsd:decimal"),
    "kg:first": ("pertama", "first", None),
    "kg:happened": ("terjadi", "happened", None),
    "kg:independent": ("jumlah sumber independen", "number of independent sources", "xsd:integer"),
    "kg:last": ("terakhir", "last", None),
    "kg:method": ("cara baca", "method of reading", "xsd:string"),
    "kg:outlets": ("jumlah media", "number of outlets", "xsd:integer"),
    "kg:publishable": ("layak dikutip", "publishable", "xsd:boolean"),
    "kg:readerVersion": ("versi pembaca", "version of the reader", "xsd:string"),
    "kg:role": ("jabatan", "position", "xsd:string"),
    "kg:verified": ("dibenarkan orang", "found right by a person", "xsd:boolean"),
}
_TERM = Turtle.term


def ontology() -> bytes:
    """The ontology in Turtle; the same relations and kinds give the same bytes."""
    return (header() + "".join(block(subject, facts) for subject, facts in _resources())).encode()


def _resources() -> Iterator[tuple[str, Facts[str]]]:
    name = [("rdf:type", "owl:Ontology"), ("rdfs:label", '"kabar-graph"@id'), ("rdfs:seeAlso", Turtle.iri(PREFIXES["prov"]))]
    yield Turtle.iri(f"{BASE}ontology"), name
    for class_, (id_, en, above) in _CLASSES.items():
        yield class_, _described("owl:Class", {"id": id_, "en": en}, above)
    for kind in Kind:
        known = knowledge("kinds.yml")[kind]
        yield _kind(kind), [*_described("owl:Class", known["label"], "kg:Actor", *known["rdf"]), *_defined(known["definition"])]
    for modality in Modality:
        yield (
            f"kg:{modality}",
            _described("kg:Modality", {code: knowledge("page/words.yml")[code][modality] for code in LANGUAGES}),
        )
    for type_, properties in (("owl:ObjectProperty", _LINKS), ("owl:DatatypeProperty", _VALUES)):
        for property_, (id_, en, range_) in properties.items():
            ranged = [("rdfs:range", range_)] if range_ else []
            yield property_, [*_described(type_, {"id": id_, "en": en}), *ranged]
    yield "kg:plover", _described("owl:AnnotationProperty", {"id": "kelas PLOVER", "en": "PLOVER class"})
    for relation in relations().values():
        yield _TERM(f"kg:{relation.name}"), list(_relation(relation))
        if not relation.symmetric:
            yield _TERM(f"kg:{relation.name}_inverse"), list(_inverse(relation))


def _described(type_: str, label: Mapping[str, str], *above: str | None) -> list[tuple[str, str]]:
    labels = [("rdfs:label", Turtle.text(label[language], language)) for language in LANGUAGES]
    return [("rdf:type", type_), *labels, *[("rdfs:subClassOf", name) for name in above if name]]


def _defined(words: Mapping[str, str]) -> Facts[str]:
    return [("skos:definition", Turtle.text(words[language], language)) for language in LANGUAGES if language in words]


def _relation(relation: Relation) -> Facts[str]:
    yield from _described("owl:ObjectProperty", relation.label)
    if relation.symmetric:
        yield "rdf:type", "owl:SymmetricProperty"
    yield from _defined(relation.definition)
    both = relation.subject | relation.object
    yield "rdfs:domain", _any_of(both if relation.symmetric else relation.subject)
    yield "rdfs:range", _any_of(both if relation.symmetric else relation.object)
    if relation.plover:
        yield "kg:plover", Turtle.text(relation.plover)
    if relation.wikidata:
        yield "skos:closeMatch", _TERM(f"wd:{relation.wikidata}")


def _inverse(relation: Relation) -> Facts[str]:
    yield from _described("owl:ObjectProperty", relation.inverse)
    yield "owl:inverseOf", _TERM(f"kg:{relation.name}")


def _any_of(kinds: Iterable[Kind]) -> str:
    """A class that holds all of these kinds: several `rdfs:domain` would have to hold at once."""
    names = [_kind(kind) for kind in sorted(kinds)]
    if len(names) == len(Kind):
        return "kg:Actor"
    return names[0] if len(names) == 1 else f"[ rdf:type owl:Class ; owl:unionOf ( {' '.join(names)} ) ]"


def _kind(kind: Kind) -> str:
    return f"kg:{kind.capitalize()}"


if __name__ == "__main__":
    sys.stdout.buffer.write(ontology())
