"""How alike two names are: the features that the coreference head sees beside the encoder's vectors."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

from kg.model import Kind

_KINDS = list(Kind)
# Words that make no name.
SMALL = frozenset(["dan", "di", "dari", "untuk", "yang", "ke", "pada", "dengan", "alias", "of", "the", "and", "bin"])


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, lower case."""
    return tuple(re.findall(r"\w+", name.casefold()))


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """First letters of the words of a name, small words left out: "Komisi Pemilihan Umum" → "kpu"."""
    return "".join(word[0] for word in words(name) if word not in SMALL)


@lru_cache(maxsize=65536)
def _trigrams(name: str) -> frozenset[str]:
    padded = f"  {' '.join(words(name))} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def in_order(short: str, long: str) -> bool:
    """Whether the letters of one string stand in another in the same order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def _acronym(a: str, b: str) -> tuple[bool, bool]:
    """Whether the shorter name is made of the initials of the longer one; whether its letters occur in order in it."""
    short, long = sorted((a, b), key=lambda name: (len(name), name))
    letters = "".join(words(short))
    if not 2 <= len(letters) <= 12 or len(words(long)) < 2 or len(words(short)) > 2:
        return False, False
    plain = "".join(words(long))
    return letters == initials(long), letters[0] == plain[0] and in_order(letters, plain)


def abbreviates(a: str, b: str) -> bool:
    """Whether the letters of the shorter name occur in order in the longer one, and both begin alike."""
    return _acronym(a, b)[1]


SIZE = 16 + len(_KINDS)


@lru_cache(maxsize=65536)
def features(a: str, b: str, kind_a: Kind, kind_b: Kind) -> np.ndarray:
    """Features of two names, in either order: float32, `SIZE` long, each between 0 and 1."""
    wa, wb = words(a), words(b)
    sa, sb = set(wa), set(wb)
    shared = sa & sb
    least, most = max(1, min(len(sa), len(sb))), max(1, len(sa | sb))
    ta, tb = _trigrams(a), _trigrams(b)
    exact, loose = _acronym(a, b)
    lower = (a[:1].islower(), b[:1].islower())
    first, second = sorted((" ".join(wa), " ".join(wb)))  # the matcher minds the order
    values = [
        wa == wb,
        bool(shared) and (sa <= sb or sb <= sa),
        len(shared) / least,
        len(shared) / most,
        bool(wa and wb) and wa[0] == wb[0],
        bool(wa and wb) and wa[-1] == wb[-1],
        bool(wa and wb) and (wa[0] == wb[-1] or wa[-1] == wb[0]),
        len(ta & tb) / max(1, len(ta | tb)),
        len(ta & tb) / max(1, min(len(ta), len(tb))),
        SequenceMatcher(None, first, second, autojunk=False).ratio(),
        exact,
        loose,
        any(lower),
        all(lower),
        kind_a == kind_b,
        min(len(wa), len(wb)) == 1,
        *(kind in (kind_a, kind_b) for kind in _KINDS),
    ]
    return np.array(values, dtype=np.float32)


def two_of_a_place(a: str, b: str) -> bool:
    """Whether two names of bodies end alike and begin otherwise: "KPU Kota Satu" is not "Bawaslu Kota Satu".

    One that spells the other's acronym out is no such case: "Komisi Pemilihan Umum Kota Satu".
    """
    left, right = list(words(a)), list(words(b))
    shared = 0
    while left and right and left[-1] == right[-1]:
        left.pop()
        right.pop()
        shared += 1
    if not (shared and left and right):
        return False
    short, long = sorted((" ".join(left), " ".join(right)), key=lambda name: (len(name), name))
    return not (short in long or _acronym(short, long)[1])
