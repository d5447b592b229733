"""The values that the stages hand to each other: frozen, so that a stage can only hand on something new.

Reading one article gives an `Extraction`: local actors and the statements between them, in the words of that article.
`link` turns all extractions into a `GraphView`: actors of the world, and claims with their evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an actor is (`data/kinds.yml` holds labels and definitions)."""

    PERSON = "person"
    TICKET = "ticket"
    TEAM = "team"
    PARTY = "party"
    COALITION = "coalition"
    INSTITUTION = "institution"
    ORGANIZATION = "organization"


class Polarity(StrEnum):
    """Whether the text says that it is so, or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Modality(StrEnum):
    """Whether it happened or holds, is intended, or is only said to be possible or alleged."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in `Article.text`.

    Raises:
        ValueError: if it is empty or reversed.
    """

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"span [{self.start}, {self.stop}) is empty or reversed")

    def __len__(self) -> int:
        return self.stop - self.start

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.stop <= self.stop

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True)
class Article:
    """One article as stored. All offsets anywhere refer to `text`, which is title + newline + body.

    `published` is an ISO 8601 date (`2024-02-19`, or `2024-02` where only the month is known) or None where unknown, never
    guessed; `date_source` says where it stood (docs/dates.md lists the places). `source_id` is the `id` that the input file
    gave it. `noise` are the spans found to be boilerplate and `sentences` those of the rest, both filled by `clean`.
    """

    id: str
    text: str
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    date_source: str | None = None
    source_id: str | None = None
    noise: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()

    def cut(self, span: Span) -> str:
        """The text at `span`."""
        return self.text[span.start : span.stop]


@dataclass(frozen=True, slots=True)
class LocalActor:
    """An actor of one article: every span that names it, and the distinct strings (`aliases`, sorted) that stand there.

    `key` is unique within the article. `name` is the fullest form; it need not stand in the text ("tim Anies Baswedan").
    """

    key: str
    name: str
    kind: Kind
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an article shows a statement: the sentence, and the words in it that state the relation, where they are known."""

    span: Span
    quote: str
    trigger: Span | None = None

    @classmethod
    def cut(cls, article: Article, span: Span, trigger: Span | None = None) -> Evidence:
        """Cut the quote out of the text, so that no other quote can exist."""
        return cls(span, article.cut(span), trigger)


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim with one piece of evidence. `subject`, `object` and `speaker` are keys of local actors of the same article.

    `speaker` is None where the newsroom itself says it. `role` is the name of the position for structural relations.
    `happened` is a date of day, month or year precision (`2024-02-19`, `2024-02`, `2024`) where the text gives one.
    `confidence` is the calibrated probability that the statement is right, with two decimals; `method` is `model` or
    `cue`, `llm` for a language model, and of two readers `both`, `llm-only` or `model-only`.
    """

    subject: str
    relation: str
    object: str
    evidence: Evidence
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ACTUAL
    speaker: str | None = None
    role: str | None = None
    happened: str | None = None
    method: str = "model"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that reading one article gives: a pure function of the article and of the reader."""

    actors: tuple[LocalActor, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what was read in it; what the store gives to everything behind it. `reader` is the version that read it."""

    article: Article
    extraction: Extraction
    reader: str = field(default="", compare=False)  # two readers that read the same gave equal readings


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the world. `id` is a Wikidata id (`Q…`) where known, else a readable slug; both may change later."""

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An article as the graph shows it; `reader` is the version of the reader that read it.

    `family` is the id of the earliest article with the same text, where there are copies of it (`kg.link.reprints`).
    """

    id: str
    title: str
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    reader: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """One statement behind a claim: its own id, the article, offsets in the stored text, and what stands there.

    `trigger` holds offsets in the stored text too. Statement ids come from article, offsets, relation and local names,
    never from an actor id, so that a merge changes none. `prefix` and `suffix` are the words around the quote. A person has
    `verified` it, or corrected it to what stands here; else it is `publishable` above the measured point of its relation.
    """

    statement: str
    article: str
    span: Span
    quote: str
    confidence: float
    method: str
    trigger: Span | None = None
    role: str | None = None
    happened: str | None = None
    prefix: str = ""
    suffix: str = ""
    verified: bool = False
    publishable: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition (subject, relation, object: actor ids) with polarity, modality and speaker, and all its evidence.

    `support` is sorted, best first (verified, then highest confidence, then earliest). Symmetric relations are stored once, in
    the order of ids. `articles` and `outlets` count distinct ones, `independent` the sources of which no two have one owner
    or tell one text (`kg.outlets.independent`). `first` and `last` are when it happened where the text says so, else when it
    was published (None where neither is known).
    """

    id: str
    subject: str
    relation: str
    object: str
    polarity: Polarity
    modality: Modality
    speaker: str | None
    support: tuple[Support, ...]
    articles: int
    outlets: int
    first: str | None
    last: str | None
    independent: int = 0

    @property
    def confidence(self) -> float:
        """The highest of its evidence."""
        return max(support.confidence for support in self.support)

    @property
    def verified(self) -> bool:
        """Whether a person found a piece of its evidence right."""
        return any(support.verified for support in self.support)

    @property
    def publishable(self) -> bool:
        """Whether some evidence lies above the measured publishable point of the relation, or a person verified it."""
        return any(support.publishable for support in self.support)

    @property
    def asserted(self) -> bool:
        """Whether the newsroom itself says it, as fact."""
        return self.speaker is None and self.polarity is Polarity.AFFIRMED and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class GraphView:
    """What is shown: actors, articles and claims, each sorted by id.

    `left_out` counts statements below the publishable point (or not verified, where only those that are were asked for);
    `unmatched` are decisions of people that change nothing, and why.
    """

    actors: tuple[Actor, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    left_out: int = 0
    unmatched: tuple[str, ...] = ()
