"""JSON lines for programs: actors, then articles, then claims with their evidence; `type` tells them apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from kg.model import GraphView


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view`, one JSON object on each line."""
    for record in _records(view):
        # Escaped beyond ASCII, so that a lone surrogate or a line separator in a name cannot break a line.
        out.write(json.dumps(record, sort_keys=True).encode("ascii") + b"\n")


def _records(view: GraphView) -> Iterator[dict[str, Any]]:
    for actor in view.actors:
        yield {"type": "actor", **asdict(actor)}
    for source in view.sources:
        yield {"type": "article", **asdict(source)}
    for claim in view.claims:
        yield {"type": "claim", **asdict(claim), "asserted": claim.asserted}
