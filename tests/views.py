"""Views made by hand, for exporters: a small scene of our own, and one in which every text is hostile."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from kg.ids import claim_id, digest
from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity, Source, Span, Support
from kg.schema import relations

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><img src=x onerror='window.pwned = 1'>",
    "<!--<script>",
    "{{7*7}} {% raw %}",
    "javascript:window.pwned=1",
    "__proto__",
    '"><svg onload=window.pwned=1>',
    "kanan \u202e ke kiri \u2066 \u200f حزب",
    "nol \x00 \x1b[31m merah \u2028 baris \u2029",
    "baris satu\nbaris dua\r\n\ttab",
    "setengah \ud800 huruf",
    "👩‍👩‍👧‍👦 keluarga 🇮🇩",
    '=HYPERLINK("https://evil.example")',
    "@SUM(A1)",
    "-1+1 'petik' \"ganda\" \\garis\\",
    "A" * 10_000,
    " ",
)


def support(
    article: str,
    quote: str,
    trigger: str = "",
    *,
    start: int = 10,
    confidence: float = 0.95,
    role: str | None = None,
    happened: str | None = None,
) -> Support:
    """A piece of evidence; the words of `trigger` are marked where they stand in the quote."""
    at = quote.find(trigger) if trigger else -1
    span = Span(start, start + len(quote))
    marked = Span(start + at, start + at + len(trigger)) if at >= 0 else None
    return Support(digest(article, ascii(quote)), article, span, quote, confidence, "model", marked, role, happened)


def claim(
    subject: str,
    relation: str,
    object_: str,
    *supports: Support,
    polarity: Polarity = Polarity.AFFIRMED,
    modality: Modality = Modality.ACTUAL,
    speaker: str | None = None,
    outlets: int = 1,
) -> Claim:
    """A claim with the counts that its evidence gives."""
    articles = len({piece.article for piece in supports})
    id_ = claim_id(subject, relation, object_, polarity, modality, speaker)
    dates = ("2024-02-16", "2024-02-19")
    return Claim(id_, subject, relation, object_, polarity, modality, speaker, supports, articles, outlets, *dates, outlets)


def view(actors: tuple[Actor, ...], sources: tuple[Source, ...], *claims: Claim, left_out: int = 0) -> GraphView:
    """A view, each part sorted by id."""
    ordered = tuple(sorted(claims, key=lambda one: one.id))
    return GraphView(
        tuple(sorted(actors, key=lambda one: one.id)), tuple(sorted(sources, key=lambda one: one.id)), ordered, left_out
    )


def crowd(actors: int, claims: int) -> GraphView:
    """So many actors and claims, in communities, a few of them named much more often than others; the same each time."""
    random = Random(7)
    kinds = [kind for kind in Kind for _ in range(12 if kind is Kind.PERSON else 2)]
    people = tuple(
        Actor(f"a{number:06}", f"Tokoh {number} dari Kota {number % 97}", random.choice(kinds)) for number in range(actors)
    )
    sources = tuple(
        Source(
            f"s{number:06}",
            f"Judul {number}",
            f"https://media{number % 23}.example/{number}",
            f"Media {number % 23}" if number % 10 else None,
            f"20{22 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}" if number % 11 else None,
        )
        for number in range(max(1, claims // 3))
    )
    found: dict[str, Claim] = {}
    while len(found) < claims:
        one = _made_up(random, people, sources)
        found[one.id] = one
    return view(people, sources, *found.values())


def _made_up(random: Random, people: tuple[Actor, ...], sources: tuple[Source, ...]) -> Claim:
    count = len(people)
    one = int(count * random.random() ** 2)
    near = random.random() < 0.8  # in the same community
    other = (one // 40 * 40 + random.randrange(40)) % count if near else int(count * random.random() ** 3)
    relation = random.choice(sorted(relations()))
    subject, object_ = people[one].id, people[other if other != one else (one + 1) % count].id
    chosen = sorted(random.sample(range(len(sources)), k=min(len(sources), 1 + int(3 * random.random() ** 4))))
    quote = f"Tokoh {one} mengatakan sesuatu tentang tokoh {other} dalam rapat yang dihadiri banyak orang pada hari itu."
    pieces = tuple(support(sources[n].id, quote, "mengatakan", confidence=random.choice((0.72, 0.88, 0.96))) for n in chosen)
    dates = sorted(date for n in chosen if (date := sources[n].published))
    made = claim(
        subject,
        relation,
        object_,
        *sorted(pieces, key=lambda piece: -piece.confidence),
        polarity=Polarity.NEGATED if random.random() < 0.03 else Polarity.AFFIRMED,
        modality=random.choice([*[Modality.ACTUAL] * 8, Modality.PLANNED, Modality.POSSIBLE]),
        speaker=people[random.randrange(count)].id if random.random() < 0.15 else None,
        outlets=len({name for n in chosen if (name := sources[n].outlet)}),
    )
    return replace(made, first=dates[0] if dates else None, last=dates[-1] if dates else None)


def scene() -> GraphView:
    """Five actors and six claims: a fact, a plan, a denial by somebody and what it denies, an office, a meeting."""
    actors = (
        Actor("Q42", "Sari Wulandari", Kind.PERSON, ("Sari Wulandari", "Sari", "Soekarni"), "Q42"),
        Actor("budi-santoso", "Budi Santoso", Kind.PERSON, ("Budi",)),
        Actor("komisi-pemilihan-contoh", "Komisi Pemilihan Contoh", Kind.INSTITUTION, ("KPC",)),
        Actor("partai-contoh", "Partai Contoh", Kind.PARTY),
        Actor("tim-maju", "Tim Maju", Kind.TEAM),
    )
    sources = (
        Source("a1", "Sari meminta data dibuka", "https://contoh.example/berita/1", "Harian Contoh", "2024-02-19"),
        Source("a2", "Partai membantah", "https://kabar.example/2-b?x=1,2", "Kabar Contoh", "2024-02"),
        Source("a3", "Tanpa tautan"),
    )
    return view(
        actors,
        sources,
        claim(
            "Q42",
            "requests_action_from",
            "komisi-pemilihan-contoh",
            support("a1", "Sari meminta Komisi Pemilihan Contoh membuka data.", "meminta"),
            support("a2", "Permintaan itu diajukan Sari kepada KPC.", "Permintaan", confidence=0.8),
            outlets=2,
        ),
        claim(
            "partai-contoh",
            "coordinates_with",
            "tim-maju",
            support("a2", "Budi menegaskan partainya tidak berkoordinasi dengan Tim Maju.", "tidak berkoordinasi"),
            polarity=Polarity.NEGATED,
            speaker="budi-santoso",
        ),
        claim(
            "partai-contoh",
            "coordinates_with",
            "tim-maju",
            support("a1", "Partai Contoh berkoordinasi dengan Tim Maju.", "berkoordinasi"),
        ),
        claim(
            "partai-contoh",
            "nominates",
            "Q42",
            support("a3", "Partai Contoh akan mencalonkan Sari.", "akan mencalonkan"),
            modality=Modality.PLANNED,
        ),
        claim(
            "budi-santoso",
            "speaks_for",
            "partai-contoh",
            support("a2", "Juru bicara Partai Contoh Budi Santoso", "Juru bicara", role="juru bicara"),
        ),
        claim(
            "Q42",
            "meets",
            "budi-santoso",
            support("a1", "Sari bertemu Budi pada Jumat.", "bertemu", happened="2024-02-16"),
            speaker="Q42",
            modality=Modality.POSSIBLE,
        ),
        left_out=3,
    )


def hostile() -> GraphView:
    """Every name, alias, title, outlet, address, role and quote is hostile."""
    count = len(HOSTILE)
    actors = tuple(
        Actor(f"x{number}", text, Kind.PERSON, (text, HOSTILE[number - 1]), text[:9]) for number, text in enumerate(HOSTILE)
    )
    sources = tuple(Source(f"s{number}", text, text, text, text[:10]) for number, text in enumerate(HOSTILE))
    claims = (
        claim(
            f"x{number}",
            "supports",
            f"x{(number + 1) % count}",
            support(f"s{number}", text, text[:3], role=text, happened=text[:10]),
            speaker=f"x{(number + 2) % count}" if number % 2 else None,
        )
        for number, text in enumerate(HOSTILE)
    )
    return view(actors, sources, *claims)
