"""How good a reading is beside a gold one: counts by level, their precision, recall and F1, and how sure these are.

actor      the same actor found (its mentions share a string with the gold actor's)
type       actors found that have the right type (accuracy)
mention    strings put with the right actor
pair       two actors related in any way
statement  subject, relation and object right (either order where the relation is symmetric)
act        statements of relations that are acts
structure  statements of relations that are standing ones: an office, a ticket, kin
full       statement with polarity, modality and speaker right
speaker    statements that somebody is named as saying, with the right one
modality   statements that are planned or possible, with the right one
negation   statements that are negated
evidence   statements found whose evidence overlaps the gold one's (accuracy)
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kg.gold import GoldActor, GoldArticle, GoldStatement
from kg.schema import relations

LEVELS = tuple(re.findall(r"^(\w+)  ", __doc__, re.MULTILINE))
_SAMPLES = 400
_LOW, _HIGH = 10, 389  # of 400 sorted figures: 95 %


@dataclass(frozen=True, slots=True)
class Count:
    """How many were found and right, found at all, and are there to be found."""

    right: int
    found: int
    gold: int

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 0 where nothing is there."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """A count over all articles, and the 95 % interval of its F1 by a bootstrap over articles."""

    count: Count
    low: float
    high: float


Counts = Mapping[str, Count]
Triple = tuple[str, str, str]
Rename = Callable[[str], str]


def score(gold: Mapping[str, GoldArticle], read: Mapping[str, GoldArticle]) -> dict[str, Score]:
    """A score for each level, over the articles of `gold`; one that was not read counts as empty. Equal input, equal scores."""
    rows = [compare(article, read.get(id, GoldArticle())) for id, article in gold.items()]
    chance = random.Random(0)
    scores = {}
    for level in LEVELS:
        draws = (chance.choices(rows, k=len(rows)) for _ in range(_SAMPLES))
        figures = sorted(_total(draw, level).f1 for draw in draws) if rows else [0.0] * _SAMPLES
        scores[level] = Score(_total(rows, level), figures[_LOW], figures[_HIGH])
    return scores


def compare(gold: GoldArticle, read: GoldArticle) -> Counts:
    """The counts of one article by level."""
    same = match(gold.actors, read.actors)
    expected = _by_triple(gold.statements, str)
    found = _by_triple(read.statements, lambda key: same.get(key, f"?{key}"))
    return _actors(gold.actors, read.actors, same) | _statements(expected, found) | _attributes(expected, found)


def match(gold: Iterable[GoldActor], read: Iterable[GoldActor]) -> dict[str, str]:
    """Which gold actor each actor read is: one to one, by the strings that they share, most and longest first."""
    pairs = []
    for g, r in product(gold, read):
        if shared := strings(g) & strings(r):
            pairs.append((-len(shared), -max(map(len, shared)), normal(g.name) != normal(r.name), g.key, r.key))
    same: dict[str, str] = {}
    for *_, g_key, r_key in sorted(pairs):
        if r_key not in same and g_key not in same.values():
            same[r_key] = g_key
    return same


def strings(actor: GoldActor) -> set[str]:
    """The normal forms of all strings that name an actor."""
    return {normal(text) for text in (actor.name, *actor.mentions)} - {""}


def normal(text: str) -> str:
    """`text` in lower case, as words with one blank between them."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _total(rows: Iterable[Counts], level: str) -> Count:
    return sum((row[level] for row in rows), Count(0, 0, 0))


def _count(gold: set[object], found: set[object]) -> Count:
    return Count(len(gold & found), len(found), len(gold))


def _actors(gold: Sequence[GoldActor], read: Sequence[GoldActor], same: Mapping[str, str]) -> dict[str, Count]:
    types = {actor.key: actor.type for actor in gold}
    typed = sum(types[same[actor.key]] == actor.type for actor in read if actor.key in same)
    named: set[object] = {(actor.key, text) for actor in gold for text in strings(actor)}
    found: set[object] = {(same.get(actor.key, f"?{actor.key}"), text) for actor in read for text in strings(actor)}
    return {
        "actor": Count(len(same), len(read), len(gold)),
        "type": Count(typed, len(same), len(same)),
        "mention": _count(named, found),
    }


Said = Mapping[Triple, Sequence[GoldStatement]]


def _by_triple(statements: Iterable[GoldStatement], rename: Rename) -> Said:
    """Statements by subject, relation and object, with speakers renamed too."""
    grouped: dict[Triple, list[GoldStatement]] = defaultdict(list)
    for s in statements:
        subject, object_ = rename(s.subject), rename(s.object)
        if subject > object_ and _is(s.relation, "symmetric"):
            subject, object_ = object_, subject
        speaker = rename(s.speaker) if s.speaker else None
        named = GoldStatement(subject, s.relation, object_, s.evidence, s.polarity, s.modality, speaker)
        grouped[subject, s.relation, object_].append(named)
    return grouped


def _is(relation: str, property: str) -> bool:
    known = relations().get(relation)
    return bool(known and getattr(known, property))


def _statements(gold: Said, found: Said) -> dict[str, Count]:
    def of(keep: Callable[[Triple], object]) -> Count:
        return _count({keep(t) for t in gold} - {None}, {keep(t) for t in found} - {None})

    both = gold.keys() & found.keys()
    proven = sum(any(_overlap(g.evidence, f.evidence) for g in gold[t] for f in found[t]) for t in both)
    return {
        "pair": of(lambda t: frozenset((t[0], t[2]))),
        "statement": of(lambda t: t),
        "act": of(lambda t: None if _is(t[1], "structural") else t),
        "structure": of(lambda t: t if _is(t[1], "structural") else None),
        "evidence": Count(proven, len(both), len(both)),
    }


def _attributes(gold: Said, found: Said) -> dict[str, Count]:
    def of(mark: Callable[[GoldStatement], object]) -> Count:
        marked = [{(t, mark(s)) for t, same in said.items() for s in same if mark(s)} for said in (gold, found)]
        return _count({*marked[0]}, {*marked[1]})

    return {
        "full": of(lambda s: (s.polarity, s.modality, s.speaker)),
        "speaker": of(lambda s: s.speaker),
        "modality": of(lambda s: s.modality if s.modality != "actual" else None),
        "negation": of(lambda s: s.polarity == "negated"),
    }


def _overlap(one: str, other: str) -> bool:
    a, b = set(normal(one).split()), set(normal(other).split())
    return bool(a and b) and len(a & b) * 2 >= min(len(a), len(b))
