"""Which party an actor is shown under. Colours are in `data/parties.yml`; who belongs to whom is only what the news say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity
from kg.out.words import knowledge

_BELONGING = ("leads", "member_of")
_MOST = 2  # a node can show two colours; more parties than that say nothing
_PEOPLE = (Kind.PERSON, Kind.TICKET)
_ACRONYM = re.compile(r"[A-Z][A-Za-z-]{1,4}")


def palette() -> dict[str, dict[str, Any]]:
    """Colour, letters' colour and safe colour of each party, by its short name, in the order of ballot numbers."""
    return {
        short: {"colour": entry["colour"], "ink": entry["ink"], "safe": entry.get("safe"), "confirmed": entry["confirmed"]}
        for short, entry in knowledge("parties.yml").items()
    }


def parties(view: GraphView) -> list[list[str]]:
    """For each actor the short names of its parties: its own, or those it leads or belongs to; empty where that is unclear.

    Only what the newsroom states as fact, or a person says of itself, makes somebody a member: no rival's word, no plan.
    """
    own = _own(view.actors)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in view.claims:
        if claim.object in own and claim.relation in _BELONGING and _states(claim):
            found[claim.subject].add(own[claim.object])
    every = (
        {own[actor.id]} if actor.id in own else found[actor.id] if actor.kind is Kind.PERSON else set() for actor in view.actors
    )
    return [sorted(names) if len(names) <= _MOST else [] for names in every]


def letters(view: GraphView) -> list[str]:
    """The few letters that stand in the node of a body: its party's, else its shortest acronym; "" where it has none."""
    own = _own(view.actors)
    return [own.get(actor.id) or ("" if actor.kind in _PEOPLE else _acronym(actor)) for actor in view.actors]


def _acronym(actor: Actor) -> str:
    names = {actor.name, *actor.aliases}
    acronyms = [name for name in names if _ACRONYM.fullmatch(name) and sum(map(str.isupper, name)) > 1]
    return min(acronyms, key=lambda name: (len(name), name), default="")


def _own(actors: Iterable[Actor]) -> Mapping[str, str]:
    """Short names of the actors that are parties with a colour."""
    shorts = {name.casefold(): short for short, entry in knowledge("parties.yml").items() for name in entry["names"]}
    own = {}
    for actor in actors:
        names = (actor.name, *actor.aliases) if actor.kind is Kind.PARTY else ()
        if short := next((shorts[name.casefold()] for name in names if name.casefold() in shorts), None):
            own[actor.id] = short
    return own


def _states(claim: Claim) -> bool:
    fact = claim.polarity is Polarity.AFFIRMED and claim.modality is Modality.ACTUAL
    return fact and claim.speaker in (None, claim.subject)
