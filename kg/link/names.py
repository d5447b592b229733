"""Names as keys: what two spellings of one name have in common, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from kg.errors import BadData
from kg.model import Kind
from kg.resources import folder, read_yaml
from kg.tickets import halves

_DROPPED = str.maketrans("", "", "'’‘`´.")
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_ALIKE = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sy", "s"), ("th", "t"), ("dh", "d"), ("kh", "k"), ("y", "i"), ("v", "f"))
_REPEATED = re.compile(r"(.)\1+")
_UNCOUNTED = frozenset({"dan", "untuk", "of", "for", "the", "and"})


class Family(StrEnum):
    """Kinds that may name the same thing; readers take a team for an organization, but never a person for a party."""

    PERSON = "person"
    TICKET = "ticket"
    PARTY = "party"
    BODY = "body"


_FAMILIES = {Kind.PERSON: Family.PERSON, Kind.TICKET: Family.TICKET, Kind.PARTY: Family.PARTY}


def family(kind: Kind) -> Family:
    """The family of a kind."""
    return _FAMILIES.get(kind, Family.BODY)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The words of `text` in lower case, without brackets, apostrophes and full stops: "Ma'ruf Amin (KMA)" gives "maruf amin"."""
    plain = unicodedata.normalize("NFKC", _BRACKETS.sub("", text) or text).translate(_DROPPED).casefold()
    return " ".join(_WORD.findall(plain))


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """What old and new spellings of a key have in common: "soekarno" and "sukarno", "panjaitan" and "pandjaitan" are one."""
    folded = name.replace(" ", "")
    for old, new in _ALIKE:
        folded = folded.replace(old, new)
    return _REPEATED.sub(r"\1", folded)


def simple(text: str, kind: Kind) -> str:
    """The key of a name without what does not tell it from others: titles of persons, redundant words of bodies."""
    return person(text) if kind is Kind.PERSON else body(text, kind)


@lru_cache(maxsize=65536)
def person(text: str) -> str:
    """The key of a person's name without titles: "Prof. Dr. H. Sari Wulandari, S.H., M.H." gives "sari wulandari".

    Titles that can be part of a name ("Andi", "Gus") go only where two words are left.
    """
    words = _without_degrees(text).split()
    loose, firm = _titles()
    while True:
        size = next((n for n in (3, 2, 1) if len(words) > n and _is_title(words[:n], len(words) - n, loose, firm)), 0)
        if not size:
            return " ".join(words)
        words = words[size:]


@lru_cache(maxsize=65536)
def body(text: str, kind: Kind) -> str:
    """The key of the name of a body: spellings made one ("Jabar"), words without meaning left out ("KPU RI" is "kpu")."""
    prefixes, redundant, spellings, _ = _bodies()
    name = key(text)
    if kind is Kind.PARTY:
        name = _strip_prefixes(name, prefixes)
    elif kind is Kind.ORGANIZATION:
        name = _without_legal_form(name)
    padded = f" {name} "
    for old, new in spellings:
        if old in padded and new not in padded:
            padded = padded.replace(old, new)
    for word in redundant:
        padded = padded.replace(word, " ")
    return " ".join(padded.split()) or name


def is_title(name: str) -> bool:
    """Whether this key is a title or an office, not a name ("menkeu")."""
    loose, firm = _titles()
    return name in loose or name in firm


def names_local_office(text: str) -> bool:
    """Whether a description begins with an office of one place ("Bupati Klaten")."""
    words = key(text).split()
    offices = _keys(_words("titles.yml"), "local_offices")
    return any(" ".join(words[:size]) in offices for size in (1, 2, 3))


def names_dated_office(text: str) -> bool:
    """Whether this is an office whose holder depends on the date ("Menteri Pertahanan"), with or without more behind it."""
    words = key(text).split()
    return len(words) > 1 and words[0] in _keys(_words("titles.yml"), "dated_offices")


def is_generic(name: str) -> bool:
    """Whether this key of a body's name is shared by many bodies ("dprd", "tim hukum")."""
    return name in _bodies()[3]


def members(text: str) -> tuple[str, str] | None:
    """The two names in the name of a ticket ("Prabowo-Gibran"), or None where it has no two."""
    return halves(_BRACKETS.sub("", text))


def pair(one: str, other: str) -> str:
    """The form of a ticket: the keys of its two candidates, in alphabetical order."""
    return " + ".join(sorted((one, other)))


def is_acronym(short: str, long: str) -> bool:
    """Whether `short`, written in capitals, is made of initials of the words of `long`, in order and all of its letters."""
    return 2 <= len(short) <= 8 and short.isupper() and short.isalpha() and initials(long) == short.casefold()


def initials(long: str) -> str:
    """The initials of the words of a body's name that count, in lower case."""
    return "".join(word[0] for word in _WORD.findall(long.casefold()) if word not in _UNCOUNTED)


def _strip_prefixes(name: str, prefixes: Iterable[str]) -> str:
    for prefix in prefixes:
        if name.startswith(prefix) and len(name) > len(prefix):
            return _strip_prefixes(name[len(prefix) :], prefixes)
    return name


def _without_legal_form(name: str) -> str:
    before, after = _legal_forms()
    words = name.split()
    while len(words) > 1 and words[0] in before:
        words = words[1:]
    while len(words) > 1 and words[-1] in after:
        words.pop()
    return " ".join(words)


def _without_degrees(text: str) -> str:
    """The key of what stands before the degrees behind a name."""
    name, *rest = text.split(",")
    degrees = _degrees()
    words = key(name).split()
    if not rest or not all(key(part) in degrees for part in rest):
        words = key(text).split()
    while len(words) > 2 and words[-1] in degrees:
        words.pop()
    return " ".join(words)


def _is_title(words: list[str], left: int, loose: frozenset[str], firm: frozenset[str]) -> bool:
    title = " ".join(words)
    return title in firm or (left > 1 and title in loose)


@cache
def _titles() -> tuple[frozenset[str], frozenset[str]]:
    """Titles that can be part of a name, and those that cannot."""
    groups = _words("titles.yml")
    loose = _keys(groups, "religious", "nobility")
    return loose, _keys(groups, "honorifics", "academic_before", "ranks", "rank_suffixes", "offices") - loose


@cache
def _degrees() -> frozenset[str]:
    # "MD" is no degree here: in Indonesian politics it is part of a name.
    return _keys(_words("titles.yml"), "academic_after")


@cache
def _legal_forms() -> tuple[frozenset[str], frozenset[str]]:
    """What stands before and behind the names of companies."""
    raw = _words("bodies.yml")
    return _keys(raw, "company_before"), _keys(raw, "company_after")


@cache
def _bodies() -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...], frozenset[str]]:
    """Prefixes of parties, redundant words, spellings (longest first), and generic names, as keys; padded where replaced."""
    raw = _words("bodies.yml")
    spellings = sorted(((key(old), key(new)) for old, new in raw["spellings"].items()), key=lambda pair: (-len(pair[0]), pair))
    return (
        tuple(f"{key(prefix)} " for prefix in raw["party_prefixes"]),
        tuple(f" {key(word)} " for word in raw["redundant"]),
        tuple((f" {old} ", f" {new} ") for old, new in spellings),
        _keys(raw, "generic"),
    )


def _keys(groups: Mapping[str, Iterable[str]], *names: str) -> frozenset[str]:
    try:
        return frozenset(key(str(word)) for name in names for word in groups[name])
    except KeyError as error:
        raise BadData(f"languages/id: no list {error}") from error


def _words(name: str) -> dict[str, Any]:
    raw = read_yaml(folder("data") / "languages" / "id" / name)
    if not isinstance(raw, dict):
        raise BadData(f"languages/id/{name}: not a mapping")
    return raw
