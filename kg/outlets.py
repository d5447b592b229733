"""The newspapers we know, read from `data/outlets/*.yml`: names, hosts, owners, and the boilerplate that each one prints.

From the owners follows how many sources of a claim are independent of each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import BadData
from kg.resources import data_folders, read_yaml

# The last two labels of a host, or three where the last but one is no name ("warta.co.id").
_DOMAIN = re.compile(r"(?:[\w-]+\.)*?(?P<domain>[\w-]+\.(?:(?:co|or|ac|go|net|web|com)\.)?[a-z]{2,})")

_KEYS = frozenset({"name", "hosts", "aliases", "network", "noise", "links", "outlets"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A regular expression for boilerplate; tried only in a text that holds `has` (lower case; "" is in every text)."""

    pattern: str
    has: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper. What matches a rule of `noise` is boilerplate; after a rule of `links` another article's headline follows.

    `network` is the owner: two outlets of one network are not independent of each other. `hosts` cover their subdomains.
    """

    name: str
    hosts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    network: str | None = None
    noise: tuple[Rule, ...] = ()
    links: tuple[Rule, ...] = ()


@cache
def outlets() -> Mapping[str, Outlet]:
    """All outlets by name; "" is the pseudo-outlet whose rules hold everywhere. A user's file replaces ours of the same name.

    Raises:
        BadData: if a file lacks a name, has an unknown key, or a rule without a pattern.
    """
    files = {path.name: path for root in data_folders() for path in sorted((root / "outlets").glob("*.yml"))}
    found = (outlet for name in sorted(files) for outlet in _read(files[name]))
    return {outlet.name: outlet for outlet in found}


def outlet_name(publisher: str | None, url: str | None) -> str | None:
    """The name of the outlet: the publisher as we write it, or as given where we do not know it, else from the host of `url`."""
    given = (publisher or "").strip()
    known = _by_name().get(given.casefold()) or _by_host(given.casefold())
    return known or given or _by_host(host(url)) or None


def owner(outlet: str) -> str:
    """Who is behind an outlet: its network where we know one; else the domain where its name is a host ("jogja.warta.co.id")."""
    known = outlets().get(outlet)
    if known is not None:
        return known.network or known.name
    domain = _DOMAIN.fullmatch(outlet.casefold())
    return domain["domain"] if domain else outlet


def independent(texts: Iterable[tuple[str | None, str]]) -> int:
    """How many sources are independent of each other, of (outlet, text) for each article; None is an unknown outlet.

    It is the largest number of articles of which no two have one owner or tell one text; an article whose outlet is not known
    is none of them. (The owners and texts are the two sides of a bipartite graph, the articles its edges, and this is its
    largest matching, found by augmenting paths.)
    """
    told: defaultdict[str, set[str]] = defaultdict(set)
    for outlet, text in texts:
        if outlet:
            told[owner(outlet)].add(text)
    teller: dict[str, str] = {}  # of each text

    def place(name: str, seen: set[str]) -> bool:
        for text in sorted(told[name] - seen):
            seen.add(text)
            if text not in teller or place(teller[text], seen):
                teller[text] = name
                return True
        return False

    return sum(place(name, set()) for name in sorted(told))


def host(url: str | None) -> str:
    """The host of a URL in lower case; "" where there is none."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # "http://[" and the like
        return ""


@cache
def _by_name() -> Mapping[str, str]:
    return {key.casefold(): outlet.name for outlet in outlets().values() for key in (outlet.name, *outlet.aliases)}


@cache
def _hosts() -> Mapping[str, str]:
    return {known: outlet.name for outlet in outlets().values() for known in outlet.hosts}


def _by_host(name: str) -> str | None:
    labels = name.split(".")
    suffixes = (".".join(labels[i:]) for i in range(len(labels)))
    return next((_hosts()[suffix] for suffix in suffixes if suffix in _hosts()), None)


def _read(path: Path) -> Iterator[Outlet]:
    """The outlet of a file; where it has a list `outlets`, each of those, with the rules of the file."""
    raw = read_yaml(path)
    entries = raw.get("outlets", [raw]) if isinstance(raw, dict) else [raw]
    for entry in entries:
        yield _outlet(path, entry)


def _outlet(path: Path, raw: object) -> Outlet:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise BadData(f"{path}: an outlet needs a name")
    if unknown := set(raw) - _KEYS:
        raise BadData(f"{path}: unknown key {', '.join(sorted(map(str, unknown)))}")
    return Outlet(
        name=raw["name"],
        hosts=tuple(raw.get("hosts", ())),
        aliases=tuple(raw.get("aliases", ())),
        network=raw.get("network"),
        noise=tuple(_rule(path, rule) for rule in raw.get("noise", ())),
        links=tuple(_rule(path, rule) for rule in raw.get("links", ())),
    )


def _rule(path: Path, raw: object) -> Rule:
    if not isinstance(raw, dict) or not isinstance(raw.get("pattern"), str) or set(raw) - {"has", "pattern"}:
        raise BadData(f"{path}: a rule needs a pattern (and may say what the text has): {raw}")
    return Rule(raw["pattern"], str(raw.get("has", "")).lower())
