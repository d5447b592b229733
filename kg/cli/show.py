"""kg show: all that is known of one actor."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from kg import pipeline
from kg.cli.names import pick
from kg.cli.options import DB, Db, Everything, MinConfidence, Verified, open_store, open_view
from kg.cli.output import note, plain
from kg.cli.times import AsOf, Undated, note_undated, times
from kg.cli.why import WhyFormat
from kg.link import Resolution
from kg.link.roles import parent, roles
from kg.link.withhold import hide, suppressed
from kg.model import Actor, GraphView, Reading

_SHOWN = 20


def show(
    actor: Annotated[str, typer.Argument(help="An actor: name, alias, part of a name, or id.", metavar="ACTOR")],
    *,
    format: Annotated[WhyFormat, typer.Option("--format", help="For people or for programs.")] = WhyFormat.TABLE,
    as_of: AsOf = None,
    undated: Undated = False,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    db: Db = DB,
) -> None:
    """Show an actor: names with counts, roles with dates and sources, statements by relation, articles.

    Example: kg show "Sari Wulandari"
    """
    from kg.out.select import Selection, known, select  # brings the exporters: not for kg --help

    then = times(as_of=as_of, undated=undated) or Selection()
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified)
    one = pick(view.actors, actor)
    with open_store(db) as store:
        readings = list(store.readings())
    resolution = pipeline.resolution(readings, db)
    of_then = [reading for reading in readings if known(reading.article.published, then)]
    held = [asdict(role) for role in roles(one) if role.holds(as_of)]
    found = {
        **{"id": one.id, "name": one.name, "kind": one.kind.value, "wikidata": one.wikidata},
        **_mentions(one, resolution, of_then, view),
        **{"roles": held, "parent": asdict(up) if (up := parent(one)) else None},
        **{"statements": _statements(one, select(view, then))},
    }
    if format is WhyFormat.JSON:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(plain, _lines(found))))
    note_undated(db, then)
    note(f"{len(found['articles'])} articles; kg why A B shows what is said between two actors")


def _mentions(one: Actor, resolution: Resolution, readings: Sequence[Reading], view: GraphView) -> dict[str, Any]:
    """How often each form of the name stands in the articles, and in which articles, the earliest first."""
    local = {place for place, ident in resolution.ids().items() if ident == one.id}
    forms: Counter[str] = Counter()
    articles: set[str] = set()
    for reading in readings:
        for actor in reading.extraction.actors:
            if (reading.article.id, actor.key) in local:
                articles.add(reading.article.id)
                forms.update(" ".join(reading.article.cut(span).split()) for span in actor.mentions)
    hidden = suppressed().names
    names = Counter({hide(form, hidden): 0 for form in forms})
    for form, count in forms.items():
        names[hide(form, hidden)] += count
    sources = sorted((s for s in view.sources if s.id in articles), key=lambda s: (s.published or "9999", s.id))
    dates = [source.published for source in sources if source.published]
    return {
        "names": dict(sorted(names.items(), key=lambda item: (-item[1], item[0]))),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "articles": [{"id": s.id, "published": s.published, "outlet": s.outlet, "title": s.title, "url": s.url} for s in sources],
    }


def _statements(one: Actor, view: GraphView) -> dict[str, int]:
    """Statements by relation, those about the actor marked by an arrow to it."""
    counts: Counter[str] = Counter()
    for claim in view.claims:
        denied = "NOT " if claim.polarity == "negated" else ""
        if claim.subject == one.id:
            counts[f"{denied}{claim.relation} →"] += len(claim.support)
        elif claim.object == one.id:
            counts[f"→ {denied}{claim.relation}"] += len(claim.support)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield " · ".join(filter(None, (found["name"], found["kind"], found["id"])))
    if found["parent"]:
        yield f"branch of {found['parent']['name']} ({found['parent']['source']})"
    if found["first"]:
        yield f"seen from {found['first']} to {found['last']}"
    yield from _block("names", [f"{count:5}  {name}" for name, count in found["names"].items()])
    yield from _block("roles", list(map(_role, found["roles"])))
    yield from _block("statements", [f"{count:5}  {label}" for label, count in found["statements"].items()])
    articles = [" · ".join(filter(None, (a["published"], a["outlet"], a["title"], a["url"]))) for a in found["articles"]]
    yield from _block("articles", [f"  {line}" for line in articles])


def _role(role: dict[str, str]) -> str:
    since = (
        " to ".join(filter(None, (role["start"], role["end"]))) if role["end"] else f"from {role['start'] or 'an unknown day'}"
    )
    if role["source"].startswith("news:"):  # the first and the last article that said so, not the term
        since = f"in the news {since}"
    place = ", ".join(filter(None, (role["party"], role["region"])))
    return f"  {since}: {role['role']}{f' ({place})' if place else ''} [{role['source']}]"


def _block(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"  and {len(lines) - _SHOWN} more (--format json shows them)"
