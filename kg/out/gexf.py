"""GEXF 1.3 for Gephi, with dates: every claim an edge, or one edge for each pair and relation.

Gephi merges parallel edges and drops what they say, so what is drawn there is best the collapsed file.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from kg.model import Actor, Claim, GraphView, Polarity, Source
from kg.out.words import distinct, printable
from kg.outlets import independent

_NODE = {"kind": "string", "aliases": "string", "wikidata": "string"}
_EDGE = {
    **{"relation": "string", "polarity": "string", "modality": "string", "speaker": "string", "quote": "string"},
    "verified": "boolean",
    **{"asserted": "boolean", "claims": "integer", "articles": "integer", "outlets": "integer", "independent": "integer"},
    **{"confidence": "double"},
}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line of the drawing; `weight` is 1 where no source is independent, because a weight of 0 hides it."""

    id: str
    source: str
    target: str
    label: str
    values: Mapping[str, object]
    first: str | None
    last: str | None

    @property
    def weight(self) -> int:
        return max(1, int(str(self.values["independent"])))


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` with an edge for each claim."""
    names = {actor.id: actor.name for actor in view.actors}
    _write(view, (_single(claim, names) for claim in view.claims), out)


def write_collapsed(view: GraphView, out: BinaryIO) -> None:
    """Write `view` with an edge for each pair and relation (denials apart); its weight counts independent sources."""
    groups: defaultdict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        groups[claim.subject, claim.object, _label(claim)].append(claim)
    sources = {source.id: source for source in view.sources}
    _write(view, (_collapsed(groups[key], sources) for key in sorted(groups)), out)


def _write(view: GraphView, edges: Iterable[_Edge], out: BinaryIO) -> None:
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">',
        *_declared("node", _NODE),
        *_declared("edge", _EDGE),
        "<nodes>",
    )
    out.write("\n".join(lines).encode() + b"\n")
    out.writelines(f"{line}\n".encode() for actor in view.actors for line in _node(actor))
    out.write(b"</nodes>\n<edges>\n")
    out.writelines(f"{line}\n".encode() for edge in edges for line in _edge(edge))
    out.write(b"</edges>\n</graph>\n</gexf>\n")


def _declared(class_: str, attributes: Mapping[str, str]) -> Iterator[str]:
    yield f'<attributes class="{class_}" mode="static">'
    for name, type_ in attributes.items():
        yield f'<attribute id="{name}" title="{name}" type="{type_}"/>'
    yield "</attributes>"


def _node(actor: Actor) -> Iterator[str]:
    yield f"<node id={_quoted(actor.id)} label={_quoted(actor.name)}>"
    yield from _values({"kind": actor.kind, "aliases": " | ".join(actor.aliases), "wikidata": actor.wikidata or ""})
    yield "</node>"


def _edge(edge: _Edge) -> Iterator[str]:
    ends = f"source={_quoted(edge.source)} target={_quoted(edge.target)}"
    label = _quoted(edge.label)
    yield f'<edge id={_quoted(edge.id)} {ends} label={label} kind={label} weight="{edge.weight}">'
    yield from _values(edge.values)
    if edge.first and edge.last and _DATE.fullmatch(edge.first) and _DATE.fullmatch(edge.last):
        yield f'<spells><spell start="{_day(edge.first, last=False)}" end="{_day(edge.last, last=True)}"/></spells>'
    yield "</edge>"


def _values(values: Mapping[str, object]) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in values.items():
        yield f'<attvalue for="{name}" value={_quoted(str(value))}/>'
    yield "</attvalues>"


def _single(claim: Claim, names: Mapping[str, str]) -> _Edge:
    values = {
        **{"relation": claim.relation, "polarity": claim.polarity, "modality": claim.modality},
        **{"speaker": names[claim.speaker] if claim.speaker else "", "quote": claim.support[0].quote},
        **{"asserted": str(claim.asserted).lower(), "claims": 1, "articles": claim.articles, "outlets": claim.outlets},
        "independent": claim.independent,
        "confidence": f"{claim.confidence:.2f}",
        "verified": str(claim.verified).lower(),
    }
    return _Edge(claim.id, claim.subject, claim.object, _label(claim), values, claim.first, claim.last)


def _collapsed(claims: list[Claim], sources: Mapping[str, Source]) -> _Edge:
    one, articles = claims[0], {support.article for claim in claims for support in claim.support}
    told = [sources[article] for article in sorted(articles)]
    values = {
        **{"relation": one.relation, "polarity": one.polarity, "claims": len(claims), "articles": len(articles)},
        "asserted": str(any(claim.asserted for claim in claims)).lower(),
        "verified": str(any(claim.verified for claim in claims)).lower(),
        "outlets": len(distinct(source.outlet for source in told)),
        "independent": independent((source.outlet, source.family or source.id) for source in told),
        "confidence": f"{max(claim.confidence for claim in claims):.2f}",
    }
    first = min((claim.first for claim in claims if claim.first), default=None)
    last = max((claim.last for claim in claims if claim.last), default=None)
    return _Edge(f"{one.subject}|{_label(one)}|{one.object}", one.subject, one.object, _label(one), values, first, last)


def _label(claim: Claim) -> str:
    # A denial has a type of its own, so that nobody counts it as the fact that it denies.
    return claim.relation if claim.polarity is Polarity.AFFIRMED else f"not_{claim.relation}"


def _day(date: str, *, last: bool) -> str:
    """The first or last day of a day, month or year."""
    year, month = date[:4], date[5:7] or ("12" if last else "01")
    return f"{year}-{month}-{date[8:] or (calendar.monthrange(int(year), int(month))[1] if last else '01')}"


def _quoted(text: str) -> str:
    return quoteattr(printable(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
