"""The statements behind claims as rows, for every command that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.cli.output import plain
from kg.model import Claim, GraphView, Support
from kg.schema import relations

if TYPE_CHECKING:
    from rich.text import Text

Row = dict[str, object]


def rows(view: GraphView, claims: Iterable[Claim]) -> Iterator[Row]:
    """One row a statement: names, not ids; `trigger` holds the offsets in `quote` of the words that state the relation."""
    names = {actor.id: actor.name for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    for claim in claims:
        for support in claim.support:
            source = sources[support.article]
            yield {
                "statement": support.statement,
                "subject": names[claim.subject],
                "relation": claim.relation,
                "object": names[claim.object],
                "polarity": claim.polarity.value,
                "modality": claim.modality.value,
                "speaker": names[claim.speaker] if claim.speaker else None,
                "role": support.role,
                "date": support.happened or source.published,
                "happened": support.happened,
                "published": source.published,
                "outlet": source.outlet,
                "quote": support.quote,
                "trigger": _trigger(support),
                "confidence": round(support.confidence, 2),
                "method": support.method,
                "verified": support.verified,
                "articles": claim.articles,
                "outlets": claim.outlets,
                "independent": claim.independent,
                "article": support.article,
                "url": source.url,
            }


def headline(row: Row) -> str:
    """Who does what to whom, on one line."""
    label = relations()[str(row["relation"])].label["en"] if row["relation"] in relations() else row["relation"]
    denied = "NOT " if row["polarity"] == "negated" else ""
    return plain(f"{row['subject']} — {denied}{label} → {row['object']}")


def facts(row: Row) -> str:
    """Who says so, when, where, and how sure it is, on one line."""
    says = f"according to {row['speaker']}" if row["speaker"] else "in the newsroom's words"
    sure = "verified" if row["verified"] else f"confidence {row['confidence']:.2f}"
    parts = (row["modality"], row["role"], says, _when(row), row["outlet"], sure)
    return " · ".join(plain(part) for part in parts if part)


def _when(row: Row) -> str:
    """When it happened, as precisely as the text says it, and when it was published; a date that nobody knows is not there."""
    return ", ".join(f"{what} {row[what]}" for what in ("happened", "published") if row[what])


def quote(row: Row, *, terminal: bool) -> Text:
    """The sentence as text, never markup: its decisive words are bold, or between marks where that would not show."""
    from rich.text import Text  # 0.05 s with the rest of rich: not for kg --help

    trigger, words = row["trigger"], str(row["quote"])
    start, stop = trigger if isinstance(trigger, list) else (0, 0)
    left, right = ("", "") if terminal or not stop else ("«", "»")
    parts = (words[:start], words[start:stop], words[stop:])
    before, decisive, after = (plain(part).replace("\n", " ") for part in parts)
    return Text.assemble((f'  "{before}{left}', "not bold"), (decisive, "bold"), (f'{right}{after}"', "not bold"))


def _trigger(support: Support) -> list[int] | None:
    if support.trigger is None or not support.span.contains(support.trigger):
        return None
    return [support.trigger.start - support.span.start, support.trigger.stop - support.span.start]
