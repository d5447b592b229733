"""How terms are written: one small class for each syntax, so that what is said (`facts`) is said once for all of them.

A term of a vocabulary is named `prefix:local`, a thing of ours by its address.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache, lru_cache
from typing import Protocol, TypeVar
from urllib.parse import quote

BASE = "https://w3id.org/kabar-graph/"
TERMS = f"{BASE}ontology#"
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": TERMS,
    "np": "http://www.nanopub.org/nschema#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DATES = {10: ("%Y-%m-%d", "xsd:date"), 7: ("%Y-%m", "xsd:gYearMonth"), 4: ("%Y", "xsd:gYear")}
_SIMPLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
HALF = re.compile(r"[\ud800-\udfff]")  # half a character: no RDF syntax can hold it
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Term = TypeVar("Term")
Made_co = TypeVar("Made_co", covariant=True)


class Syntax(Protocol[Made_co]):
    """Makes the terms of one syntax."""

    def term(self, name: str) -> Made_co:
        """The term of a vocabulary that is named `prefix:local`."""

    def iri(self, address: str) -> Made_co:
        """A thing by its address."""

    def text(self, value: str, language: str | None = None, type_: str | None = None) -> Made_co:
        """A literal, its words as they are."""


@lru_cache(maxsize=65_536)  # an article and an actor come again and again
def address(kind: str, id_: str, part: str = "") -> str:
    """The address of a thing of ours; whatever its id holds is percent-encoded."""
    return f"{BASE}{kind}/{quote(id_, safe='', errors='replace')}{part}"


@cache
def full(name: str) -> str:
    """The address of the term that is named `prefix:local`."""
    prefix, local = name.split(":", 1)
    return PREFIXES[prefix] + quote(local, safe="", errors="replace")


def date(syntax: Syntax[Term], value: str) -> Term:
    """A date with the precision that it has; as plain text where it is no date."""
    return syntax.text(value, type_=_date_type(value))


@lru_cache(maxsize=4096)
def _date_type(value: str) -> str | None:
    form, type_ = _DATES.get(len(value), ("", None))
    try:
        return type_ if datetime.strptime(value, form).strftime(form) == value else None
    except ValueError:
        return None


@cache
def _short(name: str) -> str:
    return name if _SIMPLE.fullmatch(name.partition(":")[2]) else f"<{full(name)}>"


@cache
def _whole(name: str) -> str:
    return f"<{full(name)}>"


class Lines:
    """N-Triples and N-Quads: every address whole, every string on one line."""

    term = staticmethod(_whole)

    @staticmethod
    def iri(address: str) -> str:
        """The address in angle brackets."""
        return f"<{address}>"

    @classmethod
    def text(cls, value: str, language: str | None = None, type_: str | None = None) -> str:
        """A quoted string, with every control character escaped."""
        quoted = f'"{_ESCAPED.sub(_escape, value)}"'
        if language:
            return f"{quoted}@{language}"
        return f"{quoted}^^{cls.term(type_)}" if type_ else quoted


class Turtle(Lines):
    """Turtle and TriG: as N-Triples, with the terms of vocabularies short."""

    term = staticmethod(_short)


class Json:
    """JSON-LD: terms are JSON, addresses plain strings; the context says which properties hold addresses."""

    @staticmethod
    def term(name: str) -> str:
        """The short name, in quotes."""
        return json.dumps(name if _SIMPLE.fullmatch(name.partition(":")[2]) else full(name))

    @staticmethod
    def iri(address: str) -> str:
        """The address, in quotes."""
        return json.dumps(address)

    @staticmethod
    def text(value: str, language: str | None = None, type_: str | None = None) -> str:
        """A string, or an object with its language or type."""
        value = HALF.sub("\ufffd", value)
        extra = {"@language": language} if language else {"@type": type_} if type_ else None
        return json.dumps({**extra, "@value": value} if extra else value, ensure_ascii=False)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return "\ufffd" if HALF.match(char) else _ESCAPES.get(char, f"\\u{ord(char):04X}")
