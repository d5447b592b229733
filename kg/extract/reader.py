"""The reader: Article → Extraction, stage by stage."""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import BadData
from kg.extract import clusters, dates, mentions, naming, shortforms, similarity, statements, windows
from kg.extract.clusters import Name
from kg.extract.cues import CueModel
from kg.extract.encoder import Array, Encoder, Read
from kg.extract.rules import Language, described_teams, is_described, modality, negated, role, trigger
from kg.extract.statements import Found, Label, Scene
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Statement
from kg.resources import folder, reading_rules
from kg.schema import Relation, relations

_SURELY_DONE = 0.9  # probability of "actual"
_VERSION = 3  # of the code in this package, as far as it changes what is read


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen on held-out articles (`card.json`): thresholds, and the weights of the confidence.

    `mention` (by kind), `negated`, `planned`, `possible` and `spoken` are probabilities, `link` and `least` log-odds;
    `confidence` has the weights of `Reader.features` by group, `offset` a constant and `read` the least confidence of a statement
    by relation.
    """

    mention: Mapping[str, float]
    link: float
    least: float
    negated: float
    planned: float
    possible: float
    spoken: float
    confidence: Mapping[str, Sequence[float]]
    offset: Mapping[str, float]
    read: Mapping[str, float]


class Reader:
    """Reads articles of one language. `version` is a hash of all that its readings depend on.

    Raises:
        BadData: if the model's files are missing or do not fit the relations.
    """

    def __init__(self, language: str, model: Path) -> None:
        self._model = model
        try:
            card = json.loads((model / "card.json").read_text(encoding="utf-8"))
            names = json.loads((model / "labels.json").read_text(encoding="utf-8"))
            self._settings = Settings(**card["settings"])
            self._labels = [Label(relations()[name], reverse) for name, reverse in names]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadData(f"{model}: no usable model for language {language!r}: {error}") from error
        self.encoder, self.cue_model = Encoder(model), CueModel.load(model / "heads.npz")
        self.language = Language.load(language)

    @cached_property
    def version(self) -> str:
        """Hash of the model's files, the words of the language, the rules of the outlets and the relations."""
        hashed = hashlib.sha256(str(_VERSION).encode())
        for path in [*sorted(self._model.iterdir()), *reading_rules(self.language.code)]:
            hashed.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return hashed.hexdigest()[:16]

    @cached_property
    def tokenizer(self) -> Any:
        """The word-piece tokenizer."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._model / "tokenizer.json"))

    def read(self, article: Article) -> Extraction:
        """Actors and statements of a cleaned article."""
        cut = windows.split(article, self.tokenizer)
        reads = [self.encoder.read(window.ids) for window in cut]
        found = self.named(article, cut, [self.encoder.tags(read) for read in reads])
        sure = {mention.span: mention.probability for mention in found}
        actors = self.actors(article, cut, reads, found)
        stages = list(statements.scenes(cut, reads, actors))
        said = [one for scene in stages for one in self.found(article, scene)]
        kept = [statement for one in statements.best(said) if (statement := self._statement(article, one, actors, sure))]
        return Extraction(self._without_idle_teams(actors, kept), tuple(kept))

    def named(self, article: Article, cut: Sequence[windows.Window], tags: Sequence[Array]) -> list[mentions.Mention]:
        """Mentions by the network, and teams that are only described."""
        found = shortforms.completed(article, mentions.find(article, cut, tags, self._settings.mention))
        return sorted([*found, *described_teams(article, found, self.language)])

    def _without_idle_teams(self, actors: tuple[LocalActor, ...], said: Sequence[Statement]) -> tuple[LocalActor, ...]:
        """A team that is only described ("timnya") is an actor where something is said of it."""
        active = {key for statement in said for key in (statement.subject, statement.object, statement.speaker)}
        return tuple(a for a in actors if a.key in active or not all(is_described(name, self.language) for name in a.aliases))

    def actors(
        self, article: Article, cut: Sequence[windows.Window], reads: Sequence[Read], found: Sequence[mentions.Mention]
    ) -> tuple[LocalActor, ...]:
        """Local actors from mentions: names that the coreference head holds for the same are joined."""
        names = clusters.names(article, found)
        groups = clusters.cluster(names, self.links(article, cut, reads, names), self._settings.link)
        found_actors = naming.completed(article, clusters.actors(article, names, groups), self.language)
        return naming.named_after(article, tuple(found_actors), self.language)

    def links(
        self,
        article: Article,
        cut: Sequence[windows.Window],
        reads: Sequence[Read],
        names: Mapping[Name, Sequence[mentions.Mention]],
    ) -> dict[tuple[Name, Name], float]:
        """Log-odds that two names are names of one actor: the mean over the windows that hold both. A described team has none: it
        is its holder's, and no other."""
        scores: dict[tuple[Name, Name], list[float]] = defaultdict(list)
        for window, read in zip(cut, reads, strict=True):
            here = {}
            for name, group in names.items():
                if is_described(" ".join(name.words), self.language):
                    continue
                where = next((spot for mention in group if (spot := window.locate(mention.span))), None)
                if where is not None:
                    here[name] = (read.vectors[where[0] : where[1]].mean(0), article.cut(group[0].span))
            both = [(a, b) for a, b in combinations(here, 2) if not _apart(a, b)]
            if both:
                features = np.array([similarity.features(here[a][1], here[b][1], a.kind, b.kind) for a, b in both])
                first, second = (np.array([here[pair[side]][0] for pair in both]) for side in (0, 1))
                for pair, score in zip(both, self.encoder.links(first, second, features), strict=True):
                    scores[pair].append(float(score))
        by_network = {pair: sum(values) / len(values) for pair, values in scores.items()}
        return naming.links(article, names, by_network, self.language)

    def found(self, article: Article, scene: Scene) -> list[Found]:
        """All that may be said of two actors in a window."""
        return list(statements.find(article, scene, self._labels, self.encoder, self.cue_model, self._settings.least))

    def _statement(
        self, article: Article, one: Found, actors: Sequence[LocalActor], sure: Mapping[Any, float]
    ) -> Statement | None:
        by_key = {actor.key: actor for actor in actors}
        subject, object_ = by_key[one.subject], by_key[one.object]
        confidence = self.confidence(one, subject, object_, sure)
        if confidence < self._settings.read.get(one.relation.name, self._settings.read["*"]):
            return None
        fact = self.encoder.facts(one.vector[None], np.array([one.label]))
        span = statements.evidence(article, one.sentences, float(self.encoder.attribute("where", fact)[0, 1]))
        cue = trigger(article, span, one.relation, self.language)
        speaker, probability = statements.voice(one, fact, self.encoder)
        return Statement(
            subject=one.subject,
            relation=one.relation.name,
            object=one.object,
            evidence=Evidence.cut(article, span, cue),
            polarity=self._polarity(fact, negated(article, span, cue, self.language)),
            modality=self._modality(fact, one.relation, modality(article, span, cue, self.language)),
            speaker=speaker if probability >= self._settings.spoken else None,
            role=role(article, span, subject, one.relation, self.language),
            happened=dates.happened(article, span, cue, self.language.code),
            confidence=round(confidence, 2),
        )

    def features(self, one: Found, subject: LocalActor, object_: LocalActor, sure: Mapping[Any, float]) -> list[float]:
        """What the confidence is computed from: log-odds by the network, of its next best relation, by the cue words, and of the
        two actors; how often these are named; how far apart the two stand; how often it is shown."""
        ends = [max(sure.get(span, 0.5) for span in actor.mentions) for actor in (subject, object_)]
        odds = [math.log(p / (1 - p)) for p in (min(max(p, 0.01), 0.99) for p in ends)]
        named = [math.log(len(actor.mentions)) for actor in (subject, object_)]
        apart = one.sentences[1] - one.sentences[0]
        return [
            *(one.score, one.rival, one.cue_score),
            *(min(odds), max(odds), min(named), max(named)),
            *(float(apart == 1), float(apart > 1), math.log(one.instances), 1.0),
        ]

    def confidence(self, one: Found, subject: LocalActor, object_: LocalActor, sure: Mapping[Any, float]) -> float:
        """Calibrated probability that the statement is right: a logistic regression fitted on held-out articles."""
        weights = self._settings.confidence["structure" if one.relation.structural else "act"]
        total = sum(w * x for w, x in zip(weights, self.features(one, subject, object_, sure), strict=True))
        total += self._settings.offset.get(one.relation.name, 0.0)
        return 1 / (1 + math.exp(-total))

    def _polarity(self, fact: Array, negation: bool) -> Polarity:
        by_network = self.encoder.attribute("polarity", fact)[0, 1] >= self._settings.negated
        return Polarity.NEGATED if negation or by_network else Polarity.AFFIRMED

    def _modality(self, fact: Array, relation: Relation, worded: Modality) -> Modality:
        """The network's, where it is sure enough; else, for an act that it does not hold for surely done, what the words before
        the cue say ("akan", "diduga"). Words before an office ("bakal calon presiden") say nothing of who holds it."""
        actual, planned, possible = self.encoder.attribute("modality", fact)[0]
        if possible >= self._settings.possible:
            return Modality.POSSIBLE
        if planned >= self._settings.planned:
            return Modality.PLANNED
        return worded if actual < _SURELY_DONE and not relation.structural else Modality.ACTUAL


def _apart(a: Name, b: Name) -> bool:
    """Whether two names are surely not names of one actor."""
    return a.kind is not Kind.PERSON and a.kind is b.kind and similarity.two_of_a_place(" ".join(a.words), " ".join(b.words))


def load(language: str = "id") -> Reader:
    """The reader of a language, from `data/models/LANGUAGE`."""
    return Reader(language, folder("data") / "models" / language)
