"""What stays beside the network because it can be written down: trigger words, names of positions, teams named after somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.errors import BadData
from kg.extract.mentions import Mention
from kg.extract.similarity import words
from kg.model import Article, Kind, LocalActor, Modality, Span
from kg.resources import folder, read_yaml
from kg.schema import Relation

Words = tuple[str, ...]
_DESCRIBED = 0.9  # how sure a described team is an actor, where a statement is read of it


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language that the rules need, from the files in `data/languages/LANGUAGE`."""

    code: str
    roles: tuple[str, ...]
    kin: tuple[str, ...]
    described_team: str
    team_name: str
    titles: frozenset[Words]
    nickname_titles: frozenset[Words]
    before_persons: frozenset[Words]
    address: frozenset[Words]
    party_prefixes: frozenset[Words]
    party_parts: frozenset[Words]
    ticket_prefixes: frozenset[Words]
    company_words: frozenset[Words]
    behind_bodies: frozenset[Words]
    negations: tuple[str, ...]
    not_negative: tuple[str, ...]
    planned: tuple[str, ...]
    possible: tuple[str, ...]

    @classmethod
    def load(cls, code: str) -> Language:
        """Read the words.

        Raises:
            BadData: if a file is missing or lacks a key.
        """
        root = folder("data") / "languages" / code
        raw: dict[str, Any] = {
            name: read_yaml(root / f"{name}.yml") for name in ("roles", "titles", "bodies", "negation", "modality")
        }
        try:
            teams, titles, bodies = raw["roles"]["possessive_teams"], raw["titles"], raw["bodies"]
            negation = raw["negation"]
            return cls(
                code,
                roles=tuple(raw["roles"]["roles"]),
                kin=tuple(raw["roles"]["kin"]),
                described_team=teams["pattern"],
                team_name=teams["name"],
                titles=_phrases(titles, "honorifics", "academic_before", "ranks", "rank_suffixes"),
                nickname_titles=_phrases(titles, "religious"),
                before_persons=_phrases(
                    titles, "honorifics", "academic_before", "ranks", "rank_suffixes", "offices", "local_offices", "dated_offices"
                ),
                address=_phrases(titles, "honorifics", "religious"),
                party_prefixes=_phrases(bodies, "party_boards"),
                party_parts=_phrases(bodies, "party_parts"),
                ticket_prefixes=_phrases(bodies, "ticket_prefixes"),
                company_words=_phrases(bodies, "company_before", "company_after"),
                behind_bodies=_phrases(bodies, "company_before", "company_after", "redundant"),
                negations=(*negation["verbs"], *negation["nouns"], *negation["not_yet"], *negation["denials"]),
                not_negative=tuple(negation["not_negative"]),
                planned=tuple(raw["modality"]["planned"]),
                possible=tuple(raw["modality"]["possible"]),
            )
        except (KeyError, TypeError) as error:
            raise BadData(f"{root}: {type(error).__name__}: {error}") from error


def _phrases(lists: Mapping[str, Sequence[str]], *names: str) -> frozenset[Words]:
    return frozenset(words(phrase) for name in names for phrase in lists[name])


@lru_cache(maxsize=256)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the longest of the phrases that stands there, whole words only."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def trigger(article: Article, span: Span, relation: Relation, language: Language) -> Span | None:
    """The words in a sentence that state the relation: the first of its cues that stands there, or None."""
    cues = relation.triggers.get(language.code, ())
    match = _any_of(cues).search(article.text, span.start, span.stop) if cues else None
    return Span(*match.span()) if match else None


def negated(article: Article, span: Span, cue: Span | None, language: Language) -> bool:
    """Whether a negation stands right before the cue, and is no set phrase ("tidak hanya")."""
    before = _before(article, span, cue, 2)
    return bool(_any_of(language.negations).search(before)) and not _any_of(language.not_negative).search(before)


def modality(article: Article, span: Span, cue: Span | None, language: Language) -> Modality:
    """What the words right before the cue say: planned, possible, or nothing of the kind."""
    before = _before(article, span, cue, 3)
    if _any_of(language.planned).search(before):
        return Modality.PLANNED
    return Modality.POSSIBLE if _any_of(language.possible).search(before) else Modality.ACTUAL


def _before(article: Article, span: Span, cue: Span | None, count: int) -> str:
    words = re.findall(r"\w+", article.text[span.start : cue.start]) if cue else []
    return " ".join(words[-count:])


def described_teams(article: Article, found: Sequence[Mention], language: Language) -> Iterator[Mention]:
    """Teams that are only described ("timnya"), where the network has not seen them."""
    pattern = re.compile(language.described_team, re.IGNORECASE)
    for sentence in article.sentences:
        for match in pattern.finditer(article.text, sentence.start, sentence.stop):
            span = Span(*match.span())
            if not any(span.overlaps(mention.span) for mention in found):
                yield Mention(span, Kind.TEAM, _DESCRIBED)


def is_described(name: str, language: Language) -> bool:
    """Whether a team's name only describes it."""
    return bool(re.fullmatch(language.described_team, name, re.IGNORECASE))


def role(article: Article, span: Span, subject: LocalActor, relation: Relation, language: Language) -> str | None:
    """The words that name the subject's position (or kin), as they stand in the sentence; None for acts and where there are none.

    The one whose end is nearest before a mention of the subject counts, else the nearest after it.
    """
    words = language.kin if relation.group == "f" else language.roles
    if not relation.structural or relation.name in ("part_of_ticket", "runs_with", "campaigns_for"):
        return None
    found = list(_any_of(words).finditer(article.text, span.start, span.stop))
    mentions = [mention for mention in subject.mentions if span.contains(mention)]
    if not found or not mentions:
        return None

    def distance(match: re.Match[str]) -> tuple[bool, int]:
        gaps = [mention.start - match.end() for mention in mentions]
        before = [gap for gap in gaps if gap >= 0]
        return not before, min(before or [abs(gap) for gap in gaps])

    return min(found, key=distance).group()
