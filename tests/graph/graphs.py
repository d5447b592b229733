"""Views made by hand and by a seeded generator, and the engines that the tests run on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from kg import ids
from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity, Source, Span, Support

HOSTILE = (
    'Ketua "Tim" O\'Neil `x`',
    "baris satu\nbaris dua\ttab\\",
    "'}) DETACH DELETE n //",
    "$rows \\u0027 {key: 1} ; CREATE (:Kg)",
    "Ayu 🇮🇩👩‍👩‍👧 Å Å",
    "LOAD CSV FROM 'file:///etc/passwd' AS row",
)
RELATIONS = ("meets", "accuses", "criticizes", "supports", "rejects", "member_of", "requests_action_from", "coordinates_with")


def claim(
    subject: str,
    relation: str,
    object_: str,
    support: Sequence[Support],
    *,
    polarity: Polarity = Polarity.AFFIRMED,
    modality: Modality = Modality.ACTUAL,
    speaker: str | None = None,
    outlets: int = 1,
    first: str | None = None,
    last: str | None = None,
) -> Claim:
    """A claim with its id."""
    return Claim(
        ids.claim_id(subject, relation, object_, polarity, modality, speaker),
        subject,
        relation,
        object_,
        polarity,
        modality,
        speaker,
        tuple(support),
        articles=len({piece.article for piece in support}),
        outlets=outlets,
        first=first,
        last=last or first,
        independent=outlets,
    )


def support(article: str, quote: str, *, start: int = 0, role: str | None = None, happened: str | None = None) -> Support:
    """One piece of evidence."""
    span = Span(start, start + len(quote))
    return Support(
        ids.digest(article, quote, str(start)), article, span, quote, 0.9, "cue", Span(start, start + 1), role, happened
    )


def view(actors: Sequence[Actor], sources: Sequence[Source], claims: Sequence[Claim]) -> GraphView:
    """A view, sorted as `link` gives it."""
    unique = {claim.id: claim for claim in claims}
    return GraphView(
        tuple(sorted(actors, key=lambda actor: actor.id)),
        tuple(sorted(sources, key=lambda source: source.id)),
        tuple(unique[id] for id in sorted(unique)),
    )


def random_view(seed: int = 1, *, actors: int = 20, articles: int = 15, claims: int = 120) -> GraphView:
    """A deterministic graph with every kind, both polarities, all modalities, odd dates and hostile text."""
    chance = random.Random(seed)
    kinds = list(Kind)
    people = [
        Actor(
            f"Q{number}" if number % 3 else f"aktor-{number}",
            HOSTILE[number] if number < len(HOSTILE) else f"Aktor {number}",
            kinds[number % len(kinds)],
            (f"A{number}", HOSTILE[number % len(HOSTILE)]),
            f"Q{number}" if number % 3 else None,
        )
        for number in range(actors)
    ]
    dates = ("2024-01-05", "2024-02-14", "2024-02-15", "2024-03-01", "2024-02", "2024", None)
    sources = [
        Source(f"a{number:03}", f"Judul {number}", f"https://berita.example/{number}", f"Koran {number % 4}", dates[number % 4])
        for number in range(articles)
    ]
    return view(people, sources, [_random_claim(chance, people, sources, dates) for _ in range(claims)])


def _random_claim(
    chance: random.Random, people: Sequence[Actor], sources: Sequence[Source], dates: Sequence[str | None]
) -> Claim:
    relation = chance.choice(RELATIONS)
    subject, object_ = (actor.id for actor in chance.sample(list(people), 2))
    if relation in ("meets", "coordinates_with"):
        subject, object_ = sorted((subject, object_))
    used = chance.sample(list(sources), chance.choice((1, 1, 2, 3)))
    pieces = [
        support(
            source.id,
            f"Kutipan {chance.choice(HOSTILE)}",
            start=place * 50,
            role=chance.choice((None, "Ketua")),
            happened=chance.choice(dates),
        )
        for place, source in enumerate(used)
    ]
    return claim(
        subject,
        relation,
        object_,
        pieces,
        polarity=chance.choice((Polarity.AFFIRMED, Polarity.AFFIRMED, Polarity.NEGATED)),
        modality=chance.choice(list(Modality)),
        speaker=chance.choice((None, chance.choice(list(people)).id)),
        outlets=len({source.outlet for source in used}),
        first=chance.choice(dates),
    )


def large_view(*, actors: int = 2_000, articles: int = 10_000, claims: int = 25_000, evidence: int = 4) -> GraphView:
    """A graph of `claims` times `evidence` statements, without chance: the same actors and articles come again and again."""
    people = [Actor(f"aktor-{number}", f"Aktor {number}", list(Kind)[number % len(Kind)]) for number in range(actors)]
    sources = [
        Source(f"a{number:05}", f"Judul {number}", f"https://berita.example/{number}", f"Koran {number % 9}", "2024-02-14")
        for number in range(articles)
    ]
    made = [
        claim(
            people[number % actors].id,
            RELATIONS[number % len(RELATIONS)],
            people[(number * 7 + number // actors + 1) % actors].id,
            [
                support(
                    f"a{(number * evidence + place) % articles:05}", f"Kutipan {number} yang cukup panjang untuk sebuah kalimat."
                )
                for place in range(evidence)
            ],
            speaker=people[number % 50].id if number % 2 else None,
            first="2024-02-14",
        )
        for number in range(claims)
    ]
    return view(people, sources, made)


def without_article(graph: GraphView, article: str) -> GraphView:
    """What is left when an article was forgotten."""
    left = [replace(c, support=tuple(s for s in c.support if s.article != article)) for c in graph.claims]
    claims = [replace(c, articles=len({s.article for s in c.support})) for c in left if c.support]
    return view(graph.actors, [source for source in graph.sources if source.id != article], claims)
