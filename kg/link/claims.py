"""From statements of articles to claims between actors, with all that supports them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.ids import claim_id
from kg.link.profile import Place
from kg.link.verdicts import Judged
from kg.model import Article, Claim, Modality, Polarity, Statement, Support
from kg.outlets import independent
from kg.schema import relations

Proposition = tuple[str, str, str, Polarity, Modality, str | None]  # subject, relation, object, …, speaker

_AROUND = 32  # characters on each side of a quote, by which it is found again in another copy of the text


def aggregate(statements: Iterable[tuple[Article, Judged]], ids: Mapping[Place, str], families: Mapping[str, str]) -> list[Claim]:
    """Claims with their support, sorted by id. What would relate an actor to itself after a merge is dropped.

    `families` names the text that an article is a copy of, where it is one.
    """
    found: dict[Proposition, list[tuple[Support, Article]]] = defaultdict(list)
    for article, judged in statements:
        if said := proposition(article.id, judged.statement, ids):
            found[said].append((_support(article, judged), article))
    return sorted((_claim(said, found[said], families) for said in found), key=lambda claim: claim.id)


def proposition(article: str, statement: Statement, ids: Mapping[Place, str]) -> Proposition | None:
    """What a statement of an article says of actors of the world; None where it would relate one to itself."""
    subject, object_ = ids[article, statement.subject], ids[article, statement.object]
    if subject == object_:
        return None
    if relations()[statement.relation].symmetric:
        subject, object_ = sorted((subject, object_))
    speaker = ids[article, statement.speaker] if statement.speaker else None
    return subject, statement.relation, object_, statement.polarity, statement.modality, speaker


def _support(article: Article, judged: Judged) -> Support:
    statement = judged.statement
    span = statement.evidence.span
    return Support(
        statement=judged.id,
        article=article.id,
        span=span,
        quote=statement.evidence.quote,
        confidence=statement.confidence,
        method=statement.method,
        trigger=statement.evidence.trigger,
        role=statement.role,
        happened=statement.happened,
        verified=judged.verified,
        prefix=article.text[max(0, span.start - _AROUND) : span.start],
        suffix=article.text[span.stop : span.stop + _AROUND],
    )


def _claim(said: Proposition, found: list[tuple[Support, Article]], families: Mapping[str, str]) -> Claim:
    """A claim; of two pieces of evidence with one id (a symmetric relation read both ways) the better one counts."""
    subject, relation, object_, polarity, modality, speaker = said
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
        independent=independent((article.outlet, families.get(article.id, article.id)) for _, article in best.values()),
    )


def _rank(found: tuple[Support, Article]) -> tuple[bool, float, str, str, int, int, str]:
    """Best first: verified, then highest confidence, then earliest, then where it stands."""
    support, article = found
    date = support.happened or article.published or "9999"
    return (not support.verified, -support.confidence, date, article.id, support.span.start, support.span.stop, support.statement)
