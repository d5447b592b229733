"""JSON-LD: each resource an object under `@graph`, readable without knowing RDF; the context makes it the Turtle's triples."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, BinaryIO

from kg.model import GraphView
from kg.out.rdf.facts import Description, Facts
from kg.out.rdf.terms import PREFIXES, Json
from kg.schema import relations

# Properties that hold addresses; all others hold texts.
_LINKS = (
    *("rdf:subject", "rdf:predicate", "rdf:object", "owl:sameAs", "kg:modality", "kg:evidence", "kg:bestEvidence"),
    *("prov:wasAttributedTo", "prov:wasDerivedFrom", "prov:wasGeneratedBy", "prov:used"),
    *("oa:motivatedBy", "oa:hasBody", "oa:hasTarget", "oa:hasSource", "oa:hasSelector"),
)


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as one JSON document, one resource on each line."""
    out.write(f'{{"@context": {json.dumps(context())},\n"@graph": ['.encode())
    comma = ""
    for subject, facts in Description(view, Json()).resources():
        out.write(f"{comma}\n{_object(subject, facts)}".encode())
        comma = ","
    out.write(b"\n]}\n")


def context() -> dict[str, Any]:
    """The prefixes, and which properties hold addresses."""
    links = (*_LINKS, *(f"kg:{name}" for name in relations()))
    return {**PREFIXES, **{name: {"@type": "@id"} for name in links}}


def _object(subject: str, facts: Facts[str]) -> str:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for predicate, object_ in facts:
        values["@type" if predicate == "rdf:type" else predicate].append(object_)
    members = [f"{json.dumps(name)}: {_one_or_list(many)}" for name, many in values.items()]
    return "{" + ", ".join([f'"@id": {subject}', *members]) + "}"


def _one_or_list(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"
