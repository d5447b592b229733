"""What stays beside the network because it can be written down: trigger words, names of positions, teams named after somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import BadData
from kg.ids import slug
from kg.model import Article, Kind, LocalActor, Span
from kg.resources import folder, read_yaml
from kg.schema import Relation


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language that the rules need, from `data/languages/LANGUAGE/roles.yml`."""

    code: str
    roles: tuple[str, ...]
    kin: tuple[str, ...]
    described_team: str
    team_name: str

    @classmethod
    def load(cls, code: str) -> Language:
        """Read the words.

        Raises:
            BadData: if the file is missing or lacks a key.
        """
        path = folder("data") / "languages" / code / "roles.yml"
        raw = read_yaml(path)
        try:
            teams = raw["possessive_teams"]  # type: ignore[index]
            return cls(code, tuple(raw["roles"]), tuple(raw["kin"]), teams["pattern"], teams["name"])  # type: ignore[index]
        except (KeyError, TypeError) as error:
            raise BadData(f"{path}: {error}") from error


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


def named_after(article: Article, actors: Sequence[LocalActor], language: Language) -> tuple[LocalActor, ...]:
    """Actors, with teams that are only described ("timnya") named after the person that is named last before them."""
    return tuple(_renamed(article, actors, language))


def _renamed(article: Article, actors: Sequence[LocalActor], language: Language) -> Iterator[LocalActor]:
    described = re.compile(language.described_team)
    taken = {actor.key for actor in actors}
    for actor in actors:
        owner = _owner(actors, actor.mentions[0]) if actor.kind is Kind.TEAM and described.match(actor.name) else None
        if owner is None:
            yield actor
            continue
        name = language.team_name.format(owner=owner.name)
        key = slug(name) if slug(name) not in taken else actor.key
        yield LocalActor(key, name, actor.kind, actor.mentions, actor.aliases)


def _owner(actors: Sequence[LocalActor], mention: Span) -> LocalActor | None:
    before = [
        (span.stop, actor.key, actor)
        for actor in actors
        if actor.kind is Kind.PERSON
        for span in actor.mentions
        if span.stop <= mention.start
    ]
    return max(before, key=lambda item: item[:2])[2] if before else None
