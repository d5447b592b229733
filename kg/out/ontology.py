"""Writes `data/ontology.ttl` from `data/relations/` and `data/kinds.yml`: `python -m kg.out.ontology > data/ontology.ttl`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.model import Kind, Modality
from kg.out.rdf import BASE, block, header, term, text
from kg.out.words import LANGUAGES, knowledge
from kg.schema import Relation, relations

if TYPE_CHECKING:
    from rdflib import URIRef

    from kg.out.rdf import Facts

_CLASSES = {
    "kg:Actor": ("Aktor", "Actor", None),
    "kg:Claim": ("Klaim", "Claim", "prov:Entity"),
    "kg:DeniedClaim": ("Klaim yang menyatakan tidak", "Claim that denies", "kg:Claim"),
    "kg:Modality": ("Kepastian isi", "Modality", None),
}
_PROPERTIES = {
    "kg:asserted": ("dikatakan redaksi sebagai fakta", "said by the newsroom as fact", "xsd:boolean"),
    "kg:confidence": ("ketepatan bacaan", "confidence of the reading", "xsd:decimal"),
    "kg:first": ("pertama", "first", None),
    "kg:happened": ("terjadi", "happened", None),
    "kg:last": ("terakhir", "last", None),
    "kg:method": ("cara baca", "method of reading", "xsd:string"),
    "kg:role": ("jabatan", "position", "xsd:string"),
}


def ontology() -> bytes:
    """The ontology in Turtle; the same relations and kinds give the same bytes."""
    return (header() + "".join(block(subject, facts) for subject, facts in _resources())).encode()


def _resources() -> Iterator[tuple[URIRef, Facts]]:
    from rdflib import URIRef  # 0.1 s to import: only for those who export RDF

    name = URIRef(f"{BASE}ontology")
    yield name, [(term("rdf:type"), term("owl:Ontology")), (term("rdfs:label"), text("kabar-graph", "id"))]
    for class_, (id_, en, above) in _CLASSES.items():
        yield term(class_), _described("owl:Class", {"id": id_, "en": en}, above)
    for kind in Kind:
        known = knowledge("kinds.yml")[kind]
        described = _described("owl:Class", known["label"], "kg:Actor", *known["rdf"])
        yield term(f"kg:{kind.capitalize()}"), [*described, *_definition(known["definition"])]
    for modality in Modality:
        words = {language: knowledge("page/words.yml")[language][modality] for language in LANGUAGES}
        yield term(f"kg:{modality}"), _described("kg:Modality", words)
    for modality_property in ("kg:modality", "kg:evidence"):
        yield term(modality_property), [(term("rdf:type"), term("owl:ObjectProperty"))]
    for property_, (id_, en, range_) in _PROPERTIES.items():
        ranged = [(term("rdfs:range"), term(range_))] if range_ else []
        yield term(property_), [*_described("owl:DatatypeProperty", {"id": id_, "en": en}), *ranged]
    for relation in relations().values():
        yield term(f"kg:{relation.name}"), list(_relation(relation))


def _described(type_: str, label: dict[str, str], *above: str | None) -> Facts:
    labels = [(term("rdfs:label"), text(label[language], language)) for language in LANGUAGES]
    return [
        (term("rdf:type"), term(type_)),
        *labels,
        *[(term("rdfs:subClassOf"), term(name)) for name in above if name],
    ]


def _definition(words: dict[str, str]) -> Facts:
    return [(term("skos:definition"), text(words[language], language)) for language in LANGUAGES if language in words]


def _inverse(words: dict[str, str]) -> Facts:
    return [(term("kg:inverseLabel"), text(words[language], language)) for language in LANGUAGES if language in words]


def _relation(relation: Relation) -> Facts:
    yield from _described("owl:ObjectProperty", dict(relation.label))
    if relation.symmetric:
        yield term("rdf:type"), term("owl:SymmetricProperty")
    yield from _definition(dict(relation.definition))
    yield from _inverse(dict(relation.inverse))
    yield term("rdfs:domain"), term("kg:Actor")
    yield term("rdfs:range"), term("kg:Actor")
    # The argument kinds are alternatives, while several rdfs:domain would hold all at once.
    for side, kinds in (("kg:subjectKind", relation.subject), ("kg:objectKind", relation.object)):
        for kind in sorted(kinds):
            yield term(side), term(f"kg:{kind.capitalize()}")
    if relation.plover:
        yield term("kg:plover"), text(relation.plover)
    if relation.wikidata:
        yield term("rdfs:seeAlso"), text(relation.wikidata)


if __name__ == "__main__":
    sys.stdout.buffer.write(ontology())
