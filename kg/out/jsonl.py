"""JSON lines for programs: actors, articles and claims with their evidence, or everything article by article."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from kg.model import Claim, GraphView, Support

Record = dict[str, Any]


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view`, one JSON object on each line: actors, then articles, then claims; `type` tells them apart."""
    _write(_records(view), out)


def write_articles(view: GraphView, out: BinaryIO) -> None:
    """Write a line for each article: the actors that its statements name, and the statements with their evidence."""
    _write(_articles(view), out)


def _write(records: Iterable[Record], out: BinaryIO) -> None:
    for record in records:
        # Escaped beyond ASCII, so that a lone surrogate or a line separator in a name cannot break a line.
        out.write(json.dumps(record, sort_keys=True).encode("ascii") + b"\n")


def _records(view: GraphView) -> Iterator[Record]:
    for actor in view.actors:
        yield {"type": "actor", **asdict(actor)}
    for source in view.sources:
        yield {"type": "article", **asdict(source)}
    for claim in view.claims:
        yield {"type": "claim", **asdict(claim), "asserted": claim.asserted, "verified": claim.verified}


def _articles(view: GraphView) -> Iterator[Record]:
    actors = {actor.id: actor for actor in view.actors}
    said: defaultdict[str, list[tuple[Claim, Support]]] = defaultdict(list)
    for claim in view.claims:
        for support in claim.support:
            said[support.article].append((claim, support))
    for source in view.sources:
        found = sorted(said[source.id], key=lambda pair: (pair[1].span, pair[1].statement))
        named = {actor for claim, _ in found for actor in (claim.subject, claim.object, claim.speaker) if actor}
        yield {
            **asdict(source),
            "actors": [asdict(actors[actor]) for actor in sorted(named)],
            "statements": [_statement(claim, support) for claim, support in found],
        }


def _statement(claim: Claim, support: Support) -> Record:
    """A statement: what it says, in the terms of its claim, and its evidence."""
    evidence = asdict(support)
    for name in ("statement", "article"):
        del evidence[name]
    said = {
        name: getattr(claim, name) for name in ("subject", "relation", "object", "polarity", "modality", "speaker", "asserted")
    }
    return {"id": support.statement, "claim": claim.id, **said, "evidence": evidence}
