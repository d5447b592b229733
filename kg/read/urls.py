"""One address for one article, whatever links to it: without trackers, parts of pages and fragments (courlan, `data/web.yml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from kg.errors import BadData
from kg.outlets import host
from kg.resources import folder, read_yaml


@dataclass(frozen=True, slots=True)
class Whole:
    """How a newspaper gives a whole article: the parameter of a query with its value, and what marks a part in a path."""

    name: str
    value: str
    part: re.Pattern[str] | None


def canonical(url: str) -> str:
    """The address under which an article is known; as given where it is no address."""
    from courlan import clean_url  # comes with trafilatura; only for those who fetch or read archives

    return _joined_parts(_split(clean_url(url) or url)._replace(fragment="")).geturl() or url


def agreed(found: str, declared: str | None) -> str:
    """The canonical address of a page at `found` that says of itself that it is at `declared`.

    Believed within one site, but for its front page: else a page could stand in for an article of another newspaper.
    """
    own, said = _split(canonical(found)), _split(canonical(declared or found))
    same = said.path.strip("/") and _site(said) == _site(own)
    return (said if same else own).geturl() or found


def whole(url: str) -> str:
    """The address that gives all pages of the article at a canonical address."""
    rule = _rule(url)
    if rule is None:
        return url
    parts = urlsplit(url)
    return parts._replace(query=urlencode([*parse_qsl(parts.query), (rule.name, rule.value)])).geturl()


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # "http://[" and the like
        return urlsplit("")


def _site(parts: SplitResult) -> str:
    from courlan import extract_domain

    return extract_domain(parts.geturl()) or parts.netloc


def _joined_parts(parts: SplitResult) -> SplitResult:
    rule = _rule(parts.geturl())
    if rule is None:
        return parts
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != rule.name])
    part = rule.part.search(parts.path) if rule.part else None
    return parts._replace(query=query, path=parts.path[: part.start(1)] if part else parts.path)


def _rule(url: str) -> Whole | None:
    labels = host(url).split(".")
    return next((rule for i in range(len(labels)) if (rule := _rules().get(".".join(labels[i:])))), None)


@cache
def _rules() -> Mapping[str, Whole]:
    path = folder("data") / "web.yml"
    raw = read_yaml(path)
    try:
        return {name: _whole(entry) for name, entry in raw["whole"].items()}  # type: ignore[index]  # checked by failing
    except (TypeError, KeyError, AttributeError, ValueError, re.error) as error:
        raise BadData(f"{path}: needs whole: HOST: {{ask: NAME=VALUE}} ({type(error).__name__}: {error})") from error


def _whole(entry: Mapping[str, str]) -> Whole:
    name, value = entry["ask"].split("=")
    return Whole(name, value, re.compile(entry["part"]) if "part" in entry else None)
