"""The day on which a page says that it was published: in JSON-LD, else OpenGraph, else wherever htmldate finds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kg.read.formats import parse

_TYPES = ("Article", "Posting", "WebPage")  # ends of the types of JSON-LD that mean the page itself, best first
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")  # where the node of the page may stand within another
_DEEPEST = 5
_PROPERTIES = ("article:published_time", "og:article:published_time", "og:published_time")


def page_date(tree: Any) -> tuple[str | None, str | None]:
    """ISO date and where it stood (`json-ld`, `opengraph`, `htmldate`) in a page parsed by lxml; (None, None) where nowhere."""
    places = ((source, found) for source, find in _PLACES.items() if tree is not None and (found := find(tree)))
    source, day = next(places, (None, None))
    return day, source


def _json_ld(tree: Any) -> str | None:
    scripts = tree.iterfind('.//script[@type="application/ld+json"]')
    nodes = [node for script in scripts for node in _nodes(_loaded(script.text or ""), _DEEPEST)]
    ranked = sorted(nodes, key=lambda node: next(rank for rank, end in enumerate(_TYPES) if _is(node, end)))
    return next((day for node in ranked if (day := parse(str(node["datePublished"])))), None)


def _nodes(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """The nodes that speak of the page and have a date; not the comments and related articles that hang on them."""
    if isinstance(value, list):
        value = {"@graph": value}
    if not isinstance(value, dict) or not depth:
        return
    if "datePublished" in value and any(_is(value, end) for end in _TYPES):
        yield value
    for key in _INSIDE:
        for item in value[key] if isinstance(value.get(key), list) else [value.get(key)]:
            yield from _nodes(item, depth - 1)


def _is(node: Mapping[str, object], end: str) -> bool:
    types = node.get("@type")
    return any(str(name).endswith(end) for name in (types if isinstance(types, list) else [types]))


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)  # newsrooms leave line breaks in their strings
    except (ValueError, RecursionError):
        return None


def _open_graph(tree: Any) -> str | None:
    said = {(meta.get("property") or meta.get("name") or ""): meta.get("content") or "" for meta in tree.iter("meta")}
    return next((day for name in _PROPERTIES if name in said and (day := parse(said[name]))), None)


def _htmldate(tree: Any) -> str | None:
    from htmldate import find_date  # comes with trafilatura

    # Told no URL (None would make it search for one): the URL is asked last. Told a last day: by default it asks the clock.
    return find_date(tree, extensive_search=False, original_date=True, url="", max_date="2100-01-01")


_PLACES: Mapping[str, Callable[[Any], str | None]] = {"json-ld": _json_ld, "opengraph": _open_graph, "htmldate": _htmldate}
