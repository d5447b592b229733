"""How alike two local actors are, and why: the only place that decides what speaks for a merge."""

from __future__ import annotations

from dataclasses import dataclass

from kg.link.names import Family, fold
from kg.link.profile import Traits

MERGE = 0.8  # from here two are one; a wrong merge slanders somebody, a missed one only hides


@dataclass(frozen=True, slots=True)
class Score:
    """0 is surely different, 1 surely the same; `reason` says why in words for a person who reviews it."""

    value: float
    reason: str


def compare(a: Traits, b: Traits) -> Score:
    """Compare two local actors of different articles by what is known of them."""
    if a.family is not b.family:
        return Score(0.0, f"a {a.family} and a {b.family}")
    if a.known and b.known:
        return (
            Score(1.0, f"both are {a.known.name}") if a.known == b.known else Score(0.0, f"{a.known.name} is not {b.known.name}")
        )
    if a.form == b.form:
        return _same_name(a, b)
    if a.family is Family.PERSON and not (a.weak or b.weak) and fold(a.form) == fold(b.form):
        return Score(0.9, "the same name in another spelling")
    return Score(0.0, "other names")


def _same_name(a: Traits, b: Traits) -> Score:
    if not (a.weak or b.weak):
        return Score(0.95, "the same full name")
    if shared := sorted(a.context & b.context):
        return Score(0.85, f"the same name, and both: {shared[0]}")
    return Score(0.4, "the same name, but many bear it")
