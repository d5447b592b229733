"""RSS and Atom feeds, sitemaps and indexes of sitemaps: the addresses that they list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from kg.read.address import is_address

_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\b")
_HEAD = 4096  # bytes in which the first element of a file stands
_MOST = 50_000  # addresses; a sitemap may have no more


@dataclass(frozen=True, slots=True)
class Listing:
    """The addresses of articles and of further listings, each once, in their order."""

    articles: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()


def listing(data: bytes, base: str) -> Listing | None:
    """What a feed or sitemap at `base` lists; None where it is neither."""
    if not _ROOT.search(data[:_HEAD]):
        return None
    from lxml import etree  # comes with trafilatura

    # Newspapers forget to escape, so errors are passed over; no entity is expanded and nothing is fetched while parsing.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing that could be passed over, as where a NUL comes first
        return None
    kind = "" if root is None else _name(root)
    if kind not in _LINKS:
        return None
    links = _addresses(_LINKS[kind](root), base)
    return Listing(listings=links) if kind == "sitemapindex" else Listing(articles=links)


def _items(root: Any) -> Iterator[str]:
    """RSS, of every version."""
    for item in _all(root, "item"):
        texts = {_name(part): part for part in item if isinstance(part.tag, str)}
        guid = texts.get("guid")
        if (link := texts.get("link")) is not None and link.text:
            yield link.text
        elif guid is not None and guid.get("isPermaLink") != "false" and guid.text:
            yield guid.text


def _entries(root: Any) -> Iterator[str]:
    """Atom."""
    for entry in _all(root, "entry"):
        links = (link for link in _all(entry, "link") if link.get("rel", "alternate") == "alternate" and link.get("href"))
        yield from (link.get("href") for link, _ in zip(links, range(1), strict=False))


def _places(root: Any) -> Iterator[str]:
    """Sitemaps; those of images and videos have places of their own within a page."""
    for entry in root:
        yield from (part.text for part in entry if isinstance(part.tag, str) and _name(part) == "loc" and part.text)


_LINKS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "rss": _items,
    "RDF": _items,
    "feed": _entries,
    "urlset": _places,
    "sitemapindex": _places,
}


def _addresses(links: Iterable[str], base: str) -> tuple[str, ...]:
    found = (address for link in links if (address := _joined(base, link.strip())))
    return tuple(address for address, _ in zip(dict.fromkeys(found), range(_MOST), strict=False))


def _joined(base: str, link: str) -> str | None:
    try:
        address = urljoin(base, link)
    except ValueError:  # "http://["
        return None
    return address if is_address(address) else None


def _all(element: Any, name: str) -> Iterator[Any]:
    yield from element.iter(f"{{*}}{name}")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
