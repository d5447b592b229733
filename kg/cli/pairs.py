"""Pairs of actors that a person should decide about: as rows of a sheet, and a filled-in sheet as decisions."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import BadInput
from kg.link import Resolution
from kg.link.decisions import ON_ACTORS, Decision, Side, Verdict, bare, harmless, one_line
from kg.link.unsure import Pair, unsure
from kg.link.withhold import Suppressed, hide_local, suppressed
from kg.model import Actor, Kind, Reading

SHEET = (
    *("decision", "name", "kind", "where", "other_name", "other_kind", "other_where"),
    *("score", "reason", "articles", "other_articles", "context", "other_context", "why"),
)
_NEEDED = SHEET[:7]
_CONTEXT = 200  # characters of a sentence that are shown


class Pairs:
    """The open pairs of a database, with what a person needs to decide; people who must not appear are in none."""

    def __init__(self, resolution: Resolution, readings: Sequence[Reading]) -> None:
        self._resolution = resolution
        self._readings = {reading.article.id: reading for reading in readings}
        self._hidden: Suppressed = suppressed()

    def __iter__(self) -> Iterator[Pair]:
        for pair in unsure(self._resolution):
            if not (self._hidden.hides(pair.one) or self._hidden.hides(pair.other)):
                yield pair

    def sides(self, pair: Pair) -> tuple[Side, Side]:
        """How a decision names the two."""
        return self._resolution.side(pair.one), self._resolution.side(pair.other)

    def articles(self, actor: Actor) -> int:
        """In how many articles an actor is."""
        return len({local.article for local in self._resolution.groups[actor.id]})

    def contexts(self, actor: Actor, count: int) -> list[str]:
        """Where an actor is first named in up to `count` articles: outlet, date and sentence."""
        return [self._context(local.article, local.actor.key) for local in self._resolution.groups[actor.id][:count]]

    def rows(self) -> Iterator[dict[str, object]]:
        """The sheet: `decision` and `why` are to be filled in."""
        for pair in self:
            one, other = self.sides(pair)
            cells = {
                **{"decision": "", "name": one.name, "kind": one.kind, "where": one.where},
                **{"other_name": other.name, "other_kind": other.kind, "other_where": other.where},
                **{"score": f"{pair.score.value:.2f}", "reason": pair.score.reason, "why": ""},
                **{"articles": str(self.articles(pair.one)), "other_articles": str(self.articles(pair.other))},
                **{"context": self.contexts(pair.one, 1)[0], "other_context": self.contexts(pair.other, 1)[0]},
            }
            yield {column: harmless(cells[column]) for column in SHEET}

    def _context(self, article: str, key: str) -> str:
        reading = self._readings[article]
        actor = next(actor for actor in reading.extraction.actors if actor.key == key)
        start = min((span.start for span in actor.mentions), default=0)
        around = [span for span in reading.article.sentences if span.start <= start < span.stop]
        text = reading.article.cut(around[0]) if around else reading.article.text[max(0, start - _CONTEXT // 2) :]
        persons = [(one.name, one.aliases) for one in reading.extraction.actors if one.kind is Kind.PERSON]
        shown = hide_local(one_line(text), persons, self._hidden) if self._hidden else one_line(text)
        shown = shown if len(shown) <= _CONTEXT else f"{shown[:_CONTEXT]}…"
        return " · ".join(filter(None, (reading.article.outlet, reading.article.published, shown)))


def filled(sheet: Path) -> list[Decision]:
    """The decisions in a filled-in sheet; rows without one are passed over.

    Raises:
        BadInput: if it cannot be read, lacks a column, or a decision is not same, different or unsure; the message names the row.
    """
    try:
        with sheet.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets write a byte order mark
            rows = csv.DictReader(file)
            if missing := set(_NEEDED) - set(rows.fieldnames or ()):
                raise BadInput(str(sheet), f"lacks {', '.join(sorted(missing))}; draw it with kg actors --unsure --format csv")
            return [decision for row in rows if (decision := _decision(row, f"{sheet}, line {rows.line_num}"))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(str(sheet), str(error)) from error


def _decision(row: Mapping[str, str | None], place: str) -> Decision | None:
    cells = {name: one_line(bare(row.get(name) or "")) for name in (*_NEEDED, "who", "when", "why")}
    word = cells["decision"].casefold()
    if not word:
        return None
    if word not in ON_ACTORS:
        raise BadInput(place, f"decision must be {', '.join(sorted(ON_ACTORS))} or empty, not {word!r}")
    try:
        one = Side(cells["name"], Kind(cells["kind"]), cells["where"])
        other = Side(cells["other_name"], Kind(cells["other_kind"]), cells["other_where"])
    except ValueError as error:
        raise BadInput(place, str(error)) from error
    return Decision(Verdict(word), one, other, who=cells["who"], when=cells["when"], why=cells["why"])
