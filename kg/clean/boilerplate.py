"""Finds what a newspaper prints around an article, by the rules in `data/outlets/*.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.clean.headlines import headline_end
from kg.errors import BadData
from kg.model import Article, Span
from kg.outlets import Outlet, Rule, outlet_name, outlets


@dataclass(frozen=True, slots=True)
class _Compiled:
    has: str
    pattern: re.Pattern[str]

    def spans(self, text: str, lowered: str, start: int) -> Iterator[tuple[int, int]]:
        """Where the rule matches from `start` on; `lowered` is the text in lower case, to skip most rules cheaply."""
        if self.has in lowered:
            yield from (match.span() for match in self.pattern.finditer(text, start) if match.end() > match.start())


def noise_spans(article: Article, start: int) -> tuple[Span, ...]:
    """The spans of boilerplate from offset `start` on, in order and disjoint."""
    text, lowered = article.text, article.text.lower()
    plain, links = _rules(outlet_name(article.outlet, article.url))
    found = [span for rule in plain for span in rule.spans(text, lowered, start)]
    intros = sorted(span for rule in links for span in rule.spans(text, lowered, start))
    stops = sorted(begin for begin, _ in (*found, *intros))
    found += [(begin, _link_end(text, begin, end, stops)) for begin, end in intros]
    return tuple(_merged(found))


def _link_end(text: str, begin: int, end: int, stops: list[int]) -> int:
    """Where the link ends whose introduction ("Baca juga:") stands at [begin, end): never behind other boilerplate."""
    newline = text.find("\n", end)
    limit = min([stop for stop in stops if stop >= end] + [len(text) if newline < 0 else newline])
    return headline_end(text, begin, end, limit)


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[Span]:
    merged: list[list[int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], stop)
        else:
            merged.append([start, stop])
    return (Span(start, stop) for start, stop in merged)


@cache
def _rules(name: str | None) -> tuple[tuple[_Compiled, ...], tuple[_Compiled, ...]]:
    """Rules of noise and of links: those of all outlets with those of this one, or of every one where we do not know it."""
    known = outlets()
    chosen = [outlet for key, outlet in known.items() if name not in known or key in ("", name)]
    noise_rules = (_compiled(outlet, rule) for outlet in chosen for rule in outlet.noise)
    link_rules = (_compiled(outlet, rule) for outlet in chosen for rule in outlet.links)
    return tuple(noise_rules), tuple(link_rules)


def _compiled(outlet: Outlet, rule: Rule) -> _Compiled:
    try:
        return _Compiled(rule.has, re.compile(rule.pattern, re.MULTILINE))
    except re.error as error:
        raise BadData(f"outlets, {outlet.name or 'all'}: {error}: {rule.pattern}") from error
