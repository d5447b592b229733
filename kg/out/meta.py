"""What an export covers, for whoever gets the file without the database: written beside it as `FILE.meta.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg import __version__
from kg.model import GraphView
from kg.out.words import printable


def describe(
    view: GraphView,
    *,
    format: str,
    filters: Mapping[str, object],
    measured: Mapping[str, Mapping[str, float]],
    filtered_out: int,
) -> bytes:
    """The description as JSON: counts, dates, outlets, readers, filters, what is left out, how right each relation is.

    `measured` are the figures of held-out articles by relation; `filtered_out` counts the statements that filters took away.
    """
    statements = Counter(claim.relation for claim in view.claims for _ in claim.support)
    claims = Counter(claim.relation for claim in view.claims)
    described = {
        "format": format,
        "written_by": f"kg {__version__}",
        "counts": {
            "actors": len(view.actors),
            "articles": len(view.sources),
            "claims": len(view.claims),
            "statements": statements.total(),
        },
        "published": _range(source.published for source in view.sources),
        "happened_or_published": _range(day for claim in view.claims for day in (claim.first, claim.last)),
        "outlets": _counted(source.outlet for source in view.sources),
        "readers": _counted(source.reader for source in view.sources),
        "filters": dict(filters),
        "left_out_statements": {"below_publishable_point": view.left_out, "by_filters": filtered_out},
        "relations": {
            name: {"claims": claims[name], "statements": statements[name], "measured": measured.get(name)}
            for name in sorted(claims)
        },
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _range(days: Iterable[str | None]) -> dict[str, Any]:
    known = sorted(day for day in days if day)
    return {"first": known[0] if known else None, "last": known[-1] if known else None}


def _counted(names: Iterable[str | None]) -> dict[str, int]:
    """How many articles have each name; "" stands for none."""
    return dict(sorted(Counter(printable(name or "") for name in names).items()))
