"""Answer → Extraction: what the text bears out. Everything else is dropped, and counted by its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, count
from typing import Any

from kg.extract import dates
from kg.extract.clusters import full_name
from kg.extract.llm.answer import Answer, SaidActor, SaidStatement
from kg.extract.llm.locate import Located, normal
from kg.extract.naming import named_after
from kg.extract.rules import Language, is_described, role, trigger
from kg.ids import slug
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Span, Statement
from kg.resources import folder, read_yaml
from kg.schema import Relation, relations

_LONGEST_NAME = 15  # words; descriptions ("mantan Gubernur Jawa Tengah itu") are names too
_LONGEST_QUOTE = 3  # sentences
_STRONGEST = (Modality.ACTUAL, Modality.PLANNED, Modality.POSSIBLE)


class _Unproven(Exception):
    """Something in an answer that is dropped; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Check:
    """One article, and the sentences in it that may prove something; `sure` is the confidence of acts and of structure."""

    article: Article
    sentences: tuple[Span, ...]
    language: Language
    sure: Mapping[str, float]
    dropped: Counter[str] = field(default_factory=Counter)

    def extraction(self, answer: Answer) -> Extraction:
        """Actors and statements that the text bears out; `dropped` counts the others."""
        text = Located(self.article.text, self.sentences)
        actors = self._actors(answer.actors, text)
        found: dict[tuple[str, str, str, Polarity], Statement] = {}
        for said in answer.statements:
            try:
                one = self._statement(said, actors, text)
            except _Unproven as reason:
                self.dropped[f"statement: {reason}"] += 1
                continue
            same = (one.subject, one.relation, one.object, one.polarity)
            if same not in found or _STRONGEST.index(one.modality) < _STRONGEST.index(found[same].modality):
                found[same] = one
        statements = sorted(found.values(), key=lambda s: (s.evidence.span, s.subject, s.relation, s.object, s.polarity))
        kept = sorted(actors.values(), key=lambda actor: (actor.mentions[0], actor.key))
        return Extraction(tuple(kept), tuple(statements))

    def _actors(self, said: Sequence[SaidActor], text: Located) -> dict[str, LocalActor]:
        """The actors by the key that the model gave them."""
        spans = _mentions(said, text, self.language)
        kept: list[SaidActor] = []
        for actor in said:
            if actor.type not in {*Kind}:
                self.dropped["actor: unknown kind"] += 1
            elif not spans.get(actor.key):
                self.dropped["actor: not named in the text"] += 1
            elif all(actor.key != other.key for other in kept):
                kept.append(actor)
        built = [self._actor(actor, spans[actor.key], text) for actor in kept]
        named = named_after(self.article, list(unique(built)), self.language)
        return {actor.key: local for actor, local in zip(kept, named, strict=True)}

    def _actor(self, said: SaidActor, spans: tuple[Span, ...], text: Located) -> LocalActor:
        """A name that does not stand in the text is not taken over: the fullest mention stands for it."""
        here = text.names(said.name) if len(said.name.split()) <= _LONGEST_NAME else []
        name = " ".join((self.article.cut(here[0]) if here else full_name(self.article, spans)).split())
        aliases = tuple(sorted({self.article.cut(span) for span in spans}))
        return LocalActor(slug(name), name, Kind(said.type), spans, aliases)

    def _statement(self, said: SaidStatement, actors: Mapping[str, LocalActor], text: Located) -> Statement:
        relation, polarity, modality = _words(said)
        subject, object_ = actors.get(said.subject), actors.get(said.object)
        if subject is None or object_ is None or (said.speaker and said.speaker not in actors):
            raise _Unproven("about somebody who is no actor of the article")
        if subject == object_:
            raise _Unproven("of an actor with itself")
        if not relation.admits(subject.kind, object_.kind):
            raise _Unproven("the relation does not admit these kinds of actors")
        span = self._proof(said.evidence, (subject, object_), text)
        if relation.symmetric and subject.key > object_.key:
            subject, object_ = object_, subject
        cue = trigger(self.article, span, relation, self.language)
        return Statement(
            subject=subject.key,
            relation=relation.name,
            object=object_.key,
            evidence=Evidence.cut(self.article, span, cue),
            polarity=polarity,
            modality=modality,
            speaker=actors[said.speaker].key if said.speaker else None,
            role=self._role(said, span, subject, relation),
            happened=dates.happened(self.article, span, cue, self.language.code),
            method="llm",
            confidence=self.sure["structure" if relation.structural else "act"],
        )

    def _proof(self, quote: str, ends: Sequence[LocalActor], text: Located) -> Span:
        """The sentences in which the quote stands; the first place that names one of the two."""
        places = [self._around(span) for span in text.quotes(quote)]
        if not places:
            raise _Unproven("the quote does not stand in the text")
        short = [span for span in places if sum(span.overlaps(one) for one in self.sentences) <= _LONGEST_QUOTE]
        if not short:
            raise _Unproven(f"the quote is longer than {_LONGEST_QUOTE} sentences")
        mentions = [mention for end in ends for mention in end.mentions]
        named = [span for span in short if any(span.contains(mention) for mention in mentions)]
        if not named:
            raise _Unproven("the quote names neither of the two")
        return named[0]

    def _around(self, span: Span) -> Span:
        """Whole sentences, so that a statement has the same evidence whichever reader found it."""
        touched = [one for one in self.sentences if one.overlaps(span)]
        return Span(touched[0].start, touched[-1].stop)

    def _role(self, said: SaidStatement, span: Span, subject: LocalActor, relation: Relation) -> str | None:
        """The model's words where they stand in the evidence, else those that the rules find; acts have none."""
        if not relation.structural:
            return None
        words = Located(self.article.text, (span,)).names(said.role) if said.role else []
        return self.article.cut(words[0]) if words else role(self.article, span, subject, relation, self.language)


def _words(said: SaidStatement) -> tuple[Relation, Polarity, Modality]:
    relation = relations().get(said.relation)
    if relation is None or said.polarity not in {*Polarity} or said.modality not in {*Modality}:
        raise _Unproven("unknown relation, polarity or modality")
    return relation, Polarity(said.polarity), Modality(said.modality)


def _mentions(said: Sequence[SaidActor], text: Located, language: Language) -> dict[str, tuple[Span, ...]]:
    """Where each actor (by key) is named. A string names the first actor that claims it.

    A place within a longer name counts for a string that stands nowhere alone, but not at the beginning of a body's name: in "KPU
    Kota Sagara" "KPU" is another one, in "DPD Partai Teratai" the party is meant, and in "Hasan-Lina" both persons are.
    """
    tickets = {actor.key for actor in said if actor.type == Kind.TICKET}
    owner: dict[str, str] = {}
    for actor in said:
        for string in (*actor.mentions, actor.name):
            if _may_name(string, language):
                owner.setdefault(normal(string), actor.key)
    taken: list[tuple[Span, str]] = []
    found: dict[str, set[Span]] = {}
    for string in sorted(owner, key=lambda s: (-len(s), s)):
        key, places = owner[string], text.names(string)
        alone = [span for span in places if not any(span.overlaps(other) for other, _ in taken)]
        chosen = alone or [span for span in places if _within(span, taken, tickets | {key})]
        taken += [(span, key) for span in chosen]
        if chosen:
            found.setdefault(key, set()).update(chosen)
    return {key: tuple(sorted(spans)) for key, spans in found.items()}


def _within(span: Span, taken: Sequence[tuple[Span, str]], free: Set[str]) -> bool:
    """Whether every name that the span overlaps holds it, and begins with other words if its actor is not one of `free`."""
    around = [(other, by) for other, by in taken if span.overlaps(other)]
    return all(other.contains(span) and (by in free or other.start < span.start) for other, by in around)


def _may_name(string: str, language: Language) -> bool:
    words = normal(string).casefold()
    described = is_described(words, language)
    is_name = bool(re.search(r"\w", words)) and len(words.split()) <= _LONGEST_NAME
    return is_name and (described or words not in _pronouns(language.code))


@cache
def _pronouns(language: str) -> frozenset[str]:
    raw: Any = read_yaml(folder("data") / "languages" / language / "pronouns.yml")
    return frozenset(str(word) for group in ("person", "group", "speaker", "speaker_group", "body") for word in raw[group])


def unique(actors: Iterable[LocalActor]) -> Iterator[LocalActor]:
    """The actors with keys that are unique in the article: the first one of a key keeps it."""
    used: set[str] = set()
    for actor in actors:
        keys = chain([actor.key], (f"{actor.key}-{number}" for number in count(2)))
        key = next(key for key in keys if key not in used)
        used.add(key)
        yield actor if key == actor.key else replace(actor, key=key)
