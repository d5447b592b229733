"""Two readings of one article as one: what both readers say is surer, and what only one of them says is for people to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from kg.extract.llm.verify import unique
from kg.ids import digest
from kg.model import Article, Extraction, LocalActor, Polarity, Statement
from kg.schema import relations

if TYPE_CHECKING:
    from kg.extract import Reader
    from kg.extract.llm.account import Tokens
    from kg.extract.llm.reader import LlmReader

_VERSION = 1
_HELD = 0.5  # what a reader takes to be wrong rather than right, it does not say: that the other one lacks it is no difference
_SUREST = 0.99

Same = tuple[str, str, str, Polarity]


class BothReaders:
    """The reader that comes with kg and a language model, on each article."""

    def __init__(self, model: Reader, llm: LlmReader) -> None:
        self._model, self._llm = model, llm

    @property
    def version(self) -> str:
        """Hash of both versions."""
        return digest(str(_VERSION), self._model.version, self._llm.version)

    def read(self, article: Article) -> Extraction:
        """Actors and statements of a cleaned article; raises what the language model's reader raises."""
        return combine(self._model.read(article), self._llm.read(article))

    def estimate(self, article: Article) -> Tokens | None:
        """About how many tokens reading it will use; None where it costs nothing."""
        return self._llm.estimate(article)


def combine(model: Extraction, llm: Extraction) -> Extraction:
    """One reading of two of the same article. `method` says who read a statement: `both`, `llm-only`, or `model-only`; `model`
    where the model itself holds it for unlikely.

    Both read the same where subject, relation, object and polarity are the same. Modality, speaker and role are then the language
    model's, and the confidence is the chance that not both are wrong, each for itself.
    """
    same = _matched(model.actors, llm.actors)
    by_key = {actor.key: actor for actor in model.actors}
    merged = [_merged(actor, by_key[same[actor.key]]) if actor.key in same else actor for actor in llm.actors]
    alone = [actor for actor in model.actors if actor.key not in same.values()]
    actors = list(unique([*merged, *alone]))
    ours = dict(
        zip([*same.values(), *(actor.key for actor in alone)], [*same, *(a.key for a in actors[len(merged) :])], strict=True)
    )
    statements = _statements([_renamed(one, ours) for one in model.statements], llm.statements)
    kinds = {actor.key: actor.kind for actor in actors}
    kept = [one for one in statements if relations()[one.relation].admits(kinds[one.subject], kinds[one.object])]
    kept.sort(key=lambda one: (one.evidence.span, one.subject, one.relation, one.object, one.polarity))
    return Extraction(tuple(sorted(actors, key=lambda actor: (actor.mentions[0], actor.key))), tuple(kept))


def _matched(model: Sequence[LocalActor], llm: Sequence[LocalActor]) -> dict[str, str]:
    """Which actor of the model each one of the language model is, one to one: those that share most places first."""
    pairs = ((len({*a.mentions} & {*b.mentions}), a.key, b.key) for a, b in product(llm, model))
    same: dict[str, str] = {}
    for shared, key, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if shared and key not in same and other not in same.values():
            same[key] = other
    return same


def _merged(llm: LocalActor, model: LocalActor) -> LocalActor:
    """The language model's actor with the places that the model found besides."""
    more = [span for span in model.mentions if not any(span.overlaps(other) for other in llm.mentions)]
    spans = tuple(sorted((*llm.mentions, *more)))
    return replace(llm, mentions=spans, aliases=tuple(sorted({*llm.aliases, *model.aliases})))


def _renamed(said: Statement, keys: Mapping[str, str]) -> Statement:
    """The statement with other keys, the sides of a symmetric one in their order."""
    ends = [keys[said.subject], keys[said.object]]
    subject, object_ = sorted(ends) if relations()[said.relation].symmetric else ends
    return replace(said, subject=subject, object=object_, speaker=keys[said.speaker] if said.speaker else None)


def _statements(model: Sequence[Statement], llm: Sequence[Statement]) -> list[Statement]:
    ours, theirs = ({_same(one): one for one in said} for said in (model, llm))
    by_llm = [_agreed(ours[same], one) if same in ours else replace(one, method="llm-only") for same, one in theirs.items()]
    by_model = [
        one if one.confidence < _HELD else replace(one, method="model-only") for same, one in ours.items() if same not in theirs
    ]
    return by_llm + by_model


def _same(said: Statement) -> Same:
    return said.subject, said.relation, said.object, said.polarity


def _agreed(ours: Statement, theirs: Statement) -> Statement:
    wrong = (1 - ours.confidence) * (1 - theirs.confidence)
    return replace(theirs, method="both", confidence=round(min(1 - wrong, _SUREST), 2))
