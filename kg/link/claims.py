"""From statements of articles to claims between actors, with all that supports them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.ids import claim_id, statement_id
from kg.link.actors import Place
from kg.model import Article, Claim, Modality, Polarity, Reading, Statement, Support
from kg.schema import relations

Proposition = tuple[str, str, str, Polarity, Modality, str | None]  # subject, relation, object, …, speaker

_AROUND = 32  # characters on each side of a quote, by which it is found again in another copy of the text


def aggregate(readings: Iterable[Reading], ids: Mapping[Place, str]) -> list[Claim]:
    """Claims with their support, sorted by id. What would relate an actor to itself after a merge is dropped."""
    found: dict[Proposition, list[tuple[Support, Article]]] = defaultdict(list)
    for reading in readings:
        for proposition, support in _supports(reading, ids):
            found[proposition].append((support, reading.article))
    return sorted((_claim(proposition, found[proposition]) for proposition in found), key=lambda claim: claim.id)


def _supports(reading: Reading, ids: Mapping[Place, str]) -> Iterator[tuple[Proposition, Support]]:
    article = reading.article
    local = {actor.key: actor for actor in reading.extraction.actors}
    for statement in reading.extraction.statements:
        subject, object_ = ids[article.id, statement.subject], ids[article.id, statement.object]
        if subject == object_:
            continue
        if relations()[statement.relation].symmetric:
            subject, object_ = sorted((subject, object_))
        speaker = ids[article.id, statement.speaker] if statement.speaker else None
        ident = statement_id(article.id, statement, local[statement.subject], local[statement.object])
        yield (
            (subject, statement.relation, object_, statement.polarity, statement.modality, speaker),
            _support(ident, article, statement),
        )


def _support(ident: str, article: Article, statement: Statement) -> Support:
    span = statement.evidence.span
    return Support(
        statement=ident,
        article=article.id,
        span=span,
        quote=statement.evidence.quote,
        confidence=statement.confidence,
        method=statement.method,
        trigger=statement.evidence.trigger,
        role=statement.role,
        happened=statement.happened,
        prefix=article.text[max(0, span.start - _AROUND) : span.start],
        suffix=article.text[span.stop : span.stop + _AROUND],
    )


def _claim(proposition: Proposition, found: list[tuple[Support, Article]]) -> Claim:
    """A claim; of two pieces of evidence with one id (a symmetric relation read both ways) the better one counts."""
    subject, relation, object_, polarity, modality, speaker = proposition
    best: dict[str, tuple[Support, Article]] = {}
    for support, article in sorted(found, key=_rank):
        best.setdefault(support.statement, (support, article))
    dates = sorted(filter(None, (support.happened or article.published for support, article in best.values())))
    return Claim(
        id=claim_id(subject, relation, object_, polarity, modality, speaker),
        subject=subject,
        relation=relation,
        object=object_,
        polarity=polarity,
        modality=modality,
        speaker=speaker,
        support=tuple(support for support, _ in best.values()),
        articles=len({article.id for _, article in best.values()}),
        outlets=len({article.outlet for _, article in best.values() if article.outlet}),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )


def _rank(found: tuple[Support, Article]) -> tuple[float, str, str, int, int, str]:
    """Best first: highest confidence, then earliest, then where it stands."""
    support, article = found
    date = support.happened or article.published or "9999"
    return (-support.confidence, date, article.id, support.span.start, support.span.stop, support.statement)
